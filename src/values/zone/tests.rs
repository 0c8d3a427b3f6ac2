use super::*;
use crate::values::time::Date;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use proptest::prelude::*;

fn zone(name: &str) -> Zone {
    Zone::load(name).expect("a zone")
}

fn at(text: &str) -> Instant {
    parse_instant(text, &Zone::utc()).expect("a moment")
}

fn date(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

/// Zones with odd offsets, skipped midnights, skipped days, and changes of many kinds.
const ODD: [&str; 16] = [
    "UTC",
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Boa_Vista",
    "America/Havana",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Africa/Casablanca",
    "Africa/Monrovia",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kwajalein",
    "Antarctica/Troll",
];

#[test]
fn midnights_of_berlin_around_the_change_of_clocks() {
    let berlin = zone("Europe/Berlin");
    for (day, midnight) in [
        ("2026-11-01", "2026-10-31T23:00:00Z"),
        ("2026-07-01", "2026-06-30T22:00:00Z"),
        ("2026-03-29", "2026-03-28T23:00:00Z"),
        ("2026-03-30", "2026-03-29T22:00:00Z"),
        ("2026-10-25", "2026-10-24T22:00:00Z"),
        ("2026-10-26", "2026-10-25T23:00:00Z"),
    ] {
        assert_eq!(berlin.midnight(date(day)), at(midnight), "{day}");
        assert_eq!(berlin.local_day(at(midnight)), date(day));
        assert_eq!(berlin.local_day(Instant::from_us(at(midnight).us() - 1)).next(), Some(date(day)));
    }
    assert_eq!(berlin.display(at("2026-10-31T23:00:00Z")), "2026-11-01 00:00");
    assert_eq!(berlin.display(at("2026-10-31T23:00:05.5Z")), "2026-11-01 00:00:05.5");
    assert_eq!(berlin.display(at("2026-10-31T23:00:00.000001Z")), "2026-11-01 00:00:00.000001");
}

/// Sao Paulo put its clocks forward at midnight: 2018-11-04 started at 01:00.
#[test]
fn a_skipped_midnight_is_the_first_moment_of_its_day() {
    let sao_paulo = zone("America/Sao_Paulo");
    let first = sao_paulo.midnight(date("2018-11-04"));
    assert_eq!(first, at("2018-11-04T03:00:00Z"));
    assert_eq!(sao_paulo.display(first), "2018-11-04 01:00");
}

/// Havana puts its clocks back from 01:00 to 00:00: 2026-11-01 has two midnights.
#[test]
fn of_two_midnights_the_earlier_counts() {
    assert_eq!(zone("America/Havana").midnight(date("2026-11-01")), at("2026-11-01T04:00:00Z"));
}

/// Samoa went over the date line and had no 2011-12-30.
#[test]
fn a_skipped_day_starts_where_the_next_one_does() {
    let apia = zone("Pacific/Apia");
    assert_eq!(apia.midnight(date("2011-12-30")), apia.midnight(date("2011-12-31")));
    assert_eq!(apia.midnight(date("2011-12-31")), at("2011-12-30T10:00:00Z"));
}

#[test]
fn outside_the_loaded_years_the_nearest_offset_holds() {
    let berlin = zone("Europe/Berlin");
    assert_eq!(berlin.offset_s(at("1900-07-01T00:00:00Z")), 3_600);
    assert_eq!(berlin.offset_s(at("2099-07-01T00:00:00Z")), 7_200);
    assert_eq!(berlin.offset_s(at("2100-07-01T00:00:00Z")), 3_600);
    assert_eq!(berlin.offset_s(at("9999-01-01T00:00:00Z")), 3_600);
    assert_eq!(berlin.midnight(Date::FIRST).us(), i64::from(Date::FIRST.days()) * DAY_US - 3_600 * SECOND_US);
}

#[test]
fn loads_every_name_and_no_other() {
    let names = Zone::names();
    assert!(names.is_sorted() && names.len() > 400);
    assert!(names.contains(&"Europe/Berlin"));
    for name in ["", "Europe/berlin", "Europe/Berlin ", "CET+1", "Mars/Olympus"] {
        assert!(Zone::load(name).is_none(), "{name}");
    }
    assert_eq!(zone("UTC"), Zone::utc());
}

#[test]
fn a_zone_goes_into_its_parts_and_back() {
    let berlin = zone("Europe/Berlin");
    let parts = Zone::from_parts(berlin.name(), berlin.first_offset_s(), berlin.changes().to_vec());
    assert_eq!(parts, Some(berlin.clone()));
    let mut turned = berlin.changes().to_vec();
    turned.reverse();
    assert_eq!(Zone::from_parts("x", 0, turned), None);
    assert_eq!(Zone::from_parts("x", 86_400, Vec::new()), None);
}

/// Loaded once, as every generated case asks them.
fn odd_zones() -> &'static [Zone] {
    static ZONES: std::sync::LazyLock<Vec<Zone>> = std::sync::LazyLock::new(|| ODD.map(zone).to_vec());
    &ZONES
}

