//! Arms of `match` and `first`: what earlier arms leave to later ones.

use super::super::{CompareOp, Cond, CondKind, Expr, ExprKind};
use super::exec::Checker;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast;
use crate::values::{Type, Value};
use std::collections::HashMap;

impl Checker<'_> {
    /// Reports arms that stand after `else`, which takes everything.
    pub fn after_else(&mut self, arms: impl Iterator<Item = (bool, Span)>) {
        let mut else_span: Option<Span> = None;
        for (is_else, span) in arms {
            match else_span {
                None if is_else => else_span = Some(span),
                Some(first) => {
                    let diagnostic = Diagnostic::new(
                        Code::ArmNeverWins,
                        span,
                        "this arm never wins: `else` before it takes everything",
                    )
                    .also(first, "takes everything")
                    .help("move `else` to the end");
                    self.report::<()>(diagnostic);
                }
                None => {}
            }
        }
    }

    /// As a statement each arm is a rule of its own: it holds where its condition does and that of no arm before.
    /// An arm that cannot hold together with this one need not be excluded.
    pub fn exclusive(&mut self, conds: Vec<Option<Cond>>, spans: &[Span]) -> Option<Vec<Cond>> {
        let mut exclusive = Vec::with_capacity(conds.len());
        let mut earlier = Earlier::default();
        for (at, cond) in conds.into_iter().enumerate() {
            let span = spans[at];
            let mut parts: Vec<Cond> = cond.iter().cloned().collect();
            for other in earlier.not_apart_from(cond.as_ref()) {
                self.grow(cond_size(other), span)?;
                parts.push(Cond { kind: CondKind::Not(Box::new(other.clone())), span });
            }
            exclusive.push(match parts.len() {
                0 => Cond { kind: CondKind::Always, span },
                1 => parts.remove(0),
                _ => Cond { kind: CondKind::And(parts), span },
            });
            if let Some(cond) = cond {
                earlier.add(cond);
            }
        }
        Some(exclusive)
    }
}

/// The arms before one, in order. Those that equal a constant are found by it, so that a long list of values is not
/// compared pair by pair.
#[derive(Default)]
struct Earlier {
    conds: Vec<Cond>,
    by_key: HashMap<Value, Vec<usize>>,
    without_key: Vec<usize>,
}

impl Earlier {
    fn add(&mut self, cond: Cond) {
        match equals(&cond) {
            Some(key) => self.by_key.entry(key).or_default().push(self.conds.len()),
            None => self.without_key.push(self.conds.len()),
        }
        self.conds.push(cond);
    }

    /// The arms that may hold together with this one; all of them for `else`.
    fn not_apart_from(&self, cond: Option<&Cond>) -> Vec<&Cond> {
        let Some(cond) = cond else { return self.conds.iter().collect() };
        let mut found: Vec<usize> = match equals(cond) {
            Some(key) => self.by_key.get(&key).into_iter().flatten().chain(&self.without_key).copied().collect(),
            None => (0..self.conds.len()).collect(),
        };
        found.sort_unstable();
        found.into_iter().map(|at| &self.conds[at]).filter(|earlier| !apart(cond, earlier)).collect()
    }
}

/// The constant that a single value has to equal.
fn equals(cond: &Cond) -> Option<Value> {
    match &cond.kind {
        CondKind::Compare { op: CompareOp::Equal, left, right, compare_as } if !matches!(left.ty, Type::List(_)) => {
            constant(right).map(|value| value.group_key(compare_as))
        }
        _ => None,
    }
}

/// A test that is an exact negation, which a missing subject would pass; arms of `match` leave those to `missing`.
pub(super) fn is_negation(test: &ast::Test) -> bool {
    match test {
        ast::Test::Compare(op, _) => op.node == ast::CompareOp::NotEqual,
        ast::Test::NotIn(_) => true,
        _ => false,
    }
}

/// The condition, and that the subject is known.
pub(super) fn where_known(cond: Cond, subject: Option<Expr>) -> Cond {
    let Some(subject) = subject else { return cond };
    let span = cond.span;
    let known = Cond { kind: CondKind::Missing { subject, negated: true }, span };
    Cond { kind: CondKind::And(vec![known, cond]), span }
}

/// Whether two arms of one `match` can never hold together: other constants, ranges apart, missing against anything.
/// A list satisfies two comparisons by two elements, so only single values count.
fn apart(a: &Cond, b: &Cond) -> bool {
    match (&a.kind, &b.kind) {
        (CondKind::Missing { negated: false, .. }, other) | (other, CondKind::Missing { negated: false, .. }) => {
            matches!(other, CondKind::Compare { op, .. } if *op != CompareOp::NotEqual)
                || matches!(other, CondKind::InRange { negated: false, .. } | CondKind::Text { .. })
        }
        (
            CondKind::Tier { op: CompareOp::Equal, tier, .. },
            CondKind::Tier { op: CompareOp::Equal, tier: other, .. },
        ) => tier != other,
        _ if equals(a).is_some() && equals(b).is_some() => equals(a) != equals(b),
        _ => match (super::bands::interval(&a.kind), super::bands::interval(&b.kind)) {
            (Some(one), Some(other)) => one.apart(other),
            _ => false,
        },
    }
}

fn constant(expr: &Expr) -> Option<&Value> {
    match &expr.kind {
        ExprKind::Const(value) => Some(value),
        _ => None,
    }
}

/// How many nodes a value has, for the bound on growth.
pub(super) fn size(expr: &Expr) -> u64 {
    let mut n = 1;
    super::visit::expr_children(expr, &mut |part| n += part_size(part));
    n
}

/// How many nodes a condition has.
pub(super) fn cond_size(cond: &Cond) -> u64 {
    let mut n = 1;
    super::visit::cond_children(cond, &mut |part| n += part_size(part));
    n
}

fn part_size(part: super::visit::Part<'_>) -> u64 {
    match part {
        super::visit::Part::Expr(expr) => size(expr),
        super::visit::Part::Cond(cond) => cond_size(cond),
    }
}
