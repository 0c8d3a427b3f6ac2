//! How activities stand to others in time.

use super::super::{ActivityKey, Order, Phrase, Relation};
use super::constant;
use super::exec::Checker;
use super::finding::a_noun;
use super::scope::{Scope, Types};
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast;

impl<'a> Checker<'a> {
    /// `within 7d after F` and its like, for activities of `types`.
    pub fn order(&mut self, node: &'a ast::Order, types: &Types, scope: &Scope) -> Option<Order> {
        let other = self.sources(std::slice::from_ref(&node.other), false, scope);
        let within = constant::duration(&node.duration, self.findings());
        let (other, within_us) = (other?, within?.micros());
        if within_us == 0 {
            let message = "nothing happens within no time";
            return self.report(Diagnostic::new(Code::EmptyWindow, node.duration.span, message).help("write `7d`"));
        }
        let same = match &node.same {
            None => None,
            Some(path) => Some(self.same_field(path, types, &other.types)?),
        };
        let other =
            Phrase { sources: other.sources, filter: None, windows: Vec::new(), order: None, span: node.other.span };
        let relation = Relation { other, within_us, same };
        Some(match node.kind {
            ast::OrderKind::WithinAfter => Order::WithinAfter(relation),
            ast::OrderKind::FollowedBy => Order::FollowedBy(relation),
            ast::OrderKind::NotFollowedBy => Order::NotFollowedBy(relation),
            ast::OrderKind::AfterWithout => Order::AfterWithout(relation),
        })
    }

    fn same_field(&mut self, path: &'a ast::Path, ours: &Types, theirs: &Types) -> Option<ActivityKey> {
        let (one, other) = (self.key_field(path, ours)?, self.key_field(path, theirs)?);
        if one == other {
            return Some(one);
        }
        let (ActivityKey::Field(one), ActivityKey::Field(other)) = (one, other) else { return None };
        let (one, other) = (self.activities.field(one), self.activities.field(other));
        let message =
            format!("`{}` is {} on one side and {} on the other", one.name, a_noun(&one.ty), a_noun(&other.ty));
        let diagnostic = Diagnostic::new(Code::TwoMeanings, path.span, message)
            .also(one.span, a_noun(&one.ty))
            .also(other.span, a_noun(&other.ty))
            .help("declare both fields with one type");
        self.report(diagnostic)
    }
}
