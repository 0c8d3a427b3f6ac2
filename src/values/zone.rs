//! Time zones as data: a name and the moments at which its offset from UTC changes.

mod instant_text;

pub use instant_text::{InstantError, parse_instant};

use super::time::{Clock, DAY_US, Date, Instant, SECOND_US};
use chrono::{DateTime, Offset, TimeZone};
use std::sync::Arc;

/// The first moment whose offset is looked up, 1970-01-01T00:00:00Z.
const LOADED_FROM_S: i64 = 0;
/// The moment up to which offsets are looked up, 2100-01-01T00:00:00Z; the database knows no later change.
const LOADED_UNTIL_S: i64 = 4_102_444_800;

/// A time zone: where its local day starts and ends.
///
/// The changes of offset from 1970 up to the start of 2100 are carried along (a plan prints and hashes them), so that
/// no run asks a zone database. Before the first change the offset of 1970-01-01 holds, after the last one the last
/// offset; what a zone did before 1970 or may do from 2100 on is not known here.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Zone {
    name: Arc<str>,
    first_offset_s: i32,
    changes: Arc<[Change]>,
}

/// From `at` on (this moment included) local time is UTC plus `offset_s` seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Change {
    /// The first moment with the new offset.
    pub at: Instant,
    /// Seconds that local time is ahead of UTC, negative west of Greenwich.
    pub offset_s: i32,
}

impl Zone {
    /// UTC, which has no changes; the zone of rules that name none.
    pub fn utc() -> Zone {
        Zone { name: Arc::from("UTC"), first_offset_s: 0, changes: Arc::from([]) }
    }

    /// The zone of an IANA name such as `Europe/Berlin`, in just this spelling; `None` where there is no such zone.
    pub fn load(name: &str) -> Option<Zone> {
        let zone: chrono_tz::Tz = name.parse().ok()?;
        let first_offset_s = offset_s(zone, LOADED_FROM_S);
        Some(Zone { name: Arc::from(name), first_offset_s, changes: changes(zone, first_offset_s).into() })
    }

    /// A zone from its parts, as a plan carries them; `None` where changes are not in ascending order or an offset
    /// is a day or more.
    pub fn from_parts(name: &str, first_offset_s: i32, changes: Vec<Change>) -> Option<Zone> {
        let ascending = changes.windows(2).all(|two| two[0].at < two[1].at);
        let small = |offset_s: i32| offset_s.unsigned_abs() < 86_400;
        if !ascending || !small(first_offset_s) || !changes.iter().all(|change| small(change.offset_s)) {
            return None;
        }
        Some(Zone { name: Arc::from(name), first_offset_s, changes: changes.into() })
    }

    /// The names of all zones, sorted: for suggestions.
    pub fn names() -> Vec<&'static str> {
        let mut names: Vec<&'static str> = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The release of the zone database that [`Zone::load`] reads, such as `2025b`.
    pub fn database_release() -> &'static str {
        chrono_tz::IANA_TZDB_VERSION
    }

    /// The name, as it was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Seconds that local time is ahead of UTC before the first change.
    pub fn first_offset_s(&self) -> i32 {
        self.first_offset_s
    }

    /// The changes of offset, ascending.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Seconds that local time is ahead of UTC at a moment.
    pub fn offset_s(&self, at: Instant) -> i32 {
        match self.changes.partition_point(|change| change.at <= at) {
            0 => self.first_offset_s,
            n => self.changes[n - 1].offset_s,
        }
    }

    /// The calendar day at a moment.
    pub fn local_day(&self, at: Instant) -> Date {
        Date::from_days(self.local_us(at).div_euclid(DAY_US) as i32)
    }

    /// The first moment of a day: 00:00, or, where the clocks skip midnight, the first moment they show that day; of
    /// two midnights the earlier. Of a day that a zone skips altogether (Samoa, 2011-12-30) the first moment after.
    pub fn midnight(&self, date: Date) -> Instant {
        self.at_local(i64::from(date.days()) * DAY_US)
    }

    /// The moment when the clocks show a local time, given as microseconds since 1970-01-01 00:00 of the local
    /// calendar; of two such moments the earlier, and where the clocks skip it the first moment after.
    pub fn at_local(&self, local_us: i64) -> Instant {
        // Stretches of one offset follow each other; in each, local time runs from its start to its end. The first
        // stretch that ends after the local time holds the answer: that time, or its own start after a gap.
        let mut starts = Instant::from_us(i64::MIN);
        let mut offset_us = i64::from(self.first_offset_s) * SECOND_US;
        for change in &self.changes[self.first_change_to_ask(local_us)..] {
            if change.at.us() + offset_us > local_us {
                break;
            }
            starts = change.at;
            offset_us = i64::from(change.offset_s) * SECOND_US;
        }
        starts.max(Instant::from_us(local_us - offset_us))
    }

    /// The index of a change that surely lies before a local time, so that earlier ones need not be looked at.
    fn first_change_to_ask(&self, local_us: i64) -> usize {
        // Offsets are under a day, so a change two days before the local time, taken as UTC, is before it in any.
        self.changes.partition_point(|change| change.at.us() < local_us - 2 * DAY_US).saturating_sub(1)
    }

    /// Date and time of day at a moment: `2026-11-01 00:00`, with seconds and their fraction where there are any.
    pub fn display(&self, at: Instant) -> String {
        let clock = Clock::of(self.local_us(at));
        let mut shown = format!("{} {:02}:{:02}", clock.date, clock.hour, clock.minute);
        if clock.second != 0 || clock.micro != 0 {
            shown.push_str(&format!(":{:02}", clock.second));
        }
        if clock.micro != 0 {
            let digits = format!("{:06}", clock.micro);
            shown.push('.');
            shown.push_str(digits.trim_end_matches('0'));
        }
        shown
    }

    /// Local time as microseconds since 1970-01-01 00:00 of the local calendar.
    fn local_us(&self, at: Instant) -> i64 {
        at.us().saturating_add(i64::from(self.offset_s(at)) * SECOND_US)
    }
}

/// Seconds that local time is ahead of UTC in the zone database.
fn offset_s(zone: chrono_tz::Tz, at_s: i64) -> i32 {
    match DateTime::from_timestamp(at_s, 0) {
        Some(at) => zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc(),
        None => 0,
    }
}

/// Every change of offset in the loaded years, found by looking at every fourth day and halving between two that
/// differ. The closest two changes of any zone in these years are seven days apart (IANA 2025b, Boa Vista in 2000).
fn changes(zone: chrono_tz::Tz, first_offset_s: i32) -> Vec<Change> {
    const STEP_S: i64 = 4 * 86_400;
    let mut found = Vec::new();
    let mut known = first_offset_s;
    let mut from_s = LOADED_FROM_S;
    while from_s < LOADED_UNTIL_S {
        let until_s = (from_s + STEP_S).min(LOADED_UNTIL_S);
        let next = offset_s(zone, until_s);
        if next != known {
            found
                .push(Change { at: Instant::from_us(halve(zone, from_s, until_s, known) * SECOND_US), offset_s: next });
            known = next;
        }
        from_s = until_s;
    }
    found
}

/// The first second after `from_s` whose offset is not `known`; that of `until_s` is not.
fn halve(zone: chrono_tz::Tz, mut from_s: i64, mut until_s: i64, known: i32) -> i64 {
    while until_s - from_s > 1 {
        let middle_s = from_s + (until_s - from_s) / 2;
        if offset_s(zone, middle_s) == known {
            from_s = middle_s;
        } else {
            until_s = middle_s;
        }
    }
    until_s
}

#[cfg(test)]
mod tests;
