//! Precedence: the grammar reads conditions and values flat, here they get their shape.

use pest::iterators::{Pair, Pairs};

use super::odd::equality;
use super::{Children, Read, Reader};
use crate::source::Span;
use crate::syntax::ast::{After, ArithmeticOp, CompareOp, Expr, ExprKind, Path, Sign, Test, TextOp};
use crate::syntax::error::{SyntaxError, SyntaxErrorKind};
use crate::syntax::grammar::Rule;

/// How tight an operator binds; more is tighter.
mod binding {
    pub const IMPLIES: u8 = 10;
    pub const OR: u8 = 20;
    pub const AND: u8 = 30;
    pub const NOT: u8 = 40;
    pub const TEST: u8 = 50;
    pub const OTHERWISE: u8 = 60;
    pub const SUM: u8 = 70;
    pub const PRODUCT: u8 = 80;
    pub const SIGN: u8 = 90;
    pub const AFTER: u8 = 100;
}

impl Reader<'_> {
    /// `expr`
    pub(super) fn expr(&mut self, pair: Pair<'_, Rule>) -> Read<Expr> {
        let mut pairs = pair.into_inner();
        self.climb(&mut pairs, 0)
    }

    /// `value`
    pub(super) fn value(&mut self, pair: Pair<'_, Rule>) -> Read<Expr> {
        self.expr(pair)
    }

    fn climb(&mut self, pairs: &mut Pairs<'_, Rule>, least: u8) -> Read<Expr> {
        let mut left = self.climb_prefix(pairs)?;
        while let Some(next) = pairs.peek() {
            let binds = binding(next.as_rule());
            if binds < least {
                break;
            }
            pairs.next();
            left = match next.as_rule() {
                Rule::cut_after => self.cut_after(left, next)?,
                Rule::at_ago | Rule::over_log => self.elsewhere(left, next)?,
                Rule::in_test | Rule::is_test | Rule::matches_test => {
                    let test = self.test_after(next)?;
                    self.tested(left, test)?
                }
                _ => self.infix(left, next, binds, pairs)?,
            };
        }
        Ok(left)
    }

    fn climb_prefix(&mut self, pairs: &mut Pairs<'_, Rule>) -> Read<Expr> {
        let first = pairs.next().expect("a value has a first part");
        match first.as_rule() {
            Rule::kw_not | Rule::plus | Rule::minus | Rule::percent_of => self.prefixed(first, pairs),
            _ => self.primary(first),
        }
    }

    fn prefixed(&mut self, first: Pair<'_, Rule>, pairs: &mut Pairs<'_, Rule>) -> Read<Expr> {
        let start = self.span(&first);
        let kind = match first.as_rule() {
            Rule::kw_not => ExprKind::Not(self.climb(pairs, binding::NOT)?),
            Rule::plus | Rule::minus => {
                let sign = if first.as_rule() == Rule::plus { Sign::Plus } else { Sign::Minus };
                ExprKind::Sign(self.spanned(sign, &first), self.climb(pairs, binding::SIGN)?)
            }
            _ => {
                let percent = self.number(Children::of(first).find(Rule::percent));
                ExprKind::PercentOf(percent, self.climb(pairs, binding::SIGN)?)
            }
        };
        let end = match &kind {
            ExprKind::Not(inner) | ExprKind::Sign(_, inner) | ExprKind::PercentOf(_, inner) => inner.span,
            _ => start,
        };
        Ok(Expr::new(kind, start.to(end)))
    }

    fn cut_after(&mut self, text: Expr, pair: Pair<'_, Rule>) -> Read<Expr> {
        let span = text.span.to(self.span(&pair));
        let mut children = Children::of(pair);
        let first = children.has(Rule::kw_first);
        let separator = self.plain_text(children.find(Rule::text))?;
        Ok(Expr::new(ExprKind::After(After { text, first, separator }), span))
    }

    /// `at 7d ago` or `over (visit)` behind a score, which may have the other of the two already.
    fn elsewhere(&mut self, score: Expr, pair: Pair<'_, Rule>) -> Read<Expr> {
        let here = self.span(&pair);
        let span = score.span.to(here);
        let mut children = Children::of(pair.clone());
        let kind = match (*score.kind, pair.as_rule()) {
            (ExprKind::Path(path), Rule::at_ago) => ExprKind::At(path, self.duration(children.find(Rule::duration))?),
            (ExprKind::Over(path, phrase, None), Rule::at_ago) => {
                ExprKind::Over(path, phrase, Some(self.duration(children.find(Rule::duration))?))
            }
            (ExprKind::Path(path), _) => ExprKind::Over(path, self.phrase(children.find(Rule::phrase))?, None),
            (ExprKind::At(path, ago), Rule::over_log) => {
                ExprKind::Over(path, self.phrase(children.find(Rule::phrase))?, Some(ago))
            }
            _ => {
                let written = self.text.get(here.range()).unwrap_or("").to_owned();
                return Err(SyntaxError::new(SyntaxErrorKind::NotOfAScore(written), here).boxed());
            }
        };
        Ok(Expr::new(kind, span))
    }

    fn infix(&mut self, left: Expr, pair: Pair<'_, Rule>, binds: u8, pairs: &mut Pairs<'_, Rule>) -> Read<Expr> {
        // `implies` groups to the right, all others to the left.
        let least = if pair.as_rule() == Rule::kw_implies { binds } else { binds + 1 };
        let right = self.climb(pairs, least)?;
        self.combined(left, pair, right)
    }

    /// Two sides and the operator between them; apart from [`Self::infix`], so that nesting takes little of the stack.
    fn combined(&mut self, left: Expr, pair: Pair<'_, Rule>, right: Expr) -> Read<Expr> {
        let span = left.span.to(right.span);
        let kind = match pair.as_rule() {
            Rule::kw_implies => ExprKind::Implies(left, right),
            Rule::kw_or => ExprKind::Or(joined(left, right, |kind| matches!(kind, ExprKind::Or(_)))),
            Rule::kw_and => ExprKind::And(joined(left, right, |kind| matches!(kind, ExprKind::And(_)))),
            Rule::kw_otherwise => ExprKind::Otherwise(left, right),
            rule => match arithmetic(rule) {
                Some(operator) => ExprKind::Arithmetic(left, self.spanned(operator, &pair), right),
                None => {
                    let test = self.comparison(pair, right, is_tier(&left));
                    return self.tested(left, test);
                }
            },
        };
        let expr = Expr::new(kind, span);
        self.judge_arithmetic(&expr);
        Ok(expr)
    }

    /// The test that an operator and its right side make; beside a tier every word may be the name of one.
    pub(super) fn comparison(&mut self, operator: Pair<'_, Rule>, right: Expr, beside_tier: bool) -> Test {
        let compare = match operator.as_rule() {
            Rule::equal => CompareOp::Equal,
            Rule::not_equal => CompareOp::NotEqual,
            Rule::less => CompareOp::Less,
            Rule::at_most => CompareOp::AtMost,
            Rule::greater => CompareOp::Greater,
            Rule::at_least => CompareOp::AtLeast,
            rule => {
                let text = match rule {
                    Rule::contains => TextOp::Contains,
                    Rule::starts_with => TextOp::StartsWith,
                    Rule::ends_with => TextOp::EndsWith,
                    _ => TextOp::HasWord,
                };
                return Test::Text(self.spanned(text, &operator), right);
            }
        };
        let operator = self.spanned(compare, &operator);
        if beside_tier && matches!(*right.kind, ExprKind::Path(_)) {
            return Test::Compare(operator, right);
        }
        let state = equality(compare).and_then(|equal| self.state_compared(operator.span, equal, &right));
        state.unwrap_or_else(|| Test::Compare(operator, self.number_in_words(right)))
    }

    /// A subject with its test; `a < b < c` is two tests and has to be written as such.
    fn tested(&mut self, subject: Expr, test: Test) -> Read<Expr> {
        let span = subject.span.to(test_span(&test));
        if !subject.bracketed && matches!(*subject.kind, ExprKind::Test(..)) {
            let error = SyntaxError::new(SyntaxErrorKind::ChainedComparison, span);
            let text = |span: Span| self.text.get(span.range()).unwrap_or("").to_owned();
            let between = between(&subject, &test, text);
            return Err(match between {
                Some(edited) => error.edit(span, edited),
                None => error,
            }
            .boxed());
        }
        Ok(Expr::new(ExprKind::Test(subject, test), span))
    }
}

