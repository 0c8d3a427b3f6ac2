//! Texts: with values inside, cut, searched, matched.

use super::super::{CompareOp, Cond, CondKind, Expr, ExprKind, ListId, TemplatePart, TextOp};
use super::compare::{as_text, is_empty_text, is_text_constant};
use super::exec::{Checker, Val, Walk};
use super::finding::quoted;
use super::names::LetId;
use super::path::as_spelled;
use super::scope::Scope;
use super::value::constant_val;
use crate::diag::{Applicability, Code, Diagnostic, Fix};
use crate::source::{Span, Spanned};
use crate::syntax::ast;
use crate::values::text::is_blank;
use crate::values::{Pattern, Type, Value};

/// What a text operator looks for.
enum Sought {
    /// Constants.
    List(ListId),
    /// Values of the record.
    Values(Vec<Expr>),
}

impl<'a> Checker<'a> {
    /// A text, perhaps with `{..}` inside.
    pub fn text_value(&mut self, lit: &'a ast::TextLit, scope: &Scope) -> Option<Val> {
        if let Some(plain) = lit.plain() {
            if is_blank(plain) {
                let kind = ExprKind::Template(Vec::new());
                return Some(Val::known(Expr { kind, ty: Type::Text, span: lit.span }));
            }
            return Some(constant_val(Value::text(plain), Type::Text, lit.span));
        }
        let parts: Vec<Option<TemplatePart>> = lit
            .parts
            .iter()
            .map(|part| match part {
                ast::TextPart::Plain(text) => Some(TemplatePart::Text(text.clone())),
                ast::TextPart::Value(value) => Some(TemplatePart::Value(as_spelled(self.value(value, scope)?.expr))),
            })
            .collect();
        let kind = ExprKind::Template(parts.into_iter().collect::<Option<Vec<_>>>()?);
        Some(Val::known(Expr { kind, ty: Type::Text, span: lit.span }))
    }

    /// `email after "@"`.
    pub fn after_value(&mut self, node: &'a ast::After, span: Span, scope: &Scope) -> Option<Val> {
        let text = self.value(&node.text, scope)?;
        let text = self.as_text_value(text, "`after` cuts a text")?;
        if is_blank(&node.separator.node) {
            let message = "the text after an empty text is all of it";
            return self.report(
                Diagnostic::new(Code::BlankText, node.separator.span, message)
                    .help("write what to cut at: `after \"@\"`"),
            );
        }
        let ty = text.ty.clone();
        let separator = node.separator.node.clone();
        let kind = ExprKind::After { text: Box::new(text), separator, first: node.first };
        Some(Val::known(Expr { kind, ty, span }))
    }

    /// The value, if it is a single text; a choice becomes the text of its name.
    fn as_text_value(&mut self, value: Val, why: &str) -> Option<Expr> {
        if let Some(var) = value.open {
            self.inference.asks(var, &Type::Text, value.expr.span);
            return Some(value.expr);
        }
        match &value.expr.ty {
            ty if ty.is_text() => Some(value.expr),
            Type::OneOf(_) => Some(as_text(value.expr)),
            _ => self.not_a_text(&value.expr, why),
        }
    }

    fn not_a_text<T>(&mut self, expr: &Expr, why: &str) -> Option<T> {
        let written = self.slice(expr.span);
        let message = format!("{} is {}, and a text is needed", quoted(written), self.what(expr));
        let help = match &expr.ty {
            ty if ty.is_number() => format!("compare it with numbers, or make a text of it: `\"{{{written}}}\"`"),
            Type::YesNo => format!("write `{written} is yes`"),
            Type::List(_) => "ask for an element: `contains \"..\"`".to_owned(),
            _ => "use a field declared as `text`".to_owned(),
        };
        self.report(Diagnostic::new(Code::NotAText, expr.span, message).label(why).help(help))
    }

    /// `subject has word "CEO"`, `subject contains ["a", "b"]`.
    pub fn text_test(
        &mut self,
        subject: Val,
        op: &Spanned<ast::TextOp>,
        text: &'a ast::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Cond> {
        let of_list = subject.open.is_none() && matches!(subject.expr.ty, Type::List(_));
        if of_list && op.node == ast::TextOp::Contains {
            return self.list_contains(subject, text, span, scope);
        }
        let subject = if of_list && self.is_list_of_text(&subject.expr) {
            subject.expr
        } else {
            self.as_text_value(subject, &format!("`{}` looks into a text", op.node.words()))?
        };
        let exact = *subject.ty.element() == Type::ExactText;
        let ty = if exact { Type::ExactText } else { Type::Text };
        let op = text_op(op.node);
        let kind = match self.sought(text, &ty, scope)? {
            Sought::List(any_of) => CondKind::Text { op, subject, any_of, exact },
            Sought::Values(mut values) => {
                let kind = |other: Expr| CondKind::TextValue { op, subject: subject.clone(), other, exact };
                if values.len() == 1 {
                    kind(values.remove(0))
                } else {
                    let conds = values.into_iter().map(|value| Cond { span: value.span, kind: kind(value) });
                    CondKind::Or(conds.collect())
                }
            }
        };
        Some(Cond { kind, span })
    }

