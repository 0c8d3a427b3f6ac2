//! Good records in every format.

use super::*;

const NDJSON: &str = concat!(
    r#"{"id":"c-1","job_title":"CEO","company_size":500,"rating":4.5,"subscribed":true,"renewal":"2026-12-24","#,
    r#""seen":"2026-10-31T09:00:00.25Z","level":"Senior","interests":["ai","golf"],"address":{"city":"Ulm"}}"#,
    "\n",
    r#"{"id":2,"job_title":null,"company_size":"250","subscribed":"no","address.city":"Bonn","unused":"x"}"#,
    "\n",
);

fn expected() -> Vec<Vec<Value>> {
    let list = ["ai", "golf"].map(Value::text).to_vec();
    let mut first = vec![
        Value::text("CEO"),
        number("500"),
        number("4.5"),
        Value::YesNo(true),
        Value::Date(crate::values::Date::parse("2026-12-24").expect("a date")),
        Value::Time(time("2026-10-31T09:00:00.25Z")),
        Value::Choice(1),
        Value::list(list),
        Value::text("Ulm"),
    ];
    first.push(Value::Missing);
    let mut second = vec![Value::Missing; 10];
    (second[1], second[3], second[8]) = (number("250"), Value::YesNo(false), Value::text("Bonn"));
    vec![first, second]
}

fn check(name: &str, bytes: &[u8]) {
    let read = read(&[contacts(name, bytes)]);
    assert_eq!(ids(&read), ["c-1", "2"], "{name}");
    let values: Vec<Vec<Value>> = read.records.rows[0].iter().map(|row| row.values.clone()).collect();
    assert_eq!(values, expected(), "{name}");
    assert_eq!(read.report.n_rejected(), 0, "{name}");
    assert_eq!(read.report.fields.iter().map(|field| field.n_misfits).sum::<u64>(), 0, "{name}");
}

#[test]
fn json_is_read_however_it_is_laid_out() {
    check("a.ndjson", NDJSON.as_bytes());
    check("a.json", NDJSON.as_bytes());
    check("a.jsonl", NDJSON.replace('\n', "\r\n").as_bytes());
    check("no last line end.ndjson", NDJSON.trim_end().as_bytes());
    check("bom.ndjson", format!("\u{feff}{NDJSON}").as_bytes());
    check("blank lines.ndjson", NDJSON.replace('\n', "\n\n  \r\n").as_bytes());
    let list = format!("[{}]", NDJSON.trim_end().replace('\n', ","));
    check("list.json", list.as_bytes());
    check("bom and list.json", format!("\u{feff} \n{list}\n").as_bytes());
    check("spread.json", NDJSON.replace(',', "\n,\n").as_bytes());
    check("unnamed", list.as_bytes());
}

#[test]
fn csv_is_read_like_json() {
    // A list is the one thing that CSV has no way to write: one element is a list of one.
    let csv = "id,job_title,company_size,rating,subscribed,renewal,seen,level,interests,address.city,more\n\
               c-1,CEO,500,4.5,TRUE,2026-12-24,2026-10-31T09:00:00.25Z,senior,golf,Ulm,\n\
               2,,250,,no,,,,,Bonn,\"a \"\"b\"\"\nc\"\n";
    for bytes in
        [csv.to_owned(), csv.replace('\n', "\r\n"), format!("\u{feff}{csv}"), csv.replace("\n2", "\n,,,,,,,,,,\n\n2")]
    {
        let read = read(&[contacts("a.csv", &bytes)]);
        assert_eq!(ids(&read), ["c-1", "2"]);
        let mut expected = expected();
        expected[0][7] = Value::list(vec![Value::text("golf")]);
        let values: Vec<Vec<Value>> = read.records.rows[0].iter().map(|row| row.values.clone()).collect();
        assert_eq!(values, expected);
        assert_eq!(read.report.n_rejected(), 0);
    }
}

#[test]
fn numbers_are_read_as_they_are_spelled() {
    let line = br#"{"id":1e2,"rating":0.1234565,"company_size":100000000000000000000}"#;
    let read = read(&[contacts("a.ndjson", line)]);
    assert_eq!(ids(&read), ["1e2"]);
    // Half to even at the sixth place, which a binary float would get wrong.
    assert_eq!(read.records.rows[0][0].values[2], number("0.123456"));
    let misfits = &read.report.fields[1].misfits;
    assert_eq!(misfits[0].value.as_deref(), Some("100000000000000000000"));
    assert_eq!(misfits[0].why.to_string(), "is beyond 1,000,000,000,000");
}

