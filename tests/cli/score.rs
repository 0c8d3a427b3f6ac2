//! `score`: formats, streams, records.

use super::run::Folder;
use super::schema::assert_fits;
use serde_json::Value;

/// The smallest file of the language reference.
pub const SMALLEST: &str = "job_title == \"CEO\" => +20\nbounce             => -10\ndecay 90d\n";
/// A CEO whose mail bounced exactly 90 days before 2026-11-01.
const CEO: &str = "{\"id\":\"c-1\",\"name\":\"Ada Byron\",\"job_title\":\"CEO\"}\n";
const BOUNCE: &str = "{\"contact_id\":\"c-1\",\"type\":\"bounce\",\"at\":\"2026-08-03T00:00:00Z\"}\n";
pub const RECORDS: &str = "--contacts contacts.ndjson --activities activities.ndjson --as-of 2026-11-01";

pub fn smallest() -> Folder {
    Folder::with(&[("lead.score", SMALLEST), ("contacts.ndjson", CEO), ("activities.ndjson", BOUNCE)])
}

#[test]
fn the_smallest_file_gives_15() {
    let folder = smallest();
    let ran = folder.run(&format!("score lead.score {RECORDS}")).code(0);
    assert_eq!(ran.stdout, "{\"id\":\"c-1\",\"scores\":{\"score\":15}}\n");
    let explained = folder.run(&format!("score lead.score {RECORDS} --explain")).code(0).stdout;
    let line: Value = serde_json::from_str(&explained).expect("a line is JSON");
    assert_fits(&line, "score");
    assert_eq!(
        line["ledger"]["score"].to_string(),
        "[{\"kind\":\"award\",\"rule\":\"score.1\",\"points\":20},\
         {\"kind\":\"award\",\"rule\":\"score.2\",\"points\":-10,\"activities\":1},\
         {\"kind\":\"decay\",\"rule\":\"score.2\",\"points\":5,\"activities\":1}]"
    );
}

#[test]
fn rules_may_come_last_and_from_stdin() {
    let folder = smallest();
    let expected = folder.run(&format!("score lead.score {RECORDS}")).code(0).stdout;
    let last = "score --as-of 2026-11-01 --activities activities.ndjson --contacts contacts.ndjson lead.score";
    assert_eq!(folder.run(last).code(0).stdout, expected);
    let after_names = format!("score {RECORDS} --score score lead.score");
    assert_eq!(folder.run(&after_names).code(0).stdout, expected);
    let piped: Vec<&str> =
        "score - --contacts contacts.ndjson --activities activities.ndjson --as-of 2026-11-01".split(' ').collect();
    assert_eq!(folder.run_with(&piped, SMALLEST).code(0).stdout, expected);
    let piped: Vec<&str> =
        "score lead.score --contacts - --activities activities.ndjson --as-of 2026-11-01".split(' ').collect();
    assert_eq!(folder.run_with(&piped, CEO).code(0).stdout, expected);
    let ran = folder.run("score lead.score --contacts - --activities - --as-of 2026-11-01").code(2);
    assert!(ran.stderr.starts_with("error: stdin can be read once only"), "{}", ran.stderr);
}

#[test]
fn results_come_as_json_csv_and_a_table() {
    let folder = smallest();
    folder.write(
        "contacts.ndjson",
        &format!("{CEO}{{\"id\":\"c-2\",\"job_title\":\"CTO\"}}\n{{\"id\":\"c-3\",\"job_title\":\"ceo\"}}\n"),
    );
    let run = |more: &str| folder.run(&format!("score lead.score {RECORDS} {more}")).code(0).stdout;
    assert_eq!(run("--format csv"), "id,score,excluded\nc-1,15,\nc-2,0,\nc-3,20,\n");
    let json: Value = serde_json::from_str(&run("--format json")).expect("a list");
    assert_eq!(json.as_array().map(Vec::len), Some(3));
    assert_eq!(run("--format csv --sort score"), "id,score,excluded\nc-3,20,\nc-1,15,\nc-2,0,\n");
    assert_eq!(run("--format csv --top 1"), "id,score,excluded\nc-3,20,\n");
    assert!(run("--format table --top 2").contains("20.00"), "{}", run("--format table --top 2"));
    let ran = folder.run(&format!("score lead.score {RECORDS} --sort scor")).code(2);
    assert!(ran.stderr.contains("did you mean `score`?"), "{}", ran.stderr);
    folder.run(&format!("score lead.score {RECORDS} --score nothing")).code(2);
}

