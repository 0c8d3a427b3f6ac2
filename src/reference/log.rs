//! The log: which activities exist for a record in a view; semantics chapter 8.

use super::scope::{ActivityIndex, CONTACT, Evaluator, Place, Subject, View};
use crate::values::Instant;

impl<'a> Evaluator<'a> {
    /// The log of a record: semantics 8.1 to 8.3, narrowed by every `over`, 15.4 and 15.5.
    pub fn log(&self, place: &Place<'a>) -> Vec<ActivityIndex> {
        let whole = self.whole_log(place);
        let Some(over) = &place.view.over else { return whole };
        // The log that this `over` narrows: that of the same record, where the `over` stands, at its own instant.
        let around = View { at: over.at, ..over.place.view.clone() };
        let log = self.log(&Place { subject: place.subject, view: around });
        let kept = self.select(over.phrase, &log, over.at, &over.place);
        whole.into_iter().filter(|activity| kept.contains(activity)).collect()
    }

    /// The log without regard to `over`.
    fn whole_log(&self, place: &Place<'a>) -> Vec<ActivityIndex> {
        let contacts = self.contacts_of(place);
        let is_theirs = |activity: ActivityIndex| {
            let doer = &self.activity(activity).contact;
            contacts.iter().any(|&contact| self.row(contact).id == *doer)
        };
        (0..self.records.activities.len())
            .filter(|&activity| self.activity(activity).at <= place.view.at)
            .filter(|&activity| is_theirs(activity))
            .filter(|&activity| !self.is_ignored(activity, place.view.at))
            .collect()
    }

    /// The contacts whose activities are a record's; semantics 8.2.
    fn contacts_of(&self, place: &Place<'a>) -> Vec<Subject> {
        if place.subject.kind == CONTACT {
            return vec![place.subject];
        }
        match self.kind(place.subject.kind).contacts_link {
            Some(link) => self.at_end(place.subject, &[link], &place.view),
            None => Vec::new(),
        }
    }

    /// Whether some `ignore` takes the activity out; semantics 8.3.
    fn is_ignored(&self, activity: ActivityIndex, at: Instant) -> bool {
        let Some(doer) = self.doer(activity) else { return false };
        let place = Place { subject: doer, view: View { at, over: None, nobody_excluded: true } };
        self.rules.ignores.iter().any(|ignore| !self.select(&ignore.phrase, &[activity], at, &place).is_empty())
    }

    /// Index of the first `exclude` that holds for a record at an instant; semantics 15.6, 17.5 to 17.7.
    pub fn exclusion(&self, subject: Subject, at: Instant) -> Option<u32> {
        if subject.kind != CONTACT {
            return None;
        }
        if let Some(&known) = self.excluded.borrow().get(&(subject.row, at)) {
            return known;
        }
        let place = Place { subject, view: View { at, over: None, nobody_excluded: true } };
        let first = self.rules.excludes.iter().position(|exclude| self.holds_for(&exclude.when, &place));
        let first = first.map(|index| u32::try_from(index).expect("fewer excludes than bytes of the file"));
        self.excluded.borrow_mut().insert((subject.row, at), first);
        first
    }
}
