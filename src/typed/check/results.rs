//! What is made of scores, and who is scored: labels, segments, exclusions, ignored activities, assertions.

use super::super::{Assert, Cond, Exclude, Expr, Ignore, KindId, Label, LabelId, Segment, SegmentId};
use super::exec::Checker;
use super::finding::quoted;
use super::graph::Node;
use super::kinds::CONTACT;
use super::load::Program;
use super::names::Thing;
use super::scope::{Ban, Scope};
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast;
use crate::values::Type;

/// All results, in file order.
pub(super) struct Results {
    pub labels: Vec<Label>,
    pub segments: Vec<Segment>,
    pub excludes: Vec<Exclude>,
    pub ignores: Vec<Ignore>,
    pub asserts: Vec<Assert>,
}

/// Looks at all of them; `None` if anything failed.
pub(super) fn results<'a>(checker: &mut Checker<'a>, program: &'a Program) -> Option<Results> {
    let names = checker.names;
    let labels: Vec<Option<Label>> =
        (0..).map(LabelId).zip(&names.labels).map(|(id, head)| checker.label(id, head.node, head.kind)).collect();
    let segments: Vec<Option<Segment>> =
        (0..).map(SegmentId).zip(&names.segments).map(|(id, head)| checker.segment(id, head.node, head.kind)).collect();
    checker.node = None;
    let (mut excludes, mut ignores, mut asserts) = (Vec::new(), Vec::new(), Vec::new());
    for item in program.files.iter().flat_map(|file| file.items.nodes()) {
        match item {
            ast::Item::Exclude(node) => excludes.push(checker.exclude(node)),
            ast::Item::Ignore(node) => ignores.push(checker.ignore(node)),
            ast::Item::Assert(node) => asserts.push(checker.assertion(node)),
            _ => {}
        }
    }
    Some(Results {
        labels: labels.into_iter().collect::<Option<_>>()?,
        segments: segments.into_iter().collect::<Option<_>>()?,
        excludes: excludes.into_iter().collect::<Option<_>>()?,
        ignores: ignores.into_iter().collect::<Option<_>>()?,
        asserts: asserts.into_iter().collect::<Option<_>>()?,
    })
}

impl<'a> Checker<'a> {
    fn label(&mut self, id: LabelId, node: &'a ast::Label, kind: KindId) -> Option<Label> {
        self.node = Some(Node::Label(id));
        let scope = Scope::of(kind);
        let value = match &node.value {
            ast::LabelValue::Value(value) => self.value(value, &scope),
            ast::LabelValue::Arms(arms) => {
                let n_findings = self.findings().len();
                self.labels_have_quotes(arms, &scope)?;
                let value = self.first_value(arms, node.span, &scope);
                if self.findings().len() == n_findings {
                    self.label_without_else(node, arms);
                }
                value
            }
        }?;
        if self.walk == super::exec::Walk::Last && !value.expr.ty.is_text() && !matches!(value.expr.ty, Type::OneOf(_))
        {
            return self.label_is_no_text(&value.expr);
        }
        let value = match &value.expr.ty {
            Type::OneOf(_) => super::compare::as_text(value.expr),
            _ => value.expr,
        };
        Some(Label { name: node.name.node.clone(), kind, value, span: node.span })
    }

    fn label_is_no_text(&mut self, value: &Expr) -> Option<Label> {
        let written = self.slice(value.span);
        let message = format!("a label is a text, and {} is {}", quoted(written), self.what(value));
        self.report(Diagnostic::new(Code::NotAText, value.span, message).help(format!("write `\"{{{written}}}\"`")))
    }

    fn label_without_else(&mut self, node: &ast::Label, arms: &ast::Block<ast::FirstArm<ast::Expr>>) {
        if arms.nodes().any(|arm| arm.condition.is_none()) {
            return;
        }
        let message = format!("{} has no `else`, so some records have no label", quoted(&node.name.node));
        self.report::<()>(
            Diagnostic::new(Code::LabelWithoutElse, node.name.span, message)
                .help("add `else => \"..\"` as the last line"),
        );
    }

