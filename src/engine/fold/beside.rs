//! What takes more than numbers: accumulators with something beside them, stores, states of pairs.

use super::Folder;
use super::batch::Place;
use crate::engine::activity::{ActivityFrame, has_field, is_of_age, passes};
use crate::engine::eval::Eval;
use crate::engine::program::{Paired, Program, Step};
use crate::engine::state::{StateMut, Stored, take};
use crate::engine::table::Table;
use crate::plan::{AccumulatorId, Feed, KindId, Store, StoreId};
use crate::records::ActivityRef;
use crate::values::Value;
use std::sync::Arc;

type ActivityEval<'r, 'b, 'e, 'a> = Eval<'r, 'b, ActivityFrame<'e, 'a>>;

impl Folder<'_, '_> {
    /// Does what was put off for the activity in hand.
    pub(super) fn take_pending(&mut self, table: &Table, program: &Program, place: Place, activity: &ActivityRef<'_>) {
        let mut pending = std::mem::take(&mut self.pending);
        let mut eval = self.eval(program, activity, None);
        let mut stripe = table.stripe(place.stripe);
        let mut state = stripe.get_mut(place.row);
        for step in pending.drain(..) {
            match step {
                Step::Accumulator(id) => take_one(&mut eval, id, &mut state),
                Step::Store(id) => keep(&mut eval, id, &mut state),
                _ => {}
            }
        }
        drop(stripe);
        self.pending = pending;
    }

    /// For windows that ask the records whose log this activity is in.
    pub(super) fn take_pairs(
        &mut self,
        table: &Table,
        program: &Program,
        paired: &Paired,
        place: Place,
        activity: &ActivityRef<'_>,
    ) {
        let basis = self.basis;
        for kind in &paired.kinds {
            for row in basis.links.owners(*kind, activity.contact) {
                // What was found for another owner does not hold for this one.
                self.is_loaded = false;
                let mut eval = self.eval(program, activity, Some((*kind, *row)));
                let mut stripe = table.stripe(place.stripe);
                let mut state = stripe.get_mut(place.row);
                take_pair(&mut eval, (*kind, *row), paired, &mut state);
            }
        }
    }
}

fn take_pair(eval: &mut ActivityEval<'_, '_, '_, '_>, pair: (KindId, u32), paired: &Paired, state: &mut StateMut<'_>) {
    let plan = eval.basis.plan;
    for id in &paired.accumulators {
        let accumulator = plan.accumulator(*id);
        let Feed::Gate(gate) = &accumulator.feed else { continue };
        if accumulator.owner == pair.0 && passes(eval, gate) {
            take_one(eval, *id, &mut state.pair(pair));
        }
    }
    for id in &paired.stores {
        let store = &plan.stores[id.0 as usize];
        if store.owner == pair.0 && is_wanted(eval, store) {
            keep(eval, *id, &mut state.pair(pair));
        }
    }
}

fn take_one(eval: &mut ActivityEval<'_, '_, '_, '_>, id: AccumulatorId, state: &mut StateMut<'_>) {
    let basis = eval.basis;
    take(&basis.plan.accumulator(id).gathers, basis.layout.slot(id), state, eval);
}

fn keep(eval: &mut ActivityEval<'_, '_, '_, '_>, id: StoreId, state: &mut StateMut<'_>) {
    let stored = stored(eval, &eval.basis.plan.stores[id.0 as usize]);
    state.stored(id).push(stored);
}

/// Whether a store keeps an activity.
pub(in crate::engine) fn is_wanted(eval: &mut ActivityEval<'_, '_, '_, '_>, store: &Store) -> bool {
    let (ty, at) = (eval.frame.ty, eval.frame.at);
    is_of_age(eval.basis, at, store.after_us, store.upto_us)
        && store.wants.iter().any(|(types, filter)| types.has(ty) && filter.is_none_or(|filter| eval.holds(filter)))
}

/// An activity as a store keeps it.
pub(in crate::engine) fn stored(eval: &mut ActivityEval<'_, '_, '_, '_>, store: &Store) -> Stored {
    let captured = store.captures.iter().map(|node| eval.value(*node)).collect();
    let ActivityFrame { basis, type_name, at, id, values, ty, contact, .. } = eval.frame;
    let fields = if store.whole {
        let all = basis.plan.activities.fields.iter().zip(values).filter(|(field, _)| field.used);
        all.map(|(field, value)| if has_field(field, ty) { value.clone() } else { Value::Missing }).collect()
    } else {
        Box::default()
    };
    Stored {
        at_us: at.us(),
        id: id.map(Arc::from),
        ty: basis.type_name(ty, type_name),
        ty_id: ty,
        fields,
        contact_id: Arc::clone(&basis.rows(KindId(0))[contact as usize].id),
        contact,
        captured,
    }
}
