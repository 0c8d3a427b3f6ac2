//! How points fade; semantics chapter 12.

use super::number::{Number, exact, is_within, round_half_even, round6, ten_to, whole, zero};
use super::scope::{ActivityIndex, Evaluator, Place};
use crate::typed::{Clock, Curve, Decay};
use crate::values::Instant;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

impl<'a> Evaluator<'a> {
    /// What is left of the award of an activity.
    pub fn faded(&self, award: &Number, decay: &'a Decay, activity: ActivityIndex, place: &Place<'a>) -> Number {
        let from = match &decay.clock {
            Clock::Activity => Some(self.activity(activity).at),
            clock => self.clock_start(clock, place),
        };
        self.faded_since(award, decay, from, place)
    }

    /// What is left of points that have no activity of their own: a condition rule's, or a block's total.
    pub fn faded_by_clock(&self, points: &Number, decay: &'a Decay, place: &Place<'a>) -> Number {
        self.faded_since(points, decay, self.clock_start(&decay.clock, place), place)
    }

    /// Since when a clock runs; semantics 12.2, 12.9.
    fn clock_start(&self, clock: &'a Clock, place: &Place<'a>) -> Option<Instant> {
        let at = |activity: ActivityIndex| self.activity(activity).at;
        match clock {
            Clock::Activity => None,
            Clock::Without(phrase) => {
                let newest = self.activities(phrase, place).into_iter().map(at).max();
                newest.or_else(|| self.log(place).into_iter().map(at).min())
            }
            Clock::Newest(phrases) => phrases.iter().flat_map(|phrase| self.activities(phrase, place)).map(at).max(),
        }
    }

    fn faded_since(&self, points: &Number, decay: &Decay, from: Option<Instant>, place: &Place<'a>) -> Number {
        let Some(from) = from else { return points.clone() };
        let us = i128::from(place.view.at.us()) - i128::from(from.us());
        let units = us / i128::from(decay.unit.micros());
        let age = u64::try_from(units - i128::from(decay.grace)).unwrap_or(0);
        match decay.curve {
            Curve::HalfLife(half_life) => round6(&(points * self.half_life_factor(half_life, age))),
            Curve::Linear(n) => round6(&(points * left_of(whole(n) - whole(age), whole(n)))),
            Curve::PercentSteps { percent, per } => {
                let taken = exact(percent) * whole(age / u64::from(per));
                round6(&(points * left_of(whole(100) - taken, whole(100))))
            }
            Curve::PercentSmooth { percent, per } => {
                let whole_way = whole(100) * whole(per);
                round6(&(points * left_of(&whole_way - exact(percent) * whole(age), whole_way)))
            }
            Curve::PercentCompound { percent, per } => {
                let kept = (whole(100) - exact(percent)) / whole(100);
                compounded(points, &kept, age / u64::from(per))
            }
            Curve::Points { points: step, per } => {
                let left = (points.abs() - exact(step) * whole(age / u64::from(per))).max(zero());
                left * points.signum()
            }
        }
    }

    /// Semantics 12.3; remembered, as it takes long.
    fn half_life_factor(&self, half_life: u32, age: u64) -> Number {
        let known = self.factors.borrow().get(&(half_life, age)).cloned();
        known.unwrap_or_else(|| {
            let factor = half_life_factor(half_life, age);
            self.factors.borrow_mut().insert((half_life, age), factor.clone());
            factor
        })
    }
}

/// `max(0, left) / of`.
fn left_of(left: Number, of: Number) -> Number {
    left.max(zero()) / of
}

