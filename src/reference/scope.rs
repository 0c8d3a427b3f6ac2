//! Where an expression is evaluated: whose, when, on which log.

use super::score::Scored;
use crate::records::{Activity, Records, Row};
use crate::typed::{Kind, Phrase, TypedRules};
use crate::values::Instant;
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// Place of an activity in [`Records::activities`]: its identity, however equal another one is.
pub(super) type ActivityIndex = usize;

/// The kind of the contact.
pub(super) const CONTACT: usize = 0;

/// A record: its kind and its place among the rows of that kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Subject {
    pub kind: usize,
    pub row: usize,
}

/// The instant in force, and what has become of the logs by then.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct View<'a> {
    /// T.
    pub at: Instant,
    /// The innermost `over`; its place knows those around it. Semantics 15.5.
    pub over: Option<Rc<Narrowing<'a>>>,
    /// Inside `exclude` nobody is left out; semantics 17.6.
    pub nobody_excluded: bool,
}

/// `over (PHRASE)`: logs keep only what the phrase keeps; semantics 15.4.
#[derive(Clone)]
pub(super) struct Narrowing<'a> {
    /// The phrase; the same one is the one at the same place of the rules.
    pub phrase: &'a Phrase,
    /// The instant at which it is evaluated: that of the place, less `at D ago`.
    pub at: Instant,
    /// Where `over` stands. Gives `since` and `before` their values, and the log that is narrowed.
    pub place: Place<'a>,
}

impl PartialEq for Narrowing<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.phrase, other.phrase) && self.at == other.at && self.place == other.place
    }
}

impl Eq for Narrowing<'_> {}

impl Hash for Narrowing<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::ptr::from_ref(self.phrase).hash(state);
        self.at.hash(state);
        self.place.hash(state);
    }
}

/// A subject in a view: subject scope.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Place<'a> {
    pub subject: Subject,
    pub view: View<'a>,
}

impl<'a> Place<'a> {
    /// The same view of another record.
    pub fn of(&self, subject: Subject) -> Place<'a> {
        Place { subject, view: self.view.clone() }
    }
}

/// A place, and in activity scope the activity.
#[derive(Clone)]
pub(super) struct Scope<'a> {
    pub place: Place<'a>,
    pub activity: Option<ActivityIndex>,
}

impl<'a> Scope<'a> {
    /// Subject scope.
    pub fn subject(place: &Place<'a>) -> Scope<'a> {
        Scope { place: place.clone(), activity: None }
    }

    /// Activity scope.
    pub fn activity(place: &Place<'a>, activity: ActivityIndex) -> Scope<'a> {
        Scope { place: place.clone(), activity: Some(activity) }
    }
}

/// The rules, the records, and what has been found out so far.
pub(super) struct Evaluator<'a> {
    pub rules: &'a TypedRules,
    pub records: &'a Records,
    pub as_of: Instant,
    /// Scores by score and place. Only saves time: each is a function of its key.
    pub scores: RefCell<HashMap<(usize, Place<'a>), Rc<Scored>>>,
    /// The first `exclude` that holds, by contact and instant.
    pub excluded: RefCell<HashMap<(usize, Instant), Option<u32>>>,
    /// Half-life factors by half-life and age.
    pub factors: RefCell<HashMap<(u32, u64), super::number::Number>>,
}

impl<'a> Evaluator<'a> {
    /// Nothing found out yet.
    pub fn new(rules: &'a TypedRules, records: &'a Records, as_of: Instant) -> Evaluator<'a> {
        Evaluator {
            rules,
            records,
            as_of,
            scores: RefCell::default(),
            excluded: RefCell::default(),
            factors: RefCell::default(),
        }
    }

    /// The view of the run itself.
    pub fn today(&self) -> View<'a> {
        View { at: self.as_of, over: None, nobody_excluded: false }
    }

    pub fn kind(&self, kind: usize) -> &'a Kind {
        &self.rules.kinds[kind]
    }

    pub fn row(&self, subject: Subject) -> &'a Row {
        &self.records.rows[subject.kind][subject.row]
    }

    pub fn activity(&self, index: ActivityIndex) -> &'a Activity {
        &self.records.activities[index]
    }

    /// All records of a kind, in the order of their file.
    pub fn all_of(&self, kind: usize) -> Vec<Subject> {
        let n_rows = self.records.rows.get(kind).map_or(0, Vec::len);
        (0..n_rows).map(|row| Subject { kind, row }).collect()
    }

    /// The record of a kind with just this id.
    pub fn find(&self, kind: usize, id: &str) -> Option<Subject> {
        self.all_of(kind).into_iter().find(|&subject| &*self.row(subject).id == id)
    }

    /// The contact who did an activity, if it is among the records.
    pub fn doer(&self, activity: ActivityIndex) -> Option<Subject> {
        self.find(CONTACT, &self.activity(activity).contact)
    }
}
