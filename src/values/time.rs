//! Instants, dates, units and spans of time, without a clock and without a zone.

use std::fmt;

/// Microseconds in a second.
pub const SECOND_US: i64 = 1_000_000;
/// Microseconds in a day of 24 hours.
pub const DAY_US: i64 = 86_400 * SECOND_US;

/// A moment: microseconds since 1970-01-01T00:00:00Z, finer digits cut toward the past.
///
/// Texts and data give moments of the years 0001 to 9999 only ([`Instant::is_supported`]); arithmetic may leave them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// The first supported moment, 0001-01-01T00:00:00Z.
    pub const FIRST: Instant = Instant(Date::FIRST.0 as i64 * DAY_US);
    /// The last supported moment, one microsecond before the year 10000 in UTC.
    pub const LAST: Instant = Instant((Date::LAST.0 as i64 + 1) * DAY_US - 1);

    /// The moment so many microseconds after 1970-01-01T00:00:00Z.
    pub const fn from_us(us: i64) -> Instant {
        Instant(us)
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub const fn us(self) -> i64 {
        self.0
    }

    /// Whether this lies in the years 0001 to 9999 of UTC.
    pub const fn is_supported(self) -> bool {
        Instant::FIRST.0 <= self.0 && self.0 <= Instant::LAST.0
    }

    /// The moment `duration` before this one; at the end of the representable times it stays there.
    pub const fn earlier(self, duration: Duration) -> Instant {
        Instant(self.0.saturating_sub(duration.micros()))
    }

    /// The moment `duration` after this one; at the end of the representable times it stays there.
    pub const fn later(self, duration: Duration) -> Instant {
        Instant(self.0.saturating_add(duration.micros()))
    }

    /// Microseconds from `earlier` to this moment, negative where it is the later one.
    pub const fn us_since(self, earlier: Instant) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Whole elapsed units from `earlier` to this moment, `None` where `earlier` lies after it.
    pub fn whole_units_since(self, earlier: Instant, unit: Unit) -> Option<u64> {
        let us = i128::from(self.0) - i128::from(earlier.0);
        (us >= 0).then(|| (us / i128::from(unit.micros())) as u64)
    }
}

impl fmt::Display for Instant {
    /// UTC with as many digits of the second as there are: `2026-11-01T09:00:00Z`, `2026-11-01T09:00:00.25Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = Clock::of(self.0);
        write!(f, "{}T{:02}:{:02}:{:02}", clock.date, clock.hour, clock.minute, clock.second)?;
        if clock.micro != 0 {
            let digits = format!("{:06}", clock.micro);
            write!(f, ".{}", digits.trim_end_matches('0'))?;
        }
        f.write_str("Z")
    }
}

/// What a calendar and a clock show at a count of microseconds since 1970-01-01 00:00.
pub(super) struct Clock {
    pub date: Date,
    pub hour: i64,
    pub minute: i64,
    pub second: i64,
    pub micro: i64,
}

impl Clock {
    pub(super) fn of(us: i64) -> Clock {
        let in_day = us.rem_euclid(DAY_US);
        let seconds = in_day / SECOND_US;
        Clock {
            date: Date(us.div_euclid(DAY_US) as i32),
            hour: seconds / 3600,
            minute: seconds / 60 % 60,
            second: seconds % 60,
            micro: in_day % SECOND_US,
        }
    }
}

/// A unit in which durations are written. Months and years are none: they have no fixed length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// `s`
    Second,
    /// `m`
    Minute,
    /// `h`
    Hour,
    /// `d`, 24 hours
    Day,
    /// `w`, 7 days
    Week,
}

impl Unit {
    /// All units, the shortest first.
    pub const ALL: [Unit; 5] = [Unit::Second, Unit::Minute, Unit::Hour, Unit::Day, Unit::Week];

    /// Microseconds of one unit.
    pub const fn micros(self) -> i64 {
        SECOND_US
            * match self {
                Unit::Second => 1,
                Unit::Minute => 60,
                Unit::Hour => 3_600,
                Unit::Day => 86_400,
                Unit::Week => 604_800,
            }
    }

    /// The letter the language writes after an amount.
    pub const fn letter(self) -> char {
        match self {
            Unit::Second => 's',
            Unit::Minute => 'm',
            Unit::Hour => 'h',
            Unit::Day => 'd',
            Unit::Week => 'w',
        }
    }

    /// The unit of a letter.
    pub fn from_letter(letter: char) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.letter() == letter)
    }

    /// The word for one or more: `day`, `days`.
    pub const fn word(self, plural: bool) -> &'static str {
        match (self, plural) {
            (Unit::Second, false) => "second",
            (Unit::Second, true) => "seconds",
            (Unit::Minute, false) => "minute",
            (Unit::Minute, true) => "minutes",
            (Unit::Hour, false) => "hour",
            (Unit::Hour, true) => "hours",
            (Unit::Day, false) => "day",
            (Unit::Day, true) => "days",
            (Unit::Week, false) => "week",
            (Unit::Week, true) => "weeks",
        }
    }

    /// The unit in which ages are counted where a decay is written in this unit: weeks count days.
    pub const fn age_unit(self) -> Unit {
        match self {
            Unit::Week => Unit::Day,
            other => other,
        }
    }
}