#[test]
fn a_bad_record_stops_the_run_unless_it_is_told_otherwise() {
    let folder = smallest();
    folder.write("contacts.ndjson", &format!("{CEO}{{\"id\":\"c-2\",\n"));
    let ran = folder.run(&format!("score lead.score {RECORDS} -o scores.ndjson")).code(2);
    assert!(ran.stderr.starts_with("error: contacts.ndjson:2"), "{}", ran.stderr);
    assert!(ran.stderr.contains("--on-bad-record skip"), "{}", ran.stderr);
    assert_eq!(ran.stdout, "");
    assert!(!folder.has("scores.ndjson"), "nothing half done is left");
    let ran = folder.run(&format!("score lead.score {RECORDS} --on-bad-record skip --report report.json")).code(0);
    assert_eq!(ran.stdout.lines().count(), 1);
    assert!(ran.stderr.contains("1 bad record"), "{}", ran.stderr);
    let report: Value = serde_json::from_str(&folder.read("report.json")).expect("the report is JSON");
    assert_eq!(report["sources"][0]["rejected"], 1);
    folder.run(&format!("score lead.score {RECORDS} --on-bad-record rejects.ndjson")).code(0);
    assert!(folder.read("rejects.ndjson").contains("c-2"), "{}", folder.read("rejects.ndjson"));
}

#[test]
fn an_output_file_is_whole_or_not_there() {
    let folder = smallest();
    folder.write("scores.ndjson", "old\n");
    folder.run(&format!("score lead.score {RECORDS} -o scores.ndjson")).code(0);
    assert_eq!(folder.read("scores.ndjson"), "{\"id\":\"c-1\",\"scores\":{\"score\":15}}\n");
    let ran = folder.run(&format!("score lead.score {RECORDS} -o no/such/folder.ndjson")).code(2);
    assert!(ran.stderr.contains("cannot write `no/such/folder.ndjson`"), "{}", ran.stderr);
    assert_eq!(folder.names(), ["activities.ndjson", "contacts.ndjson", "lead.score", "scores.ndjson"]);
}

#[test]
fn rules_with_errors_are_not_run() {
    let folder = smallest();
    folder.write("lead.score", "contact { job_title: text }\njob_titel == \"CEO\" => +20\n");
    let ran = folder.run(&format!("score lead.score {RECORDS}")).code(1);
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.contains("job_titel"), "{}", ran.stderr);
}

#[test]
fn now_is_the_instant_where_none_is_given() {
    let folder = smallest();
    let ran = folder.run("score lead.score --contacts contacts.ndjson --activities activities.ndjson").code(0);
    assert!(ran.stderr.contains("note: scored as of now, 20"), "{}", ran.stderr);
    let ran = folder.run("score lead.score --contacts contacts.ndjson --as-of yesterday").code(2);
    assert!(ran.stderr.starts_with("error: `--as-of yesterday` cannot be read"), "{}", ran.stderr);
}

#[test]
fn a_date_is_midnight_in_the_rules_zone() {
    let folder = smallest();
    folder.write("lead.score", "timezone \"Europe/Berlin\"\nbounce => -10\n");
    folder.write("activities.ndjson", "{\"contact_id\":\"c-1\",\"type\":\"bounce\",\"at\":\"2026-10-31T23:30:00Z\"}\n");
    let ran = folder.run(&format!("score lead.score {RECORDS}")).code(0);
    assert_eq!(ran.stdout, "{\"id\":\"c-1\",\"scores\":{\"score\":0}}\n", "it is 00:30 in Berlin: not yet");
}

#[test]
fn records_come_under_other_names_and_from_several_files() {
    let folder = Folder::with(&[
        ("lead.score", "job_title == \"CEO\" => +20\nbounce => -10\n"),
        ("a.csv", "Contact ID,job_title\nc-1,CEO\n"),
        ("b.csv", "Contact ID,job_title\nc-2,CTO\n"),
        ("log/2.ndjson", "{\"who\":\"c-2\",\"what\":\"bounce\",\"when\":\"2026-10-01\",\"event\":\"e1\"}\n"),
        ("log/1.ndjson", "{\"who\":\"c-2\",\"what\":\"bounce\",\"when\":\"2026-10-01\",\"event\":\"e1\"}\n"),
    ]);
    let arguments = [
        "score",
        "lead.score",
        "--contacts",
        "a.csv",
        "b.csv",
        "--contact-key",
        "Contact ID",
        "--activities",
        "log/*.ndjson",
        "--activity-contact",
        "who",
        "--activity-type",
        "what",
        "--activity-time",
        "when",
        "--activity-id",
        "event",
        "--as-of",
        "2026-11-01",
    ];
    let ran = folder.run_with(&arguments, "").code(0);
    assert_eq!(ran.stdout, "{\"id\":\"c-1\",\"scores\":{\"score\":20}}\n{\"id\":\"c-2\",\"scores\":{\"score\":-10}}\n");
}

