//! `!=` and `not in` where the field may be missing: exact negations, which then hold.

use super::Lint;
use super::cells::Found;
use super::claim::{Draft, Shown};
use super::contact::Contact;
use super::sites::{Role, Site, is_earlier, parts};
use crate::diag::{Applicability, Code, Diagnostic, Fix};
use crate::plan::{NodeId, Op};
use crate::typed::{CompareOp, Cond, CondKind, Expr};

/// Looks at one condition.
pub fn look(lint: &mut Lint<'_, '_>, site: &Site<'_>, node: NodeId, probed: NodeId) {
    if lint.cells.find(&[(node, false)]).is_never() {
        // What always holds is said already.
        return;
    }
    let looked = Looked { site, node, probed };
    looked.part(lint, site.cond, node, true);
}

struct Looked<'s, 'a> {
    site: &'s Site<'a>,
    node: NodeId,
    probed: NodeId,
}

impl Looked<'_, '_> {
    /// `may_follow_and` says whether `x is known and ..` may stand in front without brackets.
    fn part(&self, lint: &mut Lint<'_, '_>, cond: &Cond, node: NodeId, may_follow_and: bool) {
        if is_earlier(cond, self.site.cond.span) {
            return;
        }
        if let Some(subject) = negated_subject(cond) {
            if let Op::Not(inner) = lint.cells.plan().node(node).op {
                self.negation(lint, cond, inner, subject, may_follow_and);
            }
            return;
        }
        let stays = matches!(cond.kind, CondKind::And(_));
        for (part, node) in parts(lint.cells.plan(), cond, node) {
            self.part(lint, part, node, stays);
        }
    }

    fn negation(&self, lint: &mut Lint<'_, '_>, cond: &Cond, inner: NodeId, subject: &Expr, may_follow_and: bool) {
        let Some(value) = lint.cells.asked_of(inner) else { return };
        let is_field =
            matches!(lint.cells.plan().node(value).op, Op::Field(..) | Op::ContactField(..) | Op::ActivityField(_));
        if !is_field || lint.cells.asks_if_missing(self.node, value) {
            return;
        }
        let Found::Perhaps(Some(values)) = lint.cells.find_where_missing(value, &[(self.node, true)]) else { return };
        let plan = lint.cells.plan();
        let (contact, holds) = match self.site.role {
            Role::Where => (Contact::who_did(plan, &values), self.probed),
            _ => (Contact::with(plan, self.site.kind, &values), self.node),
        };
        let Some(contact) = contact else { return };
        let name = lint.checked.sources.slice(subject.span);
        let message = format!("{} also holds where {} is missing", lint.quoted(cond.span), crate::diag::quoted(name));
        let written = lint.checked.sources.slice(cond.span);
        let known = format!("{name} is known and {written}");
        let known = if may_follow_and { known } else { format!("({known})") };
        let title = format!("if those are not meant, write `{name} is known and ..`");
        let finding = Diagnostic::new(Code::MissingPasses, cond.span, message)
            .label("holds where nothing is known, too")
            .fix(Fix::replace(title, cond.span, known, Applicability::Unsafe));
        lint.drafts.push(Draft::possible(finding, Shown::holding(contact, vec![(holds, true)])));
    }
}

/// What a negation as written, `!=` or `not in`, asks about.
fn negated_subject(cond: &Cond) -> Option<&Expr> {
    match &cond.kind {
        CondKind::Compare { op: CompareOp::NotEqual, left, .. } => Some(left),
        CondKind::InList { subject, negated: true, .. } | CondKind::InRange { subject, negated: true, .. } => {
            Some(subject)
        }
        _ => None,
    }
}