    fn is_list_of_text(&self, expr: &Expr) -> bool {
        expr.ty.element().is_text()
    }

    /// `tags contains "vip"`: an element of the list.
    fn list_contains(&mut self, subject: Val, element: &'a ast::Expr, span: Span, scope: &Scope) -> Option<Cond> {
        match &*element.kind {
            ast::ExprKind::List(_) => self.is_in(subject, element, false, span, scope),
            ast::ExprKind::Path(path) if self.names_list(path, scope) => {
                self.is_in(subject, element, false, span, scope)
            }
            _ => {
                let value = self.value(element, scope)?;
                self.compare_values(subject, CompareOp::Equal, element.span, value, span)
            }
        }
    }

    /// Whether a path names a list: a `let` or a param.
    fn names_list(&self, path: &ast::Path, scope: &Scope) -> bool {
        let Some(name) = path.single() else { return false };
        match self.shared(name, scope) {
            Some(super::names::Thing::Let(id)) => self.is_list(id, scope, 0),
            Some(super::names::Thing::Param(id)) => {
                self.names.params.get(id.0 as usize).is_some_and(|param| matches!(param.ty, Type::List(_)))
            }
            _ => false,
        }
    }

    /// Whether a `let` is a list, by way of other lets too.
    pub fn is_list(&self, id: LetId, scope: &Scope, depth: u32) -> bool {
        const CHAIN_MAX: u32 = 50;
        let name = match &self.names.lets[id.0 as usize].value {
            ast::LetValue::Lines(_) => return true,
            ast::LetValue::Names { names, .. } if names.len() == 1 => &names[0],
            ast::LetValue::Expr(expr) => match &*expr.kind {
                ast::ExprKind::List(_) => return true,
                kind => match kind.as_name() {
                    Some(name) => name,
                    None => return false,
                },
            },
            _ => return false,
        };
        match self.shared(name, scope) {
            Some(super::names::Thing::Let(next)) if depth < CHAIN_MAX => self.is_list(next, scope, depth + 1),
            _ => false,
        }
    }

    /// What a text operator looks for: a text, several, a list by its name, or a value of the record.
    fn sought(&mut self, text: &'a ast::Expr, ty: &Type, scope: &Scope) -> Option<Sought> {
        let (elements, named) = match &*text.kind {
            ast::ExprKind::List(elements) => (elements.as_slice(), None),
            ast::ExprKind::Path(path) if self.names_list(path, scope) => return self.sought_in_list(path, ty, scope),
            _ => (std::slice::from_ref(text), None),
        };
        self.sought_elements(elements, named, text.span, ty, scope)
    }

    fn sought_in_list(&mut self, path: &'a ast::Path, ty: &Type, scope: &Scope) -> Option<Sought> {
        let mut name = path.single()?;
        loop {
            match self.shared(name, scope)? {
                super::names::Thing::Let(id) => match &self.names.lets[id.0 as usize].value {
                    ast::LetValue::Lines(_) => return self.lines_as(id, ty, path.span).map(Sought::List),
                    ast::LetValue::Names { names, .. } => name = names.first()?,
                    ast::LetValue::Expr(expr) => match &*expr.kind {
                        ast::ExprKind::List(elements) => {
                            return self.sought_elements(elements, Some(id), path.span, ty, scope);
                        }
                        kind => name = kind.as_name()?,
                    },
                    _ => return None,
                },
                super::names::Thing::Param(id) => {
                    let param = self.names.params.get(id.0 as usize)?;
                    if !param.ty.element().is_text() {
                        let message = format!("{} holds no texts", quoted(&param.name));
                        return self
                            .report(Diagnostic::new(Code::NotAText, path.span, message).help("use a list of texts"));
                    }
                    let list = self.intern_list(None, param.value.elements().to_vec(), ty.clone());
                    return Some(Sought::List(list));
                }
                _ => return None,
            }
        }
    }

