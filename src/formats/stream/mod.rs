//! Activities in one stream: never more of them in memory than the threads have in hand.
//!
//! In: contacts and other records, read and settled ([`super::RecordsReader::into_activities`]), and sources of
//! activities. Out: each activity, once, to an [`ActivitySink`] on some thread, and the same report as
//! [`super::RecordsReader::finish`] gives.
//!
//! Files whose records are lines are cut into chunks that any thread reads at any time; packed ones, pipes and the like
//! are read in order, by whichever thread wants the next chunk; tables, and lists of records, by one thread each. Every
//! chunk is counted by itself, its lines from 1, and the counts are put together in the order of the files: report,
//! rejected records and the error of the run are the same bytes for any number of threads and any size of chunks.
//!
//! Contacts and other records go the same way, chunk by chunk, and are kept.
//!
//! What takes more than one look at activities: contacts that only activities know, and facts about contacts that
//! activities carry, are gathered in a pass of their own before the one that scores.

mod chunk;
mod claim;
mod collect;
mod fold;
mod ids;
mod input;
mod lean;
mod lines;
mod queue;
mod rows;
mod settle;
mod take;
mod tally;
mod texts;
mod types;
mod unknown;
mod whose;
mod work;

pub use fold::ActivitySink;
pub(super) use ids::RowsById;
pub use input::{ReadAt, StreamInput};
pub use work::Reading;

use super::reader::{Source, SourceId};
use super::report::{ActivityCounts, Counted, DataReport, FieldTallies, SourceTally, make_report};
use super::{ReadError, ReadOptions, RecordSource};
use crate::records::{Layout, Row};
use crate::values::Instant;
use collect::Sum;
use fold::Fold;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use tally::ChunkTally;
use unknown::UnknownIds;
use whose::Whose;

/// What a pass over files stands on.
struct Ground<'a> {
    layout: &'a Layout,
    options: ReadOptions,
    as_of: Instant,
    writes_rejects: bool,
    sources: Vec<Source>,
    /// Source and name, in the order in which they count.
    files: Vec<(usize, Arc<str>)>,
}

/// Reads sources of activities, for contacts that are known.
pub struct ActivityReader<'a> {
    ground: Ground<'a>,
    rejects: Mutex<Option<&'a mut (dyn Write + Send)>>,
    rows: Vec<Vec<Row>>,
    whose: Whose,
    /// By source: contacts that only its activities know.
    n_made: BTreeMap<usize, u64>,
    kind_tallies: Vec<FieldTallies>,
}

/// What a pass over the activities came to, for the report.
pub struct Streamed {
    sum: Sum,
    n_unknown: u64,
}

impl<'a> ActivityReader<'a> {
    /// Adds a source of activities.
    pub fn add_source(&mut self, source: RecordSource) -> SourceId {
        self.ground.sources.push(Source::new(source, self.ground.layout));
        SourceId(self.ground.sources.len() - 1)
    }

    /// Adds a file of a source; files count in the order in which they are added.
    pub fn add_file(&mut self, source: SourceId, name: &str) {
        self.ground.files.push((source.0, Arc::from(name)));
    }

    /// All rows by kind, as they stand when activities come: [`ActivityReader::settle`] has to be done.
    pub fn rows(&self) -> &[Vec<Row>] {
        &self.rows
    }

    /// Gives each activity to one of the sinks, of which every thread makes its own.
    pub fn read<S: ActivitySink + Send>(
        &self,
        how: Reading<'_>,
        sink: impl Fn() -> S + Sync,
    ) -> Result<(Streamed, Vec<S>), ReadError> {
        let unknown = UnknownIds::new();
        let using = || Fold { whose: &self.whose, unknown: &unknown, sink: sink(), rows: Vec::new() };
        let mut rejects = self.rejects.lock().unwrap_or_else(PoisonError::into_inner);
        let rejects = rejects.as_mut().map(|out| &mut **out as &mut (dyn Write + Send));
        let (mut sum, used) = work::pass(&self.ground, how, rejects, using);
        if let Some(error) = sum.error.take() {
            return Err(error);
        }
        Ok((Streamed { sum, n_unknown: unknown.n() }, used.into_iter().map(|used| used.sink).collect()))
    }

    /// What was made of all records.
    pub fn report(self, streamed: Streamed) -> (Vec<Vec<Row>>, DataReport) {
        let Streamed { sum: Sum { sources: tallies, fields, kinds, mut counts, .. }, n_unknown } = streamed;
        counts.n_unknown_contacts = n_unknown;
        let mut kind_tallies = self.kind_tallies;
        kind_tallies.iter_mut().zip(kinds).for_each(|(tally, more)| tally.append(more, 0));
        let join = |(mut source, tally): (Source, SourceTally)| {
            source.tally.append(tally, 0);
            (source.source, source.tally)
        };
        let Ground { layout, sources, as_of, .. } = self.ground;
        let sources = sources.into_iter().zip(tallies).map(join).collect();
        let joins = self.whose.into_joins();
        let counted = Counted { activities: counts, n_made: self.n_made, joins, ..Counted::default() };
        let report = make_report(layout, &self.rows, sources, (kind_tallies, fields), counted, as_of);
        (self.rows, report)
    }
}

impl Ground<'_> {
    fn empty_tally(&self) -> ChunkTally {
        let of_kinds = self.layout.kinds.iter().map(|kind| kind.fields.len());
        let n_fields = of_kinds.chain([self.layout.activity_fields.len()]).max().unwrap_or(0);
        ChunkTally::new(n_fields, self.layout.kinds.first().map_or(0, |contact| contact.fields.len()))
    }

    fn empty_sum(&self) -> Sum {
        Sum {
            sources: self.sources.iter().map(|_| SourceTally::default()).collect(),
            fields: FieldTallies::new(self.layout.activity_fields.len()),
            kinds: self.layout.kinds.iter().map(|kind| FieldTallies::new(kind.fields.len())).collect(),
            counts: ActivityCounts::new(self.sources.len()),
            rows: Vec::new(),
            error: None,
        }
    }
}
