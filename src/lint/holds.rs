//! Conditions that can never hold, or always do.

use super::Lint;
use super::cells::{Found, Want};
use super::claim::{Draft, Shown};
use super::contact::Contact;
use super::sites::{Role, Site, is_earlier, parts};
use crate::diag::{Code, Diagnostic};
use crate::plan::NodeId;
use crate::typed::{Cond, CondKind};

/// So many pairs of parts are tried for two that never hold together.
const PAIRS_MAX: usize = 300;

/// Looks at one condition; `probed` is what the plan was asked for it.
pub fn look(lint: &mut Lint<'_, '_>, site: &Site<'_>, node: NodeId, probed: NodeId) {
    if lint.cells.is_constant(node) {
        return;
    }
    let looked = Looked { site, probed };
    if lint.cells.find(&[(node, true)]).is_never() {
        match site.role {
            Role::Arm => looked.arm_never_wins(lint, node),
            _ => looked.never(lint, site.cond, node),
        }
        return;
    }
    if site.role != Role::Arm && lint.cells.find(&[(node, false)]).is_never() {
        looked.always(lint, site.cond, node);
        return;
    }
    looked.look_inside(lint, site.cond, node);
}

/// A part of a condition with its node.
type Part<'c> = (&'c Cond, NodeId);

struct Looked<'s, 'a> {
    site: &'s Site<'a>,
    probed: NodeId,
}

impl Looked<'_, '_> {
    /// Parts that say nothing in a condition that itself may hold or not.
    fn look_inside(&self, lint: &mut Lint<'_, '_>, cond: &Cond, node: NodeId) {
        for (part, part_node) in parts(lint.cells.plan(), cond, node) {
            if is_earlier(part, self.site.cond.span) || lint.cells.is_constant(part_node) {
                continue;
            }
            if lint.cells.find(&[(part_node, true)]).is_never() {
                self.never(lint, part, part_node);
            } else if lint.cells.find(&[(part_node, false)]).is_never() {
                self.always(lint, part, part_node);
            } else {
                self.look_inside(lint, part, part_node);
            }
        }
    }

    /// A condition that never holds: said of the least part that never does.
    fn never(&self, lint: &mut Lint<'_, '_>, cond: &Cond, node: NodeId) {
        let all = parts(lint.cells.plan(), cond, node);
        if matches!(cond.kind, CondKind::And(_)) && !all.is_empty() {
            for (part, part_node) in &all {
                if lint.cells.find(&[(*part_node, true)]).is_never() {
                    return self.never(lint, part, *part_node);
                }
            }
            if let Some((one, other)) = self.apart(lint, &all) {
                return self.never_together(lint, one, other);
            }
        }
        let what = match self.site.role {
            Role::Where => "no activity passes",
            _ => "nobody fulfils",
        };
        let message = format!("{what} {}, whatever the records hold", lint.quoted(cond.span));
        let finding = Diagnostic::new(Code::NeverHolds, cond.span, message)
            .label("never holds")
            .help(format!("remove the {}, or ask for something that can be", self.site.role.noun()));
        let shown = self.shown(lint, &[], node, false);
        lint.drafts.push(Draft::certain(finding, shown));
    }

    /// Two parts that never hold together though each may.
    fn apart<'c>(&self, lint: &mut Lint<'_, '_>, all: &[Part<'c>]) -> Option<(Part<'c>, Part<'c>)> {
        let pairs = (0..all.len()).flat_map(|i| (i + 1..all.len()).map(move |j| (i, j)));
        for (i, j) in pairs.take(PAIRS_MAX) {
            if lint.cells.find(&[(all[i].1, true), (all[j].1, true)]).is_never() {
                return Some((all[i], all[j]));
            }
        }
        None
    }

    fn never_together(&self, lint: &mut Lint<'_, '_>, one: Part<'_>, other: Part<'_>) {
        let (first, second) = (lint.quoted(one.0.span), lint.quoted(other.0.span));
        let finding = Diagnostic::new(
            Code::NeverHolds,
            other.0.span,
            format!("{first} and {second} never hold together, so this {} does nothing", self.site.role.noun()),
        )
        .label("never with the other")
        .also(one.0.span, "the other")
        .help("join the two with `or`, or remove one of them");
        let shown = self.shown(lint, &[(one.1, true)], other.1, false);
        lint.drafts.push(Draft::certain(finding, shown));
    }

    fn arm_never_wins(&self, lint: &mut Lint<'_, '_>, node: NodeId) {
        let cond = self.site.cond;
        let all = parts(lint.cells.plan(), cond, node);
        let own: Vec<&(&Cond, NodeId)> = all.iter().filter(|(part, _)| !is_earlier(part, cond.span)).collect();
        let wants: Vec<Want> = own.iter().map(|(_, node)| (*node, true)).collect();
        if lint.cells.find(&wants).is_never() {
            if let [(part, node)] = own.as_slice() {
                self.never(lint, part, *node);
            }
            return;
        }
        // An `else` that finds nothing left is there for the reader.
        if own.is_empty() || lint.is_known(Code::ArmNeverWins, cond.span) {
            return;
        }
        let message = "this arm never wins: arms before it take everybody it asks for";
        let mut finding = Diagnostic::new(Code::ArmNeverWins, cond.span, message)
            .help("move the narrower arm up, or remove one of the two");
        let taker = all.iter().filter(|(part, _)| is_earlier(part, cond.span)).find(|(_, earlier)| {
            let wants: Vec<Want> = wants.iter().copied().chain([(*earlier, true)]).collect();
            lint.cells.find(&wants).is_never()
        });
        if let Some((Cond { kind: CondKind::Not(taker), .. }, _)) = taker {
            finding = finding.also(taker.span, "takes them first");
        }
        let shown = match wants.as_slice() {
            [only] => self.shown(lint, &[*only], node, false),
            _ => None,
        };
        lint.drafts.push(Draft::certain(finding, shown));
    }

    fn always(&self, lint: &mut Lint<'_, '_>, cond: &Cond, node: NodeId) {
        if matches!(cond.kind, CondKind::Always) {
            return;
        }
        let whom = match self.site.role {
            Role::Where => "every activity passes",
            _ => "everybody fulfils",
        };
        let message = format!("{whom} {}, whatever the records hold", lint.quoted(cond.span));
        let finding = Diagnostic::new(Code::AlwaysHolds, cond.span, message).label("always holds").help(
            if self.site.cond.span == cond.span && self.site.role == Role::Rule {
                "write `always`, or ask for something that can fail"
            } else {
                "leave it out, or ask for something that can fail"
            },
        );
        let shown = self.shown(lint, &[], node, true);
        lint.drafts.push(Draft::certain(finding, shown));
    }

    /// A contact with what is wanted, for whom a condition holds or not.
    fn shown(&self, lint: &mut Lint<'_, '_>, wants: &[Want], node: NodeId, holds: bool) -> Option<Shown> {
        let Found::Perhaps(Some(values)) = lint.cells.find(wants) else { return None };
        if self.site.role == Role::Where {
            let contact = Contact::who_did(lint.cells.plan(), &values)?;
            // Of the activity it is known by whether any passes.
            return Some(Shown::holding(contact, vec![(self.probed, holds)]));
        }
        let contact = Contact::with(lint.cells.plan(), self.site.kind, &values)?;
        Some(Shown::holding(contact, wants.iter().copied().chain([(node, holds)]).collect()))
    }
}
