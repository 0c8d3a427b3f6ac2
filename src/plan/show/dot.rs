//! The plan as a drawing for Graphviz: accumulators, scores, and who reads whom.

use crate::plan::{Feed, Gathers, HeadPlan, NodeId, Op, Plan, Step};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The plan in DOT: activities feed accumulators, accumulators feed scores, scores feed scores, labels and segments.
pub fn dot(plan: &Plan) -> String {
    let mut out = String::from("digraph plan {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n");
    for (id, accumulator) in (0u32..).zip(&plan.accumulators) {
        let id = crate::plan::AccumulatorId(id);
        let label = format!("{}\\n{}", escaped(&plan.accumulator_words(id)), plan.space(id));
        let shape = if matches!(accumulator.feed, Feed::Selection(_)) { "folder" } else { "cylinder" };
        edge(&mut out, format_args!("  a{} [shape={shape}, label=\"{label}\"];", id.0));
    }
    for (id, instance) in plan.instances.iter().enumerate() {
        let name = &plan.scores[instance.score.0 as usize].name;
        let ago_us = plan.log(instance.log).ago_us;
        let at = if ago_us == 0 { String::new() } else { format!(" at {} ago", crate::plan::duration_words(ago_us)) };
        edge(&mut out, format_args!("  s{id} [shape=ellipse, label=\"{}{at}\"];", escaped(name)));
        score_edges(plan, &mut out, id);
    }
    for (id, label) in plan.labels.iter().enumerate() {
        edge(&mut out, format_args!("  l{id} [shape=note, label=\"label {}\"];", escaped(&label.name)));
        node_edges(plan, &mut out, vec![label.value], &format!("l{id}"));
    }
    for (id, segment) in plan.segments.iter().enumerate() {
        edge(&mut out, format_args!("  g{id} [shape=note, label=\"segment {}\"];", escaped(&segment.name)));
        node_edges(plan, &mut out, vec![segment.when], &format!("g{id}"));
    }
    out.push_str("}\n");
    out
}

fn edge(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes all text");
    out.push('\n');
}

fn score_edges(plan: &Plan, out: &mut String, id: usize) {
    let instance = &plan.instances[id];
    let mut each: BTreeSet<u32> = BTreeSet::new();
    for step in &instance.steps {
        if let Step::Rule(rule) = step
            && let HeadPlan::Each(accumulator) = plan.rule(*rule).head
        {
            each.insert(accumulator.0);
            debug_assert!(matches!(plan.accumulator(accumulator).gathers, Gathers::Points(_)));
        }
    }
    for accumulator in each {
        edge(out, format_args!("  a{accumulator} -> s{id};"));
    }
    node_edges(plan, out, plan.roots(instance), &format!("s{id}"));
}

fn node_edges(plan: &Plan, out: &mut String, nodes: Vec<NodeId>, to: &str) {
    let mut open = nodes;
    let mut met = BTreeSet::new();
    let mut from = BTreeSet::new();
    while let Some(node) = open.pop() {
        if !met.insert(node) {
            continue;
        }
        let op = &plan.node(node).op;
        match op {
            Op::Gathered(accumulator, _) => from.insert(format!("a{}", accumulator.0)),
            Op::Score(_, of) | Op::TierName(_, of) | Op::TierIs { of, .. } => from.insert(format!("s{}", of.0)),
            _ => false,
        };
        open.extend(op.parts());
        open.extend(op.remote_parts());
    }
    for from in from {
        edge(out, format_args!("  {from} -> {to};"));
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
