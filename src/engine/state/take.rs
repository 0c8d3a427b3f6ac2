//! Taking an activity that passed: the way of every accumulator. Those that need numbers only have a shorter one, too
//! (`program`).

use super::end;
use super::points;
use super::{Ended, Side, StateMut, instant_key, oldest_key};
use crate::engine::input::Input;
use crate::engine::layout::{Shape, Slot};
use crate::plan::Gathers;
use crate::values::Value;

/// Takes one activity that passed the accumulator's gate.
pub(in crate::engine) fn take<I: Input>(gathers: &Gathers, slot: Slot, state: &mut StateMut<'_>, input: &mut I) {
    match (gathers, slot.shape) {
        (Gathers::Count, Shape::Count(cell)) => state.add(cell, 1),
        (Gathers::Newest, Shape::Newest(cell)) => state.raise(cell, instant_key(input.at())),
        (Gathers::Oldest, Shape::Oldest(cell)) => state.raise(cell, oldest_key(input.at())),
        (Gathers::Sum(value), Shape::Sum { sum, n }) => {
            if let Some(number) = input.number(*value) {
                state.add(sum, number.micro());
                n.into_iter().for_each(|n| state.add(n, 1));
            }
        }
        (Gathers::Points(plan), Shape::Points(cells)) => points::take(plan, cells, slot.side, state, input),
        _ => take_beside(gathers, slot, state, input),
    }
}

/// What needs more than numbers; nothing is made for a value that is missing.
fn take_beside<I: Input>(gathers: &Gathers, slot: Slot, state: &mut StateMut<'_>, input: &mut I) {
    let Some(side) = slot.side else { return };
    let value = match gathers {
        Gathers::Distinct(value) | Gathers::Tally(value) | Gathers::Least(value) | Gathers::Greatest(value) => {
            input.value(*value)
        }
        Gathers::LatestValue(value) | Gathers::EarliestValue(value) => input.value(*value),
        Gathers::DaySet => Value::Date(input.day()),
        Gathers::Stretch(plan) => {
            if let Side::Stretch(stretch) = state.side(side) {
                stretch.take(plan, input);
            }
            return;
        }
        _ => return,
    };
    if value.is_missing() {
        return;
    }
    match (gathers, state.side(side), value) {
        (Gathers::Distinct(_), Side::Set(set), value) => {
            value.elements().iter().for_each(|one| *set.entry(one.clone()) = ());
        }
        (Gathers::Tally(_), Side::Tally(tally), value) => *tally.entry(value) += 1,
        (Gathers::DaySet, Side::Days(days), Value::Date(day)) => *days.entry(day.days()) = (),
        (Gathers::Least(_) | Gathers::Greatest(_), Side::End(end), value) => {
            end::take(gathers, end, Ended { at_us: 0, id: None, value });
        }
        (Gathers::LatestValue(_) | Gathers::EarliestValue(_), Side::End(end), value) => {
            end::take(gathers, end, Ended { at_us: input.at().us(), id: input.id(), value });
        }
        _ => {}
    }
}
