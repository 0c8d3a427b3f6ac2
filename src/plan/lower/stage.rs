//! Stages: which instances can be evaluated record by record, and after what.

use crate::plan::*;
use crate::typed::{KindId, TierTest};
use std::collections::{BTreeMap, BTreeSet};

/// What an instance reads of another one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Reads {
    instance: InstanceId,
    /// Of another record, or a tier that is a rank: all records must be done first.
    after_all: bool,
}

/// Fills in [`Plan::stages`] and what instances know of them.
pub(super) fn arrange(plan: &mut Plan, first: First) {
    let reads: Vec<Vec<Reads>> = plan.instances.iter().map(|instance| reads_of(plan, plan.roots(instance))).collect();
    let levels = levels(&reads);
    let mut stages: BTreeMap<(u32, KindId), Vec<InstanceId>> = BTreeMap::new();
    for (id, level) in &levels {
        let instance = plan.instance(*id);
        if instance.anchors == 0 {
            stages.entry((*level, plan.scores[instance.score.0 as usize].kind)).or_default().push(*id);
        }
    }
    for (index, ((_, kind), instances)) in (0u32..).zip(stages) {
        for id in &instances {
            plan.instances[id.0 as usize].stage = Some(index);
        }
        let ranked = instances.iter().copied().filter(|id| is_ranked(plan, *id)).collect();
        plan.stages.push(Stage { kind, instances, ranked });
    }
    keep(plan, &reads, first);
    put_off(plan, &reads);
}

/// Whether a tier of the instance's score is a rank.
fn is_ranked(plan: &Plan, id: InstanceId) -> bool {
    let score = &plan.scores[plan.instance(id).score.0 as usize];
    score.tiers.iter().any(|tier| matches!(tier.test, TierTest::Top(_) | TierTest::TopPercent(_)))
}

/// What is read under some nodes, through the brackets of links, and through instances that are evaluated where they
/// are asked for.
fn reads_of(plan: &Plan, roots: Vec<NodeId>) -> Vec<Reads> {
    let mut reads = BTreeSet::new();
    let mut met = BTreeSet::new();
    let mut open: Vec<(NodeId, bool)> = roots.into_iter().map(|node| (node, false)).collect();
    while let Some((node, remote)) = open.pop() {
        if !met.insert((node, remote)) {
            continue;
        }
        let op = &plan.node(node).op;
        open.extend(op.parts().into_iter().map(|part| (part, remote)));
        open.extend(op.remote_parts().into_iter().map(|part| (part, true)));
        let (links, instance, tier) = match op {
            Op::Score(links, of) => (links, *of, false),
            Op::TierName(links, of) | Op::TierIs { links, of, .. } => (links, *of, true),
            _ => continue,
        };
        let far = remote || !links.is_empty();
        if plan.instance(instance).anchors > 0 {
            open.extend(plan.roots(plan.instance(instance)).into_iter().map(|node| (node, true)));
        } else {
            reads.insert(Reads { instance, after_all: far || (tier && is_ranked(plan, instance)) });
        }
    }
    reads.into_iter().collect()
}

/// Instances with their levels, each after those it reads: one more than what must be done for all records before.
fn levels(reads: &[Vec<Reads>]) -> Vec<(InstanceId, u32)> {
    let mut levels: Vec<Option<u32>> = vec![None; reads.len()];
    let mut order = Vec::with_capacity(reads.len());
    let n = u32::try_from(reads.len()).expect("instances are numbered by `u32`");
    let mut open: Vec<InstanceId> = (0..n).rev().map(InstanceId).collect();
    while let Some(id) = open.last().copied() {
        if levels[id.0 as usize].is_some() {
            open.pop();
            continue;
        }
        let of = &reads[id.0 as usize];
        let before = open.len();
        open.extend(of.iter().map(|read| read.instance).filter(|read| levels[read.0 as usize].is_none()));
        if open.len() > before {
            continue;
        }
        let level = |read: &Reads| levels[read.instance.0 as usize].unwrap_or(0) + u32::from(read.after_all);
        let level = of.iter().map(level).max().unwrap_or(0);
        levels[id.0 as usize] = Some(level);
        order.push((id, level));
        open.pop();
    }
    order
}

/// Marks the instances whose outcomes are kept for all records.
fn keep(plan: &mut Plan, reads: &[Vec<Reads>], first: First) {
    let mut kept: BTreeSet<InstanceId> = plan.scores.iter().take(first.scores).map(|score| score.main).collect();
    kept.extend(plan.stages.iter().flat_map(|stage| stage.ranked.iter().copied()));
    for (instance, reads) in plan.instances.iter().zip(reads) {
        let later = |read: &&Reads| read.after_all || plan.instance(read.instance).stage != instance.stage;
        kept.extend(reads.iter().filter(later).map(|read| read.instance));
    }
    let last = plan.labels.iter().take(first.labels).map(|label| label.value);
    let asked = plan.segments.iter().take(first.segments).chain(&plan.probes).map(|segment| segment.when);
    kept.extend(reads_of(plan, last.chain(asked).collect()).into_iter().map(|read| read.instance));
    // What is asked on demand finds the record's own scores made on demand too, but of other records only what is kept.
    let rest = plan.labels.iter().skip(first.labels).map(|label| label.value);
    let rest = rest.chain(plan.segments.iter().skip(first.segments).map(|segment| segment.when));
    let far = reads_of(plan, rest.collect()).into_iter().filter(|read| read.after_all);
    kept.extend(far.map(|read| read.instance));
    for id in kept {
        plan.instances[id.0 as usize].kept = true;
    }
}

/// Fills in [`Plan::on_demand`]: what nothing that is kept asks for. What such an instance reads of other records is kept.
fn put_off(plan: &mut Plan, reads: &[Vec<Reads>]) {
    let ids = (0u32..).map(InstanceId).zip(&plan.instances);
    let mut open: Vec<InstanceId> = ids.clone().filter(|(_, one)| one.kept).map(|(id, _)| id).collect();
    let mut needed = BTreeSet::new();
    while let Some(id) = open.pop() {
        if needed.insert(id) {
            open.extend(reads[id.0 as usize].iter().map(|read| read.instance));
        }
    }
    plan.on_demand =
        ids.filter(|(id, one)| one.anchors == 0 && !needed.contains(id)).map(|(id, _)| id).collect::<BTreeSet<_>>();
}

/// What has to be evaluated for a record before nodes can be: the instances they read that no column keeps, each after
/// those it reads itself.
pub(in crate::plan) fn unkept_below(plan: &Plan, nodes: Vec<NodeId>) -> Vec<InstanceId> {
    let unkept = |nodes: Vec<NodeId>| {
        let reads = reads_of(plan, nodes).into_iter().map(|read| read.instance);
        reads.filter(|id| !plan.instance(*id).kept).map(|id| (id, false)).collect::<Vec<_>>()
    };
    let (mut met, mut order) = (BTreeSet::new(), Vec::new());
    let mut open = unkept(nodes);
    while let Some((id, is_done)) = open.pop() {
        if is_done {
            order.push(id);
        } else if met.insert(id) {
            open.push((id, true));
            open.extend(unkept(plan.roots(plan.instance(id))));
        }
    }
    order
}
