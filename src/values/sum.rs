//! Sums that are exact until they are complete.

use super::number::{Decimal, div_round_half_even, in_range};

/// An exact sum of decimals, tested against the range of numbers only at the end, so that order cannot matter:
/// `9e11 + 9e11 - 9e11` is a number although a part of it is not.
///
/// 128 bits hold the sum of 10^19 numbers of any size, more than a `u64` can count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ExactSum(i128);

impl ExactSum {
    /// The sum of nothing.
    pub const ZERO: ExactSum = ExactSum(0);

    /// Adds one number.
    pub fn add(&mut self, number: Decimal) {
        self.0 += i128::from(number.micro());
    }

    /// Takes one number back.
    pub fn sub(&mut self, number: Decimal) {
        self.0 -= i128::from(number.micro());
    }

    /// Adds the numbers of another sum.
    pub fn merge(&mut self, other: ExactSum) {
        self.0 += other.0;
    }

    /// The sum so far in micros.
    pub const fn micro(self) -> i128 {
        self.0
    }

    /// The sum, `None` where it lies beyond [`NUMBER_MAX`](super::number::NUMBER_MAX).
    pub fn finish(self) -> Option<Decimal> {
        in_range(self.0)
    }

    /// The sum held within plus and minus `most`, and whether it had to be.
    pub fn clamped(self, most: Decimal) -> (Decimal, bool) {
        let most = most.abs().micro();
        let held = self.0.clamp(-i128::from(most), i128::from(most));
        (Decimal::from_micro(i64::try_from(held).unwrap_or(most)), held != self.0)
    }

    /// The sum divided by how many numbers it has, rounded once, half to even at the sixth place; `None` of nothing,
    /// and where it lies beyond the range of numbers.
    pub fn average(self, count: u64) -> Option<Decimal> {
        if count == 0 {
            return None;
        }
        in_range(div_round_half_even(self.0, i128::from(count)))
    }
}

impl FromIterator<Decimal> for ExactSum {
    fn from_iter<I: IntoIterator<Item = Decimal>>(numbers: I) -> ExactSum {
        let mut sum = ExactSum::ZERO;
        numbers.into_iter().for_each(|n| sum.add(n));
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::number::{NUMBER_MAX, POINTS_MAX};

    #[test]
    fn is_tested_only_when_complete() {
        let big = Decimal::from_micro(900_000_000_000_000_000);
        let mut sum: ExactSum = [big, big].into_iter().collect();
        assert_eq!(sum.finish(), None);
        sum.sub(big);
        assert_eq!(sum.finish(), Some(big));
    }

    #[test]
    fn averages_half_to_even_at_the_sixth_place() {
        let sum: ExactSum = [Decimal::from_micro(1), Decimal::ZERO].into_iter().collect();
        assert_eq!(sum.average(2), Some(Decimal::ZERO));
        let sum: ExactSum = [Decimal::from_micro(3), Decimal::ZERO].into_iter().collect();
        assert_eq!(sum.average(2), Some(Decimal::from_micro(2)));
        assert_eq!(ExactSum::ZERO.average(0), None);
        // The sum may be out of range where the average is not.
        let sum: ExactSum = [NUMBER_MAX, NUMBER_MAX].into_iter().collect();
        assert_eq!((sum.finish(), sum.average(2)), (None, Some(NUMBER_MAX)));
    }

    #[test]
    fn clamps_totals_and_tells() {
        let mut sum = ExactSum::ZERO;
        sum.add(NUMBER_MAX);
        assert_eq!(sum.clamped(POINTS_MAX), (POINTS_MAX, true));
        let small: ExactSum = [Decimal::from_int(-3)].into_iter().collect();
        assert_eq!(small.clamped(POINTS_MAX), (Decimal::from_int(-3), false));
    }
}
