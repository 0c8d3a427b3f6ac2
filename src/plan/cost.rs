//! What each rule costs: what is kept for it, whether finishing sorts, how often it stands in the plan.

use super::{
    Accumulator, AccumulatorId, ClockPlan, DecayId, Feed, Gathers, HeadPlan, NodeId, Op, OwnerId, Plan, RulePlan,
    Space, Step,
};
use std::collections::{BTreeMap, BTreeSet};

/// The cost of a rule over all its instances.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleCost {
    /// Which rule.
    pub owner: OwnerId,
    /// In how many instances of its score it stands: one for each `at 30d ago` and `over (..)`.
    pub instances: u32,
    /// What is kept for it, shared accumulators with others; ascending.
    pub accumulators: Vec<AccumulatorId>,
    /// What the most demanding of them grows with.
    pub space: Space,
    /// Whether finishing sorts activities by time.
    pub sorts: bool,
}

impl Plan {
    /// What an accumulator's state grows with.
    pub fn space(&self, id: AccumulatorId) -> Space {
        let Accumulator { feed, gathers, .. } = self.accumulator(id);
        match feed {
            Feed::Selection(_) => Space::Events,
            Feed::Gate(_) => gathers.space(self.is_late(gathers)),
        }
    }

    /// Whether finishing an accumulator sorts activities by time.
    pub fn sorts(&self, id: AccumulatorId) -> bool {
        let Accumulator { feed, gathers, .. } = self.accumulator(id);
        matches!(feed, Feed::Selection(_)) || gathers.sorts()
    }

    fn is_late(&self, gathers: &Gathers) -> bool {
        let Gathers::Points(points) = gathers else { return false };
        points.decay.is_some_and(|decay| matches!(self.decay(decay).clock, ClockPlan::Record { .. }))
    }

    /// The cost of every rule, in the order of the file.
    pub fn costs(&self) -> Vec<RuleCost> {
        let mut by_owner: BTreeMap<OwnerId, (u32, BTreeSet<AccumulatorId>)> = BTreeMap::new();
        for instance in &self.instances {
            for step in &instance.steps {
                if let Step::Rule(rule) = step {
                    let rule = self.rule(*rule);
                    let (n, accumulators) = by_owner.entry(rule.owner).or_default();
                    *n += 1;
                    accumulators.extend(self.accumulators_of(rule));
                }
            }
        }
        let cost = |(owner, (instances, accumulators)): (OwnerId, (u32, BTreeSet<AccumulatorId>))| RuleCost {
            owner,
            instances,
            space: accumulators.iter().map(|id| self.space(*id)).max().unwrap_or(Space::Fixed),
            sorts: accumulators.iter().any(|id| self.sorts(*id)),
            accumulators: accumulators.into_iter().collect(),
        };
        by_owner.into_iter().map(cost).collect()
    }

    /// The accumulators a rule reads itself, not through scores.
    fn accumulators_of(&self, rule: &RulePlan) -> BTreeSet<AccumulatorId> {
        let mut found = BTreeSet::new();
        match rule.head {
            HeadPlan::Each(id) => {
                found.insert(id);
                if let Gathers::Points(points) = &self.accumulator(id).gathers {
                    found.extend(points.decay.into_iter().flat_map(|decay| self.clock_accumulators(decay)));
                }
            }
            HeadPlan::When { when, award, decay } => {
                self.accumulators_under(vec![when, award], &mut found);
                found.extend(decay.into_iter().flat_map(|decay| self.clock_accumulators(decay)));
            }
        }
        found
    }

    fn clock_accumulators(&self, decay: DecayId) -> Vec<AccumulatorId> {
        match &self.decay(decay).clock {
            ClockPlan::Activity => Vec::new(),
            ClockPlan::Record { newest, oldest } => newest.iter().chain(oldest).copied().collect(),
        }
    }

    fn accumulators_under(&self, nodes: Vec<NodeId>, found: &mut BTreeSet<AccumulatorId>) {
        let mut open = nodes;
        let mut met = BTreeSet::new();
        while let Some(node) = open.pop() {
            if met.insert(node) {
                let op = &self.node(node).op;
                if let Op::Gathered(id, _) = op {
                    found.insert(*id);
                }
                open.extend(op.parts());
                open.extend(op.remote_parts());
            }
        }
    }
}
