//! What to do with an activity of each type, worked out once a run.
//!
//! For each type a [`Program`]: gates, each with its window as two instants, a test with everything decided that the
//! type decides, and the steps of all accumulators behind it. Accumulators with the same gate share it. Gates that ask a
//! text are found by that text: what it passes is kept by whoever folds (`fold::texts`), so that a thousand rules on one
//! field cost no more than those that fit.

mod compile;
mod keyed;
mod step;
mod test;

pub(super) use keyed::Keyed;
pub(super) use step::{Clock, Fade, Step};
pub(super) use test::Test;

use super::basis::Basis;
use crate::plan::{AccumulatorId, KindId, StoreId};
use crate::values::Instant;

/// Programs by type of activity.
#[derive(Default)]
pub(super) struct Programs {
    types: Vec<Program>,
    /// Of types that no rule names.
    other: Program,
    /// What fades, each award and decay once.
    pub(super) fades: Vec<Fade>,
    /// How ages are counted, each way once.
    pub(super) clocks: Vec<Clock>,
    /// How many keyed fields all programs have.
    pub(super) n_keyed: usize,
}

/// What to do with an activity of one type.
#[derive(Debug, Default)]
pub(super) struct Program {
    pub(super) gates: Vec<Gate>,
    /// So many gates, the first ones, are asked for each activity; the others only for the texts they want.
    pub(super) n_open: usize,
    /// Texts that gates are found by, or that nodes are made of.
    pub(super) keyed: Vec<Keyed>,
    /// What is kept for other records than the contact, whose fields the windows ask.
    pub(super) paired: Option<Paired>,
}

/// Which activities pass, and what is done with them.
#[derive(Debug)]
pub(super) struct Gate {
    /// The first instant that passes.
    pub(super) from_us: i64,
    /// The last.
    pub(super) to_us: i64,
    pub(super) test: Test,
    pub(super) steps: Vec<Step>,
}

/// Accumulators and stores of pairs, by the kind of the other record.
#[derive(Debug, Default)]
pub(super) struct Paired {
    pub(super) kinds: Vec<KindId>,
    pub(super) accumulators: Vec<AccumulatorId>,
    pub(super) stores: Vec<StoreId>,
}

impl Programs {
    pub(super) fn new(basis: &Basis<'_>) -> Programs {
        compile::programs(basis)
    }

    /// The program of a type.
    pub(super) fn of(&self, ty: Option<u32>) -> &Program {
        ty.and_then(|ty| self.types.get(ty as usize)).unwrap_or(&self.other)
    }
}

impl Gate {
    pub(super) fn is_open_at(&self, at: Instant) -> bool {
        self.from_us <= at.us() && at.us() <= self.to_us
    }
}

/// The first and last instant of a window: `T - after < at <= T - upto`.
fn window(as_of: Instant, after_us: Option<i64>, upto_us: i64) -> (i64, i64) {
    let before = |by_us: i64| i128::from(as_of.us()) - i128::from(by_us);
    let within = |us: i128| us.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64;
    match after_us.map(|after_us| before(after_us) + 1) {
        Some(from) if from > i128::from(i64::MAX) => (i64::MAX, i64::MIN),
        Some(from) => (within(from), within(before(upto_us))),
        None => (i64::MIN, within(before(upto_us))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::activity::is_within;

    #[test]
    fn windows_are_those_of_ages_at_every_edge() {
        let edges = [i64::MIN, i64::MIN + 1, -5, 0, 3, 10, i64::MAX - 1, i64::MAX];
        for as_of in edges.map(Instant::from_us) {
            for after_us in [None, Some(0), Some(1), Some(7), Some(i64::MAX)] {
                for upto_us in [0, 1, 7, i64::MAX] {
                    let (from_us, to_us) = window(as_of, after_us, upto_us);
                    for at in edges.into_iter().chain([-1, 1, 2, 4, 9, 11]).map(Instant::from_us) {
                        let gate = Gate { from_us, to_us, test: Test::Always(true), steps: Vec::new() };
                        // The very first and last instants of 64 bits are beyond all calendars.
                        if at.us() != i64::MIN {
                            let expected = is_within(as_of, at, after_us, upto_us);
                            assert_eq!(gate.is_open_at(at), expected, "{as_of:?} {after_us:?} {upto_us} {at:?}");
                        }
                    }
                }
            }
        }
    }
}
