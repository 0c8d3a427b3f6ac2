//! Further contacts in an expectation: `base of "a" > base of "b"` is about a, and asks b over the link to all contacts.

use super::super::{
    AggregateKind, CompareOp, Cond, CondKind, Expr, ExprKind, FieldPath, FieldTarget, LinkId, Linked, Root,
};
use super::exec::{Checker, Val};
use super::finding::quoted;
use super::kinds::{CONTACT, EVERYONE};
use super::scope::Scope;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast;
use crate::values::{Type, Value};

impl<'a> Checker<'a> {
    /// Whether `of "b"` names another record than the one the expectation is about.
    pub fn is_other_record(&self, id: &ast::PlainText) -> bool {
        self.expected_of.as_ref().is_some_and(|of| *of != id.node)
    }

    /// A number of another contact; missing where it is excluded, as a score of it is.
    pub fn value_of_other(
        &mut self,
        path: &'a ast::Path,
        id: &ast::PlainText,
        span: Span,
        scope: &Scope,
    ) -> Option<Val> {
        let links = self.link_to_all_contacts(span, scope)?;
        let value = self.path_value(&path.names, path.span, &scope.linked(CONTACT))?;
        if value.open.is_none() && !value.expr.ty.is_number() {
            let what = self.what(&value.expr);
            return self.two_records(span, &format!("{} is {what}", quoted(self.slice(path.span))));
        }
        let filter = Some(is_record(id, span));
        let linked = Linked { of: AggregateKind::Greatest, links, filter, value: Some(value.expr) };
        Some(Val::known(Expr { kind: ExprKind::Linked(Box::new(linked)), ty: Type::Number, span }))
    }

    /// A segment of another contact.
    pub fn cond_of_other(
        &mut self,
        path: &'a ast::Path,
        id: &ast::PlainText,
        span: Span,
        scope: &Scope,
    ) -> Option<Cond> {
        let links = self.link_to_all_contacts(span, scope)?;
        let asked = self.path_cond(&path.names, path.span, &scope.linked(CONTACT))?;
        if matches!(asked.kind, CondKind::Excluded) {
            return self.two_records(span, "who is excluded is asked of one record at a time");
        }
        let both = Cond { kind: CondKind::And(vec![is_record(id, span), asked]), span };
        Some(Cond { kind: CondKind::AnyLinked { links, filter: Some(Box::new(both)), negated: false }, span })
    }

    fn link_to_all_contacts(&mut self, span: Span, scope: &Scope) -> Option<Vec<LinkId>> {
        match self.kinds.links(scope.kind, EVERYONE).first() {
            Some(link) => Some(vec![*link]),
            None => self.two_records(span, "no link leads to it"),
        }
    }

    fn two_records<T>(&mut self, span: Span, why: &str) -> Option<T> {
        let message = format!("this expectation is about two records, which only numbers and segments can be: {why}");
        self.report(Diagnostic::new(Code::WhoIsMeant, span, message).help("write an `expect` for each"))
    }
}

/// `id == "b"`.
fn is_record(id: &ast::PlainText, span: Span) -> Cond {
    let path = FieldPath { root: Root::Subject, links: Vec::new(), field: FieldTarget::Id };
    let left = Expr { kind: ExprKind::Field(path), ty: Type::ExactText, span };
    let right = Expr { kind: ExprKind::Const(Value::text(&id.node)), ty: Type::ExactText, span };
    Cond { kind: CondKind::Compare { op: CompareOp::Equal, left, right, compare_as: Type::ExactText }, span }
}
