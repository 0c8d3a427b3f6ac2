//! What stands before `=>`: activities, each of which awards, or a condition.

use super::super::{Cond, CondKind, Phrase};
use super::exec::Checker;
use super::finding::quoted;
use super::kinds::CONTACT;
use super::names::Thing;
use super::phrase::CheckedPhrase;
use super::scope::Scope;
use super::source::{Sources, Union};
use crate::diag::{Applicability, Code, Diagnostic, Fix};
use crate::source::Span;
use crate::syntax::ast;

/// A head, with what the award may read.
pub(super) enum HeadScope {
    /// Each activity awards.
    Each(CheckedPhrase),
    /// Awards once.
    When(Cond),
}

impl<'a> Checker<'a> {
    /// The head of a rule.
    pub fn head(&mut self, head: &'a ast::Head, scope: &Scope) -> Option<HeadScope> {
        match head {
            ast::Head::Always(span) => Some(HeadScope::When(Cond { kind: CondKind::Always, span: *span })),
            ast::Head::Names { names, span } => self.names_head(names, *span, scope),
            ast::Head::Phrase(phrase) => {
                if self.is_over_link(phrase, scope)? {
                    return self.link_head(phrase);
                }
                self.phrase_with_types(phrase, scope).map(HeadScope::Each)
            }
            ast::Head::Condition(cond) => self.cond(cond, scope).map(HeadScope::When),
        }
    }

    fn link_head(&mut self, phrase: &ast::Phrase) -> Option<HeadScope> {
        let written = self.slice(phrase.span);
        let message = format!("{} are records, and only activities award each by themselves", quoted(written));
        self.report(
            Diagnostic::new(Code::NotActivities, phrase.span, message)
                .help(format!("write `always => 5 * count({written})`, or `any({written}) => +5`")),
        )
    }

    /// `bounce`, `open or click`, `mql`: names alone.
    fn names_head(&mut self, names: &'a [ast::Name], span: Span, scope: &Scope) -> Option<HeadScope> {
        let is_phrase: Vec<bool> = names.iter().map(|name| self.is_activity_name(&name.node)).collect();
        if is_phrase.iter().all(|is_phrase| *is_phrase) {
            return self.activity_names_head(names, span, scope);
        }
        if let Some(at) = is_phrase.iter().position(|is_phrase| *is_phrase) {
            return self.mixed_head(&names[at]);
        }
        let conds: Vec<Option<Cond>> =
            names.iter().map(|name| self.path_cond(std::slice::from_ref(name), name.span, scope)).collect();
        let mut conds = conds.into_iter().collect::<Option<Vec<_>>>()?;
        let cond = if conds.len() == 1 { conds.pop()? } else { Cond { kind: CondKind::Or(conds), span } };
        Some(HeadScope::When(cond))
    }

    /// Whether a name before `=>` is an activity, or a `let` for some; what nothing is called is taken for one.
    fn is_activity_name(&self, name: &str) -> bool {
        match self.names.get(name) {
            Some(Thing::Let(id)) => self.names_phrase(id),
            Some(Thing::Activity(_)) => true,
            Some(_) => false,
            None => {
                let contact = self.kinds.get(CONTACT);
                let is_field = contact.declared && self.kinds.field(CONTACT, name).is_some();
                name == "activity" || !is_field
            }
        }
    }

    fn activity_names_head(&mut self, names: &'a [ast::Name], span: Span, scope: &Scope) -> Option<HeadScope> {
        let found: Vec<Option<Sources>> = names.iter().map(|name| self.source(name, scope)).collect();
        let mut all = Union::default();
        for sources in found.into_iter().collect::<Option<Vec<_>>>()? {
            all.add(sources);
        }
        let all = all.finish();
        self.has_log(scope, span)?;
        let windows = (*scope.windows).clone();
        let phrase = Phrase { sources: all.sources, filter: None, windows, order: None, span };
        Some(HeadScope::Each(CheckedPhrase { phrase, types: all.types, stretch: None }))
    }

    fn mixed_head(&mut self, name: &ast::Name) -> Option<HeadScope> {
        let edit = format!("any({})", name.node);
        let message = format!("{} is an activity, and stands here beside a condition", quoted(&name.node));
        self.report(
            Diagnostic::new(Code::BareActivity, name.span, message)
                .help(format!("write `{edit}`, or a rule for each"))
                .fix(Fix::replace(format!("write `{edit}`"), name.span, edit, Applicability::Suggestion)),
        )
    }
}
