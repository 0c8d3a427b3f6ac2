//! Scores a population: activities go to the engine as they are read, and are forgotten.

use super::args::ScoreArgs;
use super::exit::Failure;
use super::progress;
use super::read_records::{
    Read, ToRead, finish_rejects, is_regular, open_stream, read_at_once, read_files, told, writer,
};
use super::sources::Files;
use crate::engine::{Detail, Engine, Folder, Run, Table};
use crate::formats::{ActivityIdFrom, ActivitySink, DataReport, Reading, RecordsReader, SourceOf};
use crate::plan::Plan;
use crate::records::{Activity, ActivityRef, FieldRef, Layout, Records, Row};
use crate::values::Instant as At;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// On how many threads, and how much at a time.
pub struct Pace {
    /// Threads that read and score.
    pub n_threads: usize,
    chunk_bytes: usize,
}

impl Pace {
    /// As the flags say; by default as many threads as there are cores.
    pub fn of(args: &ScoreArgs) -> Pace {
        Pace { chunk_bytes: args.chunk_bytes.get(), ..Pace::on(args.threads) }
    }

    /// On so many threads; by default as many as there are cores.
    pub fn on(n_threads: Option<NonZeroUsize>) -> Pace {
        Pace { n_threads: n_threads.map_or_else(all_cores, NonZeroUsize::get), chunk_bytes: CHUNK_BYTES }
    }

    /// All cores.
    pub fn usual() -> Pace {
        Pace { n_threads: all_cores(), chunk_bytes: CHUNK_BYTES }
    }

    /// How files are read at this pace; where an id is given, only records that have it in them.
    pub fn reading<'o>(&self, only: Option<&'o str>) -> Reading<'o> {
        let (n_threads, chunk_bytes) = (self.n_threads, self.chunk_bytes);
        Reading { n_threads, chunk_bytes, open: &open_stream, only, progress: &progress::bytes }
    }
}

/// How many threads the machine runs at once.
pub fn all_cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// Bytes that a thread reads at a time.
const CHUNK_BYTES: usize = 512 << 10;

/// What is to be made of records.
pub struct Job<'j> {
    /// The layout of the rules.
    pub layout: &'j Layout,
    /// Their plan, or several that have this layout in common.
    pub plans: &'j [Plan],
    /// Whether ledgers are wanted.
    pub detail: Detail,
    /// How long after the instant of the run the plans are evaluated once more, without anything new having happened.
    pub later: Option<Duration>,
}

impl Job<'_> {
    /// The instants, the run's own first.
    fn instants(&self, as_of: At) -> Vec<At> {
        let later = self.later.map(|later| {
            let us = i64::try_from(later.as_micros()).unwrap_or(i64::MAX);
            At::from_us(as_of.us().saturating_add(us))
        });
        std::iter::once(as_of).chain(later).collect()
    }

    /// An engine for each plan, for each instant.
    fn engines<'a>(&'a self, rows: &'a [Vec<Row>], as_of: At) -> Vec<Engine<'a>> {
        let at = self.instants(as_of).into_iter();
        at.flat_map(|at| self.plans.iter().map(move |plan| Engine::with_detail(plan, rows, at, self.detail))).collect()
    }
}

/// How long the stages of a run took, one after the other.
pub struct Stages {
    since: Instant,
    took: Vec<(&'static str, Duration)>,
}

impl Stages {
    fn begin() -> Stages {
        Stages { since: Instant::now(), took: Vec::new() }
    }

    /// A stage ends, and the next one begins.
    fn end(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.took.push((stage, now - self.since));
        self.since = now;
    }

    /// One line a stage.
    pub fn text(&self) -> String {
        let line = |(stage, took): &(&str, Duration)| format!("{stage}: {:.3} s\n", took.as_secs_f64());
        self.took.iter().map(line).collect()
    }
}

/// Gives activities to engines, on one thread.
struct Folding<'e, 'a> {
    folders: Vec<(Folder<'e, 'a>, &'e Table)>,
    /// What comes after it has not happened, whatever the instant of an engine.
    as_of: At,
}

impl ActivitySink for Folding<'_, '_> {
    fn take(&mut self, activity: &ActivityRef<'_>) {
        if activity.at <= self.as_of {
            self.folders.iter_mut().for_each(|(folder, table)| folder.fold(table, activity));
        }
    }

