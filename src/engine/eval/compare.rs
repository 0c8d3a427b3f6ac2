//! Comparisons: on lists they hold if one element satisfies them; with missing they do not hold.

use super::{Eval, Frame};
use crate::plan::{CompareOp, NodeId, Op};
use crate::values::Value;
use std::cmp::Ordering;

impl<F: Frame> Eval<'_, '_, F> {
    pub(super) fn comparison(&mut self, op: &Op) -> bool {
        match op {
            Op::Compare(op, a, b) => {
                self.need(*a);
                self.need(*b);
                compares(*op, self.get(*a), self.get(*b))
            }
            Op::InList(subject, list) => {
                self.need(*subject);
                let list = &self.basis.plan.lists[list.0 as usize];
                self.get(*subject).elements().iter().any(|one| list.has(one))
            }
            Op::InRange { subject, low, high, high_open } => self.in_range(*subject, *low, *high, *high_open),
            Op::Missing(subject) => {
                self.need(*subject);
                self.get(*subject).is_missing()
            }
            Op::YesNo(subject, yes) => {
                self.need(*subject);
                self.get(*subject).elements().contains(&Value::YesNo(*yes))
            }
            _ => unreachable!("`compute` gives comparisons only"),
        }
    }

    fn in_range(&mut self, subject: NodeId, low: Option<NodeId>, high: Option<NodeId>, high_open: bool) -> bool {
        self.need(subject);
        low.into_iter().chain(high).for_each(|end| self.need(end));
        let above = |one: &Value| low.is_none_or(|low| ordered(one, self.get(low), Ordering::is_ge));
        let to_high = |order: Ordering| if high_open { order.is_lt() } else { order.is_le() };
        let below = |one: &Value| high.is_none_or(|high| ordered(one, self.get(high), to_high));
        self.get(subject).elements().iter().any(|one| above(one) && below(one))
    }
}

/// Whether some pair of elements compares so.
pub(in crate::engine) fn compares(op: CompareOp, a: &Value, b: &Value) -> bool {
    a.elements().iter().any(|a| b.elements().iter().any(|b| ordered(a, b, |order| stands(op, order))))
}

/// Whether an order is what an operator asks for.
pub(in crate::engine) fn stands(op: CompareOp, order: Ordering) -> bool {
    match op {
        CompareOp::Equal => order.is_eq(),
        CompareOp::NotEqual => order.is_ne(),
        CompareOp::Less => order.is_lt(),
        CompareOp::LessOrEqual => order.is_le(),
        CompareOp::Greater => order.is_gt(),
        CompareOp::GreaterOrEqual => order.is_ge(),
    }
}

/// Values of one kind in an order; values of two kinds, which a checked program never compares, are in none.
fn ordered(a: &Value, b: &Value, holds: impl Fn(Ordering) -> bool) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b) && holds(a.cmp(b))
}
