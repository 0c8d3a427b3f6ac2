//! What is kept of a log: a state for each contact.
//!
//! Numbers of all accumulators lie in one array, in the places of the layout; what needs more lies beside it. Taking an
//! activity and merging two states are both free of order: whatever the activities' order, whatever the shards, the same
//! bytes.

mod end;
mod points;
mod stretch;

pub(super) use end::{Ended, ended};
pub(super) use points::{Item, Key, PointsSide, Sum, amount, item};
pub(super) use stretch::{StretchSide, Tally};

use super::input::Input;
use super::layout::{Layout, PointsCells, SideKind, Slot};
use crate::plan::{Accumulator, ActivityTypeId, Gathers, KindId, Plan};
use crate::values::{Decimal, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is kept of the activities of one contact (or, merged, of one record's contacts).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) struct State {
    pub(super) cells: Box<[i64]>,
    pub(super) sides: Box<[Side]>,
    /// By store: activities kept for their order.
    pub(super) stores: Vec<Vec<Stored>>,
    /// For windows that ask other records than the contact: a state for each of those records.
    pub(super) pairs: BTreeMap<(KindId, u32), State>,
}

/// What an accumulator keeps beside numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Set(BTreeSet<Value>),
    Tally(BTreeMap<Value, u64>),
    Days(BTreeSet<i32>),
    End(Option<Ended>),
    Stretch(StretchSide),
    Points(Box<PointsSide>),
}

/// An activity kept in a store. The order is that in which `latest N of` picks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stored {
    pub(super) at_us: i64,
    pub(super) id: Option<Arc<str>>,
    pub(super) ty: Arc<str>,
    pub(super) ty_id: Option<ActivityTypeId>,
    /// All used fields, where the store needs them for ties.
    pub(super) fields: Box<[Value]>,
    pub(super) contact_id: Arc<str>,
    pub(super) contact: u32,
    /// By the store's captures.
    pub(super) captured: Box<[Value]>,
}

impl State {
    /// Nothing yet.
    pub(super) fn empty(plan: &Plan, layout: &Layout) -> State {
        State {
            cells: layout.first_cells.clone().into(),
            sides: layout.first_sides.iter().map(|kind| Side::empty(*kind)).collect(),
            stores: vec![Vec::new(); plan.stores.len()],
            pairs: BTreeMap::new(),
        }
    }

    /// Takes what another state has of one accumulator.
    pub(super) fn merge_one(&mut self, plan: &Plan, accumulator: &Accumulator, slot: Slot, other: &State) {
        merge_cells(plan, &accumulator.gathers, slot.cell, &mut self.cells, &other.cells);
        if let Some(side) = slot.side {
            self.sides[side].merge(&accumulator.gathers, &other.sides[side]);
        }
    }
}

impl Side {
    fn empty(kind: SideKind) -> Side {
        match kind {
            SideKind::Set => Side::Set(BTreeSet::new()),
            SideKind::Tally => Side::Tally(BTreeMap::new()),
            SideKind::Days => Side::Days(BTreeSet::new()),
            SideKind::End => Side::End(None),
            SideKind::Stretch => Side::Stretch(StretchSide::default()),
            SideKind::Points => Side::Points(Box::default()),
        }
    }

    fn merge(&mut self, gathers: &Gathers, other: &Side) {
        match (self, other) {
            (Side::Set(mine), Side::Set(other)) => mine.extend(other.iter().cloned()),
            (Side::Tally(mine), Side::Tally(other)) => add_counts(mine, other),
            (Side::Days(mine), Side::Days(other)) => mine.extend(other),
            (Side::End(mine), Side::End(Some(other))) => end::take(gathers, mine, other.clone()),
            (Side::Stretch(mine), Side::Stretch(other)) => mine.merge(other),
            (Side::Points(mine), Side::Points(other)) => {
                if let Gathers::Points(plan) = gathers {
                    mine.merge(plan, other);
                }
            }
            _ => {}
        }
    }
}

