use super::*;
use crate::formats::Separator;

fn look(name: &str, bytes: &[u8]) -> FileLook {
    look_at(name, FileFormat::of_name(name), None, bytes).expect("it can be read")
}

fn all(name: &str, bytes: &[u8]) -> (Vec<Sampled>, SampledFile) {
    let mut records = Vec::new();
    let sampled = sample(name, &look(name, bytes), bytes, 1000, &mut |record| records.push(record.clone()));
    (records, sampled.expect("it can be read"))
}

fn columns(name: &str, bytes: &[u8]) -> Header {
    look(name, bytes).table.expect("it is a table")
}

#[test]
fn separators_are_those_that_cut_the_rows_evenly() {
    let separator = |text: &str| look("a.csv", text.as_bytes()).shape.separator;
    assert_eq!(separator("a,b\n1,2\n"), None);
    assert_eq!(separator("a;b;c\n1,5;2;3\n"), Some(Separator::Sign(b';')));
    assert_eq!(separator("a\tb\n1\t2\n"), Some(Separator::Sign(b'\t')));
    assert_eq!(separator("a|b\n1|2\n"), Some(Separator::Sign(b'|')));
    assert_eq!(separator(" id  date n\r\n 001 19970101  1\r\n 002 19970102  2\r\n"), Some(Separator::Blanks));
    assert_eq!(separator("name\nJane Doe\nJo\n"), None, "one column");
    assert_eq!(separator("a,b\n\"x;y;z\",2\n"), None);
    assert_eq!(look("a.tsv", b"a\tb\n1\t2\n").shape.separator, None);
    assert_eq!(look("a.tsv", b"a,b\n1,2\n").shape.separator, Some(Separator::Sign(b',')));
}

#[test]
fn titles_and_notes_are_none_of_a_table() {
    let skipped = |text: &str| {
        let found = look("a.csv", text.as_bytes());
        (found.shape.skip_lines, found.shape.separator, found.table.expect("a table").columns.join("|"))
    };
    let semicolon = Some(Separator::Sign(b';'));
    let sheet = "Leads 2026;;;\n\n;;;\nNr;Name;Land;Ort\n1;Ada;DE;\n2;Ben;;\nSumme;;;\n";
    assert_eq!(skipped(sheet), (3, semicolon, "Nr|Name|Land|Ort".to_owned()));
    let report = "Leads Report\n\"As of\n2026\"\n\nId,Mail\n1,a\n2,b\n3,c\n4,d\n5,e\n6,f\n7,g\n8,h\n9,i\n10,j\n11,k\n12,l\n13,m\n\nCopyright 2026\nAll rights, all wrongs, all\n";
    let short = "Id,Mail,Land\n1,a,b\n2,b,c\n\nCopyright 2026\nBy: x\nOn: y\n";
    assert_eq!(skipped(short), (0, None, "Id|Mail|Land".to_owned()));
    assert_eq!(skipped(report), (4, None, "Id|Mail".to_owned()));
    assert_eq!(skipped("sep=;\nNr;Name\n1;2\n"), (0, None, "Nr|Name".to_owned()));
    assert_eq!(skipped("sep=;\nTitle\nNr;Name\n1;2\n2;3\n3;4\n4;5\n"), (2, semicolon, "Nr|Name".to_owned()));
    for table in [
        "a,b,c,d\n1,,,\n2,,,\n",
        "1,,,\n2,,,7\n3,4,5,6\n",
        "title\na\nb\n",
        "name\nDoe, Jo\nRoe, Al\nX\n",
        "a,b\n1\n",
        "7,,\n1,2,3\n",
    ] {
        assert_eq!(skipped(table).0, 0, "{table}");
    }
}

#[test]
fn a_first_line_of_data_is_no_header() {
    let missing = |text: &str| columns("a.csv", text.as_bytes()).is_missing;
    assert!(missing("1,2026-01-01,3.5\n2,2026-01-02,4\n"));
    assert!(missing("jane@x.com,7\njo@x.com,8\n"));
    assert!(!missing("id,2024,2025\nc-1,7,8\n"));
    assert!(!missing("id,name\nc-1,Jane\n"));
    assert!(!missing("id\n1\n2\n"));
    assert_eq!(columns("a.csv", b"1,2\n3,4\n").columns, ["column_1", "column_2"]);
}

#[test]
fn columns_without_a_name_of_their_own_get_one() {
    let header = columns("a.csv", b"id,,name,name,name_2\n1,2,3,4,5\n");
    assert_eq!(header.columns, ["id", "column_2", "name", "name_3", "name_2"]);
    assert_eq!((header.unnamed, header.repeated), (vec![2], vec!["name".to_owned()]));
    let (records, _) = all("a.csv", b"id,,name,name,name_2\n1,2,3,4,5\n");
    assert_eq!(records[0].get("name_3"), Some(&Sampled::Text("4".to_owned())));
}

#[test]
fn encodings_are_seen_in_the_bytes() {
    let encoding = |bytes: &[u8]| look("a.csv", bytes).shape.encoding;
    assert_eq!(encoding("name\nJosé\n".as_bytes()), Encoding::Utf8);
    assert_eq!(encoding(b"name\nJos\xe9\n"), Encoding::Windows1252);
    assert_eq!(encoding(b"\xff\xfen\0a\0"), Encoding::Utf16);
    assert_eq!(encoding(b"n\0a\0m\0e\0\n\0x\0"), Encoding::Utf16);
    let (records, _) = all("a.csv", b"name\nJos\xe9\n");
    assert_eq!(records[0].get("name"), Some(&Sampled::Text("José".to_owned())));
}

#[test]
fn records_come_whole_and_bad_ones_are_counted() {
    let (records, sampled) = all("a.ndjson", b"{\"a\":{\"b\":[1,null,true]}}\n{\"a\":\n{}\n");
    let list = vec![Sampled::Number("1".to_owned()), Sampled::Null, Sampled::YesNo(true)];
    let inner = Sampled::Object(vec![("b".to_owned(), Sampled::List(list))]);
    assert_eq!(records[0], Sampled::Object(vec![("a".to_owned(), inner)]));
    assert_eq!((sampled.n_records, sampled.n_bad, sampled.is_whole), (2, 1, true));
    assert_eq!(sampled.first_bad.expect("one is bad").place.line, 2);
    let mut n = 0;
    let cut = sample("a", &look("a", b"[{},{},{}]"), &b"[{},{},{}]"[..], 2, &mut |_| n += 1).expect("it can be read");
    assert_eq!((n, cut.is_whole), (2, false));
}

#[test]
fn texts_that_hold_json_are_told_from_others() {
    assert_eq!(Sampled::of_json_text(" [] "), Some(Sampled::List(Vec::new())));
    assert!(matches!(Sampled::of_json_text("{\"a\":1}"), Some(Sampled::Object(_))));
    assert_eq!(Sampled::of_json_text("[draft] title"), None);
    assert_eq!(Sampled::of_json_text("7"), None);
}

#[test]
fn what_is_no_file_of_records_is_refused() {
    let wrong = look_at("a.csv", None, None, &b"PK\x03\x04rest"[..]).expect_err("a spreadsheet");
    assert!(wrong.to_string().starts_with("a.csv: the file is a zip archive"), "{wrong}");
}
