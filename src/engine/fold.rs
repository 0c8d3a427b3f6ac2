//! The one pass: each activity is folded into the state of its contact.

use super::activity::{ActivityFrame, has_field, passes};
use super::basis::Basis;
use super::eval::{Eval, Registers};
use super::state::{State, Stored, take};
use super::table::Table;
use crate::plan::{Accumulator, AccumulatorId, ActivityTypeId, Feed, KindId, Plan, Store, StoreId, Wanted};
use crate::records::{Activity, ActivityRef, FieldRef};
use crate::values::Value;
use std::sync::Arc;

/// What a thread needs to fold activities: nothing of it outlives an activity.
pub struct Folder<'e, 'a> {
    basis: &'e Basis<'a>,
    registers: Registers,
}

impl<'e, 'a> Folder<'e, 'a> {
    pub(super) fn new(basis: &'e Basis<'a>) -> Folder<'e, 'a> {
        Folder { basis, registers: Registers::new(basis.plan.nodes.len()) }
    }

    /// Takes an activity into the state of its contact; it may be seen there only after [`Folder::flush`].
    pub fn fold(&mut self, table: &Table, activity: &ActivityRef<'_>) {
        let owned = Activity {
            contact: Arc::from(""),
            ty: Arc::from(activity.type_name),
            at: activity.at,
            id: activity.id.map(Arc::from),
            values: activity.values.iter().map(FieldRef::to_value).collect(),
        };
        let (mut stripe, place) = table.stripe(activity.contact);
        self.fold_into(&mut stripe[place], activity.contact, activity.ty.map(ActivityTypeId), &owned);
    }

    /// Brings into the table what is still held back.
    pub fn flush(&mut self, _table: &Table) {}

    fn fold_into(&mut self, state: &mut State, contact: u32, ty: Option<ActivityTypeId>, activity: &Activity) {
        let plan = self.basis.plan;
        let wanted = [wanted(plan, ty), Some(&plan.activities.every)];
        let all = wanted.iter().flatten();
        if all.clone().all(|wanted| wanted.accumulators.is_empty() && wanted.stores.is_empty()) {
            return;
        }
        self.registers.clear();
        let frame = ActivityFrame { basis: self.basis, activity, ty, contact, owner: None };
        let mut eval = Eval { basis: self.basis, registers: &mut self.registers, frame };
        let mut paired = false;
        for id in all.clone().flat_map(|wanted| &wanted.accumulators) {
            let accumulator = plan.accumulator(*id);
            paired |= accumulator.paired;
            if !accumulator.paired {
                fold_one(&mut eval, *id, accumulator, state);
            }
        }
        for id in all.flat_map(|wanted| &wanted.stores) {
            let store = &plan.stores[id.0 as usize];
            paired |= store.paired;
            if !store.paired {
                store_one(&mut eval, *id, store, state);
            }
        }
        if paired {
            for wanted in wanted.into_iter().flatten() {
                self.fold_pairs(state, frame, wanted);
            }
        }
    }

    /// For windows that ask the records whose log this activity is in.
    fn fold_pairs(&mut self, state: &mut State, frame: ActivityFrame<'_, 'a>, wanted: &Wanted) {
        let plan = self.basis.plan;
        let mut kinds: Vec<KindId> = wanted
            .accumulators
            .iter()
            .map(|id| plan.accumulator(*id))
            .filter(|one| one.paired)
            .map(|one| one.owner)
            .collect();
        let stores = wanted.stores.iter().map(|id| &plan.stores[id.0 as usize]);
        kinds.extend(stores.filter(|store| store.paired).map(|store| store.owner));
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            for row in self.basis.links.owners(kind, frame.contact) {
                let pair = state.pairs.entry((kind, *row)).or_insert_with(|| State::empty(plan, &self.basis.layout));
                self.registers.clear();
                let frame = ActivityFrame { owner: Some((kind, *row)), ..frame };
                let mut eval = Eval { basis: self.basis, registers: &mut self.registers, frame };
                fold_pair(&mut eval, pair, kind, wanted);
            }
        }
    }
}

fn fold_pair(eval: &mut Eval<'_, '_, ActivityFrame<'_, '_>>, pair: &mut State, kind: KindId, wanted: &Wanted) {
    let plan = eval.basis.plan;
    for id in &wanted.accumulators {
        let accumulator = plan.accumulator(*id);
        if accumulator.paired && accumulator.owner == kind {
            fold_one(eval, *id, accumulator, pair);
        }
    }
    for id in &wanted.stores {
        let store = &plan.stores[id.0 as usize];
        if store.paired && store.owner == kind {
            store_one(eval, *id, store, pair);
        }
    }
}

/// What activities of a type are read for, besides what every activity is.
fn wanted(plan: &Plan, ty: Option<ActivityTypeId>) -> Option<&Wanted> {
    ty.map(|ty| &plan.activities.types[ty.0 as usize].wanted)
}

fn fold_one(
    eval: &mut Eval<'_, '_, ActivityFrame<'_, '_>>,
    id: AccumulatorId,
    accumulator: &Accumulator,
    state: &mut State,
) {
    let Feed::Gate(gate) = &accumulator.feed else { return };
    if passes(eval, gate) {
        let slot = eval.basis.layout.slots[id.0 as usize];
        take(&accumulator.gathers, slot, &mut state.cells, &mut state.sides, eval);
    }
}

fn store_one(eval: &mut Eval<'_, '_, ActivityFrame<'_, '_>>, id: StoreId, store: &Store, state: &mut State) {
    if is_wanted(eval, store) {
        let stored = stored(eval, store);
        state.stores[id.0 as usize].push(stored);
    }
}

/// Whether a store keeps an activity.
pub(super) fn is_wanted(eval: &mut Eval<'_, '_, ActivityFrame<'_, '_>>, store: &Store) -> bool {
    let (ty, at) = (eval.frame.ty, eval.frame.activity.at);
    super::activity::is_of_age(eval.basis, at, store.after_us, store.upto_us)
        && store.wants.iter().any(|(types, filter)| types.has(ty) && filter.is_none_or(|filter| eval.holds(filter)))
}

/// An activity as a store keeps it.
pub(super) fn stored(eval: &mut Eval<'_, '_, ActivityFrame<'_, '_>>, store: &Store) -> Stored {
    let captured = store.captures.iter().map(|node| eval.value(*node)).collect();
    let ActivityFrame { basis, activity, ty, contact, .. } = eval.frame;
    let fields = if store.whole {
        let all = basis.plan.activities.fields.iter().zip(&activity.values).filter(|(field, _)| field.used);
        all.map(|(field, value)| if has_field(field, ty) { value.clone() } else { Value::Missing }).collect()
    } else {
        Box::default()
    };
    Stored {
        at_us: activity.at.us(),
        id: activity.id.clone(),
        ty: activity.ty.clone(),
        ty_id: ty,
        fields,
        contact_id: Arc::from(basis.contact_id(contact)),
        contact,
        captured,
    }
}
