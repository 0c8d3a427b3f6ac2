//! One record as nodes see it: its fields, what its log came to, scores, linked records.

use super::Run;
use super::ledger::Ledger;
use super::linked;
use super::points::{self, Fading, PointsOutcome};
use super::score::{Outcome, RecordEval};
use super::select::Chooser;
use super::stretch::{greatest, longest_run, n_days, percentile, weeks};
use super::texts::Texts;
use crate::engine::basis::Basis;
use crate::engine::eval::{Eval, Frame, Registers};
use crate::engine::input::Kept;
use crate::engine::layout::{Detail, PointsCells, Shape, Slot, alone};
use crate::engine::state::{Side, State, StateRef, Stored, count_value, ended, take};
use crate::plan::{
    Accumulator, AccumulatorId, CompareOp, Feed, FieldTarget, Gathers, InstanceId, KindId, LinkId, Op, Plan,
    PointsPlan, Read, SelectionId, Store,
};
use crate::values::number::div_round_half_even;
use crate::values::{Decimal, Instant, Value};
use std::cell::RefCell;
use std::collections::HashMap;

/// Room for the evaluation of records, used again for each.
pub(in crate::engine) struct Scratch {
    registers: Registers,
    /// By instance: what it came to for the record in hand.
    outcomes: Vec<Option<Option<Outcome>>>,
    texts: Texts,
    shared: Shared,
}

impl Scratch {
    pub(in crate::engine) fn new(plan: &Plan) -> Scratch {
        Scratch {
            registers: Registers::new(plan.nodes.len()),
            outcomes: vec![None; plan.instances.len()],
            texts: Texts::default(),
            shared: Shared::new(plan.nodes.len()),
        }
    }

    /// Another record.
    pub(in crate::engine) fn next(&mut self) {
        self.registers.clear();
        self.outcomes.fill(None);
    }

    /// Another record, of which all scores are asked for.
    pub(super) fn begin(&mut self, basis: &Basis<'_>, kind: KindId, row: u32) {
        self.next();
        self.texts.recall(basis, (kind, row), &mut self.registers);
    }

    /// Another record, with what its scores came to that no column keeps; `ledger` takes the entries of those asked for.
    pub(in crate::engine) fn again(
        &mut self,
        run: &Run<'_>,
        (kind, row): (KindId, u32),
        mut main: impl FnMut(InstanceId, Outcome, Ledger),
    ) {
        self.begin(&run.basis, kind, row);
        let plan = run.basis.plan;
        for stage in plan.stages.iter().filter(|stage| stage.kind == kind) {
            for id in stage.instances.iter().filter(|id| !plan.on_demand.contains(id)) {
                let is_main = plan.scores[plan.instance(*id).score.0 as usize].main == *id;
                let kept = run.columns[id.0 as usize].get(row as usize).copied();
                let outcome = match (kept, is_main) {
                    (Some(kept), false) => kept,
                    (kept, _) => {
                        let mut ledger = Ledger::new(run.basis.detail);
                        let scored = run.instance(self, *id, (kind, row), &[], &mut ledger);
                        // Of a rank the column knows more.
                        let outcome = kept.unwrap_or(scored);
                        if let (true, Some(outcome)) = (is_main, outcome) {
                            main(*id, outcome, ledger);
                        }
                        outcome
                    }
                };
                self.set(*id, outcome);
            }
        }
    }

    /// Whether the record in hand has been asked for an instance.
    pub(super) fn has(&self, id: InstanceId) -> bool {
        self.outcomes[id.0 as usize].is_some()
    }

    pub(super) fn set(&mut self, id: InstanceId, outcome: Option<Outcome>) {
        self.outcomes[id.0 as usize] = Some(outcome);
    }

    /// An evaluation of a record's nodes. The same record as before keeps what was found, unless [`Scratch::next`] came
    /// between.
    pub(in crate::engine) fn record<'e, 'a>(
        &'e mut self,
        run: &'e Run<'a>,
        kind: KindId,
        row: u32,
        anchors: &'e [(KindId, u32)],
    ) -> RecordEval<'e, 'a> {
        let frame = RecordFrame { run, kind, row, anchors, outcomes: &self.outcomes, shared: &self.shared };
        Eval { basis: &run.basis, registers: &mut self.registers, frame }
    }
}

