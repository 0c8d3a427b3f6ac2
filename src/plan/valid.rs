//! What every plan guarantees.

use super::*;
use crate::values::Type;

/// Panics with the first broken invariant: a bug of lowering, never of the rules.
pub fn assert_valid(plan: &Plan) {
    let faults = faults(plan);
    assert!(faults.is_empty(), "lowering made a plan that is not valid: {}", faults.join("; "));
}

/// All broken invariants.
pub(super) fn faults(plan: &Plan) -> Vec<String> {
    let mut faults = Vec::new();
    nodes(plan, &mut faults);
    accumulators(plan, &mut faults);
    selections(plan, &mut faults);
    instances(plan, &mut faults);
    stages(plan, &mut faults);
    faults
}

fn nodes(plan: &Plan, faults: &mut Vec<String>) {
    for (id, node) in (0u32..).zip(&plan.nodes) {
        if node.op.parts().iter().any(|part| part.0 >= id) {
            faults.push(format!("node {id} comes before one of its parts"));
        }
        let of_record = matches!(
            node.op,
            Op::Field(..) | Op::Gathered(..) | Op::Score(..) | Op::TierName(..) | Op::TierIs { .. } | Op::Linked(_)
        );
        if of_record && !matches!(node.scope, Scope::Subject(_)) {
            faults.push(format!("node {id} asks a record and is of none"));
        }
        let mixed = |part: &NodeId| {
            let part = plan.nodes.get(part.0 as usize).map(|part| part.scope);
            matches!(
                (node.scope, part),
                (Scope::Activity(_), Some(Scope::Subject(_))) | (Scope::Subject(_), Some(Scope::Activity(_)))
            )
        };
        if node.op.parts().iter().any(mixed) {
            faults.push(format!("node {id} mixes a record and an activity"));
        }
    }
}

fn is_condition(plan: &Plan, id: NodeId) -> bool {
    plan.nodes.get(id.0 as usize).is_some_and(|node| node.ty == Type::YesNo)
}

fn accumulators(plan: &Plan, faults: &mut Vec<String>) {
    for (id, accumulator) in plan.accumulators.iter().enumerate() {
        let in_activity = |node: &NodeId| !matches!(plan.node(*node).scope, Scope::Subject(_));
        if !accumulator.gathers.nodes().iter().all(in_activity) {
            faults.push(format!("accumulator {id} gathers something that is no activity's"));
        }
        match &accumulator.feed {
            Feed::Gate(gate) => {
                if gate.filter.is_some_and(|filter| !is_condition(plan, filter) || !in_activity(&filter)) {
                    faults.push(format!("accumulator {id} has a filter that is no condition of an activity"));
                }
                if gate.upto_us < 0 {
                    faults.push(format!("accumulator {id} looks into the future"));
                }
            }
            Feed::Selection(selection) => {
                let captures = &plan.stores[plan.selections[selection.0 as usize].store.0 as usize].captures;
                if !accumulator.gathers.nodes().iter().all(|node| captures.binary_search(node).is_ok()) {
                    faults.push(format!("accumulator {id} gathers what its store does not keep"));
                }
            }
        }
    }
}

fn selections(plan: &Plan, faults: &mut Vec<String>) {
    for (id, selection) in (0u32..).zip(&plan.selections) {
        let of: Vec<SelectionId> = match &selection.op {
            SelectionOp::Gate(_) | SelectionOp::Anchored { .. } => Vec::new(),
            SelectionOp::And(all) | SelectionOp::Or(all) => all.clone(),
            SelectionOp::Pick { of, .. } => vec![*of],
            SelectionOp::Order { of, other, .. } => vec![*of, *other],
        };
        let same = |part: &SelectionId| plan.selections[part.0 as usize].store == selection.store;
        if of.iter().any(|part| part.0 >= id || !same(part)) {
            faults.push(format!("selection {id} is made of a later one or of another store"));
        }
    }
}

fn instances(plan: &Plan, faults: &mut Vec<String>) {
    for (id, instance) in plan.instances.iter().enumerate() {
        let mut depth = 0i64;
        for (index, step) in (0u32..).zip(&instance.steps) {
            match step {
                Step::Open { when, close, .. } => {
                    depth += 1;
                    let ends = matches!(instance.steps.get(*close as usize), Some(Step::Close));
                    if *close <= index || !ends || when.is_some_and(|when| !is_condition(plan, when)) {
                        faults.push(format!("instance {id} opens a group that is not right"));
                    }
                }
                Step::Close => depth -= 1,
                Step::Rule(_) | Step::Factor { .. } | Step::Cap { .. } | Step::Fade { .. } => {}
            }
            if depth < 0 {
                faults.push(format!("instance {id} closes a group too often"));
            }
        }
        if depth != 0 {
            faults.push(format!("instance {id} leaves a group open"));
        }
    }
}

fn stages(plan: &Plan, faults: &mut Vec<String>) {
    let mut staged = vec![0u32; plan.instances.len()];
    for stage in &plan.stages {
        for id in &stage.instances {
            staged[id.0 as usize] += 1;
            let score = plan.instance(*id).score;
            if plan.scores[score.0 as usize].kind != stage.kind {
                faults.push(format!("instance {} stands in a stage of another kind", id.0));
            }
        }
    }
    for (id, (times, instance)) in staged.iter().zip(&plan.instances).enumerate() {
        if *times != u32::from(instance.anchors == 0) {
            faults.push(format!("instance {id} is staged {times} times"));
        }
    }
}