#[test]
fn other_records_are_joined_and_scored() {
    let rules = "contact { account_id: exact text, account: account by account_id }\naccount { employees: number }\n\
                 account.employees >= 500 => +20\nscore heat of account {\n  count(account_contacts) > 0 => +1\n}\n";
    let rules = rules.replace("account_contacts", "contacts");
    let folder = Folder::with(&[
        ("lead.score", &rules),
        ("contacts.csv", "id,account_id\nc-1,acme\n"),
        ("accounts.csv", "Company ID,employees\nacme,900\n"),
    ]);
    let flags = [
        "--contacts",
        "contacts.csv",
        "--records",
        "account=accounts.csv",
        "--records-key",
        "account=Company ID",
        "--as-of",
        "2026-11-01",
    ];
    let run = |more: &[&str]| folder.run_with(&[&["score", "lead.score"], &flags[..], more].concat(), "");
    assert_eq!(run(&[]).code(0).stdout, "{\"id\":\"c-1\",\"scores\":{\"score\":20}}\n");
    assert_eq!(run(&["--of", "account"]).code(0).stdout, "{\"id\":\"acme\",\"scores\":{\"heat\":1}}\n");
    let ran = run(&["--of", "acount"]).code(2);
    assert!(ran.stderr.contains("did you mean `account`?"), "{}", ran.stderr);
}

#[test]
fn params_are_set_from_outside() {
    let folder = smallest();
    folder.write("lead.score", "param points = 5\njob_title == \"CEO\" => points\n");
    let run =
        |more: &str| folder.run(&format!("score lead.score --contacts contacts.ndjson --as-of 2026-11-01 {more}"));
    assert_eq!(run("").code(0).stdout, "{\"id\":\"c-1\",\"scores\":{\"score\":5}}\n");
    assert_eq!(run("--param points=7.5").code(0).stdout, "{\"id\":\"c-1\",\"scores\":{\"score\":7.5}}\n");
    assert!(run("--param points").code(2).stderr.contains("NAME=VALUE"));
    assert!(run("--param point=3").code(1).stderr.contains("points"));
}

#[test]
fn threads_and_chunks_change_no_byte() {
    let folder = smallest();
    let contact = |n: usize| format!("{{\"id\":\"c-{n}\",\"job_title\":\"CEO\"}}\n");
    let activity = |n: usize| {
        let day = n % 28 + 1;
        format!("{{\"contact_id\":\"c-{}\",\"type\":\"bounce\",\"at\":\"2026-10-{day:02}T00:00:00Z\"}}\n", n * 7 % 1300)
    };
    folder.write("contacts.ndjson", &(0..1200).map(contact).collect::<String>());
    folder.write("activities.ndjson", &((0..2500).map(activity).collect::<String>() + "{\n" + &activity(1)));
    let run = |more: &str| {
        let flags = format!("{RECORDS} --on-bad-record skip --report report.json {more}");
        let ran = folder.run(&format!("score lead.score {flags}")).code(0);
        (ran.stdout, ran.stderr, folder.read("report.json"))
    };
    let expected = run("--threads 1");
    assert!(expected.1.contains("activities.ndjson:2501"), "{}", expected.1);
    for more in ["--threads 2 --chunk-bytes 1000", "--threads 3 --chunk-bytes 77", "--threads 4"] {
        assert_eq!(run(more), expected, "{more}");
    }
    assert!(run("--stats").1.contains("activities read: "));
}

#[test]
fn a_ledger_needs_a_format_that_has_place_for_it() {
    let folder = smallest();
    for format in ["csv", "table"] {
        let ran = folder.run(&format!("score lead.score {RECORDS} --explain --format {format}")).code(2);
        assert_eq!(ran.stdout, "");
        assert!(
            ran.stderr.contains(&format!("`--format {format}` has no place for the entries of `--explain`")),
            "{}",
            ran.stderr
        );
        assert!(ran.stderr.contains("leave out `--explain`, or write `--format ndjson`"), "{}", ran.stderr);
    }
}

#[test]
fn how_a_file_without_a_known_ending_is_read_is_told() {
    let folder = smallest();
    folder.write("contacts.dat", "id,job_title\nc-1,CEO\n");
    let flags = RECORDS.replace("contacts.ndjson", "contacts.dat");
    let ran = folder.run(&format!("score lead.score {flags}")).code(0);
    assert_eq!(ran.stdout, "{\"id\":\"c-1\",\"scores\":{\"score\":15}}\n");
    assert!(ran.stderr.contains("note: `contacts.dat` does not say how it is written"), "{}", ran.stderr);
    let ran = folder.run(&format!("score lead.score {RECORDS}")).code(0);
    assert!(!ran.stderr.contains("does not say how it is written"), "{}", ran.stderr);
}
