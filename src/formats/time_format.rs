//! Times in a source's own spelling, as a declared pattern says: `%d.%m.%Y %H:%M`.

use super::EpochUnit;
use crate::values::time::{DAY_US, SECOND_US};
use crate::values::{Date, Instant, InstantError, Zone};

/// How a source writes its times and days, beyond RFC 3339.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimeSpelling {
    /// What numbers count; without it they are no times.
    pub unit: Option<EpochUnit>,
    /// Where there are any, texts have to fit one of these, and the first that fits counts.
    pub formats: Vec<TimeFormat>,
    /// Where the clocks stood that times without an offset were read from.
    pub zone: Option<Zone>,
}

/// A pattern of dates and times, compiled.
///
/// | sign | stands for |
/// |---|---|
/// | `%Y` `%y` | year of four digits, of two (`00` to `68` are 2000 to 2068) |
/// | `%m` `%b` `%B` | month as a number; its English name, short or whole (either is read) |
/// | `%d` `%e` | day of the month |
/// | `%H` `%I` `%p` | hour to 23; to 12; `AM` or `PM` |
/// | `%M` `%S` `%f` | minute; second; digits after the second |
/// | `%a` `%A` | English name of a day of the week, passed over |
/// | `%z` | offset: `Z`, `+0100`, `+01:00`, `+01`, `UTC`, `GMT` |
/// | `%%` | a percent sign |
///
/// Without a day it is the first of the month. Anything else stands for itself; a blank for any number of them. Numbers may have fewer digits where no digit follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeFormat {
    text: String,
    signs: Vec<Sign>,
    has_day: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Part(char),
    Blank,
    Is(char),
}

/// A day, and what a clock showed on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) date: Date,
    /// Microseconds since 00:00; none where only the day is written.
    pub(super) clock_us: Option<i64>,
    /// Seconds that the clock was ahead of UTC, where it says so.
    pub(super) offset_s: Option<i64>,
}

impl TimeFormat {
    /// Compiles a pattern; in words what is wrong with it.
    pub fn new(text: &str) -> Result<TimeFormat, String> {
        const PARTS: &str = "YymbBdeHIpMSfaAz";
        let mut signs = Vec::new();
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            signs.push(match c {
                '%' => match rest.next() {
                    Some('%') => Sign::Is('%'),
                    Some(part) if PARTS.contains(part) => Sign::Part(part),
                    Some(part) => return Err(format!("`%{part}` has no meaning; known are `%Y %m %d %H %M %S`")),
                    None => return Err("it ends with a lone `%`".to_owned()),
                },
                c if c.is_whitespace() => Sign::Blank,
                c => Sign::Is(c),
            });
        }
        let has = |parts: &[char]| parts.iter().any(|part| signs.contains(&Sign::Part(*part)));
        for (parts, what) in [(&['Y', 'y'][..], "year (`%Y`)"), (&['m', 'b', 'B'], "month (`%m`)")] {
            if !has(parts) {
                return Err(format!("it has no {what}"));
            }
        }
        let has_day = has(&['d', 'e']);
        if !has_day && has(&['H', 'I', 'M', 'S']) {
            return Err("it has a time of day and no day (`%d`)".to_owned());
        }
        Ok(TimeFormat { text: text.to_owned(), signs, has_day })
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a text fits and is a time that exists.
    pub fn fits(&self, text: &str) -> bool {
        self.read(text).is_ok()
    }

    /// What a text says, if it fits.
    pub(super) fn read(&self, text: &str) -> Result<Written, InstantError> {
        let first_of_month = Parts { day: u32::from(!self.has_day), ..Parts::default() };
        let mut at = Reader { rest: text, parts: first_of_month };
        for sign in &self.signs {
            at.pass(*sign).ok_or(InstantError::NotATime)?;
        }
        if !at.rest.is_empty() {
            return Err(InstantError::NotATime);
        }
        at.parts.written()
    }
}

#[derive(Default)]
struct Parts {
    year: u32,
    month: u32,
    day: u32,
    hour: Option<u32>,
    afternoon: Option<bool>,
    minute: u32,
    second: u32,
    micro: u32,
    offset_s: Option<i64>,
}

impl Parts {
    fn written(self) -> Result<Written, InstantError> {
        if self.year == 0 {
            return Err(InstantError::OutOfRange);
        }
        let date = Date::from_ymd(self.year, self.month, self.day).ok_or(InstantError::NoSuchTime)?;
        let hour = match (self.hour, self.afternoon) {
            (Some(hour), Some(afternoon)) if (1..=12).contains(&hour) => {
                Some(hour % 12 + if afternoon { 12 } else { 0 })
            }
            (Some(_), Some(_)) => return Err(InstantError::NoSuchTime),
            (hour, None) => hour,
            (None, Some(_)) => None,
        };
        if hour.is_some_and(|hour| hour > 23) || self.minute > 59 || self.second > 59 {
            return Err(InstantError::NoSuchTime);
        }
        let clock_us = hour
            .map(|hour| i64::from(hour * 3_600 + self.minute * 60 + self.second) * SECOND_US + i64::from(self.micro));
        Ok(Written { date, clock_us, offset_s: self.offset_s })
    }
}

