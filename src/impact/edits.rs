//! Edits: the changes between two versions, as far as one can be made without the others.

use crate::compare::{Aspect, Change, Kind, What};
use std::collections::BTreeMap;

/// A set of edits, by their numbers.
pub type Set = u128;

/// More edits than this are not told apart.
pub const EDITS_MAX: usize = 128;

/// The edits between two versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    /// For each edit its changes, by their place in the list of changes.
    pub changes: Vec<Vec<usize>>,
    /// The edit of `exclude` and `ignore`, with all that they read: it decides who and what is looked at, for all
    /// scores. Empty, or one edit.
    pub world: Set,
}

impl Edits {
    /// All of them.
    pub fn all(&self) -> Set {
        if self.changes.len() >= EDITS_MAX { Set::MAX } else { (1 << self.changes.len()) - 1 }
    }

    /// The numbers in a set, ascending.
    pub fn numbers(set: Set) -> impl Iterator<Item = usize> {
        (0..EDITS_MAX).filter(move |number| set & (1 << number) != 0)
    }

    /// The edits one of whose changes is such a one.
    pub(super) fn set_of(&self, changes: &[Change], is_one: impl Fn(&Change) -> bool) -> Set {
        let has = |edit: &Vec<usize>| edit.iter().any(|change| is_one(&changes[*change]));
        let numbers = self.changes.iter().enumerate().filter(|(_, edit)| has(edit)).map(|(number, _)| number);
        numbers.fold(0, |set, number| set | 1 << number)
    }

    /// The edits of changes, in their order. `is_world` says of which changes `exclude` and `ignore` depend.
    ///
    /// One edit are: all changes of `exclude` and `ignore` and of what they read; all changes of a score that is of
    /// another kind of record now; arms of one `match` or `first`, of which one leaves to the next what it does not
    /// take; and rules of one score of which one window or decay became another, as a score's setting does it.
    /// An `assert` has no results.
    pub(super) fn of(changes: &[Change], is_world: impl Fn(&Change) -> bool) -> Edits {
        let mut edits = Edits::default();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let retyped =
            |score: &Option<String>| changes.iter().any(|change| change.score == *score && is_of_kind(change));
        for (at, change) in changes.iter().enumerate().filter(|(_, change)| change.what != What::Assert) {
            let key = if is_world(change) {
                Some("world".to_owned())
            } else if change.score.is_some() && retyped(&change.score) {
                Some(format!("kind {:?}", change.score))
            } else {
                change.together.map_or_else(|| setting(change), |n| Some(format!("arms {n}")))
            };
            let place = key.clone().and_then(|key| known.get(&key).copied());
            let place = place.unwrap_or_else(|| {
                edits.changes.push(Vec::new());
                edits.changes.len() - 1
            });
            edits.changes[place].push(at);
            if key.as_deref() == Some("world") && place < EDITS_MAX {
                edits.world = 1 << place;
            }
            key.map(|key| known.insert(key, place));
        }
        edits
    }
}

fn is_of_kind(change: &Change) -> bool {
    change.what == What::Score && change.details.iter().any(|detail| detail.aspect == Aspect::Kind)
}

/// What rules share that a setting around them changes.
fn setting(change: &Change) -> Option<String> {
    let [detail] = change.details.as_slice() else { return None };
    let is_setting = matches!(detail.aspect, Aspect::Decay | Aspect::Window);
    let is_rule = change.what == What::Rule && change.kind == Kind::Changed;
    (is_rule && is_setting)
        .then(|| format!("{:?} {:?} {:?} {:?}", change.score, detail.aspect, detail.before, detail.after))
}
