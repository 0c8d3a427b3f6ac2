//! Scores as values: of the subject, of a linked record, at another instant, of another log, over many instants.

use super::super::{Expr, ExprKind, KindId, LinkId, ScoreId, ScoreRef};
use super::constant;
use super::exec::{Checker, Val};
use super::finding::quoted;
use super::graph::Node;
use super::names::Thing;
use super::path::{Walked, suggest};
use super::scope::Scope;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast;
use crate::values::{Type, Unit};

/// What stands after the name of a score.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Value,
    Tier,
}

impl<'a> Checker<'a> {
    /// `lead`, `lead.tier` of the subject.
    pub fn score_path(&mut self, id: ScoreId, names: &'a [ast::Name], span: Span, scope: &Scope) -> Option<Val> {
        self.sees_scores(scope, span, "a score")?;
        self.of_this_kind(self.names.score(id).kind, scope, names[0].span, "score")?;
        let part = self.part(id, &names[1..])?;
        let score = self.score_ref(id, Vec::new(), span);
        Some(score_val(score, part, span))
    }

    /// `account.heat`, `manager.lead.tier`.
    pub fn linked_score(
        &mut self,
        id: ScoreId,
        walked: Walked,
        rest: &'a [ast::Name],
        span: Span,
        scope: &Scope,
    ) -> Option<Val> {
        self.sees_scores(scope, span, "a score")?;
        let part = self.part(id, &rest[1..])?;
        let score = self.score_ref(id, walked.links, span);
        Some(score_val(score, part, span))
    }

    fn part(&mut self, id: ScoreId, rest: &'a [ast::Name]) -> Option<Part> {
        let Some(word) = rest.first() else { return Some(Part::Value) };
        if word.node == "tier" && rest.len() == 1 {
            if !self.names.score(id).tiers.is_empty() {
                return Some(Part::Tier);
            }
            if self.names.score(id).incomplete {
                return None;
            }
            let message = format!("{} has no tiers", quoted(&self.names.score(id).name));
            return self.report(
                Diagnostic::new(Code::UnknownTier, word.span, message)
                    .help("add `tiers { hot >= 80, cold }` to the score"),
            );
        }
        let message = format!("a score has a `tier`, but no {}", quoted(&word.node));
        let diagnostic = Diagnostic::new(Code::UnknownField, word.span, message);
        self.report(suggest(diagnostic, word.span, "tier"))
    }

    /// A score that is read here; the place depends on it.
    fn score_ref(&mut self, id: ScoreId, links: Vec<LinkId>, span: Span) -> ScoreRef {
        self.depends_on(Node::Score(id), span);
        ScoreRef { links, score: id, ago_us: 0, over: None }
    }

    /// A score that is read at another instant, or over another log.
    fn score_elsewhere(&mut self, id: ScoreId, links: Vec<LinkId>, ago_us: i64, span: Span) -> ScoreRef {
        self.depends_on_at(Node::Score(id), span, true);
        ScoreRef { links, score: id, ago_us, over: None }
    }

    /// The score that a path names, with its links.
    fn named_score(
        &mut self,
        names: &'a [ast::Name],
        scope: &Scope,
        span: Span,
    ) -> Option<(ScoreId, Vec<LinkId>, Part)> {
        self.sees_scores(scope, span, "a score")?;
        let walked = self.walk_links(scope.kind, names, true)?;
        let rest = &names[walked.n_names..];
        if walked.many_at.is_some() {
            let at = names[0].span.to(names[names.len() - 1].span);
            let message = format!("{} leads to many records, and one is needed here", quoted(self.slice(at)));
            let help = format!("write `max({})`, or use a link to one record", self.slice(span));
            return self.report(Diagnostic::new(Code::OneOrMany, at, message).help(help));
        }
        let Some(Thing::Score(id)) = self.names.get(&rest[0].node) else {
            return self.not_a_score(&rest[0]);
        };
        let kind: KindId = self.names.score(id).kind;
        let there = Scope { kind: walked.kind, ..scope.clone() };
        self.of_this_kind(kind, &there, rest[0].span, "score")?;
        let part = self.part(id, &rest[1..])?;
        Some((id, walked.links, part))
    }

