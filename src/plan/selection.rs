//! Activities that are meant by their order: kept in a store during the pass, chosen when the log is complete.

use super::{NodeId, StoreId, TypeSet};
use crate::typed::{End, KindId};

/// Activities kept until the log is complete: O(events) of these types, sorted then.
///
/// All logs share one store for the same phrase; windows apply when the choice is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store {
    /// Whose log.
    pub owner: KindId,
    /// Types to keep, each perhaps only where a filter holds. An activity that one of these lets in is kept.
    pub wants: Vec<(TypeSet, Option<NodeId>)>,
    /// The oldest that any choice may want: `T - after < at`.
    pub after_us: Option<i64>,
    /// The newest that any choice may want: `at <= T - upto`.
    pub upto_us: i64,
    /// What is kept of each activity besides type, time and id: the values of these nodes, ascending.
    pub captures: Vec<NodeId>,
    /// Whether ties are broken by contact and by all fields (`latest 3 of ..`), so that those are kept too.
    pub whole: bool,
    /// Whether a capture asks for fields of the owner (`since FIELD`) and the owner is not the contact: then a state is
    /// kept for each pair of contact and owner.
    pub paired: bool,
}

/// Which activities of a store are meant: a set, made from other sets of the same store, which come before it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Selection {
    /// Where the activities are kept.
    pub store: StoreId,
    /// How they are chosen.
    pub op: SelectionOp,
}

/// How activities are chosen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SelectionOp {
    /// Those that pass a gate; its filter is among the captures.
    Gate(super::Gate),
    /// `at >= x` and `at < x` for values of the record at a place further out, from where `over` was asked.
    Anchored {
        /// Which of the records the log was asked from, the outermost first.
        anchor: u32,
        /// `since` (else `before`).
        since: bool,
        /// For that record.
        value: NodeId,
    },
    /// In all of these.
    And(Vec<super::SelectionId>),
    /// In one of these.
    Or(Vec<super::SelectionId>),
    /// The latest or earliest by (time, id, type, used fields, contact).
    Pick {
        /// Which end.
        end: End,
        /// How many.
        n: u32,
        /// Of these.
        of: super::SelectionId,
        /// For each key; a captured node, missing being a key of its own.
        per: Option<NodeId>,
    },
    /// In a relation of time to other activities.
    Order {
        /// Which relation.
        relation: RelationKind,
        /// E.
        of: super::SelectionId,
        /// F.
        other: super::SelectionId,
        /// D in microseconds.
        within_us: i64,
        /// `same FIELD`: keys of E's field, a captured node. Missing relates to nothing.
        same: Option<NodeId>,
        /// The instant is T minus this.
        ago_us: i64,
    },
}

/// Relations in time of an activity `e` to another activity `f`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RelationKind {
    /// Some other `f` with `0 <= e - f < D`.
    WithinAfter,
    /// Some other `f` with `0 <= f - e < D`.
    FollowedBy,
    /// `e + D <= T`, and no other `f` with `0 <= f - e < D`.
    NotFollowedBy,
    /// There is an `f` strictly before `e`, and the newest such is at least `D` before it.
    AfterWithout,
}