/// What evaluations inside the brackets of links share.
pub(super) struct Shared {
    n_nodes: usize,
    /// Registers that are free.
    free: RefCell<Vec<Registers>>,
    /// Aggregates over the same records, which many records ask for: by operation (where it lies in the plan) and by
    /// the record the links fan out from.
    pub(super) linked: RefCell<HashMap<(usize, u32), Value>>,
}

impl Shared {
    fn new(n_nodes: usize) -> Shared {
        Shared { n_nodes, free: RefCell::default(), linked: RefCell::default() }
    }

    /// Lends registers for an evaluation of another record.
    pub(super) fn with_registers<T>(&self, evaluate: impl FnOnce(&mut Registers) -> T) -> T {
        let free = self.free.borrow_mut().pop();
        let mut registers = free.unwrap_or_else(|| Registers::new(self.n_nodes));
        let value = evaluate(&mut registers);
        self.free.borrow_mut().push(registers);
        value
    }
}

/// A record.
pub(in crate::engine) struct RecordFrame<'e, 'a> {
    pub(in crate::engine) run: &'e Run<'a>,
    pub(in crate::engine) kind: KindId,
    pub(in crate::engine) row: u32,
    /// Records from which its log was asked for, the outermost first.
    pub(in crate::engine) anchors: &'e [(KindId, u32)],
    outcomes: &'e [Option<Option<Outcome>>],
    pub(super) shared: &'e Shared,
}

/// A score that is asked for.
pub(in crate::engine) struct Asked<'l> {
    pub(in crate::engine) links: &'l [LinkId],
    pub(in crate::engine) instance: InstanceId,
}

impl Frame for RecordFrame<'_, '_> {
    fn leaf(&mut self, op: &Op) -> Value {
        match op {
            Op::Field(links, target) => self.run.basis.field(self.kind, links, *target, self.row),
            Op::Gathered(accumulator, read) => self.gathered(*accumulator, *read),
            Op::Score(links, instance) => {
                let outcome = self.outcome(&Asked { links, instance: *instance });
                outcome.map_or(Value::Missing, |outcome| Value::Number(outcome.value))
            }
            Op::TierName(links, instance) => self.tier_name(links, *instance),
            Op::TierIs { links, of, op, tier } => {
                let tier_of = self.outcome(&Asked { links, instance: *of }).and_then(|outcome| outcome.tier);
                Value::YesNo(match tier_of {
                    None => *op == CompareOp::NotEqual,
                    // Tiers are best first: the better one has the smaller index.
                    Some(of) => crate::engine::eval_stands(*op, tier.0.cmp(&of)),
                })
            }
            Op::Excluded(exclusion) => Value::YesNo(!self.run.counts(Some(*exclusion), self.kind, self.row)),
            Op::Linked(op) => linked::aggregate(self, op),
            _ => Value::Missing,
        }
    }

    fn direct(&self, op: &Op) -> Option<&Value> {
        match op {
            Op::Field(links, FieldTarget::Field(field)) if links.is_empty() => {
                self.run.basis.rows(self.kind).get(self.row as usize)?.values.get(field.0 as usize)
            }
            _ => None,
        }
    }
}

impl<'e, 'a> RecordFrame<'e, 'a> {
    /// A linked record, in the same log. What was found for this record does not hold for it.
    pub(super) fn other(&self, kind: KindId, row: u32) -> RecordFrame<'e, 'a> {
        RecordFrame { kind, row, outcomes: &[], ..*self }
    }

