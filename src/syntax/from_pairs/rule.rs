//! Rules: names, heads, awards, limits.

use pest::iterators::Pair;

use super::phrase::Subject;
use super::{Children, Read, Reader};
use crate::source::Span;
use crate::syntax::ast::{
    Award, Expr, ExprKind, FirstArm, Head, Limit, LimitKind, MatchArm, Modifier, Name, NumberLit, Path, Payout, Phrase,
    PlainText, Rule as RuleNode, Sign, SteppedAward,
};
use crate::syntax::error::{SyntaxError, SyntaxErrorKind};
use crate::syntax::grammar::Rule;

impl Reader<'_> {
    pub(super) fn rule(&mut self, pair: Pair<'_, Rule>) -> Read<RuleNode> {
        let span = self.span(&pair);
        let mut children = Children::of(pair);
        let name = self.rule_name(&mut children);
        let head = self.head(children.find(Rule::head))?;
        let payout = self.payout(children.find(Rule::payout))?;
        Ok(RuleNode { name, head, payout, span })
    }

    pub(super) fn rule_name(&self, children: &mut Children<'_>) -> Option<Name> {
        children.take(Rule::rule_name).map(|name| self.name(Children::of(name).find(Rule::name)))
    }

    fn head(&mut self, pair: Pair<'_, Rule>) -> Read<Head> {
        let head = Children::of(pair).next();
        if head.as_rule() == Rule::kw_always {
            return Ok(Head::Always(self.span(&head)));
        }
        Ok(match self.subject(head)? {
            Subject::Names(names, span) => Head::Names { names, span },
            Subject::Phrase(phrase) => Head::Phrase(phrase),
            Subject::Elsewhere(phrase, _) => return Err(self.only_of_a_score(&phrase)),
            Subject::Expr(condition) => Head::Condition(condition),
        })
    }

    /// The condition of an arm of `first` or of a label; `None` for `else`.
    pub(super) fn first_test(&mut self, pair: Pair<'_, Rule>) -> Read<Option<Expr>> {
        let test = Children::of(pair).next();
        if test.as_rule() == Rule::kw_else {
            return Ok(None);
        }
        match self.subject(test)? {
            Subject::Expr(condition) => Ok(Some(condition)),
            Subject::Names(names, span) => Ok(Some(names_as_condition(names, span))),
            Subject::Phrase(phrase) => Err(self.needs_brackets(&phrase).boxed()),
            Subject::Elsewhere(phrase, _) => Err(self.only_of_a_score(&phrase)),
        }
    }

    fn needs_brackets(&self, phrase: &Phrase) -> SyntaxError {
        let written = self.text.get(phrase.span.range()).unwrap_or("");
        SyntaxError::new(SyntaxErrorKind::PhraseNeedsBrackets, phrase.span).edit(phrase.span, format!("any({written})"))
    }

    pub(super) fn payout(&mut self, pair: Pair<'_, Rule>) -> Read<Payout> {
        let span = self.span(&pair);
        let mut award = None;
        let (mut modifiers, mut reason) = (Vec::new(), None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::award => award = Some(self.award(part)?),
                Rule::limit => modifiers.push(Modifier::Limit(self.limit(part)?)),
                Rule::decay => modifiers.push(Modifier::Decay(self.decay(part)?)),
                Rule::reason => reason = Some(self.reason(part)?),
                _ => {}
            }
        }
        let award = award.expect("the grammar begins a payout with an award");
        Ok(Payout { award, modifiers, reason, span })
    }

    pub(super) fn reason(&mut self, pair: Pair<'_, Rule>) -> Read<PlainText> {
        self.plain_text(Children::of(pair).find(Rule::text))
    }

    fn award(&mut self, pair: Pair<'_, Rule>) -> Read<Award> {
        let span = self.span(&pair);
        let mut children = Children::of(pair);
        let first = self.points(children.find(Rule::value))?;
        let Some(step) = children.take(Rule::award_step) else {
            return Ok(Award::Points(first));
        };
        let mut parts = Children::of(step);
        let count = self.number(parts.find(Rule::number));
        let rest = match parts.take(Rule::award_rest) {
            Some(rest) => Some(self.points(Children::of(rest).find(Rule::value))?),
            None => None,
        };
        let per = parts.take(Rule::per_field).map(|per| self.per_field(per));
        Ok(Award::Stepped(SteppedAward { first, count, rest, per, span }))
    }

    /// Points as an author writes them: a number alone carries its sign, close to it, and is no percentage.
    fn points(&mut self, pair: Pair<'_, Rule>) -> Read<Expr> {
        let points = self.value(pair)?;
        self.judge_points(&points);
        Ok(points)
    }

    fn judge_points(&mut self, points: &Expr) {
        if let Some(finding) = self.odd_points(points) {
            self.findings.push(finding);
            return;
        }
        let finding = match &*points.kind {
            ExprKind::Number(number) if number.percent => percent_points(number, true),
            ExprKind::Number(number) if !is_zero(number) => {
                let before = Span::point(number.span.source, number.span.start);
                SyntaxError::new(SyntaxErrorKind::UnsignedPoints(number.text.clone()), number.span).edit(before, "+")
            }
            ExprKind::Sign(sign, inner) => match &*inner.kind {
                ExprKind::Number(number) if number.percent => percent_points(number, false),
                ExprKind::Number(number) if sign.span.end < inner.span.start => {
                    let written = if sign.node == Sign::Plus { '+' } else { '-' };
                    let gap = Span::new(sign.span.source, sign.span.end, inner.span.start);
                    let kind = SyntaxErrorKind::SignApart(format!("{written}{}", number.text));
                    SyntaxError::new(kind, points.span).edit(gap, "")
                }
                _ => return,
            },
            _ => return,
        };
        self.findings.push(finding);
    }

    fn limit(&mut self, pair: Pair<'_, Rule>) -> Read<Limit> {
        let span = self.span(&pair);
        let mut children = Children::of(pair);
        let word = children.next().as_rule();
        let amount = match children.seek_amount() {
            Some(amount) => Some(self.signed(amount)?),
            None => None,
        };
        let per = children.seek(Rule::limit_per).map(|per| self.limit_per(per));
        let kind = match (word, amount, per) {
            (Rule::kw_once, _, None) => LimitKind::Once,
            (Rule::kw_once, _, Some(Per::Day)) => LimitKind::OncePerDay,
            (Rule::kw_once, _, Some(Per::Field(field))) => LimitKind::OncePer(field),
            (Rule::kw_at, Some(count), None) => LimitKind::AtMost(count),
            (Rule::kw_at, Some(count), Some(Per::Day)) => LimitKind::AtMostPerDay(count),
            (Rule::kw_at, Some(count), Some(Per::Field(field))) => LimitKind::AtMostPer(count, field),
            (Rule::kw_up, Some(points), None) => LimitKind::UpTo(points),
            (Rule::kw_up, Some(points), Some(Per::Day)) => LimitKind::UpToPerDay(points),
            (Rule::kw_up, Some(points), Some(Per::Field(field))) => LimitKind::UpToPer(points, field),
            (_, Some(points), _) => LimitKind::DownTo(points),
            (_, None, _) => unreachable!("the grammar gives every limit but `once` an amount"),
        };
        Ok(Limit { kind, span })
    }

    fn limit_per(&self, pair: Pair<'_, Rule>) -> Per {
        match Children::of(pair).seek(Rule::path) {
            Some(path) => Per::Field(self.path(path)),
            None => Per::Day,
        }
    }

    /// `match_line`
    pub(super) fn match_line(&mut self, pair: Pair<'_, Rule>) -> Read<MatchArm<Payout>> {
        let mut children = Children::of(pair);
        let test = children.find(Rule::match_test);
        let start = self.span(&test);
        let test = self.match_test(test)?;
        let result = self.payout(children.find(Rule::payout))?;
        let span = start.to(result.span);
        Ok(MatchArm { test, result, span })
    }

    /// `first_line`
    pub(super) fn first_line(&mut self, pair: Pair<'_, Rule>) -> Read<FirstArm<Payout>> {
        let mut children = Children::of(pair);
        let test = children.find(Rule::first_test);
        let start = self.span(&test);
        let condition = self.first_test(test)?;
        let result = self.payout(children.find(Rule::payout))?;
        let span = start.to(result.span);
        Ok(FirstArm { condition, result, span })
    }
}

