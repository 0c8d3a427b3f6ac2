//! `explain`: the ledger of one record, for people and for programs.

use super::run::Folder;
use super::schema::assert_fits;
use super::score::{RECORDS, smallest};
use serde_json::Value;

#[test]
fn the_smallest_file_is_explained() {
    let folder = smallest();
    insta::assert_snapshot!(folder.run(&format!("explain lead.score {RECORDS} --contact c-1")).code(0).stdout);
    let json = folder.run(&format!("explain lead.score {RECORDS} --contact c-1 --format json")).code(0).stdout;
    let mut json: Value = serde_json::from_str(&json).expect("an explanation is JSON");
    assert_fits(&json, "explanation");
    let hash = folder.run("plan lead.score --hash").code(0).stdout;
    assert_eq!(json["rules"]["hash"], hash.trim_end());
    // What goes into the hash may grow with the language; what is explained here does not.
    json["rules"]["hash"] = Value::from("..");
    insta::assert_snapshot!("the_smallest_file_as_json", format!("{json:#}"));
}

/// Rules with every kind of entry, a composite, tiers, a label, a segment, an exclusion and rules that stay silent.
const RICH: &str = r#"
timezone "Europe/Berlin"
let free = ["gmail.com", "yahoo.com"]
exclude when email after "@" == "ourcompany.com" "works here"

score fit "How well they match" {
  range 0..50
  ceo: job_title has word "CEO" => +20 "decision maker"
  industry in ["Healthcare", "Biotech"] => +15
  email after "@" in free => -10
  phone is missing => -5
  match company_size {
    >= 500 => +20
    100..499 => +10
    else => 0
  }
  budget > 0 => budget / 1000
  times 1.5 when vip is yes
  tiers { A >= 35, B >= 15, C }
}

score engagement {
  decay 90d
  group "Email" up to 5 {
    email_open => +1
    email_click => +3, at most 2 per day
  }
  pricing: page_view where url == "/pricing" => +15, up to 45
  demo: form_submit where form == "demo" => +30, once, no decay
  tiers { "1" >= 50, "2" >= 20, "3" }
}

score lead {
  always => 40% of fit
  always => 60% of engagement
  override to 99 when vip is yes and budget > 1000000 "chosen by hand"
  tiers { hot >= 60, warm >= 35, cold }
}

label priority = "{fit.tier}{engagement.tier}"
segment mql when fit >= 25 and engagement >= 40
"#;

const CONTACTS: &str = r#"{"id":"c-1","first_name":"Ada","last_name":"Byron","email":"ada@x.example","job_title":"CEO","industry":"Healthcare","company_size":900,"phone":"1","vip":false}
{"id":"c-2","name":"Bo","email":"bo@gmail.com","vip":true,"company_size":120}
{"id":"c-3","email":"kim@ourcompany.com"}
{"id":"c-4","email":"ceo@y.example","vip":true,"budget":2000000,"phone":"2"}
"#;

const ACTIVITIES: &str = r#"{"contact_id":"c-1","type":"page_view","at":"2026-10-31T22:00:00Z","url":"/pricing","id":"e1"}
{"contact_id":"c-1","type":"page_view","at":"2026-10-27T12:00:00Z","url":"/pricing","id":"e2"}
{"contact_id":"c-1","type":"page_view","at":"2026-10-15T12:00:00Z","url":"/pricing"}
{"contact_id":"c-1","type":"page_view","at":"2026-10-15T12:00:00Z","url":"/jobs"}
{"contact_id":"c-1","type":"email_click","at":"2026-10-15T12:00:00Z"}
{"contact_id":"c-1","type":"email_click","at":"2026-10-15T13:00:00Z"}
{"contact_id":"c-1","type":"email_click","at":"2026-10-15T14:00:00Z"}
{"contact_id":"c-1","type":"email_open","at":"2026-10-15T14:00:00Z"}
{"contact_id":"c-9","type":"email_open","at":"2026-10-15T14:00:00Z"}
"#;

fn rich() -> Folder {
    Folder::with(&[("lead.score", RICH), ("contacts.ndjson", CONTACTS), ("activities.ndjson", ACTIVITIES)])
}

#[test]
fn every_kind_of_entry_is_explained() {
    let folder = rich();
    let explain = |id: &str, more: &str| {
        folder.run(&format!("explain lead.score {RECORDS} --contact {id} {more}")).code(0).stdout
    };
    insta::assert_snapshot!("rich_c1", explain("c-1", ""));
    insta::assert_snapshot!("rich_c1_all", explain("c-1", "--all --score fit engagement"));
    insta::assert_snapshot!("rich_c2_factor", explain("c-2", ""));
    insta::assert_snapshot!("rich_c3_excluded", explain("c-3", ""));
    insta::assert_snapshot!("rich_c4_override", explain("c-4", "--score lead"));
}

