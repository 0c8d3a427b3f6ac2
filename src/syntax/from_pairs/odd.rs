//! What the grammar reads and nobody means: `== null`, `1/15/2026`, `100-499` as an arm, `"+20"` as points.

use super::Reader;
use crate::source::Span;
use crate::syntax::ast::{ArithmeticOp, CompareOp, Expr, ExprKind, IsState, NumberLit, Sign, Test};
use crate::syntax::error::{SyntaxError, SyntaxErrorKind};
use crate::syntax::repair::iso;
use crate::syntax::words::number_word;

impl Reader<'_> {
    fn written(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// `== missing`, `!= null`, `== False`: what `is` asks, with a sign of comparison. Gives the test that is meant.
    pub(super) fn state_compared(&mut self, operator: Span, equal: bool, right: &Expr) -> Option<Test> {
        let written = match &*right.kind {
            ExprKind::Missing => "missing".to_owned(),
            ExprKind::Path(path) => self.written(path.single()?.span).to_lowercase(),
            _ => return None,
        };
        let state = match (written.as_str(), equal) {
            ("missing" | "null" | "nil" | "none" | "undefined" | "empty" | "blank", true) => IsState::Missing,
            ("missing" | "null" | "nil" | "none" | "undefined" | "empty" | "blank", false) => IsState::Known,
            ("true", true) | ("false", false) => IsState::Yes,
            ("false", true) | ("true", false) => IsState::No,
            _ => return None,
        };
        let span = operator.to(right.span);
        if let (false, Some((is, is_not))) = (equal, exact_negation(state)) {
            // Missing is neither yes nor no, and `!=` holds for it.
            let kind = SyntaxErrorKind::OtherWords {
                written: self.written(span).to_owned(),
                meant: is.to_owned(),
                other: Some(is_not.to_owned()),
            };
            self.findings.push(SyntaxError::new(kind, span).edit(span, is));
            return Some(Test::Is(crate::source::Spanned::new(state, span)));
        }
        let meant = match state {
            IsState::Missing => "is missing",
            IsState::Known => "is known",
            IsState::Yes => "is yes",
            IsState::No => "is no",
        };
        let kind = SyntaxErrorKind::ComparisonWord(self.written(span).to_owned(), meant);
        self.findings.push(SyntaxError::new(kind, span).edit(span, meant));
        Some(Test::Is(crate::source::Spanned::new(state, span)))
    }

    /// `>= five`: a number in words, as the number.
    pub(super) fn number_in_words(&mut self, right: Expr) -> Expr {
        let ExprKind::Path(path) = &*right.kind else {
            return right;
        };
        let Some(number) = path.single().and_then(|name| number_word(self.written(name.span))) else {
            return right;
        };
        let text = number.to_string();
        let kind = SyntaxErrorKind::NumberForm(self.written(right.span).to_owned(), text.clone());
        self.findings.push(SyntaxError::new(kind, right.span).edit(right.span, text.clone()));
        let literal = NumberLit { text, percent: false, span: right.span };
        Expr::new(ExprKind::Number(literal), right.span)
    }

    /// `1/15/2026`, `2026-1-15`: a calculation that is a date in another form.
    pub(super) fn judge_arithmetic(&mut self, expr: &Expr) {
        let ExprKind::Arithmetic(_, operator, _) = &*expr.kind else {
            return;
        };
        if !matches!(operator.node, ArithmeticOp::Divide | ArithmeticOp::Subtract) {
            return;
        }
        let written = self.written(expr.span).to_owned();
        if let Some(date) = iso(&written) {
            let kind = SyntaxErrorKind::DateForm(written, date.clone());
            self.findings.push(SyntaxError::new(kind, expr.span).edit(expr.span, date));
        }
    }

    /// `100-499 => +10` as an arm: a range with another sign.
    pub(super) fn judge_arm(&mut self, value: &Expr) {
        let ExprKind::Arithmetic(low, operator, high) = &*value.kind else {
            return;
        };
        let is_number = |expr: &Expr| matches!(*expr.kind, ExprKind::Number(_));
        if operator.node == ArithmeticOp::Subtract && is_number(low) && is_number(high) {
            let (low, high) = (self.written(low.span), self.written(high.span));
            let meant = format!("{low}..{high}");
            let written = self.written(value.span).to_owned();
            let kind = SyntaxErrorKind::OtherWords { written, meant: meant.clone(), other: None };
            self.findings.push(SyntaxError::new(kind, value.span).edit(value.span, meant));
        }
    }

    /// Points that are a text, stand behind their reason, or have two signs.
    pub(super) fn odd_points(&self, points: &Expr) -> Option<SyntaxError> {
        let written = self.written(points.span).to_owned();
        if let Some(dashes) = written.find("--").filter(|_| matches!(*points.kind, ExprKind::Arithmetic(..))) {
            // `+20 -- why`: a comment of another language, which reads as a calculation.
            let start = points.span.start + dashes as u32;
            let span = Span::new(points.span.source, start, start + 2);
            let kind = SyntaxErrorKind::OtherWords { written: "--".to_owned(), meant: "#".to_owned(), other: None };
            return Some(SyntaxError::new(kind, span).edit(span, "#"));
        }
        let meant = match &*points.kind {
            ExprKind::Text(text) => {
                let plain = text.plain()?.trim().to_owned();
                let digits = plain.strip_prefix(['+', '-']).unwrap_or(&plain);
                let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
                let sign = if digits.len() == plain.len() { "+" } else { "" };
                is_number.then(|| format!("{sign}{plain}"))?
            }
            ExprKind::Arithmetic(reason, operator, number) => {
                let is_reason =
                    matches!(*reason.kind, ExprKind::Text(_)) && matches!(*number.kind, ExprKind::Number(_));
                let sign = match operator.node {
                    ArithmeticOp::Add => "+",
                    ArithmeticOp::Subtract => "-",
                    _ => return None,
                };
                is_reason.then(|| format!("{sign}{} {}", self.written(number.span), self.written(reason.span)))?
            }
            ExprKind::Sign(outer, inner) => match &*inner.kind {
                ExprKind::Sign(sign, number) if matches!(*number.kind, ExprKind::Number(_)) => {
                    let minus = (outer.node == Sign::Minus) != (sign.node == Sign::Minus);
                    format!("{}{}", if minus { "-" } else { "+" }, self.written(number.span))
                }
                _ => return None,
            },
            _ => return None,
        };
        let kind = SyntaxErrorKind::OtherWords { written, meant: meant.clone(), other: None };
        Some(SyntaxError::new(kind, points.span).edit(points.span, meant))
    }

    /// `page-view` where an activity belongs: two words joined by a minus.
    pub(super) fn hyphened(&self, expr: &Expr) -> Option<SyntaxError> {
        let ExprKind::Arithmetic(left, operator, right) = &*expr.kind else {
            return None;
        };
        let is_name = |expr: &Expr| matches!(&*expr.kind, ExprKind::Path(path) if path.single().is_some());
        let written = self.written(expr.span);
        let fits = operator.node == ArithmeticOp::Subtract && is_name(left) && is_name(right) && !written.contains(' ');
        fits.then(|| {
            let name = written.replace('-', "_");
            let kind = SyntaxErrorKind::NameWithBlank(written.to_owned(), name.clone());
            SyntaxError::new(kind, expr.span).edit(expr.span, name)
        })
    }
}

/// Whether an operator asks for equality or its contrary.
pub(super) fn equality(operator: CompareOp) -> Option<bool> {
    match operator {
        CompareOp::Equal => Some(true),
        CompareOp::NotEqual => Some(false),
        _ => None,
    }
}

/// What holds wherever a value is not yes, or not no, in two readings: the other of the two, or missing too.
fn exact_negation(state: IsState) -> Option<(&'static str, &'static str)> {
    match state {
        IsState::Yes => Some(("is yes", "!= no")),
        IsState::No => Some(("is no", "!= yes")),
        IsState::Missing | IsState::Known => None,
    }
}
