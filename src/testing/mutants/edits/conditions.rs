//! Changes of conditions: operators, what is compared with, how parts are joined.

use super::Walk;
use super::numbers::Direction;
use crate::source::{Span, Spanned};
use crate::syntax::ast;

impl Walk<'_> {
    /// A subject and what is asked of it. `from` is where the words of the test may begin: after its subject.
    pub(super) fn test(&mut self, from: u32, test: &ast::Test) {
        match test {
            ast::Test::Compare(op, with) => self.compare(op, with),
            ast::Test::In(set) => {
                self.between(from, set.span, "in", "not in");
                self.set(set);
            }
            ast::Test::NotIn(set) => {
                self.between(from, set.span, "not in", "in");
                self.set(set);
            }
            ast::Test::Is(state) => self.change(state.span, opposite(state.node).word()),
            ast::Test::Text(_, with) => self.text_or_list(with),
            ast::Test::Matches(_) => {}
        }
    }

    /// An edge is tried from both sides: the sign lets the edge itself in or keeps it out, the number moves the
    /// edge the other way.
    fn compare(&mut self, op: &Spanned<ast::CompareOp>, with: &ast::Expr) {
        let (other, direction) = match op.node {
            ast::CompareOp::Equal => (ast::CompareOp::NotEqual, Direction::Up),
            ast::CompareOp::NotEqual => (ast::CompareOp::Equal, Direction::Up),
            ast::CompareOp::Less => (ast::CompareOp::AtMost, Direction::Down),
            ast::CompareOp::AtMost => (ast::CompareOp::Less, Direction::Up),
            ast::CompareOp::Greater => (ast::CompareOp::AtLeast, Direction::Up),
            ast::CompareOp::AtLeast => (ast::CompareOp::Greater, Direction::Down),
        };
        self.change(op.span, other.symbol());
        self.towards(with, direction);
    }

    /// A value of which a bare number goes one way; of anything else all parts change as they do anywhere.
    pub(super) fn towards(&mut self, value: &ast::Expr, direction: Direction) {
        match &*value.kind {
            // Below zero there is no number without a sign.
            ast::ExprKind::Number(literal) if direction == Direction::Down && is_zero(literal) => {
                self.change(literal.span, "-1");
            }
            ast::ExprKind::Number(literal) => self.number(literal, direction),
            ast::ExprKind::Sign(sign, inner) => {
                let is_minus = sign.node == ast::Sign::Minus;
                self.signed(inner, if is_minus { direction.turned() } else { direction });
            }
            _ => self.expr(value),
        }
    }

    /// What stands behind a sign.
    fn signed(&mut self, value: &ast::Expr, direction: Direction) {
        match &*value.kind {
            ast::ExprKind::Number(literal) => self.number(literal, direction),
            _ => self.expr(value),
        }
    }

    /// A bare number goes both ways, as the end of a range does.
    pub(super) fn both_ways(&mut self, value: &ast::Expr) {
        let is_number = |expr: &ast::Expr| matches!(&*expr.kind, ast::ExprKind::Number(_) | ast::ExprKind::Sign(..));
        self.towards(value, Direction::Up);
        if is_number(value) {
            self.towards(value, Direction::Down);
        }
    }

    /// What `in` looks into.
    fn set(&mut self, set: &ast::Expr) {
        match &*set.kind {
            ast::ExprKind::Range(range) => self.range(range),
            _ => self.text_or_list(set),
        }
    }

    pub(super) fn range(&mut self, range: &ast::Range) {
        range.from.iter().chain(&range.to).for_each(|end| self.both_ways(end));
    }

    /// Elements of a list are left out one by one; of a list of one the element changes.
    pub(super) fn text_or_list(&mut self, value: &ast::Expr) {
        match &*value.kind {
            ast::ExprKind::List(elements) if elements.len() > 1 => {
                self.each_dropped(elements.iter().map(|element| element.span));
            }
            ast::ExprKind::List(elements) => elements.iter().for_each(|element| self.expr(element)),
            _ => self.expr(value),
        }
    }

    /// Parts joined by one word: each of the words becomes the other.
    pub(super) fn joined(&mut self, parts: &[ast::Expr], word: &str, other: &str) {
        for pair in parts.windows(2) {
            self.between(pair[0].span.end, pair[1].span, word, other);
        }
        parts.iter().for_each(|part| self.expr(part));
    }

    /// `not` is taken out.
    pub(super) fn not(&mut self, whole: Span, inner: &ast::Expr) {
        let outer = if self.sources.slice(whole).starts_with('(') { whole.start + 1 } else { whole.start };
        self.between(outer, inner.span, "not", "");
        self.expr(inner);
    }

    /// `match` with arms of any kind of result.
    pub(super) fn match_test(&mut self, arm_start: u32, test: &ast::MatchTest) {
        match test {
            ast::MatchTest::Value(value) => match &*value.kind {
                ast::ExprKind::Range(range) => self.range(range),
                _ => self.text_or_list(value),
            },
            ast::MatchTest::Test(test) => self.test(arm_start, test),
            ast::MatchTest::Missing(_) | ast::MatchTest::Else(_) => {}
        }
    }
}

fn opposite(state: ast::IsState) -> ast::IsState {
    match state {
        ast::IsState::Missing => ast::IsState::Known,
        ast::IsState::Known => ast::IsState::Missing,
        ast::IsState::Yes => ast::IsState::No,
        ast::IsState::No => ast::IsState::Yes,
    }
}

fn is_zero(literal: &ast::NumberLit) -> bool {
    literal.text.chars().all(|c| matches!(c, '0' | '.' | '_'))
}
