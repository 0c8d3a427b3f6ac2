//! The dispatch table: what activities of each type are read for.

use super::{every_type, reads_ids, types_of};
use crate::plan::*;
use crate::typed::{ActivityFieldId, ActivityTypeId};
use std::collections::BTreeSet;

pub(super) fn mark(plan: &mut Plan) {
    let fields = fields_of_nodes(plan);
    let all: Vec<Wanted> = every_type(plan).map(|ty| wanted(plan, ty, &fields)).collect();
    let mut all = all.into_iter();
    for (ty, wanted) in plan.activities.types.iter_mut().zip(all.by_ref()) {
        ty.wanted = wanted;
    }
    plan.activities.other = all.next().unwrap_or_default();
    plan.activities.ids = reads_ids(plan);
}

/// The activity fields under each node.
fn fields_of_nodes(plan: &Plan) -> Vec<BTreeSet<ActivityFieldId>> {
    let mut of_nodes: Vec<BTreeSet<ActivityFieldId>> = Vec::with_capacity(plan.nodes.len());
    for node in &plan.nodes {
        let mut fields = BTreeSet::new();
        if let Scope::Activity(_) = node.scope {
            if let Op::ActivityField(field) = node.op {
                fields.insert(field);
            }
            for part in node.op.parts() {
                fields.extend(of_nodes[part.0 as usize].iter().copied());
            }
        }
        of_nodes.push(fields);
    }
    of_nodes
}

fn wanted(plan: &Plan, ty: Option<ActivityTypeId>, fields: &[BTreeSet<ActivityFieldId>]) -> Wanted {
    let mut wanted = Wanted::default();
    let mut nodes = BTreeSet::new();
    for (id, accumulator) in (0u32..).zip(&plan.accumulators) {
        if let Feed::Gate(gate) = &accumulator.feed
            && gate.types.has(ty)
        {
            wanted.accumulators.push(AccumulatorId(id));
            nodes.extend(gate.filter);
            nodes.extend(accumulator.gathers.nodes());
        }
    }
    let mut whole = false;
    for (id, store) in (0u32..).zip(&plan.stores) {
        if store.wants.iter().any(|(types, _)| types.has(ty)) {
            wanted.stores.push(StoreId(id));
            nodes.extend(&store.captures);
            nodes.extend(store.wants.iter().filter_map(|(_, filter)| *filter));
            whole |= store.whole;
        }
    }
    wanted.fields = read_fields(plan, ty, &nodes, whole, fields);
    wanted
}

fn read_fields(
    plan: &Plan,
    ty: Option<ActivityTypeId>,
    nodes: &BTreeSet<NodeId>,
    whole: bool,
    fields: &[BTreeSet<ActivityFieldId>],
) -> Vec<ActivityFieldId> {
    let mut read: BTreeSet<ActivityFieldId> = BTreeSet::new();
    for node in nodes {
        read.extend(fields[node.0 as usize].iter().copied());
    }
    if whole {
        let used = (0u32..).zip(&plan.activities.fields).filter(|(_, field)| field.used);
        read.extend(used.map(|(field, _)| ActivityFieldId(field)));
    }
    read.into_iter().filter(|field| types_of(plan, *field).has(ty)).collect()
}
