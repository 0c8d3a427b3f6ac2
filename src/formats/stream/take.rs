//! From one record to one activity, with everything counted that the report tells.

use super::Ground;
use super::lines::Fast;
use super::rows::read_row;
use super::tally::{ChunkTally, bad_record};
use super::texts::Texts;
use super::types::TypeNames;
use crate::formats::bad_record::{BadReason, OnBadRecord, ReadError};
use crate::formats::feed::{Fed, Feed, Spot};
use crate::formats::fit_record::Parts;
use crate::formats::json::{JsonFeed, Pieces};
use crate::formats::raw_record::RawRecord;
use crate::formats::reader::{Head, head};
use crate::formats::seen_names::SeenNames;
use crate::formats::{ActivityIdFrom, ActivitySource, SourceOf};
use crate::records::FieldRef;
use crate::values::{Instant, Value};
use std::sync::Arc;

/// The file that records are taken from.
pub(super) struct File {
    /// Its place among the files.
    pub(super) index: usize,
    pub(super) source: usize,
    pub(super) name: Arc<str>,
    /// The type of its activities, where its name says it.
    pub(super) ty: Option<Arc<str>>,
}

/// An activity that was read.
pub(super) struct Taken<'t> {
    pub(super) file: &'t File,
    pub(super) of: &'t ActivitySource,
    /// With the index of the way to each key.
    pub(super) keys: &'t [(usize, &'t str)],
    /// The row of the contact of the files whose id the only key is, if it was looked up.
    pub(super) row: Option<u32>,
    pub(super) ty: Option<u32>,
    pub(super) type_name: &'t str,
    pub(super) at: Instant,
    pub(super) id: Option<&'t str>,
    pub(super) values: &'t [FieldRef<'t>],
    /// Facts about its contact that count.
    pub(super) facts: Vec<(usize, Value)>,
}

/// Whom an activity is counted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Whom {
    /// How many contacts.
    pub(super) n: u64,
    /// Whether they are contacts at all.
    pub(super) are_known: bool,
}

/// What a pass makes of activities, on one thread.
pub(super) trait Use {
    /// Finds the rows of contacts of the files by their ids, where that is of use.
    fn find_rows(&self, _ids: &[Option<&str>], _rows: &mut [Option<u32>]) {}

    /// Takes an activity.
    fn take(&mut self, activity: Taken<'_>, tally: &mut ChunkTally) -> Whom;

    /// No more come.
    fn end(&mut self) {}
}

/// Reads records on one thread.
pub(super) struct Taker<'p, 'a, U> {
    pub(super) reader: &'p Ground<'a>,
    pub(super) tally: ChunkTally,
    pub(super) types: TypeNames,
    raw: RawRecord,
    /// By source, while it is not at work.
    pub(super) fast: Vec<Option<Fast<'p>>>,
    /// Texts of records that come again and again.
    pub(super) texts: Texts,
    pub(super) using: U,
}

impl<'p, 'a, U: Use> Taker<'p, 'a, U> {
    pub(super) fn new(reader: &'p Ground<'a>, using: U) -> Taker<'p, 'a, U> {
        let types = TypeNames::new(&reader.layout.activity_types);
        let fast = reader.sources.iter().map(|source| Fast::new(reader, source)).collect();
        Taker {
            reader,
            tally: reader.empty_tally(),
            types,
            raw: RawRecord::default(),
            fast,
            texts: Texts::new(),
            using,
        }
    }

    /// What the records since the last time came to.
    pub(super) fn take_tally(&mut self) -> ChunkTally {
        self.tally.types = self.types.take_counts();
        std::mem::replace(&mut self.tally, self.reader.empty_tally())
    }

    /// Reads a file from its start, and sees the names of fields of the first records. Stops where the rest can be read
    /// in chunks, which is false; true at the end, or at an error that ends the run.
    pub(super) fn read_head(&mut self, file: &File, feed: &mut dyn Feed, names: &mut SeenNames) -> bool {
        let wanted = self.reader.sources[file.source].wanted.clone();
        let mut raw = std::mem::take(&mut self.raw);
        let mut n_read = 0;
        let at_end = loop {
            if n_read >= SeenNames::N_RECORDS && feed.rest().is_some() {
                break false;
            }
            names.sample(n_read < SeenNames::N_RECORDS);
            n_read += 1;
            let fed = feed.next(&wanted, &mut raw, names);
            if let Ok(Fed::Record(_)) = fed {
                wanted.fill_file(&mut raw, &file.name);
            }
            if !self.take_fed(file, fed, &raw, &*feed, names) {
                break true;
            }
        };
        self.raw = raw;
        at_end
    }

    /// Reads some lines of a chunk the slow way: they come after so many lines of the chunk and bytes of the file. False
    /// where nothing more is to be read.
    pub(super) fn read_lines(&mut self, file: &File, lines: &[u8], names: &SeenNames, before: (u64, u64)) -> bool {
        let wanted = self.reader.sources[file.source].wanted.clone();
        let mut feed = JsonFeed::new(Pieces::lines(lines, self.reader.options.max_record_bytes, 0));
        let mut raw = std::mem::take(&mut self.raw);
        let mut unseen = SeenNames::default();
        unseen.sample(false);
        let goes_on = loop {
            let fed = match feed.next(&wanted, &mut raw, &mut unseen) {
                Ok(Fed::End) => break true,
                fed => moved(fed, before),
            };
            if let Ok(Fed::Record(_)) = fed {
                wanted.fill_file(&mut raw, &file.name);
            }
            if !self.take_fed(file, fed, &raw, &feed, names) {
                break false;
            }
        };
        self.raw = raw;
        goes_on
    }

