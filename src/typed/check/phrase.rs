//! Activity phrases: sources, `where`, windows and order.

use super::super::{ActivityKey, Cond, CondKind, Phrase, Stretch, Window};
use super::constant;
use super::exec::Checker;
use super::finding::quoted;
use super::kinds::CONTACT;
use super::scope::{Ban, Scope, Types};
use crate::diag::{Applicability, Code, Diagnostic, Fix};
use crate::source::Span;
use crate::syntax::ast;

/// A phrase with what its aggregate needs to know.
pub(super) struct CheckedPhrase {
    pub phrase: Phrase,
    /// Types its activities may have.
    pub types: Types,
    /// `in any ..`.
    pub stretch: Option<Stretch>,
}

impl<'a> Checker<'a> {
    /// A phrase where only a phrase is needed.
    pub fn phrase(&mut self, node: &'a ast::Phrase, scope: &Scope) -> Option<Phrase> {
        Some(self.phrase_with_types(node, scope)?.phrase)
    }

    /// A phrase with the types it covers; `in any ..` is refused.
    pub fn phrase_with_types(&mut self, node: &'a ast::Phrase, scope: &Scope) -> Option<CheckedPhrase> {
        let checked = self.phrase_parts(node, scope, false)?;
        if checked.stretch.is_some() {
            let window = node.windows.iter().find(|window| is_stretch(window)).map_or(node.span, |window| window.span);
            let message = "`in any ..` looks for the stretch where a figure is greatest, and a phrase alone has none";
            return self.report(
                Diagnostic::new(Code::Misplaced, window, message).help("write `count(.. in any ..) >= 3 => ..`"),
            );
        }
        Some(checked)
    }

    /// A phrase; with `in_aggregate` its sources may carry a field, which is left to the aggregate.
    pub fn phrase_parts(&mut self, node: &'a ast::Phrase, scope: &Scope, in_aggregate: bool) -> Option<CheckedPhrase> {
        self.sees_log(scope, node.span)?;
        self.has_log(scope, node.span)?;
        self.own_windows(scope, node.span)?;
        self.enter(node.span)?;
        let checked = self.phrase_inside(node, scope, in_aggregate);
        self.depth -= 1;
        checked
    }

    fn phrase_inside(&mut self, node: &'a ast::Phrase, scope: &Scope, in_aggregate: bool) -> Option<CheckedPhrase> {
        let found = self.sources(&node.sources, in_aggregate, scope);
        let windows = self.windows(&node.windows, scope);
        let found = found?;
        let found = match &node.selection {
            None => found,
            Some(selection) => self.selected(selection, found)?,
        };
        let filter = match &node.filter {
            None => Some(None),
            Some(filter) => {
                let scope = scope.in_activity(found.types.clone(), Ban::Where);
                self.cond(filter, &scope).map(Some)
            }
        };
        let stretch = self.stretch(&node.windows, &found.types);
        let order = match &node.order {
            None => Some(None),
            Some(order) => self.order(order, &found.types, scope).map(Some),
        };
        let mut windows = windows?;
        windows.extend_from_slice(&scope.windows);
        let phrase =
            Phrase { sources: found.sources, filter: filter?, windows, order: order?.map(Box::new), span: node.span };
        Some(CheckedPhrase { phrase, types: found.types, stretch: stretch? })
    }

    /// A record without a link to contacts has no activities.
    pub fn has_log(&mut self, scope: &Scope, span: Span) -> Option<()> {
        if scope.kind == CONTACT {
            return Some(());
        }
        let kind = self.kinds.get(scope.kind);
        if kind.contacts_link.is_some() {
            return Some(());
        }
        let name = kind.name.clone();
        if self.kinds.links_are_open(scope.kind) || self.lost_names.contains(&name) {
            return None;
        }
        if !self.logless.insert(scope.kind) {
            return None;
        }
        let to_contacts = kind.links.iter().filter(|link| link.target == CONTACT).count();
        let (message, help) = if to_contacts > 2 {
            (
                format!("more than one link of `{name}` leads to contacts, so it is open whose activities these are"),
                format!("call one of them `contacts`: `{name}: {name} by .., back contacts`"),
            )
        } else {
            (
                format!("`{name}` has no contacts, and activities are what contacts do"),
                format!("declare a link: `contact {{ {name}: {name} by {name}_id }}`"),
            )
        };
        self.report(Diagnostic::new(Code::NoActivities, span, message).help(help))
    }

