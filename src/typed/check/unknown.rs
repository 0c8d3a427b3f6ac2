//! What somebody may have meant by a name that nothing has.

use super::super::{Expr, ExprKind, KindId};
use super::exec::{Checker, Walk};
use super::finding::{either, quoted};
use super::kinds::CONTACT;
use super::names::Thing;
use super::scope::Scope;
use crate::diag::{Applicability, Code, Diagnostic, Fix};
use crate::source::Span;
use crate::syntax::{ast, words};
use crate::values::{Decimal, Type, Value};

impl<'a> Checker<'a> {
    /// A word that stands alone and is the name of nothing here; `None` where fields need no declaration.
    fn unknown_word<'e>(&self, expr: &'e ast::Expr, scope: &Scope) -> Option<&'e ast::Name> {
        let ast::ExprKind::Path(path) = &*expr.kind else { return None };
        let name = path.single()?;
        if self.walk == Walk::First || self.names.get(&name.node).is_some() || self.lost_names.contains(&name.node) {
            return None;
        }
        let known = if scope.activity.is_some() {
            !self.activities.declared
                || !self.activities.fields_named(&name.node).is_empty()
                || matches!(name.node.as_str(), "type" | "at" | "id")
        } else {
            !self.kinds.get(scope.kind).declared
                || name.node == "id"
                || self.kinds.field(scope.kind, &name.node).is_some()
                || !self.kinds.links(scope.kind, &name.node).is_empty()
        };
        (!known).then_some(name)
    }

    /// `industry == Finance`: reports texts without quotes in a test of a text; `None` if there was one.
    pub fn texts_have_quotes(&mut self, subject: &Expr, test: &ast::Test, scope: &Scope) -> Option<()> {
        let is_text = subject.ty.element().is_text() || matches!(subject.ty.element(), Type::OneOf(_));
        let values: Vec<&ast::Expr> = match test {
            ast::Test::Compare(op, right)
                if matches!(op.node, ast::CompareOp::Equal | ast::CompareOp::NotEqual)
                    || matches!(subject.ty.element(), Type::OneOf(_)) =>
            {
                vec![right]
            }
            ast::Test::Text(_, right) => vec![right],
            ast::Test::In(set) | ast::Test::NotIn(set) => match &*set.kind {
                ast::ExprKind::List(elements) => elements.iter().collect(),
                _ => return Some(()),
            },
            _ => return Some(()),
        };
        let mut fine = Some(());
        for value in values.into_iter().filter(|_| is_text) {
            let Some(name) = self.unknown_word(value, scope) else { continue };
            if let Some(diagnostic) = self.text_without_quotes(&subject.ty, name, scope) {
                fine = self.report(diagnostic);
            }
        }
        fine
    }

    /// The finding about a text without quotes, unless a field has nearly that name.
    fn text_without_quotes(&self, ty: &Type, name: &ast::Name, scope: &Scope) -> Option<Diagnostic> {
        let choice = match ty.element() {
            Type::OneOf(choices) => {
                let names = || choices.names().iter().map(|choice| &**choice);
                names()
                    .find(|choice| choice.eq_ignore_ascii_case(&name.node))
                    .map(str::to_owned)
                    .or_else(|| self.nearest(&name.node, names()))
            }
            _ => None,
        };
        let fields = self.kinds.get(scope.kind).fields.iter().map(|field| field.name.as_str());
        if choice.is_none() && self.nearest(&name.node, fields).is_some() {
            return None;
        }
        let edit = format!("\"{}\"", choice.as_deref().unwrap_or(&name.node));
        let message = format!("nothing is called {}", quoted(&name.node));
        Some(
            Diagnostic::new(Code::UnknownField, name.span, message)
                .label("texts have quotes")
                .help(format!("write `{edit}`"))
                .fix(Fix::replace(format!("write `{edit}`"), name.span, edit, Applicability::Suggestion)),
        )
    }

    /// `"Lead Origin" == "API"`: a text where a field belongs; `None` if that was reported.
    pub fn text_as_subject(&mut self, subject: &ast::Expr, test: &ast::Test, scope: &Scope) -> Option<()> {
        let (ast::ExprKind::Text(text), ast::Test::Compare(_, right)) = (&*subject.kind, test) else { return Some(()) };
        let constant =
            matches!(&*right.kind, ast::ExprKind::Text(_) | ast::ExprKind::Number(_) | ast::ExprKind::Date(_));
        let Some(written) = text.plain().filter(|_| constant) else { return Some(()) };
        let message = format!("{} is a text, and a text is always the same", quoted(self.slice(subject.span)));
        let diagnostic = Diagnostic::new(Code::CannotCompare, subject.span, message).label("a field belongs here");
        let fields = self.kinds.get(scope.kind).fields.iter().map(|field| field.name.as_str());
        let known = self.kinds.field(scope.kind, written).is_some();
        let near = if known { Some(written.to_owned()) } else { self.nearest(written, fields) };
        let name = near.unwrap_or_else(|| written.to_owned());
        let edit = if words::is_plain_name(&name) { name } else { format!("`{name}`") };
        let title = format!(
            "write the name without quotes: {}",
            if edit.starts_with('`') { edit.clone() } else { format!("`{edit}`") }
        );
        self.report(diagnostic.help(title.clone()).fix(Fix::replace(
            title,
            subject.span,
            edit,
            Applicability::Suggestion,
        )))
    }

    /// `points >= 40%`: 40 % is 0.4, and no score is meant to be compared with that; `None` if that was reported.
    pub fn percent_of_a_score(&mut self, subject: &Expr, test: &ast::Test) -> Option<()> {
        let ast::Test::Compare(_, right) = test else { return Some(()) };
        let ast::ExprKind::Number(number) = &*right.kind else { return Some(()) };
        if !number.percent || !matches!(subject.kind, ExprKind::Score(_)) {
            return Some(());
        }
        let (share, plain) = (self.slice(right.span), number.text.trim_end_matches('%').to_owned());
        let message =
            format!("{} is a score, and {} is a hundredth of that", quoted(self.slice(subject.span)), quoted(share));
        self.report(
            Diagnostic::new(Code::CannotCompare, right.span, message)
                .label("points are plain numbers")
                .help(format!("write `{plain}`"))
                .fix(Fix::replace(format!("write `{plain}`"), right.span, plain, Applicability::Suggestion)),
        )
    }

    /// `company_size == 100.499`: a range with one point too few, since a whole number never has decimals; `None` if that
    /// was reported.
    pub fn whole_numbers_are_whole(&mut self, left: &Expr, right: &Expr) -> Option<()> {
        let ExprKind::Const(Value::Number(number)) = &right.kind else { return Some(()) };
        if left.ty != Type::WholeNumber || number.is_multiple_of(Decimal::ONE) {
            return Some(());
        }
        let written = self.slice(right.span);
        let end = |text: &str| text.parse::<u64>().ok();
        let ends = written.split_once('.').and_then(|(low, high)| Some((end(low)?, end(high)?)));
        if ends.is_none_or(|(low, high)| low >= high) {
            return Some(());
        }
        let message = format!("{} is a whole number, and never {}", quoted(self.slice(left.span)), quoted(written));
        let range = written.replacen('.', "..", 1);
        let title = format!("write `{range}`");
        self.report(
            Diagnostic::new(Code::CannotCompare, right.span, message)
                .help(format!("write the range `{range}`"))
                .fix(Fix::replace(title, right.span, range, Applicability::Suggestion)),
        )
    }

    /// Reports the arms of a label that are words without quotes; `None` if there was one.
    pub fn labels_have_quotes(&mut self, arms: &ast::Block<ast::FirstArm<ast::Expr>>, scope: &Scope) -> Option<()> {
        let mut fine = Some(());
        for arm in arms.nodes() {
            let ast::ExprKind::Path(path) = &*arm.result.kind else { continue };
            let Some(name) = path.single() else { continue };
            let is_other = matches!(self.names.get(&name.node), Some(Thing::Activity(_) | Thing::Segment(_)));
            if !is_other && self.unknown_word(&arm.result, scope).is_none() {
                continue;
            }
            let edit = format!("\"{}\"", name.node);
            let message = format!("a label is a text, and {} is a name without quotes", quoted(&name.node));
            fine =
                self.report(
                    Diagnostic::new(Code::NotAText, name.span, message)
                        .help(format!("write `{edit}`"))
                        .fix(Fix::replace(format!("write `{edit}`"), name.span, edit, Applicability::Suggestion)),
                );
        }
        fine
    }

    /// `company-size`: two names with a `-` between them that are one name with `_`.
    pub fn hyphened_name(&mut self, left: &ast::Expr, right: &ast::Expr, span: Span, scope: &Scope) -> Option<()> {
        let (right, span) = match &*right.kind {
            // `e-mail after "@"`: `after` binds closer than `-`.
            ast::ExprKind::After(node) => (&node.text, left.span.to(node.text.span)),
            _ => (right, span),
        };
        let written = self.slice(span);
        if written.contains(char::is_whitespace)
            || (self.unknown_word(left, scope).is_none() && self.unknown_word(right, scope).is_none())
        {
            return Some(());
        }
        let joined = written.replace('-', "_");
        let mut candidates: Vec<&str> = self.names.names_of(|_| true).collect();
        candidates.extend(self.kinds.get(scope.kind).fields.iter().map(|field| field.name.as_str()));
        candidates.extend(self.activities.fields().iter().map(|field| field.name.as_str()));
        let exact = candidates.iter().find(|name| **name == joined).map(|name| (*name).to_owned());
        let Some(meant) = exact.or_else(|| self.nearest(&joined, candidates)) else { return Some(()) };
        let message = format!("{} subtracts one name from another, and neither exists", quoted(written));
        self.report(
            Diagnostic::new(Code::UnknownField, span, message)
                .label("a name has no `-` in it")
                .help(format!("write `{meant}`"))
                .fix(Fix::replace(format!("write `{meant}`"), span, meant, Applicability::Suggestion)),
        )
    }

    /// The nearest to a name of several parts: each part among what can stand there.
    pub fn nearest_path(&self, kind: KindId, name: &str, scope: &Scope) -> Option<String> {
        if let Some(score) = name.strip_suffix("_score").or_else(|| name.strip_prefix("score_"))
            && matches!(self.names.get(score), Some(Thing::Score(_)))
        {
            return Some(score.to_owned());
        }
        let (first, rest) = name.split_once('.')?;
        let node = self.kinds.get(kind);
        let links = node.links.iter().map(|link| link.name.as_str());
        let scores = self.names.names_of(|thing| matches!(thing, Thing::Score(_)));
        let own = scope.activity.is_none() && kind == scope.kind;
        let starts = links.chain(scores.filter(|_| own));
        if let Some(near) = self.nearest(first, starts) {
            return Some(format!("{near}.{rest}"));
        }
        // Fields of one object: if there is only one other, it is the one.
        let prefix = format!("{first}.");
        let mut siblings = node.fields.iter().filter(|field| field.name.starts_with(&prefix));
        match (siblings.next(), siblings.next()) {
            (Some(only), None) => Some(only.name.clone()),
            _ => None,
        }
    }

    /// A word of the language that a name is nearly.
    pub fn nearest_word(&self, name: &str) -> Option<String> {
        let same = words::RESERVED.iter().find(|word| name.eq_ignore_ascii_case(word));
        let near = || {
            let long = words::RESERVED.iter().filter(|word| word.len() > 3);
            long.copied().find(|word| crate::diag::slips_between(&name.to_lowercase(), word) == 1)
        };
        same.copied().or_else(near).map(str::to_owned)
    }

    /// Fields that stand beside one and pass, for a message.
    pub fn fields_beside(&self, expr: &Expr, fits: impl Fn(&Type) -> bool) -> Option<String> {
        let names: Vec<&str> = match &expr.kind {
            ExprKind::ActivityField(id) => {
                let mine = self.activities.field(*id).of.as_deref()?;
                let beside = |of: &Option<Vec<_>>| of.as_ref().is_some_and(|of| mine.iter().any(|ty| of.contains(ty)));
                let fields = self.activities.fields().iter();
                fields.filter(|field| beside(&field.of) && fits(&field.ty)).map(|field| field.name.as_str()).collect()
            }
            ExprKind::Field(_) => {
                let name = self.slice(expr.span);
                let (_, kind) = self.kinds.iter().find(|(id, _)| self.kinds.field(*id, name).is_some())?;
                kind.fields.iter().filter(|field| fits(&field.ty)).map(|field| field.name.as_str()).collect()
            }
            _ => Vec::new(),
        };
        (!names.is_empty()).then(|| either(names))
    }

    /// `lastpurchase` after `since`: the name of an activity with `last` or `first` glued to it.
    pub fn glued_last(&self, path: &ast::Path) -> Option<Diagnostic> {
        let name = path.single()?;
        if self.kinds.field(CONTACT, &name.node).is_some() || self.names.get(&name.node).is_some() {
            return None;
        }
        let (word, rest) = ["last", "first"].iter().find_map(|word| Some((*word, name.node.strip_prefix(word)?)))?;
        let rest = rest.trim_start_matches('_');
        if !matches!(self.names.get(rest), Some(Thing::Activity(_))) {
            return None;
        }
        let edit = format!("{word} {rest}");
        let message = format!("nothing is called {}", quoted(&name.node));
        Some(Diagnostic::new(Code::UnknownField, name.span, message).help(format!("write `{edit}`")).fix(Fix::replace(
            format!("write `{edit}`"),
            name.span,
            edit,
            Applicability::Suggestion,
        )))
    }
}
