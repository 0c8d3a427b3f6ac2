//! Times as numbers: seconds, or parts of them down to nanoseconds, since 1970.

use crate::values::Instant;
use crate::values::text::trim;

/// What a number that stands for a time counts. It is declared, never guessed from the size of the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EpochUnit {
    /// Seconds since 1970-01-01T00:00:00Z.
    Seconds,
    /// Thousandths of a second.
    Milliseconds,
    /// Millionths of a second.
    Microseconds,
    /// Thousandths of a millionth of a second.
    Nanoseconds,
}

impl EpochUnit {
    /// By its sign: `s`, `ms`, `us`, `ns`.
    pub fn from_sign(sign: &str) -> Option<EpochUnit> {
        match sign {
            "s" => Some(EpochUnit::Seconds),
            "ms" => Some(EpochUnit::Milliseconds),
            "us" | "µs" | "μs" => Some(EpochUnit::Microseconds),
            "ns" => Some(EpochUnit::Nanoseconds),
            _ => None,
        }
    }

    /// Its sign.
    pub fn sign(self) -> &'static str {
        match self {
            EpochUnit::Seconds => "s",
            EpochUnit::Milliseconds => "ms",
            EpochUnit::Microseconds => "us",
            EpochUnit::Nanoseconds => "ns",
        }
    }

    /// Whether a text is a number, so that it counts units.
    pub(super) fn is_number(self, text: &str) -> bool {
        Spelled::of(trim(text)).is_some()
    }

    /// The unit, other than the declared one, in which a number is a time of a range; the finest where several fit.
    pub(super) fn likely(
        text: &str,
        declared: Option<EpochUnit>,
        range_us: &std::ops::Range<i64>,
    ) -> Option<&'static str> {
        let others = [EpochUnit::Nanoseconds, EpochUnit::Microseconds, EpochUnit::Milliseconds, EpochUnit::Seconds];
        let fits = |unit: &EpochUnit| unit.read(text).is_some_and(|at| range_us.contains(&at.us()));
        let unit = others.into_iter().filter(|unit| Some(*unit) != declared).find(fits);
        unit.map(EpochUnit::sign)
    }

    /// The moment that a number spells, if it is one in the years 0001 to 9999: `1793520000`, `1540919166796.0`,
    /// `1.54e12`. What is finer than a microsecond is cut toward the past, and nothing passes through a binary float.
    pub fn read(self, text: &str) -> Option<Instant> {
        let number = Spelled::of(trim(text))?;
        let us = number.times_power_of_ten(match self {
            EpochUnit::Seconds => 6,
            EpochUnit::Milliseconds => 3,
            EpochUnit::Microseconds => 0,
            EpochUnit::Nanoseconds => -3,
        })?;
        Some(Instant::from_us(us)).filter(|at| at.is_supported())
    }
}

/// A decimal: `digits` times ten to the power of `exponent`.
struct Spelled {
    negative: bool,
    /// Without leading zeros.
    digits: String,
    exponent: i64,
}

impl Spelled {
    /// Digits, perhaps with a fraction and a power of ten.
    fn of(text: &str) -> Option<Spelled> {
        let (negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, power) = match rest.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, power.parse::<i32>().ok()?),
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let digits = format!("{whole}{fraction}").trim_start_matches('0').to_owned();
        let exponent = i64::from(power) - i64::try_from(fraction.len()).ok()?;
        Some(Spelled { negative, digits, exponent })
    }

    /// The number times a power of ten, cut toward the past; none beyond 19 digits.
    fn times_power_of_ten(&self, power: i64) -> Option<i64> {
        let n_digits = i64::try_from(self.digits.len()).ok()?;
        let shift = self.exponent + power;
        // Where the point lands: so many digits stay before it.
        let n_whole = n_digits + shift;
        if n_digits == 0 {
            return Some(0);
        }
        if n_whole > 19 {
            return None;
        }
        let n_kept = usize::try_from(n_whole.clamp(0, n_digits)).ok()?;
        let (kept, cut) = self.digits.split_at(n_kept);
        let kept: i128 = if kept.is_empty() { 0 } else { kept.parse().ok()? };
        let size = kept * 10i128.pow(u32::try_from(shift.max(0)).ok()?);
        let is_cut = cut.bytes().any(|byte| byte != b'0');
        let us = if self.negative { -size - i128::from(is_cut) } else { size };
        i64::try_from(us).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn us(unit: EpochUnit, text: &str) -> Option<i64> {
        unit.read(text).map(Instant::us)
    }

    #[test]
    fn units_differ_by_thousands() {
        assert_eq!(us(EpochUnit::Seconds, "1793520000"), Some(1_793_520_000_000_000));
        assert_eq!(us(EpochUnit::Milliseconds, " 1793520000000 "), Some(1_793_520_000_000_000));
        assert_eq!(us(EpochUnit::Microseconds, "1793520000000000"), Some(1_793_520_000_000_000));
        assert_eq!(us(EpochUnit::Seconds, "0"), Some(0));
        assert_eq!(["s", "ms", "us", "h"].map(EpochUnit::from_sign).iter().flatten().count(), 3);
    }

    #[test]
    fn fractions_and_powers_are_exact_and_cut_toward_the_past() {
        assert_eq!(us(EpochUnit::Milliseconds, "1540919166796.0"), Some(1_540_919_166_796_000));
        assert_eq!(us(EpochUnit::Seconds, "1540919166.7969999"), Some(1_540_919_166_796_999));
        assert_eq!(us(EpochUnit::Seconds, "-0.0000001"), Some(-1));
        assert_eq!(us(EpochUnit::Seconds, "-1.5"), Some(-1_500_000));
        assert_eq!(us(EpochUnit::Milliseconds, "1.54e12"), Some(1_540_000_000_000_000));
        assert_eq!(us(EpochUnit::Seconds, "12E-1"), Some(1_200_000));
        assert_eq!(us(EpochUnit::Seconds, "0.00000000000000000000000000001e29"), Some(1_000_000));
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in ["", "-", "1.", ".5", "1e", "1e400000000000", "+1", "1_000", "0x10", "NaN", "1e19", "-1e18"] {
            assert_eq!(us(EpochUnit::Seconds, text), None, "{text}");
        }
        let long = "9".repeat(400);
        assert_eq!(us(EpochUnit::Microseconds, &long), None);
        assert_eq!(us(EpochUnit::Seconds, "1e-2147483648"), Some(0));
        assert_eq!(us(EpochUnit::Seconds, "253402300800"), None, "the year 10000");
    }
}
