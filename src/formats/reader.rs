//! Reads files of records into [`Records`], and says what it made of them.

use super::bad_record::{BadReason, BadRecord, OnBadRecord, Place, ReadError, shown};
use super::feed::{Fed, Feed, Spot};
use super::fit_record::{self, NoteAt, Reading};
use super::open_file::{self, FileFormat, OpenError, Opened};
use super::raw_record::RawRecord;
use super::rejects::write_rejected;
use super::repeats::{ActivityCopies, RowFrom};
use super::report::{DataReport, FieldTallies, SourceTally, make_report};
use super::seen_names::SeenNames;
use super::wanted::Wanted;
use super::{ActivityIdFrom, ActivitySource, KindSource, RecordSource, SourceOf, Way};
use crate::records::{Activity, Layout, Records, Row};
use crate::values::Instant;
use std::collections::{HashMap, HashSet};
use std::io::{BufRead, Write};
use std::sync::Arc;

/// How strict reading is.
#[derive(Clone, Copy, Debug)]
pub struct ReadOptions {
    /// What happens to bad records.
    pub on_bad_record: OnBadRecord,
    /// A record longer than this is bad; at most 1 GiB.
    pub max_record_bytes: usize,
}

impl Default for ReadOptions {
    /// Stop at the first bad record; 64 MiB a record.
    fn default() -> ReadOptions {
        ReadOptions { on_bad_record: OnBadRecord::Stop, max_record_bytes: 64 << 20 }
    }
}

/// A source that was added to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(usize);

/// Reads any number of files into [`Records`].
///
/// Add the sources, read their files in the order in which their records should come out, then [`finish`]. Repeated
/// ids, unknown contacts and the like are judged at the end, so contacts and activities may come in any order.
///
/// [`finish`]: RecordsReader::finish
pub struct RecordsReader<'a> {
    layout: &'a Layout,
    options: ReadOptions,
    rejects: Option<&'a mut dyn Write>,
    sources: Vec<Source>,
    files: Vec<Arc<str>>,
    records: Records,
    /// By kind, parallel to the rows.
    rows_from: Vec<Vec<RowFrom>>,
    /// By kind, parallel to the rows: the records as they stand, kept only where rejected ones are to be written.
    rows_text: Vec<Vec<Box<[u8]>>>,
    copies: ActivityCopies,
    type_ids: HashMap<&'a str, u32>,
    names: HashSet<Arc<str>>,
    kind_tallies: Vec<FieldTallies>,
    activity_tallies: FieldTallies,
    raw: RawRecord,
}