#[test]
fn no_record_passes_for_a_number_of_the_json_library() {
    let line = r#"{"id":{"$serde_json::private::Number":"7"}}"#;
    assert_eq!(
        refused(&[contacts("a.ndjson", line)]),
        "a.ndjson:1: `id` has to be a text or a number, this is an object"
    );
    let line = r#"{"id":"a","rating":{"$serde_json::private::Number":"7"}}"#;
    let read = read(&[contacts("a.ndjson", line)]);
    assert_eq!(read.records.rows[0][0].values[2], Value::Missing);
    assert_eq!(read.report.fields[2].n_misfits, 1);
}

#[test]
fn a_flat_key_with_dots_wins_over_the_way() {
    let line = r#"{"id":"a","address":{"city":"deep"},"address.city":"flat"}"#;
    let other = r#"{"id":"b","address.city":"flat","address":{"city":"deep"}}"#;
    let read = read(&[contacts("a.ndjson", &format!("{line}\n{other}"))]);
    assert!(read.records.rows[0].iter().all(|row| row.values[8] == Value::text("flat")));
}

#[test]
fn lists_and_single_values_stand_for_each_other_where_they_can() {
    let line =
        r#"{"id":"a","interests":"golf","job_title":["CEO"],"rating":[],"company_size":[null,""],"level":{"a":1}}"#;
    let read = read(&[contacts("a.ndjson", line)]);
    let values = &read.records.rows[0][0].values;
    assert_eq!(values[7], Value::list(vec![Value::text("golf")]));
    assert_eq!((&values[0], &values[1], &values[2]), (&Value::Missing, &Value::Missing, &Value::Missing));
    let misfits = |index: usize| read.report.fields[index].misfits.iter().map(|misfit| misfit.why.to_string());
    assert_eq!(misfits(0).collect::<Vec<_>>(), ["is a list where one value is declared"]);
    assert_eq!(misfits(1).count() + misfits(2).count(), 0, "nothing in a list is nothing");
    assert_eq!(misfits(6).collect::<Vec<_>>(), ["is a record where a value is declared"]);
}

#[test]
fn elements_of_a_list_that_do_not_fit_are_left_out_one_by_one() {
    let line = r#"{"id":"a","interests":["x",["y"],{"z":1},null,"",3]}"#;
    let read = read(&[contacts("a.ndjson", line)]);
    let expected = ["x", "3"].map(Value::text).to_vec();
    assert_eq!(read.records.rows[0][0].values[7], Value::list(expected));
    assert_eq!(read.report.fields[7].n_misfits, 2);
}

#[test]
fn a_value_that_does_not_fit_is_missing_and_reported_with_its_place() {
    let lines = "{\"id\":\"a\",\"company_size\":12.5}\n{\"id\":\"b\",\"company_size\":\"lots\"}\n";
    let read = read(&[contacts("crm.ndjson", lines)]);
    assert!(read.records.rows[0].iter().all(|row| row.values[1] == Value::Missing));
    let field = &read.report.fields[1];
    assert_eq!((field.n_records, field.n_missing, field.n_misfits), (2, 2, 2));
    let second = &field.misfits[1];
    assert_eq!((&*second.file, second.line, second.value.as_deref()), ("crm.ndjson", 2, Some("lots")));
    assert_eq!(second.why.to_string(), "is not a number");
}

#[test]
fn fields_stand_where_the_source_says() {
    let mut source = RecordSource::kind("contacts", 0, "properties.key");
    source.fields =
        vec![FieldFrom { field: "job_title".to_owned(), from: Way::new("properties.jobtitle").into(), spelling: None }];
    let bytes = br#"{"properties":{"key":"a","jobtitle":"CEO"},"job_title":"no"}"#;
    let read = read(&[File { source, name: "a.ndjson", bytes }]);
    assert_eq!(ids(&read), ["a"]);
    assert_eq!(read.records.rows[0][0].values[0], Value::text("CEO"));
}

#[test]
fn empty_files_hold_no_records() {
    for name in ["a.ndjson", "a.json", "-"] {
        assert_eq!(read(&[contacts(name, "")]).records.rows[0].len(), 0);
        assert_eq!(read(&[contacts(name, " \n\n")]).records.rows[0].len(), 0);
    }
    assert_eq!(read(&[contacts("a.json", "[ ]")]).records.rows[0].len(), 0);
    assert_eq!(read(&[contacts("a.csv", "id\n")]).records.rows[0].len(), 0);
}
