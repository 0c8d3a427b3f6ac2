//! Gates that are found by a text.

use super::{Gate, Test};
use crate::engine::basis::Basis;
use crate::plan::{ActivityFieldId, CompareOp, NodeId, Op};
use crate::values::Value;
use std::collections::{BTreeMap, HashMap};

/// A text field of a type of activity, with the conditions that stand on it alone.
#[derive(Debug)]
pub(in crate::engine) struct Keyed {
    pub(in crate::engine) field: ActivityFieldId,
    /// Its number among those of all programs.
    pub(in crate::engine) place: u32,
    /// Whether gates are found by it; else it is looked at only when a node asks.
    pub(in crate::engine) finds: bool,
    pub(in crate::engine) conds: Vec<Cond>,
    /// Conditions that one value fulfils: by what is compared, then by the value.
    pub(in crate::engine) equal: Vec<(NodeId, HashMap<Value, Vec<u32>>)>,
    /// Conditions that have to be tried.
    pub(in crate::engine) tried: Vec<u32>,
    /// Whether tests ask for single conditions.
    pub(in crate::engine) is_asked: bool,
    /// Nodes that are made of this text and that others are made of.
    pub(in crate::engine) known: Vec<NodeId>,
}

/// A condition on one text.
#[derive(Debug)]
pub(in crate::engine) struct Cond {
    pub(in crate::engine) node: NodeId,
    /// Must not hold.
    pub(in crate::engine) negated: bool,
    /// Gates that are asked only where this holds.
    pub(in crate::engine) gates: Vec<u32>,
}

impl Keyed {
    fn new(field: ActivityFieldId, place: u32) -> Keyed {
        let (conds, equal, tried, known) = Default::default();
        Keyed { field, place, finds: false, conds, equal, tried, is_asked: false, known }
    }

    /// Sorts conditions into those that a value leads to and those that have to be tried.
    fn index(&mut self, basis: &Basis<'_>) {
        let mut equal: BTreeMap<NodeId, HashMap<Value, Vec<u32>>> = BTreeMap::new();
        for (place, cond) in (0u32..).zip(&self.conds) {
            match if cond.negated { None } else { values(basis, cond.node) } {
                Some((subject, values)) => {
                    let by_value = equal.entry(subject).or_default();
                    values.iter().for_each(|value| by_value.entry(value.clone()).or_default().push(place));
                }
                None => self.tried.push(place),
            }
        }
        self.equal = equal.into_iter().collect();
    }
}

/// The values that fulfil a condition, and what has to have one of them; none where that is no list of values.
fn values<'b>(basis: &'b Basis<'_>, cond: NodeId) -> Option<(NodeId, &'b [Value])> {
    match &basis.plan.node(cond).op {
        Op::Compare(CompareOp::Equal, a, b) => match (basis.constant(*a), basis.constant(*b)) {
            (None, Some(value)) => Some((*a, value.elements())),
            (Some(value), None) => Some((*b, value.elements())),
            _ => None,
        },
        Op::InList(subject, list) => Some((*subject, &basis.plan.lists[list.0 as usize].keys)),
        _ => None,
    }
}

/// The keyed fields of a program in the making.
pub(super) struct KeyedFields<'b, 'a> {
    basis: &'b Basis<'a>,
    fields: Vec<Keyed>,
    /// Conditions by field, node and whether they are negated.
    places: HashMap<(u32, NodeId, bool), u32>,
    /// The number of the next one.
    next: u32,
}

impl<'b, 'a> KeyedFields<'b, 'a> {
    pub(super) fn new(basis: &'b Basis<'a>, next: u32) -> KeyedFields<'b, 'a> {
        KeyedFields { basis, fields: Vec::new(), places: HashMap::new(), next }
    }

    /// The keyed field of a field.
    pub(super) fn keyed(&mut self, field: ActivityFieldId) -> u32 {
        let place = self.fields.iter().position(|keyed| keyed.field == field).unwrap_or_else(|| {
            self.fields.push(Keyed::new(field, self.next));
            self.next += 1;
            self.fields.len() - 1
        });
        u32::try_from(place).expect("fields are numbered by `u32`")
    }

    fn cond(&mut self, field: ActivityFieldId, node: NodeId, negated: bool) -> (u32, u32) {
        let keyed = self.keyed(field);
        let conds = &mut self.fields[keyed as usize].conds;
        let place = self.places.entry((keyed, node, negated)).or_insert_with(|| {
            conds.push(Cond { node, negated, gates: Vec::new() });
            u32::try_from(conds.len() - 1).expect("conditions are numbered by `u32`")
        });
        (keyed, *place)
    }

    /// Adds a node that others are made of.
    pub(super) fn known(&mut self, field: ActivityFieldId, node: NodeId) {
        let keyed = self.keyed(field) as usize;
        if !self.fields[keyed].known.contains(&node) {
            self.fields[keyed].known.push(node);
        }
    }

    /// Takes from a gate the condition that it is best found by; gives where it stands.
    pub(super) fn take_key(&mut self, gate: &mut Gate) -> Option<(u32, u32)> {
        let mut parts = match std::mem::replace(&mut gate.test, Test::Always(true)) {
            Test::All(parts) => parts,
            one => vec![one],
        };
        let best = (0..parts.len()).filter_map(|place| Some((self.rank(&parts[place])?, place))).min();
        let key = best.and_then(|(_, place)| match parts.remove(place) {
            Test::Sole { field, node } => Some(self.cond(field, node, false)),
            Test::Not(inner) => match *inner {
                Test::Sole { field, node } => Some(self.cond(field, node, true)),
                _ => None,
            },
            _ => None,
        });
        gate.test = super::test::all(parts.into_iter().map(|part| self.placed(part)));
        if let Some((keyed, _)) = key {
            self.fields[keyed as usize].finds = true;
        }
        key
    }

    /// How few texts a condition lets pass: the fewer the better a gate is found by it.
    fn rank(&self, test: &Test) -> Option<u8> {
        match test {
            Test::Sole { node, .. } if values(self.basis, *node).is_some() => Some(0),
            Test::Sole { .. } => Some(1),
            Test::Not(inner) if matches!(**inner, Test::Sole { .. }) => Some(2),
            _ => None,
        }
    }

    /// The other conditions on texts are asked one by one.
    fn placed(&mut self, test: Test) -> Test {
        match test {
            Test::Sole { field, node } => {
                let (keyed, cond) = self.cond(field, node, false);
                self.fields[keyed as usize].is_asked = true;
                Test::Text { keyed, cond }
            }
            Test::Not(inner) => Test::Not(Box::new(self.placed(*inner))),
            Test::All(parts) => Test::All(parts.into_iter().map(|part| self.placed(part)).collect()),
            other => other,
        }
    }

    /// Says which gate is found by a condition.
    pub(super) fn found_by(&mut self, (keyed, cond): (u32, u32), gate: u32) {
        self.fields[keyed as usize].conds[cond as usize].gates.push(gate);
    }

    /// The fields, and the number of the next one.
    pub(super) fn finish(mut self) -> (Vec<Keyed>, u32) {
        self.fields.iter_mut().for_each(|keyed| keyed.index(self.basis));
        (self.fields, self.next)
    }
}
