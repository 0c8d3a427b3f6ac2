//! What is changed, and what becomes of it.

use super::*;
use crate::typed::check::check_text;

/// `was -> becomes` of every change, in order.
fn changes(rules: &str) -> Vec<String> {
    let checked = check_text(rules);
    assert!(checked.rules.is_some(), "{:?}", checked.diagnostics);
    let shown = |change: &Change| format!("{} -> {}", change.was, change.edit.replacement);
    edits::changes(checked.program.files(), &checked.sources).iter().map(shown).collect()
}

/// Every mutant with its fate in a word.
fn fates(rules: &str) -> Vec<String> {
    let checked = check_text(rules);
    assert!(checked.rules.is_some(), "{:?}", checked.diagnostics);
    let word = |mutant: &Mutant| {
        let fate = match &mutant.fate {
            Fate::Invalid => "invalid".to_owned(),
            Fate::Same => "same".to_owned(),
            Fate::Noticed(test) => format!("noticed by {test}"),
            Fate::Unnoticed(None) => "unnoticed".to_owned(),
            Fate::Unnoticed(Some(witness)) => {
                format!("unnoticed: {} is {}, would be {}", witness.what, witness.values.0, witness.values.1)
            }
        };
        format!("{} -> {}: {fate}", mutant.change.was, mutant.change.edit.replacement)
    };
    run(&[&checked], &|_, _| true, 2).iter().map(word).collect()
}

#[test]
fn edges_are_tried_from_both_sides() {
    assert_eq!(changes("size >= 500 => +20"), [">= -> >", "500 -> 499", "20 -> 21"]);
    assert_eq!(changes("size < -5 => -3"), ["< -> <=", "5 -> 6", "3 -> 4"]);
    assert_eq!(changes("size >= 0 => 0"), [">= -> >", "0 -> -1", "0 -> +1"]);
    assert_eq!(changes("activity visit {}\nvisit in last 30d => +1\n"), ["30d -> 31d", "30d -> 29d", "1 -> 2"]);
    assert_eq!(
        changes("score s {\n  always => +1\n  range 0..10\n  tiers { a >= 5, b }\n}\n"),
        ["1 -> 2", "0 -> -1", "10 -> 11", ">= -> >", "5 -> 4"]
    );
}

#[test]
fn words_become_others() {
    assert_eq!(
        changes("not (a in [\"x\", \"y\"]) and b is known => +1"),
        ["not -> ", "in -> not in", "\"x\" -> ", "\"y\" -> ", "and -> or", "known -> missing", "1 -> 2"]
    );
    assert_eq!(
        changes("activity e {}\nactivity f {}\ne or f => +2, once, no decay\nno(e) => +1\ndecay 9d\n"),
        ["e -> ", "f -> ", "2 -> 3", "once -> at most 2 times", "no decay -> ", "no -> any", "1 -> 2", "9d -> 10d"]
    );
}

#[test]
fn a_test_at_the_edge_notices_and_one_beside_it_does_not() {
    let rules =
        "size >= 500 => +20\ntest \"t\" {\n  as of 2026-11-01\n  contact { size: 500 }\n  expect score == 20\n}\n";
    assert_eq!(
        fates(rules),
        [">= -> >: noticed by t", "500 -> 499: unnoticed: score is 0.00, would be 20.00", "20 -> 21: noticed by t",]
    );
}

#[test]
fn what_means_the_same_is_counted_apart() {
    let rules =
        "let unused = 3\nalways => +2\ntest \"t\" {\n  as of 2026-11-01\n  contact {}\n  expect score == 2\n}\n";
    assert_eq!(fates(rules), ["3 -> 4: same", "2 -> 3: noticed by t"]);
}

#[test]
fn a_test_that_fails_anyway_notices_nothing() {
    let rules = "always => +2\ntest \"t\" {\n  as of 2026-11-01\n  contact {}\n  expect score == 7\n}\n";
    assert_eq!(fates(rules), ["2 -> 3: unnoticed: score is 2.00, would be 3.00"]);
}

#[test]
fn a_test_that_sets_a_param_runs_with_it() {
    let rules = "param p = 3\nalways => p\nalways => +1\ntest \"t\" {\n  as of 2026-11-01\n  set p = 5\n  contact {}\n  expect score == 6\n}\n";
    assert_eq!(fates(rules), ["3 -> 4: unnoticed: score is 4.00, would be 5.00", "1 -> 2: noticed by t"]);
}

#[test]
fn the_order_and_the_fates_do_not_depend_on_threads() {
    let rules = "a >= 5 and b in [\"x\", \"y\"] => +2\nc is missing => -1\n";
    let checked = check_text(rules);
    let shown = |n_threads| {
        let data = section(&run(&[&checked], &|_, _| true, n_threads), |_| &checked.sources).data;
        data.to_string()
    };
    assert_eq!(shown(1), shown(4));
}

#[test]
fn the_published_schema_is_that_of_the_types() {
    let schema = schemars::schema_for!(Mutants);
    let generated = format!("{}\n", serde_json::to_string_pretty(&schema).expect("a schema is JSON"));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schemas/mutants.schema.json");
    if std::env::var_os("SCORELINE_UPDATE").is_some() {
        std::fs::write(path, &generated).expect("the schema can be written");
    }
    let published = std::fs::read_to_string(path).unwrap_or_default();
    assert!(published == generated, "{path} is out of date: run this test with SCORELINE_UPDATE=1");
}
