//! Bad files of every kind, as the command line meets them: refused, or under `skip` left out and counted, always with
//! file, line and reason, and never half read.

use super::run::Folder;
use serde_json::Value;
use std::fs;

const RULES: &str = "contact { job_title: text, size: number, seen: time }\nactivity visit {}\n\
                     job_title == \"CEO\" => +20\nsize > 10 => +5\nseen is known => +1\nvisit => +2\n";

/// Bytes of a file between two good records, and what is said of them.
struct Bad {
    name: &'static str,
    bytes: Vec<u8>,
    /// Where, after the file's name, and why.
    said: &'static str,
}

fn bad(name: &'static str, bytes: impl AsRef<[u8]>, said: &'static str) -> Bad {
    Bad { name, bytes: bytes.as_ref().to_vec(), said }
}

fn bad_records() -> Vec<Bad> {
    let deep = format!("{{\"id\":\"b\",\"x\":{}{}}}", "[".repeat(5_000), "]".repeat(5_000));
    let long = format!("{{\"id\":\"b\",\"x\":\"{}\"}}", "x".repeat(300_000));
    vec![
        bad("cut", "{\"id\":\"b\",\"x\":[1,", ":2:18: the record is cut short: its end is missing"),
        bad("long", long, ":2:1: the record is longer than 200000 bytes"),
        bad("deep", deep, ":2:142: lists and objects inside each other go deeper than 128 levels"),
        bad(
            "utf8",
            b"{\"id\":\"b\xff\"}",
            ":2:9: the text is not valid UTF-8; save the file as UTF-8, or declare its `encoding`",
        ),
        bad("escape", "{\"id\":\"\\q\"}", ":2:9: not valid JSON: a `\\` is followed by something that has no meaning"),
        bad(
            "surrogate",
            "{\"id\":\"\\ud83d\"}",
            ":2:14: not valid JSON: an escape `\\u` is cut short, or is half of a pair without the other half",
        ),
        bad("repeated", "{\"id\":\"b\",\"id\":\"b\"}", ":2:11: the field `id` is there twice"),
        bad(
            "nan",
            "{\"id\":\"b\",\"x\":NaN}",
            ":2:15: not valid JSON: a value is missing here (`NaN` and `Infinity` are none)",
        ),
        bad("no-id", "{\"job_title\":\"CEO\"}", ":2: no `id`"),
        bad(
            "same-id",
            "{\"id\":\"a\",\"job_title\":\"CTO\"}",
            ":1: the id `a` is there twice with different values, also at same-id.ndjson:2",
        ),
        bad("list", "[1,2]", ":2:1: a record has to be an object `{..}`, this is a list"),
        bad(
            "glued",
            "{\"id\":\"b\"}{\"id\":\"c\"}",
            ":2:11: not valid JSON: something follows after the end of the record",
        ),
    ]
}

#[test]
fn every_bad_record_is_refused_or_left_out_and_counted() {
    for Bad { name, bytes, said } in bad_records() {
        let folder = Folder::with(&[("lead.score", RULES)]);
        let file = format!("{name}.ndjson");
        let lines = [b"{\"id\":\"a\",\"job_title\":\"CEO\"}\n", &*bytes, b"\n{\"id\":\"z\",\"size\":11}\n"].concat();
        fs::write(folder.path().join(&file), lines).expect("files can be written");
        let run = |more: &str| {
            let flags = "--as-of 2026-11-01 --max-record-bytes 200000";
            folder.run(&format!("score lead.score --contacts {file} {flags} {more}"))
        };
        let stopped = run("--on-bad-record stop").code(2);
        assert_eq!(stopped.stdout, "", "{name}");
        assert!(stopped.stderr.starts_with(&format!("error: {file}{said}\n")), "{name}: {}", stopped.stderr);
        let skipped = run("--on-bad-record rejects.ndjson --report report.json").code(0);
        assert!(skipped.stderr.contains(&format!("  {file}{said}\n")), "{name}: {}", skipped.stderr);
        assert!(skipped.stdout.ends_with("{\"id\":\"z\",\"scores\":{\"score\":5}}\n"), "{name}: {}", skipped.stdout);
        let report: Value = serde_json::from_str(&folder.read("report.json")).expect("the report is JSON");
        let count = |what: &str| report["sources"][0][what].as_u64().expect("a count");
        assert_eq!(count("read"), 3, "{name}");
        assert_eq!(count("rejected"), folder.read("rejects.ndjson").lines().count() as u64, "{name}");
        assert_eq!(count("kept") as usize, skipped.stdout.lines().count(), "{name}");
    }
}

