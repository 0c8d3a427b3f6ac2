//! Comparisons: which types meet, and what becomes of constants on the way.

use super::super::{CompareOp, Cond, CondKind, Expr, ExprKind, ScoreId, ScoreRef, TemplatePart, TierId};
use super::exec::{Checker, Val};
use super::finding::{a_noun, a_type, either, quoted};
use super::names::Thing;
use super::scope::Scope;
use crate::diag::{Applicability, Code, Diagnostic, Fix};
use crate::source::{Span, Spanned};
use crate::syntax::ast;
use crate::values::text::{is_blank, trim};
use crate::values::{Choices, Date, Decimal, Type, Value};

/// How two values can be compared.
pub(super) struct Meeting {
    /// The type both compare as.
    pub compare_as: Type,
    pub left: Change,
    pub right: Change,
}

/// What one side becomes for a comparison.
pub(super) enum Change {
    Keep,
    /// Another constant: a text that names a choice, a date that stands for a time.
    Const(Value),
    /// A choice as the text of its name.
    AsText,
}

impl<'a> Checker<'a> {
    /// `subject OP value`.
    pub fn comparison(
        &mut self,
        subject: Val,
        op: &Spanned<ast::CompareOp>,
        right: &'a ast::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Cond> {
        if let ExprKind::TierName(score) = &subject.expr.kind
            && let Some(name) = tier_word(right)
            && !self.is_let_beside_tiers(score.score, right, scope)
        {
            return self.tier_comparison(score.clone(), compare_op(op.node), &name, right.span, span);
        }
        if let (Some(score), Some(name)) = (self.score_of_levels(&subject.expr), tier_word(right))
            && !self.is_let_beside_tiers(score, right, scope)
        {
            let tier = self.tier_as_level(score, &name, right)?;
            return self.compare_values(subject, compare_op(op.node), op.span, tier, span);
        }
        if let ast::ExprKind::List(_) | ast::ExprKind::Range(_) = &*right.kind {
            return self.compared_with_several(&subject, op, right);
        }
        let right = self.value(right, scope)?;
        self.compare_values(subject, compare_op(op.node), op.span, right, span)
    }

    /// A comparison of two checked values.
    pub fn compare_values(&mut self, left: Val, op: CompareOp, op_span: Span, right: Val, span: Span) -> Option<Cond> {
        if let Some(empty) = [&left, &right].into_iter().find(|side| is_empty_text(&side.expr)) {
            return self.compared_with_empty(&left.expr, op, empty.expr.span, span);
        }
        if op == CompareOp::Equal && left.open.is_none() && right.open.is_none() {
            self.whole_numbers_are_whole(&left.expr, &right.expr)?;
        }
        if let (ExprKind::TierName(one), ExprKind::TierName(other)) = (&left.expr.kind, &right.expr.kind)
            && one.score == other.score
        {
            return Some(self.tier_pair(one, op, other, span));
        }
        let (left, right) = self.both_as_levels(left, right);
        let meeting = self.meet(&left, &right)?;
        let ordering = !matches!(op, CompareOp::Equal | CompareOp::NotEqual);
        let known = left.open.is_none() && right.open.is_none();
        if ordering && known && !meeting.compare_as.has_order() {
            return self.no_order(&left.expr, op_span, &meeting.compare_as);
        }
        let (left, right) = (
            changed(left.expr, meeting.left, &meeting.compare_as),
            changed(right.expr, meeting.right, &meeting.compare_as),
        );
        Some(Cond { kind: CondKind::Compare { op, left, right, compare_as: meeting.compare_as }, span })
    }

    /// `lead.tier > before`, where that is a `let` and no tier.
    fn is_let_beside_tiers(&self, score: ScoreId, right: &ast::Expr, scope: &Scope) -> bool {
        let ast::ExprKind::Path(path) = &*right.kind else { return false };
        let Some(name) = path.single() else { return false };
        let is_tier = self.names.score(score).tiers.iter().any(|tier| tier.name.node == name.node);
        !is_tier && matches!(self.shared(name, scope), Some(Thing::Let(_)))
    }

