//! Accumulators: everything a run keeps of the activities of a log.
//!
//! A state starts empty, takes activities in any order, and merges with another state of the same accumulator; merging
//! is commutative and associative, so neither order nor the number of threads can be seen. What an accumulator keeps is
//! named by [`Space`].

use super::{DecayId, ExclusionId, Feed, NodeId};
use crate::typed::{ActivityKey, KindId, Stretch};
use crate::values::Decimal;
use std::fmt;

/// One accumulator.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Accumulator {
    /// Whose log. The activities of an account are those of its contacts: states are kept for each contact and merged
    /// for the account.
    pub owner: KindId,
    /// Contacts excluded here are left out of the logs of other records; `None` where nobody is, and for the contact's
    /// own log.
    pub exclusion: Option<ExclusionId>,
    /// Which activities of it.
    pub feed: Feed,
    /// What is kept of them.
    pub gathers: Gathers,
    /// Whether the gate asks for fields of the owner (`since FIELD`) and the owner is not the contact: then a state is
    /// kept for each pair of contact and owner.
    pub paired: bool,
}

/// What an accumulator keeps. The nodes are evaluated for each activity.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Gathers {
    /// How many activities.
    Count,
    /// Exact sum and number of the known values.
    Sum(NodeId),
    /// The least known value.
    Least(NodeId),
    /// The greatest known value.
    Greatest(NodeId),
    /// The different known values, by keys; a list counts by its elements.
    Distinct(NodeId),
    /// How often each known value occurs.
    Tally(NodeId),
    /// The calendar days with an activity.
    DaySet,
    /// The known value of the latest activity that has one; ties by greater id, then greater value.
    LatestValue(NodeId),
    /// Of the earliest; ties by smaller id, then smaller value.
    EarliestValue(NodeId),
    /// The greatest instant.
    Newest,
    /// The least instant.
    Oldest,
    /// The greatest value of an aggregate over stretches of the log.
    Stretch(StretchPlan),
    /// The points of an activity rule.
    Points(PointsPlan),
}

/// `count(E in any 2h)`, `sum(E.amount in any session_id)`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StretchPlan {
    /// What of each stretch.
    pub of: crate::typed::AggregateKind,
    /// The value of each activity, a key for `distinct`; none for `count` and the days.
    pub value: Option<NodeId>,
    /// Which stretches.
    pub stretch: Stretch,
    /// For stretches of one value: its key.
    pub key: Option<NodeId>,
}

/// What an activity rule awards and keeps: awards and decay of all its activities, and which of them limits drop.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PointsPlan {
    /// Of each activity; of a first/rest award the rest.
    pub award: Amount,
    /// `for the first N`.
    pub first: Option<FirstPlan>,
    /// How awards fade.
    pub decay: Option<DecayId>,
    /// Latest N of each value.
    pub per_field: Option<(KeyPlan, u32)>,
    /// Latest N of each calendar day.
    pub per_day: Option<u32>,
    /// Latest N.
    pub times: Option<u32>,
    /// Points of each value at most.
    pub points_per_field: Option<(KeyPlan, Decimal)>,
    /// Points of each calendar day at most.
    pub points_per_day: Option<Decimal>,
    /// The raw fields that break ties after time, id and award, ascending by field.
    pub ties: Vec<NodeId>,
}

/// What one activity is awarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Amount {
    /// The same for each: contributions are a function of age.
    Constant(Decimal),
    /// A number for each; missing or beyond 10^9 counts 0, with a note.
    Each(NodeId),
}

/// `+5 for the first 3 [per FIELD]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FirstPlan {
    /// What the first get.
    pub award: Amount,
    /// How many, the earliest of those that the limits kept.
    pub n: u32,
    /// For each value.
    pub per: Option<KeyPlan>,
}

/// A field by whose values activities are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyPlan {
    /// Which field.
    pub field: ActivityKey,
    /// The node of its group key; missing is a key of its own.
    pub key: NodeId,
}

/// What a state grows with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Space {
    /// A few numbers.
    Fixed,
    /// So many activities, the N of a limit.
    Limit(u32),
    /// One entry for each active day.
    Days,
    /// So many activities for each active day.
    LimitPerDay(u32),
    /// One entry for each different value.
    Values,
    /// So many activities for each different value.
    LimitPerValue(u32),
    /// Every activity that passes.
    Events,
}

