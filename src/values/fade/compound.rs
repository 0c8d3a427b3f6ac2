//! Percent of what is left, period after period: powers, rounded as if they were exact.

use crate::values::fixed::{mul_high, ratio};
use crate::values::number::Decimal;
use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::{One, ToPrimitive, Zero};

const WHOLE: u64 = 1_000_000;

/// From this many periods on no award of 64 bits lies on a tie. `award * (u / v)^n` with `u / v` in lowest terms is a
/// whole number and a half only where `v^n` divides twice the award, and `v` is at least 2.
const TIE_FREE_PERIODS: u64 = 65;

/// What is left where each whole `period` takes `percent` of what the last one left: `award * (1 - percent)^floor(age
/// / period)`, as an exact fraction, rounded half to even at the sixth place. `percent` is a decimal of a whole.
pub fn percent_compound(award: Decimal, age: u64, percent: Decimal, period: u32) -> Decimal {
    let kept = WHOLE - percent.micro().clamp(0, WHOLE as i64) as u64;
    let size = power_share(award.micro().unsigned_abs(), kept, super::whole_periods(age, period));
    super::within_award(if award.micro() < 0 { -i128::from(size) } else { i128::from(size) })
}

/// `size * (kept / WHOLE)^n`, rounded half to even.
fn power_share(size: u64, kept: u64, n: u64) -> u64 {
    match (size, kept, n) {
        (0, _, _) | (_, WHOLE, _) | (_, _, 0) => size,
        (_, 0, _) => 0,
        _ => in_fixed_point(size, kept, n).unwrap_or_else(|| in_big_integers(size, kept, n)),
    }
}

/// The share by 128 binary digits, `None` where they cannot tell on which side of a tie it lies.
fn in_fixed_point(size: u64, kept: u64, n: u64) -> Option<u64> {
    let mut base = Power { low: ratio(kept, WHOLE), off: 1 };
    let mut power: Option<Power> = None;
    let mut left = n;
    loop {
        if left % 2 == 1 {
            power = Some(power.map_or(base, |power| power.times(base)));
        }
        left /= 2;
        if left == 0 {
            break;
        }
        base = base.times(base);
    }
    let power = power?;
    let whole = mul_high(u128::from(size), power.low);
    let rest = u128::from(size).wrapping_mul(power.low);
    let off = u128::from(size).checked_mul(power.off).filter(|off| *off < 1 << 127)?;
    let half = 1u128 << 127;
    if rest > half {
        u64::try_from(whole + 1).ok()
    } else if rest < half - off {
        u64::try_from(whole).ok()
    } else {
        None
    }
}

/// A fraction between `low` and `low + off`, in units of 2^-128.
#[derive(Clone, Copy)]
struct Power {
    low: u128,
    off: u128,
}

impl Power {
    fn times(self, other: Power) -> Power {
        let off = mul_high(self.low, other.off) + mul_high(other.low, self.off) + mul_high(self.off, other.off);
        // Three products cut above, and the one below.
        Power { low: mul_high(self.low, other.low), off: off + 4 }
    }
}

/// The share by exact fractions where there can be a tie, else by ever more digits, which end as there is none.
fn in_big_integers(size: u64, kept: u64, n: u64) -> u64 {
    if n < TIE_FREE_PERIODS {
        let n = n as u32;
        let den = BigUint::from(WHOLE).pow(n);
        return round_half_even(BigUint::from(size) * BigUint::from(kept).pow(n), &den);
    }
    let mut places = 256;
    loop {
        if let Some(share) = to_places(size, kept, n, places) {
            return share;
        }
        places *= 2;
    }
}

/// The share by so many binary digits, `None` where they cannot tell.
fn to_places(size: u64, kept: u64, n: u64, places: u64) -> Option<u64> {
    let mut base = (BigUint::from(kept) << places) / WHOLE;
    let mut base_off = BigUint::one();
    let (mut low, mut off) = (BigUint::one() << places, BigUint::zero());
    let times = |(a, a_off): (&BigUint, &BigUint), (b, b_off): (&BigUint, &BigUint)| {
        let off = ((a * b_off + b * a_off + a_off * b_off) >> places) + 2u32;
        ((a * b) >> places, off)
    };
    let mut left = n;
    while left > 0 {
        if left % 2 == 1 {
            (low, off) = times((&low, &off), (&base, &base_off));
        }
        (base, base_off) = times((&base, &base_off), (&base, &base_off));
        left /= 2;
    }
    let one = BigUint::one() << places;
    let least = round_half_even(&low * size, &one);
    let most = round_half_even((low + off) * size, &one);
    (least == most).then_some(least)
}

fn round_half_even(n: BigUint, d: &BigUint) -> u64 {
    let (whole, rest) = n.div_rem(d);
    let twice: BigUint = rest << 1u32;
    let up = twice > *d || (twice == *d && whole.is_odd());
    let share = if up { whole + 1u32 } else { whole };
    share.to_u64().expect("a share is not larger than its whole")
}

#[cfg(test)]
mod tests;
