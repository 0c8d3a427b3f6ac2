//! Bands of a `match` over a number: arms that can never win, and gaps that no arm covers.

use super::super::{AggregateKind, CompareOp, CondKind, Expr, ExprKind, FieldTarget};
use super::constant;
use super::exec::{Checker, Walk};
use super::finding::quoted;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast;
use crate::values::number::simplest_between;
use crate::values::{Decimal, Type, Value};
use std::collections::BTreeMap;

/// Numbers from `low` to `high`, both included, in micros.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Interval {
    low: i64,
    high: i64,
}

impl Interval {
    /// Whether no number is in both.
    pub fn apart(self, other: Interval) -> bool {
        self.high < other.low || other.high < self.low
    }
}

/// The numbers for which a condition on a single number holds, where that is one stretch.
pub(super) fn interval(kind: &CondKind) -> Option<Interval> {
    match kind {
        CondKind::Compare { op, left, right, compare_as: Type::Number } if !matches!(left.ty, Type::List(_)) => {
            let micro = constant::folded(right)?.micro();
            let (low, high) = match op {
                CompareOp::Equal => (micro, micro),
                CompareOp::Less => (i64::MIN, micro.checked_sub(1)?),
                CompareOp::LessOrEqual => (i64::MIN, micro),
                CompareOp::Greater => (micro.checked_add(1)?, i64::MAX),
                CompareOp::GreaterOrEqual => (micro, i64::MAX),
                CompareOp::NotEqual => return None,
            };
            Some(Interval { low, high })
        }
        CondKind::InRange { subject, low, high, high_open, negated: false } if subject.ty.is_number() => {
            let low = low.as_ref().map_or(Some(i64::MIN), |low| Some(constant::folded(low)?.micro()))?;
            let high = high.as_ref().map_or(Some(i64::MAX), |high| Some(constant::folded(high)?.micro()))?;
            Some(Interval { low, high: if *high_open { high.checked_sub(1)? } else { high } })
        }
        _ => None,
    }
}

/// An arm as written, before it is typed: what it covers.
struct Band {
    interval: Interval,
    span: Span,
}

impl<'a> Checker<'a> {
    /// Looks at the arms of a `match` as bands; only numbers have any.
    pub fn match_bands<R>(&mut self, subject: &Expr, arms: &'a ast::Block<ast::MatchArm<R>>) {
        if self.walk == Walk::First || !subject.ty.is_number() {
            return;
        }
        let mut bands: Vec<Band> = Vec::new();
        let mut only_bands = true;
        let mut has_else = false;
        for arm in arms.nodes() {
            match &arm.test {
                ast::MatchTest::Else(_) => has_else = true,
                ast::MatchTest::Missing(_) => {}
                test => match band(test) {
                    Some(interval) => bands.push(Band { interval, span: arm.span }),
                    None => only_bands = false,
                },
            }
        }
        self.arms_that_never_win(&bands);
        if only_bands && !has_else {
            self.gaps(subject, &bands);
        }
    }

    /// An arm whose numbers are all taken by arms before it.
    fn arms_that_never_win(&mut self, bands: &[Band]) {
        let mut taken = Taken::default();
        for band in bands {
            if let Some(by) = taken.covers(band.interval) {
                self.report::<()>(
                    Diagnostic::new(
                        Code::ArmNeverWins,
                        band.span,
                        "this arm never wins: arms before it take all its numbers",
                    )
                    .also(by, "takes them first")
                    .help("move the narrower arm up, or remove one of the two"),
                );
            }
            taken.add(band.interval, band.span);
        }
    }

    /// Numbers between two bands that belong to none.
    fn gaps(&mut self, subject: &Expr, bands: &[Band]) {
        let step = self.step_of(subject, bands);
        let mut sorted: Vec<&Band> = bands.iter().collect();
        sorted.sort_by_key(|band| band.interval);
        let mut reach: Option<&Band> = None;
        for band in sorted {
            if let Some(below) = reach
                && let Some(from) = below.interval.high.checked_add(1)
                && let Some(lost) = simplest_between(from, band.interval.low, step)
            {
                let name = self.slice(subject.span);
                let message = format!("no arm takes {} of {lost}, between these two", quoted(name));
                self.report::<()>(
                    Diagnostic::new(Code::BandGap, band.span, message)
                        .also(below.span, "ends before")
                        .help("close the gap with `..<`, or add `else`")
                        .witness(format!("contact {{ {name}: {lost} }}")),
                );
            }
            if reach.is_none_or(|reach| reach.interval.high < band.interval.high) {
                reach = Some(band);
            }
        }
    }

