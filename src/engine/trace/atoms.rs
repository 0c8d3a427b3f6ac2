//! Conditions taken apart: what was asked for and what was seen.

use super::activities::Log;
use super::{Atom, ConditionTrace, Observed, Test};
use crate::engine::finish::RecordEval;
use crate::plan::{NodeId, Op, Read};
use crate::values::Value;
use std::collections::BTreeSet;

impl RecordEval<'_, '_> {
    /// A condition with its atoms.
    pub(super) fn condition(&mut self, node: NodeId, log: &Log<'_>) -> ConditionTrace {
        let mut atoms = Vec::new();
        let mut open = vec![(node, false)];
        let mut met = BTreeSet::new();
        while let Some((node, negated)) = open.pop() {
            if !met.insert((node, negated)) {
                continue;
            }
            match &self.basis.plan.node(node).op {
                Op::And(parts) | Op::Or(parts) | Op::AtLeast(_, parts) => {
                    open.extend(parts.iter().rev().map(|part| (*part, negated)));
                }
                Op::Not(part) => open.push((*part, !negated)),
                _ => atoms.push(self.atom(node, negated, log)),
            }
        }
        ConditionTrace { holds: self.holds(node), atoms }
    }

    fn atom(&mut self, node: NodeId, negated: bool, log: &Log<'_>) -> Atom {
        let plan = self.basis.plan;
        let mut see = |node: NodeId| self.observed(node, log);
        let (test, observed) = match &plan.node(node).op {
            Op::Compare(op, left, right) => (Test::Compare(*op, see(*right)), see(*left)),
            Op::InList(subject, list) => (Test::InList(*list), see(*subject)),
            Op::InRange { subject, low, high, high_open } => {
                let (low, high) = (low.map(&mut see), high.map(&mut see));
                (Test::InRange { low, high, high_open: *high_open }, see(*subject))
            }
            Op::Missing(subject) => (Test::Missing, see(*subject)),
            Op::YesNo(subject, yes) => (Test::YesNo(*yes), see(*subject)),
            Op::Text { op, subject, any_of, .. } => (Test::Text(*op, *any_of), see(*subject)),
            Op::TextValue(op, subject, other) => (Test::TextValue(*op, see(*other)), see(*subject)),
            Op::Matches(subject, patterns) => (Test::Matches(patterns.clone()), see(*subject)),
            Op::TierIs { of, op, tier, .. } => (Test::Tier(*op, plan.instance(*of).score, *tier), see(node)),
            Op::Gathered(_, Read::Any) => (Test::Any, see(node)),
            _ => (Test::Holds, see(node)),
        };
        let holds = self.holds(node) != negated;
        Atom { node, negated, holds, test, observed }
    }

    /// A value as it is in the records: what folds or converts it is taken off.
    pub(super) fn observed(&mut self, node: NodeId, log: &Log<'_>) -> Observed {
        let plan = self.basis.plan;
        let mut node = node;
        while let Op::Key(inner) | Op::Words(inner) | Op::Convert(inner, _) = &plan.node(node).op {
            node = *inner;
        }
        let mut seen = Observed {
            node,
            value: self.value(node),
            ty: plan.node(node).ty.clone(),
            links: Vec::new(),
            activities: Vec::new(),
        };
        match &plan.node(node).op {
            Op::Field(links, _) | Op::Score(links, _) | Op::TierName(links, _) => seen.links = links.clone(),
            Op::TierIs { links, of, .. } => {
                seen.links = links.clone();
                seen.value = self.tier_seen(links, *of);
            }
            Op::Gathered(accumulator, read) => {
                seen.activities = self.newest_first(*accumulator, log);
                if *read == Read::Any {
                    seen.value = crate::engine::state::count_value(seen.activities.len() as u64);
                    seen.ty = crate::values::Type::WholeNumber;
                }
            }
            _ => {}
        }
        seen
    }

    /// The known and unknown values that something is made of: its leaves, constants left out.
    pub(super) fn made_of(&mut self, node: NodeId, log: &Log<'_>) -> Vec<Observed> {
        let plan = self.basis.plan;
        let mut made_of = Vec::new();
        let mut open = vec![node];
        let mut met = BTreeSet::new();
        while let Some(node) = open.pop() {
            if !met.insert(node) || self.basis.constant(node).is_some() {
                continue;
            }
            let parts = plan.node(node).op.parts();
            if parts.is_empty() {
                made_of.push(self.observed(node, log));
            }
            open.extend(parts.into_iter().rev());
        }
        made_of
    }

    fn tier_seen(&mut self, links: &[crate::plan::LinkId], of: crate::plan::InstanceId) -> Value {
        self.frame.tier_name(links, of)
    }
}
