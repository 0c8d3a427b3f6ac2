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

impl<'e, 'a> RecordEval<'e, 'a> {
    /// The activities, by index, that an accumulator takes for the record.
    pub(super) fn behind(&self, id: AccumulatorId, activities: &[Activity]) -> Vec<u32> {
        let accumulator = self.basis.plan.accumulator(id);
        match &accumulator.feed {
            Feed::Gate(gate) => {
                let mut behind = Vec::new();
                self.look_at(accumulator, activities, |index, eval| {
                    if passes(eval, gate) {
                        behind.push(index);
                    }
                });
                behind
            }
            Feed::Selection(selection) => self.chosen_behind(accumulator, *selection, activities),
        }
    }

    fn chosen_behind(&self, accumulator: &Accumulator, selection: SelectionId, activities: &[Activity]) -> Vec<u32> {
        let plan = self.basis.plan;
        let store = &plan.stores[plan.selections[selection.0 as usize].store.0 as usize];
        let mut kept: Vec<(Stored, u32)> = Vec::new();
        self.look_at(accumulator, activities, |index, eval| {
            if is_wanted(eval, store) {
                kept.push((stored(eval, store), index));
            }
        });
        kept.sort();
        let all: Vec<&Stored> = kept.iter().map(|(stored, _)| stored).collect();
        let chosen = self.frame.choose(store, &all, selection);
        kept.iter().zip(chosen).filter(|(_, chosen)| *chosen).map(|((_, index), _)| *index).collect()
    }

    /// Looks at each activity of the record's log, whatever its type and age.
    fn look_at(
        &self,
        accumulator: &Accumulator,
        activities: &[Activity],
        mut look: impl FnMut(u32, &mut Eval<'_, '_, ActivityFrame<'_, '_>>),
    ) {
        let (kind, row) = (self.frame.kind, self.frame.row);
        let mut registers = Registers::new(self.basis.plan.nodes.len());
        for (index, activity) in (0u32..).zip(activities) {
            let Some(contact) = self.basis.links.contact(&activity.contact) else { continue };
            if !self.is_theirs(contact) || !self.frame.run.counts(accumulator.exclusion, KindId(0), contact) {
                continue;
            }
            registers.clear();
            let ty = type_of(self.basis.plan, activity);
            let owner = if kind == KindId(0) { None } else { Some((kind, row)) };
            let frame = ActivityFrame { basis: self.basis, activity, ty, contact, owner };
            look(index, &mut Eval { basis: self.basis, registers: &mut registers, frame });
        }
    }

    fn is_theirs(&self, contact: u32) -> bool {
        let (kind, row) = (self.frame.kind, self.frame.row);
        match kind {
            KindId(0) => contact == row,
            kind => self.basis.links.contacts_of(self.basis.plan, kind, row).contains(&contact),
        }
    }

    /// What became of each activity of a rule, the newest first.
    pub(super) fn rule_activities(&mut self, id: AccumulatorId, activities: &[Activity]) -> Vec<ActivityTrace> {
        let accumulator = self.basis.plan.accumulator(id);
        let Gathers::Points(points) = &accumulator.gathers else { return Vec::new() };
        let behind = self.behind(id, activities);
        let mut items: Vec<(Item, u32)> = Vec::with_capacity(behind.len());
        self.look_at(accumulator, activities, |index, eval| {
            if behind.contains(&index) {
                let rest = amount(points.award, eval);
                items.push((item(points, rest, eval), index));
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
