//! Arithmetic: each operation rounded at once; beyond 10^12, tested on the exact result, missing.

use super::{Eval, Frame, known};
use crate::plan::{ArithOp, NodeId, Op};
use crate::values::number::{NUMBER_MAX, div_round_half_even};
use crate::values::{Decimal, Value};

/// Micros in one.
const ONE: i128 = 1_000_000;

impl<F: Frame> Eval<'_, '_, F> {
    pub(super) fn arith(&mut self, op: &Op) -> Value {
        known(match op {
            Op::Arith(op, a, b) => self.operation(*op, *a, *b),
            Op::Negate(a) => self.number(*a).and_then(Decimal::checked_neg),
            Op::Abs(a) => self.number(*a).map(Decimal::abs),
            Op::Floor(a) => self.number(*a).map(Decimal::floor).filter(|whole| whole.is_number()),
            Op::Ceil(a) => self.number(*a).map(Decimal::ceil).filter(|whole| whole.is_number()),
            Op::Round(a, step) => self.number(*a).and_then(|a| a.round_half_even_to(*step)),
            _ => unreachable!("`compute` gives arithmetic only"),
        })
    }

    fn operation(&mut self, op: ArithOp, a: NodeId, b: NodeId) -> Option<Decimal> {
        let (a, b) = (self.number(a)?, self.number(b)?);
        match op {
            ArithOp::Add => a.checked_add(b),
            ArithOp::Subtract => a.checked_sub(b),
            ArithOp::Multiply => product(a, b),
            ArithOp::Divide if b == Decimal::ZERO => None,
            ArithOp::Divide => rounded(i128::from(a.micro()) * ONE, i128::from(b.micro())),
        }
    }

    pub(super) fn several(&mut self, op: &Op) -> Value {
        match op {
            Op::Least(all) => self.of_all(all).and_then(|all| all.into_iter().min()).unwrap_or(Value::Missing),
            Op::Greatest(all) => self.of_all(all).and_then(|all| all.into_iter().max()).unwrap_or(Value::Missing),
            Op::Extreme { highest, of } => {
                let values = of.iter().filter_map(|node| self.number(*node));
                known(if *highest { values.max() } else { values.min() })
            }
            Op::CountOf(all) => {
                let n = all.iter().filter(|part| self.holds(**part)).count();
                known(Decimal::from_count(n as u64))
            }
            _ => unreachable!("`compute` gives these only"),
        }
    }

    /// All values, none if one is missing.
    fn of_all(&mut self, all: &[NodeId]) -> Option<Vec<Value>> {
        all.iter().map(|node| Some(self.value(*node)).filter(|value| !value.is_missing())).collect()
    }
}

/// `a * b`, rounded; the exact product is tested.
pub(in crate::engine) fn product(a: Decimal, b: Decimal) -> Option<Decimal> {
    rounded(i128::from(a.micro()) * i128::from(b.micro()), ONE)
}

/// `n / d` in micros, rounded; missing where the exact quotient lies beyond 10^12.
fn rounded(n: i128, d: i128) -> Option<Decimal> {
    let most = i128::from(NUMBER_MAX.micro()).checked_mul(d.abs())?;
    if n.abs() > most {
        return None;
    }
    i64::try_from(div_round_half_even(n, d)).ok().map(Decimal::from_micro)
}
