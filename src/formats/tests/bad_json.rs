//! Bad JSON of every kind: refused with its place, or left out without its neighbours.

use super::*;

/// A line that is bad, the column where it goes wrong, and why.
#[rustfmt::skip]
const BAD: &[(&[u8], u64, &str)] = &[
    (br#"{"id":"a","#, 11, "the record is cut short: its end is missing"),
    (br#"{"id":"a"#, 9, "the record is cut short: its end is missing"),
    (br#"{"id":"a","x":[1,2"#, 19, "the record is cut short: its end is missing"),
    (br#"{"id":"a","x":tru"#, 18, "the record is cut short: its end is missing"),
    (br#"{"id":"a",}"#, 11, "not valid JSON: a `,` stands before the closing bracket"),
    (br#"{"id":"a" "x":1}"#, 11, "not valid JSON: a `,` or `}` is missing in an object"),
    (br#"{"id" "a"}"#, 7, "not valid JSON: a `:` is missing after a name"),
    (br#"{"id":"a","x":[1 2]}"#, 18, "not valid JSON: a `,` or `]` is missing in a list"),
    (br#"{id:"a"}"#, 2, "not valid JSON: the names of fields have to stand in double quotes"),
    (br#"{"id":'a'}"#, 7, "not valid JSON: a value is missing here (`NaN` and `Infinity` are none)"),
    (br#"{"id":"a","x":NaN}"#, 15, "not valid JSON: a value is missing here (`NaN` and `Infinity` are none)"),
    (br#"{"id":"a","x":Infinity}"#, 15, "not valid JSON: a value is missing here (`NaN` and `Infinity` are none)"),
    (br#"{"id":"a","x":-Infinity}"#, 16, "not valid JSON: this is no number"),
    (br#"{"id":"a","x":01}"#, 16, "not valid JSON: this is no number"),
    (br#"{"id":"a","x":1.}"#, 17, "not valid JSON: this is no number"),
    (br#"{"id":"a","x":1e}"#, 17, "not valid JSON: this is no number"),
    (br#"{"id":"a","x":.5}"#, 15, "not valid JSON: a value is missing here (`NaN` and `Infinity` are none)"),
    (br#"{"id":"a","x":None}"#, 15, "not valid JSON: a value is missing here (`NaN` and `Infinity` are none)"),
    (br#"{"id":"a","x":nul}"#, 18, "not valid JSON: only `true`, `false` and `null` are words of JSON"),
    (br#"{"id":"\x"}"#, 9, "not valid JSON: a `\\` is followed by something that has no meaning"),
    (br#"{"id":"\u12g4"}"#, 12, "not valid JSON: a `\\` is followed by something that has no meaning"),
    (br#"{"id":"\ud800"}"#, 14, "not valid JSON: an escape `\\u` is cut short, or is half of a pair without the other half"),
    (br#"{"id":"\udc00x"}"#, 13, "not valid JSON: an escape `\\u` is cut short, or is half of a pair without the other half"),
    (br#"{"id":"\ud800\u0041"}"#, 19, "not valid JSON: an escape `\\u` is cut short, or is half of a pair without the other half"),
    (b"{\"id\":\"a\tb\"}", 9, "not valid JSON: a line break or another control character stands in a text"),
    (b"{\"id\":\"a\xff\"}", 9, "the text is not valid UTF-8; save the file as UTF-8, or declare its `encoding`"),
    (b"{\"id\":\"a\",\"\xc3\":1}", 12, "the text is not valid UTF-8; save the file as UTF-8, or declare its `encoding`"),
    (br#"{"id":"a"}}"#, 11, "not valid JSON: something follows after the end of the record"),
    (br#"{"id":"a"}{"id":"b"}"#, 11, "not valid JSON: something follows after the end of the record"),
    (br#"{"id":"a","id":"a"}"#, 11, "the field `id` is there twice"),
    (br#"{"id":"a","x":{"y":1,"y":1}}"#, 22, "the field `y` is there twice"),
    (br#"{"id":"a","x":[{"y":1,"\u0079":1}]}"#, 23, "the field `y` is there twice"),
    (br#"{"x":1,"id":"a","X":{},"x":2}"#, 24, "the field `x` is there twice"),
    (br#"[{"id":"a"}]"#, 1, "a record has to be an object `{..}`, this is a list"),
    (br#""a""#, 1, "a record has to be an object `{..}`, this is a text"),
    (br#" 12 "#, 2, "a record has to be an object `{..}`, this is a number"),
    (br#"null"#, 1, "a record has to be an object `{..}`, this is `null`"),
    (br#"hello"#, 1, "not valid JSON: a value is missing here (`NaN` and `Infinity` are none)"),
];

#[test]
fn each_kind_stops_the_run_with_its_place_and_reason() {
    let mut wrong = Vec::new();
    for (line, column, reason) in BAD {
        let bytes = [b"{\"id\":\"first\"}\r\n".as_slice(), line, b"\n{\"id\":\"last\"}"].concat();
        let said = refused(&[contacts("a.ndjson", &bytes)]);
        let expected = format!("a.ndjson:2:{column}: {reason}");
        if said != expected {
            wrong.push(format!("{}\n  said     {said}\n  expected {expected}", String::from_utf8_lossy(line)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_kind_is_left_out_alone_and_written_to_the_rejects() {
    for (line, _, _) in BAD {
        let bytes = [b"{\"id\":\"first\"}\n".as_slice(), line, b"\n{\"id\":\"last\"}\n"].concat();
        let read = read(&[contacts("a.ndjson", &bytes)]);
        assert_eq!(ids(&read), ["first", "last"]);
        assert_eq!(read.report.sources[0].n_rejected, 1);
        let rejected: serde_json::Value = serde_json::from_str(&read.rejects).expect("one line of JSON");
        assert_eq!(rejected["record"], String::from_utf8_lossy(line).trim_end());
        assert_eq!((&rejected["file"], rejected["line"].as_u64()), (&"a.ndjson".into(), Some(2)));
    }
}

#[test]
fn columns_count_characters_and_bytes_count_from_the_start_of_the_file() {
    let bytes = "\u{feff}{\"id\":\"a\"}\n{\"id\":\"äöü\",}\n";
    let error = read_with(ReadOptions::default(), &[contacts("a.ndjson", bytes)]).map(|_| ()).expect_err("it is bad");
    let ReadError::Bad(bad) = error else { panic!("{error}") };
    assert_eq!((bad.place.line, bad.place.column), (2, Some(13)));
    assert_eq!(bytes.as_bytes()[bad.place.byte as usize], b'}');
}

#[test]
fn nesting_is_read_to_its_limit_and_no_further() {
    let nested = |n: usize| format!("{{\"id\":\"a\",\"x\":{}{}}}", "[".repeat(n), "]".repeat(n));
    assert_eq!(read(&[contacts("a.ndjson", &nested(MAX_NESTING - 1))]).records.rows[0].len(), 1);
    let deep = "lists and objects inside each other go deeper than 128 levels";
    assert_eq!(refused(&[contacts("a.ndjson", &nested(MAX_NESTING))]), format!("a.ndjson:1:142: {deep}"));
    let objects = format!("{{\"id\":\"a\",\"job_title\":{}1{}}}", "{\"x\":".repeat(128), "}".repeat(128));
    assert!(refused(&[contacts("a.json", &objects)]).ends_with(deep));
    let open = "[".repeat(1_000_000);
    assert_eq!(read(&[contacts("a.ndjson", &open)]).report.n_rejected(), 1);
    assert_eq!(read(&[contacts("a.json", &open)]).report.n_rejected(), 1);
    assert_eq!(read(&[contacts("a.json", &"{\"a\":".repeat(1_000_000))]).report.n_rejected(), 1);
}

#[test]
fn a_record_beyond_the_limit_is_passed_over_not_kept() {
    let options = ReadOptions { on_bad_record: OnBadRecord::Skip, max_record_bytes: 100, ..ReadOptions::default() };
    let long = format!("{{\"id\":\"long\",\"x\":\"{}\"}}", "x".repeat(20_000));
    let exact = format!("{{\"id\":\"exact\",\"x\":\"{}\"}}", "x".repeat(100 - 21));
    assert_eq!(exact.len(), 100);
    let lines = format!("{{\"id\":\"a\"}}\n{long}\n{exact}\n{{\"id\":\"b\"}}\n");
    let read = read_with(options, &[contacts("a.ndjson", &lines)]).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(ids(&read), ["a", "exact", "b"]);
    let rejected: serde_json::Value = serde_json::from_str(&read.rejects).expect("one line of JSON");
    assert_eq!(rejected["reason"], "the record is longer than 100 bytes");
    assert_eq!(rejected["cut"], true);

    let list = format!("[{{\"id\":\"a\"}},{long},{{\"id\":\"b\"}}]");
    let read = read_with(options, &[contacts("a.json", &list)]).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(ids(&read), ["a"]);
    assert_eq!(read.report.sources[0].n_cut_files, 1);
}

#[test]
fn many_keys_are_compared_too() {
    let keys: Vec<String> = (0..5_000).map(|n| format!("\"k{n}\":{n}")).collect();
    let good = format!("{{\"id\":\"a\",{}}}", keys.join(","));
    assert_eq!(read(&[contacts("a.ndjson", &good)]).records.rows[0].len(), 1);
    let bad = good.replace("\"k4999\"", "\"k17\"");
    assert!(refused(&[contacts("a.ndjson", &bad)]).ends_with("the field `k17` is there twice"));
}

#[test]
fn a_record_without_its_id_hears_of_the_nearest_name() {
    assert_eq!(
        refused(&[contacts("a.ndjson", r#"{"ID":"a","email":"x"}"#)]),
        "a.ndjson:1: no `id`; the nearest name in the file is `ID`"
    );
    assert_eq!(
        refused(&[contacts("a.ndjson", r#"{"properties":{"id":"a"}}"#)]),
        "a.ndjson:1: no `id`; the nearest name in the file is `properties.id`"
    );
}
