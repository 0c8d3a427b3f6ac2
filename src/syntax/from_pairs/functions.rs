//! Calls: which function takes what.

use pest::iterators::Pair;

use super::phrase::Subject;
use super::{Children, Read, Reader};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Aggregate, AggregateFunction, Duration, Elsewhere, Expr, ExprKind, Extreme, MathFunction, NumberLit, Path, Phrase,
    WindowKind,
};
use crate::syntax::error::{SyntaxError, SyntaxErrorKind};
use crate::syntax::grammar::Rule;
use crate::syntax::words;

/// One argument.
enum Argument {
    Off(Duration),
    Subject(Subject),
}

/// A call while it is being judged.
struct Call {
    function: Spanned<String>,
    arguments: std::vec::IntoIter<Argument>,
    span: Span,
}

impl Reader<'_> {
    pub(super) fn call(&mut self, pair: Pair<'_, Rule>) -> Read<ExprKind> {
        let span = self.span(&pair);
        let mut children = Children::of(pair);
        let function = children.find(Rule::function);
        let name_span = self.span(&function);
        let function = Spanned::new(function.as_str().to_owned(), name_span);
        let arguments = Children::of(children.find(Rule::call_arguments)).all(Rule::call_argument);
        let arguments = arguments.map(|argument| self.argument(argument)).collect::<Read<Vec<_>>>()?;
        let call = Call { function, arguments: arguments.into_iter(), span };
        let written = self.text.get(span.range()).unwrap_or("");
        let window = window_without_ago(written, span);
        self.judge(call).map_err(|error| match (&error.kind, window) {
            (SyntaxErrorKind::WrongArguments(..), Some(window)) => window.boxed(),
            (SyntaxErrorKind::WrongArguments(name, _), None) => match worked_out(written) {
                Some(value) => {
                    let kind = SyntaxErrorKind::WrongArguments(name.clone(), Some(value.to_owned()));
                    SyntaxError::new(kind, error.span).boxed()
                }
                None => error,
            },
            _ => error,
        })
    }

    fn argument(&mut self, pair: Pair<'_, Rule>) -> Read<Argument> {
        let mut children = Children::of(pair);
        match children.take(Rule::duration) {
            Some(duration) => Ok(Argument::Off(self.duration(duration)?)),
            None => Ok(Argument::Subject(self.subject(children.find(Rule::subject))?)),
        }
    }

    fn judge(&self, mut call: Call) -> Read<ExprKind> {
        let name = call.function.node.clone();
        match name.as_str() {
            "any" => Ok(ExprKind::Any(call.only_phrase()?)),
            "no" => Ok(ExprKind::No(call.only_phrase()?)),
            "highest" | "lowest" => call.extreme(),
            "min" | "max" if !call.is_over_records() => call.math(),
            _ => match (words::aggregate_function(&name), words::math_function(&name)) {
                (Some(function), _) => call.aggregate(function),
                (None, Some(_)) => call.math(),
                (None, None) => Err(unknown(&call.function)),
            },
        }
    }
}

/// `deals.amount * deals.share` of `sum(deals.amount * deals.share)`: fields of one link or activity and their arithmetic.
fn worked_out(call: &str) -> Option<&str> {
    let inner = call.split_once('(')?.1.strip_suffix(')')?.trim();
    let parts: Vec<&str> = inner.split(['*', '/', '+', '-']).map(str::trim).collect();
    let owner = parts.first()?.split_once('.')?.0;
    let of_owner = |part: &&str| part.split_once('.').is_some_and(|(own, field)| own == owner && words::is_word(field));
    let is_number = |part: &&str| part.bytes().all(|b| b.is_ascii_digit() || b == b'.') && !part.is_empty();
    (parts.len() > 1 && parts.iter().all(|part| of_owner(part) || is_number(part))).then_some(inner)
}

fn unknown(function: &Spanned<String>) -> Box<SyntaxError> {
    let synonym = match function.node.to_lowercase().as_str() {
        "total" | "summe" => Some("sum"),
        "average" | "mean" => Some("avg"),
        "unique" | "count_distinct" | "uniq" | "countunique" => Some("distinct"),
        "number" | "number_of" | "how_many" | "countif" | "size" | "len" => Some("count"),
        "exists" | "has" | "did" | "ever" => Some("any"),
        "none" | "never" | "not_any" => Some("no"),
        "maximum" | "greatest" => Some("max"),
        "minimum" | "least" => Some("min"),
        "ceiling" | "roundup" => Some("ceil"),
        "rounddown" | "trunc" => Some("floor"),
        _ => None,
    };
    let near = synonym.or_else(|| crate::diag::nearest(&function.node, words::functions()));
    let error = SyntaxError::new(SyntaxErrorKind::UnknownFunction(function.node.clone(), near), function.span);
    match near {
        Some(near) => error.edit(function.span, near),
        None => error,
    }
    .boxed()
}

impl Call {
    /// Whether `min(..)` and `max(..)` are over activities or links: one argument, and no sum or number.
    fn is_over_records(&self) -> bool {
        match self.arguments.as_slice() {
            [Argument::Subject(Subject::Expr(expr))] => {
                matches!(*expr.kind, ExprKind::Path(_) | ExprKind::Or(_) | ExprKind::At(..) | ExprKind::Over(..))
            }
            [Argument::Subject(Subject::Names(..) | Subject::Phrase(_) | Subject::Elsewhere(..))] => true,
            _ => false,
        }
    }

