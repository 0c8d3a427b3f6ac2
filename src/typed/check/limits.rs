//! Limits of a rule.

use super::super::Limits;
use super::exec::Checker;
use super::heads::HeadScope;
use super::scope::Types;
use super::{constant, finding};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast;

/// The kinds of limits; a rule has one of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    PerField,
    PerDay,
    Times,
    PointsPerField,
    PointsPerDay,
    UpTo,
    DownTo,
}

impl<'a> Checker<'a> {
    /// The limits after an award.
    pub fn limits(&mut self, payout: &'a ast::Payout, head: &HeadScope) -> Option<Limits> {
        let mut limits = Limits::default();
        let mut seen: Vec<(Kind, Span)> = Vec::new();
        let mut fine = true;
        for limit in payout.limits() {
            let kind = kind(&limit.kind);
            if let Some((_, first)) = seen.iter().find(|(known, _)| *known == kind) {
                self.report_twice(limit.span, *first);
                fine = false;
                continue;
            }
            seen.push((kind, limit.span));
            fine &= self.limit(limit, head, &mut limits).is_some();
        }
        let place = |kind: Kind| seen.iter().find(|(known, _)| *known == kind).map(|(_, span)| *span);
        if let (Some(per_field), Some(per_day)) = (place(Kind::PointsPerField), place(Kind::PointsPerDay)) {
            return self.two_points_limits(per_field, per_day);
        }
        self.caps_in_order(limits.up_to, limits.down_to, payout.span)?;
        fine.then_some(limits)
    }

    fn report_twice(&mut self, span: Span, first: Span) {
        let message =
            format!("{} limits what another limit of this rule does already", finding::quoted(self.slice(span)));
        self.report::<()>(
            Diagnostic::new(Code::SetTwice, span, message)
                .also(first, "the first stands here")
                .help("keep the smaller of the two"),
        );
    }

    fn two_points_limits<T>(&mut self, per_field: Span, per_day: Span) -> Option<T> {
        let (last, first) = if per_field > per_day { (per_field, per_day) } else { (per_day, per_field) };
        let message = "a rule limits its points per day or per field, not both";
        self.report(
            Diagnostic::new(Code::TwoPointsLimits, last, message)
                .also(first, "the other one")
                .help("keep one, and put the rule into a group with `up to` for the whole"),
        )
    }

    fn limit(&mut self, limit: &'a ast::Limit, head: &HeadScope, limits: &mut Limits) -> Option<()> {
        match (&limit.kind, head) {
            (ast::LimitKind::UpTo(points), _) => limits.up_to = Some(self.fixed_points(points, "a limit is fixed")?),
            (ast::LimitKind::DownTo(points), _) => {
                limits.down_to = Some(self.fixed_points(points, "a limit is fixed")?);
            }
            (_, HeadScope::When(_)) => return self.needs_activities(limit.span),
            (kind, HeadScope::Each(checked)) => self.counting_limit(kind, &checked.types, limits)?,
        }
        Some(())
    }

    fn needs_activities(&mut self, span: Span) -> Option<()> {
        let message = format!(
            "{} counts activities, and this rule stands on a condition, which awards once",
            finding::quoted(self.slice(span))
        );
        self.report(
            Diagnostic::new(Code::LimitNeedsActivities, span, message).help(format!("remove `, {}`", self.slice(span))),
        )
    }

    fn counting_limit(&mut self, kind: &'a ast::LimitKind, types: &Types, limits: &mut Limits) -> Option<()> {
        match kind {
            ast::LimitKind::Once => limits.times = Some(1),
            ast::LimitKind::OncePerDay => limits.per_day = Some(1),
            ast::LimitKind::OncePer(field) => limits.per_field = Some((self.key_field(field, types)?, 1)),
            ast::LimitKind::AtMost(n) => limits.times = Some(self.count(n)?),
            ast::LimitKind::AtMostPerDay(n) => limits.per_day = Some(self.count(n)?),
            ast::LimitKind::AtMostPer(n, field) => {
                let (n, field) = (self.count(n), self.key_field(field, types));
                limits.per_field = Some((field?, n?));
            }
            ast::LimitKind::UpToPerDay(points) => {
                limits.points_per_day = Some(self.fixed_points(points, "a limit is fixed")?);
            }
            ast::LimitKind::UpToPer(points, field) => {
                let (points, field) = (self.fixed_points(points, "a limit is fixed"), self.key_field(field, types));
                limits.points_per_field = Some((field?, points?));
            }
            ast::LimitKind::UpTo(_) | ast::LimitKind::DownTo(_) => {}
        }
        Some(())
    }

    /// A fixed whole number above zero.
    fn count(&mut self, expr: &'a ast::Expr) -> Option<u32> {
        let count = self.fixed_number(expr, "a limit is fixed")?;
        let whole = count.to_whole().and_then(|whole| u32::try_from(whole).ok()).filter(|whole| *whole > 0);
        if whole.is_none() {
            let diagnostic = constant::bad_count(expr.span, self.slice(expr.span));
            return self.report(diagnostic);
        }
        whole
    }
}

fn kind(kind: &ast::LimitKind) -> Kind {
    match kind {
        ast::LimitKind::Once | ast::LimitKind::AtMost(_) => Kind::Times,
        ast::LimitKind::OncePerDay | ast::LimitKind::AtMostPerDay(_) => Kind::PerDay,
        ast::LimitKind::OncePer(_) | ast::LimitKind::AtMostPer(..) => Kind::PerField,
        ast::LimitKind::UpTo(_) => Kind::UpTo,
        ast::LimitKind::UpToPerDay(_) => Kind::PointsPerDay,
        ast::LimitKind::UpToPer(..) => Kind::PointsPerField,
        ast::LimitKind::DownTo(_) => Kind::DownTo,
    }
}