    fn end(&mut self) {
        self.folders.iter_mut().for_each(|(folder, table)| folder.flush(table));
    }
}

/// Reads everything and scores it; `then` is given what it came to before the report is made: a run for each plan, then
/// those of the later instant.
pub fn score(
    to_read: ToRead,
    job: &Job<'_>,
    pace: &Pace,
    then: impl FnOnce(&[Run<'_>]) -> Result<(), Failure>,
) -> Result<(DataReport, Stages), Failure> {
    let mut stages = Stages::begin();
    let layout = job.layout;
    let (activities, others): (Vec<Files>, Vec<Files>) =
        to_read.sources.into_iter().partition(|files| matches!(files.source.of, SourceOf::Activities(_)));
    if !activities.iter().all(can_stream) {
        let sources = others.into_iter().chain(activities).collect();
        let Read { mut records, report, as_of } = read_at_once(ToRead { sources, ..to_read }, layout)?;
        stages.end("all records read into memory");
        records.activities.retain(|activity| activity.at <= as_of);
        let engines = job.engines(&records.rows, as_of).into_iter();
        then(&engines.map(|engine| engine.run(&records)).collect::<Vec<_>>())?;
        stages.end("scored and written");
        return Ok((report, stages));
    }
    let (as_of, mut rejects) = (to_read.as_of, to_read.rejects);
    let mut reader = RecordsReader::new(layout, to_read.options, writer(&mut rejects));
    let how = pace.reading(None);
    for files in others {
        read_others(&mut reader, files, how)?;
    }
    let mut reader = reader.into_activities(as_of).map_err(|error| told(&error))?;
    stages.end("contacts and other records read");
    for Files { source, names } in activities {
        let id = reader.add_source(source);
        names.iter().for_each(|name| reader.add_file(id, name));
    }
    reader.settle(how).map_err(|error| told(&error))?;
    let engines = job.engines(reader.rows(), as_of);
    let tables: Vec<Table> = engines.iter().map(Engine::table).collect();
    let folders = || engines.iter().zip(&tables).map(|(engine, table)| (engine.folder(), table)).collect();
    let sink = || Folding { folders: folders(), as_of };
    let (streamed, sinks) = reader.read(how, sink).map_err(|error| told(&error))?;
    drop(sinks);
    stages.end("activities read");
    let finished = engines.into_iter().zip(tables).map(|(engine, table)| engine.finish(table, pace.n_threads));
    let runs: Vec<Run<'_>> = finished.collect();
    stages.end("scored");
    then(&runs)?;
    stages.end("results written");
    let (_, report) = reader.report(streamed);
    finish_rejects(rejects)?;
    Ok((report, stages))
}

/// Reads files of anything but activities.
fn read_others(reader: &mut RecordsReader<'_>, files: Files, how: Reading<'_>) -> Result<(), Failure> {
    if !matches!(files.source.of, SourceOf::Kind(_)) {
        return read_files(reader, files);
    }
    let id = reader.add_source(files.source);
    reader.read_files(id, &files.names, how).map_err(|error| told(&error))
}

/// Keeps the activities of one contact.
struct Own<'o> {
    row: u32,
    id: &'o Arc<str>,
    activities: Vec<Activity>,
}

impl ActivitySink for Own<'_> {
    fn take(&mut self, activity: &ActivityRef<'_>) {
        if activity.contact == self.row {
            self.activities.push(Activity {
                contact: self.id.clone(),
                ty: Arc::from(activity.type_name),
                at: activity.at,
                id: activity.id.map(Arc::from),
                values: activity.values.iter().map(FieldRef::to_value).collect(),
            });
        }
    }
}

/// One contact with its activities, for rules that look at no other record: the others are passed over unread. None
/// where that cannot be told from the id alone, or where no file has the contact.
pub fn read_one(to_read: ToRead, layout: &Layout, id: &str) -> Result<Option<Read>, Failure> {
    let is_by_id = |files: &Files| match &files.source.of {
        SourceOf::Kind(of) => of.kind != 0 || (!of.is_whole_key && of.joins.is_empty()),
        SourceOf::Activities(of) => of.contact.len() == 1 && of.contact[0].is_id() && can_stream(files),
        SourceOf::Aliases(_) | SourceOf::Links(_) => false,
    };
    if !to_read.sources.iter().all(|files| is_by_id(files) && files.names.iter().all(|name| is_regular(name))) {
        return Ok(None);
    }
    let how = Pace::usual().reading(Some(id));
    let mut reader = RecordsReader::new(layout, to_read.options, None);
    let (activities, others): (Vec<Files>, Vec<Files>) =
        to_read.sources.into_iter().partition(|files| matches!(files.source.of, SourceOf::Activities(_)));
    for files in others.into_iter().filter(|files| matches!(&files.source.of, SourceOf::Kind(of) if of.kind == 0)) {
        read_others(&mut reader, files, how)?;
    }
    let mut reader = reader.into_activities(to_read.as_of).map_err(|error| told(&error))?;
    for Files { source, names } in activities {
        let source = reader.add_source(source);
        names.iter().for_each(|name| reader.add_file(source, name));
    }
    reader.settle(how).map_err(|error| told(&error))?;
    let Some(row) = reader.rows()[0].iter().position(|row| *row.id == *id) else { return Ok(None) };
    let contact = reader.rows()[0][row].clone();
    let at = u32::try_from(row).expect("rows are numbered by `u32`");
    let sink = || Own { row: at, id: &contact.id, activities: Vec::new() };
    let (streamed, sinks) = reader.read(how, sink).map_err(|error| told(&error))?;
    let mut activities: Vec<Activity> = sinks.into_iter().flat_map(|sink| sink.activities).collect();
    activities.sort_by(|a, b| (a.at, &a.id, &a.ty, &a.values).cmp(&(b.at, &b.id, &b.ty, &b.values)));
    let (mut rows, report) = reader.report(streamed);
    rows[0] = vec![contact];
    Ok(Some(Read { records: Records { rows, activities }, report, as_of: to_read.as_of }))
}

/// Whether activities can be forgotten once they are read: files can be read again where that is needed, for repeated
/// ids and for what activities tell of contacts; pipes and stdin cannot.
fn can_stream(files: &Files) -> bool {
    let SourceOf::Activities(of) = &files.source.of else { return false };
    let is_read_once = !matches!(of.id, ActivityIdFrom::Declared(_))
        && !of.makes_contacts
        && of.facts.is_empty()
        && of.other_facts.is_empty();
    !matches!(of.id, ActivityIdFrom::Declared(_)) && (is_read_once || files.names.iter().all(|name| is_regular(name)))
}
