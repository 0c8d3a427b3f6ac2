//! Values that depend on a condition.

use super::Words;
use crate::typed::{Expr, ExprKind};

impl Words<'_> {
    pub(super) fn choice(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::If(cond, then, or) => {
                format!("if {} then {} else {}", self.inner_cond(cond), self.operand(then), self.operand(or))
            }
            ExprKind::Otherwise(a, b) => format!("{} otherwise {}", self.operand(a), self.operand(b)),
            ExprKind::First(arms, last) => {
                let mut all: Vec<String> = arms
                    .iter()
                    .map(|(cond, value)| format!("{} => {}", self.cond(cond), self.operand(value)))
                    .collect();
                all.extend(last.iter().map(|last| format!("else => {}", self.operand(last))));
                format!("first {{ {} }}", all.join(", "))
            }
            _ => unreachable!("only choices come here"),
        }
    }
}
