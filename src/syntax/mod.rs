//! The text of a rules file and the tree of what its author wrote.
//!
//! In: text. Out: [`ast::File`] and syntax findings. Nothing here knows what a name means.

mod apart;
mod depth;
mod error;
mod file;
mod from_pairs;
mod grammar;
mod layout;
mod place;
mod repair;
mod scan;

#[cfg(test)]
mod tests;

pub mod ast;
pub mod print;
pub mod words;

pub use error::{SyntaxError, SyntaxErrorKind};
pub use scan::{comments, names};

use std::collections::BTreeSet;

use crate::diag::Diagnostics;
use crate::source::{SourceId, Span};

/// How high the tree of one entry may be; more is one finding, so no walk over the tree can run out of stack.
pub const DEPTH_MAX: usize = 200;

/// How many brackets, and words such as `if` and `not`, may be open at once in one entry.
pub const NESTED_MAX: usize = 100;

/// How many blocks may be open at once.
pub const BLOCKS_MAX: usize = 24;

/// How long a file may be, in bytes.
pub const SOURCE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// How long one entry may be, in bytes, without the entries of its block.
pub const ENTRY_BYTES_MAX: usize = 256 * 1024;

/// How many findings of one file are kept; one more says from where on the file was not read.
pub const FINDINGS_MAX: usize = 1000;

/// The greatest count of a duration, in whatever unit it is written.
pub const DURATION_COUNT_MAX: u32 = 1_000_000_000;

/// What [`parse`] gives.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// What could be read; entries that could not are left out.
    pub file: ast::File,
    /// What is wrong with the text.
    pub findings: Diagnostics,
    /// What broken entries took with them.
    pub lost: Lost,
}

/// What broken entries took with them, so that nobody reports what merely follows from them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    /// Names that such entries would have defined: they are not unknown.
    pub names: BTreeSet<String>,
    /// Entries that were read by a guess at what was meant: whatever else is found in them may come from the guess.
    pub guessed: Vec<Span>,
    /// Blocks with such an entry in them: what seems to be missing there may stand in it.
    pub incomplete: Vec<Span>,
}

impl Lost {
    /// Adds what another file lost.
    pub fn extend(&mut self, other: Lost) {
        self.names.extend(other.names);
        self.guessed.extend(other.guessed);
        self.incomplete.extend(other.incomplete);
    }
}

/// Reads the text of a file.
pub fn parse(source: SourceId, text: &str) -> Parsed {
    let read = file::read(source, text);
    let findings = read.errors.into_iter().map(Into::into).collect();
    Parsed { file: read.file, findings, lost: read.lost }
}
