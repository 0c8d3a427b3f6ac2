//! From complete logs to results: exclusion, stages of scores with barriers between, ranks, labels and segments.

mod ledger;
mod linked;
mod look;
mod points;
mod rank;
mod record;
mod results;
mod rule;
mod score;
mod select;
mod stretch;
mod texts;

pub(super) use ledger::PointsLine;
pub use look::{Look, in_rows};
pub use points::CountLimit;
pub(super) use points::{Fading, dropped, first_ones};
pub(super) use record::Scratch;
pub(super) use score::{Outcome, RecordEval};
pub(super) use texts::{TextNodes, text_nodes};

use super::basis::Basis;
use super::layout::{Detail, Slot};
use super::parallel::{for_each, in_pieces};
use super::state::{StateMut, StateRef};
use super::table::{States, Stripe};
use crate::plan::{Accumulator, AccumulatorId, ExclusionId, Feed, InstanceId, KindId, NodeId, Stage, StoreId};
use ledger::Ledger;
use std::ops::Range;

/// The state of a run after the last activity.
pub struct Run<'a> {
    pub(super) basis: Basis<'a>,
    /// By kind, then by row; of contacts as folded, of other kinds merged from their contacts.
    pub(super) states: Vec<States>,
    /// By exclusion, then by contact: the index of the condition that holds.
    pub(super) excluded: Vec<Vec<Option<u32>>>,
    /// By instance, then by row; empty for instances that are not kept.
    pub(super) columns: Vec<Vec<Option<Outcome>>>,
    n_threads: usize,
}

/// How many records a thread takes at a time.
const PIECE: u32 = 512;

