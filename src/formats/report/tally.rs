//! What is counted while records are read.

use crate::formats::BadRecord;
use crate::formats::bad_record::shown;
use crate::formats::remedy::remedy;
use crate::formats::seen_names::SeenNames;
use crate::formats::spelling::{OddTime, Spelling};
use crate::values::{Misfit, Value};
use std::sync::Arc;

/// Counts of the fields of a kind, or of activities, by field id.
#[derive(Clone, Debug, Default)]
pub(in crate::formats) struct FieldTallies {
    pub(in crate::formats) fields: Vec<FieldTally>,
}

/// What became of one field.
#[derive(Clone, Debug, Default)]
pub(in crate::formats) struct FieldTally {
    /// Records that could have it.
    pub(in crate::formats) n_records: u64,
    /// Records where it is missing, values that do not fit included.
    pub(in crate::formats) n_missing: u64,
    /// Records that have the field at all, be it empty.
    pub(in crate::formats) n_present: u64,
    /// Values that did not fit; several of one list each count.
    pub(in crate::formats) n_misfits: u64,
    /// The first of them.
    pub(in crate::formats) misfits: Vec<MisfitNote>,
}

/// A value that did not fit, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MisfitNote {
    /// The file.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: u64,
    /// The value, cut where it is long; none for lists and objects.
    pub value: Option<String>,
    /// What is wrong with it; follows the value in a sentence.
    pub why: Misfit,
}

impl MisfitNote {
    /// What to declare so that it fits, where that can be told.
    pub fn remedy(&self) -> Option<String> {
        remedy(self.value.as_deref(), &self.why)
    }
}

impl FieldTallies {
    /// Misfits of a field that are kept with their places; the others are counted.
    const N_KEPT: usize = 3;

    pub(in crate::formats) fn new(n_fields: usize) -> FieldTallies {
        FieldTallies { fields: vec![FieldTally::default(); n_fields] }
    }

    pub(in crate::formats) fn count(&mut self, field: usize, present: bool, missing: bool) {
        let tally = &mut self.fields[field];
        tally.n_records += 1;
        tally.n_missing += u64::from(missing);
        tally.n_present += u64::from(present);
    }

    /// A record that was counted is none, or is there already.
    pub(in crate::formats) fn uncount(&mut self, field: usize, missing: bool) {
        let tally = &mut self.fields[field];
        tally.n_records -= 1;
        tally.n_missing -= u64::from(missing);
    }

    /// A record that was made without any field.
    pub(in crate::formats) fn count_made(&mut self, field: usize) {
        self.fields[field].n_records += 1;
        self.fields[field].n_missing += 1;
    }

    /// A record that lacked a field was given it.
    pub(in crate::formats) fn count_filled(&mut self, field: usize) {
        self.fields[field].n_missing -= 1;
        self.fields[field].n_present += 1;
    }

    /// Adds what comes after this, so many lines further down.
    pub(in crate::formats) fn append(&mut self, next: FieldTallies, n_lines: u64) {
        for (mine, next) in self.fields.iter_mut().zip(next.fields) {
            mine.n_records += next.n_records;
            mine.n_missing += next.n_missing;
            mine.n_present += next.n_present;
            mine.n_misfits += next.n_misfits;
            let room = FieldTallies::N_KEPT - mine.misfits.len();
            let notes = next.misfits.into_iter().take(room);
            mine.misfits.extend(notes.map(|note| MisfitNote { line: note.line + n_lines, ..note }));
        }
    }

    pub(in crate::formats) fn misfit(&mut self, field: usize, at: (&Arc<str>, u64), value: Option<&str>, why: Misfit) {
        let tally = &mut self.fields[field];
        tally.n_misfits += 1;
        if tally.misfits.len() < FieldTallies::N_KEPT {
            let value = value.map(shown);
            tally.misfits.push(MisfitNote { file: at.0.clone(), line: at.1, value, why });
        }
    }
}

/// Counts of one source.
#[derive(Debug, Default)]
pub(in crate::formats) struct SourceTally {
    pub(in crate::formats) n_files: u64,
    pub(in crate::formats) n_read: u64,
    pub(in crate::formats) n_kept: u64,
    pub(in crate::formats) n_rejected: u64,
    pub(in crate::formats) n_repeats: u64,
    pub(in crate::formats) n_without_id: u64,
    pub(in crate::formats) n_cut_files: u64,
    pub(in crate::formats) n_passed_over: u64,
    pub(in crate::formats) odd_times: OddTimes,
    pub(in crate::formats) rejected: Vec<BadRecord>,
    pub(in crate::formats) names: SeenNames,
}

impl SourceTally {
    /// Bad records that are kept with their places; the others are counted.
    pub(in crate::formats) const N_KEPT: usize = 5;

    /// Whether the next bad record is one that people get to see.
    pub(in crate::formats) fn shows_next(&self) -> bool {
        self.rejected.len() < SourceTally::N_KEPT
    }

    /// Adds what comes after this, so many lines further down.
    pub(in crate::formats) fn append(&mut self, next: SourceTally, n_lines: u64) {
        self.n_files += next.n_files;
        self.n_read += next.n_read;
        self.n_kept += next.n_kept;
        self.n_rejected += next.n_rejected;
        self.n_repeats += next.n_repeats;
        self.n_without_id += next.n_without_id;
        self.n_cut_files += next.n_cut_files;
        self.n_passed_over += next.n_passed_over;
        self.odd_times.append(next.odd_times, n_lines);
        for mut bad in next.rejected {
            if self.shows_next() {
                bad.place.line += n_lines;
                self.rejected.push(bad);
            }
        }
        self.names.add(&next.names);
    }

    pub(in crate::formats) fn reject(&mut self, bad: BadRecord) {
        self.n_rejected += 1;
        if self.shows_next() {
            self.rejected.push(bad);
        }
    }
}

/// Times of one source whose year is hardly meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OddTimes {
    /// How many.
    pub n: u64,
    /// The first of them, with its file and line.
    pub first: Option<(OddTime, Arc<str>, u64)>,
}

impl OddTimes {
    fn append(&mut self, next: OddTimes, n_lines: u64) {
        self.n += next.n;
        if self.first.is_none() {
            self.first = next.first.map(|(odd, file, line)| (odd, file, line + n_lines));
        }
    }

    /// Counts a time if it is odd.
    pub(in crate::formats) fn look(&mut self, spelling: &Spelling, spelled: &str, value: &Value, at: (&Arc<str>, u64)) {
        if let Some(odd) = spelling.odd_time(spelled, value) {
            self.n += 1;
            self.first.get_or_insert_with(|| (odd, at.0.clone(), at.1));
        }
    }
}