/// A source, compiled for reading, with its counts.
struct Source {
    source: Arc<RecordSource>,
    wanted: Wanted,
    tally: SourceTally,
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
    pub fn new(layout: &'a Layout, options: ReadOptions, rejects: Option<&'a mut dyn Write>) -> RecordsReader<'a> {
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
            copies: ActivityCopies::default(),
            type_ids,
            names: HashSet::new(),
            kind_tallies: layout.kinds.iter().map(|kind| FieldTallies::new(kind.fields.len())).collect(),
            activity_tallies: FieldTallies::new(layout.activity_fields.len()),
            raw: RawRecord::default(),
        }
    }

    /// Adds a source; its kind has to be one of the layout's.
    pub fn add_source(&mut self, source: RecordSource) -> SourceId {
        let wanted = Wanted::of_source(&source, self.layout);
        self.sources.push(Source { source: Arc::new(source), wanted, tally: SourceTally::default() });
        SourceId(self.sources.len() - 1)
    }

    /// Reads one file of a source to its end.
    ///
    /// `file` names it in messages. Without a format the first character decides between JSON and CSV.
    pub fn read(
        &mut self,
        source: SourceId,
        file: &str,
        format: Option<FileFormat>,
        input: impl BufRead,
    ) -> Result<(), ReadError> {
        let file: Arc<str> = Arc::from(file);
        self.files.push(file.clone());
        self.sources[source.0].tally.n_files += 1;
        let opened = open_file::open(input, format, self.options.max_record_bytes).map_err(|error| match error {
            OpenError::Refused(reason) => ReadError::File { file: file.clone(), line: None, reason },
            OpenError::Io(error) => ReadError::Io { file: file.clone(), line: 1, error },
        })?;
        let mut feed = match opened {
            Opened::Json(feed) => feed,
            Opened::Csv(feed, header) => {
                self.check_header(source.0, &file, &header)?;
                feed
            }
        };
        self.read_feed(source.0, &file, &mut *feed)
    }

    /// A table has to have the columns that identify its records: without, every line of it would be bad.
    fn check_header(&self, source: usize, file: &Arc<str>, header: &[String]) -> Result<(), ReadError> {
        let source = &self.sources[source].source;
        let needed: Vec<&Way> = match &source.of {
            SourceOf::Kind(kind) => vec![&kind.key],
            SourceOf::Activities(ActivitySource { contact, ty, at, id: ActivityIdFrom::Declared(id) }) => {
                vec![contact, ty, at, id]
            }
            SourceOf::Activities(ActivitySource { contact, ty, at, .. }) => vec![contact, ty, at],
        };
        for name in needed.into_iter().map(Way::to_string) {
            if !header.contains(&name) {
                let reason = no_column(&name, header);
                return Err(ReadError::File { file: file.clone(), line: Some(1), reason });
            }
        }
        Ok(())
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

    fn take(&mut self, at: At, raw: &RawRecord, bytes: &[u8]) -> Result<(), BadReason> {
        self.sources[at.source].tally.n_read += 1;
        let source = self.sources[at.source].source.clone();
        match &source.of {
            SourceOf::Kind(kind) => self.take_row(at, kind, raw, bytes)?,
            SourceOf::Activities(activities) => self.take_activity(at, activities, raw)?,
        }
        self.sources[at.source].tally.n_kept += 1;
        Ok(())
    }

    fn reading(&self, source: usize) -> Reading<'a> {
        Reading { zone: &self.layout.zone, time_unit: self.sources[source].source.time_unit }
    }

    fn take_row(&mut self, at: At, kind: &KindSource, raw: &RawRecord, bytes: &[u8]) -> Result<(), BadReason> {
        let id = fit_record::kind_id(raw, kind)?;
        let id = intern(&mut self.names, id);
        let note_at = NoteAt { file: &self.files[at.file], line: at.spot.line };
        let wanted = &self.sources[at.source].wanted;
        let fields = &self.layout.kinds[kind.kind].fields;
        let reading = self.reading(at.source);
        let tallies = &mut self.kind_tallies[kind.kind];
        let values = fit_record::kind_values(raw, wanted, fields, reading, tallies, &note_at);
        self.records.rows[kind.kind].push(Row { id, values });
        self.rows_from[kind.kind].push(RowFrom { source: at.source, file: at.file, spot: at.spot });
        if self.rejects.is_some() {
            self.rows_text[kind.kind].push(bytes.into());
        }
        Ok(())
    }

    fn take_activity(&mut self, at: At, source: &ActivitySource, raw: &RawRecord) -> Result<(), BadReason> {
        let (contact, ty) = fit_record::contact_and_type(raw, source)?;
        let reading = self.reading(at.source);
        let time = fit_record::activity_time(raw, source, reading)?;
        let id: Option<Arc<str>> = fit_record::activity_id(raw).map(Arc::from);
        let (contact, type_id) = (intern(&mut self.names, contact), self.type_ids.get(ty).copied());
        let ty = intern(&mut self.names, ty);
        let note_at = NoteAt { file: &self.files[at.file], line: at.spot.line };
        let (layout, wanted) = (self.layout, &self.sources[at.source].wanted);
        let tallies = &mut self.activity_tallies;
        let values = fit_record::activity_values(raw, wanted, layout, reading, type_id, tallies, &note_at);
        if matches!(source.id, ActivityIdFrom::Declared(_)) {
            let index = self.records.activities.len();
            match id {
                Some(_) => self.copies.add(index, RowFrom { source: at.source, file: at.file, spot: at.spot }),
                None => self.sources[at.source].tally.n_without_id += 1,
            }
        }
        self.records.activities.push(Activity { contact, ty, at: time, id, values });
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

    /// The records, and what was made of them. `as_of` is the instant of the run: what is later is counted as future.
    pub fn finish(mut self, as_of: Instant) -> Result<(Records, DataReport), ReadError> {
        for kind in 0..self.records.rows.len() {
            self.settle_rows(kind)?;
        }
        let dropped = self.copies.settle(&mut self.records.activities, &self.files);
        for (source, n) in &dropped.n_by_source {
            let tally = &mut self.sources[*source].tally;
            tally.n_kept -= n;
            tally.n_repeats += n;
        }
        let sources = self.sources.into_iter().map(|source| (source.source, source.tally)).collect();
        let tallies = (self.kind_tallies, self.activity_tallies);
        let report = make_report(self.layout, &self.records, sources, tallies, dropped.conflicts, as_of);
        Ok((self.records, report))
    }

    /// Repeated ids of a kind: identical rows are one, others are all bad.
    fn settle_rows(&mut self, kind: usize) -> Result<(), ReadError> {
        let verdicts = super::repeats::judge_rows(&self.records.rows[kind], &self.rows_from[kind], &self.files);
        let rows = std::mem::take(&mut self.records.rows[kind]);
        let from = std::mem::take(&mut self.rows_from[kind]);
        let texts = std::mem::take(&mut self.rows_text[kind]);
        for (index, ((row, verdict), from)) in rows.into_iter().zip(verdicts).zip(from).enumerate() {
            use super::repeats::Verdict;
            match verdict {
                Verdict::Keep => self.records.rows[kind].push(row),
                Verdict::Repeat => {
                    self.sources[from.source].tally.n_kept -= 1;
                    self.sources[from.source].tally.n_repeats += 1;
                }
                Verdict::Bad(reason) => {
                    self.sources[from.source].tally.n_kept -= 1;
                    let at = At { source: from.source, file: from.file, spot: from.spot };
                    self.reject(at, reason, texts.get(index).map_or(&[], |text| &**text))?;
                }
            }
        }
        Ok(())
    }
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

fn no_column(name: &str, header: &[String]) -> String {
    let missing = format!("the header has no column `{}`", shown(name));
    if let Some(nearest) = crate::diag::nearest(name, header.iter().map(String::as_str)) {
        return format!("{missing}; the nearest is `{}`", shown(nearest));
    }
    match header {
        [only] if only.contains([';', '\t', '|']) => {
            format!("{missing}, and only one column `{}`; fields have to be separated by commas", shown(only))
        }
        _ => missing,
    }
}
