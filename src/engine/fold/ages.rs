//! What age leaves of constant awards: one division for all rules that count ages alike, one look-up for each.

use crate::engine::basis::Basis;
use crate::engine::contributions::faded;
use crate::engine::program::{Clock, Fade, Programs};
use crate::values::Instant;

/// Ages of the activity in hand, and what they left before.
pub(super) struct Ages {
    at: Instant,
    /// The last clock that was asked, and the age it gave.
    last: Option<(u32, u64)>,
    /// By fade and age: twice what is left, and one; 0 where that has not been found out yet.
    left: Vec<Box<[i64]>>,
    n_tables: usize,
}

/// Ages beyond are found out each time.
const AGE_MAX: usize = 2_048;
/// So many awards have tables, 16 KB each: those that come first.
const TABLES_MAX: usize = 512;

impl Ages {
    pub(super) fn new(programs: &Programs) -> Ages {
        let left = programs.fades.iter().map(|_| Box::default()).collect();
        Ages { at: Instant::from_us(0), last: None, left, n_tables: 0 }
    }

    /// Another activity.
    pub(super) fn next(&mut self, at: Instant) {
        self.at = at;
        self.last = None;
    }

    /// What is left of an award of the activity, in micros.
    pub(super) fn left(&mut self, basis: &Basis<'_>, fade: u32) -> i64 {
        let of = &basis.programs.fades[fade as usize];
        let age_units = self.age_units(&basis.programs.clocks, of.clock).saturating_sub(of.grace);
        match usize::try_from(age_units).ok().and_then(|age| self.left[fade as usize].get(age)) {
            Some(left) if *left != 0 => left >> 1,
            _ => self.work_out(basis, fade, of, age_units),
        }
    }

    fn age_units(&mut self, clocks: &[Clock], clock: u32) -> u64 {
        match self.last {
            Some((last, age_units)) if last == clock => age_units,
            _ => {
                let age_units = age_units(clocks[clock as usize], self.at);
                self.last = Some((clock, age_units));
                age_units
            }
        }
    }

    fn work_out(&mut self, basis: &Basis<'_>, fade: u32, of: &Fade, age_units: u64) -> i64 {
        let left = faded(basis.plan, basis.plan.decay(of.decay), of.award, age_units).micro();
        let table = &mut self.left[fade as usize];
        if table.is_empty() && self.n_tables < TABLES_MAX {
            *table = vec![0; AGE_MAX].into();
            self.n_tables += 1;
        }
        // Awards are at most 10^15 micros, so that twice as much fits.
        if let Some(kept) = usize::try_from(age_units).ok().and_then(|age| table.get_mut(age)) {
            *kept = (left << 1) | 1;
        }
        left
    }
}

/// Whole units back to an instant, none for one to come.
fn age_units(clock: Clock, at: Instant) -> u64 {
    match clock.now_us.checked_sub(at.us()) {
        Some(age_us) => u64::try_from(age_us / clock.unit_us).unwrap_or(0),
        None => {
            let age_us = i128::from(clock.now_us) - i128::from(at.us());
            u64::try_from(age_us / i128::from(clock.unit_us)).unwrap_or(0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Unit;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ages_are_whole_elapsed_units(now in any::<i64>(), at in any::<i64>(), unit in 0usize..5) {
            let unit = Unit::ALL[unit];
            let clock = Clock { now_us: now, unit_us: unit.micros() };
            let expected = Instant::from_us(now).whole_units_since(Instant::from_us(at), unit).unwrap_or(0);
            prop_assert_eq!(age_units(clock, Instant::from_us(at)), expected);
        }
    }
}
