//! Equal things are one thing: tables from what a thing is to its id. Only looked up, never walked, so that their
//! order shows nowhere.

use super::Lowering;
use crate::plan::*;
use crate::typed::{KindId, ScoreId};
use crate::values::{HalfLifeTable, Pattern, Type, Value};
use std::collections::HashMap;

#[derive(Default)]
pub(super) struct Interned {
    nodes: HashMap<Node, NodeId>,
    accumulators: HashMap<Accumulator, AccumulatorId>,
    decays: HashMap<DecayPlan, DecayId>,
    selections: HashMap<Selection, SelectionId>,
    half_lives: HashMap<u32, HalfLifeId>,
    patterns: HashMap<(String, bool), PatternId>,
    pub(super) stores: HashMap<(KindId, Wants), StoreId>,
    pub(super) exclusions: HashMap<i64, ExclusionId>,
    pub(super) logs: HashMap<super::log::LogKey, LogId>,
    pub(super) instances: HashMap<(ScoreId, LogId), InstanceId>,
    pub(super) places: HashMap<NodeId, ()>,
}

/// What makes two stores the same: types, each with its filter.
pub(super) type Wants = Vec<(TypeSet, Option<NodeId>)>;

/// The next index of a table; tables of a checked program are far smaller than `u32`.
pub(super) fn next<T>(table: &[T]) -> u32 {
    u32::try_from(table.len()).expect("the checker bounds the size of programs")
}

impl Lowering<'_> {
    /// The node of an operation; its scope is the narrowest of its parts' and its own.
    pub(super) fn node(&mut self, op: Op, ty: Type, own: Scope) -> NodeId {
        let scope = op.parts().iter().fold(own, |scope, part| narrower(scope, self.plan.node(*part).scope));
        let node = Node { op, ty, scope };
        if let Some(id) = self.interned.nodes.get(&node) {
            return *id;
        }
        let id = NodeId(next(&self.plan.nodes));
        self.interned.nodes.insert(node.clone(), id);
        self.plan.nodes.push(node);
        id
    }

    /// A node that stands on its parts only.
    pub(super) fn pure(&mut self, op: Op, ty: Type) -> NodeId {
        self.node(op, ty, Scope::Anywhere)
    }

    /// A condition that stands on its parts only.
    pub(super) fn holds(&mut self, op: Op) -> NodeId {
        self.pure(op, Type::YesNo)
    }

    pub(super) fn constant(&mut self, value: Value, ty: Type) -> NodeId {
        self.pure(Op::Const(value), ty)
    }

    /// The constant under a node, if it is one.
    pub(super) fn constant_of(&self, id: NodeId) -> Option<&Value> {
        match &self.plan.node(id).op {
            Op::Const(value) => Some(value),
            _ => None,
        }
    }

    pub(super) fn accumulator(&mut self, accumulator: Accumulator) -> AccumulatorId {
        let table = &mut self.plan.accumulators;
        *self.interned.accumulators.entry(accumulator).or_insert_with_key(|accumulator| {
            table.push(accumulator.clone());
            AccumulatorId(next(table) - 1)
        })
    }

    pub(super) fn selection(&mut self, selection: Selection) -> SelectionId {
        let table = &mut self.plan.selections;
        *self.interned.selections.entry(selection).or_insert_with_key(|selection| {
            table.push(selection.clone());
            SelectionId(next(table) - 1)
        })
    }

    pub(super) fn decay_id(&mut self, decay: DecayPlan) -> DecayId {
        let table = &mut self.plan.decays;
        *self.interned.decays.entry(decay).or_insert_with_key(|decay| {
            table.push(decay.clone());
            DecayId(next(table) - 1)
        })
    }

    /// The table of a half-life; the checker keeps it within what a table can hold.
    pub(super) fn half_life(&mut self, units: u32) -> Option<HalfLifeId> {
        if let Some(id) = self.interned.half_lives.get(&units) {
            return Some(*id);
        }
        let table = HalfLifeTable::new(units)?;
        let id = HalfLifeId(next(&self.plan.half_lives));
        self.plan.half_lives.push(table);
        self.interned.half_lives.insert(units, id);
        Some(id)
    }

    pub(super) fn pattern(&mut self, pattern: &Pattern) -> PatternId {
        let table = &mut self.plan.patterns;
        let key = (pattern.text().to_owned(), pattern.is_folded());
        *self.interned.patterns.entry(key).or_insert_with(|| {
            table.push(pattern.clone());
            PatternId(next(table) - 1)
        })
    }
}

/// The narrower of two scopes. A checked program never mixes a record and an activity, nor two kinds.
fn narrower(a: Scope, b: Scope) -> Scope {
    match (a, b) {
        (Scope::Anywhere, other) | (other, Scope::Anywhere) => other,
        (Scope::Activity(KindId(0)), Scope::Activity(owner)) => Scope::Activity(owner),
        (first, _) => first,
    }
}