/// The first moment of a day from the definition: the earliest that shows this day or a later one, looked for second
/// by second around the change that may be near.
fn midnight_by_looking(zone: &Zone, date: Date) -> Instant {
    let guess_us = i64::from(date.days()) * DAY_US;
    let near = |us: i64| zone.local_day(Instant::from_us(us)) >= date;
    // Half-hour steps do for every zone whose changes fall on them; seconds do for the last stretch.
    let step_us = 1_800 * SECOND_US;
    let mut us = guess_us - 26 * 3_600 * SECOND_US;
    while !near(us) {
        us += step_us;
    }
    us -= step_us;
    while !near(us) {
        us += SECOND_US;
    }
    Instant::from_us(us)
}

#[test]
fn midnights_are_found_as_by_looking() {
    for zone in odd_zones() {
        let near_changes = zone.changes().iter().take(60).flat_map(|change| {
            let day = zone.local_day(change.at).days();
            (day - 1..=day + 1).map(Date::from_days)
        });
        for date in near_changes {
            assert_eq!(zone.midnight(date), midnight_by_looking(zone, date), "{} {date}", zone.name());
        }
    }
}

proptest! {
    #[test]
    fn offsets_are_those_of_the_database(which in 0usize..ODD.len(), seconds in LOADED_FROM_S..LOADED_UNTIL_S) {
        let zone = &odd_zones()[which];
        let database: chrono_tz::Tz = ODD[which].parse().unwrap();
        prop_assert_eq!(zone.offset_s(Instant::from_us(seconds * SECOND_US)), offset_s(database, seconds));
    }

    #[test]
    fn a_day_starts_at_its_midnight(which in 0usize..ODD.len(), days in -200_000i32..200_000) {
        let zone = &odd_zones()[which];
        let date = Date::from_days(days);
        let first = zone.midnight(date);
        prop_assert_eq!(zone.local_day(first), date);
        prop_assert!(zone.local_day(Instant::from_us(first.us() - 1)) < date);
    }

    #[test]
    fn moments_are_read_as_chrono_reads_them(
        us in Instant::FIRST.us()..=Instant::LAST.us(),
        offset_minutes in -1_439i64..=1_439,
        digits in 0usize..12,
    ) {
        let local_us = us + offset_minutes * 60 * SECOND_US;
        prop_assume!(Instant::from_us(local_us).is_supported());
        let clock = Clock::of(local_us);
        let (sign, size) = (if offset_minutes < 0 { '-' } else { '+' }, offset_minutes.abs());
        let fraction = format!(".{:06}999999", clock.micro);
        let fraction = if digits == 0 { "" } else { &fraction[..=digits] };
        let text = format!(
            "{}T{:02}:{:02}:{:02}{fraction}{sign}{:02}:{:02}",
            clock.date, clock.hour, clock.minute, clock.second, size / 60, size % 60
        );
        let expected = chrono::DateTime::parse_from_rfc3339(&text).unwrap();
        let expected_us = expected.timestamp() * SECOND_US + i64::from(expected.timestamp_subsec_nanos() / 1_000);
        prop_assert_eq!(parse_instant(&text, &Zone::utc()), Ok(Instant::from_us(expected_us)), "{}", text);
    }

    #[test]
    fn no_text_is_a_panic(text in ".{0,30}|[0-9TZ:+. -]{0,30}") {
        let _ = parse_instant(&text, &odd_zones()[1]);
        let _ = Date::parse(&text);
    }
}