    /// What a score came to; none where the links lead nowhere or the record is excluded.
    pub(in crate::engine) fn outcome(&self, asked: &Asked<'_>) -> Option<Outcome> {
        let plan = self.run.basis.plan;
        let (kind, row) = self.run.basis.links.follow(plan, self.kind, asked.links, self.row)?;
        let instance = plan.instance(asked.instance);
        if instance.anchors > 0 {
            return self.anchored(asked.instance, kind, row);
        }
        if !self.run.counts(plan.log(instance.log).exclusion, kind, row) {
            return None;
        }
        let column = &self.run.columns[asked.instance.0 as usize];
        let in_hand = self.outcomes.get(asked.instance.0 as usize).copied().flatten();
        match (asked.links.is_empty(), in_hand) {
            (true, Some(outcome)) => outcome,
            _ => column.get(row as usize).copied().flatten(),
        }
    }

    /// A score that only this record asks for, since a window of its log is of this record.
    fn anchored(&self, id: InstanceId, kind: KindId, row: u32) -> Option<Outcome> {
        let plan = self.run.basis.plan;
        let mut anchors = self.anchors.to_vec();
        if plan.instance(id).anchors as usize > anchors.len() {
            anchors.push((self.kind, self.row));
        }
        let mut scratch = Scratch::new(plan);
        self.run.instance(&mut scratch, id, (kind, row), &anchors, &mut Ledger::new(Detail::Values))
    }

    /// The name of a score's tier.
    pub(in crate::engine) fn tier_name(&self, links: &[LinkId], instance: InstanceId) -> Value {
        let plan = self.run.basis.plan;
        let score = plan.instance(instance).score;
        let tier = self.outcome(&Asked { links, instance }).and_then(|outcome| outcome.tier);
        let tier = tier.and_then(|tier| plan.scores[score.0 as usize].tiers.get(tier as usize));
        tier.map_or(Value::Missing, |tier| Value::text(&tier.name))
    }

    fn state(&self) -> Option<StateRef<'e>> {
        self.run.states[self.kind.0 as usize].get(self.row)
    }

    /// An accumulator as a node reads it.
    fn gathered(&self, id: AccumulatorId, read: Read) -> Value {
        let accumulator = self.run.basis.plan.accumulator(id);
        let value = self.with_state(id, accumulator, |slot, state| read_state(&accumulator.gathers, read, slot, state));
        value.unwrap_or(Value::Missing)
    }

    /// Whether it is plain to see that a rule's accumulator has taken no activity of the record, or none that came to
    /// anything: most rules of many have nothing to do with one contact.
    pub(super) fn has_taken_none(&self, id: AccumulatorId) -> bool {
        let basis = &self.run.basis;
        let slot = basis.layout.slot(id);
        match (slot.shape, self.state()) {
            (Shape::Points(PointsCells { n: Some(n), .. }), Some(state)) => state.count(n) == 0,
            (Shape::Points(PointsCells { left: Some(left), award: None, .. }), Some(state)) => {
                slot.side.is_none() && state.wide(left) == 0
            }
            _ => false,
        }
    }

    /// Gives what an accumulator keeps: in the record's state, or made of the activities chosen from a store.
    fn with_state<T>(
        &self,
        id: AccumulatorId,
        accumulator: &Accumulator,
        read: impl Fn(Slot, StateRef<'_>) -> T,
    ) -> Option<T> {
        let basis = &self.run.basis;
        match &accumulator.feed {
            Feed::Gate(_) => {
                let slot = basis.layout.slot(id);
                self.state().map(|state| read(slot, state))
            }
            Feed::Selection(selection) => {
                let (slot, n_cells) = alone(basis.plan, accumulator);
                let mut state = State::new(n_cells);
                let store = &basis.plan.stores[basis.plan.selections[selection.0 as usize].store.0 as usize];
                for stored in self.chosen(accumulator, *selection) {
                    let mut input = Kept { basis, store, stored };
                    take(&accumulator.gathers, slot, &mut state.get_mut(), &mut input);
                }
                Some(read(slot, state.get()))
            }
        }
    }

    /// Which of a store's activities, sorted, a selection means.
    pub(in crate::engine) fn choose(&self, store: &Store, all: &[&Stored], selection: SelectionId) -> Vec<bool> {
        Chooser { basis: &self.run.basis, store, all, anchors: self.anchors }.choose(selection)
    }

    /// The activities of the record that a selection means, sorted.
    pub(in crate::engine) fn chosen(&self, accumulator: &Accumulator, selection: SelectionId) -> Vec<&'e Stored> {
        let basis = &self.run.basis;
        let id = basis.plan.selections[selection.0 as usize].store;
        let store = &basis.plan.stores[id.0 as usize];
        let Some(state) = self.state() else { return Vec::new() };
        let mut all: Vec<&Stored> = state.stored(id).iter().collect();
        all.retain(|one| self.run.counts(accumulator.exclusion, KindId(0), one.contact));
        all.sort();
        let chosen = self.choose(store, &all, selection);
        all.into_iter().zip(chosen).filter(|(_, chosen)| *chosen).map(|(one, _)| one).collect()
    }
}

