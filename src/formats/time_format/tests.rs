use super::*;

fn read(format: &str, text: &str) -> Option<String> {
    let spelling = TimeSpelling {
        formats: vec![TimeFormat::new(format).expect("a pattern of a test")],
        ..TimeSpelling::default()
    };
    let written = spelling.written(text).ok()?;
    let zone = TimeSpelling { zone: Some(Zone::utc()), ..spelling };
    Some(zone.instant(written, &Zone::utc()).ok()?.to_string())
}

#[test]
fn patterns_say_which_number_is_the_day() {
    assert_eq!(read("%d-%m-%Y", "03-04-2026").as_deref(), Some("2026-04-03T00:00:00Z"));
    assert_eq!(read("%m/%d/%Y", "3/4/2026").as_deref(), Some("2026-03-04T00:00:00Z"));
    assert_eq!(read("%Y%m%d", "19970101").as_deref(), Some("1997-01-01T00:00:00Z"));
    assert_eq!(read("%b %Y", "Feb 2026").as_deref(), Some("2026-02-01T00:00:00Z"));
    assert_eq!(read("%d.%m.%y", "1.2.69").as_deref(), Some("1969-02-01T00:00:00Z"));
    assert_eq!(read("%d.%m.%y", "1.2.68").as_deref(), Some("2068-02-01T00:00:00Z"));
    assert_eq!(read("%e %b %Y", " 1 sept 2026").as_deref(), Some("2026-09-01T00:00:00Z"));
    assert_eq!(
        read("%a, %d %B %Y %H:%M:%S %z", "Sun, 01 November 2026 10:00:00 +0100").as_deref(),
        Some("2026-11-01T09:00:00Z")
    );
}

#[test]
fn clocks_of_twelve_hours_fractions_and_offsets() {
    assert_eq!(read("%Y-%m-%d %I:%M %p", "2026-11-01 12:05 AM").as_deref(), Some("2026-11-01T00:05:00Z"));
    assert_eq!(read("%Y-%m-%d %I:%M %p", "2026-11-01 12:05 pm").as_deref(), Some("2026-11-01T12:05:00Z"));
    assert_eq!(read("%Y-%m-%d %I:%M %p", "2026-11-01 13:05 pm"), None);
    assert_eq!(
        read("%Y-%m-%d %H:%M:%S.%f", "2026-11-01 4:30:42.1234567").as_deref(),
        Some("2026-11-01T04:30:42.123456Z")
    );
    for (offset, hour) in [("Z", "09"), ("+01:00", "08"), ("-0130", "10"), ("+02", "07"), ("GMT", "09")] {
        let shown = read("%Y-%m-%dT%H:%M%z", &format!("2026-11-01T09:00{offset}")).expect("a time");
        assert!(shown.starts_with(&format!("2026-11-01T{hour}")), "{offset}: {shown}");
    }
}

#[test]
fn what_does_not_fit_is_no_time_and_nothing_is_guessed() {
    for text in [
        "",
        "04-13-2026",
        "3-4-26",
        "03-04-2026 ",
        "03-04-2026x",
        "+3-04-2026",
        "2026-04-03",
        "31-02-2026",
        "01-01-0000",
    ] {
        assert_eq!(read("%d-%m-%Y", text), None, "{text}");
    }
    for text in ["é", "2026-11-01T09:00+é", "2026-11-01T09:00+2", "2026-11-01T24:00Z", "2026-11-01T09:60Z"] {
        assert_eq!(read("%Y-%m-%dT%H:%M%z", text), None, "{text}");
    }
}

#[test]
fn a_pattern_needs_year_and_month_and_known_signs() {
    let wrong = |text: &str| TimeFormat::new(text).expect_err("it is wrong");
    assert_eq!(wrong("%H:%M"), "it has no year (`%Y`)");
    assert_eq!(wrong("%Y-%m %H:%M"), "it has a time of day and no day (`%d`)");
    assert_eq!(wrong("%Y-%d"), "it has no month (`%m`)");
    assert_eq!(wrong("%Y%q"), "`%q` has no meaning; known are `%Y %m %d %H %M %S`");
    assert_eq!(wrong("%d%"), "it ends with a lone `%`");
}

#[test]
fn times_without_an_offset_stand_in_the_declared_zone() {
    let paris = TimeSpelling { zone: Zone::load("Europe/Paris"), ..TimeSpelling::default() };
    let at = |text: &str| paris.instant(TimeSpelling::local(text)?, &Zone::utc()).ok().map(|at| at.to_string());
    assert_eq!(at("2026-07-01 4:30:42").as_deref(), Some("2026-07-01T02:30:42Z"));
    assert_eq!(at("2026-12-01T09:00").as_deref(), Some("2026-12-01T08:00:00Z"));
    // The clocks skip 02:30: the first moment they show after it. They show 02:30 twice: the first time.
    assert_eq!(at("2026-03-29 02:30:00").as_deref(), Some("2026-03-29T01:00:00Z"));
    assert_eq!(at("2026-10-25 02:30:00").as_deref(), Some("2026-10-25T00:30:00Z"));
    for text in [
        "2026-12-01",
        "2026-12-01T",
        "2026-12-01T9",
        "2026-12-01T9:0",
        "2026-12-01T09:00Z",
        "2026-12-01 09:00:00.",
        "é",
    ] {
        assert_eq!(at(text), None, "{text}");
    }
    let day =
        |text: &str| paris.day(TimeSpelling::local(text).expect("a time"), &Zone::utc()).expect("a day").to_string();
    assert_eq!(day("2026-12-01 00:30"), "2026-11-30");
}
