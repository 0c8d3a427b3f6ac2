//! Membership of activities in a phrase, before it is known whether one pass can decide it.
//!
//! What an activity can answer alone melts into one [`Gate`]; relations to other activities stay a tree.

use super::Lowering;
use crate::plan::*;
use crate::typed::{End, KindId};

/// Which activities of a log are meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Choice {
    Gate(Gate),
    Anchored {
        anchor: u32,
        since: bool,
        value: NodeId,
    },
    And(Vec<Choice>),
    Or(Vec<Choice>),
    Pick {
        end: End,
        n: u32,
        of: Box<Choice>,
        per: Option<NodeId>,
    },
    Order {
        relation: RelationKind,
        of: Box<Choice>,
        other: Box<Choice>,
        within_us: i64,
        same: Option<NodeId>,
        ago_us: i64,
    },
}

impl Gate {
    /// Every activity up to an instant.
    pub(super) fn up_to(ago_us: i64) -> Gate {
        Gate { types: TypeSet::All, after_us: None, upto_us: ago_us, filter: None }
    }
}

impl Lowering<'_> {
    /// In both.
    pub(super) fn both(&mut self, a: Choice, b: Choice) -> Choice {
        match (a, b) {
            (Choice::Gate(a), Choice::Gate(b)) => Choice::Gate(self.both_gates(a, b)),
            (Choice::And(parts), other) => self.and_part(parts, other),
            (other, Choice::And(parts)) => self.and_part(parts, other),
            (a, b) if a == b => a,
            (Choice::Gate(gate), other) | (other, Choice::Gate(gate)) => Choice::And(vec![Choice::Gate(gate), other]),
            (a, b) => Choice::And(vec![a, b]),
        }
    }

    /// The gate among the parts, if any, stays one and stands first.
    fn and_part(&mut self, mut parts: Vec<Choice>, other: Choice) -> Choice {
        match other {
            Choice::And(others) => {
                let all = Choice::And(parts);
                others.into_iter().fold(all, |all, part| self.both(all, part))
            }
            Choice::Gate(gate) => match parts.first().cloned() {
                Some(Choice::Gate(first)) => {
                    parts[0] = Choice::Gate(self.both_gates(first, gate));
                    Choice::And(parts)
                }
                _ => {
                    parts.insert(0, Choice::Gate(gate));
                    Choice::And(parts)
                }
            },
            other if parts.contains(&other) => Choice::And(parts),
            other => {
                parts.push(other);
                Choice::And(parts)
            }
        }
    }

    fn both_gates(&mut self, a: Gate, b: Gate) -> Gate {
        Gate {
            types: a.types.intersection(&b.types),
            after_us: tighter(a.after_us, b.after_us),
            upto_us: a.upto_us.max(b.upto_us),
            filter: self.both_filters(a.filter, b.filter),
        }
    }

    pub(super) fn both_filters(&mut self, a: Option<NodeId>, b: Option<NodeId>) -> Option<NodeId> {
        match (a, b) {
            (None, other) | (other, None) => other,
            (Some(a), Some(b)) if a == b => Some(a),
            (Some(a), Some(b)) => {
                let mut all = self.conjuncts(a);
                all.extend(self.conjuncts(b));
                let mut met = Vec::with_capacity(all.len());
                for node in all {
                    if !met.contains(&node) {
                        met.push(node);
                    }
                }
                Some(self.holds(Op::And(met)))
            }
        }
    }

    fn conjuncts(&self, node: NodeId) -> Vec<NodeId> {
        match &self.plan.node(node).op {
            Op::And(parts) => parts.clone(),
            _ => vec![node],
        }
    }

    /// In one of them; `upto_us` is what the log around asks anyway.
    pub(super) fn either(&mut self, choices: Vec<Choice>, upto_us: i64) -> Choice {
        let mut gates = Vec::new();
        let mut others = Vec::new();
        for choice in choices {
            match choice {
                Choice::Gate(gate) => gates.push(gate),
                other if others.contains(&other) => {}
                other => others.push(other),
            }
        }
        if let Some(gate) = self.either_gate(gates, upto_us) {
            others.insert(0, Choice::Gate(gate));
        }
        if others.len() == 1 { others.remove(0) } else { Choice::Or(others) }
    }

    /// One gate for several: types join where nothing else differs, else each becomes a filter of its own.
    fn either_gate(&mut self, gates: Vec<Gate>, upto_us: i64) -> Option<Gate> {
        let mut merged: Vec<Gate> = Vec::new();
        for gate in gates {
            let like = |other: &&mut Gate| {
                (other.after_us, other.upto_us, other.filter) == (gate.after_us, gate.upto_us, gate.filter)
            };
            match merged.iter_mut().find(like) {
                Some(other) => other.types = other.types.union(&gate.types),
                None => merged.push(gate),
            }
        }
        if merged.len() < 2 {
            return merged.pop();
        }
        let types = merged.iter().fold(TypeSet::Of(Vec::new()), |types, gate| types.union(&gate.types));
        let after_us = merged.iter().map(|gate| gate.after_us).reduce(looser).flatten();
        let upto = merged.iter().map(|gate| gate.upto_us).min().unwrap_or(upto_us);
        let nodes = merged.into_iter().map(|gate| self.gate_node(gate, upto_us)).collect();
        Some(Gate { types, after_us, upto_us: upto, filter: Some(self.holds(Op::Or(nodes))) })
    }

    /// A gate as a condition of an activity, in a log that holds nothing newer than `upto_us` before T.
    pub(super) fn gate_node(&mut self, gate: Gate, upto_us: i64) -> NodeId {
        let activity = Scope::Activity(KindId(0));
        let mut parts = Vec::new();
        if let TypeSet::Of(types) = gate.types {
            parts.push(self.node(Op::TypeIn(types), crate::values::Type::YesNo, activity));
        }
        if gate.after_us.is_some() || gate.upto_us > upto_us {
            let op = Op::AgeIn { after_us: gate.after_us, upto_us: gate.upto_us };
            parts.push(self.node(op, crate::values::Type::YesNo, activity));
        }
        parts.extend(gate.filter);
        if parts.len() == 1 { parts[0] } else { self.holds(Op::And(parts)) }
    }
}

/// The later of two starts.
fn tighter(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The earlier of two starts.
pub(super) fn looser(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    Some(a?.max(b?))
}
