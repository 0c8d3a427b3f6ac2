//! From the plan's dispatch table to programs.

use super::keyed::KeyedFields;
use super::step::steps;
use super::test::{any, simplified};
use super::{Clock, Fade, Gate, Paired, Program, Programs, Step, Test, window};
use crate::engine::activity::has_field;
use crate::engine::basis::Basis;
use crate::engine::eval::Registers;
use crate::plan::{AccumulatorId, ActivityFieldId, ActivityTypeId, DecayId, Feed, NodeId, Op, Scope, StoreId, Wanted};
use crate::values::{Decimal, Type};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

/// What programs share while they are made.
pub(super) struct Tables<'b, 'a> {
    pub(super) basis: &'b Basis<'a>,
    /// By node: the one text field it stands on, if that and constants are all.
    soles: Vec<Sole>,
    fades: Vec<Fade>,
    fade_places: HashMap<(Decimal, DecayId), u32>,
    clocks: Vec<Clock>,
    next_keyed: u32,
    /// Room to evaluate conditions in.
    pub(super) registers: RefCell<Registers>,
}

/// What a node stands on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sole {
    Constants,
    Text(ActivityFieldId),
    More,
}

pub(super) fn programs(basis: &Basis<'_>) -> Programs {
    let mut tables = Tables {
        basis,
        soles: soles(basis),
        fades: Vec::new(),
        fade_places: HashMap::new(),
        clocks: Vec::new(),
        next_keyed: 0,
        registers: RefCell::new(Registers::new(basis.plan.nodes.len())),
    };
    let activities = &basis.plan.activities;
    let nothing = Wanted::default();
    let mut of_type = |ty: Option<ActivityTypeId>, wanted: &Wanted| {
        let mut making = Making { ty, ..Making::default() };
        making.add(&mut tables, wanted);
        making.add(&mut tables, &activities.every);
        making.finish(&mut tables)
    };
    let types = (0u32..).map(ActivityTypeId).zip(&activities.types);
    let types = types.map(|(id, ty)| of_type(Some(id), &ty.wanted)).collect();
    let other = of_type(None, &nothing);
    Programs { types, other, fades: tables.fades, clocks: tables.clocks, n_keyed: tables.next_keyed as usize }
}

/// What each node stands on.
fn soles(basis: &Basis<'_>) -> Vec<Sole> {
    let mut soles: Vec<Sole> = Vec::with_capacity(basis.plan.nodes.len());
    for node in &basis.plan.nodes {
        let sole = match (&node.op, node.scope) {
            (_, Scope::Anywhere) => Sole::Constants,
            (Op::ActivityField(field), _) if matches!(node.ty, Type::Text | Type::ExactText) => Sole::Text(*field),
            (op, _) => {
                let parts = op.parts();
                let all = parts.iter().map(|part| soles[part.0 as usize]).reduce(|a, b| match (a, b) {
                    (Sole::Constants, other) | (other, Sole::Constants) => other,
                    (a, b) if a == b => a,
                    _ => Sole::More,
                });
                match all {
                    Some(Sole::Text(field)) => Sole::Text(field),
                    _ => Sole::More,
                }
            }
        };
        soles.push(sole);
    }
    soles
}

impl Tables<'_, '_> {
    /// The one text field that a node stands on.
    pub(super) fn sole(&self, node: NodeId) -> Option<ActivityFieldId> {
        match self.soles[node.0 as usize] {
            Sole::Text(field) => Some(field),
            _ => None,
        }
    }

    /// An award that fades, each once.
    pub(super) fn fade(&mut self, award: Decimal, decay: DecayId) -> u32 {
        if let Some(place) = self.fade_places.get(&(award, decay)) {
            return *place;
        }
        let of = self.basis.plan.decay(decay);
        let clock = Clock { now_us: self.basis.instant(of.ago_us).us(), unit_us: of.unit.micros() };
        let clock_place = self.clocks.iter().position(|other| *other == clock).unwrap_or_else(|| {
            self.clocks.push(clock);
            self.clocks.len() - 1
        });
        let place = u32::try_from(self.fades.len()).expect("awards are numbered by `u32`");
        self.fades.push(Fade { award, decay, clock: clock_place as u32, grace: u64::from(of.grace) });
        self.fade_places.insert((award, decay), place);
        place
    }
}

/// A program in the making.
#[derive(Default)]
struct Making {
    ty: Option<ActivityTypeId>,
    gates: Vec<Gate>,
    /// Gates by window and test.
    places: HashMap<(i64, i64, Test), usize>,
    paired: Paired,
    /// What is evaluated besides texts and numbers.
    asked: Vec<NodeId>,
}

