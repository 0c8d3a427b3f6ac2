//! What findings claim of contacts, confirmed by the engine.

use super::AS_OF;
use super::contact::Contact;
use crate::diag::Diagnostic;
use crate::engine::Engine;
use crate::ledger::{RecordResult, Results};
use crate::plan::{KindId, NodeId, Op, Plan};
use crate::records::Records;
use crate::typed::{OwnerId, TypedRules};
use crate::values::Decimal;
use std::collections::HashMap;
use std::sync::Arc;

/// A finding, and a contact that shows it.
pub struct Draft {
    /// What is said.
    pub finding: Diagnostic,
    /// What shows it.
    pub shown: Option<Shown>,
    /// Whether nothing is said without it: the finding claims that something can happen.
    pub must_be_shown: bool,
}

/// A contact, and what conditions come to for it.
pub struct Shown {
    /// Who.
    pub contact: Contact,
    /// Each condition, and whether it holds.
    pub holds: Vec<(NodeId, bool)>,
    /// What the entries of a rule, group or score add up to.
    pub gives: Vec<(OwnerId, Decimal)>,
}

impl Shown {
    /// A contact, and what conditions come to.
    pub fn holding(contact: Contact, holds: Vec<(NodeId, bool)>) -> Shown {
        Shown { contact, holds, gives: Vec::new() }
    }
}

impl Draft {
    /// A finding that is certain, with a contact to illustrate it where there is one.
    pub fn certain(finding: Diagnostic, shown: Option<Shown>) -> Draft {
        Draft { finding, shown, must_be_shown: false }
    }

    /// A finding about something that can happen, which a contact shows.
    pub fn possible(finding: Diagnostic, shown: Shown) -> Draft {
        Draft { finding, shown: Some(shown), must_be_shown: true }
    }
}

/// So many contacts are scored for conditions that ask for scores.
const SCORED_MAX: usize = 200;

/// The findings with the witnesses that the engine confirms.
pub fn confirmed(drafts: Vec<Draft>, rules: &TypedRules, plan: &Plan) -> Vec<Diagnostic> {
    let mut reads = HashMap::new();
    let mut plain: Vec<usize> = Vec::new();
    let mut scored: Vec<usize> = Vec::new();
    for (place, draft) in drafts.iter().enumerate() {
        let Some(shown) = &draft.shown else { continue };
        if !shown.gives.is_empty() || shown.holds.iter().any(|(node, _)| reads_scores(plan, *node, &mut reads)) {
            scored.push(place);
        } else {
            plain.push(place);
        }
    }
    scored.truncate(SCORED_MAX);
    let mut stands = vec![false; drafts.len()];
    // Conditions that ask for no score need none to be computed.
    let bare = Plan { stages: Vec::new(), ..plan.clone() };
    confirm(&drafts, &plain, rules, &bare, &mut stands);
    confirm(&drafts, &scored, rules, plan, &mut stands);
    let finding = |(draft, stands): (Draft, bool)| match (draft.shown, draft.must_be_shown) {
        (Some(shown), _) if stands => Some(draft.finding.witness(shown.contact.text(rules))),
        (_, true) => None,
        (_, false) => Some(draft.finding),
    };
    drafts.into_iter().zip(stands).filter_map(finding).collect()
}

fn confirm(drafts: &[Draft], places: &[usize], rules: &TypedRules, plan: &Plan, stands: &mut [bool]) {
    let mut records = Records { rows: vec![Vec::new(); rules.kinds.len()], activities: Vec::new() };
    let mut asked = Vec::new();
    let mut whose = Vec::new();
    let mut gives = Vec::new();
    for place in places {
        let Some(shown) = &drafts[*place].shown else { continue };
        let id: Arc<str> = Arc::from(format!("witness {place}").as_str());
        let rows = &mut records.rows[shown.contact.kind as usize];
        let Ok(row) = u32::try_from(rows.len()) else { break };
        rows.push(shown.contact.row(rules, &id));
        records.activities.extend(shown.contact.activities(rules, &id));
        for (node, wanted) in &shown.holds {
            asked.push((KindId(shown.contact.kind), row, *node));
            whose.push((*place, *wanted));
        }
        gives.extend(shown.gives.iter().map(|given| (*place, KindId(shown.contact.kind), row, *given)));
        stands[*place] = true;
    }
    if asked.is_empty() && gives.is_empty() {
        return;
    }
    let run = Engine::new(plan, &records.rows, AS_OF).run(&records);
    for (holds, (place, wanted)) in run.holds(&asked).into_iter().zip(whose) {
        stands[place] &= holds == wanted;
    }
    if gives.is_empty() {
        return;
    }
    let results = run.results();
    for (place, kind, row, (owner, points)) in gives {
        stands[place] &= given(&results, kind, row, owner) == Some(points);
    }
}

/// What the entries of an owner add up to for one record.
fn given(results: &Results, kind: KindId, row: u32, owner: OwnerId) -> Option<Decimal> {
    let record: &RecordResult = results.records.get(kind.0 as usize)?.get(row as usize)?;
    let entries = record.scores.iter().flatten().flat_map(|score| &score.entries);
    let mut sum = 0_i64;
    for entry in entries.filter(|entry| entry.owner == owner.0) {
        sum = sum.checked_add(entry.points.micro())?;
    }
    Some(Decimal::from_micro(sum))
}

/// Whether a condition asks for scores, of this record or of others.
fn reads_scores(plan: &Plan, node: NodeId, known: &mut HashMap<NodeId, bool>) -> bool {
    if let Some(reads) = known.get(&node) {
        return *reads;
    }
    let op = &plan.node(node).op;
    let is_score = matches!(op, Op::Score(..) | Op::TierName(..) | Op::TierIs { .. } | Op::Excluded(_) | Op::Linked(_));
    let parts = op.parts().into_iter().chain(op.remote_parts());
    let reads = is_score || parts.into_iter().any(|part| reads_scores(plan, part, known));
    known.insert(node, reads);
    reads
}
