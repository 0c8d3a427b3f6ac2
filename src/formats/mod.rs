//! Files of records in, files of results out.
//!
//! In: bytes of NDJSON, JSON or CSV, a `Layout` that says which fields stand in which slots, and a [`RecordSource`] that
//! says what a file holds and where. Out: [`crate::records::Records`] and a [`DataReport`] of everything that was not
//! taken as it came. The other way, [`crate::ledger::Results`] become NDJSON, JSON, CSV or a table.
//!
//! Invariants: every record that is read is kept, rejected, or a repeat that is dropped, and counted as that; no number
//! passes through a binary float; what is read is checked whole, so that which records are bad does not depend on the
//! rules (but for repeated ids, where only the fields that the rules use are compared); memory is bounded by one record
//! beyond what is kept.
//!
//! Not here: opening files, patterns of file names, the clock. Callers give readers and writers.

mod bad_record;
mod csv_rows;
mod epoch;
mod feed;
mod file_shape;
mod fit_record;
mod identity;
mod json;
mod layout;
mod open_file;
mod project;
mod raw_record;
mod reader;
mod record_source;
mod rejects;
mod remedy;
mod repeats;
mod report;
mod sample;
#[allow(dead_code, unused_imports, reason = "reading on all cores comes next, and is built on it")]
mod scan;
mod seen_names;
mod spelling;
mod stream;
#[cfg(test)]
mod tests;
mod time_format;
mod tree;
mod unpack;
mod wanted;
mod way;
mod write;

pub use bad_record::{BadReason, BadRecord, OnBadRecord, Place, ReadError};
pub use epoch::EpochUnit;
pub use file_shape::{Encoding, FileShape, Quote, Separator};
pub use layout::layout_of;
pub use open_file::FileFormat;
pub use project::{Budget, BudgetLimit, Counted, Most, Project, ProjectError, ProjectSource};
pub use reader::{ReadOptions, RecordsReader, SourceId};
pub use record_source::{
    ActivityIdFrom, ActivitySource, AliasSource, ContactFrom, FieldFrom, FirstOf, KindSource, LinkSource, Matches,
    Only, RecordSource, SourceOf, Through, TypeFrom, keep_joins,
};
pub use report::*;
pub use sample::{FileLook, Header, Sampled, SampledFile, look_at, sample};
#[doc(hidden)]
pub use scan::pass_lines;
pub use spelling::Spelling;
pub use stream::{ActivityReader, ActivitySink, ReadAt, Reading, StreamInput, Streamed};
pub use time_format::{TimeFormat, TimeSpelling};
pub use way::Way;
pub use write::*;

/// Lists and objects inside each other up to this are read; the record itself is the first.
pub const MAX_NESTING: usize = 128;
