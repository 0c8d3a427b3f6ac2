//! Records with one id.

use super::bad_record::BadReason;
use super::feed::Spot;
use crate::records::{Activity, Row};
use crate::values::Instant;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Where a kept record comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowFrom {
    pub(super) source: usize,
    pub(super) file: usize,
    pub(super) spot: Spot,
}

/// What becomes of a row.
#[derive(Debug, PartialEq)]
pub(super) enum Verdict {
    /// It stays.
    Keep,
    /// It says what an earlier one says, as far as the rules ask.
    Repeat,
    /// There is another one with its id that says something else.
    Bad(BadReason),
}

/// Two rows with one id are one if their values are equal; if any two differ, all with that id are bad: there is no way
/// to know which one is right, and the first of a file is no reason.
pub(super) fn judge_rows(rows: &[Row], from: &[RowFrom], files: &[Arc<str>]) -> Vec<Verdict> {
    let mut first: HashMap<&str, usize> = HashMap::with_capacity(rows.len());
    // By the first row of an id: the first row that differs from it.
    let mut differing: HashMap<usize, usize> = HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        let first = *first.entry(&row.id).or_insert(index);
        if rows[first].values != row.values {
            differing.entry(first).or_insert(index);
        }
    }
    let verdict = |(index, row): (usize, &Row)| {
        let first = first[&*row.id];
        match differing.get(&first) {
            Some(other) => {
                let other = from[if index == first { *other } else { first }];
                let other = (files[other.file].clone(), other.spot.line);
                Verdict::Bad(BadReason::SameId { id: row.id.to_string(), other })
            }
            None if index == first => Verdict::Keep,
            None => Verdict::Repeat,
        }
    };
    rows.iter().enumerate().map(verdict).collect()
}

/// Activities with a declared id, to find those that are one.
#[derive(Debug, Default)]
pub(super) struct ActivityCopies {
    /// Index among the activities, and where it comes from.
    identified: Vec<(usize, RowFrom)>,
}

/// What was dropped.
#[derive(Debug, Default)]
pub(super) struct Dropped {
    /// By index of the source.
    pub(super) n_by_source: BTreeMap<usize, u64>,
    /// Copies that differ.
    pub(super) conflicts: Conflicts,
    /// By activity: whether it is dropped.
    pub(super) gone: Vec<bool>,
}

/// Activities with one id whose copies differ in time, type or a field that the rules use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conflicts {
    /// How many ids.
    pub n: u64,
    /// The first of them.
    pub first: Vec<Conflict>,
}

/// One activity whose copies differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The contact.
    pub contact: Arc<str>,
    /// The activity's id.
    pub id: Arc<str>,
    /// File and line of the copy that counts: the greatest by time, type, used fields of those that have happened.
    pub kept: (Arc<str>, u64),
    /// File and line of one that does not.
    pub dropped: (Arc<str>, u64),
}

impl ActivityCopies {
    /// Conflicts that are kept with their places; the others are counted.
    const N_KEPT: usize = 3;

    pub(super) fn add(&mut self, index: usize, from: RowFrom) {
        self.identified.push((index, from));
    }

    /// Another activity is a copy of one that was added before, for another contact.
    pub(super) fn add_like(&mut self, index: usize, like: usize) {
        if let Ok(at) = self.identified.binary_search_by_key(&like, |(index, _)| *index) {
            let from = self.identified[at].1;
            self.identified.push((index, from));
        }
    }

    /// Of all copies of an activity only the greatest by (time, type, used fields) stays; one after `as_of` has not
    /// happened, and stays only where all are.
    ///
    /// The first `n_read` activities are those that were read; the others stand for them at further contacts.
    pub(super) fn settle(
        mut self,
        activities: &[Activity],
        n_read: usize,
        files: &[Arc<str>],
        as_of: Instant,
    ) -> Dropped {
        let key = |(index, from): &(usize, RowFrom)| {
            let activity = &activities[*index];
            (from.source, activity.contact.clone(), activity.id.clone())
        };
        // The greatest copy first; of equal ones the first that was read.
        self.identified.sort_by(|a, b| {
            let (one, other) = (&activities[a.0], &activities[b.0]);
            let same = (a.1.source, &one.contact, &one.id).cmp(&(b.1.source, &other.contact, &other.id));
            let happened = |of: &Activity| (of.at <= as_of, of.at);
            let content = happened(other)
                .cmp(&happened(one))
                .then_with(|| (&other.ty, &other.values).cmp(&(&one.ty, &one.values)));
            same.then(content).then(a.0.cmp(&b.0))
        });
        let mut dropped = Dropped::default();
        let mut gone = vec![false; activities.len()];
        let mut conflicts = Vec::new();
        for copies in self.identified.chunk_by(|a, b| key(a) == key(b)) {
            let (best, others) = copies.split_first().expect("a chunk has at least one element");
            for (index, from) in others {
                gone[*index] = true;
                *dropped.n_by_source.entry(from.source).or_default() += u64::from(*index < n_read);
            }
            if let Some(other) = others.iter().find(|other| !same_content(&activities[best.0], &activities[other.0])) {
                conflicts.push((*best, *other));
            }
        }
        conflicts.sort_by_key(|(best, other)| best.0.min(other.0));
        dropped.conflicts.n = conflicts.len() as u64;
        for (best, other) in conflicts.iter().take(ActivityCopies::N_KEPT) {
            dropped.conflicts.first.push(conflict(&activities[best.0], best.1, other.1, files));
        }
        dropped.gone = gone;
        dropped
    }
}

fn same_content(a: &Activity, b: &Activity) -> bool {
    (a.at, &a.ty, &a.values) == (b.at, &b.ty, &b.values)
}

fn conflict(activity: &Activity, kept: RowFrom, dropped: RowFrom, files: &[Arc<str>]) -> Conflict {
    let place = |from: RowFrom| (files[from.file].clone(), from.spot.line);
    Conflict {
        contact: activity.contact.clone(),
        id: activity.id.clone().expect("only activities with an id have copies"),
        kept: place(kept),
        dropped: place(dropped),
    }
}
