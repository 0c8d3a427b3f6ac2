//! Which activities are looked at: logs at an instant, and gates an activity passes or not on its own.

use super::{ExclusionId, NodeId, SelectionId};
use crate::typed::ActivityTypeId;

/// The log of records at an instant, perhaps with only some of its activities.
///
/// `S at 30d ago` and `S over (..)` are scores of other logs: each score is made anew (an
/// [`Instance`](super::Instance)) for each log under which it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// The instant is T minus this.
    pub ago_us: i64,
    /// Contacts excluded at the instant: without scores, in no other record's log. `None` inside `exclude` itself.
    pub exclusion: Option<ExclusionId>,
    /// The log that `over (..)` narrows to this one; what it keeps is part of the gates and selections of this log.
    pub over: Option<super::LogId>,
}

/// The `exclude` conditions at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// The instant is T minus this.
    pub ago_us: i64,
    /// In file order; the first that holds gives the reason.
    pub conditions: Vec<NodeId>,
}

/// What an activity can be asked on its own: type, age, and a filter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Gate {
    /// Of these types.
    pub types: TypeSet,
    /// `T - after < at`; without it the past has no end.
    pub after_us: Option<i64>,
    /// `at <= T - upto`; never negative, so the future passes no gate.
    pub upto_us: i64,
    /// Must hold, besides.
    pub filter: Option<NodeId>,
}

/// A set of activity types.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TypeSet {
    /// Every type, also those that no rule names.
    All,
    /// These, ascending, each once.
    Of(Vec<ActivityTypeId>),
}

impl TypeSet {
    /// Whether a type is in it; `None` is a type that no rule names.
    pub fn has(&self, ty: Option<ActivityTypeId>) -> bool {
        match self {
            TypeSet::All => true,
            TypeSet::Of(types) => ty.is_some_and(|ty| types.binary_search(&ty).is_ok()),
        }
    }

    /// Types of either.
    pub fn union(&self, other: &TypeSet) -> TypeSet {
        match (self, other) {
            (TypeSet::Of(a), TypeSet::Of(b)) => {
                let mut both: Vec<_> = a.iter().chain(b).copied().collect();
                both.sort_unstable();
                both.dedup();
                TypeSet::Of(both)
            }
            _ => TypeSet::All,
        }
    }

    /// Types of both.
    pub fn intersection(&self, other: &TypeSet) -> TypeSet {
        match (self, other) {
            (TypeSet::All, types) | (types, TypeSet::All) => types.clone(),
            (TypeSet::Of(a), TypeSet::Of(b)) => {
                TypeSet::Of(a.iter().filter(|ty| b.binary_search(ty).is_ok()).copied().collect())
            }
        }
    }
}

/// From where an accumulator takes its activities.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Feed {
    /// Each activity on its own, in the one pass.
    Gate(Gate),
    /// Activities that are meant only by their order: chosen from a [`Store`](super::Store) when the log is complete.
    Selection(SelectionId),
}