impl fmt::Display for Space {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Space::Fixed => f.write_str("O(1)"),
            Space::Limit(n) => write!(f, "O({n})"),
            Space::Days => f.write_str("O(days)"),
            Space::LimitPerDay(1) => f.write_str("O(days)"),
            Space::LimitPerDay(n) => write!(f, "O({n} days)"),
            Space::Values => f.write_str("O(values)"),
            Space::LimitPerValue(1) => f.write_str("O(values)"),
            Space::LimitPerValue(n) => write!(f, "O({n} values)"),
            Space::Events => f.write_str("O(events)"),
        }
    }
}

impl Gathers {
    /// What the state grows with, given the decay's clock: points whose age is known only at the end keep a tally of
    /// awards.
    pub fn space(&self, late_clock: bool) -> Space {
        match self {
            Gathers::Count | Gathers::Sum(_) | Gathers::Least(_) | Gathers::Greatest(_) => Space::Fixed,
            Gathers::Newest | Gathers::Oldest | Gathers::LatestValue(_) | Gathers::EarliestValue(_) => Space::Fixed,
            Gathers::Distinct(_) | Gathers::Tally(_) => Space::Values,
            Gathers::DaySet => Space::Days,
            Gathers::Stretch(stretch) => stretch.space(),
            Gathers::Points(points) => points.space(late_clock),
        }
    }

    /// The nodes that are evaluated for each activity, besides the gate's.
    pub fn nodes(&self) -> Vec<NodeId> {
        match self {
            Gathers::Count | Gathers::DaySet | Gathers::Newest | Gathers::Oldest => Vec::new(),
            Gathers::Sum(node) | Gathers::Least(node) | Gathers::Greatest(node) => vec![*node],
            Gathers::Distinct(node) | Gathers::Tally(node) => vec![*node],
            Gathers::LatestValue(node) | Gathers::EarliestValue(node) => vec![*node],
            Gathers::Stretch(stretch) => stretch.value.into_iter().chain(stretch.key).collect(),
            Gathers::Points(points) => points.nodes(),
        }
    }

    /// Whether finishing has to sort by time.
    pub fn sorts(&self) -> bool {
        matches!(self, Gathers::Stretch(StretchPlan { stretch: Stretch::Sliding { .. }, .. }))
    }
}

impl StretchPlan {
    fn space(&self) -> Space {
        match self.stretch {
            Stretch::Sliding { .. } => Space::Events,
            Stretch::Same(_) => Space::Values,
        }
    }
}

impl PointsPlan {
    /// The parts of the state together; the greatest names it.
    fn space(&self, late_clock: bool) -> Space {
        let tally = late_clock && matches!(self.award, Amount::Each(_));
        let totals = if tally { Space::Values } else { Space::Fixed };
        let kept = match (&self.per_field, self.per_day, self.times) {
            (Some((_, n)), _, _) => Space::LimitPerValue(*n),
            (None, Some(n), _) => Space::LimitPerDay(n),
            (None, None, Some(n)) => Space::Limit(n),
            (None, None, None) => self.unlimited_space(),
        };
        totals.max(kept)
    }

    fn unlimited_space(&self) -> Space {
        let firsts = match &self.first {
            Some(FirstPlan { per: Some(_), n, .. }) => Space::LimitPerValue(*n),
            Some(first) => Space::Limit(first.n),
            None => Space::Fixed,
        };
        let points = match (&self.points_per_field, self.points_per_day) {
            (Some(_), _) => Space::Values,
            (None, Some(_)) => Space::Days,
            (None, None) => Space::Fixed,
        };
        firsts.max(points)
    }

    fn nodes(&self) -> Vec<NodeId> {
        let first = self.first.as_ref();
        let amounts = [Some(self.award), first.map(|first| first.award)];
        let keys = [
            self.per_field.map(|(key, _)| key),
            self.points_per_field.map(|(key, _)| key),
            first.and_then(|first| first.per),
        ];
        let amounts = amounts.into_iter().flatten().filter_map(|amount| match amount {
            Amount::Constant(_) => None,
            Amount::Each(node) => Some(node),
        });
        amounts.chain(keys.into_iter().flatten().map(|key| key.key)).chain(self.ties.iter().copied()).collect()
    }

    /// Whether points are limited by field or by day.
    pub fn has_points_key(&self) -> bool {
        self.points_per_field.is_some() || self.points_per_day.is_some()
    }

    /// Whether a count limit may drop activities.
    pub fn is_limited(&self) -> bool {
        self.per_field.is_some() || self.per_day.is_some() || self.times.is_some()
    }
}