struct Reader<'a> {
    rest: &'a str,
    parts: Parts,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Reader<'_> {
    fn pass(&mut self, sign: Sign) -> Option<()> {
        match sign {
            Sign::Blank => self.rest = self.rest.trim_start(),
            Sign::Is(c) => self.rest = self.rest.strip_prefix(c)?,
            Sign::Part(part) => self.part(part)?,
        }
        Some(())
    }

    fn part(&mut self, part: char) -> Option<()> {
        let parts = &mut self.parts;
        match part {
            'Y' => parts.year = digits(&mut self.rest, 4).filter(|(_, n)| *n == 4)?.0,
            'y' => {
                let (year, _) = digits(&mut self.rest, 2).filter(|(_, n)| *n == 2)?;
                parts.year = year + if year < 69 { 2000 } else { 1900 };
            }
            'm' => parts.month = digits(&mut self.rest, 2)?.0,
            'b' | 'B' => parts.month = name(&mut self.rest, &MONTHS)? + 1,
            'd' | 'e' => {
                self.rest = if part == 'e' { self.rest.trim_start() } else { self.rest };
                parts.day = digits(&mut self.rest, 2)?.0;
            }
            'H' | 'I' => parts.hour = Some(digits(&mut self.rest, 2)?.0),
            'p' => parts.afternoon = Some(name(&mut self.rest, &["am", "pm"])? == 1),
            'M' => parts.minute = digits(&mut self.rest, 2)?.0,
            'S' => parts.second = digits(&mut self.rest, 2)?.0,
            'f' => parts.micro = fraction(&mut self.rest)?,
            'a' | 'A' => drop(name(&mut self.rest, &DAYS)?),
            _ => parts.offset_s = Some(offset(&mut self.rest)?),
        }
        Some(())
    }
}

/// A number of so many digits at most, and how many it had.
fn digits(rest: &mut &str, n_max: usize) -> Option<(u32, usize)> {
    let n = rest.bytes().take(n_max).take_while(u8::is_ascii_digit).count();
    let (number, after) = rest.split_at(n);
    *rest = after;
    Some((number.parse().ok()?, n))
}

/// The microseconds that digits after the point stand for; finer ones are cut.
fn fraction(rest: &mut &str) -> Option<u32> {
    let n = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (found, after) = rest.split_at(n);
    *rest = after;
    let micro: String = found.chars().chain("000000".chars()).take(6).collect();
    if n == 0 { None } else { micro.parse().ok() }
}

/// The index of a name, or of its first three letters, in any case.
fn name(rest: &mut &str, names: &[&str]) -> Option<u32> {
    let found = |name: &str| rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    let index = |name: &&str| (0..).zip(names).find(|(_, known)| *known == name).map(|(index, _)| index);
    let whole = names.iter().find(|name| found(name)).map(|name| (index(name), name.len()));
    let short = || names.iter().find(|name| name.len() > 3 && found(&name[..3])).map(|name| (index(name), 3));
    let (index, n) = whole.or_else(short)?;
    // `Sept` and `Jun.` are common too.
    *rest = &rest[n..];
    let more = if index == Some(8) && n == 3 { rest.strip_prefix(['t', 'T']) } else { None };
    *rest = more.unwrap_or(rest);
    index
}

/// Seconds that an offset is ahead of UTC.
fn offset(rest: &mut &str) -> Option<i64> {
    for utc in ["Z", "z", "UTC", "GMT"] {
        if let Some(after) = rest.strip_prefix(utc) {
            *rest = after;
            return Some(0);
        }
    }
    let (sign, mut after) = match rest.as_bytes().first()? {
        b'+' => (1, &rest[1..]),
        b'-' => (-1, &rest[1..]),
        _ => return None,
    };
    let (hours, 2) = digits(&mut after, 2)? else {
        return None;
    };
    let mut minutes_at = after.strip_prefix(':').unwrap_or(after);
    let minutes = match digits(&mut minutes_at, 2) {
        Some((minutes, 2)) => {
            after = minutes_at;
            minutes
        }
        _ => 0,
    };
    *rest = after;
    (hours <= 23 && minutes <= 59).then(|| sign * i64::from(hours * 3_600 + minutes * 60))
}

