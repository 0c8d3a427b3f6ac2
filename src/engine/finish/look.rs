//! Looking at single records of a finished run: what they came to, and what they come to on demand.

use super::ledger::Ledger;
use super::record::Scratch;
use super::{PIECE, Run};
use crate::engine::eval::shown;
use crate::engine::layout::Detail;
use crate::engine::parallel::in_pieces;
use crate::plan::{HeadPlan, InstanceId, KindId, LabelId, NodeId, RuleId, ScoreId, SegmentId};
use crate::values::{Decimal, Value};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// One record of a run after the other, each asked for as much of it as is wanted.
pub struct Look<'r, 'a> {
    run: &'r Run<'a>,
    scratch: Scratch,
    kind: KindId,
    row: u32,
    /// What has to be evaluated before a node or a score can be, as far as it was asked for.
    before_node: HashMap<NodeId, Rc<[InstanceId]>>,
    before_score: HashMap<ScoreId, Rc<[InstanceId]>>,
}

impl<'r, 'a> Look<'r, 'a> {
    fn new(run: &'r Run<'a>) -> Look<'r, 'a> {
        let (before_node, before_score) = (HashMap::new(), HashMap::new());
        Look { run, scratch: Scratch::new(run.basis.plan), kind: KindId(0), row: 0, before_node, before_score }
    }

    fn at(&mut self, kind: KindId, row: u32) {
        (self.kind, self.row) = (kind, row);
        self.scratch.begin(&self.run.basis, kind, row);
    }

    /// The id of the record.
    pub fn id(&self) -> &'r Arc<str> {
        &self.run.basis.rows(self.kind)[self.row as usize].id
    }

    /// The index of the condition that excludes the record.
    pub fn excluded(&self) -> Option<u32> {
        self.run.excluded_by(self.kind, self.row)
    }

    /// A score's value, and the index of its tier; none of an excluded record.
    pub fn score(&mut self, score: ScoreId) -> Option<(Decimal, Option<u32>)> {
        let plan = self.run.basis.plan;
        let main = plan.scores[score.0 as usize].main;
        if !plan.instance(main).kept {
            let before = self.before_score.entry(score).or_insert_with(|| {
                let mut all = plan.unkept_below(plan.roots(plan.instance(main)));
                all.push(main);
                all.into()
            });
            let before = Rc::clone(before);
            self.evaluate(&before);
        }
        let frame = self.scratch.record(self.run, self.kind, self.row, &[]).frame;
        let asked = super::record::Asked { links: &[], instance: main };
        frame.outcome(&asked).map(|outcome| (outcome.value, outcome.tier))
    }

    /// What a label says; none where it is missing or the record is excluded.
    pub fn label(&mut self, label: LabelId) -> Option<Arc<str>> {
        let plan = self.run.basis.plan;
        let label = &plan.labels[label.0 as usize];
        if label.kind != self.kind || self.excluded().is_some() {
            return None;
        }
        self.evaluate_for(label.value);
        match self.scratch.record(self.run, self.kind, self.row, &[]).value(label.value) {
            Value::Missing => None,
            value => Some(Arc::from(shown(&value, &plan.node(label.value).ty))),
        }
    }

    /// Whether the record is in a segment.
    pub fn segment(&mut self, segment: SegmentId) -> bool {
        let plan = self.run.basis.plan;
        let segment = &plan.segments[segment.0 as usize];
        if segment.kind != self.kind || self.excluded().is_some() {
            return false;
        }
        self.evaluate_for(segment.when);
        self.scratch.record(self.run, self.kind, self.row, &[]).holds(segment.when)
    }

    /// Whether a rule counts for the record: its condition holds, or its activities come to points.
    pub fn counts(&mut self, rule: RuleId) -> bool {
        let rule = self.run.basis.plan.rule(rule);
        if self.excluded().is_some() {
            return false;
        }
        match rule.head {
            HeadPlan::When { when, .. } => {
                self.evaluate_for(when);
                self.scratch.record(self.run, self.kind, self.row, &[]).holds(when)
            }
            HeadPlan::Each(_) => {
                // Points of activities read no scores.
                let mut eval = self.scratch.record(self.run, self.kind, self.row, &[]);
                eval.rule(rule, &mut Ledger::new(Detail::Values)) != 0
            }
        }
    }

    fn evaluate_for(&mut self, node: NodeId) {
        let plan = self.run.basis.plan;
        let before = self.before_node.entry(node).or_insert_with(|| plan.unkept_below(vec![node]).into());
        let before = Rc::clone(before);
        self.evaluate(&before);
    }

    fn evaluate(&mut self, instances: &[InstanceId]) {
        for id in instances {
            if !self.scratch.has(*id) {
                let mut ledger = Ledger::new(Detail::Values);
                let outcome = self.run.instance(&mut self.scratch, *id, (self.kind, self.row), &[], &mut ledger);
                self.scratch.set(*id, outcome);
            }
        }
    }
}

impl Run<'_> {
    /// Whether another run is over the same records in the same order.
    pub fn has_rows_of(&self, other: &Run<'_>) -> bool {
        let n = self.basis.plan.kinds.len();
        n == other.basis.plan.kinds.len()
            && (0u32..).take(n).map(KindId).all(|kind| {
                let ids = |run: &Run<'_>| run.basis.rows(kind).iter().map(|row| row.id.clone()).collect::<Vec<_>>();
                ids(self) == ids(other)
            })
    }
}

/// Makes something of the records of a kind, on several threads, some hundred records at a time: what comes out is in the
/// order of the rows. `add` sees the same record in each of some runs over the same rows.
pub fn in_rows<T: Send>(
    runs: &[&Run<'_>],
    kind: KindId,
    n_threads: usize,
    new: impl Fn() -> T + Sync,
    add: impl Fn(&mut T, &mut [Look<'_, '_>], u32) + Sync,
) -> Vec<T> {
    let n_rows = runs.first().map_or(0, |run| run.n_rows(kind));
    let room = || runs.iter().map(|run| Look::new(run)).collect::<Vec<_>>();
    in_pieces(n_threads, n_rows.div_ceil(PIECE) as usize, room, |looks, piece| {
        let first = piece as u32 * PIECE;
        let mut made = new();
        for row in first..first.saturating_add(PIECE).min(n_rows) {
            looks.iter_mut().for_each(|look| look.at(kind, row));
            add(&mut made, looks, row);
        }
        made
    })
}
