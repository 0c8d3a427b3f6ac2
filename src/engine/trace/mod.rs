//! Evidence for explanations: a second look at one record, from the same nodes and accumulators as its scores.
//!
//! A `Run` that is finished is asked for one record with the activities it was made of; nothing is computed twice
//! in two ways, so what is shown is what counted.

mod activities;
mod atoms;
mod record;

pub use crate::engine::finish::CountLimit;

use crate::plan::{CompareOp, KindId, LinkId, ListId, NodeId, OwnerId, PatternId, ScoreId, TextOp, TierId};
use crate::values::{Decimal, Type, Unit, Value};

/// What was seen on one record.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordTrace {
    /// Which kind of record.
    pub kind: KindId,
    /// Its row.
    pub row: u32,
    /// The `exclude` condition that holds, by its index, with its evidence; then there is nothing else.
    pub excluded: Option<(u32, ConditionTrace)>,
    /// The scores of the record's kind, in the order of the file.
    pub scores: Vec<ScoreTrace>,
}

/// What was seen for one score.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreTrace {
    /// Which score.
    pub score: ScoreId,
    /// Rules, groups with a condition, and factors, in the order of the file. What stands in a group whose condition does
    /// not hold is left out.
    pub owners: Vec<OwnerTrace>,
    /// The override that holds, by its index, with its condition and the values of what it sets the score to.
    pub overridden: Option<(u32, ConditionTrace, Vec<Observed>)>,
    /// The `tier .. when` that holds, by its index among the score's.
    pub tier_set: Option<(u32, ConditionTrace)>,
    /// Scores that it reads, in the order of the file, each once: of this record or of others.
    pub reads: Vec<ScoreId>,
}

/// What was seen for one owner of ledger entries.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnerTrace {
    /// Which owner.
    pub owner: OwnerId,
    /// What was seen.
    pub evidence: OwnerEvidence,
}

/// What was seen, by what the owner is.
#[derive(Clone, Debug, PartialEq)]
pub enum OwnerEvidence {
    /// A rule on activities: all of its phrase, the newest first.
    Activities(Vec<ActivityTrace>),
    /// A rule on a condition.
    Rule {
        /// The condition.
        when: ConditionTrace,
        /// The award; none if it is missing, or if the condition does not hold.
        award: Option<Decimal>,
        /// The values that the award is made of, where it is not a constant and the condition holds.
        award_of: Vec<Observed>,
        /// How old the newest activity of its clock is, where the award fades.
        age: Option<Age>,
    },
    /// A group with a condition.
    Group(ConditionTrace),
    /// A `times` line.
    Factor {
        /// Its condition, if it has one.
        when: Option<ConditionTrace>,
        /// The factor; none if it is missing, or if the condition does not hold.
        by: Option<Decimal>,
        /// The values it is made of, where it is not a constant.
        by_of: Vec<Observed>,
    },
}

/// How old something is in whole units, as a decay counts it (its grace is not taken off).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age {
    /// Whole elapsed units.
    pub units: u64,
    /// Of this unit.
    pub unit: Unit,
}

/// One activity of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivityTrace {
    /// Its index among the activities that were given.
    pub activity: u32,
    /// Its age in the unit of the rule's decay, in days where nothing fades.
    pub age: Age,
    /// The age that the decay counts, where that is not the activity's: of the clock `without E`.
    pub clock_age: Option<Age>,
    /// What a half-life leaves, in units of 10^-12; none for other decays and where nothing fades.
    pub factor: Option<i64>,
    /// Its award; none if it is missing or out of bounds, which counts 0.
    pub award: Option<Decimal>,
    /// What is left of the award.
    pub contribution: Decimal,
    /// Whether it is one of `the first N`.
    pub is_first: bool,
    /// The limit that dropped it.
    pub dropped: Option<CountLimit>,
}

/// A condition with its atoms.
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionTrace {
    /// Whether it holds.
    pub holds: bool,
    /// The comparisons it is made of, in the order written, each node once.
    pub atoms: Vec<Atom>,
}

/// A comparison: what is asked for, and what was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Atom {
    /// The node; its place in the text is in [`Plan::places`](crate::plan::Plan::places) if it was written as it stands.
    pub node: NodeId,
    /// `not` stands around it: `!=`, `not in`, `is known`.
    pub negated: bool,
    /// Whether it holds, `not` included.
    pub holds: bool,
    /// What is asked for.
    pub test: Test,
    /// What is compared, and what was seen of it.
    pub observed: Observed,
}

/// What a comparison asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// A comparison with another value, most often a constant.
    Compare(CompareOp, Observed),
    /// One of a list.
    InList(ListId),
    /// Between two ends.
    InRange {
        /// Lower end.
        low: Option<Observed>,
        /// Upper end.
        high: Option<Observed>,
        /// Whether the upper end is left out.
        high_open: bool,
    },
    /// Is missing; `is known` is negated.
    Missing,
    /// Is yes, or is no.
    YesNo(bool),
    /// One of a list stands in the text.
    Text(TextOp, ListId),
    /// Another text stands in it.
    TextValue(TextOp, Observed),
    /// One of the patterns fits.
    Matches(Vec<PatternId>),
    /// The tier compares so with this one; a tier's name is observed.
    Tier(CompareOp, ScoreId, TierId),
    /// There is such an activity; how many is observed.
    Any,
    /// Holds as it is: `always`, `excluded`.
    Holds,
}

/// A value that was looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// The node; [`Plan::describe`](crate::plan::Plan::describe) says it in words.
    pub node: NodeId,
    /// Its value, as it is in the records: not folded.
    pub value: Value,
    /// Its type.
    pub ty: Type,
    /// The link it was reached by, for people: fields of other records.
    pub links: Vec<LinkId>,
    /// The activities it was made of, by index, the newest first; of aggregates over the record's own log.
    pub activities: Vec<u32>,
}
