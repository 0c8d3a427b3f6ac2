//! Repeated contacts, and the report as people and programs see it.

use super::*;

const CONTACTS: &str = concat!(
    "{\"id\":\"a\",\"job_title\":\"CEO\",\"unread\":1}\n",
    "{\"id\":\"b\",\"job_title\":\"CTO\"}\n",
    "{\"id\":\"a\",\"job_title\":\"CEO\",\"unread\":2}\n",
    "{\"id\":\"c\",\"jobtitle\":\"VP\",\"company_size\":\"many\"}\n",
    "{\"id\":\"b\",\"job_title\":\"CFO\"}\n",
    "{\"id\":\"b\",\"job_title\":\"CTO\"}\n",
    "{\"name\":\"nobody\"}\n",
);

#[test]
fn two_contacts_with_one_id_are_one_if_they_say_the_same_else_all_are_bad() {
    let read = read(&[contacts("c.ndjson", CONTACTS)]);
    assert_eq!(ids(&read), ["a", "c"]);
    let source = &read.report.sources[0];
    assert_eq!((source.n_read, source.n_kept, source.n_repeats, source.n_rejected), (7, 2, 1, 4));
    let rejected: Vec<serde_json::Value> =
        read.rejects.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    let of_b: Vec<(Option<u64>, Option<&str>)> =
        rejected[1..].iter().map(|line| (line["line"].as_u64(), line["reason"].as_str())).collect();
    let reason = |other| format!("the id `b` is there twice with different values, also at c.ndjson:{other}");
    let (fifth, second) = (reason(5), reason(2));
    assert_eq!(of_b, [(Some(2), Some(&*fifth)), (Some(5), Some(&*second)), (Some(6), Some(&*second))]);
    assert_eq!(rejected[1]["record"], "{\"id\":\"b\",\"job_title\":\"CTO\"}");
}

#[test]
fn a_contact_that_is_there_twice_stops_the_run() {
    let twice = "{\"id\":\"b\",\"job_title\":\"CTO\"}\n{\"id\":\"b\"}\n";
    let said = refused(&[contacts("c.ndjson", twice)]);
    assert_eq!(said, "c.ndjson:1: the id `b` is there twice with different values, also at c.ndjson:2");
}

#[test]
fn ids_compare_exactly_and_belong_to_their_kind() {
    let lines = "{\"id\":\"1\"}\n{\"id\":\"01\"}\n{\"id\":\"1 \"}\n{\"id\":\"a\"}\n{\"id\":\"A\"}\n{\"id\":1}\n";
    let source = RecordSource::kind("account", 1, "id");
    let read = read(&[contacts("c.ndjson", lines), File { source, name: "a.ndjson", bytes: b"{\"id\":\"a\"}" }]);
    assert_eq!(ids(&read), ["1", "01", "1 ", "a", "A"]);
    assert_eq!(read.report.sources[0].n_repeats, 1, "the number 1 and the text 1 are one id");
    assert_eq!(read.records.rows[1].len(), 1);
}

fn sample() -> Read {
    let activities = activities(
        "a.ndjson",
        concat!(
            "{\"contact_id\":\"a\",\"type\":\"page_view\",\"at\":\"2026-10-01\",\"url\":\"/\"}\n",
            "{\"contact_id\":\"zz\",\"type\":\"page_vew\",\"at\":\"2026-12-01\",\"utm_campaign\":\"x\"}\n",
            "{\"contact_id\":\"a\"\n",
        ),
    );
    read(&[contacts("c.ndjson", CONTACTS), activities])
}

#[test]
fn the_text_fits_a_screen_and_says_why_rules_do_not_fire() {
    let mut out = Vec::new();
    write_report_text(&sample().report, &mut out).expect("memory takes all");
    insta::assert_snapshot!(String::from_utf8(out).expect("UTF-8"));
}

#[test]
fn the_json_says_the_same_with_all_counts() {
    let mut out = Vec::new();
    write_report_json(&sample().report, &mut out).expect("memory takes all");
    insta::assert_snapshot!(String::from_utf8(out).expect("UTF-8"));
}

#[test]
fn a_field_that_the_data_spells_otherwise_is_found_under_its_name() {
    let nearest = |line: &str, index: usize| {
        read(&[contacts("c.ndjson", line)]).report.fields[index].nearest.clone().unwrap_or_default()
    };
    assert_eq!(nearest(r#"{"id":"a","JobTitle":"x"}"#, 0), "JobTitle");
    assert_eq!(nearest(r#"{"id":"a","properties":{"job_title":"x"}}"#, 0), "properties.job_title");
    assert_eq!(nearest(r#"{"id":"a","properties":{"jobtitle":"x"}}"#, 0), "properties.jobtitle");
    assert_eq!(nearest(r#"{"id":"a","addr":{"town":1},"address":{"citty":"x"}}"#, 8), "address.citty");
    assert_eq!(nearest(r#"{"id":"a","list":[{"job_titel":1}]}"#, 0), "");
}

#[test]
fn hostile_names_and_values_cannot_steer_the_terminal() {
    let line = "{\"id\":\"a\",\"company_size\":\"\\u001b[31mred\\u202e\"}\n{\"id\":\"a\\u001b\",\"x\":1}\n{\"\\u001b\":1,\"\\u001b\":2}\n";
    let mut out = Vec::new();
    write_report_text(&read(&[contacts("c.ndjson", line)]).report, &mut out).expect("memory takes all");
    let text = String::from_utf8(out).expect("UTF-8");
    assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
}
