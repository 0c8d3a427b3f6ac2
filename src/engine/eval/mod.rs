//! Evaluating nodes: one operation at a time, each at most once for a record or an activity.
//!
//! Registers hold the values of nodes; leaves that lie in a row are read there and never copied. Parts come before what
//! is made of them in the table, so recursion goes no deeper than the rules are nested.

mod arith;
mod choice;
mod compare;
mod show;
mod text;
mod time;

pub(super) use arith::product;
pub(super) use compare::stands;
pub(super) use show::shown;

use super::basis::Basis;
use crate::plan::{NodeId, Op};
use crate::values::{Decimal, Value};

/// Values of nodes for one record or activity at a time.
pub(super) struct Registers {
    values: Vec<Value>,
    stamps: Vec<u32>,
    now: u32,
}

impl Registers {
    pub(super) fn new(n_nodes: usize) -> Registers {
        Registers { values: vec![Value::Missing; n_nodes], stamps: vec![0; n_nodes], now: 1 }
    }

    /// Forgets all values: another record, or another activity.
    pub(super) fn clear(&mut self) {
        self.now = self.now.wrapping_add(1);
        if self.now == 0 {
            self.stamps.fill(0);
            self.now = 1;
        }
    }

    fn has(&self, id: NodeId) -> bool {
        self.stamps[id.0 as usize] == self.now
    }

    /// Sets the value of a node from outside: one kept in a store.
    pub(super) fn set(&mut self, id: NodeId, value: Value) {
        self.values[id.0 as usize] = value;
        self.stamps[id.0 as usize] = self.now;
    }
}

/// What leaves mean here: an activity, or a record.
pub(super) trait Frame {
    /// The value of a leaf that has to be found or computed.
    fn leaf(&mut self, op: &Op) -> Value;

    /// The value of a leaf that lies in a row.
    fn direct(&self, op: &Op) -> Option<&Value>;
}

/// Where nothing is at hand but constants.
pub(super) struct Nowhere;

impl Frame for Nowhere {
    fn leaf(&mut self, _: &Op) -> Value {
        Value::Missing
    }

    fn direct(&self, _: &Op) -> Option<&Value> {
        None
    }
}

/// An evaluation in a frame.
pub(super) struct Eval<'e, 'a, F> {
    pub(super) basis: &'e Basis<'a>,
    pub(super) registers: &'e mut Registers,
    pub(super) frame: F,
}

impl<F: Frame> Eval<'_, '_, F> {
    /// The value of a node.
    pub(super) fn value(&mut self, id: NodeId) -> Value {
        self.need(id);
        self.get(id).clone()
    }

    /// The number of a node, if it is known.
    pub(super) fn number(&mut self, id: NodeId) -> Option<Decimal> {
        self.need(id);
        self.get(id).as_number()
    }

    /// Whether a condition holds.
    pub(super) fn holds(&mut self, id: NodeId) -> bool {
        self.need(id);
        matches!(self.get(id), Value::YesNo(true))
    }

    /// Makes sure that [`Eval::get`] finds the node's value.
    fn need(&mut self, id: NodeId) {
        let op = &self.basis.plan.node(id).op;
        if self.basis.constant(id).is_some() || self.registers.has(id) || self.frame.direct(op).is_some() {
            return;
        }
        let value = self.compute(op);
        self.registers.set(id, value);
    }

    /// The value of a node that was needed before.
    fn get(&self, id: NodeId) -> &Value {
        if let Some(constant) = self.basis.constant(id) {
            return constant;
        }
        if self.registers.has(id) {
            return &self.registers.values[id.0 as usize];
        }
        self.frame.direct(&self.basis.plan.node(id).op).unwrap_or(&Value::Missing)
    }

    fn compute(&mut self, op: &Op) -> Value {
        match op {
            Op::Arith(..) | Op::Negate(_) | Op::Abs(_) | Op::Floor(_) | Op::Ceil(_) | Op::Round(..) => self.arith(op),
            Op::Least(_) | Op::Greatest(_) | Op::Extreme { .. } | Op::CountOf(_) => self.several(op),
            Op::Shift(..) | Op::Elapsed { .. } => self.time(op),
            Op::If(..) | Op::Otherwise(..) | Op::First(..) => self.choice(op),
            Op::Convert(..) | Op::Key(_) | Op::Words(_) | Op::After { .. } | Op::Template(_) => self.made_text(op),
            Op::Lookup(table, keys) => self.lookup(*table, keys),
            Op::Text { .. } | Op::TextValue(..) | Op::Matches(..) => Value::YesNo(self.text_test(op)),
            Op::Compare(..) | Op::InList(..) | Op::InRange { .. } | Op::Missing(_) | Op::YesNo(..) => {
                Value::YesNo(self.comparison(op))
            }
            Op::And(_) | Op::Or(_) | Op::Not(_) | Op::AtLeast(..) => Value::YesNo(self.logic(op)),
            Op::Const(value) => value.clone(),
            leaf => self.frame.leaf(leaf),
        }
    }

    fn logic(&mut self, op: &Op) -> bool {
        match op {
            Op::And(all) => all.iter().all(|part| self.holds(*part)),
            Op::Or(all) => all.iter().any(|part| self.holds(*part)),
            Op::Not(part) => !self.holds(*part),
            Op::AtLeast(n, all) => all.iter().filter(|part| self.holds(**part)).count() as u64 >= u64::from(*n),
            _ => unreachable!("`compute` gives logic only"),
        }
    }

    fn lookup(&mut self, table: crate::plan::TableId, keys: &[NodeId]) -> Value {
        let keys: Vec<Value> = keys.iter().map(|key| self.value(*key)).collect();
        if keys.iter().any(Value::is_missing) {
            return Value::Missing;
        }
        self.basis.plan.tables[table.0 as usize].find(&keys).cloned().unwrap_or(Value::Missing)
    }
}

/// A number that may have come out as missing.
pub(super) fn known(number: Option<Decimal>) -> Value {
    number.map_or(Value::Missing, Value::Number)
}
