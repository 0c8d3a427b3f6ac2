//! What the tests of small rules reach, and why not the rest.

use super::*;
use crate::typed::check::check_text;

/// `of outcome: reason` of everything that no test reaches.
fn holes(rules: &str) -> Vec<String> {
    let checked = check_text(rules);
    assert!(checked.rules.is_some(), "{:?}", checked.diagnostics);
    let parts = run(&[&checked], &|_, _| true);
    let of_part = |part: &Part| {
        let hole = |outcome: &&Outcome| !outcome.reached;
        let text = checked.sources.slice(part.place).to_owned();
        let shown = |outcome: &Outcome| format!("{text}: {}, {}", outcome.name, outcome.reason);
        part.outcomes.iter().filter(hole).map(shown).collect::<Vec<_>>()
    };
    parts.iter().flat_map(of_part).collect()
}

const HEAD: &str = "contact { a: number, b: text }\nactivity visit { url: exact text }\n";

fn with(rules: &str, records: &str) -> Vec<String> {
    holes(&format!(
        "{HEAD}score s {{\n{rules}\n}}\ntest \"t\" {{\n  as of 2026-11-01\n{records}\n  expect s >= 0\n}}\n"
    ))
}

#[test]
fn each_outcome_of_each_part() {
    assert_eq!(
        with("a >= 5 and b == \"x\" => +1", "contact { a: 7 }"),
        [
            "a >= 5: does not hold, it holds in every test",
            "a >= 5: is missing, it is known in every test",
            "b == \"x\": holds, it is missing in every test",
            "b == \"x\": does not hold, it is missing in every test",
        ]
    );
}

#[test]
fn an_arm_that_nobody_comes_to() {
    assert_eq!(
        with("match a { >= 5 => +2, >= 1 => +1, else => 0 }", "contact { a: 7 }"),
        [
            ">= 5 => +2: does not hold, it holds in every test",
            ">= 5 => +2: is missing, it is known in every test",
            ">= 1 => +1: holds, an earlier arm decides in every test",
            ">= 1 => +1: does not hold, an earlier arm decides in every test",
            ">= 1 => +1: is missing, an earlier arm decides in every test",
        ]
    );
}

#[test]
fn activities_windows_and_limits() {
    let rules = "visit where url == \"/p\" in last 30d => +1, once";
    assert_eq!(
        with(rules, "contact {}"),
        [
            "url == \"/p\": holds, no test has `visit` here",
            "url == \"/p\": does not hold, no test has `visit` here",
            "url == \"/p\": is missing, no test has `visit` here",
            "visit where url == \"/p\" in last 30d: inside, no test has `visit` here",
            "visit where url == \"/p\" in last 30d: outside, no test has `visit` here",
            "visit where url == \"/p\" in last 30d => +1, once: is reached, in no test",
            "visit where url == \"/p\" in last 30d => +1, once: takes something, in no test",
        ]
    );
    let records = "contact {}\n2 x visit { url: \"/p\", at: 1d ago }\nvisit { url: \"/p\", at: 40d ago }\n\
                   visit { url: \"/q\", at: 1d ago }\nvisit { at: 1d ago }";
    assert_eq!(with(rules, records), [""; 0]);
}

#[test]
fn ranges_tiers_and_what_is_kept_out() {
    let rules = "always => +50\nrange 0..10\ntiers { high >= 10, low }";
    let found = with(rules, "contact {}");
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].ends_with("adds something, in no test"), "{found:?}");
    assert_eq!(found[1], "low: is reached, in no test");
}

#[test]
fn the_published_schema_is_that_of_the_types() {
    let schema = schemars::schema_for!(Coverage);
    let generated = format!("{}\n", serde_json::to_string_pretty(&schema).expect("a schema is JSON"));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schemas/coverage.schema.json");
    if std::env::var_os("SCORELINE_UPDATE").is_some() {
        std::fs::write(path, &generated).expect("the schema can be written");
    }
    let published = std::fs::read_to_string(path).unwrap_or_default();
    assert!(published == generated, "{path} is out of date: run this test with SCORELINE_UPDATE=1");
}
