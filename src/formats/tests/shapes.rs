//! Files of JSON in their shapes: what a bad place costs, and what it does not.

use super::*;

fn outcome(bytes: &str) -> (Vec<String>, u64, u64) {
    let read = read(&[contacts("a.json", bytes)]);
    let ids = ids(&read).into_iter().map(str::to_owned).collect();
    (ids, read.report.n_rejected(), read.report.sources[0].n_cut_files)
}

fn named(names: &[&str], n_rejected: u64, n_cut: u64) -> (Vec<String>, u64, u64) {
    (names.iter().map(|name| (*name).to_owned()).collect(), n_rejected, n_cut)
}

#[test]
fn a_bad_element_of_a_list_does_not_spoil_the_others() {
    assert_eq!(outcome(r#"[{"id":"a"},{"id":},{"id":"b"}]"#), named(&["a", "b"], 1, 0));
    assert_eq!(outcome(r#"[{"id":"a"},17,"x, ]\"",null,[{"id":"c"}],{"id":"b"}]"#), named(&["a", "b"], 4, 0));
    assert_eq!(outcome("[{\"id\":\"]}{[\\\\\"}\n,\n{\"id\":\"b\"}]"), named(&["]}{[\\", "b"], 0, 0));
}

#[test]
fn what_follows_a_broken_list_is_lost_and_said_to_be() {
    assert_eq!(outcome(r#"[{"id":"a"},{"id":"b"}"#), named(&["a", "b"], 1, 1));
    assert_eq!(outcome(r#"[{"id":"a"},{"id":"b"#), named(&["a"], 1, 1));
    assert_eq!(outcome(r#"[{"id":"a"} {"id":"b"}]"#), named(&["a"], 1, 1));
    assert_eq!(outcome(r#"[{"id":"a"},]"#), named(&["a"], 1, 1));
    assert_eq!(outcome(r#"[{"id":"a"},,{"id":"b"}]"#), named(&["a"], 1, 1));
    assert_eq!(outcome(r#"[{"id":"a"}] {"id":"b"}"#), named(&["a"], 1, 1));
    assert_eq!(outcome("["), named(&[], 1, 1));
}

#[test]
fn one_object_may_stand_over_many_lines_and_several_may_follow() {
    assert_eq!(outcome("{\n  \"id\": \"a\"\n}\n"), named(&["a"], 0, 0));
    assert_eq!(outcome("\n\n{\n\"id\":\"a\"}{\"id\":\"b\"}\n\n{\n\"id\":\"c\"}"), named(&["a", "b", "c"], 0, 0));
    assert_eq!(outcome("{\"id\":\"a\"}\n{\"id\":\n{\"id\":\"c\"}\n"), named(&["a", "c"], 1, 0));
    assert_eq!(outcome("{\n\"id\": \"a\""), named(&[], 1, 1));
}

#[test]
fn places_in_a_list_are_those_of_the_file() {
    let bytes = "[\n  {\"id\": \"a\"},\n  {\"id\": \"ü\",\n   \"x\": 01}\n]";
    assert_eq!(refused(&[contacts("a.json", bytes)]), "a.json:4:10: not valid JSON: this is no number");
    let bytes = "[{\"id\": \"a\"}, {\"x\": 1}]";
    assert_eq!(refused(&[contacts("a.json", bytes)]), "a.json:1: no `id`");
    let bytes = "[\n{\"id\": \"a\"}\n{\"id\": \"b\"}]";
    let said = refused(&[contacts("a.json", bytes)]);
    assert_eq!(said, "a.json:3:1: not valid JSON: a `,` or `]` is missing after a record of the list");
}

#[test]
fn files_in_other_encodings_and_packings_are_refused_with_what_to_do() {
    let said = |bytes: &[u8]| refused(&[contacts("a.ndjson", bytes)]);
    assert_eq!(
        said(b"\xff\xfe{\0"),
        "a.ndjson: the file is UTF-16; declare `encoding = \"utf-16\"`, or save it as UTF-8"
    );
    assert!(said(b"PK\x03\x04").contains("zip"));
    assert!(said(b"PAR1").contains("Parquet"));
}

/// A disk that fails in the middle.
struct Failing<'a>(&'a [u8]);

impl std::io::Read for Failing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.0.is_empty() {
            return Err(std::io::Error::other("the disk is on fire"));
        }
        std::io::Read::read(&mut self.0, buffer)
    }
}

#[test]
fn a_failing_disk_ends_the_run_whatever_the_policy() {
    for (name, bytes) in
        [("a.ndjson", "{\"id\":\"a\"}\n{\"id\":"), ("a.json", "[{\"id\":\"a\"},\n"), ("a.csv", "id\na\n")]
    {
        let layout = layout();
        let options = ReadOptions { on_bad_record: OnBadRecord::Skip, ..ReadOptions::default() };
        let mut reader = RecordsReader::new(&layout, options, None);
        let source = reader.add_source(RecordSource::contacts());
        let input = std::io::BufReader::new(Failing(bytes.as_bytes()));
        let error = reader.read(source, name, FileFormat::of_name(name), input).expect_err("the disk fails");
        assert!(matches!(error, ReadError::Io { .. }), "{error}");
        assert!(error.to_string().ends_with("cannot read on: the disk is on fire"), "{error}");
    }
}

#[test]
fn formats_are_known_by_the_end_of_the_name() {
    assert_eq!(FileFormat::of_name("dir.csv/a.NDJSON"), Some(FileFormat::Ndjson));
    assert_eq!(FileFormat::of_name("a.jsonl"), Some(FileFormat::Ndjson));
    assert_eq!(FileFormat::of_name("a.json"), Some(FileFormat::Json));
    assert_eq!(FileFormat::of_name("a.csv"), Some(FileFormat::Csv));
    assert_eq!(FileFormat::of_name("a.txt"), None);
    assert_eq!(FileFormat::of_name("-"), None);
}