    /// Two tiers of one list, of other records or instants: for some tier, one side is it and the other stands so to it.
    fn tier_pair(&self, one: &ScoreRef, op: CompareOp, other: &ScoreRef, span: Span) -> Cond {
        let is = |score: &ScoreRef, op, tier| Cond { kind: CondKind::Tier { score: score.clone(), op, tier }, span };
        let (stands, negated) = match op {
            CompareOp::NotEqual => (CompareOp::Equal, true),
            op => (op, false),
        };
        let n_tiers = self.names.score(one.score).tiers.len() as u32;
        let each = (0..n_tiers).map(TierId).map(|tier| {
            let both = vec![is(other, CompareOp::Equal, tier), is(one, stands, tier)];
            Cond { kind: CondKind::And(both), span }
        });
        let some = Cond { kind: CondKind::Or(each.collect()), span };
        if negated { Cond { kind: CondKind::Not(Box::new(some)), span } } else { some }
    }

    fn compared_with_empty(&mut self, left: &Expr, op: CompareOp, empty: Span, span: Span) -> Option<Cond> {
        let written = self.slice(left.span);
        let word = if op == CompareOp::Equal { "missing" } else { "known" };
        let edit = format!("{written} is {word}");
        self.report(
            Diagnostic::new(Code::BlankText, empty, "an empty text is missing, and nothing equals missing")
                .help(format!("write `{edit}`"))
                .fix(Fix::replace(format!("write `is {word}`"), span, edit, Applicability::Safe)),
        )
    }

    fn compared_with_several(
        &mut self,
        subject: &Val,
        op: &Spanned<ast::CompareOp>,
        right: &ast::Expr,
    ) -> Option<Cond> {
        let word = if op.node == ast::CompareOp::NotEqual { "not in" } else { "in" };
        let what = if matches!(&*right.kind, ast::ExprKind::List(_)) { "a list" } else { "a range" };
        let message = format!("`{}` compares with one value, and this is {what}", op.node.symbol());
        let diagnostic = Diagnostic::new(Code::CannotCompare, op.span, message).help(format!(
            "write `{} {word} {}`",
            self.slice(subject.expr.span),
            self.slice(right.span)
        ));
        let equality = matches!(op.node, ast::CompareOp::Equal | ast::CompareOp::NotEqual);
        self.report(if equality {
            diagnostic.fix(Fix::replace(format!("write `{word}`"), op.span, word, Applicability::Safe))
        } else {
            diagnostic
        })
    }

    fn no_order(&mut self, left: &Expr, op_span: Span, ty: &Type) -> Option<Cond> {
        let message = format!("`{}` needs an order, and {} has none", self.slice(op_span), a_type(ty));
        let help = match ty {
            Type::OneOf(choices) => {
                let names: Vec<String> = choices.names().iter().take(3).map(|name| format!("\"{name}\"")).collect();
                format!("declare levels, the lowest first: `one of {}`", names.join(" < "))
            }
            Type::YesNo => format!("write `{} is yes`", self.slice(left.span)),
            _ => "compare with `==` or `!=`, or declare the field as `number` or as levels `one of \"a\" < \"b\"`"
                .to_owned(),
        };
        self.report(Diagnostic::new(Code::NoOrder, op_span, message).help(help))
    }

    /// How two values meet; what cannot be compared is reported at the right one.
    pub fn meet(&mut self, left: &Val, right: &Val) -> Option<Meeting> {
        let both = |ty: Type| Some(Meeting { compare_as: ty, left: Change::Keep, right: Change::Keep });
        match (left.open, right.open) {
            (Some(a), Some(b)) => {
                self.inference.agree(a, b);
                return both(Type::Text);
            }
            (Some(a), None) => {
                self.inference.asks(a, &right.expr.ty, right.expr.span);
                return both(right.expr.ty.element().clone());
            }
            (None, Some(b)) => {
                self.inference.asks(b, &left.expr.ty, left.expr.span);
                return both(left.expr.ty.element().clone());
            }
            (None, None) => {}
        }
        let (l, r) = (left.expr.ty.element(), right.expr.ty.element());
        match (l, r) {
            (l, r) if l.is_number() && r.is_number() => both(Type::Number),
            (l, r) if l.is_text() && r.is_text() => both(text_type(&left.expr, &right.expr)),
            (Type::YesNo, Type::YesNo) => both(Type::YesNo),
            (Type::OneOf(a), Type::OneOf(b)) if a == b => both(l.clone()),
            (Type::OneOf(choices), _) if is_text_constant(&right.expr) => {
                let choice = self.choice(choices, &right.expr, &left.expr)?;
                Some(Meeting { compare_as: l.clone(), left: Change::Keep, right: Change::Const(choice) })
            }
            (_, Type::OneOf(choices)) if is_text_constant(&left.expr) => {
                let choice = self.choice(choices, &left.expr, &right.expr)?;
                Some(Meeting { compare_as: r.clone(), left: Change::Const(choice), right: Change::Keep })
            }
            (Type::OneOf(_), r) if r.is_text() || matches!(r, Type::OneOf(_)) => self.meet_as_text(left, right),
            (l, Type::OneOf(_)) if l.is_text() => self.meet_as_text(left, right),
            (Type::Date, Type::Date) => both(Type::Date),
            (Type::Time | Type::Date, Type::Time | Type::Date) => Some(Meeting {
                compare_as: Type::Time,
                left: self.as_instant(&left.expr),
                right: self.as_instant(&right.expr),
            }),
            _ => self.cannot_compare(&left.expr, &right.expr),
        }
    }