    /// Takes what a feed gave; false where nothing more is to be read.
    fn take_fed(
        &mut self,
        file: &File,
        fed: std::io::Result<Fed>,
        raw: &RawRecord,
        feed: &dyn Feed,
        names: &SeenNames,
    ) -> bool {
        match fed {
            Ok(Fed::Record(spot)) => {
                let Err(mut reason) = self.take(file, spot, raw, feed.bytes()) else { return true };
                if self.tally.source.shows_next() {
                    names.suggest_in(&mut reason);
                }
                self.reject(file, spot, reason, feed.bytes())
            }
            Ok(Fed::Bad { spot, reason, ends }) => {
                self.tally.source.n_read += 1;
                let goes_on = self.reject(file, spot, reason, feed.bytes());
                self.tally.source.n_cut_files += u64::from(ends && goes_on);
                goes_on && !ends
            }
            Ok(Fed::End) => false,
            Err(error) => {
                self.tally.error = Some(ReadError::Io { file: file.name.clone(), line: feed.line(), error });
                false
            }
        }
    }

    /// A bad record is the error of the run, or is counted; false where nothing more is to be read.
    pub(super) fn reject(&mut self, file: &File, spot: Spot, reason: BadReason, bytes: &[u8]) -> bool {
        let bad = bad_record(&file.name, spot, reason);
        if self.reader.options.on_bad_record == OnBadRecord::Stop {
            self.tally.error = Some(ReadError::Bad(bad));
            return false;
        }
        if self.reader.writes_rejects {
            self.tally.rejects.push((bad.clone(), bytes.to_vec()));
        }
        self.tally.source.reject(bad);
        true
    }

    /// Takes a record, or passes over it where it is none of the source's.
    fn take(&mut self, file: &File, spot: Spot, raw: &RawRecord, bytes: &[u8]) -> Result<(), BadReason> {
        let Taker { reader, tally, types, .. } = self;
        let (source, wanted) = (&reader.sources[file.source].source, &reader.sources[file.source].wanted);
        let (spelling, zone) = (&source.spelling, &reader.layout.zone);
        let parts = Parts { raw, wanted, spelling, zone, file: &file.name, line: spot.line };
        if !parts.is_wanted(source) {
            tally.source.n_passed_over += 1;
            return Ok(());
        }
        tally.source.n_read += 1;
        let of = match &source.of {
            SourceOf::Activities(of) => of,
            SourceOf::Kind(kind) => {
                let row = read_row(&parts, kind, reader, tally, (spot, bytes))?;
                tally.rows.push(row);
                tally.source.n_kept += 1;
                return Ok(());
            }
            SourceOf::Aliases(_) | SourceOf::Links(_) => {
                unreachable!("merged ids and links are read in order, and not in chunks")
            }
        };
        let head = head(&parts, of, file.ty.as_deref(), &mut tally.source.odd_times)?;
        let place = types.place(&head.ty);
        let ty = types.id(place);
        let values = parts.activity_values(reader.layout, ty, &mut tally.fields, &mut tally.source.odd_times);
        let counts = reader.options.as_of.is_none_or(|as_of| head.at <= as_of);
        let facts = match reader.layout.kinds.first().filter(|_| counts && !wanted.facts.is_empty()) {
            Some(contact) => parts.facts(&contact.fields, &mut tally.facts, &mut tally.source.odd_times),
            None => Vec::new(),
        };
        let Head { keys, ty: type_name, at, id } = head;
        let values: Vec<FieldRef<'_>> = values.iter().map(FieldRef::of).collect();
        self.use_activity(
            Taken { file, of, keys: &keys, row: None, ty, type_name: &type_name, at, id, values: &values, facts },
            place,
        );
        Ok(())
    }

    /// Gives an activity to the pass, and counts it. Its type's name has a place.
    #[inline]
    pub(super) fn use_activity(&mut self, activity: Taken<'_>, place: usize) {
        let Taker { reader, tally, types, using, .. } = self;
        let (ty, is_future) = (activity.ty, activity.at > reader.as_of);
        let needs_id = matches!(activity.of.id, ActivityIdFrom::Declared(_) | ActivityIdFrom::Unique(_));
        tally.source.n_without_id += u64::from(needs_id && activity.id.is_none());
        tally.source.n_kept += 1;
        let Whom { n, are_known } = using.take(activity, tally);
        types.count(place, n, are_known, is_future);
        tally.of.n_activities += n;
        tally.of.n_shared += u64::from(n > 1);
        tally.of.n_future += if is_future { n } else { 0 };
        tally.of.n_unknown_contacts += if are_known { 0 } else { n };
        tally.of.n_unknown_types += if ty.is_none() && reader.layout.activities_declared { n } else { 0 };
    }
}

/// What was fed, in the chunk.
fn moved(fed: std::io::Result<Fed>, (n_lines, byte): (u64, u64)) -> std::io::Result<Fed> {
    let moved = |spot: Spot| Spot { line: spot.line + n_lines, byte: spot.byte + byte, ..spot };
    fed.map(|fed| match fed {
        Fed::Record(spot) => Fed::Record(moved(spot)),
        Fed::Bad { spot, reason, ends } => Fed::Bad { spot: moved(spot), reason, ends },
        Fed::End => Fed::End,
    })
}
