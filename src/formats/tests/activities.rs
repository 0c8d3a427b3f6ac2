//! Activities: what identifies them, and which of them are one.

use super::*;

fn with_id(name: &'static str, bytes: &'static str) -> File<'static> {
    let source = ActivitySource { id: ActivityIdFrom::Declared(Way::new("id").into()), ..ActivitySource::default() };
    File { source: RecordSource::activities_from(source), name, bytes: bytes.as_bytes() }
}

#[test]
fn contact_type_and_time_have_to_be_there() {
    let said = |line: &str| refused(&[activities("a.ndjson", line)]);
    assert_eq!(said(r#"{"type":"bounce","at":"2026-10-01"}"#), "a.ndjson:1: no `contact_id`");
    assert_eq!(said(r#"{"contact_id":"  ","type":"bounce","at":"2026-10-01"}"#), "a.ndjson:1: no `contact_id`");
    assert_eq!(said(r#"{"contact_id":"c","type":null,"at":"2026-10-01"}"#), "a.ndjson:1: no `type`");
    assert_eq!(said(r#"{"contact_id":"c","type":"bounce"}"#), "a.ndjson:1: no `at`");
    assert_eq!(
        said(r#"{"contact_id":"c","type":["bounce"],"at":"2026-10-01"}"#),
        "a.ndjson:1: `type` has to be a text or a number, this is a list"
    );
    assert_eq!(
        said(r#"{"contact_id":"c","type":"bounce","at":"01.10.2026"}"#),
        "a.ndjson:1: `at` is no time: `01.10.2026` is not a time such as `2026-11-01T09:00:00Z`; \
         declare its `format`: whether the day or the month comes first is not guessed"
    );
    assert_eq!(
        said(r#"{"contact_id":"c","type":"bounce","at":1793520000}"#),
        "a.ndjson:1: `at` is no time: `1793520000` is a number, and what it counts is not declared; it is probably `s`"
    );
    assert!(
        said(r#"{"contact_id":"c","type":"bounce","at":["2026-10-01"]}"#)
            .ends_with("it is a list where one value is declared")
    );
}

#[test]
fn an_activity_is_what_its_record_says() {
    let line =
        r#"{"contact_id":7,"type":"page_view","at":"2026-10-01T02:00:00+02:00","url":" /x ","amount":5,"id":3.0}"#;
    let read = read(&[activities("a.ndjson", line)]);
    let activity = &read.records.activities[0];
    assert_eq!((&*activity.contact, &*activity.ty, activity.id.as_deref()), ("7", "page_view", Some("3.0")));
    assert_eq!(activity.at, time("2026-10-01"));
    // An amount belongs to purchases: on a page view it is missing, and not counted as anything.
    assert_eq!(activity.values, [Value::text(" /x "), Value::Missing, Value::Missing]);
    let amount = read.report.fields.iter().find(|field| field.name == "amount").expect("it is used");
    assert_eq!((amount.n_records, amount.n_missing, amount.n_misfits), (0, 0, 0));
}

#[test]
fn without_a_declared_id_nothing_is_dropped() {
    let line = r#"{"contact_id":"c","type":"bounce","at":"2026-10-01","id":"x"}"#;
    let read = read(&[activities("a.ndjson", &format!("{line}\n{line}\n"))]);
    assert_eq!(read.records.activities.len(), 2);
    assert_eq!(read.report.sources[0].n_repeats, 0);
}

const COPIES: &str = concat!(
    r#"{"contact_id":"c","type":"purchase","at":"2026-10-01","id":"x","amount":1}"#,
    "\n",
    r#"{"contact_id":"c","type":"purchase","at":"2026-10-02","id":"x","amount":2}"#,
    "\n",
    r#"{"contact_id":"d","type":"purchase","at":"2026-10-02","id":"x","amount":3}"#,
    "\n",
    r#"{"contact_id":"c","type":"purchase","at":"2026-10-02","id":"x","amount":4}"#,
    "\n",
    r#"{"contact_id":"c","type":"purchase","at":"2026-10-05"}"#,
    "\n",
    r#"{"contact_id":"d","type":"purchase","at":"2026-10-02","id":"x","amount":3,"unread":"differs"}"#,
    "\n",
);

#[test]
fn of_copies_with_a_declared_id_the_greatest_counts() {
    let read = read(&[with_id("a.ndjson", COPIES)]);
    let amounts: Vec<&Value> = read.records.activities.iter().map(|activity| &activity.values[1]).collect();
    assert_eq!(amounts, [&number("3"), &number("4"), &Value::Missing]);
    let source = &read.report.sources[0];
    assert_eq!((source.n_read, source.n_kept, source.n_repeats, source.n_without_id), (6, 3, 3, 1));
    let conflicts = &read.report.conflicts;
    assert_eq!(conflicts.n, 1, "copies that differ in unread fields only are equal");
    assert_eq!((&*conflicts.first[0].contact, &*conflicts.first[0].id), ("c", "x"));
    assert_eq!(conflicts.first[0].kept.1, 4);
}

#[test]
fn ids_of_different_sources_have_nothing_to_do_with_each_other() {
    let line = r#"{"contact_id":"c","type":"bounce","at":"2026-10-01","id":"1"}"#;
    let read = read(&[with_id("a.ndjson", line), with_id("b.ndjson", line)]);
    assert_eq!(read.records.activities.len(), 2);
}

#[test]
fn the_order_of_lines_does_not_decide_which_copy_counts() {
    let turned: String = COPIES.lines().rev().map(|line| format!("{line}\n")).collect();
    let read = read(&[with_id("a.ndjson", Box::leak(turned.into_boxed_str()))]);
    let mut amounts: Vec<Value> = read.records.activities.iter().map(|activity| activity.values[1].clone()).collect();
    amounts.sort();
    assert_eq!(amounts, [Value::Missing, number("3"), number("4")]);
}

#[test]
fn unknown_contacts_unknown_types_and_the_future_are_counted_and_kept() {
    let lines = concat!(
        "{\"contact_id\":\"a\",\"type\":\"page_view\",\"at\":\"2026-11-01T00:00:00Z\"}\n",
        "{\"contact_id\":\"a\",\"type\":\"page_view\",\"at\":\"2026-11-01T00:00:00.000001Z\"}\n",
        "{\"contact_id\":\"A\",\"type\":\"pageview\",\"at\":\"2026-10-01\"}\n",
        "{\"contact_id\":\"z\",\"type\":\"pageview\",\"at\":\"2026-10-01\"}\n",
        "{\"contact_id\":\"z\",\"type\":\"call\",\"at\":\"2026-10-01\"}\n",
    );
    let read = read(&[activities("a.ndjson", lines), contacts("c.ndjson", "{\"id\":\"a\"}")]);
    assert_eq!((read.report.n_activities, read.report.n_future), (5, 1));
    let unknown = &read.report.unknown_contacts;
    assert_eq!((unknown.n_activities, unknown.n_contacts), (3, 2));
    assert_eq!(unknown.first.iter().map(|id| &**id).collect::<Vec<_>>(), ["A", "z"]);
    let types: Vec<(&str, u64, Option<&str>)> =
        read.report.unknown_types.first.iter().map(|ty| (&*ty.name, ty.n, ty.nearest.as_deref())).collect();
    assert_eq!((read.report.unknown_types.n_activities, read.report.unknown_types.n_types), (3, 2));
    assert_eq!(types, [("pageview", 2, Some("page_view")), ("call", 1, None)]);
    let absent: Vec<&str> = read.report.absent_types.iter().map(|ty| &*ty.name).collect();
    assert_eq!(absent, ["purchase", "bounce"]);
}

#[test]
fn numbers_are_times_where_their_unit_is_declared() {
    let source = RecordSource::activities().with_time_unit(EpochUnit::from_sign("ms"));
    let lines = concat!(
        "{\"contact_id\":\"a\",\"type\":\"bounce\",\"at\":1793520000000}\n",
        "{\"contact_id\":\"a\",\"type\":\"bounce\",\"at\":\"1793520000000.5\"}\n",
        "{\"contact_id\":\"a\",\"type\":\"bounce\",\"at\":\"2026-11-01T08:00:00Z\"}\n",
        "{\"contact_id\":\"a\",\"type\":\"bounce\",\"at\":1793520000000000}\n",
    );
    let read = read(&[File { source, name: "a.ndjson", bytes: lines.as_bytes() }]);
    let times: Vec<String> = read.records.activities.iter().map(|activity| activity.at.to_string()).collect();
    assert_eq!(times, ["2026-11-01T08:00:00Z", "2026-11-01T08:00:00.0005Z", "2026-11-01T08:00:00Z"]);
    assert_eq!(read.report.n_rejected(), 1, "the year 58803 is none");
    let source = RecordSource::contacts().with_time_unit(Some(EpochUnit::Seconds));
    let bytes = br#"{"id":"a","seen":1793520000,"renewal":"1793520000","rating":1793520000}"#;
    let read = self::read(&[File { source, name: "a.ndjson", bytes }]);
    let values = &read.records.rows[0][0].values;
    let day = crate::values::Date::parse("2026-11-01").expect("a date");
    assert_eq!((&values[4], &values[5]), (&Value::Date(day), &Value::Time(time("2026-11-01T08:00:00Z"))));
    assert_eq!(values[2], number("1793520000"));
}

#[test]
fn a_copy_that_has_not_happened_replaces_none_that_has() {
    const COPIES: &str = concat!(
        r#"{"contact_id":"c","type":"purchase","at":"2026-10-01","id":"x","amount":1}"#,
        "\n",
        r#"{"contact_id":"c","type":"purchase","at":"2027-10-02","id":"x","amount":2}"#,
        "\n",
        r#"{"contact_id":"c","type":"purchase","at":"2027-10-02","id":"y","amount":3}"#,
        "\n",
        r#"{"contact_id":"c","type":"purchase","at":"2027-10-03","id":"y","amount":4}"#,
        "\n",
    );
    let read = read(&[with_id("a.ndjson", COPIES)]);
    let amounts: Vec<&Value> = read.records.activities.iter().map(|activity| &activity.values[1]).collect();
    assert_eq!(amounts, [&number("1"), &number("4")]);
    assert_eq!((read.report.n_future, read.report.conflicts.n), (1, 2));
}