/// `2^(-age / half_life)` rounded half to even to twelve places; semantics 12.3.
///
/// The definition is used as it stands: the least doubled factor `m` is sought for which `m^h * 2^k` is not above
/// `(2 * 10^12)^h`. The factor is irrational unless the half-life divides the age, so only then there can be a tie.
pub(super) fn half_life_factor(half_life: u32, age: u64) -> Number {
    if age > u64::from(half_life) * 41 {
        return zero();
    }
    let common = age.gcd(&u64::from(half_life));
    let k = u32::try_from(age / common).expect("at most 41 half-lives");
    let h = u32::try_from(u64::from(half_life) / common).expect("a divisor of the half-life");
    let twelve = ten_to(12);
    if h == 1 {
        return Number::new(round_half_even(&Number::new(twelve.clone(), BigInt::one() << k)), twelve);
    }
    let limit = (BigInt::from(2) * &twelve).pow(h) >> k;
    let (mut low, mut high) = (BigInt::zero(), BigInt::from(2) * &twelve + 1);
    while &high - &low > BigInt::one() {
        let middle: BigInt = (&low + &high) / 2;
        if middle.pow(h) <= limit { low = middle } else { high = middle }
    }
    Number::new((low + 1) / 2, twelve)
}

/// `points * kept^steps`, rounded to six places; semantics 12.4.
///
/// The exact power is out of reach for many steps, so it is enclosed between two numbers, ever more narrowly, until
/// both round alike. That comes to an end: the exact product lies on no rounding boundary once `steps` exceeds 51, as
/// the denominator of the power is then too great for the award to cancel.
fn compounded(points: &Number, kept: &Number, steps: u64) -> Number {
    if steps <= 64 || kept.is_zero() || kept.is_one() || points.is_zero() {
        let factor = (0..steps.min(64)).fold(Number::one(), |factor, _| factor * kept);
        return round6(&(points * factor));
    }
    let mut bits = 128;
    loop {
        let (low, high) = power_enclosed(kept, steps, bits);
        let (low, high) = (round6(&(points * low)), round6(&(points * high)));
        if low == high {
            return low;
        }
        bits *= 2;
    }
}

/// Two multiples of `2^-bits` with `base^exponent` between them; `base` lies between 0 and 1.
fn power_enclosed(base: &Number, exponent: u64, bits: u32) -> (Number, Number) {
    let one = whole(BigInt::one() << bits);
    let down = |number: Number| (number * &one).floor() / &one;
    let up = |number: Number| (number * &one).ceil() / &one;
    let (mut low, mut high) = (Number::one(), Number::one());
    for bit in (0..64).rev() {
        (low, high) = (down(&low * &low), up(&high * &high));
        if exponent >> bit & 1 == 1 {
            (low, high) = (down(&low * base), up(&high * base));
        }
    }
    debug_assert!(is_within(&high, 0), "a power of a fraction is at most one");
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn micro(n: i64) -> Number {
        Number::new(BigInt::from(n), ten_to(6))
    }

    /// The factors of the first half-life of 90, from figures computed apart with 60 digits.
    #[test]
    fn half_life_factors_are_correctly_rounded_to_twelve_places() {
        let twelve = |n: i64| Number::new(BigInt::from(n), ten_to(12));
        assert_eq!(half_life_factor(90, 0), twelve(1_000_000_000_000));
        assert_eq!(half_life_factor(90, 90), twelve(500_000_000_000));
        assert_eq!(half_life_factor(90, 30), twelve(793_700_525_984));
        assert_eq!(half_life_factor(90, 45), twelve(707_106_781_187));
        assert_eq!(half_life_factor(90, 1), twelve(992_327_946_263));
        assert_eq!(half_life_factor(7, 3), twelve(742_997_144_568));
        assert_eq!(half_life_factor(1, 40), twelve(1));
        assert_eq!(half_life_factor(1, 41), zero());
        assert_eq!(half_life_factor(1, 12), twelve(244_140_625));
        assert_eq!(half_life_factor(1, 13), twelve(122_070_312));
    }

    /// Enclosing the power and multiplying it out give the same, on both sides of the switch.
    #[test]
    fn compound_steps_are_exact_however_many() {
        let kept = Number::new(BigInt::from(97), BigInt::from(100));
        for steps in [0, 1, 63, 64, 65, 66, 200] {
            let power = (0..steps).fold(Number::one(), |power, _| power * &kept);
            assert_eq!(
                compounded(&micro(999_999_999_999_999), &kept, steps),
                round6(&(micro(999_999_999_999_999) * power))
            );
        }
        assert_eq!(compounded(&micro(1_000_000), &kept, 1_000_000_000), zero());
    }
}
