//! Numbers of a state: sums without end, greatest and latest instants.

use super::{StateMut, StateRef};
use crate::values::Instant;

/// An instant as a number that grows with it and is above 0, which stands for none.
pub(in crate::engine) fn instant_key(at: Instant) -> u64 {
    (at.us() as u64) ^ (1 << 63)
}

/// An instant as a number that shrinks with it and is above 0.
pub(in crate::engine) fn oldest_key(at: Instant) -> u64 {
    !instant_key(at)
}

impl<'s> StateRef<'s> {
    /// A sum.
    pub(in crate::engine) fn wide(&self, cell: u32) -> i128 {
        let low = i128::from(self.cells.at(cell));
        match self.beside.and_then(|beside| beside.carries.get(&cell)) {
            Some(carry) => (i128::from(*carry) << 64) + low,
            None => low,
        }
    }

    /// A count.
    pub(in crate::engine) fn count(&self, cell: u32) -> u64 {
        u64::try_from(self.cells.at(cell)).unwrap_or(0)
    }

    /// The greatest instant.
    pub(in crate::engine) fn newest(&self, cell: u32) -> Option<Instant> {
        at_key(self.cells.at(cell) as u64)
    }

    /// The least instant.
    pub(in crate::engine) fn oldest(&self, cell: u32) -> Option<Instant> {
        let key = self.cells.at(cell) as u64;
        if key == 0 { None } else { at_key(!key) }
    }

    /// The latest instants, ascending.
    pub(in crate::engine) fn latest(&self, (first, n): (u32, u32)) -> impl Iterator<Item = Instant> + 's {
        self.cells.run(first, n).iter().filter_map(|key| at_key(*key as u64))
    }
}

fn at_key(key: u64) -> Option<Instant> {
    (key != 0).then(|| Instant::from_us((key ^ (1 << 63)) as i64))
}

impl StateMut<'_> {
    /// Adds to a sum. What does not fit the cell is carried beside it.
    pub(in crate::engine) fn add(&mut self, cell: u32, more: i64) {
        let sum = self.cells.at(cell);
        let (low, carried) = sum.overflowing_add(more);
        *sum = low;
        if carried {
            self.carry(cell, if more < 0 { -1 } else { 1 });
        }
    }

    #[cold]
    fn carry(&mut self, cell: u32, more: i64) {
        *self.beside().carries.entry(cell) += more;
    }

    /// Adds the sum of another state.
    pub(super) fn add_all(&mut self, cell: u32, other: StateRef<'_>) {
        match other.cells.at(cell) {
            0 => {}
            more => self.add(cell, more),
        }
        if let Some(carry) = other.beside.and_then(|beside| beside.carries.get(&cell)) {
            self.carry(cell, *carry);
        }
    }

    /// Keeps the greater key.
    pub(in crate::engine) fn raise(&mut self, cell: u32, key: u64) {
        let greatest = self.cells.at(cell);
        *greatest = (*greatest as u64).max(key) as i64;
    }

    /// Puts an instant among the latest, which stand ascending, if it is one of them.
    pub(in crate::engine) fn keep_latest(&mut self, (first, n): (u32, u32), key: u64) {
        let latest = self.cells.run(first, n);
        let earlier = latest.partition_point(|other| (*other as u64) < key);
        if earlier > 0 {
            latest[..earlier].rotate_left(1);
            latest[earlier - 1] = key as i64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::State;
    use super::*;

    #[test]
    fn sums_go_beyond_a_cell_and_come_back() {
        let mut state = State::new(2);
        let mut other = State::new(2);
        let mut expected = 0i128;
        for more in [i64::MAX, i64::MAX, 5, i64::MIN, i64::MAX, i64::MIN, i64::MIN, i64::MIN, i64::MIN, -7] {
            state.get_mut().add(1, more);
            other.get_mut().add(1, more);
            expected += i128::from(more);
            assert_eq!((state.get().wide(1), state.get().wide(0)), (expected, 0));
        }
        state.get_mut().add_all(1, other.get());
        assert_eq!(state.get().wide(1), 2 * expected);
    }

    #[test]
    fn instants_are_found_again_before_and_after_1970() {
        let mut state = State::new(2);
        assert_eq!((state.get().newest(0), state.get().oldest(1)), (None, None));
        for us in [5, -9, 0, 3] {
            state.get_mut().raise(0, instant_key(Instant::from_us(us)));
            state.get_mut().raise(1, oldest_key(Instant::from_us(us)));
        }
        assert_eq!(state.get().newest(0), Some(Instant::from_us(5)));
        assert_eq!(state.get().oldest(1), Some(Instant::from_us(-9)));
    }

    #[test]
    fn the_latest_are_kept_ascending_whatever_the_order() {
        for order in [[1, 2, 3, 4], [4, 3, 2, 1], [3, 1, 4, 2], [-4, 4, 4, 3]] {
            let mut state = State::new(3);
            for us in order {
                state.get_mut().keep_latest((1, 2), instant_key(Instant::from_us(us)));
            }
            let mut expected = order;
            expected.sort_unstable();
            let kept: Vec<i64> = state.get().latest((1, 2)).map(Instant::us).collect();
            assert_eq!((kept.as_slice(), state.get().cells.at(0)), (&expected[2..], 0));
        }
    }
}