    /// A constant date that meets a time is its 00:00; a field of dates is left to the evaluation.
    fn as_instant(&self, expr: &Expr) -> Change {
        match &expr.kind {
            ExprKind::Const(Value::Date(date)) => Change::Const(Value::Time(self.zone.midnight(*date))),
            _ => Change::Keep,
        }
    }

    /// A choice and a text that is not a constant, or two different sets of choices: by their names.
    fn meet_as_text(&mut self, left: &Val, right: &Val) -> Option<Meeting> {
        let change = |ty: &Type| match ty {
            Type::OneOf(_) => Some(Change::AsText),
            Type::List(element) if matches!(**element, Type::OneOf(_)) => None,
            _ => Some(Change::Keep),
        };
        let (Some(l), Some(r)) = (change(&left.expr.ty), change(&right.expr.ty)) else {
            return self.cannot_compare(&left.expr, &right.expr);
        };
        Some(Meeting { compare_as: Type::Text, left: l, right: r })
    }

    /// The choice that a text names; a text that names none is reported with the nearest that does.
    pub fn choice(&mut self, choices: &Choices, constant: &Expr, field: &Expr) -> Option<Value> {
        let ExprKind::Const(Value::Text(text)) = &constant.kind else { return None };
        if let Some(index) = choices.position(text) {
            return Some(Value::Choice(index));
        }
        let names = || choices.names().iter().map(|name| &**name);
        let message = format!("{} is never {}", quoted(self.slice(field.span)), quoted(&format!("\"{text}\"")));
        let diagnostic =
            Diagnostic::new(Code::UnknownChoice, constant.span, message).label("none of the declared values");
        let diagnostic = match self.nearest(text, names()) {
            Some(near) => diagnostic.help(format!("write `\"{near}\"`")).fix(Fix::replace(
                format!("write `\"{near}\"`"),
                constant.span,
                format!("\"{near}\""),
                Applicability::Suggestion,
            )),
            None => diagnostic.help(format!("the declared values are {}", either(names()))),
        };
        self.report(diagnostic)
    }

    /// Reports two types that never meet, with the edit that makes them.
    pub fn cannot_compare<T>(&mut self, left: &Expr, right: &Expr) -> Option<T> {
        let (what_left, what_right) = (self.what(left), self.what(right));
        let message =
            format!("{} is {what_left}, and cannot be compared with {what_right}", quoted(self.slice(left.span)));
        let diagnostic = Diagnostic::new(Code::CannotCompare, right.span, message).label(what_right);
        let diagnostic = match self.state_meant(left, right).or_else(|| self.repaired(left, right)) {
            Some((title, at, text)) => {
                diagnostic.help(title.clone()).fix(Fix::replace(title, at, text, Applicability::Safe))
            }
            None => diagnostic.help(format!("compare it with {}", a_noun(left.ty.element()))),
        };
        self.report(diagnostic)
    }

