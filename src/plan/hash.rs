//! The content hash: what the rules mean, and nothing of how they are written.
//!
//! Everything is hashed by what it is made of, never by its place in a table: layout, comments, the names and order of
//! `let`s and files, and the order of declarations change nothing. Lists, tables, decay factors, zone changes and
//! param values are covered; so are the names and reasons that results show. Spans, the text of heads and probes are not.

mod encode;
mod logs;
mod nodes;
mod scores;

use super::{AccumulatorId, InstanceId, NodeId, PLAN_VERSION, Plan};
use encode::Encoder;
use std::collections::HashMap;

/// SHA-256 of a thing.
type Digest = [u8; 32];

impl Plan {
    /// The content hash: 64 hexadecimal digits.
    pub fn hash(&self) -> String {
        let mut hasher = Hasher::new(self);
        let digest = hasher.plan();
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// What has been hashed so far.
struct Hasher<'a> {
    plan: &'a Plan,
    nodes: HashMap<NodeId, Digest>,
    accumulators: HashMap<AccumulatorId, Digest>,
    instances: HashMap<InstanceId, Digest>,
    half_lives: Vec<Digest>,
}

impl<'a> Hasher<'a> {
    fn new(plan: &'a Plan) -> Hasher<'a> {
        let factors = |table: &crate::values::HalfLifeTable| {
            let mut encoder = Encoder::new("factors");
            table.factors().iter().for_each(|factor| encoder.int(*factor));
            encoder.finish()
        };
        Hasher {
            plan,
            nodes: HashMap::new(),
            accumulators: HashMap::new(),
            instances: HashMap::new(),
            half_lives: plan.half_lives.iter().map(factors).collect(),
        }
    }

    fn plan(&mut self) -> Digest {
        let plan = self.plan;
        let mut encoder = Encoder::new("scoreline-plan");
        encoder.int(i64::from(PLAN_VERSION));
        encoder.digest(zone(plan));
        // In the order of stages, so that a chain of scores costs no depth.
        for stage in &plan.stages {
            for instance in &stage.instances {
                self.instance(*instance);
            }
        }
        let scores = (0u32..).zip(&plan.scores).map(|(id, score)| (score.name.clone(), self.score(id))).collect();
        encoder.sorted(scores);
        encoder.digest(self.excludes());
        let label = |label: &super::LabelPlan| (label.name.clone(), self.labelled(label.kind, label.value));
        encoder.sorted(plan.labels.iter().map(label).collect());
        let segment = |segment: &super::SegmentPlan| (segment.name.clone(), self.labelled(segment.kind, segment.when));
        encoder.sorted(plan.segments.iter().map(segment).collect());
        encoder.finish()
    }

    fn labelled(&mut self, kind: super::KindId, node: NodeId) -> Digest {
        let mut encoder = Encoder::new("of");
        encoder.text(&self.plan.kinds[kind.0 as usize].name);
        encoder.digest(self.node(node));
        encoder.finish()
    }
}

fn zone(plan: &Plan) -> Digest {
    let mut encoder = Encoder::new("zone");
    encoder.text(plan.zone.name());
    encoder.int(i64::from(plan.zone.first_offset_s()));
    for change in plan.zone.changes() {
        encoder.int(change.at.us());
        encoder.int(i64::from(change.offset_s));
    }
    encoder.finish()
}

#[cfg(test)]
mod tests;