    fn not_a_score<T>(&mut self, name: &ast::Name) -> Option<T> {
        let message = match self.names.get(&name.node) {
            Some(thing) => format!("{} is {}, and a score belongs here", quoted(&name.node), thing.a_noun()),
            None => format!("there is no score {}", quoted(&name.node)),
        };
        let scores = self.names.names_of(|thing| matches!(thing, Thing::Score(_)));
        let diagnostic = Diagnostic::new(Code::UnknownName, name.span, message);
        let diagnostic = match self.nearest(&name.node, scores) {
            Some(near) => suggest(diagnostic, name.span, &near),
            None => diagnostic.help("write the name of a score"),
        };
        self.report_unknown(&name.node, diagnostic)
    }

    /// `lead at 30d ago`, `lead.tier at 30d ago`.
    pub fn score_at(&mut self, names: &'a [ast::Name], ago: &ast::Duration, span: Span, scope: &Scope) -> Option<Val> {
        let (id, links, part) = self.named_score(names, scope, span)?;
        let ago_us = constant::duration(ago, self.findings())?.micros();
        if part == Part::Tier {
            self.no_rank_tier(id, span)?;
        }
        let score = self.score_elsewhere(id, links, ago_us, span);
        self.uses.read(self.node, &score, 1, None, span);
        Some(score_val(score, part, span))
    }

    /// Tiers by rank exist now only: the scores of all others at that instant are not at hand.
    fn no_rank_tier(&mut self, id: ScoreId, span: Span) -> Option<()> {
        let head = self.names.score(id);
        let by_rank =
            |tier: &&ast::Tier| matches!(tier.bound, Some(ast::TierBound::TopPercent(_) | ast::TierBound::TopCount(_)));
        let Some(tier) = head.tiers.iter().find(|tier| by_rank(tier)) else { return Some(()) };
        let message = format!("{} has tiers by rank, which cannot be asked for another instant", quoted(&head.name));
        self.report(
            Diagnostic::new(Code::RankTierElsewhere, span, message)
                .also(tier.span, "by rank")
                .help("compare the score itself with a number"),
        )
    }

    /// `lead over (email_open or email_click)`, `lead over (email_open) at 30d ago`.
    pub fn score_over(
        &mut self,
        names: &'a [ast::Name],
        phrase: &'a ast::Phrase,
        ago: Option<&ast::Duration>,
        span: Span,
        scope: &Scope,
    ) -> Option<Val> {
        let ago_us = match ago {
            None => 0,
            Some(ago) => constant::duration(ago, self.findings())?.micros(),
        };
        let named = self.named_score(names, scope, span);
        let phrase = self.phrase(phrase, scope);
        let ((id, links, part), phrase) = (named?, phrase?);
        if part == Part::Tier {
            self.no_rank_tier(id, span)?;
        }
        let over = self.uses.new_over();
        let mut score = self.score_elsewhere(id, links, ago_us, span);
        self.uses.read(self.node, &score, 1, Some(over), span);
        score.over = Some(Box::new(phrase));
        Some(score_val(score, part, span))
    }

    /// `highest(lead in last 90d)`.
    pub fn extreme(&mut self, node: &'a ast::Extreme, span: Span, scope: &Scope) -> Option<Val> {
        let (id, links, part) = self.named_score(&node.score.names, scope, span)?;
        let word = if node.highest { "highest" } else { "lowest" };
        if part == Part::Tier {
            let message = format!("`{word}` takes a score, not its tier");
            return self.report(Diagnostic::new(Code::WrongInputs, node.score.span, message).help("remove `.tier`"));
        }
        let duration = constant::duration(&node.last, self.findings())?;
        let days = duration.in_units(Unit::Day).and_then(|days| u32::try_from(days).ok()).filter(|days| *days > 0);
        let Some(n_days) = days else {
            let message = format!("`{word}` looks at one instant a day, and `{duration}` is no whole number of days");
            return self.report(
                Diagnostic::new(Code::EmptyWindow, node.last.span, message).help("write days or weeks: `90d`"),
            );
        };
        let score = self.score_elsewhere(id, links, 0, span);
        self.uses.read(self.node, &score, n_days, None, span);
        let kind = ExprKind::Extreme { highest: node.highest, score, n_days };
        Some(Val::known(Expr { kind, ty: Type::Number, span }))
    }
}

fn score_val(score: ScoreRef, part: Part, span: Span) -> Val {
    let (kind, ty) = match part {
        Part::Value => (ExprKind::Score(score), Type::Number),
        Part::Tier => (ExprKind::TierName(score), Type::Text),
    };
    Val::known(Expr { kind, ty, span })
}
