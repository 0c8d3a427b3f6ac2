//! Number text as JSON spells it, of any length, in one pass.

use super::{Decimal, in_range};
use std::fmt;

/// Why a text is not a number of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberError {
    /// `1,200` `.5` `1.` `007` `+5` `0x1F` `NaN`: not spelled as JSON spells numbers.
    NotANumber,
    /// `1e13`: beyond plus or minus 10^12 after rounding to six places.
    TooLarge,
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NumberError::NotANumber => "not a number",
            NumberError::TooLarge => "beyond 1,000,000,000,000",
        })
    }
}

impl std::error::Error for NumberError {}

/// The pieces of a number text: `whole` and `fraction` hold digits only.
struct Spelled<'a> {
    negative: bool,
    whole: &'a [u8],
    fraction: &'a [u8],
    exponent: i64,
}

/// See [`Decimal::parse`].
#[inline]
pub(super) fn parse(text: &str) -> Result<Decimal, NumberError> {
    match plain(text.as_bytes()) {
        Some(micro) => Ok(Decimal(micro)),
        None => parse_any(text),
    }
}

/// The micros of a number that is spelled as nearly all are: up to 12 digits, up to six of them after a point. None
/// where it is for the general way to judge.
#[inline]
fn plain(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.len() > 13 || matches!(digits, [] | [b'0', b'0'..=b'9', ..] | [b'.', ..] | [.., b'.']) {
        return None;
    }
    let (mut number, mut n_digits, mut n_whole) = (0i64, 0usize, None);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                number = number * 10 + i64::from(byte - b'0');
                n_digits += 1;
            }
            b'.' if n_whole.is_none() => n_whole = Some(n_digits),
            _ => return None,
        }
    }
    if n_digits > 12 {
        return None;
    }
    let places = n_digits - n_whole.unwrap_or(n_digits);
    let size = number * TO_MICRO.get(places)?;
    Some(if negative { -size } else { size })
}

/// By how many digits stand after the point.
const TO_MICRO: [i64; 7] = [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];

fn parse_any(text: &str) -> Result<Decimal, NumberError> {
    let spelled = split(text.as_bytes()).ok_or(NumberError::NotANumber)?;
    let size = round_to_micro(&spelled).ok_or(NumberError::TooLarge)?;
    in_range(if spelled.negative { -size } else { size }).ok_or(NumberError::TooLarge)
}

/// Checks the grammar of JSON numbers and cuts the text into its pieces.
fn split(text: &[u8]) -> Option<Spelled<'_>> {
    let (negative, rest) = match text.strip_prefix(b"-") {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, rest) = digits(rest)?;
    if whole.len() > 1 && whole[0] == b'0' {
        return None;
    }
    let (fraction, rest) = match rest.strip_prefix(b".") {
        Some(rest) => digits(rest)?,
        None => (&[][..], rest),
    };
    let exponent = match rest {
        [] => 0,
        [b'e' | b'E', rest @ ..] => exponent(rest)?,
        _ => return None,
    };
    Some(Spelled { negative, whole, fraction, exponent })
}

/// The digits at the start, at least one, and what follows them.
fn digits(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let n = text.iter().take_while(|b| b.is_ascii_digit()).count();
    (n > 0).then(|| text.split_at(n))
}

/// The exponent, held at the ends of `i64` / 4: a text long enough to make up for more does not fit any memory.
fn exponent(text: &[u8]) -> Option<i64> {
    let (negative, rest) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let (digits, rest) = digits(rest)?;
    if !rest.is_empty() {
        return None;
    }
    let size = digits.iter().fold(0i64, |size, b| (size.saturating_mul(10)).saturating_add(i64::from(b - b'0')));
    let size = size.min(i64::MAX / 4);
    Some(if negative { -size } else { size })
}

/// The size in micros, rounded half to even; `None` from 10^19 micros on, which is far beyond every bound.
fn round_to_micro(spelled: &Spelled<'_>) -> Option<i128> {
    // The power of ten, in micros, that the first digit stands for; each later digit stands for one less.
    let mut place = i64::try_from(spelled.whole.len()).ok()?.checked_add(spelled.exponent)? + 5;
    let mut micro: i128 = 0;
    let mut half_digit = 0;
    let mut rest = false;
    for digit in spelled.whole.iter().chain(spelled.fraction).map(|b| b - b'0') {
        match place {
            19.. if digit != 0 => return None,
            0..19 => micro += i128::from(digit) * 10i128.pow(place as u32),
            -1 => half_digit = digit,
            ..-1 => rest |= digit != 0,
            _ => {}
        }
        place -= 1;
    }
    let up = half_digit > 5 || (half_digit == 5 && (rest || micro % 2 != 0));
    Some(micro + i128::from(up))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_plain_way_reads_what_the_general_one_does(text in "-?[0-9]{0,13}(\\.[0-9]{0,8})?", odd in "[-+.0-9eE]{0,9}") {
            for text in [text, odd] {
                if let Some(micro) = plain(text.as_bytes()) {
                    prop_assert_eq!(parse_any(&text), Ok(Decimal(micro)));
                }
            }
        }
    }

    #[test]
    fn most_numbers_are_plain() {
        for (text, micro) in
            [("0", 0), ("-0", 0), ("7.25", 7_250_000), ("-0.000001", -1), ("999999999999", 999_999_999_999_000_000)]
        {
            assert_eq!(plain(text.as_bytes()), Some(micro), "{text}");
        }
        for text in ["", "-", "+1", ".5", "5.", "007", "-00", "1e3", "1.2.3", "0.0000001", "1000000000000", "x"] {
            assert_eq!(plain(text.as_bytes()), None, "{text}");
        }
    }
}