#[test]
fn the_lines_add_up_to_the_last_digit() {
    let folder = rich();
    for id in ["c-1", "c-2", "c-4"] {
        let text = folder.run(&format!("explain lead.score {RECORDS} --contact {id}")).code(0).stdout;
        let mut n_scores = 0;
        for block in text.split("\n\n").filter(|block| block.lines().skip(1).any(|line| line.starts_with("  "))) {
            let Some(value) = block.lines().next().and_then(|line| line.split_whitespace().nth(1)) else { continue };
            let figures = block.lines().skip(1).filter_map(|line| micro(line.split_whitespace().next()?));
            assert_eq!(Some(figures.sum::<i64>()), micro(value), "{id}: {block}");
            n_scores += 1;
        }
        assert_eq!(n_scores, 3, "{text}");
        let json =
            folder.run(&format!("explain lead.score {RECORDS} --contact {id} --format json --all")).code(0).stdout;
        let json: Value = serde_json::from_str(&json).expect("an explanation is JSON");
        assert_fits(&json, "explanation");
        for score in json["scores"].as_array().expect("a list") {
            let entries = score["entries"].as_array().expect("a list");
            let sum: i64 = entries.iter().filter_map(|entry| micro(&entry["points"].to_string())).sum();
            assert_eq!(Some(sum), micro(&score["value"].to_string()), "{id}: {score}");
            for entry in entries {
                let activities = entry["activities"].as_array().map(Vec::as_slice).unwrap_or_default();
                if entry["kind"] == "award" && !activities.is_empty() {
                    let awards: i64 = activities.iter().filter_map(|of| micro(&of["award"].to_string())).sum();
                    assert_eq!(Some(awards), micro(&entry["points"].to_string()), "{entry}");
                    assert_eq!(entry["n_activities"], activities.len());
                }
            }
        }
    }
}

/// A figure in millionths.
fn micro(figure: &str) -> Option<i64> {
    let (sign, digits) = match figure.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, figure.trim_start_matches('+')),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if fraction.len() > 6 || !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let fraction: i64 = format!("{fraction:0<6}").parse().ok()?;
    Some(sign * (whole.parse::<i64>().ok()? * 1_000_000 + fraction))
}

#[test]
fn an_unknown_contact_is_an_error_with_the_nearest() {
    let folder = rich();
    let ran = folder.run(&format!("explain lead.score {RECORDS} --contact c1")).code(2);
    assert_eq!(ran.stderr, "error: there is no contact with the id `c1` among 4 contacts\nhelp: did you mean `c-1`?\n");
    let ran = folder.run(&format!("explain lead.score {RECORDS} --contact c-9")).code(2);
    assert!(ran.stderr.starts_with("error: `c-9` has 1 activity, but there is no contact record"), "{}", ran.stderr);
    let ran = folder.run(&format!("explain lead.score {RECORDS} --contact c-1 --score leed")).code(2);
    assert!(ran.stderr.contains("did you mean `lead`?"), "{}", ran.stderr);
}

#[test]
fn explanations_go_to_files_and_come_with_colours() {
    let folder = rich();
    let plain = folder.run(&format!("explain lead.score {RECORDS} --contact c-1")).code(0).stdout;
    folder.run(&format!("explain lead.score {RECORDS} --contact c-1 -o ada.txt --color always")).code(0);
    assert_eq!(folder.read("ada.txt"), plain, "a file has no colours");
    let colored = folder.run(&format!("explain lead.score {RECORDS} --contact c-1 --color always")).code(0).stdout;
    assert!(colored.contains("\x1b[32m") && !plain.contains('\x1b'));
}

#[test]
fn one_contact_is_found_among_many_without_reading_the_others() {
    let folder = smallest();
    let line = |id: &str, at: &str| format!("{{\"contact_id\":\"{id}\",\"type\":\"bounce\",\"at\":\"{at}\"}}\n");
    let mut lines: String = (0..3000).map(|n| line(&format!("x-{n}"), "2026-10-01T00:00:00Z")).collect();
    let few = line("c-1", "2026-08-03T00:00:00Z") + &line("\\u0063-1", "2026-08-03T00:00:00Z");
    lines.push_str(&few);
    folder.write("activities.ndjson", &few);
    let expected = folder.run(&format!("explain lead.score --contact c-1 {RECORDS}")).code(0).stdout;
    assert!(expected.contains("x2"), "both activities count: {expected}");
    folder.write("activities.ndjson", &lines);
    assert_eq!(folder.run(&format!("explain lead.score --contact c-1 {RECORDS}")).code(0).stdout, expected);
}