    /// `vip == "yes"`, `vip != 0`: the edit to `is yes` or `is no`.
    fn state_meant(&self, left: &Expr, right: &Expr) -> Option<(String, Span, String)> {
        let ExprKind::Const(value) = &right.kind else { return None };
        if left.ty != Type::YesNo || left.span.source != right.span.source || right.span.start < left.span.end {
            return None;
        }
        let between = Span::new(left.span.source, left.span.end, right.span.start);
        let equal = match self.slice(between).trim() {
            "==" | "=" | "is" => true,
            "!=" => false,
            _ => return None,
        };
        let yes = match value {
            Value::Text(text) => match trim(text).to_lowercase().as_str() {
                "yes" | "true" | "y" | "1" => true,
                "no" | "false" | "n" | "0" => false,
                _ => return None,
            },
            Value::Number(Decimal::ZERO) => false,
            Value::Number(Decimal::ONE) => true,
            _ => return None,
        };
        // `!=` holds for a missing value too, and `is no` does not.
        let state = match (equal, yes) {
            (true, true) => "is yes",
            (true, false) => "is no",
            (false, true) => "!= yes",
            (false, false) => "!= no",
        };
        let at = Span::new(left.span.source, left.span.end, right.span.end);
        Some((format!("write `{state}`"), at, format!(" {state}")))
    }

    /// The edit that makes two sides comparable, if one of them is a constant with or without quotes too many.
    fn repaired(&self, left: &Expr, right: &Expr) -> Option<(String, Span, String)> {
        let (field, constant) = match (&left.kind, &right.kind) {
            (_, ExprKind::Const(value)) => (left, (right, value)),
            (ExprKind::Const(value), _) => (right, (left, value)),
            _ => return None,
        };
        let (constant, value) = constant;
        let written = self.slice(constant.span);
        match (field.ty.element(), value) {
            (ty, Value::Text(text)) if ty.is_number() && Decimal::parse(trim(text)).is_ok() => {
                Some((format!("write `{}` without quotes", trim(text)), constant.span, trim(text).to_owned()))
            }
            (Type::Time | Type::Date, Value::Text(text)) if Date::parse(trim(text)).is_some() => {
                Some((format!("write `{}` without quotes", trim(text)), constant.span, trim(text).to_owned()))
            }
            (Type::YesNo, Value::Text(text)) => {
                let word = match trim(text).to_lowercase().as_str() {
                    "yes" | "true" | "y" | "1" => "yes",
                    "no" | "false" | "n" | "0" => "no",
                    _ => return None,
                };
                Some((format!("write `{word}` without quotes"), constant.span, word.to_owned()))
            }
            (Type::YesNo, Value::Number(number @ (Decimal::ZERO | Decimal::ONE))) => {
                let word = if *number == Decimal::ZERO { "no" } else { "yes" };
                Some((format!("write `{word}`"), constant.span, word.to_owned()))
            }
            (ty, Value::Number(_) | Value::Date(_)) if ty.is_text() => {
                Some((format!("write `\"{written}\"`"), constant.span, format!("\"{written}\"")))
            }
            _ => None,
        }
    }

    /// Several values of one type, as branches or inputs have to be; the type, and the field that decides it in the
    /// first walk.
    pub fn same_type(&mut self, values: Vec<Val>, what: &str) -> Option<(Vec<Expr>, Type, Option<super::infer::Var>)> {
        let known = values.iter().find(|value| value.open.is_none()).map(|value| value.expr.ty.clone());
        let mut first_open = None;
        for value in &values {
            let Some(var) = value.open else { continue };
            match (&known, first_open) {
                (Some(ty), _) => self.inference.asks(var, ty, value.expr.span),
                (None, Some(first)) => self.inference.agree(first, var),
                (None, None) => first_open = Some(var),
            }
        }
        let has_open = values.iter().any(|value| value.open.is_some());
        let exprs: Vec<Expr> = values.into_iter().map(|value| value.expr).collect();
        if has_open {
            return Some((exprs, known.unwrap_or(Type::Text), first_open));
        }
        let ty = match common_type(&exprs) {
            Some(ty) => ty,
            None => {
                self.report_mixed(&exprs, what);
                return None;
            }
        };
        let exprs = exprs.into_iter().map(|expr| self.converted(expr, &ty)).collect();
        Some((exprs, ty, None))
    }

    fn report_mixed(&mut self, exprs: &[Expr], what: &str) -> Option<()> {
        let first = exprs.first()?;
        let odd = exprs.iter().find(|expr| common_type(&[first.clone(), (*expr).clone()]).is_none()).or(exprs.last())?;
        let (first_what, odd_what) = (self.what(first), self.what(odd));
        let message = format!("{what} are of different types: {first_what} and {odd_what}");
        self.report(
            Diagnostic::new(Code::MixedTypes, odd.span, message)
                .label(odd_what)
                .also(first.span, first_what)
                .help("make them all numbers, or all texts, or all dates"),
        )
    }

