//! CSV: headers, quotes, field counts.

use super::*;

#[test]
fn a_header_has_a_name_for_every_column_once() {
    let said = |bytes: &str| refused(&[contacts("a.csv", bytes)]);
    assert_eq!(said("id,,x\n"), "a.csv: column 2 of the header has no name; give names with `columns`");
    assert_eq!(
        said("id,x, x \n"),
        "a.csv: columns 2 and 3 of the header are both named `x`; give names with `columns`"
    );
    assert_eq!(said(""), "a.csv: the file is empty; a CSV file begins with a line of names");
    assert_eq!(said("\n\n"), "a.csv: the file is empty; a CSV file begins with a line of names");
    assert_eq!(said("ID,x\na,1\n"), "a.csv:1: the header has no column `id`; the nearest is `ID`");
    assert_eq!(
        said("id;name\na;1\n"),
        "a.csv:1: the header has no column `id`, and only one column `id;name`; its fields are separated by something else than commas: declare the `separator`"
    );
    let activities = activities("a.csv", "contact_id,typ,at\n");
    assert_eq!(refused(&[activities]), "a.csv:1: the header has no column `type`; the nearest is `typ`");
}

#[test]
fn a_line_with_another_number_of_fields_is_bad_and_alone() {
    let bytes = "id,job_title\na,CEO\nb\nc,CTO,x\n\"d\n\",VP\ne,\"CFO\n";
    let read = read(&[contacts("a.csv", bytes)]);
    assert_eq!(ids(&read), ["a", "d\n"]);
    let rejected: Vec<String> = read.report.sources[0].rejected.iter().map(BadRecord::to_string).collect();
    assert_eq!(
        rejected,
        [
            "a.csv:3: the header has 2 names, this line has 1 field",
            "a.csv:4: the header has 2 names, this line has 3 fields",
            "a.csv:7: a quote opens and never closes",
        ]
    );
    assert_eq!(read.report.sources[0].n_cut_files, 1);
    let texts: Vec<serde_json::Value> =
        read.rejects.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    let records: Vec<&str> = texts.iter().filter_map(|line| line["record"].as_str()).collect();
    assert_eq!(records, ["b", "c,CTO,x", "e,\"CFO"]);
}

#[test]
fn places_are_right_after_quoted_line_breaks_and_blank_lines() {
    let bytes = "\u{feff}id,x\r\n\r\n\"a\r\n1\",\"\r\n\r\n\"\r\n\r\nb\r\n";
    let error = read_with(ReadOptions::default(), &[contacts("a.csv", bytes)]).map(|_| ()).expect_err("it is bad");
    let ReadError::Bad(bad) = error else { panic!("{error}") };
    assert_eq!(bad.place.line, 8);
    assert_eq!(bytes.as_bytes()[bad.place.byte as usize], b'b');
}

#[test]
fn bytes_that_are_no_utf_8_make_a_bad_record_even_where_nobody_looks() {
    let read = read(&[contacts("a.csv", b"id,x\na,caf\xe9\nb,caf\xc3\xa9\n")]);
    assert_eq!(ids(&read), ["b"]);
    assert_eq!(
        read.report.sources[0].rejected[0].to_string(),
        "a.csv:2: the text is not valid UTF-8; save the file as UTF-8, or declare its `encoding`"
    );
    assert!(refused(&[contacts("a.csv", b"id,\xe9\n")]).contains("UTF-8"));
}

#[test]
fn a_row_beyond_the_limit_ends_the_file() {
    let options = ReadOptions { on_bad_record: OnBadRecord::Skip, max_record_bytes: 20_000, ..ReadOptions::default() };
    let many: String = (0..20_000).map(|n| format!("{n},x\n")).collect();
    let bytes = format!("id,x\n{many}z,\"{}\n", "x".repeat(100_000));
    let read = read_with(options, &[contacts("a.csv", &bytes)]).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(read.records.rows[0].len(), 20_000);
    assert_eq!(read.report.sources[0].rejected[0].to_string(), "a.csv:20002: the record is longer than 20000 bytes");
    assert_eq!(read.report.sources[0].n_cut_files, 1);
}

#[test]
fn lines_before_a_table_are_passed_over() {
    let shape = FileShape { skip_lines: 2, ..FileShape::default() };
    let source = || RecordSource { shape: shape.clone(), ..RecordSource::contacts() };
    let file = |bytes: &'static str| File { source: source(), name: "a.csv", bytes: bytes.as_bytes() };
    let title = "\u{feff}Leads, \"as of today\r\n\r\n";
    let whole = format!("{title}id,job_title\r\na,CEO\r\nb\r\n");
    let read = read(&[File { source: source(), name: "a.csv", bytes: whole.as_bytes() }]);
    assert_eq!(ids(&read), ["a"]);
    let bad = &read.report.sources[0].rejected[0];
    assert_eq!(bad.to_string(), "a.csv:5: the header has 2 names, this line has 1 field");
    assert_eq!(whole.as_bytes()[bad.place.byte as usize], b'b');
    assert_eq!(refused(&[file("x\ny\nname\n")]), "a.csv:3: the header has no column `id`");
    assert_eq!(refused(&[file("x\n")]), "a.csv: the file is empty; a CSV file begins with a line of names");
}
