//! Half-life factors: `2^(-age / half-life)`, correctly rounded to twelve places.
//!
//! Correct rounding defines the table whoever builds it. Here it is built in fixed point with integers only: of each
//! factor the first octave is known to far more digits than the table keeps, later octaves are shifts of it. Where
//! those digits cannot tell on which side of a tie the factor lies, big integers decide; ties themselves occur only
//! where the half-life divides the age, and there the digits are exact.

use super::fixed::mul_high;
use super::number::{Decimal, div_round_half_even};
use num_bigint::BigUint;
use std::sync::Arc;

/// The denominator of factors, 10^12.
pub const FACTOR_ONE: i64 = 1_000_000_000_000;

/// The longest half-life, in units of its age.
pub const HALF_LIFE_MAX: u32 = 100_000;

/// After so many half-lives every factor is zero: `2^-41` is less than half of the twelfth place.
pub const OCTAVES: u32 = 41;

/// ln 2 in units of 2^-128.
const LN_2: u128 = 0xB172_17F7_D1CF_79AB_C9E3_B398_03F2_F6AF;

/// Binary places of the scaled factors: `FACTOR_ONE` has 40 binary digits, these take the rest of 128.
const SCALED_PLACES: u32 = 88;

/// The factors of one half-life, by age in whole units: one at age 0, a half at the half-life, zero from
/// [`OCTAVES`] half-lives on. Cloning shares the entries.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HalfLifeTable {
    half_life_units: u32,
    factors: Arc<[i64]>,
}

impl HalfLifeTable {
    /// The table of a half-life of 1 to [`HALF_LIFE_MAX`] units, `None` for any other. It has `41 h + 1` entries:
    /// 29 KB for 90 days, 33 MB for the longest.
    pub fn new(half_life_units: u32) -> Option<HalfLifeTable> {
        if !(1..=HALF_LIFE_MAX).contains(&half_life_units) {
            return None;
        }
        let octave = first_octave(half_life_units);
        let entries = (0..OCTAVES).flat_map(|halvings| {
            let ages = (0u32..).zip(&octave);
            ages.map(move |(age, scaled)| rounded(half_life_units, halvings, age, *scaled))
        });
        Some(HalfLifeTable { half_life_units, factors: entries.chain([0]).collect() })
    }

    /// The half-life in units.
    pub fn half_life_units(&self) -> u32 {
        self.half_life_units
    }

    /// All entries in units of 10^-12, by age, the last one zero.
    pub fn factors(&self) -> &[i64] {
        &self.factors
    }

    /// The factor at an age, in units of 10^-12; zero past the end of the table.
    pub fn factor(&self, age_units: u64) -> i64 {
        usize::try_from(age_units).ok().and_then(|age| self.factors.get(age)).copied().unwrap_or(0)
    }

    /// `award * factor`, rounded half to even at the sixth place. `factor` is in units of 10^-12 and at most one, so
    /// the result is never larger than the award.
    pub fn apply(award: Decimal, factor: i64) -> Decimal {
        let micro = div_round_half_even(i128::from(award.micro()) * i128::from(factor), i128::from(FACTOR_ONE));
        Decimal::from_micro(i64::try_from(micro).expect("a factor of at most one keeps an award in its range"))
    }
}

/// `2^(-age / h) * FACTOR_ONE` for the ages below `h`, in units of 2^-88. The first is exact, the others are low by
/// less than [`error_units`].
fn first_octave(half_life_units: u32) -> Vec<u128> {
    let one = (FACTOR_ONE as u128) << SCALED_PLACES;
    let root = root_of_half(half_life_units);
    let mut octave = Vec::with_capacity(half_life_units as usize);
    octave.push(one);
    let mut power = root;
    for _ in 1..half_life_units {
        octave.push(mul_high(power, one));
        power = mul_high(power, root);
    }
    octave
}

/// `2^(-1 / h)` in units of 2^-128, off by less than 64 units: `exp(-x)` by its series, `x = ln 2 / h`.
///
/// Under 40 terms count, each off by less than 1.5 units (its own cut, its factor's, and that of `x`).
fn root_of_half(half_life_units: u32) -> u128 {
    let x = LN_2 / u128::from(half_life_units);
    let (mut added, mut taken) = (0u128, 0u128);
    let mut term = x;
    let mut n = 1;
    while term != 0 {
        if n % 2 == 1 {
            added += term
        } else {
            taken += term
        }
        n += 1;
        term = mul_high(term, x) / n;
    }
    // One minus the series: one is 2^128, which is zero here.
    (added - taken).wrapping_neg()
}

/// How far a scaled factor of the first octave may be off, in its units: the root is off by 64 and each
/// multiplication by it adds that and a cut, at most 65 per age; scaling shrinks this and cuts once more.
fn error_units(half_life_units: u32) -> u128 {
    65 * u128::from(half_life_units) + 65
}

/// The entry at `halvings * h + age`: the scaled factor of that age in the first octave, halved so often, rounded.
fn rounded(half_life_units: u32, halvings: u32, age: u32, scaled: u128) -> i64 {
    let places = SCALED_PLACES + halvings;
    let (whole, rest) = match places {
        128 => (0, scaled),
        _ => ((scaled >> places) as i64, scaled & ((1 << places) - 1)),
    };
    let half = 1u128 << (places - 1);
    let up = if age == 0 {
        rest > half || (rest == half && whole % 2 == 1)
    } else if rest.abs_diff(half) > error_units(half_life_units) {
        rest > half
    } else {
        above_half(half_life_units, halvings * half_life_units + age, whole)
    };
    whole + i64::from(up)
}

/// Whether `2^(-age / h) * FACTOR_ONE` lies above `whole + 1/2`, without any rounding: both sides doubled and raised
/// to the power of `h`.
fn above_half(half_life_units: u32, age: u32, whole: i64) -> bool {
    let factor = BigUint::from(2 * FACTOR_ONE as u64).pow(half_life_units);
    let edge = BigUint::from(2 * whole as u64 + 1).pow(half_life_units) << age;
    factor > edge
}

#[cfg(test)]
mod tests;
