//! From complete logs to results: exclusion, stages of scores with barriers between, ranks, labels and segments.

mod ledger;
mod linked;
mod points;
mod rank;
mod record;
mod results;
mod rule;
mod score;
mod select;
mod stretch;

pub(super) use ledger::PointsLine;
pub use points::CountLimit;
pub(super) use points::{Fading, dropped, first_ones};
pub(super) use record::Scratch;
pub(super) use score::{Outcome, RecordEval};

use super::basis::Basis;
use super::layout::Slot;
use super::state::State;
use crate::ledger::{Results, ScoreResult};
use crate::plan::{Accumulator, ExclusionId, Feed, InstanceId, KindId};

/// The state of a run after the last activity.
pub struct Run<'a> {
    pub(super) basis: Basis<'a>,
    /// By kind, then by row; of contacts as folded, of other kinds merged from their contacts.
    pub(super) states: Vec<Vec<State>>,
    /// By exclusion, then by contact: the index of the condition that holds.
    pub(super) excluded: Vec<Vec<Option<u32>>>,
    /// By instance, then by row; empty for instances that are not kept.
    pub(super) columns: Vec<Vec<Option<Outcome>>>,
    /// By score, then by row: results of main instances, without ranks.
    pub(super) ledgers: Vec<Vec<Option<ScoreResult>>>,
}

impl<'a> Run<'a> {
    /// Finishes a run over the states of all contacts, in the order of their rows.
    pub(super) fn finish(basis: Basis<'a>, contacts: Vec<State>) -> Run<'a> {
        let n_exclusions = basis.plan.exclusions.len();
        let n_instances = basis.plan.instances.len();
        let n_scores = basis.plan.scores.len();
        let states = (1..basis.plan.kinds.len()).map(|_| Vec::new());
        let mut run = Run {
            states: std::iter::once(contacts).chain(states).collect(),
            basis,
            excluded: vec![Vec::new(); n_exclusions],
            columns: vec![Vec::new(); n_instances],
            ledgers: vec![Vec::new(); n_scores],
        };
        run.merge_owners(|exclusion| exclusion.is_none());
        run.exclude();
        run.merge_owners(|exclusion| exclusion.is_some());
        run.stages();
        run
    }

    /// The results of all records.
    pub fn results(&self) -> Results {
        results::results(self)
    }

    /// Whether a probe of the plan holds, by row of its kind.
    pub fn probe(&self, probe: u32) -> Vec<bool> {
        results::probe(self, probe)
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

    /// Merges the states of contacts for the records whose log they make up: those accumulators whose exclusion is
    /// asked for.
    fn merge_owners(&mut self, which: impl Fn(Option<ExclusionId>) -> bool) {
        let plan = self.basis.plan;
        for kind in (1u32..).take(plan.kinds.len().saturating_sub(1)).map(KindId) {
            let owned = plan.accumulators.iter().zip(&self.basis.layout.slots);
            let owned: Vec<(&Accumulator, Slot)> =
                owned.filter(|(one, _)| one.owner == kind).map(|(one, slot)| (one, *slot)).collect();
            if owned.is_empty() {
                continue;
            }
            let gated = |one: &Accumulator| matches!(one.feed, Feed::Gate(_)) && which(one.exclusion);
            let asked: Vec<(&Accumulator, Slot)> = owned.into_iter().filter(|(one, _)| gated(one)).collect();
            let n_rows = self.n_rows(kind);
            if self.states[kind.0 as usize].is_empty() {
                let empty = || State::empty(plan, &self.basis.layout);
                self.states[kind.0 as usize] = (0..n_rows).map(|_| empty()).collect();
            }
            for row in 0..n_rows {
                let mut state = std::mem::replace(
                    &mut self.states[kind.0 as usize][row as usize],
                    State::empty(plan, &self.basis.layout),
                );
                self.merge_owner(&mut state, (kind, row), &asked, which(None));
                self.states[kind.0 as usize][row as usize] = state;
            }
        }
    }

    fn merge_owner(
        &self,
        state: &mut State,
        (kind, row): (KindId, u32),
        asked: &[(&Accumulator, Slot)],
        with_stores: bool,
    ) {
        for contact in self.basis.links.contacts_of(self.basis.plan, kind, row) {
            let of_contact = &self.states[0][*contact as usize];
            let of_pair = of_contact.pairs.get(&(kind, row));
            for (accumulator, slot) in asked {
                let from = if accumulator.paired { of_pair } else { Some(of_contact) };
                if let Some(from) = from.filter(|_| self.counts(accumulator.exclusion, KindId(0), *contact)) {
                    state.merge_one(self.basis.plan, accumulator, *slot, from);
                }
            }
            if with_stores {
                self.merge_stores(state, kind, of_contact, of_pair);
            }
        }
    }

    /// Stores keep everybody's activities; who is excluded is seen when they are chosen from.
    fn merge_stores(&self, state: &mut State, kind: KindId, of_contact: &State, of_pair: Option<&State>) {
        for (place, store) in self.basis.plan.stores.iter().enumerate().filter(|(_, store)| store.owner == kind) {
            let from = if store.paired { of_pair } else { Some(of_contact) };
            if let Some(from) = from {
                state.stores[place].extend(from.stores[place].iter().cloned());
            }
        }
    }

    /// Judges every contact at every instant that is asked for.
    fn exclude(&mut self) {
        let mut scratch = Scratch::new(self.basis.plan);
        for (place, exclusion) in self.basis.plan.exclusions.iter().enumerate() {
            let judge = |row: u32| {
                scratch.next();
                let mut eval = scratch.record(self, KindId(0), row, &[]);
                exclusion.conditions.iter().position(|condition| eval.holds(*condition))
            };
            let first: Vec<Option<usize>> = (0..self.n_rows(KindId(0))).map(judge).collect();
            self.excluded[place] =
                first.into_iter().map(|first| first.and_then(|first| u32::try_from(first).ok())).collect();
        }
    }

    /// Evaluates all stages: record by record, then ranks.
    fn stages(&mut self) {
        let plan = self.basis.plan;
        let mut scratch = Scratch::new(plan);
        for stage in &plan.stages {
            for row in 0..self.n_rows(stage.kind) {
                scratch.next();
                for id in &stage.instances {
                    let scored = self.instance(&mut scratch, *id, stage.kind, row, &[]);
                    self.keep(&mut scratch, *id, scored);
                }
            }
            for id in &stage.ranked {
                self.rank(*id, stage.kind);
            }
        }
    }

    /// Keeps what an instance came to: for the record in hand, and for all records where others ask.
    fn keep(&mut self, scratch: &mut Scratch, id: InstanceId, scored: Option<(Outcome, ScoreResult)>) {
        let instance = self.basis.plan.instance(id);
        let outcome = scored.as_ref().map(|(outcome, _)| *outcome);
        scratch.set(id, outcome);
        if instance.kept {
            self.columns[id.0 as usize].push(outcome);
        }
        let score = instance.score;
        if self.basis.plan.scores[score.0 as usize].main == id {
            self.ledgers[score.0 as usize].push(scored.map(|(_, result)| result));
        }
    }
}
