//! Rules and decays of one instance of a score.

use super::{AccumulatorId, DecayId, HalfLifeId, NodeId};
use crate::source::Span;
use crate::typed::{Curve, OwnerId};
use crate::values::{Decimal, Unit};

/// A rule of one instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulePlan {
    /// Owner of its entries.
    pub owner: OwnerId,
    /// What it stands on.
    pub head: HeadPlan,
    /// `up to`.
    pub up_to: Option<Decimal>,
    /// `down to`.
    pub down_to: Option<Decimal>,
    /// The award is 0 as written: the rule only remarks.
    pub remark: bool,
}

/// What a rule stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeadPlan {
    /// Activities; the accumulator gathers points.
    Each(AccumulatorId),
    /// A condition.
    When {
        /// What must hold.
        when: NodeId,
        /// What is awarded then.
        award: NodeId,
        /// How it fades.
        decay: Option<DecayId>,
    },
}

/// How points fade.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DecayPlan {
    /// The curve over whole elapsed units.
    pub curve: Curve,
    /// The factors of a half-life curve.
    pub half_life: Option<HalfLifeId>,
    /// Units taken off the age.
    pub grace: u32,
    /// The unit of ages.
    pub unit: Unit,
    /// What the age is the age of.
    pub clock: ClockPlan,
    /// The instant in force is T minus this.
    pub ago_us: i64,
}

/// What the age in a decay is the age of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ClockPlan {
    /// Each activity: known when it is read.
    Activity,
    /// The newest of these accumulators, else the last one (the oldest activity of the log): known when the log is
    /// complete. With neither nothing fades.
    Record {
        /// Newest activities of phrases.
        newest: Vec<AccumulatorId>,
        /// The first activity of the log, for `without E`.
        oldest: Option<AccumulatorId>,
    },
}

/// Where an atom of a condition stands in the text: for explanations only, no part of the meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodePlace {
    /// The node.
    pub node: NodeId,
    /// The place where it was first met.
    pub span: Span,
}
