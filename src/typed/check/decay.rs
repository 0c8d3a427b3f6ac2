//! How points fade: the curve, its unit, and the clock.

use super::super::{Award, Clock, CondKind, Curve, Decay, Phrase, TotalDecay};
use super::block::Inherited;
use super::constant;
use super::exec::Checker;
use super::finding::quoted;
use super::heads::HeadScope;
use super::scope::Scope;
use super::visit::{phrases_of_cond, phrases_of_expr};
use crate::diag::{Applicability, Code, Diagnostic, Fix};
use crate::source::Span;
use crate::syntax::ast;
use crate::values::{Decimal, Duration, Unit};

/// The most units a half-life, a step or a slope may have.
const UNITS_MAX: u64 = 100_000;
/// The most units of grace.
const GRACE_MAX: u64 = 1_000_000;
/// The least share that `compound` takes: 0.01 percent.
const COMPOUND_MIN: Decimal = Decimal::from_micro(10_000);

impl<'a> Checker<'a> {
    /// The decay of a rule: its own, else for activity rules the inherited one.
    pub fn rule_decay(
        &mut self,
        payout: &'a ast::Payout,
        head: &HeadScope,
        award: &Award,
        scope: &Scope,
        inherited: &Inherited,
    ) -> Option<Option<Decay>> {
        let mut own = payout.decays();
        let Some(node) = own.next() else {
            return Some(match (head, inherited) {
                (HeadScope::Each(_), Inherited::Some(decay)) => Some((**decay).clone()),
                _ => None,
            });
        };
        if let Some(second) = own.next() {
            let message = "this rule has a decay already";
            return self.report(
                Diagnostic::new(Code::SetTwice, second.span, message)
                    .also(node.span, "the first stands here")
                    .help("remove one of the two"),
            );
        }
        self.no_down_to(node)?;
        let curve = self.curve(node)?;
        let Some((curve, unit, grace)) = curve else { return Some(None) };
        let clock = match (&node.without, head) {
            (Some(without), _) => Clock::Without(self.clock_phrase(without, scope)?),
            (None, HeadScope::Each(_)) => Clock::Activity,
            (None, HeadScope::When(_)) => Clock::Newest(self.counted_phrases(head, award, node.span)?),
        };
        Some(Some(Decay { curve, grace, unit, clock }))
    }

    /// The phrases of a condition rule, whose newest activity is its clock; for `always` those of the award.
    fn counted_phrases(&mut self, head: &HeadScope, award: &Award, span: Span) -> Option<Vec<Phrase>> {
        let mut phrases = Vec::new();
        if let HeadScope::When(cond) = head {
            phrases_of_cond(cond, &mut phrases);
            if matches!(cond.kind, CondKind::Always)
                && let Award::Same(award) = award
            {
                phrases_of_expr(award, &mut phrases);
            }
        }
        if !phrases.is_empty() {
            return Some(phrases);
        }
        let message = "this rule counts no activity, so there is no time since when its points could fade";
        self.report(
            Diagnostic::new(Code::DecayWithoutClock, span, message)
                .help("remove the decay, or say what the clock is: `decay 90d without activity`"),
        )
    }

    /// A clock looks at the whole log: windows of blocks narrow what is scored, not since when.
    fn clock_phrase(&mut self, phrase: &'a ast::Phrase, scope: &Scope) -> Option<Phrase> {
        self.phrase(phrase, &scope.without_windows())
    }

    fn no_down_to(&mut self, node: &'a ast::Decay) -> Option<()> {
        let Some(down_to) = &node.down_to else { return Some(()) };
        let message = "`down to` after a decay is for decays of a total, those with `without E` on a group or score";
        self.report(
            Diagnostic::new(Code::Misplaced, down_to.span, message).help("remove it: points fade to 0 and stop there"),
        )
    }

    /// A plain decay of a block, which activity rules below inherit; `None` inside for `no decay`.
    pub fn plain_block_decay(&mut self, node: &'a ast::Decay) -> Option<Option<Decay>> {
        self.no_down_to(node)?;
        if let ast::DecayKind::Points(..) = node.kind {
            return self.points_decay_of_block(node);
        }
        let curve = self.curve(node)?;
        Some(curve.map(|(curve, unit, grace)| Decay { curve, grace, unit, clock: Clock::Activity }))
    }

    fn points_decay_of_block<T>(&mut self, node: &ast::Decay) -> Option<T> {
        let written = self.slice(node.span);
        let message = "points per time cannot be taken from every activity of a block";
        let place = Span::point(node.span.source, node.span.end);
        self.report(
            Diagnostic::new(Code::PointsDecayOfBlock, node.span, message)
                .help(format!(
                    "to take them from the total while nothing happens, write `{written} without activity`; to fade each rule, write it there"
                ))
                .fix(Fix::replace("add `without activity`", place, " without activity", Applicability::Suggestion)),
        )
    }

