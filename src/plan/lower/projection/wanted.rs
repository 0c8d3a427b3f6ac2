//! The dispatch table: what activities of each type are read for.

use super::{reads_ids, types_of};
use crate::plan::*;
use crate::typed::{ActivityFieldId, ActivityTypeId};
use std::collections::BTreeSet;

pub(super) fn mark(plan: &mut Plan) {
    let n_types = plan.activities.types.len();
    let mut types: Vec<Reader> = vec![Reader::default(); n_types];
    let mut every = Reader::default();
    for (id, accumulator) in (0u32..).zip(&plan.accumulators) {
        if let Feed::Gate(gate) = &accumulator.feed {
            let nodes: Vec<NodeId> = accumulator.gathers.nodes().into_iter().chain(gate.filter).collect();
            let add = |reader: &mut Reader| reader.accumulator(AccumulatorId(id), &nodes);
            to_types(&gate.types, &mut types, &mut every, add);
        }
    }
    for (id, store) in (0u32..).zip(&plan.stores) {
        let filters = store.wants.iter().filter_map(|(_, filter)| *filter);
        let nodes: Vec<NodeId> = store.captures.iter().copied().chain(filters).collect();
        let wants = store.wants.iter().fold(TypeSet::Of(Vec::new()), |all, (types, _)| all.union(types));
        let add = |reader: &mut Reader| reader.store(StoreId(id), &nodes, store.whole);
        to_types(&wants, &mut types, &mut every, add);
    }
    for gate in &plan.ignores {
        let add = |reader: &mut Reader| reader.nodes.extend(gate.filter);
        to_types(&gate.types, &mut types, &mut every, add);
    }
    let fields = fields_of_nodes(plan);
    let of_types = (0u32..).zip(types);
    let wanted: Vec<Wanted> =
        of_types.map(|(ty, reader)| reader.wanted(plan, Some(ActivityTypeId(ty)), Some(&every), &fields)).collect();
    let every = every.wanted(plan, None, None, &fields);
    for (ty, wanted) in plan.activities.types.iter_mut().zip(wanted) {
        ty.wanted = wanted;
    }
    plan.activities.every = every;
    plan.activities.ids = reads_ids(plan);
}

/// What is wanted of a type so far.
#[derive(Clone, Default)]
struct Reader {
    accumulators: Vec<AccumulatorId>,
    stores: Vec<StoreId>,
    nodes: Vec<NodeId>,
    whole: bool,
}

impl Reader {
    fn accumulator(&mut self, id: AccumulatorId, nodes: &[NodeId]) {
        self.accumulators.push(id);
        self.nodes.extend_from_slice(nodes);
    }

    fn store(&mut self, id: StoreId, nodes: &[NodeId], whole: bool) {
        self.stores.push(id);
        self.nodes.extend_from_slice(nodes);
        self.whole |= whole;
    }

    fn wanted(
        self,
        plan: &Plan,
        ty: Option<ActivityTypeId>,
        every: Option<&Reader>,
        of_nodes: &[BTreeSet<ActivityFieldId>],
    ) -> Wanted {
        let nodes = self.nodes.iter().chain(every.map_or(&[][..], |every| &every.nodes));
        let mut fields: BTreeSet<ActivityFieldId> = BTreeSet::new();
        nodes.for_each(|node| fields.extend(of_nodes[node.0 as usize].iter().copied()));
        if self.whole || every.is_some_and(|every| every.whole) {
            let used = (0u32..).zip(&plan.activities.fields).filter(|(_, field)| field.used);
            fields.extend(used.map(|(field, _)| ActivityFieldId(field)));
        }
        let is_read = |reader: &Reader| !reader.accumulators.is_empty() || !reader.stores.is_empty();
        if !is_read(&self) && !every.is_some_and(is_read) {
            return Wanted::default();
        }
        let fields = fields.into_iter().filter(|field| types_of(plan, *field).has(ty)).collect();
        Wanted { accumulators: self.accumulators, stores: self.stores, fields }
    }
}

/// Adds to each type of a set, or to what every activity is read for.
fn to_types(of: &TypeSet, types: &mut [Reader], every: &mut Reader, add: impl Fn(&mut Reader)) {
    match of {
        TypeSet::All => add(every),
        TypeSet::Of(of) => of.iter().for_each(|ty| add(&mut types[ty.0 as usize])),
    }
}

/// The activity fields under each node. What `ignore` asks is asked of the types it names, not of all whose gates say
/// that they are not ignored.
fn fields_of_nodes(plan: &Plan) -> Vec<BTreeSet<ActivityFieldId>> {
    let mut of_nodes: Vec<BTreeSet<ActivityFieldId>> = Vec::with_capacity(plan.nodes.len());
    for (id, node) in (0u32..).map(NodeId).zip(&plan.nodes) {
        let mut fields = BTreeSet::new();
        if matches!(node.scope, Scope::Activity(_)) && !plan.kept.contains(&id) {
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
