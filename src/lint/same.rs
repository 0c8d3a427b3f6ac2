//! Two rules of a score that say the same: both award, so one counts twice.

use super::Lint;
use super::cells::Base;
use super::claim::{Draft, Shown};
use super::contact::Contact;
use crate::diag::{Code, Diagnostic, quoted};
use crate::plan::{DecayId, HeadPlan, Instance, KindId, NodeId, Op, RulePlan, Step};
use crate::typed::OwnerId;
use crate::values::{Decimal, Value};
use std::collections::{BTreeMap, HashMap};

/// So many pairs of conditions are compared in one program.
const PAIRS_MAX: usize = 2_000;

/// What rules that say the same have in common, besides their conditions.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Kept {
    award: NodeId,
    decay: Option<DecayId>,
    up_to: Option<Decimal>,
    down_to: Option<Decimal>,
    /// What the condition asks about.
    asks: Vec<Base>,
}

/// Looks at all scores.
pub fn look(lint: &mut Lint<'_, '_>) {
    let plan = lint.cells.plan();
    let mut n_pairs = 0;
    for score in &plan.scores {
        let instance = plan.instance(score.main);
        same_activities(lint, instance);
        same_conditions(lint, instance, score.kind, &mut n_pairs);
    }
}

fn rules_of<'p>(lint: &Lint<'_, 'p>, instance: &'p Instance) -> impl Iterator<Item = &'p RulePlan> + use<'p> {
    let plan = lint.cells.plan();
    instance.steps.iter().filter_map(move |step| match step {
        Step::Rule(rule) => Some(plan.rule(*rule)).filter(|rule| !rule.remark),
        _ => None,
    })
}

/// Rules on activities are the same if they gather the same, award, limits and decay included.
fn same_activities<'p>(lint: &mut Lint<'_, 'p>, instance: &'p Instance) {
    let mut met = HashMap::new();
    let rules: Vec<&RulePlan> = rules_of(lint, instance).collect();
    for rule in rules {
        let HeadPlan::Each(id) = rule.head else { continue };
        match met.get(&(id, rule.up_to, rule.down_to)) {
            Some(first) => report(lint, *first, rule.owner, None),
            None => {
                met.insert((id, rule.up_to, rule.down_to), rule.owner);
            }
        }
    }
}

fn same_conditions<'p>(lint: &mut Lint<'_, 'p>, instance: &'p Instance, kind: KindId, n_pairs: &mut usize) {
    let mut buckets: BTreeMap<Kept, Vec<(NodeId, OwnerId)>> = BTreeMap::new();
    let rules: Vec<&RulePlan> = rules_of(lint, instance).collect();
    for rule in rules {
        let HeadPlan::When { when, award, decay } = rule.head else { continue };
        if matches!(lint.cells.plan().node(when).op, Op::Const(Value::YesNo(_))) {
            continue;
        }
        let asks = lint.cells.asked_about(when);
        let kept = Kept { award, decay, up_to: rule.up_to, down_to: rule.down_to, asks };
        buckets.entry(kept).or_default().push((when, rule.owner));
    }
    for bucket in buckets.into_values().filter(|bucket| bucket.len() > 1) {
        same_in(lint, &bucket, kind, n_pairs);
    }
}

/// The same node is the same; others are compared over their cells.
fn same_in(lint: &mut Lint<'_, '_>, bucket: &[(NodeId, OwnerId)], kind: KindId, n_pairs: &mut usize) {
    let mut kept: Vec<(NodeId, OwnerId)> = Vec::new();
    let mut by_node: HashMap<NodeId, OwnerId> = HashMap::new();
    for (when, owner) in bucket {
        if let Some(first) = by_node.get(when) {
            said(lint, (*first, *owner), *when, kind);
            continue;
        }
        by_node.insert(*when, *owner);
        let mut same = None;
        for (other, first) in &kept {
            *n_pairs += 1;
            if *n_pairs > PAIRS_MAX {
                break;
            }
            let never = |lint: &mut Lint<'_, '_>, a, b| lint.cells.find(&[(a, true), (b, false)]).is_never();
            if never(lint, *when, *other) && never(lint, *other, *when) {
                same = Some(*first);
                break;
            }
        }
        match same {
            Some(first) => said(lint, (first, *owner), *when, kind),
            None => kept.push((*when, *owner)),
        }
    }
}

fn said(lint: &mut Lint<'_, '_>, (first, second): (OwnerId, OwnerId), when: NodeId, kind: KindId) {
    let shown = match lint.cells.find(&[(when, true)]) {
        // What never holds is said already.
        super::cells::Found::Never => return,
        super::cells::Found::Perhaps(None) => None,
        super::cells::Found::Perhaps(Some(values)) => {
            Contact::with(lint.cells.plan(), kind, &values).map(|contact| Shown::holding(contact, vec![(when, true)]))
        }
    };
    report(lint, first, second, shown);
}

fn report(lint: &mut Lint<'_, '_>, first: OwnerId, second: OwnerId, shown: Option<Shown>) {
    let owners = &lint.rules.owners;
    let (first, second) = (&owners[first.0 as usize], &owners[second.0 as usize]);
    let message =
        format!("{} says the same as {}: whoever fulfils it gets both", quoted(&second.text), quoted(&first.text));
    let finding = Diagnostic::new(Code::SameRule, second.span, message)
        .label("the same again")
        .also(first.span, "said here")
        .help("remove one of the two, or give one rule the points of both");
    lint.drafts.push(Draft::certain(finding, shown));
}