fn add_counts<K: Ord + Clone>(mine: &mut BTreeMap<K, u64>, other: &BTreeMap<K, u64>) {
    for (value, n) in other {
        *mine.entry(value.clone()).or_default() += n;
    }
}

fn merge_cells(plan: &Plan, gathers: &Gathers, cell: usize, mine: &mut [i64], other: &[i64]) {
    match gathers {
        Gathers::Count => mine[cell] += other[cell],
        Gathers::Newest => mine[cell] = mine[cell].max(other[cell]),
        Gathers::Oldest => mine[cell] = mine[cell].min(other[cell]),
        Gathers::Sum(_) => {
            add_wide(mine, cell, wide(other, cell));
            mine[cell + 2] += other[cell + 2];
        }
        Gathers::Points(points) => points::merge(PointsCells::new(plan, points), cell, mine, other),
        _ => {}
    }
}

/// An exact sum of 128 bits in two cells.
pub(super) fn wide(cells: &[i64], cell: usize) -> i128 {
    (i128::from(cells[cell]) << 64) | i128::from(cells[cell + 1] as u64)
}

/// Adds to an exact sum.
pub(super) fn add_wide(cells: &mut [i64], cell: usize, more: i128) {
    let sum = wide(cells, cell) + more;
    cells[cell] = (sum >> 64) as i64;
    cells[cell + 1] = sum as i64;
}

/// What one accumulator keeps, alone.
pub(super) fn alone(plan: &Plan, gathers: &Gathers) -> (Slot, Vec<i64>, Vec<Side>) {
    let sides: Vec<Side> = super::layout::side(plan, gathers).map(Side::empty).into_iter().collect();
    let slot = Slot { cell: 0, side: if sides.is_empty() { None } else { Some(0) } };
    (slot, super::layout::cells(plan, gathers), sides)
}

/// Takes one activity that passed the accumulator's gate.
pub(super) fn take<I: Input>(gathers: &Gathers, slot: Slot, cells: &mut [i64], sides: &mut [Side], input: &mut I) {
    let at_us = input.at().us();
    let cell = slot.cell;
    let side = slot.side.map(|side| &mut sides[side]);
    match (gathers, side) {
        (Gathers::Count, _) => cells[cell] += 1,
        (Gathers::Newest, _) => cells[cell] = cells[cell].max(at_us),
        (Gathers::Oldest, _) => cells[cell] = cells[cell].min(at_us),
        (Gathers::Sum(value), _) => {
            if let Some(number) = input.number(*value) {
                add_wide(cells, cell, i128::from(number.micro()));
                cells[cell + 2] += 1;
            }
        }
        (Gathers::Distinct(value), Some(Side::Set(set))) => {
            set.extend(input.value(*value).elements().iter().cloned());
        }
        (Gathers::Tally(value), Some(Side::Tally(tally))) => match input.value(*value) {
            Value::Missing => {}
            known => *tally.entry(known).or_default() += 1,
        },
        (Gathers::DaySet, Some(Side::Days(days))) => {
            days.insert(input.day().days());
        }
        (Gathers::Least(value) | Gathers::Greatest(value), Some(Side::End(end))) => {
            let value = input.value(*value);
            end::take(gathers, end, Ended { at_us: 0, id: None, value });
        }
        (Gathers::LatestValue(value) | Gathers::EarliestValue(value), Some(Side::End(end))) => {
            let value = input.value(*value);
            end::take(gathers, end, Ended { at_us, id: input.id(), value });
        }
        (Gathers::Stretch(plan), Some(Side::Stretch(stretch))) => stretch.take(plan, input),
        (Gathers::Points(plan), side) => points::take(plan, cell, cells, side, input),
        _ => {}
    }
}

/// The number in cells that a count or a sum of known ones came to.
pub(super) fn count(cells: &[i64], cell: usize) -> u64 {
    u64::try_from(cells[cell]).unwrap_or(0)
}

/// A count as a number of the language.
pub(super) fn count_value(n: u64) -> Value {
    Decimal::from_count(n).map_or(Value::Missing, Value::Number)
}
