//! What was seen on one record.

use super::activities::Log;
use super::{Age, OwnerEvidence, OwnerTrace, RecordTrace, ScoreTrace};
use crate::engine::finish::{RecordEval, Run, Scratch};
use crate::plan::{DecayId, HeadPlan, Instance, KindId, Op, RulePlan, ScoreId, Step};
use crate::records::Activity;
use crate::values::Decimal;
use std::collections::BTreeSet;

impl Run<'_> {
    /// What was seen on one record, given the activities of the run (those of other contacts may be left out): indexes
    /// are into what is given. `None` if there is no such row.
    pub fn trace(&self, kind: KindId, row: u32, activities: &[Activity]) -> Option<RecordTrace> {
        if row >= self.n_rows(kind) {
            return None;
        }
        let plan = self.basis.plan;
        let mut scratch = Scratch::new(plan);
        scratch.again(self, (kind, row), |_, _, _| {});
        let mut eval = scratch.record(self, kind, row, &[]);
        let log = &Log::new(&eval, activities);
        if let Some(index) = self.excluded_by(kind, row) {
            let now = plan.logs[0].exclusion.expect("someone is excluded by it");
            let condition = plan.exclusions[now.0 as usize].conditions[index as usize];
            let excluded = Some((index, eval.condition(condition, log)));
            return Some(RecordTrace { kind, row, excluded, scores: Vec::new() });
        }
        let of_kind = (0u32..).zip(&plan.scores).filter(|(_, score)| score.kind == kind);
        let scores = of_kind.map(|(id, score)| trace_score(&mut eval, ScoreId(id), plan.instance(score.main), log));
        Some(RecordTrace { kind, row, excluded: None, scores: scores.collect() })
    }
}

fn trace_score(eval: &mut RecordEval<'_, '_>, score: ScoreId, instance: &Instance, log: &Log<'_>) -> ScoreTrace {
    let mut owners = Vec::new();
    let mut next = 0;
    while let Some(step) = instance.steps.get(next) {
        next += 1;
        let (owner, evidence) = match step {
            Step::Rule(rule) => {
                let rule = eval.basis.plan.rule(*rule);
                (rule.owner, eval.trace_rule(rule, log))
            }
            Step::Open { owner, when: Some(when), close } => {
                let when = eval.condition(*when, log);
                if !when.holds {
                    next = *close as usize + 1;
                }
                (*owner, OwnerEvidence::Group(when))
            }
            Step::Factor { owner, by, when } => {
                let when = when.map(|when| eval.condition(when, log));
                let holds = when.as_ref().is_none_or(|when| when.holds);
                let (by, by_of) = if holds { (eval.number(*by), eval.made_of(*by, log)) } else { (None, Vec::new()) };
                (*owner, OwnerEvidence::Factor { when, by, by_of })
            }
            Step::Open { .. } | Step::Cap { .. } | Step::Fade { .. } | Step::Close => continue,
        };
        owners.push(OwnerTrace { owner, evidence });
    }
    let overridden =
        (0u32..).zip(&instance.overrides).find(|(_, (when, to))| eval.holds(*when) && eval.number(*to).is_some());
    let overridden = overridden.map(|(index, (when, to))| (index, eval.condition(*when, log), eval.made_of(*to, log)));
    let tier_set = (0u32..).zip(&instance.tier_overrides).find(|(_, (when, _))| eval.holds(*when));
    let tier_set = tier_set.map(|(index, (when, _))| (index, eval.condition(*when, log)));
    ScoreTrace { score, owners, overridden, tier_set, reads: reads(eval, instance) }
}

impl RecordEval<'_, '_> {
    fn trace_rule(&mut self, rule: &RulePlan, log: &Log<'_>) -> OwnerEvidence {
        match rule.head {
            HeadPlan::Each(accumulator) => OwnerEvidence::Activities(self.rule_activities(accumulator, log)),
            HeadPlan::When { when, award, decay } => {
                let when = self.condition(when, log);
                let (points, award_of) = if when.holds {
                    (self.number(award).filter(|points: &Decimal| points.is_points()), self.made_of(award, log))
                } else {
                    (None, Vec::new())
                };
                OwnerEvidence::Rule {
                    when,
                    award: points,
                    award_of,
                    age: decay.and_then(|decay| self.clock_age(decay)),
                }
            }
        }
    }

    fn clock_age(&mut self, decay: DecayId) -> Option<Age> {
        let from = self.clock(decay)?;
        let decay = self.basis.plan.decay(decay);
        let units = self.basis.instant(decay.ago_us).whole_units_since(from, decay.unit).unwrap_or(0);
        Some(Age { units, unit: decay.unit })
    }
}

/// The scores that an instance reads.
fn reads(eval: &RecordEval<'_, '_>, instance: &Instance) -> Vec<ScoreId> {
    let plan = eval.basis.plan;
    let mut reads = BTreeSet::new();
    let mut met = BTreeSet::new();
    let mut open = plan.roots(instance);
    while let Some(node) = open.pop() {
        if !met.insert(node) {
            continue;
        }
        let op = &plan.node(node).op;
        if let Op::Score(_, of) | Op::TierName(_, of) | Op::TierIs { of, .. } = op {
            reads.insert(plan.instance(*of).score);
        }
        open.extend(op.parts());
        open.extend(op.remote_parts());
    }
    reads.into_iter().collect()
}