#[test]
fn values_beyond_all_bounds_do_not_fit_and_are_counted() {
    let digits = "7".repeat(400);
    let folder = Folder::with(&[
        ("lead.score", RULES),
        (
            "contacts.ndjson",
            &format!(
                "{{\"id\":\"a\",\"size\":{digits}}}\n{{\"id\":\"b\",\"size\":\"{digits}\"}}\n{{\"id\":\"c\",\"size\":1e999999999}}\n\
                 {{\"id\":{digits},\"seen\":\"0000-01-01T00:00:00Z\"}}\n\
                 {{\"id\":\"e\",\"seen\":\"9999-12-31T23:59:59Z\"}}\n{{\"id\":\"f\",\"seen\":\"10000-01-01T00:00:00Z\"}}\n\
                 {{\"id\":\"g\",\"size\":12,\"seen\":{digits}}}\n"
            ),
        ),
        (
            "visits.ndjson",
            "{\"contact_id\":\"g\",\"type\":\"visit\",\"at\":\"0000-05-05\"}\n\
             {\"contact_id\":\"g\",\"type\":\"visit\",\"at\":\"9999-05-05\"}\n\
             {\"contact_id\":\"g\",\"type\":\"visit\",\"at\":\"1970-01-01T00:00:00Z\"}\n",
        ),
    ]);
    let flags = "--as-of 2026-11-01 --on-bad-record skip --report report.json";
    let ran =
        folder.run(&format!("score lead.score --contacts contacts.ndjson --activities visits.ndjson {flags}")).code(0);
    let report: Value = serde_json::from_str(&folder.read("report.json")).expect("the report is JSON");
    let misfits = |field: &str| {
        let fields = report["fields"].as_array().expect("a list").iter();
        fields.clone().find(|of| of["field"] == field).expect("the rules use it")["misfits"].clone()
    };
    assert_eq!((misfits("size"), misfits("seen")), (3.into(), 3.into()), "{}", ran.stderr);
    let id: Value = serde_json::from_str(ran.stdout.lines().nth(3).expect("the fourth contact")).expect("JSON");
    assert_eq!(id["id"], *digits, "an id is a text, however long");
    let visits = &report["sources"][1];
    assert_eq!((&visits["rejected"], &visits["kept"], &visits["future"]), (&1.into(), &2.into(), &1.into()));
    assert_eq!(visits["odd_times"]["n"], 2, "1970 and 9999 are hardly meant");
    assert!(ran.stdout.ends_with("{\"id\":\"g\",\"scores\":{\"score\":7}}\n"), "{}", ran.stdout);
}

/// Files that cannot be read as a whole end the run, whatever the policy.
#[test]
fn files_that_are_not_whole_are_refused() {
    let folder = Folder::with(&[
        ("lead.score", RULES),
        ("empty.csv", ""),
        ("twice.csv", "id,x,x\n1,2,3\n"),
        ("unnamed.csv", "id,,x\n1,2,3\n"),
        ("other.csv", "name,x\n1,2\n"),
        ("semicolons.csv", "id;x\n1;2\n"),
        ("sheet.csv", "PK\u{3}\u{4}rest"),
        ("inner/a.txt", "a"),
    ]);
    let utf16: Vec<u8> = "id,size\nä,1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let lines = b"{\"id\":\"a\",\"size\":20}\n".repeat(5_000);
    let packed = gzip(&lines);
    let mut damaged = packed.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0x55;
    for (name, bytes) in [
        ("cut.ndjson.gz", &packed[..packed.len() - 6]),
        ("damaged.ndjson.gz", &*damaged),
        ("utf16.csv", &*utf16),
        ("latin1.csv", b"id,st\xe4dt\n1,2\n"),
    ] {
        fs::write(folder.path().join(name), bytes).expect("files can be written");
    }
    let expected = [
        ("empty.csv", "empty.csv: the file is empty; a CSV file begins with a line of names"),
        ("twice.csv", "twice.csv: columns 2 and 3 of the header are both named `x`; give names with `columns`"),
        ("unnamed.csv", "unnamed.csv: column 2 of the header has no name; give names with `columns`"),
        ("other.csv", "other.csv:1: the header has no column `id`"),
        ("semicolons.csv", "semicolons.csv:1: the header has no column `id`, and only one column `id;x`"),
        ("sheet.csv", "sheet.csv: the file is a zip archive, perhaps a spreadsheet; save the sheet as CSV"),
        ("cut.ndjson.gz", "cut.ndjson.gz:5001: cannot read on: the gzip file is cut short: its end is missing"),
        ("damaged.ndjson.gz", "damaged.ndjson.gz:"),
        ("utf16.csv", "utf16.csv: the file is UTF-16; declare `encoding = \"utf-16\"`, or save it as UTF-8"),
        ("latin1.csv", "latin1.csv: the text is not valid UTF-8; save the file as UTF-8, or declare its `encoding`"),
        ("gone.ndjson", "cannot read `gone.ndjson`: there is no such file"),
        ("inner", "there are no records in the folder `inner`"),
        ("gone-*.ndjson", "no file fits the pattern `gone-*.ndjson`"),
    ];
    for (name, said) in expected {
        let flags = "--as-of 2026-11-01 --on-bad-record skip -o scores.ndjson";
        let ran = folder.run(&format!("score lead.score --contacts {name} {flags}")).code(2);
        assert!(ran.stderr.starts_with(&format!("error: {said}")), "{name}: {}", ran.stderr);
        assert!(!folder.has("scores.ndjson"), "{name}: nothing of a file that is not whole is scored");
    }
}

/// A file that goes away between being listed and being read is a failure, and not one that is left out.
#[cfg(unix)]
#[test]
fn a_file_that_is_gone_when_it_is_its_turn_is_refused() {
    let folder = Folder::with(&[("lead.score", RULES), ("crm/1.ndjson", "{\"id\":\"a\"}\n")]);
    std::os::unix::fs::symlink("nowhere", folder.path().join("crm/2.ndjson")).expect("links can be made");
    for given in ["crm", "crm/*.ndjson"] {
        let ran = folder.run(&format!("score lead.score --contacts {given} --as-of 2026-11-01")).code(2);
        assert!(ran.stderr.starts_with("error: cannot read `crm/2.ndjson`: there is no such file"), "{}", ran.stderr);
    }
}

#[test]
fn an_empty_file_of_lines_is_read_and_said_to_be_empty() {
    let folder = Folder::with(&[("lead.score", RULES), ("contacts.ndjson", "{\"id\":\"a\"}\n"), ("visits.ndjson", "")]);
    let flags = "--contacts contacts.ndjson --activities visits.ndjson --as-of 2026-11-01";
    let ran = folder.run(&format!("score lead.score {flags}")).code(0);
    assert!(ran.stderr.contains("there is no record in the file of activities"), "{}", ran.stderr);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}
