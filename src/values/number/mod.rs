//! Exact decimals with six places, the only numbers a score is made of.

mod between;
mod parse;
mod show;
#[cfg(test)]
mod tests;

pub use between::simplest_between;
pub use parse::NumberError;

/// Micros (10^-6) in one.
const ONE_MICRO: i64 = 1_000_000;

/// The greatest size of a number: a result beyond plus or minus 10^12 is missing.
pub const NUMBER_MAX: Decimal = Decimal(1_000_000_000_000 * ONE_MICRO);

/// The greatest size of points: an award beyond plus or minus 10^9 is missing, a total beyond it is clamped.
///
/// Fifteen digits, so that every reader of the output that uses doubles still sees the exact figure.
pub const POINTS_MAX: Decimal = Decimal(1_000_000_000 * ONE_MICRO);

/// A number or an amount of points: a whole count of micros (10^-6) in an `i64`.
///
/// Numbers of the language stay within [`NUMBER_MAX`]; the checked operations give `None` where the result, rounded
/// half to even at the sixth place, would leave that range. The rounding happens at once in each operation, so a
/// written tree of operations has one value and nothing may be re-associated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(i64);

impl Decimal {
    /// Nothing.
    pub const ZERO: Decimal = Decimal(0);
    /// One.
    pub const ONE: Decimal = Decimal(ONE_MICRO);

    /// The decimal of so many micros. Values beyond [`NUMBER_MAX`] can be held and compared, but are no number of
    /// the language; [`Decimal::is_number`] tells.
    pub const fn from_micro(micro: i64) -> Decimal {
        Decimal(micro)
    }

    /// The micros of this decimal.
    pub const fn micro(self) -> i64 {
        self.0
    }

    /// A whole number; every `i32` lies within [`NUMBER_MAX`].
    pub const fn from_int(int: i32) -> Decimal {
        Decimal(int as i64 * ONE_MICRO)
    }

    /// A count as a number, `None` beyond [`NUMBER_MAX`].
    pub fn from_count(count: u64) -> Option<Decimal> {
        in_range(i128::from(count) * i128::from(ONE_MICRO))
    }

    /// Reads the text of a number as JSON spells it: an optional `-`, digits without needless leading zeros, an
    /// optional fraction, an optional exponent. Blanks around it are the caller's business.
    ///
    /// The value is rounded half to even at the sixth place, whatever the length of the text; the work is one pass.
    pub fn parse(text: &str) -> Result<Decimal, NumberError> {
        parse::parse(text)
    }

    /// Whether this lies within [`NUMBER_MAX`].
    pub const fn is_number(self) -> bool {
        self.0.unsigned_abs() <= NUMBER_MAX.0 as u64
    }

    /// Whether this lies within [`POINTS_MAX`].
    pub const fn is_points(self) -> bool {
        self.0.unsigned_abs() <= POINTS_MAX.0 as u64
    }

    /// Whether there is nothing after the decimal point.
    pub const fn is_whole(self) -> bool {
        self.0 % ONE_MICRO == 0
    }

    /// The whole number this is, `None` where it has a fraction.
    pub const fn to_whole(self) -> Option<i64> {
        if self.is_whole() { Some(self.0 / ONE_MICRO) } else { None }
    }

    /// -1, 0 or 1.
    pub const fn signum(self) -> i64 {
        self.0.signum()
    }

    /// The sum, `None` beyond [`NUMBER_MAX`].
    pub fn checked_add(self, other: Decimal) -> Option<Decimal> {
        in_range(i128::from(self.0) + i128::from(other.0))
    }

    /// The difference, `None` beyond [`NUMBER_MAX`].
    pub fn checked_sub(self, other: Decimal) -> Option<Decimal> {
        in_range(i128::from(self.0) - i128::from(other.0))
    }

    /// The product rounded half to even at the sixth place, `None` beyond [`NUMBER_MAX`].
    pub fn checked_mul(self, other: Decimal) -> Option<Decimal> {
        let product = i128::from(self.0) * i128::from(other.0);
        in_range(div_round_half_even(product, i128::from(ONE_MICRO)))
    }

    /// The quotient rounded half to even at the sixth place, `None` for a division by zero and beyond
    /// [`NUMBER_MAX`].
    pub fn checked_div(self, other: Decimal) -> Option<Decimal> {
        if other.0 == 0 {
            return None;
        }
        let scaled = i128::from(self.0) * i128::from(ONE_MICRO);
        in_range(div_round_half_even(scaled, i128::from(other.0)))
    }

    /// The other sign, `None` beyond [`NUMBER_MAX`].
    pub fn checked_neg(self) -> Option<Decimal> {
        in_range(-i128::from(self.0))
    }

    /// `self * num / den`, rounded once, half to even at the sixth place; `None` where `den` is 0 or the result lies
    /// beyond [`NUMBER_MAX`]. The product before the division is exact, as two `i64` fit an `i128`.
    pub fn mul_ratio(self, num: i64, den: i64) -> Option<Decimal> {
        if den == 0 {
            return None;
        }
        in_range(div_round_half_even(i128::from(self.0) * i128::from(num), i128::from(den)))
    }

    /// The size without the sign.
    pub const fn abs(self) -> Decimal {
        Decimal(self.0.saturating_abs())
    }

    /// The greatest whole number that is not above this one.
    pub const fn floor(self) -> Decimal {
        Decimal(self.0.saturating_sub(self.0.rem_euclid(ONE_MICRO)))
    }

    /// The least whole number that is not below this one.
    pub const fn ceil(self) -> Decimal {
        let above = self.0.rem_euclid(ONE_MICRO);
        if above == 0 { self } else { Decimal(self.0.saturating_add(ONE_MICRO - above)) }
    }

    /// The nearest multiple of `step`, the even multiple where two are equally near; `None` where `step` is not above
    /// 0 or the result lies beyond [`NUMBER_MAX`].
    pub fn round_half_even_to(self, step: Decimal) -> Option<Decimal> {
        if step.0 <= 0 {
            return None;
        }
        let step = i128::from(step.0);
        in_range(div_round_half_even(i128::from(self.0), step) * step)
    }

    /// Whether this is a whole multiple of `step`; nothing is a multiple of 0.
    pub const fn is_multiple_of(self, step: Decimal) -> bool {
        step.0 != 0 && self.0 as i128 % step.0 as i128 == 0
    }
}

/// The decimal of so many micros, `None` beyond [`NUMBER_MAX`].
pub(super) fn in_range(micro: i128) -> Option<Decimal> {
    let micro = i64::try_from(micro).ok()?;
    Some(Decimal(micro)).filter(|d| d.is_number())
}

/// `n / d` rounded to the nearest whole number, to the even one where two are equally near.
///
/// The one rounding of the language. `d` must not be 0 and `n` not `i128::MIN`; every caller divides a product of
/// `i64`s by a known divisor.
pub fn div_round_half_even(n: i128, d: i128) -> i128 {
    let quotient = n / d;
    let rest = (n % d).unsigned_abs();
    // `rest` against `d - rest` is `2 rest` against `d` without leaving the 128 bits.
    let to_next = d.unsigned_abs() - rest;
    if rest > to_next || (rest == to_next && quotient % 2 != 0) {
        quotient + if (n < 0) == (d < 0) { 1 } else { -1 }
    } else {
        quotient
    }
}
