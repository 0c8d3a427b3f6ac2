//! Arms of `match` and `first`: what earlier arms leave to later ones.

use super::super::{CompareOp, Cond, CondKind, Expr, ExprKind};
use super::bands::{Interval, Taken};
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
    /// Of a `match`, whose arms ask about one subject, an arm that cannot hold together with this one need not be
    /// excluded; arms after `else` hold never.
    pub fn exclusive(&mut self, conds: Vec<Option<Cond>>, spans: &[Span], one_subject: bool) -> Option<Vec<Cond>> {
        let mut exclusive = Vec::with_capacity(conds.len());
        let mut earlier = Earlier::default();
        let mut after_else = false;
        for (cond, span) in conds.into_iter().zip(spans.iter().copied()) {
            let arm = cond.map(Arm::new);
            let mut parts: Vec<Cond> = arm.iter().map(|arm| arm.cond.clone()).collect();
            let excluded = match &arm {
                Some(arm) if one_subject => earlier.not_apart_from(arm),
                _ => earlier.all(),
            };
            for other in excluded {
                self.grow(cond_size(other), span)?;
                parts.push(negated(other.clone(), span));
            }
            exclusive.push(match parts.len() {
                _ if after_else => negated(Cond { kind: CondKind::Always, span }, span),
                0 => Cond { kind: CondKind::Always, span },
                1 => parts.remove(0),
                _ => Cond { kind: CondKind::And(parts), span },
            });
            match arm {
                Some(arm) => earlier.add(arm),
                None => after_else = true,
            }
        }
        Some(exclusive)
    }
}

fn negated(cond: Cond, span: Span) -> Cond {
    Cond { kind: CondKind::Not(Box::new(cond)), span }
}

/// An arm with what can be said about it without looking at others.
struct Arm {
    cond: Cond,
    /// The constant that a single value has to equal, where it is no number.
    equals: Option<Value>,
    /// The stretch a single number has to lie in.
    interval: Option<Interval>,
}

impl Arm {
    fn new(cond: Cond) -> Arm {
        let interval = super::bands::interval(&cond.kind);
        let equals = if interval.is_none() { equals(&cond) } else { None };
        Arm { cond, equals, interval }
    }

    /// Whether two arms about one subject can never hold together: other constants, ranges apart, missing against
    /// anything positive. A list satisfies two comparisons by two elements, so only single values count.
    fn apart(&self, other: &Arm) -> bool {
        match (&self.equals, &other.equals) {
            (Some(one), Some(other)) => return one != other,
            (None, None) => {}
            _ => return is_missing(&self.cond) || is_missing(&other.cond),
        }
        match (self.interval, other.interval) {
            (Some(one), Some(other)) => one.apart(other),
            _ => missing_and_positive(&self.cond, &other.cond) || missing_and_positive(&other.cond, &self.cond),
        }
    }
}

/// The arms before one, in order, kept so that a long list of values or ranges is not compared pair by pair.
#[derive(Default)]
struct Earlier {
    arms: Vec<Arm>,
    by_value: HashMap<Value, Vec<usize>>,
    intervals: Vec<usize>,
    taken: Taken,
    others: Vec<usize>,
}

impl Earlier {
    fn add(&mut self, arm: Arm) {
        let at = self.arms.len();
        match (&arm.equals, arm.interval) {
            (Some(value), _) => self.by_value.entry(value.clone()).or_default().push(at),
            (None, Some(interval)) => {
                self.taken.add(interval, arm.cond.span);
                self.intervals.push(at);
            }
            (None, None) => self.others.push(at),
        }
        self.arms.push(arm);
    }

    fn all(&self) -> Vec<&Cond> {
        self.arms.iter().map(|arm| &arm.cond).collect()
    }

    /// The arms that may hold together with this one.
    fn not_apart_from(&self, arm: &Arm) -> Vec<&Cond> {
        let mut found: Vec<usize> = match (&arm.equals, arm.interval) {
            (Some(value), _) => self.by_value.get(value).into_iter().flatten().chain(&self.others).copied().collect(),
            (None, Some(interval)) if !self.taken.touches(interval) => self.others.clone(),
            (None, Some(_)) => self.intervals.iter().chain(&self.others).copied().collect(),
            (None, None) => (0..self.arms.len()).collect(),
        };
        found.sort_unstable();
        found.into_iter().map(|at| &self.arms[at]).filter(|other| !arm.apart(other)).map(|other| &other.cond).collect()
    }
}

/// The constant that a single value has to equal.
fn equals(cond: &Cond) -> Option<Value> {
    match &cond.kind {
        CondKind::Compare { op: CompareOp::Equal, left, right, compare_as } if !matches!(left.ty, Type::List(_)) => {
            match &right.kind {
                ExprKind::Const(value) => Some(value.group_key(compare_as)),
                _ => None,
            }
        }
        CondKind::Tier { op: CompareOp::Equal, tier, .. } => Some(Value::Choice(tier.0)),
        _ => None,
    }
}

fn is_missing(cond: &Cond) -> bool {
    matches!(cond.kind, CondKind::Missing { negated: false, .. })
}

/// Whether the one asks for missing and the other for something that missing never gives.
fn missing_and_positive(missing: &Cond, other: &Cond) -> bool {
    is_missing(missing)
        && match &other.kind {
            CondKind::Compare { op, .. } => *op != CompareOp::NotEqual,
            CondKind::InRange { negated, .. } | CondKind::InList { negated, .. } => !negated,
            CondKind::Text { .. } | CondKind::Matches { .. } => true,
            _ => false,
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
