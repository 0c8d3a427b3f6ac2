//! Sources of a phrase: types of activity, `activity`, and lets that name phrases.

use super::super::{ActivityTypeId, End, Pick, Source};
use super::constant;
use super::exec::{Checker, Walk};
use super::finding::quoted;
use super::kinds::CONTACT;
use super::names::{LetId, Thing};
use super::path::suggest;
use super::scope::{Scope, Types};
use crate::diag::{Applicability, Code, Diagnostic, Fix};
use crate::source::Span;
use crate::syntax::ast;
use std::collections::{BTreeSet, HashSet};

/// Sources joined by `or`; the same type twice counts once.
#[derive(Default)]
pub(super) struct Union {
    sources: Vec<Source>,
    known: HashSet<ActivityTypeId>,
    has_every: bool,
    types: BTreeSet<ActivityTypeId>,
    every_type: bool,
}

/// The sources of a phrase and the types they cover.
pub(super) struct Sources {
    pub sources: Vec<Source>,
    pub types: Types,
}

impl<'a> Checker<'a> {
    /// The sources that paths joined by `or` name; with `in_aggregate` each may carry a field, which is not looked at.
    pub fn sources(&mut self, paths: &'a [ast::Path], in_aggregate: bool, scope: &Scope) -> Option<Sources> {
        let mut all = Union::default();
        let mut fine = true;
        for path in paths {
            let found = match path.single() {
                Some(name) => self.source(name, scope),
                None if in_aggregate => self.source(&path.names[0], scope),
                None => self.dotted_source(path),
            };
            match found {
                Some(found) => all.add(found),
                None => fine = false,
            }
        }
        fine.then(|| all.finish())
    }

    fn dotted_source(&mut self, path: &ast::Path) -> Option<Sources> {
        let name = path.names.first()?;
        let message = format!("{} is a field, and activities belong here", quoted(self.slice(path.span)));
        self.report(
            Diagnostic::new(Code::NotActivities, path.span, message)
                .help(format!("write the activity alone: `{}`", name.node))
                .fix(Fix::replace("remove the field", path.span, name.node.clone(), Applicability::Suggestion)),
        )
    }

    /// What one name stands for as a source.
    pub fn source(&mut self, name: &'a ast::Name, scope: &Scope) -> Option<Sources> {
        if name.node == "activity" {
            return Some(Sources { sources: vec![Source::Every], types: Types::Every });
        }
        match self.names.get(&name.node) {
            Some(Thing::Activity(id)) => Some(one_type(id)),
            Some(Thing::Let(id)) => self.let_source(id, name, scope),
            Some(thing) => self.not_activities(name, thing.a_noun()),
            None if self.activities.declared => self.unknown_activity(name, scope),
            None => Some(one_type(self.activities.type_named(&name.node, name.span))),
        }
    }

    /// `count(deal)`: a kind of record where a link to it belongs.
    fn kind_as_activity(&self, name: &ast::Name, scope: &Scope) -> Option<Diagnostic> {
        let kind = self.kinds.by_name(&name.node)?;
        let link = self.kinds.get(scope.kind).links.iter().find(|link| link.many && link.target == kind)?;
        let message =
            format!("{} is a kind of record, and the link to those is {}", quoted(&name.node), quoted(&link.name));
        let edit = link.name.clone();
        let diagnostic = Diagnostic::new(Code::NotActivities, name.span, message).help(format!("write `{edit}`"));
        Some(diagnostic.fix(Fix::replace(format!("write `{edit}`"), name.span, edit, Applicability::Suggestion)))
    }

