//! Results by record: scores, labels, segments.

use super::record::Scratch;
use super::{Outcome, Run};
use crate::engine::eval::shown;
use crate::engine::layout::Detail;
use crate::engine::parallel::in_pieces;
use crate::ledger::{RecordResult, Results, ScoreResult};
use crate::plan::{KindId, NodeId};
use crate::values::Value;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

/// How many records a thread takes at a time.
const PIECE: usize = 512;

impl Run<'_> {
    /// Makes something of each record of a kind on several threads, and gives it away in the order of the rows: `make`
    /// adds a record to what `new` made, `sink` gets it for some hundred records at a time. Kinds without scores, labels
    /// and segments have no results.
    pub fn in_order<T: Send, E>(
        &self,
        kind: KindId,
        n_threads: usize,
        new: impl Fn() -> T + Sync,
        make: impl Fn(&mut T, RecordResult) + Sync,
        mut sink: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let n_rows = if has_results(self, kind) { self.n_rows(kind) as usize } else { 0 };
        let piece = |scratch: &mut Scratch, first: usize| {
            let mut made = new();
            for row in first..(first + PIECE).min(n_rows) {
                let row = u32::try_from(row).expect("rows are numbered by `u32`");
                make(&mut made, record(self, scratch, kind, row));
            }
            made
        };
        // A few pieces for each thread at a time: what waits for its turn stays small.
        let at_once = n_threads.max(1) * 8;
        let rooms = Rooms { free: Mutex::new(Vec::new()), run: self };
        for first in (0..n_rows).step_by(PIECE * at_once) {
            let n_pieces = (n_rows - first).div_ceil(PIECE).min(at_once);
            let room = || Lent { scratch: Some(rooms.take()), rooms: &rooms };
            let made = in_pieces(n_threads, n_pieces, room, |lent: &mut Lent<'_, '_>, place| {
                piece(lent.scratch.as_mut().expect("it is given back at the end"), first + place * PIECE)
            });
            made.into_iter().try_for_each(&mut sink)?;
        }
        Ok(())
    }

    /// The results of all records.
    pub fn results(&self) -> Results {
        let n_kinds = u32::try_from(self.basis.plan.kinds.len()).expect("kinds are numbered by `u32`");
        let of_kind = |kind: u32| {
            let mut all = Vec::new();
            let keep = |records: Vec<RecordResult>| {
                all.extend(records);
                Ok::<(), Infallible>(())
            };
            let Ok(()) = self.in_order(KindId(kind), 1, Vec::new, Vec::push, keep);
            all
        };
        Results { records: (0..n_kinds).map(of_kind).collect() }
    }
}

/// Rooms to work in, used again: they know what texts come to.
struct Rooms<'r, 'a> {
    free: Mutex<Vec<Scratch>>,
    run: &'r Run<'a>,
}

/// A room that is in use.
struct Lent<'p, 'a> {
    scratch: Option<Scratch>,
    rooms: &'p Rooms<'p, 'a>,
}

impl Rooms<'_, '_> {
    fn take(&self) -> Scratch {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        free.unwrap_or_else(|| Scratch::new(self.run.basis.plan))
    }
}

impl Drop for Lent<'_, '_> {
    fn drop(&mut self) {
        self.rooms.free.lock().unwrap_or_else(PoisonError::into_inner).extend(self.scratch.take());
    }
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
    let mut scores: Vec<Option<ScoreResult>> = vec![None; plan.scores.len()];
    match run.basis.detail {
        Detail::Entries => scratch.again(run, (kind, row), |id, outcome, ledger| {
            let result = ledger.finish(outcome.value, outcome.tier);
            scores[plan.instance(id).score.0 as usize] = Some(result);
        }),
        Detail::Values => {
            scratch.next();
            for (place, score) in plan.scores.iter().enumerate().filter(|(_, score)| is_its(score.kind)) {
                let outcome = run.columns[score.main.0 as usize].get(row as usize).copied().flatten();
                let result = |Outcome { value, tier, .. }| ScoreResult { value, tier, entries: vec![], notes: vec![] };
                scores[place] = outcome.map(result);
            }
        }
    }
    let mut eval = scratch.record(run, kind, row, &[]);
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
    run.by_row(probe.kind, |scratch, row| {
        scratch.next();
        scratch.record(run, probe.kind, row, &[]).holds(probe.when)
    })
}

/// Whether conditions hold, each for one record.
pub(super) fn holds(run: &Run<'_>, asked: &[(KindId, u32, NodeId)]) -> Vec<bool> {
    let mut scratch = Scratch::new(run.basis.plan);
    let mut holds = |(kind, row, when): &(KindId, u32, NodeId)| {
        scratch.next();
        scratch.record(run, *kind, *row, &[]).holds(*when)
    };
    asked.iter().map(&mut holds).collect()
}
