//! Takes away from records what is not needed for two versions to differ on them.

use super::apart::Both;
use crate::records::Records;
use crate::values::{Instant, Value};

/// So many times the two versions are asked at most.
const TRIES_MAX: usize = 400;

/// The records without what can be left out: activities first, in ever smaller runs, then whole records, then values.
pub(super) fn smallest(both: &Both<'_>, records: Records, as_of: Instant) -> Records {
    let is_outcome = both.difference(&records, as_of).is_some_and(|found| found.is_outcome);
    let mut left = Left { both, as_of, records, tries: TRIES_MAX, is_outcome };
    left.activities();
    left.rows();
    left.values();
    left.activities();
    left.records
}

struct Left<'a> {
    both: &'a Both<'a>,
    as_of: Instant,
    records: Records,
    tries: usize,
    /// An outcome that differs is not given up for what only a rule gives.
    is_outcome: bool,
}

impl Left<'_> {
    /// Keeps a change if the versions still differ.
    fn attempt(&mut self, change: impl FnOnce(&mut Records)) -> bool {
        if self.tries == 0 {
            return false;
        }
        self.tries -= 1;
        let mut changed = self.records.clone();
        change(&mut changed);
        let found = self.both.difference(&changed, self.as_of);
        let still = found.is_some_and(|found| found.is_outcome >= self.is_outcome);
        if still {
            self.records = changed;
        }
        still
    }

    fn activities(&mut self) {
        let mut run = self.records.activities.len();
        while run > 0 {
            let mut at = 0;
            while at < self.records.activities.len() {
                let end = (at + run).min(self.records.activities.len());
                if !self.attempt(|records| drop(records.activities.drain(at..end))) {
                    at += run;
                }
            }
            run /= 2;
        }
    }

    fn rows(&mut self) {
        for kind in (0..self.records.rows.len()).rev() {
            for at in (0..self.records.rows[kind].len()).rev() {
                self.attempt(|records| {
                    let gone = records.rows[kind].remove(at);
                    records.activities.retain(|activity| kind != 0 || activity.contact != gone.id);
                });
            }
        }
    }

    fn values(&mut self) {
        for kind in 0..self.records.rows.len() {
            for at in 0..self.records.rows[kind].len() {
                for field in 0..self.records.rows[kind][at].values.len() {
                    if !self.records.rows[kind][at].values[field].is_missing() {
                        self.attempt(|records| records.rows[kind][at].values[field] = Value::Missing);
                    }
                }
            }
        }
        for at in 0..self.records.activities.len() {
            for field in 0..self.records.activities[at].values.len() {
                if !self.records.activities[at].values[field].is_missing() {
                    self.attempt(|records| records.activities[at].values[field] = Value::Missing);
                }
            }
        }
    }
}
