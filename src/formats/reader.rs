//! Reads files of records into [`Records`], and says what it made of them.

mod header;
mod settle;
mod take;

use super::bad_record::{BadReason, BadRecord, OnBadRecord, Place, ReadError};
use super::feed::{Fed, Feed, Spot};
use super::identity::{Aliases, Claims, Joins};
use super::open_file::{self, FileFormat, OpenError};
use super::raw_record::RawRecord;
use super::rejects::write_rejected;
use super::repeats::{ActivityCopies, RowFrom};
use super::report::{FieldTallies, SourceTally};
use super::seen_names::SeenNames;
use super::wanted::Wanted;
use super::{RecordSource, SourceOf, TypeFrom};
use crate::records::{Layout, Records};
use crate::values::Instant;
pub(super) use header::check as check_header;
pub(super) use settle::{add_facts, make_contacts, n_made};
use std::collections::{HashMap, HashSet};
use std::io::{BufRead, Write};
use std::sync::Arc;
pub(super) use take::{Head, head, whole_key};

/// How strict reading is.
#[derive(Clone, Copy, Debug)]
pub struct ReadOptions {
    /// What happens to bad records.
    pub on_bad_record: OnBadRecord,
    /// A record longer than this is bad; at most 1 GiB.
    pub max_record_bytes: usize,
    /// Facts that activities carry about their contact count up to this instant; without it all of them do.
    pub as_of: Option<Instant>,
}

impl Default for ReadOptions {
    /// Stop at the first bad record; 64 MiB a record.
    fn default() -> ReadOptions {
        ReadOptions { on_bad_record: OnBadRecord::Stop, max_record_bytes: 64 << 20, as_of: None }
    }
}

/// A source that was added to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub(super) usize);

/// Reads any number of files into [`Records`].
///
/// Add the sources, read their files in the order in which their records should come out, then [`finish`]. Repeated
/// ids, unknown contacts and the like are judged at the end, so contacts and activities may come in any order.
///
/// [`finish`]: RecordsReader::finish
pub struct RecordsReader<'a> {
    pub(super) layout: &'a Layout,
    pub(super) options: ReadOptions,
    pub(super) rejects: Option<&'a mut (dyn Write + Send)>,
    pub(super) sources: Vec<Source>,
    pub(super) files: Vec<Arc<str>>,
    pub(super) records: Records,
    /// By kind, parallel to the rows.
    pub(super) rows_from: Vec<Vec<RowFrom>>,
    /// By kind, parallel to the rows: the records as they stand, kept only where rejected ones are to be written.
    pub(super) rows_text: Vec<Vec<Box<[u8]>>>,
    /// Parallel to the activities: their sources.
    activity_sources: Vec<u32>,
    copies: ActivityCopies,
    claims: Claims,
    pub(super) joins: Joins,
    pub(super) aliases: Aliases,
    /// The type that the name of the file at hand says.
    type_of_file: Option<Arc<str>>,
    type_ids: HashMap<&'a str, u32>,
    names: HashSet<Arc<str>>,
    pub(super) kind_tallies: Vec<FieldTallies>,
    activity_tallies: FieldTallies,
    raw: RawRecord,
}

/// A source, compiled for reading, with its counts.
pub(super) struct Source {
    pub(super) source: Arc<RecordSource>,
    pub(super) wanted: Arc<Wanted>,
    pub(super) tally: SourceTally,
}

impl Source {
    pub(super) fn new(source: RecordSource, layout: &Layout) -> Source {
        let wanted = Arc::new(Wanted::of_source(&source, layout));
        Source { source: Arc::new(source), wanted, tally: SourceTally::default() }
    }
}

/// The file being read.
#[derive(Clone, Copy)]
struct At {
    source: usize,
    file: usize,
    spot: Spot,
}

