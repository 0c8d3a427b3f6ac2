//! Values that depend on conditions: `if`, `otherwise`, `match`, `first`.

use super::super::{Cond, CondKind, Expr, ExprKind};
use super::exec::{Checker, Val};
use super::scope::Scope;
use crate::source::Span;
use crate::syntax::ast;

impl<'a> Checker<'a> {
    /// `if c then a else b`.
    pub fn if_value(&mut self, node: &'a ast::If, span: Span, scope: &Scope) -> Option<Val> {
        let cond = self.cond(&node.condition, scope);
        let then = self.value(&node.then, scope);
        let otherwise = self.value(&node.otherwise, scope);
        let (mut parts, ty, open) = self.same_type(vec![then?, otherwise?], "the two values of this `if`")?;
        let (otherwise, then) = (parts.pop()?, parts.pop()?);
        let kind = ExprKind::If(Box::new(cond?), Box::new(then), Box::new(otherwise));
        Some(Val { expr: Expr { kind, ty, span }, open })
    }

    /// `a otherwise b`.
    pub fn otherwise(&mut self, left: &'a ast::Expr, right: &'a ast::Expr, span: Span, scope: &Scope) -> Option<Val> {
        let (left, right) = (self.value(left, scope), self.value(right, scope));
        let (mut parts, ty, open) = self.same_type(vec![left?, right?], "the two sides of `otherwise`")?;
        let (right, left) = (parts.pop()?, parts.pop()?);
        Some(Val { expr: Expr { kind: ExprKind::Otherwise(Box::new(left), Box::new(right)), ty, span }, open })
    }

    /// `match x { .. }` as a value.
    pub fn match_value(&mut self, node: &'a ast::Match<ast::Expr>, span: Span, scope: &Scope) -> Option<Val> {
        let subject = self.value(&node.subject, scope);
        let results: Vec<Option<Val>> = node.arms.nodes().map(|arm| self.value(&arm.result, scope)).collect();
        let subject = subject?;
        self.match_bands(&subject.expr, &node.arms);
        let conds = self.match_conditions(&subject, &node.arms, scope)?;
        let results = results.into_iter().collect::<Option<Vec<Val>>>()?;
        self.arms_value(conds, results, span)
    }

    /// `first { COND => v, .. }` as a value.
    pub fn first_value(
        &mut self,
        arms: &'a ast::Block<ast::FirstArm<ast::Expr>>,
        span: Span,
        scope: &Scope,
    ) -> Option<Val> {
        let conds: Vec<Option<Option<Cond>>> = arms
            .nodes()
            .map(|arm| match &arm.condition {
                Some(cond) => self.cond(cond, scope).map(Some),
                None => Some(None),
            })
            .collect();
        let results: Vec<Option<Val>> = arms.nodes().map(|arm| self.value(&arm.result, scope)).collect();
        self.after_else(arms.nodes().map(|arm| (arm.condition.is_none(), arm.span)));
        let conds = conds.into_iter().collect::<Option<Vec<_>>>()?;
        let results = results.into_iter().collect::<Option<Vec<Val>>>()?;
        self.arms_value(conds, results, span)
    }

    /// Arms in order, `else` the last; arms after it were reported and are left out.
    fn arms_value(&mut self, conds: Vec<Option<Cond>>, results: Vec<Val>, span: Span) -> Option<Val> {
        let (results, ty, open) = self.same_type(results, "the values of the arms")?;
        let mut arms = Vec::with_capacity(results.len());
        let mut otherwise = None;
        for (cond, result) in conds.into_iter().zip(results) {
            match cond {
                Some(cond) if otherwise.is_none() => arms.push((cond, result)),
                None if otherwise.is_none() => otherwise = Some(Box::new(result)),
                _ => {}
            }
        }
        Some(Val { expr: Expr { kind: ExprKind::First(arms, otherwise), ty, span }, open })
    }

    /// The conditions of the arms of a `match`, `None` for `else`.
    pub fn match_conditions<R>(
        &mut self,
        subject: &Val,
        arms: &'a ast::Block<ast::MatchArm<R>>,
        scope: &Scope,
    ) -> Option<Vec<Option<Cond>>> {
        let size = super::arms::size(&subject.expr);
        let conds: Vec<Option<Option<Cond>>> =
            arms.nodes().map(|arm| self.match_condition(subject, size, arm, scope)).collect();
        self.after_else(arms.nodes().map(|arm| (matches!(arm.test, ast::MatchTest::Else(_)), arm.span)));
        conds.into_iter().collect()
    }

    fn match_condition<R>(
        &mut self,
        subject: &Val,
        size: u64,
        arm: &'a ast::MatchArm<R>,
        scope: &Scope,
    ) -> Option<Option<Cond>> {
        self.grow(size, arm.span)?;
        let subject = subject.clone();
        let span = match &arm.test {
            ast::MatchTest::Value(value) => value.span,
            ast::MatchTest::Missing(span) | ast::MatchTest::Else(span) => *span,
            ast::MatchTest::Test(_) => Span::new(arm.span.source, arm.span.start, arm.span.end),
        };
        match &arm.test {
            ast::MatchTest::Else(_) => Some(None),
            ast::MatchTest::Missing(_) => {
                Some(Some(Cond { kind: CondKind::Missing { subject: subject.expr, negated: false }, span }))
            }
            ast::MatchTest::Value(value) => self.match_value_arm(subject, value, scope).map(Some),
            ast::MatchTest::Test(test) => {
                let known = super::arms::is_negation(test).then(|| subject.expr.clone());
                let cond = self.test_of(subject, test, span, scope)?;
                Some(Some(super::arms::where_known(cond, known)))
            }
        }
    }

    /// `"CEO" =>`, `100..499 =>`, `hot =>` after a tier.
    fn match_value_arm(&mut self, subject: Val, value: &'a ast::Expr, scope: &Scope) -> Option<Cond> {
        match &*value.kind {
            ast::ExprKind::Range(_) | ast::ExprKind::List(_) => self.is_in(subject, value, false, value.span, scope),
            _ => {
                let op = crate::source::Spanned::new(ast::CompareOp::Equal, value.span);
                self.comparison(subject, &op, value, value.span, scope)
            }
        }
    }
}