    /// Inside a link's brackets the windows of the blocks around would be read from the linked record.
    fn own_windows(&mut self, scope: &Scope, span: Span) -> Option<()> {
        if !scope.windows_elsewhere {
            return Some(());
        }
        let message = format!(
            "a window of the block around starts at a field of the record being scored, and this looks at the activities of a `{}`",
            self.kinds.get(scope.kind).name
        );
        self.report(
            Diagnostic::new(Code::Misplaced, span, message)
                .help("write `in last 90d` in the block, or move the windows into the rules"),
        )
    }

    /// The windows that keep a part of the past; `in any ..` is not among them.
    fn windows(&mut self, windows: &'a [ast::Window], scope: &Scope) -> Option<Vec<Window>> {
        let windows: Vec<Option<Window>> =
            windows.iter().filter(|window| !is_stretch(window)).map(|window| self.window(window, scope)).collect();
        windows.into_iter().collect()
    }

    /// One window of a phrase or block.
    pub fn window(&mut self, window: &'a ast::Window, scope: &Scope) -> Option<Window> {
        match &window.kind {
            ast::WindowKind::Last(last) => {
                let from_us = constant::duration(last, self.findings())?.micros();
                if from_us == 0 {
                    return self.empty_window(window.span, "`in last` of no time keeps nothing", "write `in last 30d`");
                }
                Some(Window::Ago { from_us, to_us: 0 })
            }
            ast::WindowKind::Ago(from, to) => self.window_ago(from, to, window.span),
            ast::WindowKind::Since(edge) => Some(Window::Since(self.window_edge(edge, "since", scope)?)),
            ast::WindowKind::Before(edge) => Some(Window::Before(self.window_edge(edge, "before", scope)?)),
            ast::WindowKind::AnyStretch(_) | ast::WindowKind::AnyValue(_) => {
                let message = "`in any ..` can only stand inside `count`, `sum`, `max` and the like";
                self.report(Diagnostic::new(Code::Misplaced, window.span, message).help("write `in last 30d`"))
            }
        }
    }

    fn window_edge(&mut self, edge: &'a ast::Expr, word: &str, scope: &Scope) -> Option<super::super::Expr> {
        let value = self.value(edge, &scope.with_ban(Ban::Window))?;
        self.as_moment(value, &format!("`{word}` takes a time or a date"))
    }

    fn window_ago(&mut self, from: &ast::Duration, to: &ast::Duration, span: Span) -> Option<Window> {
        let from_us = constant::duration(from, self.findings());
        let to_us = constant::duration(to, self.findings());
        let (from_us, to_us) = (from_us?.micros(), to_us?.micros());
        if from_us > to_us {
            return Some(Window::Ago { from_us, to_us });
        }
        if from_us == to_us {
            return self.empty_window(
                span,
                "this window starts where it ends, and keeps nothing",
                "write `in 60d..30d ago`",
            );
        }
        let both = from.span.to(to.span);
        let edit = format!("{}..{}", self.slice(to.span), self.slice(from.span));
        let message = "this window ends before it starts: the older end comes first";
        self.report(
            Diagnostic::new(Code::EmptyWindow, both, message).help(format!("write `{edit}`")).fix(Fix::replace(
                "write the older end first",
                both,
                edit,
                Applicability::Safe,
            )),
        )
    }

