//! What every format gives: one record after the other, still text.

use super::bad_record::BadReason;
use super::raw_record::RawRecord;
use super::seen_names::SeenNames;
use super::tree::Tree;
use super::wanted::Wanted;
use std::io::{self, BufRead};

/// The records of one file.
pub(super) trait Feed {
    /// The next record, its wanted parts in `raw`.
    fn next(&mut self, wanted: &Wanted, raw: &mut RawRecord, names: &mut SeenNames) -> io::Result<Fed>;

    /// The bytes of the record that was given last, as they stand in the file.
    fn bytes(&self) -> &[u8];

    /// The line that reading has come to, from 1.
    fn line(&self) -> u64;

    /// The record that was given last, whole, where it was not read in one pass for its wanted parts.
    fn tree(&self) -> &Tree;

    /// What is left of the file, if from here on each line is one record and may be read apart from the others.
    fn rest(&mut self) -> Option<Rest<'_>> {
        None
    }
}

/// The lines of a file that were not read yet.
pub(super) struct Rest<'f> {
    pub(super) input: &'f mut dyn BufRead,
    /// Bytes of the file before them.
    pub(super) byte: u64,
}

/// What a feed gives.
#[derive(Debug)]
pub(super) enum Fed {
    /// A record.
    Record(Spot),
    /// Something that is no record.
    Bad {
        /// Where it goes wrong.
        spot: Spot,
        /// Why.
        reason: BadReason,
        /// Nothing after it can be told apart: the rest of the file is lost.
        ends: bool,
    },
    /// The end of the file.
    End,
}

/// A place in the file at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// From 1.
    pub(super) line: u64,
    /// In characters, from 1; none for a record as a whole.
    pub(super) column: Option<u64>,
    /// Bytes of the file before it.
    pub(super) byte: u64,
}
