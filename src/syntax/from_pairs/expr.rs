//! Parts of conditions and values: literals, names, brackets, tests, `if`, `match`, `first`.

use pest::iterators::Pair;

use super::{Children, Read, Reader};
use crate::source::Span;
use crate::syntax::ast::{
    Above, Block, Expr, ExprKind, First, FirstArm, If, IsState, Line, Match, MatchArm, MatchTest, Path, Range, Sign,
    Test, Trivia,
};
use crate::syntax::error::{SyntaxError, SyntaxErrorKind};
use crate::syntax::grammar::Rule;

impl Reader<'_> {
    /// Anything the grammar calls `primary`.
    pub(super) fn primary(&mut self, pair: Pair<'_, Rule>) -> Read<Expr> {
        match pair.as_rule() {
            Rule::bracketed => self.bracketed(pair),
            Rule::if_value | Rule::match_value | Rule::first_value => self.choice(pair),
            _ => self.unbranched(pair),
        }
    }

    /// Kept apart from the other kinds, so that a level of nesting takes little of the stack.
    fn choice(&mut self, pair: Pair<'_, Rule>) -> Read<Expr> {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::if_value => ExprKind::If(self.if_value(pair)?),
            Rule::match_value => ExprKind::Match(self.match_value(pair)?),
            _ => ExprKind::First(self.first_value(pair)?),
        };
        Ok(Expr::new(kind, span))
    }

    fn unbranched(&mut self, pair: Pair<'_, Rule>) -> Read<Expr> {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::at_least_of => self.at_least_of(pair)?,
            Rule::count_of => ExprKind::CountOf(self.conditions(pair)?),
            Rule::elapsed => ExprKind::Elapsed(self.elapsed(pair)?),
            Rule::call => self.call(pair)?,
            Rule::kw_yes => ExprKind::YesNo(true),
            Rule::kw_no => ExprKind::YesNo(false),
            Rule::kw_missing => ExprKind::Missing,
            Rule::list => ExprKind::List(self.list(pair)?),
            Rule::path_value => self.path_value(pair)?,
            Rule::path => ExprKind::Path(self.path(pair)),
            _ => self.literal(pair)?,
        };
        Ok(Expr::new(kind, span))
    }

    fn literal(&mut self, pair: Pair<'_, Rule>) -> Read<ExprKind> {
        Ok(match pair.as_rule() {
            Rule::instant => ExprKind::Instant(self.instant(pair)),
            Rule::date => ExprKind::Date(self.date(pair)),
            Rule::ago => ExprKind::Ago(self.duration(Children::of(pair).find(Rule::duration))?),
            Rule::duration => ExprKind::Duration(self.duration(pair)?),
            Rule::text => ExprKind::Text(self.text(pair)?),
            _ => ExprKind::Number(self.number(pair)),
        })
    }

    pub(super) fn bracketed(&mut self, pair: Pair<'_, Rule>) -> Read<Expr> {
        let span = self.span(&pair);
        let inner = self.expr(Children::of(pair).find(Rule::expr))?;
        Ok(Expr { span, bracketed: true, ..inner })
    }

    fn list(&mut self, pair: Pair<'_, Rule>) -> Read<Vec<Expr>> {
        Children::of(pair).all(Rule::value).map(|value| self.value(value)).collect()
    }

    fn conditions(&mut self, pair: Pair<'_, Rule>) -> Read<Vec<Expr>> {
        let conditions = Children::of(pair).find(Rule::conditions);
        Children::of(conditions).all(Rule::expr).map(|condition| self.expr(condition)).collect()
    }

    fn at_least_of(&mut self, pair: Pair<'_, Rule>) -> Read<ExprKind> {
        let count = self.number(Children::of(pair.clone()).find(Rule::number));
        Ok(ExprKind::AtLeastOf(count, self.conditions(pair)?))
    }

    fn if_value(&mut self, pair: Pair<'_, Rule>) -> Read<If> {
        let mut children = Children::of(pair);
        let condition = self.expr(children.find(Rule::expr))?;
        let then = self.value(children.find(Rule::value))?;
        let otherwise = self.value(children.find(Rule::value))?;
        Ok(If { condition, then, otherwise })
    }

    /// `path`, alone or with what hangs on it.
    fn path_value(&mut self, pair: Pair<'_, Rule>) -> Read<ExprKind> {
        let mut children = Children::of(pair);
        let path = self.path(children.next());
        let Some(rest) = children.pairs.next() else {
            return Ok(ExprKind::Path(path));
        };
        Ok(match rest.as_rule() {
            Rule::table_keys => ExprKind::Table(self.tight(path, &rest)?, self.list(rest)?),
            Rule::at_ago => ExprKind::At(path, self.duration(Children::of(rest).find(Rule::duration))?),
            Rule::over_log => ExprKind::Over(path, self.phrase(Children::of(rest).find(Rule::phrase))?, None),
            _ => ExprKind::Of(path, self.plain_text(Children::of(rest).find(Rule::text))?),
        })
    }

    /// Refuses a blank between a table and its `[`: there an `in` is more likely to be missing.
    fn tight(&self, path: Path, keys: &Pair<'_, Rule>) -> Read<Path> {
        let keys = self.span(keys);
        if path.span.end == keys.start {
            return Ok(path);
        }
        let gap = Span::new(keys.source, keys.start, keys.start);
        let error = SyntaxError::new(SyntaxErrorKind::MissingWord("in".to_owned()), gap);
        Err(error.edit(gap, "in ").boxed())
    }

    /// `in_test`, `is_test` or `matches_test`.
    pub(super) fn test_after(&mut self, pair: Pair<'_, Rule>) -> Read<Test> {
        let rule = pair.as_rule();
        let mut children = Children::of(pair);
        Ok(match rule {
            Rule::in_test => {
                let negated = children.has(Rule::kw_not);
                children.find(Rule::kw_in);
                let set = self.in_set(children.next())?;
                if negated { Test::NotIn(set) } else { Test::In(set) }
            }
            Rule::is_test => {
                children.find(Rule::kw_is);
                let word = children.next();
                let state = match word.as_rule() {
                    Rule::kw_missing => IsState::Missing,
                    Rule::kw_known => IsState::Known,
                    Rule::kw_yes => IsState::Yes,
                    _ => IsState::No,
                };
                Test::Is(self.spanned(state, &word))
            }
            _ => {
                children.find(Rule::kw_matches);
                Test::Matches(self.pattern(children.next()))
            }
        })
    }

    /// `pattern`, `pattern_list` or `path`.
    fn pattern(&mut self, pair: Pair<'_, Rule>) -> Expr {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::pattern => {
                let written = pair.as_str();
                ExprKind::Pattern(written[1..written.len() - 1].to_owned())
            }
            Rule::pattern_list => {
                ExprKind::List(Children::of(pair).all(Rule::pattern).map(|pattern| self.pattern(pattern)).collect())
            }
            _ => ExprKind::Path(self.path(pair)),
        };
        Expr::new(kind, span)
    }

    fn in_set(&mut self, set: Pair<'_, Rule>) -> Read<Expr> {
        if set.as_rule() == Rule::range { self.range(set) } else { self.primary(set) }
    }

    fn range(&mut self, pair: Pair<'_, Rule>) -> Read<Expr> {
        let span = self.span(&pair);
        let mut children = Children::of(pair);
        let from = children.take(Rule::range_end).map(|end| self.signed(end)).transpose()?;
        let to_excluded = children.next().as_rule() == Rule::dots_below;
        let to = children.take(Rule::range_end).map(|end| self.signed(end)).transpose()?;
        Ok(Expr::new(ExprKind::Range(Range { from, to, to_excluded }), span))
    }

    /// `range_end` or `amount`: signs and one primary.
    pub(super) fn signed(&mut self, pair: Pair<'_, Rule>) -> Read<Expr> {
        let mut signs = Vec::new();
        for child in pair.into_inner() {
            match child.as_rule() {
                Rule::plus => signs.push(self.spanned(Sign::Plus, &child)),
                Rule::minus => signs.push(self.spanned(Sign::Minus, &child)),
                _ => {
                    let primary = self.primary(child)?;
                    return Ok(signs.into_iter().rev().fold(primary, |inner, sign| {
                        let span = sign.span.to(inner.span);
                        Expr::new(ExprKind::Sign(sign, inner), span)
                    }));
                }
            }
        }
        unreachable!("the grammar ends an amount with a primary")
    }

    fn match_value(&mut self, pair: Pair<'_, Rule>) -> Read<Match<Expr>> {
        let mut children = Children::of(pair.clone());
        let subject = self.value(children.find(Rule::value))?;
        let mut arms = Vec::new();
        for arm in children.all(Rule::match_arm) {
            let span = self.span(&arm);
            let mut parts = Children::of(arm);
            let test = self.match_test(parts.find(Rule::match_test))?;
            let result = self.value(parts.find(Rule::value))?;
            arms.push((MatchArm { test, result, span }, span));
        }
        Ok(Match { subject, arms: self.block(arms, &pair) })
    }

    fn first_value(&mut self, pair: Pair<'_, Rule>) -> Read<First<Expr>> {
        let mut arms = Vec::new();
        for arm in Children::of(pair.clone()).all(Rule::first_arm) {
            let arm = self.first_arm(arm)?;
            let span = arm.span;
            arms.push((arm, span));
        }
        Ok(First { arms: self.block(arms, &pair) })
    }

    /// `first_arm`: a condition and a value.
    pub(super) fn first_arm(&mut self, arm: Pair<'_, Rule>) -> Read<FirstArm<Expr>> {
        let span = self.span(&arm);
        let mut parts = Children::of(arm);
        let condition = self.first_test(parts.find(Rule::first_test))?;
        let result = self.value(parts.find(Rule::value))?;
        Ok(FirstArm { condition, result, span })
    }

    pub(super) fn match_test(&mut self, pair: Pair<'_, Rule>) -> Read<MatchTest> {
        let test = Children::of(pair).next();
        let span = self.span(&test);
        Ok(match test.as_rule() {
            Rule::kw_else => MatchTest::Else(span),
            Rule::kw_missing => MatchTest::Missing(span),
            Rule::test => MatchTest::Test(self.test(test)?),
            Rule::range => MatchTest::Value(self.range(test)?),
            _ => {
                let value = self.value(test)?;
                self.judge_arm(&value);
                MatchTest::Value(value)
            }
        })
    }

    fn test(&mut self, pair: Pair<'_, Rule>) -> Read<Test> {
        let mut children = Children::of(pair);
        let operator = children.next();
        match children.take(Rule::value) {
            Some(value) => {
                let value = self.value(value)?;
                Ok(self.comparison(operator, value, false))
            }
            None => self.test_after(operator),
        }
    }

    /// The arms of a block inside an entry, with the comments that stand among them.
    fn block<T>(&mut self, arms: Vec<(T, Span)>, pair: &Pair<'_, Rule>) -> Block<T> {
        let span = self.span(pair);
        let mut block = Block { lines: Vec::new(), end: Vec::new(), span };
        let inside = |comment: &super::Comment| span.start <= comment.span.start && comment.span.end <= span.end;
        let (mine, rest) = std::mem::take(&mut self.comments).into_iter().partition(inside);
        self.comments = rest;
        let mut comments: std::iter::Peekable<std::vec::IntoIter<_>> = Vec::into_iter(mine).peekable();
        for (node, arm) in arms {
            let mut trivia = Trivia::default();
            while let Some(comment) = comments.next_if(|comment| comment.span.start < arm.start) {
                trivia.above.push(Above::Comment(comment));
            }
            // Inside an arm the line goes on, so that what stands there belongs to its end.
            while let Some(comment) = comments.next_if(|comment| comment.span.start < arm.end) {
                trivia.above.push(Above::Comment(comment));
            }
            trivia.beside = comments.next_if(|comment| self.on_one_line(arm.end, comment.span.start));
            block.lines.push(Line { node, trivia });
        }
        block.end.extend(comments.map(Above::Comment));
        block
    }

    fn on_one_line(&self, from: u32, to: u32) -> bool {
        self.text.get(from as usize..to as usize).is_some_and(|between| !between.contains('\n'))
    }
}