    fn let_source(&mut self, id: LetId, name: &'a ast::Name, scope: &Scope) -> Option<Sources> {
        let found = self.expand(id, name.span, |checker, node| match &node.value {
            ast::LetValue::Names { names, .. } => {
                let found: Vec<Option<Sources>> = names.iter().map(|name| checker.source(name, scope)).collect();
                let mut all = Union::default();
                for sources in found.into_iter().collect::<Option<Vec<_>>>()? {
                    all.add(sources);
                }
                Some(all.finish())
            }
            ast::LetValue::Phrase(phrase) => checker.let_phrase(phrase, scope),
            ast::LetValue::Expr(_) => checker.not_activities(name, "a `let` for a value or condition"),
            ast::LetValue::Lines(_) => checker.not_activities(name, "a list"),
            ast::LetValue::Csv(_) => checker.not_activities(name, "a table"),
        })?;
        self.grow(found.sources.len() as u64, name.span)?;
        Some(found)
    }

    /// A phrase behind a name is a source of its own; the windows of the blocks around stay with the phrase that names it.
    fn let_phrase(&mut self, node: &'a ast::Phrase, scope: &Scope) -> Option<Sources> {
        let checked = self.phrase_with_types(node, &scope.without_windows())?;
        let types = checked.types;
        let phrase = checked.phrase;
        let plain = phrase.filter.is_none() && phrase.windows.is_empty() && phrase.order.is_none();
        let sources = if plain { phrase.sources } else { vec![Source::Phrase(Box::new(phrase))] };
        Some(Sources { sources, types })
    }

    fn not_activities<T>(&mut self, name: &ast::Name, what: &str) -> Option<T> {
        let message = format!("{} is {what}, and activities belong here", quoted(&name.node));
        self.report(Diagnostic::new(Code::NotActivities, name.span, message).help("write the name of an activity"))
    }

    /// `created_at in last 30d`: how long ago a date of the contact was is asked with `days since`.
    fn field_in_window(&self, name: &ast::Name, ty: &crate::values::Type) -> Option<Diagnostic> {
        if !matches!(ty, crate::values::Type::Date | crate::values::Type::Time) {
            return None;
        }
        let end = u32::try_from(self.sources.text(name.span.source).len()).ok()?;
        let rest = self.slice(Span::new(name.span.source, name.span.end, end));
        let window = rest.strip_prefix(" in last ").map(|rest| rest.split([' ', '\n', ',']).next().unwrap_or(""));
        let days = window.and_then(|length| length.strip_suffix('d')).filter(|n| n.parse::<u32>().is_ok());
        let edit = format!("days since {} < {}", name.node, days.unwrap_or("30"));
        let message = format!("{} is a field of the contact, and an activity belongs here", quoted(&name.node));
        let diagnostic = Diagnostic::new(Code::BareValue, name.span, message).help(format!("write `{edit}`"));
        Some(match days {
            Some(days) => {
                let length = (" in last d".len() + days.len()) as u32;
                let at = Span::new(name.span.source, name.span.start, name.span.end + length);
                diagnostic.fix(Fix::replace(format!("write `{edit}`"), at, edit, Applicability::Suggestion))
            }
            None => diagnostic,
        })
    }

    fn unknown_activity<T>(&mut self, name: &ast::Name, scope: &Scope) -> Option<T> {
        if let Some(diagnostic) = self.kind_as_activity(name, scope) {
            return self.report(diagnostic);
        }
        let contact = self.kinds.get(CONTACT);
        let field = self.kinds.field(CONTACT, &name.node).filter(|_| contact.declared);
        if let Some(field) = field {
            if let Some(diagnostic) = self.field_in_window(name, &contact.fields[field.0 as usize].ty) {
                return self.report(diagnostic);
            }
            let yes_no = contact.fields[field.0 as usize].ty == crate::values::Type::YesNo;
            let edit = if yes_no { "is yes" } else { "is known" };
            let message = format!("{} is a field of the contact, and an activity belongs here", quoted(&name.node));
            let place = Span::point(name.span.source, name.span.end);
            return self.report(
                Diagnostic::new(Code::BareValue, name.span, message)
                    .help(format!("write `{} {edit}`", name.node))
                    .fix(Fix::replace(format!("add `{edit}`"), place, format!(" {edit}"), Applicability::Suggestion)),
            );
        }
        let wanted = |thing| matches!(thing, Thing::Activity(_) | Thing::Let(_) | Thing::Segment(_));
        let links = self.kinds.get(scope.kind).links.iter().map(|link| link.name.as_str());
        let candidates = self.names.names_of(wanted).chain(links).chain(["activity"]);
        let message = format!("there is no activity {}", quoted(&name.node));
        let diagnostic = Diagnostic::new(Code::UnknownActivity, name.span, message);
        let near = self.nearest(&name.node, candidates).or_else(|| self.nearest_word(&name.node));
        let diagnostic = match near {
            Some(near) => suggest(diagnostic, name.span, &near),
            None => diagnostic.help(format!("declare it: `activity {} {{ }}`", name.node)),
        };
        self.report_unknown(&name.node, diagnostic)
    }

