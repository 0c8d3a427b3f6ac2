//! Moments as text: RFC 3339, or a date that stands for its midnight.

use super::Zone;
use crate::values::time::{DAY_US, Date, Instant, SECOND_US, digits};
use std::fmt;

/// Why a text is no moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InstantError {
    /// `tomorrow`, `01.11.2026`: neither `2026-11-01` nor `2026-11-01T09:00:00Z`.
    NotATime,
    /// `2026-02-30`, `2026-11-01T25:00:00Z`: spelled as a time, but there is none such.
    NoSuchTime,
    /// `2026-11-01T09:00:00`: nothing says which zone the clock stood in.
    NoOffset,
    /// `0000-01-01`, or a moment that its offset carries out of the years 0001 to 9999.
    OutOfRange,
}

impl fmt::Display for InstantError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            InstantError::NotATime => "not a time such as `2026-11-01T09:00:00Z` or a date such as `2026-11-01`",
            InstantError::NoSuchTime => "no such day or time of day",
            InstantError::NoOffset => "a time without its zone: end it with `Z` or an offset such as `+01:00`",
            InstantError::OutOfRange => "not in the years 0001 to 9999",
        })
    }
}

impl std::error::Error for InstantError {}

/// Reads a moment: a date is its 00:00 in `zone`; a time is RFC 3339 (`T` or one blank between date and time, any
/// number of digits after the second, `Z` or an offset), and what is finer than a microsecond is cut toward the past.
///
/// The leap second `23:59:60` of UTC is read as the last microsecond before it ends, so that it stays in its day.
/// Blanks around are the caller's business.
#[inline]
pub fn parse_instant(text: &str, zone: &Zone) -> Result<Instant, InstantError> {
    match plain(text.as_bytes()) {
        Some(at) => Ok(at),
        None => parse_any(text, zone),
    }
}

/// A moment that is spelled as nearly all are: `2026-11-01T09:00:00Z`, perhaps with up to six digits of a fraction.
/// None where it is for the general way to judge.
///
/// Digits and signs are looked at eight at a time.
#[inline]
fn plain(text: &[u8]) -> Option<Instant> {
    let (moment, rest) = text.split_first_chunk::<19>()?;
    let word = |at: usize| moment[at..].first_chunk().map_or(0, |eight| u64::from_le_bytes(*eight));
    let ymd = digits_of(word(0), b"....-..-")?;
    let hm = digits_of(word(8), b"..T..:..")?;
    let ms = digits_of(word(11), b"..:..:..")?;
    let two = |word: u64, at: u32| (word >> (8 * at) & 0xff) as u32 * 10 + (word >> (8 * at + 8) & 0xff) as u32;
    let (hour, minute, second) = (two(hm, 3), two(hm, 6), two(ms, 6));
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let fraction_us = if let [b'Z'] = rest { 0 } else { plain_fraction(rest)? };
    let date = Date::from_ymd(two(ymd, 0) * 100 + two(ymd, 2), two(ymd, 5), two(hm, 0))?;
    let second_of_day = i64::from(hour * 3_600 + minute * 60 + second);
    Some(Instant::from_us(i64::from(date.days()) * DAY_US + second_of_day * SECOND_US + fraction_us))
}

/// The figures of eight digits, a byte each, where the pattern has points; the other bytes have to be those of the
/// pattern.
#[inline(always)]
fn digits_of(word: u64, pattern: &[u8; 8]) -> Option<u64> {
    let pattern = u64::from_le_bytes(*pattern);
    let points = pattern ^ 0x2e2e_2e2e_2e2e_2e2e;
    // A byte that is not 0 gets its highest bit: the signs.
    let signs = (points | (points & 0x7f7f_7f7f_7f7f_7f7f).wrapping_add(0x7f7f_7f7f_7f7f_7f7f)) & 0x8080_8080_8080_8080;
    let signs = (signs >> 7) * 0xff;
    let figures = (word ^ 0x3030_3030_3030_3030) & !signs;
    let others = (figures.wrapping_add(0x7676_7676_7676_7676) | figures) & 0x8080_8080_8080_8080;
    ((word ^ pattern) & signs == 0 && others == 0).then_some(figures)
}

/// `.25Z`
fn plain_fraction(text: &[u8]) -> Option<i64> {
    let [b'.', digits @ .., b'Z'] = text else { return None };
    if !(1..=6).contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let read = digits.iter().fold(0, |micro, byte| micro * 10 + i64::from(byte - b'0'));
    Some(read * 10i64.pow(6 - digits.len() as u32))
}