impl<'a> RecordsReader<'a> {
    /// A reader for programs with this layout. Rejected records go to `rejects`, where given.
    pub fn new(
        layout: &'a Layout,
        options: ReadOptions,
        rejects: Option<&'a mut (dyn Write + Send)>,
    ) -> RecordsReader<'a> {
        let n_kinds = layout.kinds.len();
        let type_ids = (0..).zip(&layout.activity_types).map(|(id, name)| (name.as_str(), id)).collect();
        let options = ReadOptions { max_record_bytes: options.max_record_bytes.min(1 << 30), ..options };
        RecordsReader {
            layout,
            options,
            rejects,
            sources: Vec::new(),
            files: Vec::new(),
            records: Records { rows: vec![Vec::new(); n_kinds], activities: Vec::new() },
            rows_from: vec![Vec::new(); n_kinds],
            rows_text: vec![Vec::new(); n_kinds],
            activity_sources: Vec::new(),
            copies: ActivityCopies::default(),
            claims: Claims::default(),
            joins: Joins::default(),
            aliases: Aliases::default(),
            type_of_file: None,
            type_ids,
            names: HashSet::new(),
            kind_tallies: layout.kinds.iter().map(|kind| FieldTallies::new(kind.fields.len())).collect(),
            activity_tallies: FieldTallies::new(layout.activity_fields.len()),
            raw: RawRecord::default(),
        }
    }

    /// Adds a source; its kind has to be one of the layout's.
    pub fn add_source(&mut self, source: RecordSource) -> SourceId {
        self.sources.push(Source::new(source, self.layout));
        SourceId(self.sources.len() - 1)
    }

    /// Reads one file of a source to its end.
    ///
    /// `file` names it in messages. Without a format, here or in the source, the first character decides between JSON
    /// and CSV.
    pub fn read(
        &mut self,
        source: SourceId,
        file: &str,
        format: Option<FileFormat>,
        input: impl BufRead + Send,
    ) -> Result<(), ReadError> {
        let file: Arc<str> = Arc::from(file);
        self.files.push(file.clone());
        self.sources[source.0].tally.n_files += 1;
        let shape = self.sources[source.0].source.shape.clone();
        let format = shape.format.or(format);
        let limit = self.options.max_record_bytes;
        let mut opened = open_file::open(input, format, &shape, limit).map_err(|error| cannot_open(&file, error))?;
        let source_of = self.sources[source.0].source.clone();
        self.type_of_file = type_in_name(&source_of, &file)?;
        if let Some(names) = &opened.header {
            header::check(&source_of, &file, names)?;
        }
        self.read_feed(source.0, &file, &mut *opened.feed)
    }

    fn read_feed(&mut self, source: usize, file: &str, feed: &mut dyn Feed) -> Result<(), ReadError> {
        let mut names = SeenNames::default();
        let mut raw = std::mem::take(&mut self.raw);
        let file_id = self.files.len() - 1;
        let mut n_read = 0;
        loop {
            names.sample(n_read < SeenNames::N_RECORDS);
            let fed = feed.next(&self.sources[source].wanted, &mut raw, &mut names).map_err(|error| {
                let file = Arc::from(file);
                ReadError::Io { file, line: feed.line(), error }
            })?;
            let at = |spot| At { source, file: file_id, spot };
            match fed {
                Fed::End => break,
                Fed::Record(spot) => {
                    self.sources[source].wanted.fill_file(&mut raw, file);
                    if let Err(mut reason) = self.take(at(spot), &raw, feed.bytes()) {
                        if self.sources[source].tally.shows_next() {
                            names.suggest_in(&mut reason);
                        }
                        self.reject(at(spot), reason, feed.bytes())?;
                    }
                }
                Fed::Bad { spot, reason, ends } => {
                    self.sources[source].tally.n_read += 1;
                    self.reject(at(spot), reason, feed.bytes())?;
                    if ends {
                        self.sources[source].tally.n_cut_files += 1;
                        break;
                    }
                }
            }
            n_read += 1;
        }
        self.raw = raw;
        self.sources[source].tally.names.add(&names);
        Ok(())
    }

    /// A bad record is the error of the run, or is written and counted.
    fn reject(&mut self, at: At, reason: BadReason, bytes: &[u8]) -> Result<(), ReadError> {
        let Spot { line, column, byte } = at.spot;
        let bad = BadRecord { place: Place { file: self.files[at.file].clone(), line, column, byte }, reason };
        if self.options.on_bad_record == OnBadRecord::Stop {
            return Err(ReadError::Bad(bad));
        }
        if let Some(rejects) = &mut self.rejects {
            write_rejected(&mut **rejects, &bad, bytes).map_err(ReadError::Rejects)?;
        }
        self.sources[at.source].tally.reject(bad);
        Ok(())
    }
}

/// A file that is not what it is said to be.
pub(super) fn cannot_open(file: &Arc<str>, error: OpenError) -> ReadError {
    match error {
        OpenError::Refused(reason) => ReadError::File { file: file.clone(), line: None, reason },
        OpenError::Io(error) => ReadError::Io { file: file.clone(), line: 1, error },
    }
}

/// The type of the activities of a file, where its name says it.
pub(super) fn type_in_name(source: &RecordSource, file: &Arc<str>) -> Result<Option<Arc<str>>, ReadError> {
    let SourceOf::Activities(activities) = &source.of else {
        return Ok(None);
    };
    let TypeFrom::FileName { before, after } = &activities.ty else {
        return Ok(None);
    };
    match part_of_path(file, before, after) {
        Some(ty) => Ok(Some(Arc::from(activities.mapped_type(ty)))),
        None => {
            let reason = format!("its name is not of the form `{before}*{after}`, which is to say the type");
            Err(ReadError::File { file: file.clone(), line: None, reason })
        }
    }
}

/// What stands in a path for the `*` of a pattern: of the file's name, or, where the pattern has a `/`, of as many parts
/// of the path in a row, those nearest to its end that fit. The part after a `/` at the pattern's end may be any.
fn part_of_path<'f>(file: &'f str, before: &str, after: &str) -> Option<&'f str> {
    let parts: Vec<&str> = file.split(['/', '\\']).collect();
    let pattern = format!("{before}*{after}");
    let pattern: Vec<&str> = pattern.split('/').collect();
    let starts = if pattern.len() == 1 { parts.len() - 1..parts.len() } else { 0..parts.len() };
    let inner = |start: usize| {
        let row = parts.get(start..start + pattern.len())?;
        let mut inner = None;
        for (index, (part, wanted)) in row.iter().zip(&pattern).enumerate() {
            match wanted.split_once('*') {
                Some((before, after)) => inner = Some(part.strip_prefix(before)?.strip_suffix(after)?),
                None if wanted.is_empty() && index == pattern.len() - 1 => {}
                None if part == wanted => {}
                None => return None,
            }
        }
        inner.filter(|inner| !inner.is_empty())
    };
    starts.rev().find_map(inner)
}

/// One allocation for each different id, however many records bear it.
fn intern(names: &mut HashSet<Arc<str>>, name: &str) -> Arc<str> {
    if let Some(known) = names.get(name) {
        return known.clone();
    }
    let new: Arc<str> = Arc::from(name);
    names.insert(new.clone());
    new
}