impl<'a> Run<'a> {
    /// Finishes a run over the states of all contacts, in the order of their rows.
    pub(super) fn finish(basis: Basis<'a>, contacts: States, n_threads: usize) -> Run<'a> {
        let n_exclusions = basis.plan.exclusions.len();
        let n_instances = basis.plan.instances.len();
        let states = (1..basis.plan.kinds.len()).map(|_| States::none());
        let mut run = Run {
            states: std::iter::once(contacts).chain(states).collect(),
            basis,
            excluded: vec![Vec::new(); n_exclusions],
            columns: vec![Vec::new(); n_instances],
            n_threads,
        };
        run.merge_owners(|exclusion| exclusion.is_none());
        run.exclude();
        run.merge_owners(|exclusion| exclusion.is_some());
        run.stages();
        run
    }

    /// Whether a probe of the plan holds, by row of its kind.
    pub fn probe(&self, probe: u32) -> Vec<bool> {
        results::probe(self, probe)
    }

    /// Whether conditions of the plan hold, each for one record: its kind, its row, the condition.
    pub fn holds(&self, asked: &[(KindId, u32, NodeId)]) -> Vec<bool> {
        results::holds(self, asked)
    }

    pub(super) fn n_rows(&self, kind: KindId) -> u32 {
        u32::try_from(self.basis.rows(kind).len()).expect("rows are numbered by `u32`")
    }

    /// The index of the condition that excludes a record now.
    pub(super) fn excluded_by(&self, kind: KindId, row: u32) -> Option<u32> {
        match self.basis.plan.logs.first().and_then(|log| log.exclusion) {
            Some(now) if kind == KindId(0) => self.excluded[now.0 as usize].get(row as usize).copied().flatten(),
            _ => None,
        }
    }

    /// Whether a record takes part where an exclusion is in force.
    pub(super) fn counts(&self, exclusion: Option<ExclusionId>, kind: KindId, row: u32) -> bool {
        match exclusion {
            Some(exclusion) if kind == KindId(0) => {
                self.excluded[exclusion.0 as usize].get(row as usize).is_none_or(Option::is_none)
            }
            _ => true,
        }
    }

    /// Pieces of work on the rows of a kind, in their order.
    fn pieces<T: Send>(&self, kind: KindId, work: impl Fn(&mut Scratch, Range<u32>) -> T + Sync) -> Vec<T> {
        let n_rows = self.n_rows(kind);
        let room = || Scratch::new(self.basis.plan);
        in_pieces(self.n_threads, n_rows.div_ceil(PIECE) as usize, room, |scratch, piece| {
            let first = piece as u32 * PIECE;
            work(scratch, first..first.saturating_add(PIECE).min(n_rows))
        })
    }

    /// Something for each row of a kind, in their order.
    fn by_row<T: Send>(&self, kind: KindId, judge: impl Fn(&mut Scratch, u32) -> T + Sync) -> Vec<T> {
        let judge_all = |scratch: &mut Scratch, rows: Range<u32>| rows.map(|row| judge(scratch, row)).collect();
        let pieces: Vec<Vec<T>> = self.pieces(kind, judge_all);
        pieces.into_iter().flatten().collect()
    }

    /// Merges the states of contacts for the records whose log they make up: those accumulators whose exclusion is
    /// asked for.
    fn merge_owners(&mut self, which: impl Fn(Option<ExclusionId>) -> bool) {
        let plan = self.basis.plan;
        for kind in (1u32..).take(plan.kinds.len().saturating_sub(1)).map(KindId) {
            let all = (0u32..).map(AccumulatorId).zip(&plan.accumulators);
            let owned: Vec<(AccumulatorId, &Accumulator)> = all.filter(|(_, one)| one.owner == kind).collect();
            if owned.is_empty() {
                continue;
            }
            let mut states = std::mem::replace(&mut self.states[kind.0 as usize], States::none());
            if states.is_none() {
                states = States::new(self.n_rows(kind) as usize, self.basis.layout.n_cells);
            }
            let gated = owned.iter().filter(|(_, one)| matches!(one.feed, Feed::Gate(_)) && which(one.exclusion));
            let asked = Asked {
                accumulators: gated.map(|(id, one)| (*one, self.basis.layout.slot(*id))).collect(),
                with_stores: which(None),
            };
            for_each(self.n_threads, states.stripes_mut(), |stripe| self.merge_stripe(kind, stripe, &asked));
            self.states[kind.0 as usize] = states;
        }
    }

    fn merge_stripe(&self, kind: KindId, (first, n_rows, stripe): (u32, usize, &mut Stripe), asked: &Asked<'_>) {
        for (row, place) in (first..).zip(0..n_rows) {
            self.merge_owner(&mut stripe.get_mut(place), (kind, row), asked);
        }
    }

    fn merge_owner(&self, state: &mut StateMut<'_>, (kind, row): (KindId, u32), asked: &Asked<'_>) {
        for contact in self.basis.links.contacts_of(self.basis.plan, kind, row) {
            let Some(of_contact) = self.states[0].get(*contact) else { continue };
            let of_pair = of_contact.pair((kind, row));
            for (accumulator, slot) in &asked.accumulators {
                let from = if accumulator.paired { of_pair } else { Some(of_contact) };
                if let Some(from) = from.filter(|_| self.counts(accumulator.exclusion, KindId(0), *contact)) {
                    state.merge(accumulator, *slot, from);
                }
            }
            if asked.with_stores {
                self.merge_stores(state, kind, of_contact, of_pair);
            }
        }
    }

    /// Stores keep everybody's activities; who is excluded is seen when they are chosen from.
    fn merge_stores(
        &self,
        state: &mut StateMut<'_>,
        kind: KindId,
        of_contact: StateRef<'_>,
        of_pair: Option<StateRef<'_>>,
    ) {
        let stores = (0u32..).map(StoreId).zip(&self.basis.plan.stores);
        for (id, store) in stores.filter(|(_, store)| store.owner == kind) {
            let from = if store.paired { of_pair } else { Some(of_contact) };
            let stored = from.map_or(&[][..], |from| from.stored(id));
            if !stored.is_empty() {
                state.stored(id).extend_from_slice(stored);
            }
        }
    }

    /// Judges every contact at every instant that is asked for.
    fn exclude(&mut self) {
        for (place, exclusion) in self.basis.plan.exclusions.iter().enumerate() {
            self.excluded[place] = self.by_row(KindId(0), |scratch, row| {
                scratch.begin(&self.basis, KindId(0), row);
                let mut eval = scratch.record(self, KindId(0), row, &[]);
                let first = exclusion.conditions.iter().position(|condition| eval.holds(*condition));
                first.and_then(|first| u32::try_from(first).ok())
            });
        }
    }

    /// Evaluates all stages: record by record, then ranks.
    fn stages(&mut self) {
        for stage in &self.basis.plan.stages {
            let kept = stage.instances.iter().copied().filter(|id| self.basis.plan.instance(*id).kept);
            let kept: Vec<InstanceId> = kept.collect();
            let pieces = self.pieces(stage.kind, |scratch, rows| {
                let mut columns: Vec<Vec<Option<Outcome>>> = vec![Vec::with_capacity(rows.len()); kept.len()];
                rows.for_each(|row| self.stage(scratch, stage, row, &mut columns));
                columns
            });
            for (place, id) in kept.iter().enumerate() {
                self.columns[id.0 as usize] = Vec::with_capacity(self.n_rows(stage.kind) as usize);
                pieces.iter().for_each(|columns| self.columns[id.0 as usize].extend_from_slice(&columns[place]));
            }
            for id in &stage.ranked {
                self.rank(*id);
            }
        }
    }

    /// Adds what the kept instances of a stage come to for a record.
    fn stage(&self, scratch: &mut Scratch, stage: &Stage, row: u32, columns: &mut [Vec<Option<Outcome>>]) {
        scratch.begin(&self.basis, stage.kind, row);
        let mut ledger = Ledger::new(Detail::Values);
        let mut columns = columns.iter_mut();
        let plan = self.basis.plan;
        for id in stage.instances.iter().filter(|id| !plan.on_demand.contains(id)) {
            let outcome = self.instance(scratch, *id, (stage.kind, row), &[], &mut ledger);
            scratch.set(*id, outcome);
            if self.basis.plan.instance(*id).kept {
                columns.next().into_iter().for_each(|column| column.push(outcome));
            }
        }
    }
}

/// What is merged for the records of a kind.
struct Asked<'p> {
    accumulators: Vec<(&'p Accumulator, Slot)>,
    with_stores: bool,
}