    fn aggregate(mut self, function: AggregateFunction) -> Read<ExprKind> {
        let percentile = match function {
            AggregateFunction::Percentile => Some(self.number()?),
            _ => None,
        };
        let elsewhere = self.take_elsewhere();
        let over = self.phrase()?;
        let off = match (function, self.arguments.as_slice()) {
            (AggregateFunction::Streak, [Argument::Off(off)]) => Some(*off),
            (_, []) => None,
            _ => return Err(self.wrong()),
        };
        let function = Spanned::new(function, self.function.span);
        Ok(ExprKind::Aggregate(Aggregate { function, percentile, off, over, elsewhere }))
    }

    /// Takes `at 30d ago` or `over (P)` from the path that comes next.
    fn take_elsewhere(&mut self) -> Option<Box<Elsewhere>> {
        let first = self.arguments.as_mut_slice().first_mut()?;
        let Argument::Subject(subject) = first else { return None };
        let empty = Subject::Names(Vec::new(), self.span);
        match std::mem::replace(subject, empty) {
            Subject::Elsewhere(phrase, elsewhere) => {
                *subject = Subject::Phrase(phrase);
                Some(elsewhere)
            }
            Subject::Expr(expr) => {
                let span = expr.span;
                match super::phrase::elsewhere(expr) {
                    Ok((path, elsewhere)) => {
                        *subject = Subject::Phrase(bare_phrase(vec![path], span));
                        Some(elsewhere)
                    }
                    Err(expr) => {
                        *subject = Subject::Expr(expr);
                        None
                    }
                }
            }
            other => {
                *subject = other;
                None
            }
        }
    }

    fn math(mut self) -> Read<ExprKind> {
        let function = words::math_function(&self.function.node).expect("only called for functions of this kind");
        let mut values = Vec::new();
        while self.arguments.len() > 0 {
            values.push(self.value()?);
        }
        let fits = match function {
            MathFunction::Min | MathFunction::Max => values.len() >= 2,
            MathFunction::Abs | MathFunction::Floor | MathFunction::Ceil => values.len() == 1,
            MathFunction::Round => values.len() == 1 || values.len() == 2,
        };
        if !fits {
            return Err(self.wrong());
        }
        Ok(ExprKind::Math(Spanned::new(function, self.function.span), values))
    }

    fn extreme(mut self) -> Read<ExprKind> {
        let highest = self.function.node == "highest";
        let phrase = self.only_phrase()?;
        let last = match (phrase.windows.as_slice(), phrase.sources.as_slice()) {
            ([window], [_]) if phrase.filter.is_none() && phrase.order.is_none() => match window.kind {
                WindowKind::Last(last) => last,
                _ => return Err(self.wrong()),
            },
            _ => return Err(self.wrong()),
        };
        let score = phrase.sources.into_iter().next().expect("a phrase has a source");
        Ok(ExprKind::Extreme(Extreme { highest, score, last, word_span: self.function.span }))
    }

    fn only_phrase(&mut self) -> Read<Phrase> {
        let phrase = self.phrase()?;
        if self.arguments.len() > 0 { Err(self.wrong()) } else { Ok(phrase) }
    }

    fn phrase(&mut self) -> Read<Phrase> {
        match self.arguments.next() {
            Some(Argument::Subject(Subject::Phrase(phrase))) => Ok(phrase),
            Some(Argument::Subject(Subject::Names(names, span))) => {
                let sources = names.into_iter().map(|name| Path { span: name.span, names: vec![name] }).collect();
                Ok(bare_phrase(sources, span))
            }
            Some(Argument::Subject(Subject::Expr(expr))) => match super::phrase::sources_of(&expr) {
                Some(sources) => Ok(bare_phrase(sources, expr.span)),
                None => Err(self.wrong()),
            },
            _ => Err(self.wrong()),
        }
    }

    fn value(&mut self) -> Read<Expr> {
        match self.arguments.next() {
            Some(Argument::Subject(Subject::Expr(expr))) => Ok(expr),
            Some(Argument::Subject(Subject::Names(mut names, span))) if names.len() == 1 => {
                Ok(Expr::new(ExprKind::Path(Path { names: names.split_off(0), span }), span))
            }
            _ => Err(self.wrong()),
        }
    }

    fn number(&mut self) -> Read<NumberLit> {
        match self.value().map(|value| *value.kind) {
            Ok(ExprKind::Number(number)) => Ok(number),
            _ => Err(self.wrong()),
        }
    }

    fn wrong(&self) -> Box<SyntaxError> {
        SyntaxError::new(SyntaxErrorKind::WrongArguments(self.function.node.clone(), None), self.span).boxed()
    }
}

/// `count(login in 60d..30d)`, `count(login in 60..30d ago)`: a window that is nearly one.
fn window_without_ago(written: &str, call: Span) -> Option<SyntaxError> {
    let (start, rest) = written.split_once(" in ").map(|(head, rest)| (head.len() + 4, rest))?;
    let (far, rest) = rest.split_once("..")?;
    let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let (near, tail) = rest.split_at(length);
    let unit = near.trim_start_matches(|c: char| c.is_ascii_digit());
    let far_digits = far.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if unit.len() != 1 || far_digits.is_empty() || !far_digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let far_unit = if far_digits.len() == far.len() { unit } else { "" };
    let ago = if tail.trim_start().starts_with("ago") { "" } else { " ago" };
    let meant = format!("{far}{far_unit}..{near}{ago}");
    let from = call.start + start as u32;
    let span = Span::new(call.source, from, from + (far.len() + 2 + near.len()) as u32);
    let written = written.get(start..start + far.len() + 2 + near.len())?.to_owned();
    let kind = SyntaxErrorKind::OtherWords { written, meant: meant.clone(), other: None };
    Some(SyntaxError::new(kind, span).edit(span, meant))
}

fn bare_phrase(sources: Vec<Path>, span: Span) -> Phrase {
    Phrase { selection: None, sources, filter: None, windows: Vec::new(), order: None, span }
}