    /// `latest 3 of .. per FIELD`.
    pub fn selected(&mut self, selection: &'a ast::Selection, found: Sources) -> Option<Sources> {
        let n = constant::count(&selection.count, self.findings());
        let per = match &selection.per {
            None => Some(None),
            Some(path) => self.key_field(path, &found.types).map(Some),
        };
        let end = match selection.end.node {
            ast::SelectionEnd::Latest => End::Latest,
            ast::SelectionEnd::Earliest => End::Earliest,
        };
        let pick = Pick { end, n: n?, of: found.sources, per: per? };
        Some(Sources { sources: vec![Source::Pick(Box::new(pick))], types: found.types })
    }

    /// Whether a phrase starts with a link of the subject instead of an activity; `None` if it could be either.
    pub fn is_over_link(&mut self, node: &ast::Phrase, scope: &Scope) -> Option<bool> {
        if scope.activity.is_some() {
            return Some(false);
        }
        let Some(path) = node.sources.first() else { return Some(false) };
        let names = self.without_self_name(scope, &path.names);
        let Some(first) = names.first() else { return Some(false) };
        let is_link = !self.kinds.links(scope.kind, &first.node).is_empty();
        let is_activity = matches!(self.names.get(&first.node), Some(Thing::Activity(_) | Thing::Let(_)))
            || self.walk == Walk::Last && !self.activities.declared && self.activities.type_id(&first.node).is_some();
        if is_link && is_activity {
            let message =
                format!("{} is a link of `{}` and an activity", quoted(&first.node), self.kinds.get(scope.kind).name);
            return self.report(
                Diagnostic::new(Code::TwoMeanings, first.span, message)
                    .help("give the link or the activity another name"),
            );
        }
        Some(is_link)
    }

    /// `contact.deals` where the subject is a contact: the same as `deals`.
    pub fn without_self_name<'n>(&self, scope: &Scope, names: &'n [ast::Name]) -> &'n [ast::Name] {
        match names {
            [first, rest @ ..]
                if !rest.is_empty()
                    && first.node == self.kinds.get(scope.kind).name
                    && self.kinds.links(scope.kind, &first.node).is_empty() =>
            {
                rest
            }
            _ => names,
        }
    }
}

impl Union {
    /// One more in the union.
    pub fn add(&mut self, other: Sources) {
        for source in other.sources {
            let is_new = match &source {
                Source::Type(id) => self.known.insert(*id),
                Source::Every => !std::mem::replace(&mut self.has_every, true),
                Source::Phrase(_) | Source::Pick(_) => true,
            };
            if is_new {
                self.sources.push(source);
            }
        }
        match other.types {
            Types::Every => self.every_type = true,
            Types::Some(types) => self.types.extend(types.iter().copied()),
        }
    }

    /// The whole union.
    pub fn finish(self) -> Sources {
        let types =
            if self.every_type { Types::Every } else { Types::Some(self.types.into_iter().collect::<Vec<_>>().into()) };
        Sources { sources: self.sources, types }
    }
}

fn one_type(id: ActivityTypeId) -> Sources {
    Sources { sources: vec![Source::Type(id)], types: Types::Some([id].into()) }
}
