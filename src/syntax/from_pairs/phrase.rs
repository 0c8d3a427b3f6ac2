//! Activity phrases, and the choice between a phrase and a condition.

use pest::iterators::Pair;

use super::{Children, Read, Reader};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Elapsed, ElapsedAnchor, ElapsedUnit, Elsewhere, Expr, ExprKind, Name, Order, OrderKind, Path, Phrase, Selection,
    SelectionEnd, Window, WindowKind,
};
use crate::syntax::error::{SyntaxError, SyntaxErrorKind};
use crate::syntax::grammar::Rule;

/// What `subject` turned out to be.
pub(super) enum Subject {
    /// Names alone.
    Names(Vec<Name>, Span),
    /// A phrase by its shape.
    Phrase(Phrase),
    /// `contacts.lead at 30d ago where ..`: the path of a score, and where that is asked.
    Elsewhere(Phrase, Box<Elsewhere>),
    /// Everything else.
    Expr(Expr),
}

/// The path of a score that is asked elsewhere, and where.
pub(super) fn elsewhere(expr: Expr) -> Result<(Path, Box<Elsewhere>), Expr> {
    match *expr.kind {
        ExprKind::At(path, ago) => Ok((path, Box::new(Elsewhere { over: None, ago: Some(ago) }))),
        ExprKind::Over(path, phrase, ago) => Ok((path, Box::new(Elsewhere { over: Some(phrase), ago }))),
        kind => Err(Expr { kind: Box::new(kind), ..expr }),
    }
}

/// The word that stands for an activity of any type.
const ANY_ACTIVITY: &str = "activity";

