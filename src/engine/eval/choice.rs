//! `if`, `otherwise`, `first` and `match`.

use super::{Eval, Frame};
use crate::plan::Op;
use crate::values::Value;

impl<F: Frame> Eval<'_, '_, F> {
    pub(super) fn choice(&mut self, op: &Op) -> Value {
        match op {
            Op::If(when, a, b) => {
                let branch = if self.holds(*when) { *a } else { *b };
                self.value(branch)
            }
            Op::Otherwise(a, b) => match self.value(*a) {
                Value::Missing => self.value(*b),
                known => known,
            },
            Op::First(arms, last) => {
                let arm = arms.iter().find(|(when, _)| self.holds(*when)).map(|(_, value)| *value);
                arm.or(*last).map_or(Value::Missing, |value| self.value(value))
            }
            _ => unreachable!("`compute` gives choices only"),
        }
    }
}