    /// An expression as a value of the common type of several.
    fn converted(&self, expr: Expr, ty: &Type) -> Expr {
        let change = match (&expr.kind, &expr.ty, ty) {
            (ExprKind::Const(Value::Text(text)), Type::Text, Type::OneOf(choices)) => {
                choices.position(text).map_or(Change::Keep, |index| Change::Const(Value::Choice(index)))
            }
            (_, Type::OneOf(_), Type::Text) => Change::AsText,
            (_, Type::Date, Type::Time) => self.as_instant(&expr),
            _ => Change::Keep,
        };
        changed(expr, change, ty)
    }
}

/// The type that values have in common; `None` if they have none.
fn common_type(exprs: &[Expr]) -> Option<Type> {
    let (first, rest) = exprs.split_first()?;
    if rest.iter().all(|expr| expr.ty == first.ty) {
        return Some(first.ty.clone());
    }
    if exprs.iter().all(|expr| expr.ty.is_number()) {
        return Some(Type::Number);
    }
    if exprs.iter().all(|expr| matches!(expr.ty, Type::Time | Type::Date)) {
        return Some(Type::Time);
    }
    let choices = exprs.iter().find_map(|expr| match &expr.ty {
        Type::OneOf(choices) => Some(choices),
        _ => None,
    });
    if let Some(choices) = choices {
        let named = |expr: &Expr| match &expr.kind {
            ExprKind::Const(Value::Text(text)) => choices.position(text).is_some(),
            _ => expr.ty == Type::OneOf(choices.clone()),
        };
        if exprs.iter().all(named) {
            return Some(Type::OneOf(choices.clone()));
        }
    }
    let textual = |expr: &Expr| expr.ty.is_text() || matches!(expr.ty, Type::OneOf(_));
    if !exprs.iter().all(textual) {
        return None;
    }
    let exact = exprs.iter().all(|expr| expr.ty == Type::ExactText || is_text_constant(expr));
    Some(if exact { Type::ExactText } else { Type::Text })
}

/// The type two texts compare as: case counts if it does for a side that is not written out.
pub(super) fn text_type(left: &Expr, right: &Expr) -> Type {
    let exact = |expr: &Expr| *expr.ty.element() == Type::ExactText;
    if exact(left) || exact(right) { Type::ExactText } else { Type::Text }
}

/// Whether an expression is a text that is written out.
pub(super) fn is_text_constant(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Const(Value::Text(_)))
}

/// Whether an expression is `""`.
pub(super) fn is_empty_text(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Template(parts) if parts.is_empty())
}

/// An expression after its change.
pub(super) fn changed(expr: Expr, change: Change, ty: &Type) -> Expr {
    match change {
        Change::Keep => expr,
        Change::Const(value) => Expr { kind: ExprKind::Const(value), ty: ty.clone(), span: expr.span },
        Change::AsText => as_text(expr),
    }
}

/// A choice as the text of its name.
pub(super) fn as_text(expr: Expr) -> Expr {
    let span = expr.span;
    Expr { kind: ExprKind::Template(vec![TemplatePart::Value(expr)]), ty: Type::Text, span }
}

/// The word or text that may name a tier.
pub(super) fn tier_word(expr: &ast::Expr) -> Option<String> {
    match &*expr.kind {
        ast::ExprKind::Path(path) => path.single().map(|name| name.node.clone()),
        ast::ExprKind::Text(text) => text.plain().filter(|text| !is_blank(text)).map(|text| trim(text).to_owned()),
        ast::ExprKind::Number(number) if !number.percent => Some(number.text.clone()),
        _ => None,
    }
}

/// The typed form of an operator.
pub(super) fn compare_op(op: ast::CompareOp) -> CompareOp {
    match op {
        ast::CompareOp::Equal => CompareOp::Equal,
        ast::CompareOp::NotEqual => CompareOp::NotEqual,
        ast::CompareOp::Less => CompareOp::Less,
        ast::CompareOp::AtMost => CompareOp::LessOrEqual,
        ast::CompareOp::Greater => CompareOp::Greater,
        ast::CompareOp::AtLeast => CompareOp::GreaterOrEqual,
    }
}