/// The day and clock that a text such as `2026-11-01 9:00:00.5` begins with, and what follows.
fn clock(text: &str) -> Option<(Written, &str)> {
    let (date, rest) = text.split_at_checked(10)?;
    let date = Date::parse(date)?;
    let mut rest = rest.strip_prefix(['T', 't', ' '])?.trim_start();
    let mut parts = Parts { year: 1, month: 1, day: 1, ..Parts::default() };
    parts.hour = Some(digits(&mut rest, 2)?.0);
    rest = rest.strip_prefix(':')?;
    parts.minute = digits(&mut rest, 2).filter(|(_, n)| *n == 2)?.0;
    if let Some(after) = rest.strip_prefix(':') {
        rest = after;
        parts.second = digits(&mut rest, 2).filter(|(_, n)| *n == 2)?.0;
        if let Some(after) = rest.strip_prefix('.') {
            rest = after;
            parts.micro = fraction(&mut rest)?;
        }
    }
    let written = parts.written().ok()?;
    Some((Written { date, ..written }, rest))
}

impl TimeSpelling {
    /// The day and the clock that a text shows, by the declared patterns.
    pub(super) fn written(&self, text: &str) -> Result<Written, InstantError> {
        let mut worst = InstantError::NotATime;
        for format in &self.formats {
            match format.read(text) {
                Ok(written) => return Ok(written),
                Err(InstantError::NotATime) => {}
                Err(other) => worst = other,
            }
        }
        Err(worst)
    }

    /// The day and clock of `2026-11-01 9:00:00.5` or `2026-11-01T09:00`: a time without an offset, for sources that
    /// have declared their zone.
    pub(super) fn local(text: &str) -> Option<Written> {
        clock(text).filter(|(_, rest)| rest.is_empty()).map(|(written, _)| written)
    }

    /// The day, clock and offset of `2026-11-01T09:00:00.000+0100`, `2026-11-01 09:00:00+01` or `2026-11-01 09:00 UTC`:
    /// what only one moment can be, though RFC 3339 writes it otherwise.
    pub(super) fn with_offset(text: &str) -> Option<Written> {
        let (written, rest) = clock(text)?;
        let mut rest = rest.trim_start();
        let offset_s = Some(offset(&mut rest)?);
        rest.is_empty().then_some(Written { offset_s, ..written })
    }

    /// The moment of `/Date(1793520000000)/`, as JSON from .NET has it: thousandths of a second since 1970, after which
    /// an offset may stand that changes nothing. None inside where it is out of range.
    pub(super) fn in_brackets(text: &str) -> Option<Option<Instant>> {
        let inner = text.strip_prefix("/Date(")?.strip_suffix(")/")?;
        let n = inner.find(['+', '-']).filter(|at| *at > 0).or_else(|| Some(1 + inner.get(1..)?.find(['+', '-'])?));
        let (number, mut offset_at) = inner.split_at(n.unwrap_or(inner.len()));
        let is_whole = offset_at.is_empty() || (offset(&mut offset_at).is_some() && offset_at.is_empty());
        let is_number = is_whole && number.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit());
        (is_number && EpochUnit::Milliseconds.is_number(number)).then(|| EpochUnit::Milliseconds.read(number))
    }

    /// The moment of a day and a clock; a day without a clock begins at 00:00. Without an offset and a declared zone
    /// they stand in the zone of the rules.
    pub(super) fn instant(&self, written: Written, rules_zone: &Zone) -> Result<Instant, InstantError> {
        let day_us = i64::from(written.date.days()) * DAY_US;
        let local_us = day_us + written.clock_us.unwrap_or(0);
        let at = match written.offset_s {
            Some(offset_s) => Instant::from_us(local_us - offset_s * SECOND_US),
            None => match (&self.zone, written.clock_us) {
                (Some(zone), _) => zone.at_local(local_us),
                (None, None) => rules_zone.at_local(local_us),
                (None, Some(_)) => return Err(InstantError::NoOffset),
            },
        };
        if at.is_supported() { Ok(at) } else { Err(InstantError::OutOfRange) }
    }

    /// The calendar day of a day and a clock: as written, or, where it has an offset or its own zone, the day it falls
    /// on in the zone of the rules.
    pub(super) fn day(&self, written: Written, rules_zone: &Zone) -> Result<Date, InstantError> {
        if written.clock_us.is_none() || (written.offset_s.is_none() && self.zone.is_none()) {
            return Ok(written.date);
        }
        let day = rules_zone.local_day(self.instant(written, rules_zone)?);
        if day.is_supported() { Ok(day) } else { Err(InstantError::OutOfRange) }
    }
}

#[cfg(test)]
mod tests;
