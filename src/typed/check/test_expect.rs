//! What a test expects: conditions of a record, and points of rules.

use super::super::{CompareOp, Cond, CondKind, Expect, Expected, KindId, OwnerId, OwnerKind};
use super::exec::Checker;
use super::finding::{either, quoted};
use super::kinds::{CONTACT, joined_names};
use super::names::Thing;
use super::scope::Scope;
use super::test_records::TestRecords;
use super::{constant, walk_ast};
use crate::diag::{Applicability, Code, Diagnostic, Fix};
use crate::source::{Span, Spanned};
use crate::syntax::ast;

impl<'a> Checker<'a> {
    /// Gathers which owners a name after `expect` stands for.
    pub fn index_owners(&mut self) {
        self.owners_by_name.clear();
        for (id, owner) in (0..).map(OwnerId).zip(&self.owners) {
            if owner.what == OwnerKind::Score {
                continue;
            }
            self.owners_by_name.entry(owner.id.clone()).or_default().push(id);
            if let Some(name) = &owner.name
                && *name != owner.id
            {
                self.owners_by_name.entry(name.clone()).or_default().push(id);
            }
        }
    }

    /// `expect CONDITION`.
    pub fn expect_line(&mut self, node: &'a ast::Expect, records: &TestRecords) -> Option<Expect> {
        if let Some((path, op, right)) = compared_path(&node.condition)
            && let Some(owners) = self.owners_named(&path.names)
        {
            let who = self.who(&node.condition, self.kind_of_owner(owners[0]), records)?;
            let what = self.points_expected(path, owners, op, right)?;
            return Some(Expect { of: who, what, span: node.span });
        }
        self.no_rule_in_condition(&node.condition)?;
        let kind = self.kind_asked(&node.condition);
        let who = self.who(&node.condition, kind, records);
        let cond = self.cond(&node.condition, &expect_scope(kind));
        self.expected_of = None;
        Some(Expect { of: who?, what: Expected::Holds(cond?), span: node.span })
    }

    /// One cell of `cases`: what the head of the column says equals the value.
    pub fn expect_cell(&mut self, what: &'a ast::Expr, value: &'a ast::Expr, records: &TestRecords) -> Option<Expect> {
        let path = match &*what.kind {
            ast::ExprKind::Path(path) | ast::ExprKind::Of(path, _) => Some(path),
            _ => None,
        };
        if let Some(path) = path
            && let Some(owners) = self.owners_named(&path.names)
        {
            let who = self.who(what, self.kind_of_owner(owners[0]), records)?;
            let what = self.points_expected(path, owners, CompareOp::Equal, value)?;
            return Some(Expect { of: who, what, span: value.span });
        }
        let kind = self.kind_asked(what);
        let who = self.who(what, kind, records);
        let cond = self.cell_condition(what, value, &expect_scope(kind));
        self.expected_of = None;
        Some(Expect { of: who?, what: Expected::Holds(cond?), span: value.span })
    }

    fn cell_condition(&mut self, what: &'a ast::Expr, value: &'a ast::Expr, scope: &Scope) -> Option<Cond> {
        let span = value.span;
        if let ast::ExprKind::YesNo(yes) = &*value.kind
            && self.is_condition(what)
        {
            let cond = self.cond(what, scope)?;
            return Some(if *yes { cond } else { Cond { kind: CondKind::Not(Box::new(cond)), span } });
        }
        let subject = self.value(what, scope)?;
        match &*value.kind {
            ast::ExprKind::Missing => {
                Some(Cond { kind: CondKind::Missing { subject: subject.expr, negated: false }, span })
            }
            ast::ExprKind::Range(_) | ast::ExprKind::List(_) => self.is_in(subject, value, false, span, scope),
            _ => self.comparison(subject, &Spanned::new(ast::CompareOp::Equal, span), value, span, scope),
        }
    }

    /// Whether the head of a column is a condition by itself: a segment, `excluded`, or anything but a path.
    fn is_condition(&self, what: &ast::Expr) -> bool {
        match &*what.kind {
            ast::ExprKind::Path(path) | ast::ExprKind::Of(path, _) => path.single().is_some_and(|name| {
                name.node == "excluded" || matches!(self.names.get(&name.node), Some(Thing::Segment(_)))
            }),
            ast::ExprKind::Test(..)
            | ast::ExprKind::Not(_)
            | ast::ExprKind::And(_)
            | ast::ExprKind::Or(_)
            | ast::ExprKind::Any(_)
            | ast::ExprKind::No(_) => true,
            _ => false,
        }
    }

    fn owners_named(&self, names: &[ast::Name]) -> Option<Vec<OwnerId>> {
        let is_result = names
            .first()
            .and_then(|name| self.names.get(&name.node))
            .is_some_and(|thing| matches!(thing, Thing::Score(_) | Thing::Label(_) | Thing::Segment(_)));
        if is_result && names.len() == 1 {
            return None;
        }
        self.owners_by_name.get(&joined_names(names)).cloned()
    }

    fn kind_of_owner(&self, owner: OwnerId) -> KindId {
        let score = self.owners[owner.0 as usize].score;
        self.names.score(score).kind
    }