impl RecordEval<'_, '_> {
    /// The instant that an accumulator came to.
    pub(super) fn instant(&mut self, id: AccumulatorId) -> Option<Instant> {
        match self.frame.gathered(id, Read::Value) {
            Value::Time(at) => Some(at),
            _ => None,
        }
    }

    /// What the points of a rule came to.
    pub(super) fn points(&mut self, id: AccumulatorId) -> PointsOutcome {
        let accumulator = self.basis.plan.accumulator(id);
        let Gathers::Points(plan) = &accumulator.gathers else { return PointsOutcome::default() };
        let clock = plan.decay.and_then(|decay| self.clock(decay));
        let fading = Fading { basis: self.basis, plan: plan as &PointsPlan, clock };
        let outcome = self.frame.with_state(id, accumulator, |slot, state| points::outcome(&fading, slot, state));
        outcome.unwrap_or_default()
    }
}

/// What an accumulator came to.
fn read_state(gathers: &Gathers, read: Read, slot: Slot, state: StateRef<'_>) -> Value {
    let time = |at: Option<Instant>| at.map_or(Value::Missing, Value::Time);
    match slot.shape {
        Shape::Count(cell) if read == Read::Any => Value::YesNo(state.count(cell) > 0),
        Shape::Count(cell) => count_value(state.count(cell)),
        Shape::Sum { sum, n } => read_sum(read, state.wide(sum), n.map_or(0, |n| state.count(n))),
        Shape::Newest(cell) => time(state.newest(cell)),
        Shape::Oldest(cell) => time(state.oldest(cell)),
        Shape::Points(_) => Value::Missing,
        Shape::Nothing => match (state.side(slot), slot.side) {
            (Some(side), _) => read_side(gathers, read, side),
            (None, Some(slot)) => read_side(gathers, read, &Side::empty(slot.kind)),
            (None, None) => Value::Missing,
        },
    }
}

fn read_side(gathers: &Gathers, read: Read, side: &Side) -> Value {
    match (gathers, side) {
        (Gathers::Distinct(_), Side::Set(set)) => count_value(set.len() as u64),
        (Gathers::Tally(_), Side::Tally(tally)) => match read {
            Read::Percentile(percent) => percentile(tally, percent).unwrap_or(Value::Missing),
            _ => Value::Missing,
        },
        (Gathers::DaySet, Side::Days(days)) => match read {
            Read::Weeks => count_value(weeks(days.keys().copied())),
            Read::Streak(days_off) => count_value(longest_run(days.keys().copied(), days_off)),
            _ => n_days(days.len()),
        },
        (_, Side::End(end)) => ended(end),
        (Gathers::Stretch(plan), Side::Stretch(side)) => greatest(plan, side),
        _ => Value::Missing,
    }
}

/// A sum, or the average of what was known; beyond 10^12 missing.
fn read_sum(read: Read, sum: i128, n: u64) -> Value {
    let most = i128::from(crate::values::number::NUMBER_MAX.micro());
    let within = |micro: i128| match i64::try_from(micro) {
        Ok(micro) if i128::from(micro).abs() <= most => Value::Number(Decimal::from_micro(micro)),
        _ => Value::Missing,
    };
    match (read, i128::from(n)) {
        (Read::Average, 0) => Value::Missing,
        (Read::Average, n) if sum.abs() > most * n => Value::Missing,
        (Read::Average, n) => within(div_round_half_even(sum, n)),
        _ => within(sum),
    }
}
