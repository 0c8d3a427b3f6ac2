//! `let`: written out wherever it is used, in the scope of that place.

use super::exec::{Checker, Val};
use super::finding::{arrows, quoted};
use super::names::{LetId, Thing};
use super::scope::Scope;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast;
use std::collections::HashMap;

impl<'a> Checker<'a> {
    /// Does something with a `let` as if its text stood here. Circles are reported, once however they are entered.
    pub fn expand<T>(
        &mut self,
        id: LetId,
        at: Span,
        with: impl FnOnce(&mut Checker<'a>, &'a ast::Let) -> Option<T>,
    ) -> Option<T> {
        if let Some(from) = self.expanding.iter().position(|open| *open == id) {
            let circle = self.expanding[from..].to_vec();
            return self.let_circle(circle);
        }
        self.expanding.push(id);
        let entered = self.enter(at);
        let result = entered.and_then(|()| {
            let result = with(self, self.names.lets[id.0 as usize]);
            self.depth -= 1;
            result
        });
        self.expanding.pop();
        result
    }

    fn let_circle<T>(&mut self, mut circle: Vec<LetId>) -> Option<T> {
        let first = circle.iter().copied().min()?;
        while circle[0] != first {
            circle.rotate_left(1);
        }
        let name = |id: &LetId| &self.names.lets[id.0 as usize].name;
        let names: Vec<&str> = circle.iter().chain([&first]).map(|id| name(id).node.as_str()).collect();
        let message = format!("`let`s name each other in a circle: {}", arrows(&names));
        let diagnostic = Diagnostic::new(Code::LetCircle, name(&first).span, message).help("write out one of them");
        self.report(diagnostic)
    }

    /// Whether a `let` names activities; names that are no lets are taken for activities unless something else is
    /// called so.
    pub fn names_phrase(&self, id: LetId) -> bool {
        self.names_phrase_from(id, 0, &mut HashMap::new())
    }

    /// `known` has the answers so far; a `let` on the way to itself is in a circle, and names nothing.
    fn names_phrase_from(&self, id: LetId, depth: usize, known: &mut HashMap<LetId, bool>) -> bool {
        /// Longer ways from let to let are followed when they are expanded, and end there.
        const CHAIN_MAX: usize = 200;
        if depth >= CHAIN_MAX {
            return false;
        }
        if let Some(answer) = known.get(&id) {
            return *answer;
        }
        known.insert(id, false);
        let answer = match &self.names.lets[id.0 as usize].value {
            ast::LetValue::Phrase(_) => true,
            ast::LetValue::Names { names, .. } if self.one_is_activity(names) => true,
            ast::LetValue::Names { names, .. } => names.iter().all(|name| match self.names.get(&name.node) {
                Some(Thing::Let(inner)) => self.names_phrase_from(inner, depth + 1, known),
                Some(Thing::Activity(_)) => true,
                Some(_) => false,
                None => self.may_be_activity(&name.node),
            }),
            ast::LetValue::Expr(_) | ast::LetValue::Lines(_) | ast::LetValue::Csv(_) => false,
        };
        known.insert(id, answer);
        answer
    }

    /// Whether several names are activities as far as they exist: one of them is, the others may be misspelt.
    fn one_is_activity(&self, names: &[ast::Name]) -> bool {
        let contact = self.kinds.get(super::kinds::CONTACT);
        let is_activity = |name: &ast::Name| matches!(self.names.get(&name.node), Some(Thing::Activity(_)));
        let is_unknown = |name: &ast::Name| {
            self.names.get(&name.node).is_none()
                && (!contact.declared || self.kinds.field(super::kinds::CONTACT, &name.node).is_none())
        };
        names.iter().any(is_activity) && names.iter().all(|name| is_activity(name) || is_unknown(name))
    }

    /// Whether a name that nothing declares may be an activity: none is declared, and the contact has no such field.
    pub fn may_be_activity(&self, name: &str) -> bool {
        let contact = self.kinds.get(super::kinds::CONTACT);
        let is_field = contact.declared && self.kinds.field(super::kinds::CONTACT, name).is_some();
        name == "activity" || !self.activities.declared && !is_field
    }

    /// A `let` where a value belongs.
    pub fn let_value(&mut self, id: LetId, name: &'a ast::Name, scope: &Scope) -> Option<Val> {
        if self.is_list(id, scope, 0) {
            return self.file_as_value(name, &self.names.lets[id.0 as usize].value);
        }
        let value = self.expand(id, name.span, |checker, node| match &node.value {
            ast::LetValue::Expr(expr) => checker.value(expr, scope),
            ast::LetValue::Names { names, span } if names.len() == 1 => checker.path_value(names, *span, scope),
            ast::LetValue::Names { .. } | ast::LetValue::Phrase(_) => checker.phrase_as_value(name),
            ast::LetValue::Lines(_) | ast::LetValue::Csv(_) => checker.file_as_value(name, &node.value),
        })?;
        Some(value)
    }

    fn phrase_as_value(&mut self, name: &ast::Name) -> Option<Val> {
        let message = format!("{} names activities, and a value belongs here", quoted(&name.node));
        self.report(
            Diagnostic::new(Code::NotAValue, name.span, message)
                .help(format!("count them: `count({})`, or ask for one: `any({})`", name.node, name.node)),
        )
    }

    fn file_as_value(&mut self, name: &ast::Name, value: &ast::LetValue) -> Option<Val> {
        let (what, help) = match value {
            ast::LetValue::Csv(_) => ("a table", format!("look something up: `{}[..]`", name.node)),
            _ => ("a list", format!("write `FIELD in {}`", name.node)),
        };
        let message = format!("{} is {what}, and a value belongs here", quoted(&name.node));
        self.report(Diagnostic::new(Code::NotAValue, name.span, message).help(help))
    }
}