/// What a limit counts for.
enum Per {
    Day,
    Field(Path),
}

impl<'i> Children<'i> {
    /// The amount of a limit, if it has one; leaves what follows.
    fn seek_amount(&mut self) -> Option<Pair<'i, Rule>> {
        if self.has(Rule::amount) { Some(self.find(Rule::amount)) } else { None }
    }
}

fn names_as_condition(names: Vec<Name>, span: Span) -> Expr {
    let mut parts: Vec<Expr> = names
        .into_iter()
        .map(|name| {
            let span = name.span;
            Expr::new(ExprKind::Path(Path { names: vec![name], span }), span)
        })
        .collect();
    match parts.len() {
        1 => parts.remove(0),
        _ => Expr::new(ExprKind::Or(parts), span),
    }
}

fn is_zero(number: &NumberLit) -> bool {
    number.text.chars().all(|c| matches!(c, '0' | '.' | '_'))
}

fn percent_points(number: &NumberLit, unsigned: bool) -> SyntaxError {
    let span = number.span;
    let error = SyntaxError::new(SyntaxErrorKind::PercentPoints(number.text.clone()), span);
    let error = if unsigned { error.edit(Span::point(span.source, span.start), "+") } else { error };
    error.edit(Span::new(span.source, span.end.saturating_sub(1).max(span.start), span.end), "")
}
