//! Tests of text.

use super::{Lowering, Place};
use crate::plan::*;
use crate::typed::{Expr, ListId, TextOp};
use crate::values::text::{fold, trim};
use crate::values::{Pattern, Type};

impl<'a> Lowering<'a> {
    pub(super) fn text_test(
        &mut self,
        op: TextOp,
        subject: &'a Expr,
        any_of: ListId,
        exact: bool,
        place: Place,
    ) -> NodeId {
        let subject = self.tested(op, subject, exact, place);
        self.holds(Op::Text { op, subject, any_of, exact })
    }

    pub(super) fn text_value(
        &mut self,
        op: TextOp,
        subject: &'a Expr,
        other: &'a Expr,
        exact: bool,
        place: Place,
    ) -> NodeId {
        let subject = self.tested(op, subject, exact, place);
        let other = self.tested(op, other, exact, place);
        self.holds(Op::TextValue(op, subject, other))
    }

    pub(super) fn matches(&mut self, subject: &'a Expr, any_of: &[Pattern], exact: bool, place: Place) -> NodeId {
        let subject = self.tested(TextOp::Contains, subject, exact, place);
        let patterns = any_of.iter().map(|pattern| self.pattern(pattern)).collect();
        self.holds(Op::Matches(subject, patterns))
    }

    /// A side of a test: folded unless exact, and as words for `has word`.
    fn tested(&mut self, op: TextOp, side: &'a Expr, exact: bool, place: Place) -> NodeId {
        let text = self.expr(side, place);
        let text = self.converted(text, &Type::Text);
        let text = if exact { text } else { self.folded(text) };
        if op != TextOp::HasWord {
            return text;
        }
        let ty = self.plan.node(text).ty.clone();
        self.pure(Op::Words(text), ty)
    }

    pub(super) fn after(&mut self, text: &'a Expr, separator: &str, first: bool, place: Place) -> NodeId {
        let exact = text.ty == Type::ExactText;
        let ty = if exact { Type::ExactText } else { Type::Text };
        let text = self.expr(text, place);
        let text = self.converted(text, &Type::Text);
        let separator = if exact { separator.to_owned() } else { fold(trim(separator)).into_owned() };
        self.pure(Op::After { text, separator, first }, ty)
    }
}
