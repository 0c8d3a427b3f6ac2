//! How numbers and points are shown.

use super::{Decimal, ONE_MICRO};
use std::fmt;

impl Decimal {
    /// Points as ledgers show them: as many places as the figure has, at least two: `52.40`, `42.805902`, `-5.00`.
    pub fn display_points(self) -> String {
        let (whole, fraction) = places(self, 2);
        format!("{}{whole}.{fraction}", if self.micro() < 0 { "-" } else { "" })
    }

    /// [`Decimal::display_points`] with its sign: `+20.00`, `-5.00`; nothing is `0.00`.
    pub fn display_points_signed(self) -> String {
        let plus = if self.micro() > 0 { "+" } else { "" };
        format!("{plus}{}", self.display_points())
    }
}

/// The whole part without its sign, and the digits of the fraction without needless zeros but at least `least`.
fn places(decimal: Decimal, least: usize) -> (u64, String) {
    let size = decimal.micro().unsigned_abs();
    let (whole, fraction) = (size / ONE_MICRO as u64, size % ONE_MICRO as u64);
    let mut digits = format!("{fraction:06}");
    let kept = digits.trim_end_matches('0').len().max(least);
    digits.truncate(kept);
    (whole, digits)
}

impl fmt::Display for Decimal {
    /// The shortest decimal: `52.4`, `-10`, `0.000001`. [`Decimal::parse`] reads it back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = places(*self, 0);
        let sign = if self.micro() < 0 { "-" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        f.pad(&format!("{sign}{whole}{point}{fraction}"))
    }
}
