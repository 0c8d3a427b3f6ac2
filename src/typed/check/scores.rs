//! Scores: their settings, their body, and the order of owners in their ledgers.

use super::super::{Override, OwnerKind, Score, ScoreId};
use super::block::{BlockPlace, Inherited};
use super::declare::UNNAMED_SCORE;
use super::exec::Checker;
use super::finding::quoted;
use super::graph::Node;
use super::scope::Scope;
use super::settings::Settings;
use super::{constant, tiers};
use crate::diag::{Applicability, Code, Diagnostic, Fix};
use crate::source::Span;
use crate::syntax::ast;
use crate::values::Decimal;
use std::collections::HashMap;

/// The default step of the last rounding: 0.01.
const ROUND: Decimal = Decimal::from_micro(10_000);

/// What the rules of one score share while they are looked at.
pub(super) struct ScoreCx {
    pub id: ScoreId,
    pub name: String,
    /// Position of the last rule, groups not counted.
    pub position: u32,
    /// Ids of owners in this score, to keep them apart: where they stand, and whether they are named rules.
    pub ids: HashMap<String, (Span, bool)>,
}

/// All scores in file order; `None` if anything in them failed.
pub(super) fn scores(checker: &mut Checker<'_>) -> Option<Vec<Score>> {
    let scores: Vec<Option<Score>> =
        (0..checker.names.scores.len() as u32).map(|id| checker.score(ScoreId(id))).collect();
    scores.into_iter().collect()
}

impl<'a> Checker<'a> {
    fn score(&mut self, id: ScoreId) -> Option<Score> {
        self.node = Some(Node::Score(id));
        let head = &self.names.scores[id.0 as usize];
        let settings = Settings::of(self, &head.items, true);
        let (scope, windows) = self.inside(&settings, &Scope::of(head.kind));
        let mut cx = ScoreCx { id, name: head.name.clone(), position: 0, ids: HashMap::new() };
        let place = BlockPlace {
            what: OwnerKind::Score,
            id: head.name.clone(),
            name: (head.name != UNNAMED_SCORE).then(|| head.name.clone()),
            text: head.name.clone(),
            span: head.span,
        };
        let body = self.block(&head.items, &settings, place, &mut cx, &scope, &Inherited::None);
        let round = self.round_setting(&settings);
        let range = self.range_setting(&settings, round);
        let tiers = tiers::tiers(self, &settings, range, round);
        let tier_overrides = self.tier_overrides(id, &settings, &scope);
        let overrides = self.overrides(&settings, &scope);
        self.node = None;
        windows?;
        Some(Score {
            name: head.name.clone(),
            kind: head.kind,
            purpose: head.purpose.clone(),
            body: body?,
            range: range?,
            round: round?,
            overrides: overrides?,
            tiers: tiers?,
            tier_overrides: tier_overrides?,
            span: head.span,
        })
    }

    fn round_setting(&mut self, settings: &Settings<'a>) -> Option<Decimal> {
        let Some(round) = settings.round else { return Some(ROUND) };
        let step = self.step(&round.step)?;
        if step.is_points() {
            return Some(step);
        }
        self.beyond_points(round.step.span)
    }

    /// Points beyond 10^9.
    pub fn beyond_points<T>(&mut self, span: Span) -> Option<T> {
        let message = format!("{} is beyond 1,000,000,000, the most points there can be", quoted(self.slice(span)));
        self.report(Diagnostic::new(Code::OutOfBounds, span, message).help("write a smaller number"))
    }

    /// A fixed amount of points.
    pub fn fixed_points(&mut self, expr: &'a ast::Expr, why: &str) -> Option<Decimal> {
        let points = self.fixed_number(expr, why)?;
        if points.is_points() { Some(points) } else { self.beyond_points(expr.span) }
    }

    /// `range 0..100`; ends are multiples of the rounding, so that rounding never leaves the range.
    fn range_setting(
        &mut self,
        settings: &Settings<'a>,
        round: Option<Decimal>,
    ) -> Option<(Option<Decimal>, Option<Decimal>)> {
        let Some(range) = settings.range else { return Some((None, None)) };
        let why = "the ends of a range are fixed";
        let end = |checker: &mut Self, end: &'a Option<ast::Expr>| match end {
            None => Some(None),
            Some(end) => {
                let points = checker.fixed_points(end, why)?;
                checker.on_step(points, round, end.span, "the end of this range")?;
                Some(Some(points))
            }
        };
        let (low, high) = (end(self, &range.from), end(self, &range.to));
        let (low, high) = (low?, high?);
        if let (Some(low), Some(high)) = (low, high)
            && low >= high
        {
            let message = "this range holds no more than one value: its first end is the lower one";
            let diagnostic = Diagnostic::new(Code::EmptyRange, range.span, message);
            let (Some(from), Some(to)) = (&range.from, &range.to) else { return self.report(diagnostic) };
            let edit = format!("{}..{}", self.slice(to.span), self.slice(from.span));
            let at = from.span.to(to.span);
            return self.report(if low == high {
                diagnostic.help("write `range 0..100`")
            } else {
                diagnostic.help(format!("write `range {edit}`")).fix(Fix::replace(
                    format!("write `{edit}`"),
                    at,
                    edit,
                    Applicability::Suggestion,
                ))
            });
        }
        Some((low, high))
    }

    /// Reports an edge that no rounded score can meet.
    pub fn on_step(&mut self, edge: Decimal, round: Option<Decimal>, span: Span, what: &str) -> Option<()> {
        // A broken rounding was reported where it stands.
        let round = round?;
        if edge.is_multiple_of(round) {
            return Some(());
        }
        let message = format!("{what} lies between two steps of rounding: the score is rounded to {round}");
        self.report(
            Diagnostic::new(Code::EdgeOffStep, span, message)
                .help(format!("write a multiple of {round}, or set a finer `round`")),
        )
    }

    fn overrides(&mut self, settings: &Settings<'a>, scope: &Scope) -> Option<Vec<Override>> {
        let overrides: Vec<Option<Override>> =
            settings.overrides.iter().map(|node| self.override_line(node, scope)).collect();
        overrides.into_iter().collect()
    }

    fn override_line(&mut self, node: &'a ast::Override, scope: &Scope) -> Option<Override> {
        let to = self.number(&node.value, scope, "a score is a number");
        let when = match &node.when {
            Some(when) => self.cond(when, scope),
            None => Some(super::super::Cond { kind: super::super::CondKind::Always, span: node.span }),
        };
        let to = to?;
        if constant::folded(&to).is_some_and(|points| !points.is_points()) {
            return self.beyond_points(to.span);
        }
        let reason = node.reason.as_ref().map(|reason| reason.node.clone());
        Some(Override { to, when: when?, reason, span: node.span })
    }
}