    fn empty_window<T>(&mut self, span: Span, message: &str, help: &str) -> Option<T> {
        self.report(Diagnostic::new(Code::EmptyWindow, span, message).help(help))
    }

    fn stretch(&mut self, windows: &'a [ast::Window], types: &Types) -> Option<Option<Stretch>> {
        let mut stretches = windows.iter().filter(|window| is_stretch(window));
        let Some(first) = stretches.next() else { return Some(None) };
        if let Some(second) = stretches.next() {
            let message = "a phrase has one `in any ..`, and this is the second";
            return self.report(
                Diagnostic::new(Code::SetTwice, second.span, message)
                    .also(first.span, "the first stands here")
                    .help("remove one of the two"),
            );
        }
        match &first.kind {
            ast::WindowKind::AnyStretch(length) => {
                let length_us = constant::duration(length, self.findings())?.micros();
                if length_us == 0 {
                    return self.empty_window(first.span, "a stretch of no time holds nothing", "write `in any 2h`");
                }
                Some(Some(Stretch::Sliding { length_us }))
            }
            ast::WindowKind::AnyValue(path) => {
                let field = self.key_field(path, types)?;
                Some(Some(Stretch::Same(field)))
            }
            _ => Some(None),
        }
    }

    /// What activities are grouped by: a field of theirs, or what each of them has.
    pub fn key_field(&mut self, path: &'a ast::Path, types: &Types) -> Option<ActivityKey> {
        let own = |name: &str| self.activities.declared && !self.activities.fields_named(name).is_empty();
        if let Some(name) = path.single().filter(|name| !own(&name.node))
            && !self.slice(path.span).starts_with('`')
        {
            match name.node.as_str() {
                "type" => return Some(ActivityKey::Type),
                "at" => return Some(ActivityKey::At),
                "id" => return Some(ActivityKey::Id),
                "day" => return Some(ActivityKey::Day),
                "week" => return Some(ActivityKey::Week),
                "minute" | "hour" | "month" | "quarter" | "year" => return self.no_such_period(name),
                _ => {}
            }
        }
        if let Some(name) = path.single()
            && self.activities.fields_named(&name.node).is_empty()
            && crate::diag::slips_between(&name.node, "day") <= 1
        {
            let message = format!("no activity has the field {}", quoted(&name.node));
            let diagnostic = Diagnostic::new(Code::UnknownField, path.span, message);
            return self.report(super::path::suggest(diagnostic, path.span, "day"));
        }
        let field = self.activity_field(&path.names, path.span, types)?;
        self.activities.field_mut(field).used = true;
        Some(ActivityKey::Field(field))
    }

    /// `at most 3 per month`: in a file without declarations it would be a field that nobody has.
    fn no_such_period<T>(&mut self, period: &ast::Name) -> Option<T> {
        let message =
            format!("there is no limit per {}, only `per day`, `per week` and per field", quoted(&period.node));
        let diagnostic = Diagnostic::new(Code::UnknownField, period.span, message)
            .label("a longer span is a window: `in last 30d` before `=>`")
            .help("write `per week`")
            .fix(Fix::replace("write `per week`", period.span, "week", Applicability::Suggestion));
        self.report_unknown(&period.node, diagnostic)
    }

    /// `any(PHRASE)`, `no(PHRASE)`, over activities or over a link.
    pub fn any(&mut self, node: &'a ast::Phrase, negated: bool, span: Span, scope: &Scope) -> Option<Cond> {
        if self.is_over_link(node, scope)? {
            return self.any_linked(node, negated, span, scope);
        }
        let phrase = Box::new(self.phrase(node, scope)?);
        let kind = if negated { CondKind::None(phrase) } else { CondKind::Any(phrase) };
        Some(Cond { kind, span })
    }
}

fn is_stretch(window: &ast::Window) -> bool {
    matches!(window.kind, ast::WindowKind::AnyStretch(_) | ast::WindowKind::AnyValue(_))
}