impl Making {
    fn add(&mut self, tables: &mut Tables<'_, '_>, wanted: &Wanted) {
        let plan = tables.basis.plan;
        for id in &wanted.accumulators {
            let accumulator = plan.accumulator(*id);
            if accumulator.paired {
                self.paired.kinds.push(accumulator.owner);
                self.paired.accumulators.push(*id);
            } else if let Feed::Gate(gate) = &accumulator.feed {
                let test = gate.filter.map_or(Test::Always(true), |filter| simplified(tables, filter, self.ty));
                self.accumulator(tables, *id, window(tables.basis.as_of, gate.after_us, gate.upto_us), test);
            }
        }
        for id in &wanted.stores {
            let store = &plan.stores[id.0 as usize];
            if store.paired {
                self.paired.kinds.push(store.owner);
                self.paired.stores.push(*id);
            } else {
                self.store(tables, *id);
            }
        }
    }

    fn accumulator(&mut self, tables: &mut Tables<'_, '_>, id: AccumulatorId, window: (i64, i64), test: Test) {
        let plan = tables.basis.plan;
        let has = |field: ActivityFieldId| has_field(&plan.activities.fields[field.0 as usize], self.ty);
        let steps = steps(tables, id, has);
        if steps.contains(&Step::Accumulator(id)) {
            self.asked.extend(plan.accumulator(id).gathers.nodes());
        }
        self.gate(window, test, steps);
    }

    fn store(&mut self, tables: &Tables<'_, '_>, id: StoreId) {
        let store = &tables.basis.plan.stores[id.0 as usize];
        let ty = self.ty;
        let wants = store.wants.iter().filter(|(types, _)| types.has(ty));
        let test = any(wants.map(|(_, filter)| filter.map_or(Test::Always(true), |node| simplified(tables, node, ty))));
        self.asked.extend(&store.captures);
        self.gate(window(tables.basis.as_of, store.after_us, store.upto_us), test, vec![Step::Store(id)]);
    }

    fn gate(&mut self, (from_us, to_us): (i64, i64), test: Test, steps: Vec<Step>) {
        if test == Test::Always(false) || from_us > to_us || steps.is_empty() {
            return;
        }
        let place = *self.places.entry((from_us, to_us, test.clone())).or_insert_with(|| {
            self.gates.push(Gate { from_us, to_us, test, steps: Vec::new() });
            self.gates.len() - 1
        });
        self.gates[place].steps.extend(steps);
    }

    fn finish(mut self, tables: &mut Tables<'_, '_>) -> Program {
        let mut keyed = KeyedFields::new(tables.basis, tables.next_keyed);
        let mut open = Vec::new();
        let mut found = Vec::new();
        for mut gate in self.gates {
            match keyed.take_key(&mut gate) {
                Some(key) => found.push((key, gate)),
                None => open.push(gate),
            }
        }
        let n_open = open.len();
        for (place, (key, gate)) in (n_open..).zip(found) {
            keyed.found_by(key, u32::try_from(place).expect("gates are numbered by `u32`"));
            open.push(gate);
        }
        open.iter().for_each(|gate| nodes_of(&gate.test, &mut self.asked));
        known(tables, self.ty, self.asked, &mut keyed);
        let (keyed, next) = keyed.finish();
        tables.next_keyed = next;
        self.paired.kinds.sort_unstable();
        self.paired.kinds.dedup();
        let paired = if self.paired.kinds.is_empty() { None } else { Some(self.paired) };
        Program { gates: open, n_open, keyed, paired }
    }
}

/// The nodes that a test evaluates.
fn nodes_of(test: &Test, nodes: &mut Vec<NodeId>) {
    match test {
        Test::Node(node) => nodes.push(*node),
        Test::Not(inner) => nodes_of(inner, nodes),
        Test::All(parts) => parts.iter().for_each(|part| nodes_of(part, nodes)),
        _ => {}
    }
}

/// Finds what can be kept by text of the nodes that are evaluated.
fn known(tables: &Tables<'_, '_>, ty: Option<ActivityTypeId>, mut open: Vec<NodeId>, keyed: &mut KeyedFields<'_, '_>) {
    let plan = tables.basis.plan;
    let mut met: BTreeSet<NodeId> = BTreeSet::new();
    while let Some(node) = open.pop() {
        if !met.insert(node) {
            continue;
        }
        let op = &plan.node(node).op;
        match tables.sole(node) {
            // Missing, whatever the record says.
            Some(field) if !has_field(&plan.activities.fields[field.0 as usize], ty) => {}
            Some(field) if matches!(op, Op::ActivityField(_)) => {
                keyed.keyed(field);
            }
            Some(field) => keyed.known(field, node),
            None => open.extend(op.parts()),
        }
    }
}
