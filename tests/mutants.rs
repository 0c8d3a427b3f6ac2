//! The examples' own tests notice at least 95 percent of the mutants of the examples' own rules; `docs/testing.md`
//! explains the others.

use std::process::Command;

fn noticed(example: &str) -> serde_json::Value {
    let folder = format!("{}/examples/{example}", env!("CARGO_MANIFEST_DIR"));
    let run = Command::new(env!("CARGO_BIN_EXE_scoreline"))
        .args(["test", &folder, "--mutants-min", "95", "--format", "json"])
        .output()
        .expect("the program runs");
    let document: serde_json::Value = serde_json::from_slice(&run.stdout).expect("a document");
    let mutants = document["mutants"].clone();
    assert_eq!(run.status.code(), Some(0), "{example}: {:#}", mutants["unnoticed"]);
    assert_eq!(document["counts"]["failed"], 0, "{example}");
    mutants
}

#[test]
fn quick_start() {
    assert_eq!(noticed("quick-start")["noticed_percent"], "100.0");
}

#[test]
fn b2b_lead() {
    let mutants = noticed("b2b-lead");
    let all = mutants["unnoticed"].as_array().expect("a list");
    // Each of them is explained; one with a contact that shows it would be a test to write.
    assert!(all.iter().all(|one| one["contact"].is_null()), "{all:#?}");
}

#[test]
fn account_rollup() {
    noticed("account-rollup");
}

#[test]
fn churn() {
    noticed("churn");
}
