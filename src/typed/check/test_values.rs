//! The values of tests: literals read as the types of their fields, as a reader of records would.

use super::constant;
use super::exec::Checker;
use super::finding::{a_noun, either, quoted};
use crate::diag::{Applicability, Code, Diagnostic, Fix};
use crate::source::Span;
use crate::syntax::ast;
use crate::values::read::{RawScalar, fit, fit_list};
use crate::values::{Instant, Type, Value};

/// A value given in a test, as a reader would meet it.
pub(super) enum Given {
    Missing,
    Value(Value),
    Scalar(Scalar),
    List(Vec<Scalar>),
}

pub(super) enum Scalar {
    Number(String),
    Text(String),
    YesNo(bool),
}

impl Scalar {
    fn raw(&self) -> RawScalar<'_> {
        match self {
            Scalar::Number(text) => RawScalar::NumberText(text),
            Scalar::Text(text) => RawScalar::Text(text),
            Scalar::YesNo(yes) => RawScalar::Bool(*yes),
        }
    }
}

impl<'a> Checker<'a> {
    /// A text that is the id of a record.
    pub fn id_text(&mut self, value: &'a ast::Expr) -> Option<String> {
        let id = match &*value.kind {
            ast::ExprKind::Text(lit) => lit.plain().filter(|id| !crate::values::text::is_blank(id)).map(str::to_owned),
            ast::ExprKind::Number(lit) if !lit.percent => Some(lit.text.clone()),
            _ => None,
        };
        match id {
            Some(id) => Some(id),
            None => {
                let message = format!("{} is no id", quoted(self.slice(value.span)));
                self.report(Diagnostic::new(Code::TestRecord, value.span, message).help("write it in quotes: `\"a\"`"))
            }
        }
    }

    /// A value as written in a test.
    pub fn given(&mut self, value: &'a ast::Expr, as_of: Instant) -> Option<Given> {
        match &*value.kind {
            ast::ExprKind::Missing => Some(Given::Missing),
            ast::ExprKind::Ago(duration) => {
                let duration = constant::duration(duration, self.findings())?;
                Some(Given::Value(Value::Time(as_of.earlier(duration))))
            }
            ast::ExprKind::List(elements) => {
                // Blank elements are missing, and lists hold none.
                let known = elements.iter().filter(|element| !is_blank_text(element));
                let scalars: Vec<Option<Scalar>> = known.map(|element| self.scalar(element)).collect();
                Some(Given::List(scalars.into_iter().collect::<Option<_>>()?))
            }
            _ if is_blank_text(value) => Some(Given::Missing),
            _ => Some(Given::Scalar(self.scalar(value)?)),
        }
    }

    fn scalar(&mut self, value: &'a ast::Expr) -> Option<Scalar> {
        if let Some(number) = spelled_number(value) {
            return Some(Scalar::Number(number));
        }
        if let Some((edit, what)) = self.literal_meant(value) {
            let message =
                format!("{} is {what}, and a value that is written out belongs here", quoted(self.slice(value.span)));
            return self.report(
                Diagnostic::new(Code::NotConstant, value.span, message)
                    .help(format!("write `{edit}`"))
                    .fix(Fix::replace(format!("write `{edit}`"), value.span, edit, Applicability::Suggestion)),
            );
        }
        let (value, _) = constant::literal(value, self.findings())?;
        Some(match value {
            Value::Number(number) => Scalar::Number(number.to_string()),
            Value::Text(text) => Scalar::Text(text.to_string()),
            Value::YesNo(yes) => Scalar::YesNo(yes),
            Value::Date(date) => Scalar::Text(date.to_string()),
            Value::Time(time) => Scalar::Text(time.to_string()),
            Value::Missing | Value::Choice(_) | Value::List(_) => return None,
        })
    }

    /// `CEO`, `2h`: what was likely meant by something that is not written out.
    fn literal_meant(&self, value: &ast::Expr) -> Option<(String, &'static str)> {
        let written = self.slice(value.span);
        match &*value.kind {
            ast::ExprKind::Path(path) => {
                let name = path.single()?;
                Some(match name.node.to_lowercase().as_str() {
                    "true" => ("yes".to_owned(), "a name"),
                    "false" => ("no".to_owned(), "a name"),
                    "null" | "none" | "nil" | "empty" => ("missing".to_owned(), "a name"),
                    _ => (format!("\"{}\"", name.node), "a name"),
                })
            }
            ast::ExprKind::Duration(_) => Some((format!("{written} ago"), "a length of time")),
            _ => None,
        }
    }