    fn points_expected(
        &mut self,
        path: &ast::Path,
        owners: Vec<OwnerId>,
        op: CompareOp,
        right: &'a ast::Expr,
    ) -> Option<Expected> {
        let score = |owner: &OwnerId| self.owners[owner.0 as usize].score;
        if owners.iter().any(|owner| score(owner) != score(&owners[0])) {
            let scores = owners.iter().map(|owner| self.names.score(score(owner)).name.as_str());
            let message =
                format!("{} stands in more than one score: {}", quoted(&joined_names(&path.names)), either(scores));
            return self.report(
                Diagnostic::new(Code::TwoMeanings, path.span, message).help("give one of the two another name"),
            );
        }
        let points = self.fixed_number(right, "the points of a rule are compared with a fixed number")?;
        Some(Expected::Points { owners, op, points })
    }

    /// A rule's points stand alone in an expectation.
    fn no_rule_in_condition(&mut self, cond: &'a ast::Expr) -> Option<()> {
        let mut rule = None;
        walk_ast::paths(cond, &mut |path| {
            if rule.is_none()
                && self.owners_named(&path.names).is_some()
                && self.names.get(&path.names[0].node).is_none()
                && !self.is_known_field(path)
            {
                rule = Some(path);
            }
        });
        let Some(path) = rule else { return Some(()) };
        let name = joined_names(&path.names);
        let message = format!("{} is a rule, and its points can only be compared with a number", quoted(&name));
        self.report(
            Diagnostic::new(Code::NotAValue, path.span, message)
                .help(format!("write a line of its own: `expect {name} == +15`")),
        )
    }

    fn is_known_field(&self, path: &ast::Path) -> bool {
        self.kinds.iter().any(|(kind, _)| self.kinds.field(kind, &joined_names(&path.names)).is_some())
    }

    /// The record that is meant: the one named by `of`, else the only one of its kind.
    fn who(&mut self, cond: &'a ast::Expr, kind: KindId, records: &TestRecords) -> Option<(KindId, String)> {
        let mut named: Vec<&'a ast::PlainText> = Vec::new();
        walk_ast::ofs(cond, &mut |_, id, _| named.push(id));
        let Some(first) = named.first() else { return self.only_one(cond.span, kind, records) };
        if let Some(other) = named.iter().find(|other| other.node != first.node)
            && kind != CONTACT
        {
            let message = "an expectation is about one record, and here are two";
            return self.report(
                Diagnostic::new(Code::WhoIsMeant, other.span, message)
                    .also(first.span, "the first")
                    .help("write an `expect` for each"),
            );
        }
        let Some(unknown) = named.iter().find(|id| !records.has(kind, &id.node)) else {
            self.expected_of = Some(first.node.clone());
            return Some((kind, first.node.clone()));
        };
        let message = format!("this test has no `{}` with the id {}", self.kinds.get(kind).name, quoted(&unknown.node));
        let diagnostic = Diagnostic::new(Code::WhoIsMeant, unknown.span, message);
        let diagnostic = match self.nearest(&unknown.node, records.ids(kind)) {
            Some(near) => diagnostic.help(format!("write `\"{near}\"`")).fix(Fix::replace(
                format!("write `\"{near}\"`"),
                unknown.span,
                format!("\"{near}\""),
                Applicability::Suggestion,
            )),
            None => diagnostic.help(format!("its ids are {}", either(records.ids(kind)))),
        };
        self.report(diagnostic)
    }

    fn only_one(&mut self, span: Span, kind: KindId, records: &TestRecords) -> Option<(KindId, String)> {
        let name = self.kinds.get(kind).name.clone();
        let mut ids = records.ids(kind);
        match (ids.next(), ids.next()) {
            (Some(only), None) => Some((kind, only.to_owned())),
            (None, _) => {
                let message = format!("this test has no `{name}`, so nothing can be expected of one");
                self.report(Diagnostic::new(Code::WhoIsMeant, span, message).help(format!("add `{name} {{ }}`")))
            }
            (Some(first), Some(_)) => {
                let n = records.ids(kind).len();
                let message = format!("this test has {n} records of the kind `{name}`: which one is meant?");
                self.report(
                    Diagnostic::new(Code::WhoIsMeant, span, message)
                        .help(format!("name it after the score or field: `lead of \"{first}\"`")),
                )
            }
        }
    }
}

fn expect_scope(kind: KindId) -> Scope {
    let mut scope = Scope::of(kind);
    scope.in_test = true;
    scope
}

/// `PATH OP VALUE`, with or without `of`.
fn compared_path(cond: &ast::Expr) -> Option<(&ast::Path, CompareOp, &ast::Expr)> {
    let ast::ExprKind::Test(subject, ast::Test::Compare(op, right)) = &*cond.kind else { return None };
    let (ast::ExprKind::Path(path) | ast::ExprKind::Of(path, _)) = &*subject.kind else { return None };
    let op = super::compare::compare_op(op.node);
    constant::is_written_number(right).then_some((path, op, right))
}
