//! Scores a population: activities go to the engine as they are read, and are forgotten.

use super::args::ScoreArgs;
use super::exit::Failure;
use super::read_records::{
    Read, ToRead, finish_rejects, is_regular, open_stream, read_at_once, read_files, told, writer,
};
use super::sources::Files;
use crate::engine::{Detail, Engine, Folder, Run, Table};
use crate::formats::{ActivityIdFrom, ActivitySink, DataReport, Reading, RecordsReader, SourceOf};
use crate::plan::Plan;
use crate::records::{ActivityRef, Layout};
use std::num::NonZeroUsize;

/// On how many threads, and how much at a time.
pub struct Pace {
    /// Threads that read and score.
    pub n_threads: usize,
    chunk_bytes: usize,
}

impl Pace {
    /// As the flags say; by default as many threads as there are cores.
    pub fn of(args: &ScoreArgs) -> Pace {
        let all_cores = || std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Pace { n_threads: args.threads.map_or_else(all_cores, NonZeroUsize::get), chunk_bytes: args.chunk_bytes.get() }
    }
}

/// What is to be made of records.
pub struct Job<'j> {
    /// The layout of the rules.
    pub layout: &'j Layout,
    /// Their plan.
    pub plan: &'j Plan,
    /// Whether ledgers are wanted.
    pub detail: Detail,
}

/// Gives activities to the engine, on one thread.
struct Folding<'e, 'a> {
    folder: Folder<'e, 'a>,
    table: &'e Table,
}

impl ActivitySink for Folding<'_, '_> {
    fn take(&mut self, activity: &ActivityRef<'_>) {
        self.folder.fold(self.table, activity);
    }

    fn end(&mut self) {
        self.folder.flush(self.table);
    }
}

/// Reads everything and scores it; `then` is given what it came to before the report is made.
pub fn score(
    to_read: ToRead,
    job: &Job<'_>,
    pace: &Pace,
    then: impl FnOnce(&Run<'_>) -> Result<(), Failure>,
) -> Result<DataReport, Failure> {
    let Job { layout, plan, detail } = *job;
    let (activities, others): (Vec<Files>, Vec<Files>) =
        to_read.sources.into_iter().partition(|files| matches!(files.source.of, SourceOf::Activities(_)));
    if !activities.iter().all(can_stream) {
        let sources = others.into_iter().chain(activities).collect();
        let Read { records, report, as_of } = read_at_once(ToRead { sources, ..to_read }, layout)?;
        then(&Engine::with_detail(plan, &records.rows, as_of, detail).run(&records))?;
        return Ok(report);
    }
    let (as_of, mut rejects) = (to_read.as_of, to_read.rejects);
    let mut reader = RecordsReader::new(layout, to_read.options, writer(&mut rejects));
    let (n_threads, chunk_bytes) = (pace.n_threads, pace.chunk_bytes);
    let how = Reading { n_threads, chunk_bytes, open: &open_stream, progress: &|_| {} };
    for files in others {
        match &files.source.of {
            SourceOf::Kind(_) => {
                let id = reader.add_source(files.source);
                reader.read_files(id, &files.names, how).map_err(|error| told(&error))?;
            }
            SourceOf::Aliases(_) | SourceOf::Activities(_) => read_files(&mut reader, files)?,
        }
    }
    let mut reader = reader.into_activities(as_of).map_err(|error| told(&error))?;
    for Files { source, names } in activities {
        let id = reader.add_source(source);
        names.iter().for_each(|name| reader.add_file(id, name));
    }
    reader.settle(how).map_err(|error| told(&error))?;
    let engine = Engine::with_detail(plan, reader.rows(), as_of, detail);
    let table = engine.table();
    let sink = || Folding { folder: engine.folder(), table: &table };
    let (streamed, sinks) = reader.read(how, sink).map_err(|error| told(&error))?;
    drop(sinks);
    then(&engine.finish(table, n_threads))?;
    let (_, report) = reader.report(streamed);
    finish_rejects(rejects)?;
    Ok(report)
}

/// Whether activities can be forgotten once they are read: files can be read again where that is needed, for repeated
/// ids and for what activities tell of contacts; pipes and stdin cannot.
fn can_stream(files: &Files) -> bool {
    let SourceOf::Activities(of) = &files.source.of else { return false };
    let is_read_once = !matches!(of.id, ActivityIdFrom::Declared(_))
        && !of.makes_contacts
        && of.facts.is_empty()
        && of.other_facts.is_none();
    !matches!(of.id, ActivityIdFrom::Declared(_)) && (is_read_once || files.names.iter().all(|name| is_regular(name)))
}
