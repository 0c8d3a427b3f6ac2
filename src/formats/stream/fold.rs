//! The pass that gives activities to whoever scores them.

use super::take::{Taken, Use, Whom};
use super::tally::ChunkTally;
use super::unknown::UnknownIds;
use super::whose::{Owner, Whose};
use crate::records::ActivityRef;

/// Takes activities one after the other, on one thread, in no order that can be relied on.
pub trait ActivitySink {
    /// Takes an activity of a contact that is among the rows.
    fn take(&mut self, activity: &ActivityRef<'_>);

    /// No more come.
    fn end(&mut self) {}
}

/// Finds the contacts of activities and hands them on.
pub(super) struct Fold<'p, S> {
    pub(super) whose: &'p Whose,
    pub(super) unknown: &'p UnknownIds,
    pub(super) sink: S,
    pub(super) rows: Vec<u32>,
}

impl<S: ActivitySink> Use for Fold<'_, S> {
    fn find_rows(&self, ids: &[Option<&str>], rows: &mut [Option<u32>]) {
        self.whose.find_rows(ids, rows);
    }

    #[inline]
    fn take(&mut self, activity: Taken<'_>, tally: &mut ChunkTally) -> Whom {
        let Taken { row: Some(contact), ty, type_name, at, id, values, .. } = activity else {
            return self.take_by_keys(&activity, tally);
        };
        self.sink.take(&ActivityRef { contact, ty, type_name, at, id, values });
        Whom { n: 1, are_known: true }
    }

    fn end(&mut self) {
        self.sink.end();
    }
}

impl<S: ActivitySink> Fold<'_, S> {
    fn take_by_keys(&mut self, activity: &Taken<'_>, tally: &mut ChunkTally) -> Whom {
        let Taken { of, keys, ty, type_name, at, id, values, .. } = *activity;
        let mut rows = std::mem::take(&mut self.rows);
        let owner = self.whose.owner(keys, of, &mut rows);
        self.rows = rows;
        let is_of_file = self.rows.first().is_some_and(|row| self.whose.is_of_file(*row));
        tally.of.n_other_case += u64::from(!is_of_file && self.whose.in_other_case(keys, &of.contact));
        match owner {
            Owner::Known => {}
            Owner::NotYet => return Whom { n: 1, are_known: true },
            Owner::Unknown(id) => {
                tally.name_unknown(&id);
                self.unknown.add(&id);
                return Whom { n: 1, are_known: false };
            }
        }
        for row in &self.rows {
            self.sink.take(&ActivityRef { contact: *row, ty, type_name, at, id, values });
        }
        Whom { n: self.rows.len() as u64, are_known: true }
    }
}
