//! Changes of numbers that wait, by stripes, to be brought into the table many at a time.
//!
//! A stripe is locked once for all of them, and the rows they touch are fetched together instead of one after another.

use crate::engine::state::StateMut;
use crate::engine::table::{Stripe, Table};

/// Where a contact's state is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) stripe: usize,
    pub(super) row: usize,
}

impl Place {
    pub(super) fn of(table: &Table, contact: u32) -> Place {
        let (stripe, row) = table.place(contact);
        Place { stripe, row }
    }
}

/// A change of one number, or of a few next to it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Change {
    Add(i64),
    Raise(u64),
    /// Among so many latest ones.
    Latest(u32, u64),
    /// One more activity, perhaps one more that has faded, and what is left.
    Fade {
        left: i64,
        has_faded: bool,
    },
}

/// A change that waits.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    row: u32,
    /// The cell, below what is done.
    cell: u32,
    operand: i64,
}

const CELL_BITS: u32 = 27;
const CELLS: u32 = (1 << CELL_BITS) - 1;
const ADD: u32 = 0;
const RAISE: u32 = 1;
const FADED: u32 = 2;
const UNFADED: u32 = 3;
/// And how many.
const LATEST: u32 = 4;

/// So many changes of a stripe wait at most.
const WAITING_MAX: usize = 64;

/// All that waits, by stripe.
#[derive(Default)]
pub(super) struct Batch {
    waiting: Vec<Vec<Waiting>>,
}

impl Batch {
    pub(super) fn push(&mut self, table: &Table, place: Place, cell: u32, change: Change) {
        let (done, operand) = match change {
            Change::Add(more) => (ADD, more),
            Change::Raise(key) => (RAISE, key as i64),
            Change::Latest(n, key) => (LATEST + n, key as i64),
            Change::Fade { left, has_faded: true } => (FADED, left),
            Change::Fade { left, has_faded: false } => (UNFADED, left),
        };
        if place.stripe >= self.waiting.len() {
            self.waiting.resize_with(table.n_stripes(), Vec::new);
        }
        let waiting = &mut self.waiting[place.stripe];
        if waiting.len() >= WAITING_MAX {
            bring_in(&mut table.stripe(place.stripe), waiting);
        }
        if waiting.capacity() == 0 {
            waiting.reserve_exact(WAITING_MAX);
        }
        debug_assert!(cell <= CELLS, "a state of so many numbers fits no memory");
        waiting.push(Waiting { row: place.row as u32, cell: cell | done << CELL_BITS, operand });
    }

    pub(super) fn flush(&mut self, table: &Table) {
        for (stripe, waiting) in self.waiting.iter_mut().enumerate().filter(|(_, waiting)| !waiting.is_empty()) {
            bring_in(&mut table.stripe(stripe), waiting);
        }
    }
}

fn bring_in(stripe: &mut Stripe, waiting: &mut Vec<Waiting>) {
    // All rows are asked for before the first is changed: memory brings them at the same time.
    let near = waiting.iter().map(|one| stripe.touch(one.row as usize, (one.cell & CELLS) as usize));
    std::hint::black_box(near.fold(0, |all, one| all ^ one));
    for one in waiting.drain(..) {
        let mut state: StateMut<'_> = stripe.get_mut(one.row as usize);
        let cell = one.cell & CELLS;
        match one.cell >> CELL_BITS {
            ADD => state.add(cell, one.operand),
            RAISE => state.raise(cell, one.operand as u64),
            done @ (FADED | UNFADED) => {
                state.add(cell, 1);
                state.add(cell + 1, i64::from(done == FADED));
                state.add(cell + 2, one.operand);
            }
            latest => state.keep_latest((cell, latest - LATEST), one.operand as u64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_brought_in_when_there_is_much_of_it_and_at_the_end() {
        let table = Table::new(1000, 6);
        let mut batch = Batch::default();
        for contact in (0..1000u32).chain(0..1000) {
            let place = Place::of(&table, contact);
            batch.push(&table, place, 0, Change::Add(i64::from(contact)));
            batch.push(&table, place, 1, Change::Raise(7));
            batch.push(&table, place, 2, Change::Fade { left: 5, has_faded: contact % 2 == 1 });
            batch.push(&table, place, 5, Change::Latest(1, u64::from(contact)));
        }
        batch.flush(&table);
        let states = table.into_states();
        for contact in 0..1000u32 {
            let state = states.get(contact).expect("it is a row");
            let of = i64::from(contact);
            assert_eq!(state.cells.run(0, 6), [2 * of, 7, 2, 2 * (of % 2), 10, of]);
        }
    }
}
