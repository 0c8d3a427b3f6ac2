//! The states of all contacts, shared by the threads that fold.

use super::state::State;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What is kept of all contacts' activities. Contacts lie in stripes, in the order of their rows; a thread that folds
/// holds one stripe at a time.
pub struct Table {
    stripes: Vec<Mutex<Vec<State>>>,
    /// A stripe has two to this power of contacts.
    shift: u32,
}

/// As many stripes as there are at most, so that threads seldom meet.
const STRIPES_MAX: usize = 256;

impl Table {
    pub(super) fn new(n_contacts: usize, empty: impl Fn() -> State) -> Table {
        let shift = n_contacts.div_ceil(STRIPES_MAX).next_power_of_two().trailing_zeros();
        let n_stripes = n_contacts.div_ceil(1 << shift);
        let of_stripe = |stripe: usize| (1usize << shift).min(n_contacts - (stripe << shift));
        let stripe = |stripe| Mutex::new((0..of_stripe(stripe)).map(|_| empty()).collect());
        Table { stripes: (0..n_stripes).map(stripe).collect(), shift }
    }

    /// The stripe of a contact, and the contact's place in it.
    pub(super) fn stripe(&self, contact: u32) -> (MutexGuard<'_, Vec<State>>, usize) {
        let stripe = contact as usize >> self.shift;
        // A thread that panics ends the run; nothing reads what it left.
        let guard = self.stripes[stripe].lock().unwrap_or_else(PoisonError::into_inner);
        (guard, contact as usize - (stripe << self.shift))
    }

    /// The states in the order of the rows.
    pub(super) fn into_states(self) -> Vec<State> {
        let stripes = self.stripes.into_iter();
        stripes.flat_map(|stripe| stripe.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
    }
}
