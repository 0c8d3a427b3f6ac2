//! Scores, what is made of them, and the order in which they are evaluated.

use super::{DecayId, InstanceId, LogId, NodeId, RuleId};
use crate::source::Span;
use crate::typed::{KindId, OwnerId, OwnerKind, ScoreId, TierTest};
use crate::values::Decimal;

/// What is the same for all instances of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScorePlan {
    /// Its name.
    pub name: String,
    /// Whose score.
    pub kind: KindId,
    /// What it is for.
    pub purpose: Option<String>,
    /// Owner of its range, rounding and override entries.
    pub owner: OwnerId,
    /// Lower and upper end, either may be open.
    pub range: (Option<Decimal>, Option<Decimal>),
    /// The step of the last rounding.
    pub round: Decimal,
    /// Best first.
    pub tiers: Vec<TierPlan>,
    /// Reasons of its overrides, in the order of [`Instance::overrides`].
    pub override_reasons: Vec<Option<String>>,
    /// Reasons of its tier overrides, in the order of [`Instance::tier_overrides`].
    pub tier_reasons: Vec<Option<String>>,
    /// The instance for T and the whole log: what people see.
    pub main: InstanceId,
    /// The header.
    pub span: Span,
}

/// A named band of scores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TierPlan {
    /// As written.
    pub name: String,
    /// What the score must reach.
    pub test: TierTest,
}

/// A score of one log: its program, with nothing left to look up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// Which score.
    pub score: ScoreId,
    /// Of which log.
    pub log: LogId,
    /// In order of execution.
    pub steps: Vec<Step>,
    /// Condition and value; the first that holds and is known.
    pub overrides: Vec<(NodeId, NodeId)>,
    /// Condition and index of the tier; the first that holds.
    pub tier_overrides: Vec<(NodeId, u32)>,
    /// Index in [`Plan::stages`](super::Plan::stages); `None` if it is evaluated where it is asked for, for the record that asks
    /// ([`Instance::anchors`]).
    pub stage: Option<u32>,
    /// Whether its outcome is kept for all records: it is a result, or other records or later stages read it.
    pub kept: bool,
    /// How many records it was asked from, over links, whose `since FIELD` narrows its log.
    pub anchors: u32,
}

/// One step of a score. Every block has a running total that starts at 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Adds what the rule comes to.
    Rule(RuleId),
    /// Starts a group; where `when` does not hold, goes on after the step `close`.
    Open {
        /// Owner of the group.
        owner: OwnerId,
        /// Its condition.
        when: Option<NodeId>,
        /// Index of the matching [`Step::Close`].
        close: u32,
    },
    /// Multiplies the block's total.
    Factor {
        /// Owner of the entry.
        owner: OwnerId,
        /// A missing factor is 1, with a note.
        by: NodeId,
        /// Without it holding, nothing happens.
        when: Option<NodeId>,
    },
    /// Clamps the block's total.
    Cap {
        /// Owner of the entry.
        owner: OwnerId,
        /// At most.
        up_to: Option<Decimal>,
        /// Then at least.
        down_to: Option<Decimal>,
    },
    /// Fades the block's total.
    Fade {
        /// Owner of the entry.
        owner: OwnerId,
        /// How.
        decay: DecayId,
        /// Not below this; a total at or below it stays.
        down_to: Decimal,
    },
    /// Adds the group's total to that of the block around.
    Close,
}

/// Whoever owns ledger entries, in file order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerPlan {
    /// The rule id people and programs see.
    pub id: String,
    /// Whose ledger.
    pub score: ScoreId,
    /// Rule, group, factor or score.
    pub what: OwnerKind,
    /// The name given, if any.
    pub name: Option<String>,
    /// The head as written; no part of the hash.
    pub text: String,
    /// The reason given.
    pub reason: Option<String>,
    /// The place; no part of the hash.
    pub span: Span,
}

/// A label: a text for each record of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelPlan {
    /// Its name.
    pub name: String,
    /// Whose.
    pub kind: KindId,
    /// A text.
    pub value: NodeId,
}

/// A segment, or a probe of a test or an assertion: a condition for each record of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentPlan {
    /// Its name; empty for a probe.
    pub name: String,
    /// Of which kind.
    pub kind: KindId,
    /// Who is in it.
    pub when: NodeId,
}

/// Instances of one kind that can be evaluated record by record, each record on its own.
///
/// Stages follow each other: a stage reads what earlier ones left of other records, and ranks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Whose records.
    pub kind: KindId,
    /// In order of evaluation.
    pub instances: Vec<InstanceId>,
    /// Those whose tiers are ranks: after the last record, all of them are compared.
    pub ranked: Vec<InstanceId>,
}
