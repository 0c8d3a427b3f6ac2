//! What is kept of a log: a state for each contact.
//!
//! Numbers of all accumulators lie in one array, in the places of the layout; what needs more lies beside it, and is
//! there only once something is kept in it. Taking an activity and merging two states are both free of order: whatever
//! the activities' order, whatever the threads, the same bytes.

mod cells;
mod end;
mod numbers;
mod points;
mod small_map;
mod stretch;
mod take;

pub(super) use cells::{instant_key, oldest_key};
pub(super) use end::{Ended, ended};
pub(super) use numbers::{BLOCK, Block, Cells, CellsMut, CellsRef, is_sparse};
pub(super) use points::{Item, Key, PointsSide, Sum, amount, item};
pub(super) use small_map::SmallMap;
pub(super) use stretch::{StretchSide, Tally};
pub(super) use take::take;

use super::layout::{Shape, SideKind, SideSlot, Slot};
use crate::plan::{Accumulator, ActivityTypeId, Gathers, KindId, StoreId};
use crate::values::{Decimal, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is kept of the activities of one contact (or, merged, of one record's contacts), to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct StateRef<'s> {
    pub(super) cells: CellsRef<'s>,
    pub(super) beside: Option<&'s Beside>,
}

/// The same, to be added to.
#[derive(Debug)]
pub(super) struct StateMut<'s> {
    pub(super) cells: CellsMut<'s>,
    pub(super) beside: &'s mut Option<Box<Beside>>,
}

/// The same, on its own.
#[derive(Clone, Debug)]
pub(super) struct State {
    cells: Cells,
    beside: Option<Box<Beside>>,
}

/// What a state has beside its numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Beside {
    /// By cell: what a sum has beyond the 64 bits there.
    carries: SmallMap<u32, i64>,
    /// By place.
    sides: SmallMap<u32, Option<Side>>,
    /// Activities kept for their order.
    stores: SmallMap<u32, Vec<Stored>>,
    /// For windows that ask other records than the contact: a state for each of those records.
    pairs: BTreeMap<(KindId, u32), State>,
}

/// What an accumulator keeps beside numbers.
#[derive(Clone, Debug)]
pub(super) enum Side {
    Set(SmallMap<Value, ()>),
    Tally(SmallMap<Value, u64>),
    Days(SmallMap<i32, ()>),
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
    pub(super) fn new(n_cells: usize) -> State {
        State { cells: Cells::new(n_cells), beside: None }
    }

    pub(super) fn get(&self) -> StateRef<'_> {
        StateRef { cells: self.cells.get(), beside: self.beside.as_deref() }
    }

    pub(super) fn get_mut(&mut self) -> StateMut<'_> {
        StateMut { cells: self.cells.get_mut(), beside: &mut self.beside }
    }
}

impl<'s> StateRef<'s> {
    /// What an accumulator keeps beside numbers; none where it keeps nothing yet.
    pub(super) fn side(&self, slot: Slot) -> Option<&'s Side> {
        self.beside?.sides.get(&slot.side?.place)?.as_ref()
    }

    /// The activities that a store keeps.
    pub(super) fn stored(&self, store: StoreId) -> &'s [Stored] {
        let stored = self.beside.and_then(|beside| beside.stores.get(&store.0));
        stored.map_or(&[], Vec::as_slice)
    }

    /// The state for a record whose log this contact's activities are in.
    pub(super) fn pair(&self, pair: (KindId, u32)) -> Option<StateRef<'s>> {
        self.beside?.pairs.get(&pair).map(State::get)
    }
}

impl StateMut<'_> {
    fn beside(&mut self) -> &mut Beside {
        self.beside.get_or_insert_default()
    }

    /// What an accumulator keeps beside numbers, made if it is not there yet.
    pub(super) fn side(&mut self, slot: SideSlot) -> &mut Side {
        self.beside().sides.entry(slot.place).get_or_insert_with(|| Side::empty(slot.kind))
    }

    /// The activities that a store keeps.
    pub(super) fn stored(&mut self, store: StoreId) -> &mut Vec<Stored> {
        self.beside().stores.entry(store.0)
    }

    /// The state for a record whose log this contact's activities are in, made if it is not there yet.
    pub(super) fn pair(&mut self, pair: (KindId, u32)) -> StateMut<'_> {
        let empty = State { cells: self.cells.alike(), beside: None };
        self.beside().pairs.entry(pair).or_insert(empty).get_mut()
    }

    /// Takes what another state has of one accumulator.
    pub(super) fn merge(&mut self, accumulator: &Accumulator, slot: Slot, other: StateRef<'_>) {
        self.merge_cells(slot.shape, other);
        if let (Some(mine), Some(other)) = (slot.side, other.side(slot)) {
            self.side(mine).merge(&accumulator.gathers, other);
        }
    }

    fn merge_cells(&mut self, shape: Shape, other: StateRef<'_>) {
        match shape {
            Shape::Nothing => {}
            Shape::Count(cell) => self.add_all(cell, other),
            Shape::Newest(cell) | Shape::Oldest(cell) => match other.cells.at(cell) as u64 {
                0 => {}
                key => self.raise(cell, key),
            },
            Shape::Sum { sum, n } => {
                self.add_all(sum, other);
                n.into_iter().for_each(|n| self.add_all(n, other));
            }
            Shape::Points(cells) => {
                let sums = [cells.n, cells.n_faded, cells.n_missing, cells.award, cells.left];
                sums.into_iter().flatten().for_each(|cell| self.add_all(cell, other));
                let (first, n) = cells.latest;
                for latest in other.cells.run(first, n).iter().filter(|latest| **latest != 0) {
                    self.keep_latest(cells.latest, *latest as u64);
                }
            }
        }
    }
}

impl Side {
    pub(super) fn empty(kind: SideKind) -> Side {
        match kind {
            SideKind::Set => Side::Set(SmallMap::default()),
            SideKind::Tally => Side::Tally(SmallMap::default()),
            SideKind::Days => Side::Days(SmallMap::default()),
            SideKind::End => Side::End(None),
            SideKind::Stretch => Side::Stretch(StretchSide::default()),
            SideKind::Points => Side::Points(Box::default()),
        }
    }

    fn merge(&mut self, gathers: &Gathers, other: &Side) {
        match (self, other) {
            (Side::Set(mine), Side::Set(other)) => other.keys().for_each(|key| *mine.entry(key.clone()) = ()),
            (Side::Tally(mine), Side::Tally(other)) => add_counts(mine, other),
            (Side::Days(mine), Side::Days(other)) => other.keys().for_each(|day| *mine.entry(*day) = ()),
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

fn add_counts<K: Ord + Clone>(mine: &mut SmallMap<K, u64>, other: &SmallMap<K, u64>) {
    for (value, n) in other.iter() {
        *mine.entry(value.clone()) += n;
    }
}

/// A count as a number of the language.
pub(super) fn count_value(n: u64) -> Value {
    Decimal::from_count(n).map_or(Value::Missing, Value::Number)
}
