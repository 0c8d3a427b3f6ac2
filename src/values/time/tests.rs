use super::*;
use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;

fn date(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

#[test]
fn reads_dates_that_exist() {
    for (text, days) in [("1970-01-01", 0), ("1969-12-31", -1), ("2026-11-01", 20_758), ("2000-02-29", 11_016)] {
        assert_eq!(Date::parse(text), Some(Date::from_days(days)), "{text}");
        assert_eq!(Date::from_days(days).to_string(), text);
    }
    assert_eq!(Date::parse("0001-01-01"), Some(Date::FIRST));
    assert_eq!(Date::parse("9999-12-31"), Some(Date::LAST));
    for text in [
        "",
        "2026-11-1",
        "2026-1-01",
        "26-11-01",
        "2026/11/01",
        "2026-13-01",
        "2026-00-01",
        "2026-02-29",
        "1900-02-29",
        "2026-04-31",
        "2026-11-00",
        "0000-01-01",
        "+026-11-01",
        "2026-11-01 ",
        "２０２６-11-01",
        "20261101",
        "2026-11-0é",
    ] {
        assert_eq!(Date::parse(text), None, "{text}");
    }
}

#[test]
fn every_day_of_the_calendar_is_that_of_chrono() {
    let mut chrono_day = NaiveDate::from_ymd_opt(1, 1, 1).unwrap();
    for days in Date::FIRST.days()..=Date::LAST.days() {
        let (year, month, day) = Date::from_days(days).to_ymd();
        assert_eq!((year, month, day), (i64::from(chrono_day.year()), chrono_day.month(), chrono_day.day()));
        assert_eq!(Date::from_ymd(year as u32, month, day), Some(Date::from_days(days)));
        chrono_day = chrono_day.succ_opt().unwrap();
    }
}

#[test]
fn weeks_start_on_monday() {
    assert_eq!(date("1969-12-29").iso_week(), 0);
    assert_eq!(date("1970-01-04").iso_week(), 0);
    assert_eq!(date("1970-01-05").iso_week(), 1);
    assert_eq!(date("1969-12-28").iso_week(), -1);
    // Sunday and Monday around the new year of 2027, whose Friday is in week 53 of 2026.
    assert_eq!(date("2026-12-28").iso_week(), date("2027-01-03").iso_week());
    assert_eq!(date("2027-01-04").iso_week(), date("2027-01-03").iso_week() + 1);
}

proptest! {
    #[test]
    fn days_of_one_iso_week_share_their_number(days in Date::FIRST.days()..Date::LAST.days()) {
        let iso = |days: i32| {
            let (year, month, day) = Date::from_days(days).to_ymd();
            NaiveDate::from_ymd_opt(year as i32, month, day).unwrap().iso_week()
        };
        let same = Date::from_days(days).iso_week() == Date::from_days(days + 1).iso_week();
        prop_assert_eq!(same, iso(days) == iso(days + 1));
    }

    #[test]
    fn no_date_and_no_moment_is_a_panic(days: i32, us: i64) {
        let (year, month, day) = Date::from_days(days).to_ymd();
        if let Some(chrono_day) = NaiveDate::from_epoch_days(days) {
            prop_assert_eq!((year, month, day), (i64::from(chrono_day.year()), chrono_day.month(), chrono_day.day()));
        }
        prop_assert!(!Date::from_days(days).to_string().is_empty());
        prop_assert!(Instant::from_us(us).to_string().ends_with('Z'));
    }

    #[test]
    fn whole_units_are_those_of_the_difference(a: i64, b: i64) {
        let (at, before) = (Instant::from_us(a), Instant::from_us(b));
        for unit in Unit::ALL {
            let us = i128::from(a) - i128::from(b);
            let expected = (us >= 0).then(|| u64::try_from(us / i128::from(unit.micros())).unwrap());
            prop_assert_eq!(at.whole_units_since(before, unit), expected);
        }
    }
}

#[test]
fn moments_show_the_digits_they_have() {
    for (us, shown) in [
        (0, "1970-01-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59.999999Z"),
        (1_793_523_600_250_000, "2026-11-01T09:00:00.25Z"),
        (Instant::FIRST.us(), "0001-01-01T00:00:00Z"),
        (Instant::LAST.us(), "9999-12-31T23:59:59.999999Z"),
    ] {
        assert_eq!(Instant::from_us(us).to_string(), shown);
    }
}

#[test]
fn windows_step_back_and_stay_representable() {
    let thirty_days = Duration::new(30, Unit::Day).unwrap();
    assert_eq!(Instant::from_us(0).earlier(thirty_days).us(), -30 * DAY_US);
    assert_eq!(Instant::from_us(i64::MIN).earlier(thirty_days).us(), i64::MIN);
    assert_eq!(Instant::from_us(0).later(thirty_days).us_since(Instant::from_us(0)), 30 * DAY_US);
    // No supported moment leaves the range of `i64` by any duration.
    let longest = Duration::new(4_000_000, Unit::Day).unwrap();
    assert!(Instant::FIRST.earlier(longest).us() > i64::MIN && Instant::LAST.later(longest).us() < i64::MAX);
    assert!(longest.micros() > Instant::LAST.us_since(Instant::FIRST));
}

#[test]
fn durations_keep_their_writing_and_their_bound() {
    let day = Duration::new(1, Unit::Day).unwrap();
    let hours = Duration::new(24, Unit::Hour).unwrap();
    assert_ne!(day, hours);
    assert_eq!(day.micros(), hours.micros());
    assert_eq!((day.to_string(), hours.to_string()), ("1d".to_owned(), "24h".to_owned()));
    assert_eq!((hours.in_units(Unit::Day), hours.in_units(Unit::Week)), (Some(1), None));
    for unit in Unit::ALL {
        let most = (Duration::MAX_US / unit.micros()) as u64;
        assert!(Duration::new(most, unit).is_some());
        assert!(Duration::new(most + 1, unit).is_none());
        assert!(Duration::new(u64::MAX, unit).is_none());
        assert_eq!(Unit::from_letter(unit.letter()), Some(unit));
    }
    assert_eq!(Unit::from_letter('y'), None);
    assert_eq!(Unit::Week.age_unit(), Unit::Day);
}
