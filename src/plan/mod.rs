//! The evaluation plan: what runs, and what is translated to SQL.
//!
//! In: [`TypedRules`](crate::typed::TypedRules). Out: [`Plan`], flat tables that refer to each other by id; nothing is looked up by name,
//! no tree is walked per record.
//!
//! - *projections*: which fields of which records and activities are read at all
//! - *constants*: lists, tables, patterns, decay factors, each once, in the form in which they are searched
//! - *nodes*: scalar operations, each once
//! - *logs* and *instances*: a score under `at 30d ago` or `over (..)` is made anew for that log
//! - *accumulators*: all that is kept of activities; merging is commutative, space is named
//! - *score programs*: flat steps from rules to a rounded total
//! - *stages*: what can be evaluated record by record, and the barriers between
//!
//! Invariants (held by [`assert_valid`]): ids are in range; parts of a node come before it; conditions are yes/no nodes; a
//! node for an activity holds no leaf of a record, no accumulator and no score; a stage lists an instance after those it reads.

mod accumulator;
mod constants;
mod convert;
mod cost;
mod describe;
mod hash;
mod ids;
mod log;
mod lower;
mod node;
mod node_parts;
mod projection;
mod rule;
mod score;
mod selection;
pub mod show;
#[cfg(test)]
mod tests;
mod valid;
mod words;

pub use accumulator::*;
pub use constants::*;
pub use convert::convert;
pub use cost::RuleCost;
use describe::duration as duration_words;
pub use describe::{compare_word, text_word};
pub use ids::*;
pub use log::*;
pub use lower::{First, lower, lower_on_demand, lower_with_probes};
pub use node::*;
pub use projection::*;
pub use rule::*;
pub use score::*;
pub use selection::*;
pub use valid::assert_valid;

pub use crate::typed::{
    ActivityFieldId, ActivityKey, ActivityTypeId, AggregateKind, ArithOp, CompareOp, Curve, End, FieldId, FieldTarget,
    KindId, LabelId, LinkId, ListId, OwnerId, OwnerKind, ScoreId, SegmentId, Stretch, TableId, TextOp, TierId,
    TierTest, Via,
};

use crate::values::{HalfLifeTable, Pattern, Value, Zone};
use std::collections::BTreeSet;

/// Version of the printed forms and of the hash.
pub const PLAN_VERSION: u32 = 1;

/// Rules compiled for running. See the module for what is guaranteed.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Calendar days are those of this zone.
    pub zone: Zone,
    /// By kind id; the contact is first.
    pub kinds: Vec<KindPlan>,
    /// Types and fields of activities.
    pub activities: ActivityPlan,
    /// Params with their values, for people; their values are constants of nodes.
    pub params: Vec<(String, Value)>,
    /// By list id.
    pub lists: Vec<ListPlan>,
    /// By table id.
    pub tables: Vec<TablePlan>,
    /// Regular expressions, each once.
    pub patterns: Vec<Pattern>,
    /// Factors of each distinct half-life.
    pub half_lives: Vec<HalfLifeTable>,
    /// Scalar operations, parts first.
    pub nodes: Vec<Node>,
    /// The first is the whole log at T.
    pub logs: Vec<Log>,
    /// The first is that of T.
    pub exclusions: Vec<Exclusion>,
    /// Reasons of the exclude conditions, in file order.
    pub exclude_reasons: Vec<String>,
    /// Activities kept for their order.
    pub stores: Vec<Store>,
    /// Choices among them, parts first.
    pub selections: Vec<Selection>,
    /// What `ignore` takes out of logs, asked of the contact who did the activity; the first are those of T.
    pub ignores: Vec<Gate>,
    /// Nodes that say what `ignore` leaves; they stand in the filters of gates.
    pub kept: BTreeSet<NodeId>,
    /// What is kept of activities.
    pub accumulators: Vec<Accumulator>,
    /// How points fade.
    pub decays: Vec<DecayPlan>,
    /// Rules of all instances.
    pub rules: Vec<RulePlan>,
    /// Owners of ledger entries, in file order.
    pub owners: Vec<OwnerPlan>,
    /// By score id.
    pub scores: Vec<ScorePlan>,
    /// Scores by log.
    pub instances: Vec<Instance>,
    /// By label id.
    pub labels: Vec<LabelPlan>,
    /// By segment id.
    pub segments: Vec<SegmentPlan>,
    /// Conditions asked besides: of tests and assertions. No part of the hash.
    pub probes: Vec<SegmentPlan>,
    /// In order of evaluation.
    pub stages: Vec<Stage>,
    /// Instances that are evaluated only for records that are asked for them. None, unless [`lower_on_demand`] was asked
    /// for some.
    pub on_demand: BTreeSet<InstanceId>,
    /// Where atoms of conditions stand, by node; no part of the hash.
    pub places: Vec<NodePlace>,
}

impl Plan {
    /// A node by its id.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// An accumulator by its id.
    pub fn accumulator(&self, id: AccumulatorId) -> &Accumulator {
        &self.accumulators[id.0 as usize]
    }

    /// An instance by its id.
    pub fn instance(&self, id: InstanceId) -> &Instance {
        &self.instances[id.0 as usize]
    }

    /// A rule by its id.
    pub fn rule(&self, id: RuleId) -> &RulePlan {
        &self.rules[id.0 as usize]
    }

    /// A log by its id.
    pub fn log(&self, id: LogId) -> &Log {
        &self.logs[id.0 as usize]
    }

    /// A decay by its id.
    pub fn decay(&self, id: DecayId) -> &DecayPlan {
        &self.decays[id.0 as usize]
    }

    /// The instances that nodes read and that are not [kept](Instance::kept), in order of evaluation.
    pub fn unkept_below(&self, nodes: Vec<NodeId>) -> Vec<InstanceId> {
        lower::unkept_below(self, nodes)
    }

    /// The nodes that an instance evaluates for its record: conditions, awards, factors.
    pub fn roots(&self, instance: &Instance) -> Vec<NodeId> {
        let mut roots = Vec::new();
        for step in &instance.steps {
            match step {
                Step::Rule(rule) => {
                    if let HeadPlan::When { when, award, .. } = self.rule(*rule).head {
                        roots.extend([when, award]);
                    }
                }
                Step::Open { when, .. } => roots.extend(*when),
                Step::Factor { by, when, .. } => roots.extend(when.iter().chain([by])),
                Step::Cap { .. } | Step::Fade { .. } | Step::Close => {}
            }
        }
        roots.extend(instance.overrides.iter().flat_map(|(when, to)| [*when, *to]));
        roots.extend(instance.tier_overrides.iter().map(|(when, _)| *when));
        roots
    }
}