    /// A decay of a block's total.
    pub fn total_decay(&mut self, node: &'a ast::Decay, scope: &Scope) -> Option<TotalDecay> {
        let curve = self.curve(node);
        let phrase = match &node.without {
            Some(without) => self.clock_phrase(without, scope),
            None => None,
        };
        let down_to = match &node.down_to {
            Some(down_to) => self.fixed_points(down_to, "`down to` is fixed"),
            None => Some(Decimal::ZERO),
        };
        let (curve, unit, grace) = curve??;
        let decay = Decay { curve, grace, unit, clock: Clock::Without(phrase?) };
        Some(TotalDecay { decay, down_to: down_to? })
    }

    /// The curve with its unit and its grace; `None` inside for `no decay`.
    fn curve(&mut self, node: &'a ast::Decay) -> Option<Option<(Curve, Unit, u32)>> {
        let length = match &node.kind {
            ast::DecayKind::None => return Some(None),
            ast::DecayKind::HalfLife(length) | ast::DecayKind::Linear(length) | ast::DecayKind::Points(_, length) => {
                length
            }
            ast::DecayKind::Percent(percent) => &percent.per,
        };
        let written = constant::duration(length, self.findings());
        let grace = match &node.after {
            None => Some(None),
            Some(after) => constant::duration(after, self.findings()).map(|duration| Some((duration, after.span))),
        };
        let (written, grace) = (written?, grace?);
        let finest = grace.map_or(written.unit(), |(grace, _)| grace.unit().min(written.unit()));
        let unit = finest.age_unit();
        let per = self.units(written, unit, UNITS_MAX, length.span)?;
        if per == 0 {
            let message = "a decay over no time would leave nothing";
            return self.report(Diagnostic::new(Code::DecayBounds, length.span, message).help("write `decay 90d`"));
        }
        let grace = match grace {
            None => 0,
            Some((grace, span)) => self.units(grace, unit, GRACE_MAX, span)?,
        };
        let curve = match &node.kind {
            ast::DecayKind::None => return Some(None),
            ast::DecayKind::HalfLife(_) => Curve::HalfLife(per),
            ast::DecayKind::Linear(_) => Curve::Linear(per),
            ast::DecayKind::Points(points, _) => Curve::Points { points: self.points_per_step(points)?, per },
            ast::DecayKind::Percent(percent) => self.percent_curve(percent, per)?,
        };
        Some(Some((curve, unit, grace)))
    }

    /// A duration as whole units of a decay.
    fn units(&mut self, duration: Duration, unit: Unit, most: u64, span: Span) -> Option<u32> {
        let units = duration.in_units(unit)?;
        if units <= most
            && let Ok(units) = u32::try_from(units)
        {
            return Some(units);
        }
        let words = unit.word(true);
        let message = format!("`{duration}` is {units} {words}, and a decay counts at most {most} of its finest unit");
        self.report(Diagnostic::new(Code::DecayBounds, span, message).help("write the decay in a coarser unit: `90d`"))
    }

    fn points_per_step(&mut self, points: &'a ast::Expr) -> Option<Decimal> {
        let step = self.fixed_points(points, "the points of a decay are fixed")?;
        if step.signum() > 0 {
            return Some(step);
        }
        let message = format!("{} points fade nothing: a decay takes points off", quoted(self.slice(points.span)));
        self.report(
            Diagnostic::new(Code::DecayBounds, points.span, message)
                .help("write a number above zero: `decay 5 per 7d`"),
        )
    }

    fn percent_curve(&mut self, node: &'a ast::PercentDecay, per: u32) -> Option<Curve> {
        let plain = ast::NumberLit { percent: false, ..node.percent.clone() };
        let percent = constant::number(&plain, self.findings())?;
        if percent.signum() <= 0 || percent > Decimal::from_int(100) {
            let message = format!("{} is no share to take off", quoted(self.slice(node.percent.span)));
            return self.report(
                Diagnostic::new(Code::DecayBounds, node.percent.span, message)
                    .help("write more than 0% and at most 100%"),
            );
        }
        if node.compound && node.smooth {
            let message = "`compound` fades in steps, so it cannot be `smooth`";
            return self.report(
                Diagnostic::new(Code::DecayForms, node.percent.span, message)
                    .help("keep one of the two, or write a half-life: `decay 90d`"),
            );
        }
        if node.compound && percent < COMPOUND_MIN {
            let message = "`compound` takes at least 0.01%";
            return self.report(
                Diagnostic::new(Code::DecayBounds, node.percent.span, message)
                    .help("write `0.01%` or more, or a half-life"),
            );
        }
        Some(match (node.compound, node.smooth) {
            (true, _) => Curve::PercentCompound { percent, per },
            (_, true) => Curve::PercentSmooth { percent, per },
            _ => Curve::PercentSteps { percent, per },
        })
    }
}