/// A length of time as it was written: `90d`, `36h`. Lengths that are equal may be written in two ways, and the
/// writing matters (it gives the unit of ages), so two durations are equal only where amount and unit are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Duration {
    amount: u64,
    unit: Unit,
}

impl Duration {
    /// The longest duration, four million days: more than lies between any two supported moments.
    pub const MAX_US: i64 = 4_000_000 * DAY_US;

    /// A duration, `None` where it is longer than [`Duration::MAX_US`].
    pub const fn new(amount: u64, unit: Unit) -> Option<Duration> {
        if amount > (Duration::MAX_US / unit.micros()) as u64 {
            return None;
        }
        Some(Duration { amount, unit })
    }

    /// The amount of units, as written.
    pub const fn amount(self) -> u64 {
        self.amount
    }

    /// The unit, as written.
    pub const fn unit(self) -> Unit {
        self.unit
    }

    /// The length in microseconds, at most [`Duration::MAX_US`].
    pub const fn micros(self) -> i64 {
        self.amount as i64 * self.unit.micros()
    }

    /// The length in whole units of another kind, `None` where it does not come out even.
    pub const fn in_units(self, unit: Unit) -> Option<u64> {
        let (length, of_one) = (self.micros(), unit.micros());
        if length % of_one == 0 { Some((length / of_one) as u64) } else { None }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.amount, self.unit.letter())
    }
}

/// A calendar day: days since 1970-01-01 of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

impl Date {
    /// 0001-01-01, the first supported day.
    pub const FIRST: Date = Date(-719_162);
    /// 9999-12-31, the last supported day.
    pub const LAST: Date = Date(2_932_896);

    /// The day so many days after 1970-01-01.
    pub const fn from_days(days: i32) -> Date {
        Date(days)
    }

    /// Days since 1970-01-01.
    pub const fn days(self) -> i32 {
        self.0
    }

    /// The day of a calendar date, `None` where there is no such day or its year is not 1 to 9999.
    #[inline]
    pub fn from_ymd(year: u32, month: u32, day: u32) -> Option<Date> {
        let in_range = (1..=9999).contains(&year) && (1..=12).contains(&month);
        if !in_range || day == 0 || day > days_of_month(year, month) {
            return None;
        }
        // Years start in March, so that the leap day is the last of its year; 400 years have 146,097 days.
        let (shifted_year, shifted_month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let leap_days = shifted_year / 4 - shifted_year / 100 + shifted_year / 400;
        let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
        Some(Date((shifted_year * 365 + leap_days + day_of_year) as i32 - 719_468))
    }

    /// Year, month and day of the calendar; the year 0 is the one before the year 1.
    pub fn to_ymd(self) -> (i64, u32, u32) {
        let days = i64::from(self.0) + 719_468;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let leap_days = day_of_era / 1_460 - day_of_era / 36_524 + day_of_era / 146_096;
        let year_of_era = (day_of_era - leap_days) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = era * 400 + year_of_era + i64::from(month <= 2);
        (year, month as u32, day as u32)
    }

    /// Reads `2026-11-01`: four digits, two and two, of a day that exists in the years 0001 to 9999.
    pub fn parse(text: &str) -> Option<Date> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        Date::from_ymd(digits(&bytes[0..4])?, digits(&bytes[5..7])?, digits(&bytes[8..10])?)
    }

    /// Whether this is a day of the years 0001 to 9999.
    pub const fn is_supported(self) -> bool {
        Date::FIRST.0 <= self.0 && self.0 <= Date::LAST.0
    }

    /// The week this day is in: whole weeks since the Monday before 1970-01-01. ISO weeks start on Monday, so two
    /// days are of one ISO week just if this is equal.
    pub const fn iso_week(self) -> i32 {
        // 1970-01-01 was a Thursday.
        self.0.saturating_add(3).div_euclid(7)
    }

    /// The day after, if it can be held.
    pub fn next(self) -> Option<Date> {
        self.0.checked_add(1).map(Date)
    }

    /// Days from `earlier` to this day, negative where it is the later one.
    pub const fn days_since(self, earlier: Date) -> i64 {
        self.0 as i64 - earlier.0 as i64
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.to_ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// How many days a month of the Gregorian calendar has.
#[inline]
fn days_of_month(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

/// A number written in digits only.
pub(super) fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0u32, |number, b| {
        let digit = char::from(*b).to_digit(10)?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

#[cfg(test)]
mod tests;
