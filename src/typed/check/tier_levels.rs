//! Tiers as levels: the best or worst of many tiers, and what it compares with.
//!
//! A tier by its name is a text, which has no order. `max(contacts.lead.tier)` is a level of the list of tiers of `lead`,
//! the worst the lowest: a choice that compares, and prints by its name.

use super::super::{AggregateKind, CompareOp, Cond, CondKind, Expr, ExprKind, ScoreId, ScoreRef, TierId};
use super::exec::{Checker, Val};
use crate::source::Span;
use crate::syntax::ast;
use crate::values::{Choices, Type, Value};
use std::sync::Arc;

impl<'a> Checker<'a> {
    /// The tier of a score as a level; anything else as it is.
    pub fn as_level_of_tiers(&self, value: Val) -> Val {
        match &value.expr.kind {
            ExprKind::TierName(score) => Val::known(self.level(score, value.expr.span)),
            _ => value,
        }
    }

    /// The tiers of a score, the worst first.
    fn levels(&self, score: ScoreId) -> Type {
        let names = self.names.score(score).tiers.iter().rev().map(|tier| tier.name.node.as_str());
        Type::OneOf(Arc::new(Choices::new(names, true)))
    }

    fn n_tiers(&self, score: ScoreId) -> u32 {
        u32::try_from(self.names.score(score).tiers.len()).expect("no file has so many tiers")
    }

    fn level(&self, score: &ScoreRef, span: Span) -> Expr {
        let (ty, n) = (self.levels(score.score), self.n_tiers(score.score));
        let arms = (0..n).map(|tier| {
            let kind = CondKind::Tier { score: score.clone(), op: CompareOp::Equal, tier: TierId(tier) };
            (Cond { kind, span }, Expr { kind: ExprKind::Const(Value::Choice(n - 1 - tier)), ty: ty.clone(), span })
        });
        Expr { kind: ExprKind::First(arms.collect(), None), ty: ty.clone(), span }
    }

    /// The score whose tiers a value is a level of.
    pub fn score_of_levels(&self, expr: &Expr) -> Option<ScoreId> {
        let ExprKind::Linked(linked) = &expr.kind else { return None };
        let is_end = matches!(linked.of, AggregateKind::Least | AggregateKind::Greatest);
        let ExprKind::First(arms, None) = &linked.value.as_ref().filter(|_| is_end)?.kind else { return None };
        let (Cond { kind: CondKind::Tier { score, op: CompareOp::Equal, .. }, .. }, _) = arms.first()? else {
            return None;
        };
        // Arms of the author's own give levels of a field.
        (expr.ty == self.levels(score.score)).then_some(score.score)
    }

    /// `hot` beside the best of many tiers.
    pub fn tier_as_level(&mut self, score: ScoreId, name: &str, right: &ast::Expr) -> Option<Val> {
        let TierId(tier) = self.tier_named(score, name, right.span)?;
        let kind = ExprKind::Const(Value::Choice(self.n_tiers(score) - 1 - tier));
        Some(Val::known(Expr { kind, ty: self.levels(score), span: right.span }))
    }

    /// Two sides of which one is a level of tiers and the other a tier of that score: both as levels.
    pub fn both_as_levels(&self, left: Val, right: Val) -> (Val, Val) {
        let same = |one: &Val, other: &Val| match &other.expr.kind {
            ExprKind::TierName(score) => self.score_of_levels(&one.expr) == Some(score.score),
            _ => false,
        };
        if same(&left, &right) {
            let right = self.as_level_of_tiers(right);
            (left, right)
        } else if same(&right, &left) {
            (self.as_level_of_tiers(left), right)
        } else {
            (left, right)
        }
    }
}
