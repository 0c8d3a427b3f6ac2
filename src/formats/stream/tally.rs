//! What one chunk of a file came to.

use super::rows::ReadRow;
use crate::formats::bad_record::{BadReason, BadRecord, Place, ReadError};
use crate::formats::feed::Spot;
use crate::formats::report::{ActivityCounts, FieldTallies, OfSource, SourceTally, TypeCount};
use std::sync::Arc;

/// Counts and first findings of one chunk. Lines are counted from the chunk's own first line, which is 1; the places of
/// bytes are those of the file.
#[derive(Debug)]
pub(super) struct ChunkTally {
    /// Lines that start in the chunk.
    pub(super) n_lines: u64,
    pub(super) source: SourceTally,
    /// Of the source's records, and of the contact's fields that stand in activities.
    pub(super) fields: FieldTallies,
    pub(super) facts: FieldTallies,
    pub(super) of: OfSource,
    pub(super) types: Vec<(Arc<str>, TypeCount)>,
    /// The first contacts that no file knows, each once.
    pub(super) unknown: Vec<Arc<str>>,
    /// Records of a kind.
    pub(super) rows: Vec<ReadRow>,
    /// Bad records with their bytes, where they are to be written.
    pub(super) rejects: Vec<(BadRecord, Vec<u8>)>,
    /// Why reading ends here.
    pub(super) error: Option<ReadError>,
}

impl ChunkTally {
    /// Nothing yet, for so many fields of activities and of contacts.
    pub(super) fn new(n_fields: usize, n_facts: usize) -> ChunkTally {
        ChunkTally {
            n_lines: 0,
            source: SourceTally::default(),
            fields: FieldTallies::new(n_fields),
            facts: FieldTallies::new(n_facts),
            of: OfSource::default(),
            types: Vec::new(),
            unknown: Vec::new(),
            rows: Vec::new(),
            rejects: Vec::new(),
            error: None,
        }
    }

    /// An activity of somebody whom no file knows.
    pub(super) fn name_unknown(&mut self, id: &str) {
        if self.unknown.len() < ActivityCounts::N_UNKNOWN_NAMED && !self.unknown.iter().any(|known| **known == *id) {
            self.unknown.push(Arc::from(id));
        }
    }
}

/// A bad record at a place of the chunk.
pub(super) fn bad_record(file: &Arc<str>, spot: Spot, reason: BadReason) -> BadRecord {
    let Spot { line, column, byte } = spot;
    BadRecord { place: Place { file: file.clone(), line, column, byte }, reason }
}
