//! From one record to one activity, with everything counted that the report tells.

use super::ActivityReader;
use super::tally::{ChunkTally, bad_record};
use super::types::TypeNames;
use crate::formats::bad_record::{BadReason, OnBadRecord, ReadError};
use crate::formats::feed::{Fed, Feed, Spot};
use crate::formats::fit_record::Parts;
use crate::formats::raw_record::RawRecord;
use crate::formats::reader::{Head, head};
use crate::formats::seen_names::SeenNames;
use crate::formats::{ActivityIdFrom, ActivitySource, SourceOf};
use crate::values::Value;
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
    pub(super) head: &'t Head<'t>,
    pub(super) ty: Option<u32>,
    pub(super) values: &'t [Value],
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
    /// Takes an activity.
    fn take(&mut self, activity: Taken<'_>, tally: &mut ChunkTally) -> Whom;

    /// No more come.
    fn end(&mut self) {}
}

/// Reads records on one thread.
pub(super) struct Taker<'p, 'a, U> {
    reader: &'p ActivityReader<'a>,
    pub(super) tally: ChunkTally,
    types: TypeNames,
    raw: RawRecord,
    pub(super) using: U,
}

impl<'p, 'a, U: Use> Taker<'p, 'a, U> {
    pub(super) fn new(reader: &'p ActivityReader<'a>, using: U) -> Taker<'p, 'a, U> {
        let types = TypeNames::new(&reader.layout.activity_types);
        Taker { reader, tally: reader.empty_tally(), types, raw: RawRecord::default(), using }
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
            if !self.take_fed(file, fed, &raw, &*feed, (names, 0)) {
                break true;
            }
        };
        self.raw = raw;
        at_end
    }

    /// Reads the lines of a chunk, which have so many bytes of the file before them.
    pub(super) fn read_chunk(&mut self, file: &File, feed: &mut dyn Feed, names: &SeenNames, byte: u64) {
        let wanted = self.reader.sources[file.source].wanted.clone();
        let mut raw = std::mem::take(&mut self.raw);
        let mut unseen = SeenNames::default();
        unseen.sample(false);
        loop {
            let fed = feed.next(&wanted, &mut raw, &mut unseen);
            if !self.take_fed(file, fed, &raw, &*feed, (names, byte)) {
                break;
            }
        }
        self.raw = raw;
    }

    /// Takes what a feed gave; false where nothing more is to be read.
    fn take_fed(
        &mut self,
        file: &File,
        fed: std::io::Result<Fed>,
        raw: &RawRecord,
        feed: &dyn Feed,
        (names, byte): (&SeenNames, u64),
    ) -> bool {
        let moved = |spot: Spot| Spot { byte: spot.byte + byte, ..spot };
        match fed {
            Ok(Fed::Record(spot)) => {
                let Err(mut reason) = self.take(file, moved(spot), raw) else { return true };
                if self.tally.source.shows_next() {
                    names.suggest_in(&mut reason);
                }
                self.reject(file, moved(spot), reason, feed.bytes())
            }
            Ok(Fed::Bad { spot, reason, ends }) => {
                self.tally.source.n_read += 1;
                let goes_on = self.reject(file, moved(spot), reason, feed.bytes());
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
    fn take(&mut self, file: &File, spot: Spot, raw: &RawRecord) -> Result<(), BadReason> {
        let Taker { reader, tally, types, using, .. } = self;
        let (source, wanted) = (&reader.sources[file.source].source, &reader.sources[file.source].wanted);
        let SourceOf::Activities(of) = &source.of else {
            unreachable!("only sources of activities are streamed");
        };
        let (spelling, zone) = (&source.spelling, &reader.layout.zone);
        let parts = Parts { raw, wanted, spelling, zone, file: &file.name, line: spot.line };
        if !source.only.is_empty() && !parts.is_wanted(&source.only) {
            tally.source.n_passed_over += 1;
            return Ok(());
        }
        tally.source.n_read += 1;
        let head = head(&parts, of, file.ty.as_deref(), &mut tally.source.odd_times)?;
        let place = types.place(head.ty);
        let ty = types.id(place);
        let values = parts.activity_values(reader.layout, ty, &mut tally.fields, &mut tally.source.odd_times);
        let counts = reader.options.as_of.is_none_or(|as_of| head.at <= as_of);
        let facts = match reader.layout.kinds.first().filter(|_| counts && !wanted.facts.is_empty()) {
            Some(contact) => parts.facts(&contact.fields, &mut tally.facts, &mut tally.source.odd_times),
            None => Vec::new(),
        };
        let needs_id = matches!(of.id, ActivityIdFrom::Declared(_) | ActivityIdFrom::Unique(_));
        tally.source.n_without_id += u64::from(needs_id && head.id.is_none());
        tally.source.n_kept += 1;
        let Whom { n, are_known } = using.take(Taken { file, of, head: &head, ty, values: &values, facts }, tally);
        let is_future = head.at > reader.as_of;
        types.count(place, n, are_known, is_future);
        tally.of.n_activities += n;
        tally.of.n_shared += u64::from(n > 1);
        tally.of.n_future += if is_future { n } else { 0 };
        tally.of.n_unknown_contacts += if are_known { 0 } else { n };
        tally.of.n_unknown_types += if ty.is_none() && reader.layout.activities_declared { n } else { 0 };
        Ok(())
    }
}