/// Whether this is the tier of a score, now or at another instant.
fn is_tier(expr: &Expr) -> bool {
    match &*expr.kind {
        ExprKind::Path(path) | ExprKind::At(path, _) | ExprKind::Over(path, ..) => is_tier_path(path),
        ExprKind::Aggregate(node) => node.over.sources.iter().all(is_tier_path),
        _ => false,
    }
}

fn is_tier_path(path: &Path) -> bool {
    path.names.len() > 1 && path.names.last().is_some_and(|name| name.node == "tier")
}

/// `1 <= x < 5`: the subject, and its range as text, if that is what two comparisons in a row mean.
fn between(subject: &Expr, second: &Test, text: impl Fn(Span) -> String) -> Option<String> {
    let ExprKind::Test(low, Test::Compare(first, middle)) = &*subject.kind else {
        return None;
    };
    let Test::Compare(second, high) = second else {
        return None;
    };
    let (middle, low, high) = (text(middle.span), text(low.span), text(high.span));
    match (first.node, second.node) {
        (CompareOp::AtMost, CompareOp::AtMost) => Some(format!("{middle} in {low}..{high}")),
        (CompareOp::AtMost, CompareOp::Less) => Some(format!("{middle} in {low}..<{high}")),
        (CompareOp::Less, CompareOp::AtMost | CompareOp::Less) => {
            let sign = text(second.span);
            Some(format!("{middle} > {low} and {middle} {sign} {high}"))
        }
        _ => None,
    }
}