    /// The value as the field's type; what does not fit is reported.
    pub fn fitted(&mut self, given: Given, ty: &Type, span: Span, field: &str) -> Option<Value> {
        let zone = self.zone;
        let fitted = match (given, ty) {
            (Given::Missing, _) => Ok(Value::Missing),
            (Given::Value(Value::Time(at)), Type::Date) => Ok(Value::Date(zone.local_day(at))),
            (Given::Value(Value::Time(at)), Type::Time | Type::TimeOrDate) => Ok(Value::Time(at)),
            (Given::Value(_), _) => Err("is a time".to_owned()),
            (Given::Scalar(scalar), ty) => fit(ty, scalar.raw(), zone).map_err(|why| why.to_string()),
            (Given::List(scalars), Type::List(element)) => {
                let mut misfit = None;
                let list = fit_list(element, scalars.iter().map(Scalar::raw), zone, |_, why| {
                    misfit.get_or_insert(why.to_string());
                });
                misfit.map_or(Ok(list), Err)
            }
            (Given::List(_), _) => Err("is a list".to_owned()),
        };
        match fitted {
            Ok(value) => Some(value),
            Err(why) => {
                if let Some(diagnostic) = self.no_such_choice(ty, span) {
                    return self.report(diagnostic);
                }
                let message = format!("{} {why}, and {} is {}", quoted(self.slice(span)), quoted(field), a_noun(ty));
                self.report(
                    Diagnostic::new(Code::TestValue, span, message).help(format!("give {}, or `missing`", a_noun(ty))),
                )
            }
        }
    }

    /// A text that names none of the choices.
    fn no_such_choice(&self, ty: &Type, span: Span) -> Option<Diagnostic> {
        let Type::OneOf(choices) = ty.element() else { return None };
        let written = self.slice(span);
        let names = || choices.names().iter().map(|name| &**name);
        let message = format!("{} is none of the declared values", quoted(written));
        let diagnostic = Diagnostic::new(Code::TestValue, span, message);
        Some(match self.nearest(written.trim_matches('"'), names()) {
            Some(near) => diagnostic.help(format!("write `\"{near}\"`")).fix(Fix::replace(
                format!("write `\"{near}\"`"),
                span,
                format!("\"{near}\""),
                Applicability::Suggestion,
            )),
            None => diagnostic.help(format!("the declared values are {}", either(names()))),
        })
    }
}

fn is_blank_text(value: &ast::Expr) -> bool {
    matches!(&*value.kind, ast::ExprKind::Text(lit) if lit.plain().is_some_and(crate::values::text::is_blank))
}

/// A number as records may spell it: any number of places, which reading rounds (semantics 19.2).
fn spelled_number(value: &ast::Expr) -> Option<String> {
    match &*value.kind {
        ast::ExprKind::Number(lit) if !lit.percent => Some(lit.digits().to_string()),
        ast::ExprKind::Sign(sign, inner) => {
            let sign = if sign.node == ast::Sign::Minus { "-" } else { "" };
            match &*inner.kind {
                ast::ExprKind::Number(lit) if !lit.percent => Some(format!("{sign}{}", lit.digits())),
                _ => None,
            }
        }
        _ => None,
    }
}

impl Given {
    /// The type an undeclared field would have if only tests said anything.
    pub fn ty(&self) -> Option<Type> {
        match self {
            Given::Missing => None,
            Given::Value(_) => Some(Type::Time),
            Given::Scalar(scalar) => Some(scalar.ty()),
            Given::List(scalars) => Some(Type::List(Box::new(scalars.first()?.ty()))),
        }
    }
}

impl Scalar {
    fn ty(&self) -> Type {
        match self {
            Scalar::Number(_) => Type::Number,
            Scalar::Text(_) => Type::Text,
            Scalar::YesNo(_) => Type::YesNo,
        }
    }
}