    fn sought_elements(
        &mut self,
        elements: &'a [ast::Expr],
        named: Option<LetId>,
        span: Span,
        ty: &Type,
        scope: &Scope,
    ) -> Option<Sought> {
        let values: Vec<Option<Expr>> = elements.iter().map(|element| self.sought_element(element, scope)).collect();
        let values = values.into_iter().collect::<Option<Vec<Expr>>>()?;
        if values.is_empty() {
            let message = "an empty list has nothing to look for";
            return self.report(Diagnostic::new(Code::BadList, span, message).help("write the texts to look for"));
        }
        if !values.iter().all(is_text_constant) {
            return Some(Sought::Values(values));
        }
        let constants = values
            .into_iter()
            .filter_map(|value| match value.kind {
                ExprKind::Const(constant) => Some(constant),
                _ => None,
            })
            .collect();
        Some(Sought::List(self.intern_list(named, constants, ty.clone())))
    }

    fn sought_element(&mut self, element: &'a ast::Expr, scope: &Scope) -> Option<Expr> {
        let value = self.value(element, scope)?;
        if is_empty_text(&value.expr) {
            let message = "every text holds the empty text";
            return self.report(Diagnostic::new(Code::BlankText, element.span, message).help("write what to look for"));
        }
        if let ExprKind::Const(Value::Number(_)) = &value.expr.kind {
            let written = self.slice(element.span);
            let message = format!("{} is a number, and a text is looked for here", quoted(written));
            return self.report(
                Diagnostic::new(Code::NotAText, element.span, message)
                    .help(format!("write `\"{written}\"`"))
                    .fix(Fix::replace("put it in quotes", element.span, format!("\"{written}\""), Applicability::Safe)),
            );
        }
        self.as_text_value(value, "looked for in a text")
    }

    /// `subject matches /re/`, `subject matches [/a/, /b/]`.
    pub fn matches(&mut self, subject: Val, patterns: &'a ast::Expr, span: Span) -> Option<Cond> {
        let of_list = subject.open.is_none() && matches!(&subject.expr.ty, Type::List(element) if element.is_text());
        let subject = if of_list { subject.expr } else { self.as_text_value(subject, "`matches` looks into a text")? };
        let exact = *subject.ty.element() == Type::ExactText;
        let patterns = match &*patterns.kind {
            ast::ExprKind::List(patterns) => patterns.as_slice(),
            _ => std::slice::from_ref(patterns),
        };
        let any_of: Vec<Option<Pattern>> = patterns.iter().map(|pattern| self.pattern(pattern, exact)).collect();
        let any_of = any_of.into_iter().collect::<Option<Vec<_>>>()?;
        if any_of.is_empty() {
            let message = "an empty list has nothing to match";
            return self.report(Diagnostic::new(Code::BadList, span, message).help("write a pattern: `/^vp/`"));
        }
        Some(Cond { kind: CondKind::Matches { subject, any_of, exact }, span })
    }

    fn pattern(&mut self, expr: &'a ast::Expr, exact: bool) -> Option<Pattern> {
        let text = match &*expr.kind {
            ast::ExprKind::Pattern(text) => text,
            ast::ExprKind::Text(lit) if lit.plain().is_some() => {
                let edit = format!("/{}/", lit.plain().unwrap_or_default().replace('/', "\\/"));
                return self.report(
                    Diagnostic::new(Code::BadPattern, expr.span, "a pattern stands between slashes, not in quotes")
                        .help(format!("write `{edit}`, or use `contains`"))
                        .fix(Fix::replace(format!("write `{edit}`"), expr.span, edit, Applicability::Suggestion)),
                );
            }
            _ => {
                let message = format!("{} is no pattern", quoted(self.slice(expr.span)));
                return self.report(
                    Diagnostic::new(Code::BadPattern, expr.span, message).help("write it between slashes: `/^vp/`"),
                );
            }
        };
        if self.walk == Walk::First {
            return None;
        }
        match Pattern::parse(text, !exact) {
            Ok(pattern) => Some(pattern),
            Err(error) => {
                // The pattern starts after its slash.
                let at = expr.span.start.saturating_add(1).saturating_add(error.at_byte).min(expr.span.end);
                let span = Span::new(expr.span.source, at, expr.span.end.max(at));
                let message = format!("this pattern cannot be used: {}", error.what);
                if error.what.contains("is not closed") {
                    let close = if error.what.contains('(') { ')' } else { ']' };
                    let help = format!("close it with `{close}`");
                    return self.report(Diagnostic::new(Code::BadPattern, span, message).help(help));
                }
                self.report(
                    Diagnostic::new(Code::BadPattern, span, message)
                        .help("use letters, `.`, `[a-z]`, `\\d`, `^`, `$`, `|`, `*`, `+`, `?` and round brackets"),
                )
            }
        }
    }
}

fn text_op(op: ast::TextOp) -> TextOp {
    match op {
        ast::TextOp::Contains => TextOp::Contains,
        ast::TextOp::StartsWith => TextOp::StartsWith,
        ast::TextOp::EndsWith => TextOp::EndsWith,
        ast::TextOp::HasWord => TextOp::HasWord,
    }
}
