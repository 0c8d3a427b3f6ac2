//! The activities behind an accumulator, and what became of each in a rule.

use super::{ActivityTrace, Age};
use crate::engine::activity::{ActivityFrame, passes};
use crate::engine::eval::{Eval, Registers};
use crate::engine::finish::{Fading, RecordEval, dropped, first_ones};
use crate::engine::fold::{is_wanted, stored};
use crate::engine::layout::is_late;
use crate::engine::state::{Item, Stored, amount, item};
use crate::plan::{
    Accumulator, AccumulatorId, ActivityTypeId, Curve, Feed, Gathers, KindId, Plan, PointsPlan, SelectionId,
};
use crate::records::Activity;
use crate::values::{Decimal, Instant, Unit};

/// The activities of one record's log, whoever of its contacts did them.
pub(super) struct Log<'t> {
    entries: Vec<LogEntry<'t>>,
}

struct LogEntry<'t> {
    /// Its index among the activities that were given.
    index: u32,
    activity: &'t Activity,
    ty: Option<ActivityTypeId>,
    contact: u32,
}

impl<'t> Log<'t> {
    /// Those of the given activities that are the record's, in the order of time, then id, then as given.
    pub(super) fn new(eval: &RecordEval<'_, '_>, activities: &'t [Activity]) -> Log<'t> {
        let (basis, kind, row) = (eval.basis, eval.frame.kind, eval.frame.row);
        let contacts = basis.rows(KindId(0));
        let theirs = |contact: u32| match kind {
            KindId(0) => contact == row,
            kind => basis.links.contacts_of(basis.plan, kind, row).contains(&contact),
        };
        let entry = |(index, activity): (u32, &'t Activity)| {
            let contact = basis.links.contact(contacts, &activity.contact).filter(|contact| theirs(*contact))?;
            Some(LogEntry { index, activity, ty: type_of(basis.plan, activity), contact })
        };
        let mut entries: Vec<LogEntry<'t>> = (0u32..).zip(activities).filter_map(entry).collect();
        entries.sort_by(|a, b| (a.activity.at, &a.activity.id, a.index).cmp(&(b.activity.at, &b.activity.id, b.index)));
        Log { entries }
    }
}

impl RecordEval<'_, '_> {
    /// The activities that an accumulator takes for the record: places in the log, ascending.
    fn behind(&self, id: AccumulatorId, log: &Log<'_>) -> Vec<usize> {
        let accumulator = self.basis.plan.accumulator(id);
        match &accumulator.feed {
            Feed::Gate(gate) => {
                let mut behind = Vec::new();
                self.look_at(accumulator, log, |place, eval| {
                    if passes(eval, gate) {
                        behind.push(place);
                    }
                });
                behind
            }
            Feed::Selection(selection) => self.chosen_behind(accumulator, *selection, log),
        }
    }

    fn chosen_behind(&self, accumulator: &Accumulator, selection: SelectionId, log: &Log<'_>) -> Vec<usize> {
        let plan = self.basis.plan;
        let store = &plan.stores[plan.selections[selection.0 as usize].store.0 as usize];
        let mut kept: Vec<(Stored, usize)> = Vec::new();
        self.look_at(accumulator, log, |place, eval| {
            if is_wanted(eval, store) {
                kept.push((stored(eval, store), place));
            }
        });
        kept.sort();
        let all: Vec<&Stored> = kept.iter().map(|(stored, _)| stored).collect();
        let chosen = self.frame.choose(store, &all, selection);
        let chosen = kept.iter().zip(chosen).filter(|(_, chosen)| *chosen);
        let mut places: Vec<usize> = chosen.map(|((_, place), _)| *place).collect();
        places.sort_unstable();
        places
    }

    /// Looks at each activity of the log, whatever its type and age, but for those of contacts who are left out.
    fn look_at(
        &self,
        accumulator: &Accumulator,
        log: &Log<'_>,
        mut look: impl FnMut(usize, &mut Eval<'_, '_, ActivityFrame<'_, '_>>),
    ) {
        let (kind, row) = (self.frame.kind, self.frame.row);
        let owner = if kind == KindId(0) { None } else { Some((kind, row)) };
        let mut registers = Registers::new(self.basis.plan.nodes.len());
        for (place, entry) in log.entries.iter().enumerate() {
            let LogEntry { activity, ty, contact, .. } = *entry;
            if self.frame.run.counts(accumulator.exclusion, KindId(0), contact) {
                registers.clear();
                let frame = ActivityFrame {
                    basis: self.basis,
                    type_name: &activity.ty,
                    at: activity.at,
                    id: activity.id.as_deref(),
                    values: &activity.values,
                    ty,
                    contact,
                    owner,
                };
                look(place, &mut Eval { basis: self.basis, registers: &mut registers, frame });
            }
        }
    }

