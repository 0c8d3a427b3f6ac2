//! What chunks came to, put together in the order of the files, whatever order they are finished in.

use super::input::ReadAt;
use super::rows::ReadRow;
use super::tally::ChunkTally;
use crate::formats::bad_record::{BadReason, ReadError};
use crate::formats::rejects::write_rejected;
use crate::formats::report::{ActivityCounts, FieldTallies, SourceTally};
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

/// A chunk by its file and its number in it.
pub(super) type ChunkId = (usize, u64);

/// A chunk that was worked through.
pub(super) struct Finished {
    pub(super) source: usize,
    /// The kind of its records; none for activities.
    pub(super) kind: Option<usize>,
    /// The file's name.
    pub(super) name: Arc<str>,
    pub(super) tally: ChunkTally,
    /// Whether the file ends with it.
    pub(super) is_last: bool,
    /// The file, to be compared at its end with what it was.
    pub(super) file: Option<Arc<dyn ReadAt>>,
}

/// The sum of all chunks so far. The first error in the order of the files is the error of the run.
pub(super) struct Collector<'r> {
    /// The chunk that comes next.
    next: ChunkId,
    /// Lines of its file before it.
    n_lines: u64,
    /// Chunks that were finished before their turn.
    early: BTreeMap<ChunkId, Finished>,
    rejects: Option<&'r mut (dyn Write + Send)>,
    pub(super) sum: Sum,
}

/// Counts of a whole pass.
pub(super) struct Sum {
    /// By source, those before activities too.
    pub(super) sources: Vec<SourceTally>,
    pub(super) fields: FieldTallies,
    /// By kind: of records, and of facts about contacts that stand in activities.
    pub(super) kinds: Vec<FieldTallies>,
    pub(super) counts: ActivityCounts,
    /// Records, with the places of their files.
    pub(super) rows: Vec<(usize, ReadRow)>,
    pub(super) error: Option<ReadError>,
}

impl<'r> Collector<'r> {
    pub(super) fn new(sum: Sum, rejects: Option<&'r mut (dyn Write + Send)>) -> Collector<'r> {
        Collector { next: (0, 0), n_lines: 0, early: BTreeMap::new(), rejects, sum }
    }

    /// Takes a chunk; false once reading is to end.
    pub(super) fn add(&mut self, id: ChunkId, finished: Finished) -> bool {
        self.early.insert(id, finished);
        while let Some(finished) = self.early.remove(&self.next).filter(|_| self.sum.error.is_none()) {
            self.append(finished);
        }
        self.sum.error.is_none()
    }

    fn append(&mut self, finished: Finished) {
        let Finished { source, kind, name, tally, is_last, file } = finished;
        let n_before = self.n_lines;
        self.n_lines += tally.n_lines;
        let written = self.write_rejects(source, &tally, n_before);
        let counts = &mut self.sum.counts;
        let of = &mut counts.of_sources[source];
        of.n_activities += tally.of.n_activities;
        of.n_unknown_contacts += tally.of.n_unknown_contacts;
        of.n_unknown_types += tally.of.n_unknown_types;
        of.n_future += tally.of.n_future;
        of.n_shared += tally.of.n_shared;
        of.n_other_case += tally.of.n_other_case;
        tally.unknown.iter().for_each(|id| counts.name_unknown(source, id));
        for (name, n) in tally.types {
            counts.types.entry(name).or_default().append(n);
        }
        self.sum.sources[source].append(tally.source, n_before);
        let fields = kind.map_or(&mut self.sum.fields, |kind| &mut self.sum.kinds[kind]);
        fields.append(tally.fields, n_before);
        if let Some(contact) = self.sum.kinds.first_mut() {
            contact.append(tally.facts, n_before);
        }
        let at = self.next.0;
        self.sum.rows.extend(tally.rows.into_iter().map(|mut row| {
            row.spot.line += n_before;
            (at, row)
        }));
        self.sum.error = written.err().or(tally.error.map(|error| moved(error, n_before)));
        if is_last {
            let checked = file.map_or(Ok(()), |file| file.check());
            let line = self.n_lines + 1;
            self.sum.error =
                self.sum.error.take().or(checked.err().map(|error| ReadError::Io { file: name, line, error }));
            (self.next, self.n_lines) = ((self.next.0 + 1, 0), 0);
        } else {
            self.next.1 += 1;
        }
    }

    fn write_rejects(&mut self, source: usize, tally: &ChunkTally, n_before: u64) -> Result<(), ReadError> {
        let Some(out) = &mut self.rejects else {
            return Ok(());
        };
        let n_shown = self.sum.sources[source].rejected.len();
        for (nth, (bad, bytes)) in tally.rejects.iter().enumerate() {
            let mut bad = bad.clone();
            bad.place.line += n_before;
            // What is nearest is said of those that people get to see.
            if let (BadReason::NoField { nearest, .. }, true) = (&mut bad.reason, n_shown + nth >= SourceTally::N_KEPT)
            {
                *nearest = None;
            }
            write_rejected(&mut **out, &bad, bytes).map_err(ReadError::Rejects)?;
        }
        Ok(())
    }
}

/// An error of a chunk, in its file.
fn moved(error: ReadError, n_lines: u64) -> ReadError {
    match error {
        ReadError::Bad(mut bad) => {
            bad.place.line += n_lines;
            ReadError::Bad(bad)
        }
        ReadError::Io { file, line, error } => ReadError::Io { file, line: line + n_lines, error },
        other => other,
    }
}