    fn segment(&mut self, id: SegmentId, node: &'a ast::Segment, kind: KindId) -> Option<Segment> {
        self.node = Some(Node::Segment(id));
        let when = self.cond(&node.when, &Scope::of(kind))?;
        Some(Segment { name: node.name.node.clone(), kind, when, span: node.span })
    }

    fn exclude(&mut self, node: &'a ast::Exclude) -> Option<Exclude> {
        let when = self.cond(&node.when, &Scope::of(CONTACT).with_ban(Ban::Exclude))?;
        let reason = match &node.reason {
            Some(reason) => reason.node.clone(),
            None => self.text_of(node.when.span),
        };
        Some(Exclude { when, reason, span: node.span })
    }

    fn ignore(&mut self, node: &'a ast::Ignore) -> Option<Ignore> {
        if let Some((span, what)) = not_ignorable(&node.phrase) {
            let message = format!("`ignore` looks at each activity by itself, so {what} has no place in it");
            return self.report(Diagnostic::new(Code::Misplaced, span, message).help("use types, `where` and windows"));
        }
        let phrase = self.phrase(&node.phrase, &Scope::of(CONTACT))?;
        if let Some(span) = let_with_order(&phrase) {
            let message = "`ignore` looks at each activity by itself, and this `let` looks at others too";
            return self.report(Diagnostic::new(Code::Misplaced, span, message).help("use types, `where` and windows"));
        }
        let reason = node.reason.as_ref().map(|reason| reason.node.clone());
        Some(Ignore { phrase, reason, span: node.span })
    }

    fn assertion(&mut self, node: &'a ast::Assert) -> Option<Assert> {
        let (given, holds) = match &*node.condition.kind {
            ast::ExprKind::Implies(given, holds) => (Some(given), holds),
            _ => (None, &node.condition),
        };
        let mut named = None;
        super::walk_ast::ofs(&node.condition, &mut |_, _, span| named = named.or(Some(span)));
        if let Some(span) = named {
            let message = "an `assert` is about every record, so no single one can be named in it";
            return self.report(Diagnostic::new(Code::Misplaced, span, message).help("remove `of` and what follows"));
        }
        let kind = self.kind_asked(&node.condition);
        let mut scope = Scope::of(kind);
        scope.in_test = true;
        let given = given.map(|given| self.cond(given, &scope));
        let holds: Option<Cond> = self.cond(holds, &scope);
        let given = match given {
            None => None,
            Some(given) => Some(given?),
        };
        Some(Assert { kind, given, holds: holds?, span: node.span })
    }

    /// The kind of record a condition is about: that of the first score, label or segment it names, else the contact.
    pub fn kind_asked(&self, cond: &'a ast::Expr) -> KindId {
        let mut kind = None;
        super::walk_ast::paths(cond, &mut |path| {
            if kind.is_some() {
                return;
            }
            kind = match path.names.first().and_then(|name| self.names.get(&name.node)) {
                Some(Thing::Score(id)) => Some(self.names.score(id).kind),
                Some(Thing::Label(id)) => Some(self.names.labels[id.0 as usize].kind),
                Some(Thing::Segment(id)) => Some(self.names.segments[id.0 as usize].kind),
                _ => None,
            };
        });
        kind.unwrap_or(CONTACT)
    }
}

fn not_ignorable(phrase: &ast::Phrase) -> Option<(crate::source::Span, &'static str)> {
    if let Some(selection) = &phrase.selection {
        return Some((selection.span, "a selection"));
    }
    phrase.order.as_ref().map(|order| (order.span, "an order"))
}

/// A `let` among the sources that looks at more than one activity.
fn let_with_order(phrase: &super::super::Phrase) -> Option<crate::source::Span> {
    phrase.sources.iter().find_map(|source| match source {
        super::super::Source::Pick(_) => Some(phrase.span),
        super::super::Source::Phrase(inner) if inner.order.is_some() => Some(phrase.span),
        super::super::Source::Phrase(inner) => let_with_order(inner).map(|_| phrase.span),
        super::super::Source::Type(_) | super::super::Source::Every => None,
    })
}