    /// The least difference between two values of the subject, in micros. What nothing declares counts as whole where
    /// all edges are: nobody means 499.5 employees.
    fn step_of(&self, subject: &Expr, bands: &[Band]) -> i64 {
        const WHOLE: i64 = Decimal::ONE.micro();
        match &subject.kind {
            _ if subject.ty == Type::WholeNumber => WHOLE,
            ExprKind::Floor(_) | ExprKind::Ceil(_) | ExprKind::CountOf(_) | ExprKind::Elapsed(_) => WHOLE,
            ExprKind::Round(_, step) => step.micro(),
            ExprKind::Aggregate(node) if node.of == AggregateKind::Count => WHOLE,
            ExprKind::Score(score) => self.round_of(score.score),
            ExprKind::Field(path) => {
                let inferred = matches!(path.field, FieldTarget::Field(_)) && !self.all_declared();
                if inferred && bands.iter().all(|band| whole_edges(band.interval)) { WHOLE } else { 1 }
            }
            _ => 1,
        }
    }

    fn all_declared(&self) -> bool {
        self.kinds.iter().all(|(_, kind)| kind.declared)
    }

    /// The rounding of a score as written; 0.01 where it is not, or is not written out.
    fn round_of(&self, score: super::super::ScoreId) -> i64 {
        const DEFAULT: i64 = 10_000;
        let rounds = self.names.score(score).items.iter().filter_map(|item| match item {
            ast::BodyItem::Setting(ast::Setting::Round(round)) => Some(&round.step),
            _ => None,
        });
        let mut findings = crate::diag::Diagnostics::new();
        rounds
            .filter_map(|step| match constant::literal(step, &mut findings) {
                Some((Value::Number(step), _)) if step.signum() > 0 => Some(step.micro()),
                _ => None,
            })
            .next()
            .unwrap_or(DEFAULT)
    }
}

/// What an arm covers, if its numbers are written out.
fn band(test: &ast::MatchTest) -> Option<Interval> {
    let number = |expr: &ast::Expr| -> Option<i64> {
        let mut findings = crate::diag::Diagnostics::new();
        match constant::literal(expr, &mut findings)? {
            (Value::Number(number), _) => Some(number.micro()),
            _ => None,
        }
    };
    let (low, high) = match test {
        ast::MatchTest::Value(value) => match &*value.kind {
            ast::ExprKind::Range(range) => return range_band(range, &number),
            _ => {
                let at = number(value)?;
                (at, at)
            }
        },
        ast::MatchTest::Test(ast::Test::In(set)) => match &*set.kind {
            ast::ExprKind::Range(range) => return range_band(range, &number),
            _ => return None,
        },
        ast::MatchTest::Test(ast::Test::Compare(op, value)) => {
            let at = number(value)?;
            match op.node {
                ast::CompareOp::Equal => (at, at),
                ast::CompareOp::Less => (i64::MIN, at.checked_sub(1)?),
                ast::CompareOp::AtMost => (i64::MIN, at),
                ast::CompareOp::Greater => (at.checked_add(1)?, i64::MAX),
                ast::CompareOp::AtLeast => (at, i64::MAX),
                ast::CompareOp::NotEqual => return None,
            }
        }
        _ => return None,
    };
    Some(Interval { low, high })
}

fn range_band(range: &ast::Range, number: &impl Fn(&ast::Expr) -> Option<i64>) -> Option<Interval> {
    let low = range.from.as_ref().map_or(Some(i64::MIN), number)?;
    let high = range.to.as_ref().map_or(Some(i64::MAX), number)?;
    let high = if range.to_excluded { high.checked_sub(1)? } else { high };
    (low <= high).then_some(Interval { low, high })
}

/// Numbers that arms have taken, as stretches apart from each other by their lower end.
#[derive(Default)]
pub(super) struct Taken {
    stretches: BTreeMap<i64, (i64, Span)>,
}

impl Taken {
    /// The arm that closed the stretch in which all of an interval lies.
    pub fn covers(&self, interval: Interval) -> Option<Span> {
        let (_, (high, span)) = self.stretches.range(..=interval.low).next_back()?;
        (*high >= interval.high).then_some(*span)
    }

    /// Whether any number of an interval is taken.
    pub fn touches(&self, interval: Interval) -> bool {
        self.stretches.range(..=interval.high).next_back().is_some_and(|(_, (high, _))| *high >= interval.low)
    }

    /// Adds an interval; stretches that it overlaps or touches become one.
    pub fn add(&mut self, interval: Interval, span: Span) {
        let (mut low, mut high) = (interval.low, interval.high);
        while let Some((start, (end, _))) = self.stretches.range(..=high.saturating_add(1)).next_back() {
            let (start, end) = (*start, *end);
            if end < low.saturating_sub(1) {
                break;
            }
            self.stretches.remove(&start);
            low = low.min(start);
            high = high.max(end);
        }
        self.stretches.insert(low, (high, span));
    }
}

fn whole_edges(interval: Interval) -> bool {
    const WHOLE: i64 = Decimal::ONE.micro();
    let whole = |edge: i64| edge == i64::MIN || edge == i64::MAX || edge % WHOLE == 0;
    // `< 10` ends one micro below 10, `> 10` starts one above.
    let low = whole(interval.low) || whole(interval.low - 1);
    let high = whole(interval.high) || whole(interval.high + 1);
    low && high
}