/// Where a test ends.
pub(super) fn test_span(test: &Test) -> Span {
    match test {
        Test::Compare(operator, value) => operator.span.to(value.span),
        Test::Text(operator, value) => operator.span.to(value.span),
        Test::In(value) | Test::NotIn(value) | Test::Matches(value) => value.span,
        Test::Is(state) => state.span,
    }
}

/// The parts of an `and` or `or`: those of the left side, if it is one without brackets, and the right side.
fn joined(left: Expr, right: Expr, same: impl Fn(&ExprKind) -> bool) -> Vec<Expr> {
    if left.bracketed || !same(&left.kind) {
        return vec![left, right];
    }
    match *left.kind {
        ExprKind::And(mut parts) | ExprKind::Or(mut parts) => {
            parts.push(right);
            parts
        }
        kind => vec![Expr { kind: Box::new(kind), ..left }, right],
    }
}

fn arithmetic(rule: Rule) -> Option<ArithmeticOp> {
    match rule {
        Rule::plus => Some(ArithmeticOp::Add),
        Rule::minus => Some(ArithmeticOp::Subtract),
        Rule::star => Some(ArithmeticOp::Multiply),
        Rule::slash => Some(ArithmeticOp::Divide),
        _ => None,
    }
}

fn binding(rule: Rule) -> u8 {
    match rule {
        Rule::kw_implies => binding::IMPLIES,
        Rule::kw_or => binding::OR,
        Rule::kw_and => binding::AND,
        Rule::kw_otherwise => binding::OTHERWISE,
        Rule::plus | Rule::minus => binding::SUM,
        Rule::star | Rule::slash => binding::PRODUCT,
        Rule::cut_after | Rule::at_ago | Rule::over_log => binding::AFTER,
        _ => binding::TEST,
    }
}
