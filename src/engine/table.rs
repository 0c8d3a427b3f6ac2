//! The states of all contacts, shared by the threads that fold.

use super::state::{Beside, Block, CellsMut, CellsRef, StateMut, StateRef, is_sparse};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What is kept of all contacts' activities. Contacts lie in stripes, in the order of their rows; a thread that folds
/// holds one stripe at a time.
///
/// A run for values only is exact for up to 2^32 activities of one contact: the sums of awards that nobody sees are not
/// tested against the bounds of numbers.
pub struct Table {
    stripes: Vec<Mutex<Stripe>>,
    /// A stripe has two to this power of contacts.
    shift: u32,
}

/// States of neighbouring rows.
pub(super) struct Stripe {
    numbers: Numbers,
    /// By row.
    beside: Vec<Option<Box<Beside>>>,
}

/// The numbers of neighbouring rows.
enum Numbers {
    /// So many of each row: those of the first, then those of the next.
    Dense(usize, Vec<i64>),
    /// By row.
    Sparse(Vec<Vec<Block>>),
}

/// The states of the records of a kind, complete.
pub(super) struct States {
    stripes: Vec<Stripe>,
    shift: u32,
}

/// As many stripes as there are at most, so that threads seldom meet.
const STRIPES_MAX: usize = 256;

impl Stripe {
    fn new(n_rows: usize, n_cells: usize) -> Stripe {
        let numbers = if is_sparse(n_cells) {
            Numbers::Sparse(vec![Vec::new(); n_rows])
        } else {
            Numbers::Dense(n_cells, vec![0; n_rows * n_cells])
        };
        Stripe { numbers, beside: (0..n_rows).map(|_| None).collect() }
    }

    fn get(&self, place: usize) -> StateRef<'_> {
        let cells = match &self.numbers {
            Numbers::Dense(n, all) => CellsRef::Dense(&all[place * n..][..*n]),
            Numbers::Sparse(rows) => CellsRef::Sparse(&rows[place]),
        };
        StateRef { cells, beside: self.beside[place].as_deref() }
    }

    pub(super) fn get_mut(&mut self, place: usize) -> StateMut<'_> {
        let cells = match &mut self.numbers {
            Numbers::Dense(n, all) => CellsMut::Dense(&mut all[place * *n..][..*n]),
            Numbers::Sparse(rows) => CellsMut::Sparse(&mut rows[place]),
        };
        StateMut { cells, beside: &mut self.beside[place] }
    }

    /// A number that depends on some cells of a row: reading them early brings them near.
    pub(super) fn touch(&self, place: usize, cell: usize) -> i64 {
        match &self.numbers {
            Numbers::Dense(n, all) => all[place * n + cell],
            Numbers::Sparse(rows) => rows[place].len() as i64,
        }
    }
}

impl States {
    /// No states at all.
    pub(super) fn none() -> States {
        States { stripes: Vec::new(), shift: 0 }
    }

    /// Empty states.
    pub(super) fn new(n_rows: usize, n_cells: usize) -> States {
        let shift = n_rows.div_ceil(STRIPES_MAX).next_power_of_two().trailing_zeros();
        let n_stripes = n_rows.div_ceil(1 << shift);
        let of_stripe = |stripe: usize| (1usize << shift).min(n_rows - (stripe << shift));
        States { stripes: (0..n_stripes).map(|stripe| Stripe::new(of_stripe(stripe), n_cells)).collect(), shift }
    }

    pub(super) fn is_none(&self) -> bool {
        self.stripes.is_empty()
    }

    /// The state of a row, if there is such a row.
    pub(super) fn get(&self, row: u32) -> Option<StateRef<'_>> {
        let stripe = self.stripes.get(row as usize >> self.shift)?;
        let place = row as usize & ((1 << self.shift) - 1);
        (place < stripe.beside.len()).then(|| stripe.get(place))
    }

    /// Each stripe with its first row and how many it has.
    pub(super) fn stripes_mut(&mut self) -> impl Iterator<Item = (u32, usize, &mut Stripe)> {
        let first = |stripe: usize| u32::try_from(stripe << self.shift).expect("rows are numbered by `u32`");
        self.stripes.iter_mut().enumerate().map(move |(place, stripe)| (first(place), stripe.beside.len(), stripe))
    }
}

impl Table {
    pub(super) fn new(n_contacts: usize, n_cells: usize) -> Table {
        let States { stripes, shift } = States::new(n_contacts, n_cells);
        Table { stripes: stripes.into_iter().map(Mutex::new).collect(), shift }
    }

    /// How many stripes there are.
    pub(super) fn n_stripes(&self) -> usize {
        self.stripes.len()
    }

    /// The stripe of a contact, and the contact's place in it.
    pub(super) fn place(&self, contact: u32) -> (usize, usize) {
        (contact as usize >> self.shift, contact as usize & ((1 << self.shift) - 1))
    }

    /// Holds a stripe.
    pub(super) fn stripe(&self, stripe: usize) -> MutexGuard<'_, Stripe> {
        // A thread that panics ends the run; nothing reads what it left.
        self.stripes[stripe].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The states, complete.
    pub(super) fn into_states(self) -> States {
        let stripes = self.stripes.into_iter();
        let stripes = stripes.map(|stripe| stripe.into_inner().unwrap_or_else(PoisonError::into_inner));
        States { stripes: stripes.collect(), shift: self.shift }
    }
}
