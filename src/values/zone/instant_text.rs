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
pub fn parse_instant(text: &str, zone: &Zone) -> Result<Instant, InstantError> {
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
