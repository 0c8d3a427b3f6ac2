//! Numbers, times and choices in words.

use super::duration;
use crate::plan::{ArithOp, NodeId, Op, Plan};

impl Plan {
    pub(super) fn describe_number(&self, id: NodeId) -> String {
        match &self.node(id).op {
            Op::Arith(op, a, b) => format!("{} {} {}", self.inner(*a), sign(*op), self.inner(*b)),
            Op::Negate(a) => format!("-{}", self.inner(*a)),
            Op::Least(all) => format!("min({})", self.list_of(all)),
            Op::Greatest(all) => format!("max({})", self.list_of(all)),
            Op::Abs(a) => format!("abs({})", self.describe(*a)),
            Op::Floor(a) => format!("floor({})", self.describe(*a)),
            Op::Ceil(a) => format!("ceil({})", self.describe(*a)),
            Op::Round(a, step) => format!("round({}, {step})", self.describe(*a)),
            Op::CountOf(all) => format!("count of ({})", self.list_of(all)),
            Op::Extreme { highest, of } => {
                let which = if *highest { "highest" } else { "lowest" };
                let score = of.first().map(|first| self.describe(*first)).unwrap_or_default();
                format!("{which}({score} in last {}d)", of.len())
            }
            Op::Shift(a, by_us) if *by_us < 0 => format!("{} - {}", self.inner(*a), duration(by_us.saturating_neg())),
            Op::Shift(a, by_us) => format!("{} + {}", self.inner(*a), duration(*by_us)),
            Op::Elapsed { from, until, unit_us, .. } => self.elapsed(*from, *until, *unit_us),
            Op::If(when, a, b) => {
                format!("if {} then {} else {}", self.describe(*when), self.describe(*a), self.describe(*b))
            }
            Op::Otherwise(a, b) => format!("{} otherwise {}", self.inner(*a), self.inner(*b)),
            Op::First(arms, last) => self.first(arms, *last),
            _ => self.describe_condition(id),
        }
    }

    fn elapsed(&self, from: NodeId, until: bool, unit_us: i64) -> String {
        let unit = match unit_us / crate::values::time::DAY_US {
            0 => "hours",
            1 => "days",
            _ => "weeks",
        };
        let which = if until { "until" } else { "since" };
        format!("{unit} {which} {}", self.describe(from))
    }

    fn first(&self, arms: &[(NodeId, NodeId)], last: Option<NodeId>) -> String {
        let arm = |(when, value): &(NodeId, NodeId)| format!("{} => {}", self.describe(*when), self.describe(*value));
        let mut all: Vec<String> = arms.iter().map(arm).collect();
        all.extend(last.map(|last| format!("else => {}", self.describe(last))));
        format!("first {{ {} }}", all.join(", "))
    }
}

fn sign(op: ArithOp) -> char {
    match op {
        ArithOp::Add => '+',
        ArithOp::Subtract => '-',
        ArithOp::Multiply => '*',
        ArithOp::Divide => '/',
    }
}