impl Reader<'_> {
    /// `subject`: a phrase or a condition.
    pub(super) fn subject(&mut self, pair: Pair<'_, Rule>) -> Read<Subject> {
        let mut children = Children::of(pair.clone());
        if children.peek() == Some(Rule::selection) {
            return Ok(Subject::Phrase(self.phrase(pair)?));
        }
        let expr = self.expr(children.find(Rule::expr))?;
        let tail = children.find(Rule::phrase_tail);
        if tail.as_str().trim().is_empty() {
            return Ok(self.plain_subject(expr));
        }
        let tail_span = self.span(&tail);
        let (filter, windows, order) = self.phrase_tail(tail)?;
        let span = expr.span.to(tail_span);
        let phrase = |sources| Phrase { selection: None, sources, filter, windows, order, span };
        if let Some(sources) = sources_of(&expr) {
            return Ok(Subject::Phrase(phrase(sources)));
        }
        match elsewhere(expr) {
            Ok((path, elsewhere)) => Ok(Subject::Elsewhere(phrase(vec![path]), elsewhere)),
            Err(expr) => Err(self.phrase_in_condition(&expr, span).boxed()),
        }
    }

    /// `lead at 30d ago where ..` outside the brackets of an aggregate.
    pub(super) fn only_of_a_score(&self, phrase: &Phrase) -> Box<SyntaxError> {
        let written = self.text.get(phrase.span.range()).unwrap_or("").to_owned();
        SyntaxError::new(SyntaxErrorKind::NotOfAScore(written), phrase.span).boxed()
    }

    /// A subject without `where`, window or order.
    fn plain_subject(&self, expr: Expr) -> Subject {
        let Some(sources) = sources_of(&expr) else {
            return Subject::Expr(expr);
        };
        let span = expr.span;
        if sources.iter().any(|path| path.names[0].node == ANY_ACTIVITY) {
            return Subject::Phrase(Phrase {
                selection: None,
                sources,
                filter: None,
                windows: Vec::new(),
                order: None,
                span,
            });
        }
        if sources.iter().all(|path| path.single().is_some()) {
            let names = sources.into_iter().flat_map(|path| path.names).collect();
            return Subject::Names(names, span);
        }
        Subject::Expr(expr)
    }

    /// `a == 1 and page_view where ..`: the part after the last `and` or `or` needs brackets.
    fn phrase_in_condition(&self, expr: &Expr, span: Span) -> SyntaxError {
        let last = match &*expr.kind {
            ExprKind::And(parts) | ExprKind::Or(parts) if !expr.bracketed => parts.last().unwrap_or(expr),
            _ => expr,
        };
        if let Some(error) = self.hyphened(last) {
            return error;
        }
        let phrase = Span::new(span.source, last.span.start, span.end);
        let error = SyntaxError::new(SyntaxErrorKind::PhraseNeedsBrackets, phrase);
        let written = self.text.get(phrase.range()).unwrap_or("");
        if sources_of(last).is_some() { error.edit(phrase, format!("any({written})")) } else { error }
    }

    /// `phrase`, or a `subject` that begins with a selection.
    pub(super) fn phrase(&mut self, pair: Pair<'_, Rule>) -> Read<Phrase> {
        let span = self.span(&pair);
        let mut children = Children::of(pair);
        let selection = children.take(Rule::selection);
        let sources = Children::of(children.find(Rule::sources)).all(Rule::path).map(|path| self.path(path)).collect();
        let per = children.take(Rule::per_field).map(|per| self.per_field(per));
        let selection = selection.map(|selection| Box::new(self.selection(selection, per)));
        let (filter, windows, order) = self.phrase_tail(children.find(Rule::phrase_tail))?;
        Ok(Phrase { selection, sources, filter, windows, order, span })
    }

    fn selection(&self, pair: Pair<'_, Rule>, per: Option<Path>) -> Selection {
        let span = self.span(&pair);
        let mut children = Children::of(pair);
        let word = children.next();
        let end = if word.as_rule() == Rule::kw_latest { SelectionEnd::Latest } else { SelectionEnd::Earliest };
        let count = self.number(children.find(Rule::number));
        Selection { end: self.spanned(end, &word), count, per, span }
    }

    pub(super) fn per_field(&self, pair: Pair<'_, Rule>) -> Path {
        self.path(Children::of(pair).find(Rule::path))
    }

    #[allow(clippy::type_complexity, reason = "three parts of one phrase, taken apart at once")]
    fn phrase_tail(&mut self, pair: Pair<'_, Rule>) -> Read<(Option<Expr>, Vec<Window>, Option<Box<Order>>)> {
        let (mut filter, mut windows, mut order) = (None, Vec::new(), None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::expr => filter = Some(self.expr(part)?),
                Rule::window => windows.push(self.window(part)?),
                Rule::order => order = Some(Box::new(self.order(part)?)),
                _ => {}
            }
        }
        Ok((filter, windows, order))
    }

    pub(super) fn window(&mut self, pair: Pair<'_, Rule>) -> Read<Window> {
        let span = self.span(&pair);
        let mut children = Children::of(pair);
        let word = children.next().as_rule();
        if matches!(word, Rule::kw_since | Rule::kw_before) {
            let edge = self.primary(Children::of(children.find(Rule::window_edge)).next())?;
            let kind = if word == Rule::kw_since { WindowKind::Since(edge) } else { WindowKind::Before(edge) };
            return Ok(Window { kind, span });
        }
        let next = children.next();
        let kind = match next.as_rule() {
            Rule::kw_last => WindowKind::Last(self.duration(children.find(Rule::duration))?),
            Rule::kw_any => {
                let what = children.next();
                match what.as_rule() {
                    Rule::duration => WindowKind::AnyStretch(self.duration(what)?),
                    _ => WindowKind::AnyValue(self.path(what)),
                }
            }
            _ => {
                let older = self.duration(next)?;
                WindowKind::Ago(older, self.duration(children.find(Rule::duration))?)
            }
        };
        Ok(Window { kind, span })
    }

    fn order(&mut self, pair: Pair<'_, Rule>) -> Read<Order> {
        let span = self.span(&pair);
        let mut children = Children::of(pair);
        let mut relation = Children::of(children.find(Rule::order_relation));
        let kind = match relation.peek() {
            Some(Rule::kw_within) => OrderKind::WithinAfter,
            Some(Rule::kw_followed) => OrderKind::FollowedBy,
            Some(Rule::kw_not) => OrderKind::NotFollowedBy,
            _ => OrderKind::AfterWithout,
        };
        let (mut other, mut duration) = (None, None);
        for part in relation.pairs.by_ref() {
            match part.as_rule() {
                Rule::path => other = Some(self.path(part)),
                Rule::duration => duration = Some(self.duration(part)?),
                _ => {}
            }
        }
        let same = children.seek(Rule::path).map(|path| self.path(path));
        let other = other.expect("the grammar names the other activity");
        let duration = duration.expect("the grammar gives a duration");
        Ok(Order { kind, other, duration, same, span })
    }

    /// `event`: one name, or a phrase in brackets.
    pub(super) fn event(&mut self, pair: Pair<'_, Rule>) -> Read<Phrase> {
        let mut children = Children::of(pair);
        if let Some(path) = children.take(Rule::path) {
            let path = self.path(path);
            let span = path.span;
            return Ok(Phrase {
                selection: None,
                sources: vec![path],
                filter: None,
                windows: Vec::new(),
                order: None,
                span,
            });
        }
        self.phrase(children.find(Rule::phrase))
    }

    pub(super) fn elapsed(&mut self, pair: Pair<'_, Rule>) -> Read<Elapsed> {
        let mut children = Children::of(pair);
        let unit = children.find(Rule::elapsed_unit);
        let unit_span = self.span(&unit);
        let unit = match Children::of(unit).next().as_rule() {
            Rule::kw_hours => ElapsedUnit::Hours,
            Rule::kw_days => ElapsedUnit::Days,
            _ => ElapsedUnit::Weeks,
        };
        let until = children.next().as_rule() == Rule::kw_until;
        let next = children.next();
        let anchor = match next.as_rule() {
            Rule::kw_first => ElapsedAnchor::SinceFirst(self.event(children.find(Rule::event))?),
            Rule::kw_last => ElapsedAnchor::SinceLast(self.event(children.find(Rule::event))?),
            _ if until => ElapsedAnchor::Until(self.primary(next)?),
            _ => ElapsedAnchor::Since(self.primary(next)?),
        };
        Ok(Elapsed { unit: Spanned::new(unit, unit_span), anchor })
    }
}

/// The paths, if this is `a`, or `a or b or c` of paths alone.
pub(super) fn sources_of(expr: &Expr) -> Option<Vec<Path>> {
    match &*expr.kind {
        ExprKind::Path(path) => Some(vec![path.clone()]),
        ExprKind::Or(parts) => parts
            .iter()
            .map(|part| match &*part.kind {
                ExprKind::Path(path) => Some(path.clone()),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}
