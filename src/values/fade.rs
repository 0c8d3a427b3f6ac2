//! Decays that are exact fractions: a straight line, percent per period, points per period.
//!
//! Pure functions of an award and an age in whole units. Every one moves the award toward zero, for either sign, and
//! stops there. A grace time is taken off the age by the caller. A period of 0 units, which the checker refuses, is
//! one that is never over.

mod compound;

pub use compound::percent_compound;

use super::number::{Decimal, div_round_half_even};

/// The denominator of percentages: they are decimals of a whole, `20%` is 0.2.
const WHOLE: i128 = 1_000_000;

/// What is left on a straight line to nothing at age `over`: `award * max(0, over - age) / over`, rounded half to
/// even at the sixth place; nothing where `over` is 0.
pub fn linear(award: Decimal, age: u64, over: u32) -> Decimal {
    let left = u64::from(over).saturating_sub(age);
    fraction(award, i128::from(left), i128::from(over))
}

/// What is left where each whole `period` takes `percent` of the original award: `award * max(0, 1 - percent *
/// floor(age / period))`, rounded half to even at the sixth place. `percent` is a decimal of a whole, not below 0.
pub fn percent_steps(award: Decimal, age: u64, percent: Decimal, period: u32) -> Decimal {
    let taken = percent_of_whole(percent) * i128::from(whole_periods(age, period));
    fraction(award, (WHOLE - taken).max(0), WHOLE)
}

/// [`percent_steps`] without the steps: `award * max(0, 1 - percent * age / period)`.
pub fn percent_smooth(award: Decimal, age: u64, percent: Decimal, period: u32) -> Decimal {
    if period == 0 {
        return award;
    }
    let whole = WHOLE * i128::from(period);
    let taken = percent_of_whole(percent) * i128::from(age);
    fraction(award, (whole - taken).max(0), whole)
}

/// What is left where each whole `period` takes `points` toward zero. `points` is not below 0.
pub fn points_steps(award: Decimal, age: u64, points: Decimal, period: u32) -> Decimal {
    let taken = points_taken(age, points, period);
    let left = (i128::from(award.micro()).abs() - taken).max(0);
    let left = if award.micro() < 0 { -left } else { left };
    within_award(left)
}

/// What is left of a total from which each whole `period` takes `points`, down to `least` and not below; a total that
/// is there already stays.
pub fn points_steps_down_to(total: Decimal, age: u64, points: Decimal, period: u32, least: Decimal) -> Decimal {
    if total <= least {
        return total;
    }
    let left = i128::from(total.micro()) - points_taken(age, points, period);
    within_award(left.max(i128::from(least.micro())))
}

/// How many whole periods an age has.
pub fn whole_periods(age: u64, period: u32) -> u64 {
    age.checked_div(u64::from(period)).unwrap_or(0)
}

/// Micros taken by all whole periods; at most 2^63 times 2^64, which an `i128` holds.
fn points_taken(age: u64, points: Decimal, period: u32) -> i128 {
    i128::from(points.micro().max(0)) * i128::from(whole_periods(age, period))
}

/// A percentage as millionths, held between nothing and all.
fn percent_of_whole(percent: Decimal) -> i128 {
    i128::from(percent.micro()).clamp(0, WHOLE)
}

/// `award * num / den` with `0 <= num <= den < 2^63`, rounded once; nothing where `den` is 0.
fn fraction(award: Decimal, num: i128, den: i128) -> Decimal {
    if den == 0 {
        return Decimal::ZERO;
    }
    within_award(div_round_half_even(i128::from(award.micro()) * num, den))
}

fn within_award(micro: i128) -> Decimal {
    Decimal::from_micro(i64::try_from(micro).expect("a decay never makes an award larger"))
}

#[cfg(test)]
mod tests;
