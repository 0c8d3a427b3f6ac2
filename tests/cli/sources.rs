//! Records from `scoreline.toml`: where it is found, what flags change, rules by default.

use super::run::{Folder, Ran};
use super::schema::assert_fits;

const TOML: &str = r#"
rules = "rules/lead.score"

[[contacts]]
files   = "crm/contacts.csv"
key     = "Contact ID"
fields  = { job_title = "Job" }
missing = "Select"

[[activities]]
files   = "mail"
contact = { field = "to", matches = "email", ignore_case = true }
type    = { field = "event", map = { open = "email_open" } }
time    = { field = "ts", unit = "s" }
id      = "event_id"
"#;

const RULES: &str = "contact { email: exact text, job_title: text }\nactivity email_open {}\n\
                     job_title is known => +20\nemail_open => +1\n";

fn project() -> Folder {
    Folder::with(&[
        ("scoreline.toml", TOML),
        ("rules/lead.score", RULES),
        ("crm/contacts.csv", "Contact ID,email,Job\nc-1,Jo@x.com,CEO\nc-2,al@x.com,Select\n"),
        ("mail/1.json", "[{\"to\":\"jo@X.com\",\"event\":\"open\",\"ts\":1790000000,\"event_id\":\"a\"}]"),
        (
            "mail/2.json",
            "{\"to\":\"jo@x.com\",\"event\":\"open\",\"ts\":1790000000,\"event_id\":\"a\"}\n\
             {\"to\":\"al@x.com\",\"event\":\"open\",\"ts\":1790000100,\"event_id\":\"b\"}\n",
        ),
    ])
}

const SCORED: &str = "{\"id\":\"c-1\",\"scores\":{\"score\":21}}\n{\"id\":\"c-2\",\"scores\":{\"score\":1}}\n";

fn score(folder: &Folder, more: &str) -> Ran {
    folder.run(&format!("score {more} --as-of 2026-11-01"))
}

#[test]
fn a_project_scores_without_a_flag() {
    let folder = project();
    assert_eq!(score(&folder, "").code(0).stdout, SCORED);
    assert_eq!(score(&folder, "rules/lead.score").code(0).stdout, SCORED);
    let explained = folder.run("explain --contact c-1 --as-of 2026-11-01").code(0).stdout;
    assert!(explained.contains("21"), "{explained}");
    let plan = folder.run("plan").code(0).stdout;
    assert_eq!(plan, folder.run("plan rules/lead.score").code(0).stdout);
}

#[test]
fn a_project_is_found_from_a_folder_below_it() {
    let folder = project();
    let mut command = folder.command(&["score", "--as-of", "2026-11-01"]);
    let output = command.current_dir(folder.path().join("crm")).output().expect("it runs");
    assert_eq!(String::from_utf8_lossy(&output.stdout), SCORED);
}

#[test]
fn several_rules_or_none_have_to_be_named() {
    let folder = project();
    folder.write("scoreline.toml", &TOML.replace("\"rules/lead.score\"", "[\"rules/lead.score\", \"rules/b.score\"]"));
    let ran = score(&folder, "").code(2);
    assert!(ran.stderr.contains("names several: rules/lead.score, rules/b.score"), "{}", ran.stderr);
    folder.write("scoreline.toml", &TOML.replace("rules = \"rules/lead.score\"", ""));
    let ran = score(&folder, "").code(2);
    assert!(ran.stderr.contains("no rules file was named"), "{}", ran.stderr);
}

#[test]
fn files_of_a_flag_take_the_place_of_their_kind_in_the_project() {
    let folder = project();
    folder.write("one.csv", "id,email,job_title\nc-9,jo@x.com,CTO\n");
    let ran = score(&folder, "--contacts one.csv").code(0);
    assert_eq!(ran.stdout, "{\"id\":\"c-9\",\"scores\":{\"score\":21}}\n");
    assert!(ran.stderr.contains("1 activity belongs to no contact"), "{}", ran.stderr);
    let ran =
        score(&folder, "--activities mail --activity-contact to --activity-type event --activity-time ts").code(2);
    assert!(ran.stderr.contains("`1790000000` is a number, and what it counts is not declared"), "{}", ran.stderr);
}

#[test]
fn a_mistake_in_the_project_file_has_its_place() {
    let folder = project();
    folder.write("scoreline.toml", &TOML.replace("missing", "mising"));
    let ran = score(&folder, "").code(2);
    assert!(ran.stderr.starts_with("error: scoreline.toml:8:1: there is no setting `mising`"), "{}", ran.stderr);
    assert!(ran.stderr.contains("did you mean `missing`?"), "{}", ran.stderr);
}

/// A project in which every rule fails to fire for another reason, and the report says which.
#[test]
fn the_report_says_why_no_rule_fires() {
    let rules = "contact { email: exact text, job_title: text, size: whole number, city: text, plan: text }\n\
                 activity email_open {}\nactivity email_click {}\nactivity webinar {}\n\
                 activity demo {}\n\
                 job_title == \"CEO\" => +20\nsize >= 10 => +5\ncity is known => +1\nplan is known => +1\n\
                 email_open => +1\nemail_click => +3\nwebinar => +5\ndemo => +9\n";
    let row = |n: usize| format!("c-{n},Ann{n}@x.com,ten,,{}\n", if n == 3 { "pro" } else { "" });
    let contacts: String = (1..=30).map(row).collect();
    let folder = Folder::with(&[
        ("lead.score", rules),
        ("contacts.csv", &format!("id,email,size,city,plan\n{contacts}")),
        ("mail.ndjson", "{\"to\":\"ann1@x.com\",\"event\":\"email_open\",\"ts\":1790000000}\n"),
        (
            "web.ndjson",
            "{\"user\":\"c-1\",\"event\":\"demo\",\"ts\":1790000000}\n\
             {\"user\":\"c-1\",\"event\":\"webinars\",\"ts\":1790000000000}\n\
             {\"user\":\"c-2\",\"event\":\"demo\",\"ts\":\"soon\"}\n",
        ),
        (
            "scoreline.toml",
            r#"
rules = "lead.score"
[[contacts]]
files = "contacts.csv"
[[activities]]
name = "mail"
files = "mail.ndjson"
contact = { field = "to", matches = "email" }
type = { field = "event" }
time = { field = "ts", unit = "s" }
[[activities]]
name = "web"
files = "web.ndjson"
contact = "user"
type = { field = "event" }
time = { field = "ts", unit = "ms" }
"#,
        ),
    ]);
    let ran = folder.run("score --as-of 1970-01-10 --on-bad-record skip --report report.json -o scores.ndjson").code(0);
    insta::assert_snapshot!(ran.stderr);
    let report = serde_json::from_str(&folder.read("report.json")).expect("the report is JSON");
    assert_fits(&report, "report");
    assert_eq!(report["sources"][1]["strangers"]["contact_key"], "Ann1@x.com");
    assert_eq!(report["sources"][1]["other_case"], 1);
    assert_eq!(report["sources"][2]["odd_times"]["likely_unit"], "s");
    assert_eq!(report["types"][3]["future"], 1);
}
