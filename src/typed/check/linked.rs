//! Aggregates and questions over links.

use super::super::{AggregateKind, Cond, CondKind, Expr, ExprKind, KindId, Linked};
use super::exec::{Checker, Val};
use super::finding::quoted;
use super::kinds::joined_names;
use super::path::Walked;
use super::scope::Scope;
use crate::diag::{Applicability, Code, Diagnostic, Fix};
use crate::source::Span;
use crate::syntax::ast;

impl<'a> Checker<'a> {
    /// `count(account.contacts where lead >= 50)`, `sum(deals.amount where stage == "won")`.
    pub fn linked(&mut self, node: &'a ast::Aggregate, of: AggregateKind, span: Span, scope: &Scope) -> Option<Val> {
        if matches!(
            of,
            AggregateKind::ActiveDays
                | AggregateKind::ActiveWeeks
                | AggregateKind::Streak { .. }
                | AggregateKind::Latest
                | AggregateKind::Earliest
        ) {
            return self.not_over_links(node);
        }
        let counts = super::aggregate::counts(node.function.node);
        let (walked, rest) = self.linked_path(&node.over, scope, !counts)?;
        let inside = scope.linked(walked.kind);
        let value = match (rest, counts) {
            ([], true) => Some(None),
            ([], false) => return self.no_linked_field(node, walked.kind),
            (rest, true) => return self.counted_field(node, rest),
            (rest, false) => {
                let at = rest[0].span.to(rest[rest.len() - 1].span);
                self.aggregated_score(node, rest, at, &inside).map(Some)
            }
        };
        let filter = self.linked_filter(&node.over, &inside);
        let (value, ty, open) = self.aggregate_type(of, value?, node)?;
        let linked = Linked { of, links: walked.links, filter: filter?, value };
        Some(Val { expr: Expr { kind: ExprKind::Linked(Box::new(linked)), ty, span }, open })
    }

    /// What is aggregated of a linked record: a field, or a score there, perhaps at another instant or of another log.
    fn aggregated_score(
        &mut self,
        node: &'a ast::Aggregate,
        names: &'a [ast::Name],
        at: Span,
        inside: &Scope,
    ) -> Option<Val> {
        match node.elsewhere.as_deref() {
            None => self.aggregated_value(names, at, inside),
            Some(ast::Elsewhere { over: Some(phrase), ago }) => {
                self.score_over(names, phrase, ago.as_ref(), at, inside)
            }
            Some(ast::Elsewhere { over: None, ago: Some(ago) }) => self.score_at(names, ago, at, inside),
            Some(ast::Elsewhere { over: None, ago: None }) => None,
        }
    }

    /// `any(deals where stage == "won")`, `no(..)`.
    pub fn any_linked(&mut self, node: &'a ast::Phrase, negated: bool, span: Span, scope: &Scope) -> Option<Cond> {
        self.sees_log(scope, span)?;
        let (walked, rest) = self.linked_path(node, scope, false)?;
        if !rest.is_empty() {
            return self.not_a_link(&walked, rest, scope);
        }
        let filter = self.linked_filter(node, &scope.linked(walked.kind))?;
        let kind = CondKind::AnyLinked { links: walked.links, filter: filter.map(Box::new), negated };
        Some(Cond { kind, span })
    }

    fn linked_filter(&mut self, node: &'a ast::Phrase, inside: &Scope) -> Option<Option<Cond>> {
        match &node.filter {
            None => Some(None),
            Some(filter) => self.cond(filter, inside).map(Some),
        }
    }

    /// The links a path follows and what is left of it; a value is left where one is wanted.
    fn linked_path(
        &mut self,
        node: &'a ast::Phrase,
        scope: &Scope,
        wants_value: bool,
    ) -> Option<(Walked, &'a [ast::Name])> {
        if let Some(extra) = of_activities_only(node) {
            let message = "linked records have no time, so windows, orders and `latest` are for activities only";
            return self
                .report(Diagnostic::new(Code::NotActivities, extra, message).help("compare a date field in `where`"));
        }
        let [path] = node.sources.as_slice() else {
            let message = "links cannot be joined by `or`";
            return self.report(
                Diagnostic::new(Code::NotActivities, node.span, message)
                    .help("add two questions: `count(..) + count(..)`"),
            );
        };
        let names = self.without_self_name(scope, &path.names);
        let walked = self.walk_links(scope.kind, names, false)?;
        let rest = &names[walked.n_names..];
        if walked.many_at.is_none() {
            return self.one_as_many(path, wants_value);
        }
        Some((walked, rest))
    }

    fn one_as_many<T>(&mut self, path: &ast::Path, wants_value: bool) -> Option<T> {
        let written = self.slice(path.span);
        let message = format!("{} leads to one record, so there is nothing to count or sum up", quoted(written));
        let diagnostic = Diagnostic::new(Code::OneOrMany, path.span, message);
        self.report(if wants_value {
            diagnostic.help(format!("write `{written}` alone"))
        } else {
            diagnostic.help(format!("ask a field of it: `{written}.id is known`"))
        })
    }

    fn no_linked_field(&mut self, node: &ast::Aggregate, kind: KindId) -> Option<Val> {
        let field = self.number_field(self.kinds.get(kind)).to_owned();
        let (name, written) = (node.function.node.name(), self.slice(node.over.sources[0].span));
        let message = format!("`{name}` needs a field of {}", quoted(written));
        self.report(
            Diagnostic::new(Code::WrongInputs, node.over.sources[0].span, message)
                .help(format!("write `{name}({written}.{field})`")),
        )
    }

    fn counted_field(&mut self, node: &ast::Aggregate, rest: &[ast::Name]) -> Option<Val> {
        let path = &node.over.sources[0];
        let written = joined_names(&path.names[..path.names.len() - rest.len()]);
        let field = joined_names(rest);
        let message =
            format!("{} counts records, and {} is no link", quoted(node.function.node.name()), quoted(&field));
        let edit = format!("{written} where {field} is known");
        self.report(
            Diagnostic::new(Code::WrongInputs, path.span, message)
                .help(format!("write `count({edit})`"))
                .fix(Fix::replace(format!("write `{edit}`"), path.span, edit, Applicability::Suggestion)),
        )
    }

    fn not_a_link<T>(&mut self, walked: &Walked, rest: &[ast::Name], _scope: &Scope) -> Option<T> {
        let kind = self.kinds.get(walked.kind).name.clone();
        let message = format!("`{kind}` has no link {}", quoted(&rest[0].node));
        let links = self.kinds.get(walked.kind).links.iter().map(|link| link.name.as_str());
        let diagnostic = Diagnostic::new(Code::UnknownField, rest[0].span, message);
        let diagnostic = match self.nearest(&rest[0].node, links) {
            Some(near) => super::path::suggest(diagnostic, rest[0].span, &near),
            None => diagnostic.help("put a field into `where`"),
        };
        self.report_unknown(&rest[0].node, diagnostic)
    }
}

fn of_activities_only(node: &ast::Phrase) -> Option<Span> {
    let window = node.windows.first().map(|window| window.span);
    let order = node.order.as_ref().map(|order| order.span);
    let selection = node.selection.as_ref().map(|selection| selection.span);
    selection.or(window).or(order)
}
