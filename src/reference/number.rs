//! Numbers as exact fractions, and the one rounding there is.

use crate::values::Decimal;
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

/// An exact number: a fraction of big whole numbers.
pub(super) type Number = BigRational;

/// A whole number.
pub(super) fn whole(n: impl Into<BigInt>) -> Number {
    Number::from_integer(n.into())
}

/// Ten to the power of `places`.
pub(super) fn ten_to(places: u32) -> BigInt {
    BigInt::from(10).pow(places)
}

/// The fraction that a decimal is.
pub(super) fn exact(decimal: Decimal) -> Number {
    Number::new(BigInt::from(decimal.micro()), ten_to(6))
}

/// The decimal that a multiple of 10^-6 within reach is. Ledger entries are: semantics 13.9 and 16.10 see to it.
pub(super) fn decimal(number: &Number) -> Decimal {
    let micro = number * whole(ten_to(6));
    assert!(micro.is_integer(), "only rounded numbers become decimals");
    Decimal::from_micro(i64::try_from(micro.to_integer()).expect("bounded sums fit the decimal"))
}

/// The nearest whole number; of two equally near the even one.
pub(super) fn round_half_even(number: &Number) -> BigInt {
    let below = number.floor().to_integer();
    let over = number - whole(below.clone());
    let half = Number::new(BigInt::from(1), BigInt::from(2));
    if over > half || (over == half && below.is_odd()) { below + 1 } else { below }
}

/// The nearest multiple of `step`, of two equally near the even multiple; semantics 2.7.
pub(super) fn round_to(number: &Number, step: &Number) -> Number {
    whole(round_half_even(&(number / step))) * step
}

/// Six places; semantics 2.2.
pub(super) fn round6(number: &Number) -> Number {
    round_to(number, &Number::new(BigInt::from(1), ten_to(6)))
}

/// Whether a number lies within plus and minus 10^`places`.
pub(super) fn is_within(number: &Number, places: u32) -> bool {
    number.abs() <= whole(ten_to(places))
}

/// Clamps to plus and minus 10^`places`.
pub(super) fn clamp(number: &Number, places: u32) -> Number {
    number.clone().min(whole(ten_to(places))).max(-whole(ten_to(places)))
}

/// What an operation yields: rounded to six places, missing beyond 10^12; semantics 2.2 and 2.4. Whether the exact or
/// the rounded result is tested cannot matter as the bound is a multiple of the place, except just above it: the exact
/// result is tested.
pub(super) fn settle(number: &Number) -> Option<Decimal> {
    is_within(number, 12).then(|| decimal(&round6(number)))
}

/// Nothing.
pub(super) fn zero() -> Number {
    Number::zero()
}
