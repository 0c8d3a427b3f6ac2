//! JSON and NDJSON in.
//!
//! A file is cut into records first ([`pieces`]), each record is then passed over once ([`walk`]), which checks all of it
//! and keeps the wanted parts.
//!
//! The reading of JSON itself is jiter's. Three things decided it: a number comes as the bytes it is spelled with (a
//! score must not pass through a binary float), keys come one by one, so that a repeated one is seen (serde_json's maps
//! keep the last), and every error has its byte. serde_json keeps the spelling of numbers too, but hands them over as an
//! object with a private key that a record may spell as well, and its way around that (raw values) takes one more pass
//! for each level of nesting; in our measurement it read 166 MB/s where jiter read 289 and struson 66.

mod feed;
mod pieces;
mod walk;

pub(super) use feed::JsonFeed;
pub(super) use pieces::Pieces;
use pieces::{Cut, Start};
pub(super) use walk::Walker;
pub(super) use walk::{read_texts, read_tree};