#[test]
fn reads_rfc_3339() {
    let berlin = zone("Europe/Berlin");
    for (text, shown) in [
        ("2026-11-01", "2026-10-31T23:00:00Z"),
        ("2026-11-01T09:00:00Z", "2026-11-01T09:00:00Z"),
        ("2026-11-01t09:00:00z", "2026-11-01T09:00:00Z"),
        ("2026-11-01 09:00:00+01:00", "2026-11-01T08:00:00Z"),
        ("2026-11-01T09:00:00-00:00", "2026-11-01T09:00:00Z"),
        ("2026-11-01T09:00:00.9999999Z", "2026-11-01T09:00:00.999999Z"),
        ("1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:59.999999Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999999Z"),
        ("2017-01-01T00:59:60.5+01:00", "2016-12-31T23:59:59.999999Z"),
    ] {
        assert_eq!(parse_instant(text, &berlin).map(|at| at.to_string()), Ok(shown.to_owned()), "{text}");
    }
}

#[test]
fn says_why_a_text_is_no_moment() {
    use InstantError::*;
    for (text, why) in [
        ("", NotATime),
        ("tomorrow", NotATime),
        ("01.11.2026", NotATime),
        ("2026-11-01T", NotATime),
        ("2026-11-01T09:00", NotATime),
        ("2026-11-01T09:00Z", NotATime),
        ("2026-11-01T9:00:00Z", NotATime),
        ("2026-11-01  09:00:00Z", NotATime),
        ("2026-11-01T09:00:00.Z", NotATime),
        ("2026-11-01T09:00:00,5Z", NotATime),
        ("2026-11-01T09:00:00+0100", NotATime),
        ("2026-11-01T09:00:00 CET", NotATime),
        ("2026-11-01T09:00:00Z ", NotATime),
        ("2026-11-0é", NotATime),
        ("1793520000", NotATime),
        ("2026-02-30", NoSuchTime),
        ("2026-11-01T25:00:00Z", NoSuchTime),
        ("2026-11-01T24:00:00Z", NoSuchTime),
        ("2026-11-01T09:00:60Z", NoSuchTime),
        ("2026-11-01T09:00:00+24:00", NoSuchTime),
        ("2026-11-01T09:00:00", NoOffset),
        ("2026-11-01T09:00:00.5", NoOffset),
        ("0000-01-01", OutOfRange),
        ("0001-01-01T00:00:00+00:01", OutOfRange),
        ("9999-12-31T23:59:59-00:01", OutOfRange),
    ] {
        assert_eq!(parse_instant(text, &Zone::utc()), Err(why), "{text}");
    }
    // 0001-01-01 00:00 in Berlin is still the year before in UTC.
    assert_eq!(parse_instant("0001-01-01", &zone("Europe/Berlin")), Err(OutOfRange));
}

#[test]
fn midnights_of_many_zones_are_those_of_the_database() {
    for name in Zone::names().into_iter().step_by(17) {
        let database: chrono_tz::Tz = name.parse().unwrap();
        let zone = zone(name);
        for date in (0..47_000).step_by(211).map(Date::from_days) {
            let naive = NaiveDateTime::new(NaiveDate::from_epoch_days(date.days()).unwrap(), NaiveTime::MIN);
            if let Some(midnight) = database.from_local_datetime(&naive).earliest() {
                assert_eq!(zone.midnight(date).us(), midnight.timestamp() * SECOND_US, "{name} {date}");
            }
        }
    }
}

/// The zones with the closest changes: none is stepped over.
#[test]
fn changes_close_to_each_other_are_found() {
    for name in ["America/Boa_Vista", "America/Noronha", "Asia/Gaza", "Africa/Casablanca"] {
        let database: chrono_tz::Tz = name.parse().unwrap();
        let zone = zone(name);
        for at_s in (LOADED_FROM_S..LOADED_UNTIL_S).step_by(86_400) {
            assert_eq!(zone.offset_s(Instant::from_us(at_s * SECOND_US)), offset_s(database, at_s), "{name} {at_s}");
        }
    }
}