    /// The activities of an accumulator by index, the newest first.
    pub(super) fn newest_first(&self, id: AccumulatorId, log: &Log<'_>) -> Vec<u32> {
        self.behind(id, log).into_iter().rev().map(|place| log.entries[place].index).collect()
    }

    /// What became of each activity of a rule, the newest first.
    pub(super) fn rule_activities(&mut self, id: AccumulatorId, log: &Log<'_>) -> Vec<ActivityTrace> {
        let accumulator = self.basis.plan.accumulator(id);
        let Gathers::Points(points) = &accumulator.gathers else { return Vec::new() };
        let behind = self.behind(id, log);
        let mut items: Vec<(Item, u32)> = Vec::with_capacity(behind.len());
        self.look_at(accumulator, log, |place, eval| {
            if behind.binary_search(&place).is_ok() {
                let rest = amount(points.award, eval);
                items.push((item(points, rest, eval), log.entries[place].index));
            }
        });
        items.sort();
        let clock = points.decay.and_then(|decay| self.clock(decay));
        let fading = Fading { basis: self.basis, plan: points, clock };
        let mut traces = in_turn(&fading, &items);
        traces.reverse();
        traces
    }
}

fn type_of(plan: &Plan, activity: &Activity) -> Option<ActivityTypeId> {
    let place = plan.activities.types.iter().position(|ty| *ty.name == *activity.ty)?;
    u32::try_from(place).ok().map(ActivityTypeId)
}

/// The activities of a rule in their order.
fn in_turn(fading: &Fading<'_, '_>, items: &[(Item, u32)]) -> Vec<ActivityTrace> {
    let all: Vec<&Item> = items.iter().map(|(item, _)| item).collect();
    let dropped = dropped(fading.basis, fading.plan, &all);
    let kept: Vec<usize> = (0..all.len()).filter(|place| dropped[*place].is_none()).collect();
    let kept_items: Vec<&Item> = kept.iter().map(|place| all[*place]).collect();
    let firsts = first_ones(fading.plan, &kept_items);
    let mut is_first = vec![false; all.len()];
    kept.into_iter().zip(firsts).for_each(|(place, first)| is_first[place] = first);
    let trace = |place: usize| {
        let (item, activity) = (&items[place].0, items[place].1);
        let award = if is_first[place] { item.first } else { item.rest };
        let points = award.unwrap_or(Decimal::ZERO);
        let ages = ages(fading, item.at_us);
        ActivityTrace {
            activity,
            age: ages.age,
            clock_age: ages.clock_age,
            factor: ages.factor,
            award,
            contribution: fading.left(points, item.at_us),
            is_first: is_first[place],
            dropped: dropped[place],
        }
    };
    (0..items.len()).map(trace).collect()
}

struct Ages {
    age: Age,
    clock_age: Option<Age>,
    factor: Option<i64>,
}

fn ages(fading: &Fading<'_, '_>, at_us: i64) -> Ages {
    let (basis, plan): (_, &PointsPlan) = (fading.basis, fading.plan);
    let decay = plan.decay.map(|decay| basis.plan.decay(decay));
    let unit = decay.map_or(Unit::Day, |decay| decay.unit);
    let now = basis.instant(decay.map_or(0, |decay| decay.ago_us));
    let age = |from: Instant| Age { units: now.whole_units_since(from, unit).unwrap_or(0), unit };
    let own = Instant::from_us(at_us);
    let late = is_late(basis.plan, plan);
    let from = if late { fading.clock } else { Some(own) };
    let factor = decay.zip(from).and_then(|(decay, from)| match (decay.curve, decay.half_life) {
        (Curve::HalfLife(_), Some(id)) => {
            Some(basis.plan.half_lives[id.0 as usize].factor(basis.age_units(decay, from)))
        }
        _ => None,
    });
    Ages { age: age(own), clock_age: if late { fading.clock.map(age) } else { None }, factor }
}
