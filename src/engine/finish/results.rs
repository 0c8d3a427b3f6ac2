//! Results by record: scores, labels, segments.

use super::Run;
use super::record::Scratch;
use crate::engine::eval::shown;
use crate::ledger::{RecordResult, Results};
use crate::plan::KindId;
use crate::values::Value;
use std::sync::Arc;

/// All results, by kind and row.
pub(super) fn results(run: &Run<'_>) -> Results {
    let n_kinds = u32::try_from(run.basis.plan.kinds.len()).expect("kinds are numbered by `u32`");
    let mut scratch = Scratch::new(run.basis.plan);
    let mut of_kind = |kind: KindId| match has_results(run, kind) {
        true => (0..run.n_rows(kind)).map(|row| record(run, &mut scratch, kind, row)).collect(),
        false => Vec::new(),
    };
    Results { records: (0..n_kinds).map(|kind| of_kind(KindId(kind))).collect() }
}

fn has_results(run: &Run<'_>, kind: KindId) -> bool {
    let plan = run.basis.plan;
    plan.scores.iter().any(|score| score.kind == kind)
        || plan.labels.iter().any(|label| label.kind == kind)
        || plan.segments.iter().any(|segment| segment.kind == kind)
}

fn record(run: &Run<'_>, scratch: &mut Scratch, kind: KindId, row: u32) -> RecordResult {
    let plan = run.basis.plan;
    let excluded = run.excluded_by(kind, row);
    let is_its = |of: KindId| of == kind && excluded.is_none();
    scratch.next();
    let mut eval = scratch.record(run, kind, row, &[]);
    let score = |(place, score): (usize, &crate::plan::ScorePlan)| {
        if is_its(score.kind) { run.ledgers[place].get(row as usize).cloned().flatten() } else { None }
    };
    let scores = plan.scores.iter().enumerate().map(score).collect();
    let labels = plan.labels.iter().map(|label| {
        if !is_its(label.kind) {
            return None;
        }
        match eval.value(label.value) {
            Value::Missing => None,
            value => Some(Arc::from(shown(&value, &plan.node(label.value).ty))),
        }
    });
    let labels = labels.collect();
    let segments = plan.segments.iter().map(|segment| is_its(segment.kind) && eval.holds(segment.when)).collect();
    RecordResult { id: run.basis.rows(kind)[row as usize].id.clone(), excluded, scores, labels, segments }
}

/// Whether a probe holds, by row.
pub(super) fn probe(run: &Run<'_>, probe: u32) -> Vec<bool> {
    let Some(probe) = run.basis.plan.probes.get(probe as usize) else { return Vec::new() };
    let mut scratch = Scratch::new(run.basis.plan);
    let holds = |row| {
        scratch.next();
        scratch.record(run, probe.kind, row, &[]).holds(probe.when)
    };
    (0..run.n_rows(probe.kind)).map(holds).collect()
}
