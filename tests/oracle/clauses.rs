//! Ledgers worked out by hand, clause by clause: what the reference and the engine have to say, to the last digit.

use crate::support::ledger_text::ledger_text;
use crate::support::{check, findings};
use scoreline::{engine, plan, reference};
use std::fs;

/// The files of `tests/clauses`: rules with one test block, and after `#=` the whole ledger of its records.
#[test]
fn ledgers_worked_out_by_hand() {
    let mut paths: Vec<_> = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/clauses"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let wrong: Vec<String> = paths
        .iter()
        .filter_map(|path| {
            mistake(&fs::read_to_string(path).unwrap()).map(|mistake| format!("{}: {mistake}", path.display()))
        })
        .collect();
    assert!(paths.len() >= 20, "the clauses have their files");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn mistake(text: &str) -> Option<String> {
    let by_hand: String =
        text.lines().filter_map(|line| line.strip_prefix("#= ")).map(|line| format!("{line}\n")).collect();
    let checked = check(text);
    let Some(rules) = checked.rules else { return Some(findings(&checked.diagnostics)) };
    let test = &rules.tests[0];
    let slow = ledger_text(&rules, &reference::run(&rules, &test.records, test.as_of));
    if slow != by_hand {
        return Some(format!("the reference says\n{slow}by hand it is\n{by_hand}"));
    }
    let fast = ledger_text(&rules, &engine::run(&plan::lower(&rules), &test.records, test.as_of));
    (fast != by_hand).then(|| format!("the engine says\n{fast}by hand it is\n{by_hand}"))
}