fn parse_any(text: &str, zone: &Zone) -> Result<Instant, InstantError> {
    let bytes = text.as_bytes();
    let (date, rest) = date_part(bytes)?;
    if rest.is_empty() {
        return supported(i128::from(zone.midnight(date).us()));
    }
    let ([b'T' | b't' | b' ', clock @ ..], true) = (rest, rest.len() > 1) else {
        return Err(InstantError::NotATime);
    };
    let (clock, rest) = clock_part(clock)?;
    let (fraction_us, rest) = fraction_part(rest)?;
    let offset_s = offset_part(rest)?;
    let leap = clock.second == 60;
    let day_s = i64::from(clock.hour * 3_600 + clock.minute * 60 + clock.second);
    let utc_s = i64::from(date.days()) * (DAY_US / SECOND_US) + day_s - offset_s;
    if leap && utc_s.rem_euclid(DAY_US / SECOND_US) != 0 {
        return Err(InstantError::NoSuchTime);
    }
    let us = if leap { -1 } else { i128::from(fraction_us) };
    supported(i128::from(utc_s) * i128::from(SECOND_US) + us)
}

struct TimeOfDay {
    hour: u32,
    minute: u32,
    second: u32,
}

/// The date at the start and what follows it.
fn date_part(text: &[u8]) -> Result<(Date, &[u8]), InstantError> {
    let (date, rest) = text.split_at_checked(10).ok_or(InstantError::NotATime)?;
    let parts = if date[4] == b'-' && date[7] == b'-' {
        (digits(&date[0..4]), digits(&date[5..7]), digits(&date[8..10]))
    } else {
        (None, None, None)
    };
    let (Some(year), Some(month), Some(day)) = parts else {
        return Err(InstantError::NotATime);
    };
    if year == 0 {
        return Err(InstantError::OutOfRange);
    }
    Ok((Date::from_ymd(year, month, day).ok_or(InstantError::NoSuchTime)?, rest))
}

/// `09:00:00` and what follows it.
fn clock_part(text: &[u8]) -> Result<(TimeOfDay, &[u8]), InstantError> {
    let (clock, rest) = text.split_at_checked(8).ok_or(InstantError::NotATime)?;
    let (Some(hour), b':', Some(minute), b':', Some(second)) =
        (digits(&clock[0..2]), clock[2], digits(&clock[3..5]), clock[5], digits(&clock[6..8]))
    else {
        return Err(InstantError::NotATime);
    };
    if hour > 23 || minute > 59 || second > 60 {
        return Err(InstantError::NoSuchTime);
    }
    Ok((TimeOfDay { hour, minute, second }, rest))
}

/// The microseconds of a fraction such as `.25`, if there is one, and what follows it.
fn fraction_part(text: &[u8]) -> Result<(u32, &[u8]), InstantError> {
    let Some(rest) = text.strip_prefix(b".") else {
        return Ok((0, text));
    };
    let n = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    if n == 0 {
        return Err(InstantError::NotATime);
    }
    let micro = (0..6).fold(0, |micro, i| micro * 10 + if i < n { u32::from(rest[i] - b'0') } else { 0 });
    Ok((micro, &rest[n..]))
}

/// The seconds that an offset is ahead of UTC: `Z`, `+01:00`.
fn offset_part(text: &[u8]) -> Result<i64, InstantError> {
    let (sign, text) = match text {
        [] => return Err(InstantError::NoOffset),
        [b'Z' | b'z'] => return Ok(0),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return Err(InstantError::NotATime),
    };
    if text.len() != 5 || text[2] != b':' {
        return Err(InstantError::NotATime);
    }
    let (Some(hours), Some(minutes)) = (digits(&text[0..2]), digits(&text[3..5])) else {
        return Err(InstantError::NotATime);
    };
    if hours > 23 || minutes > 59 {
        return Err(InstantError::NoSuchTime);
    }
    Ok(sign * i64::from(hours * 3_600 + minutes * 60))
}

fn supported(us: i128) -> Result<Instant, InstantError> {
    let instant = i64::try_from(us).map(Instant::from_us).map_err(|_| InstantError::OutOfRange)?;
    if instant.is_supported() { Ok(instant) } else { Err(InstantError::OutOfRange) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_plain_way_reads_what_the_general_one_does(
            text in "[0-2][0-9]{3}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,8})?[Zz]?",
            edit in any::<(prop::sample::Index, u8)>(),
        ) {
            let mut edited = text.clone().into_bytes();
            edited[edit.0.index(text.len())] = edit.1 & 0x7f;
            let edited = String::from_utf8(edited).expect("it is ASCII");
            for text in [text, edited] {
                if let Some(at) = plain(text.as_bytes()) {
                    prop_assert_eq!(parse_any(&text, &Zone::utc()), Ok(at));
                }
            }
        }
    }

    #[test]
    fn most_moments_are_plain() {
        for text in ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "2024-02-29T12:30:45.5Z"] {
            assert_eq!(plain(text.as_bytes()), parse_any(text, &Zone::utc()).ok(), "{text}");
            assert!(plain(text.as_bytes()).is_some());
        }
        for text in
            ["0000-01-01T00:00:00Z", "2023-02-29T12:30:45Z", "2026-01-01T23:59:60Z", "2026-01-01T09:00:00+01:00"]
        {
            assert_eq!(plain(text.as_bytes()), None, "{text}");
        }
    }
}
