//! Outcomes of `test` blocks, by the reference evaluator: what tests say does not depend on who evaluates.

use super::*;
use crate::reference;
use crate::typed::check::check_text;

fn judge(rules: &TypedRules, records: &[(&Records, Instant)]) -> Vec<Results> {
    records.iter().map(|(records, as_of)| reference::run(rules, records, *as_of)).collect()
}

fn cases(rules: &str) -> Vec<Case> {
    let checked = check_text(rules);
    let findings: Vec<&str> = checked.diagnostics.iter().map(|finding| finding.message.as_str()).collect();
    assert!(checked.rules.is_some(), "{findings:?}");
    run(&checked, &judge, |_| true)
}

/// The messages of the failures of the only test in `rules`.
fn failures(rules: &str) -> Vec<String> {
    let [case] = cases(rules).try_into().expect("one test");
    case.failures.iter().map(|failure| failure.message.clone()).collect()
}

const RULES: &str = r#"
exclude when email after "@" == "ourcompany.com" "works here"
score fit {
  ceo: job_title == "CEO" => +20
  size: company_size >= 500 => +15
  range 0..30
  tiers { A >= 30, B }
}
score lead {
  always => 50% of fit
  pricing: page_view => +15, up to 20
}
label grade = "{fit.tier}"
segment hot when lead >= 20
param points = 3
score other { always => points }
"#;

fn with(block: &str) -> String {
    format!("{RULES}\ntest \"t\" {{\n  as of 2026-11-01\n{block}\n}}\n")
}

#[test]
fn what_holds_passes() {
    let block = r#"
  contact { job_title: "CEO", company_size: 900 }
  3 x page_view { at: 1d ago }
  expect fit == 30
  expect fit.tier == A
  expect lead == 35
  expect ceo == +20
  expect pricing == +20
  expect grade == "A"
  expect hot
  expect not excluded
  expect job_title has word "CEO" and count(page_view) == 3
"#;
    assert_eq!(failures(&with(block)), Vec::<String>::new());
}

#[test]
fn failures_say_what_came_out() {
    let block = r#"
  contact { job_title: "CEO", company_size: 900 }
  3 x page_view { at: 1d ago }
  expect fit == 35
  expect fit.tier == B
  expect lead in 0..10
  expect pricing == +45
  expect grade == "B"
  expect not hot
  expect excluded
  expect phone is known
"#;
    assert_eq!(
        failures(&with(block)),
        [
            "expected `fit == 35`, but `fit` is 30",
            "expected `fit.tier == B`, but `fit.tier` is A",
            "expected `lead in 0..10`, but `lead` is 35",
            "expected `pricing == +45`, but it gives +20.00",
            "expected `grade == \"B\"`, but `grade` is A",
            "expected `not hot`, but it does not hold",
            "expected `excluded`, but it does not hold",
            "expected `phone is known`, but `phone` is missing",
        ]
    );
}

#[test]
fn the_ledger_stands_beside_a_failure() {
    let block = "  contact { job_title: \"CEO\", company_size: 900 }\n  expect fit == 35\n";
    let [case] = cases(&with(block)).try_into().expect("one test");
    assert_eq!(case.failures[0].primary.text, "fit 30.00 = +20.00 ceo, +15.00 size, -5.00 range of fit");
}

#[test]
fn an_excluded_contact_has_no_scores() {
    let block = r#"
  contact { id: "a", email: "kim@ourcompany.com", job_title: "CEO" }
  expect excluded of "a"
  expect not hot of "a"
  expect not lead of "a" == 10
"#;
    assert_eq!(failures(&with(block)), Vec::<String>::new());
    let block = "  contact { email: \"kim@ourcompany.com\" }\n  expect fit == 0\n";
    assert_eq!(failures(&with(block)), ["expected `fit == 0`, but the contact is excluded: works here"]);
}

#[test]
fn params_are_set_for_one_test() {
    let set = "  set points = 7\n  contact { }\n  expect other == 7\n";
    assert_eq!(failures(&with(set)), Vec::<String>::new());
    let unset = "  contact { }\n  expect other == 7\n";
    assert_eq!(failures(&with(unset)), ["expected `other == 7`, but `other` is 3"]);
}

#[test]
fn only_wanted_tests_run() {
    let rules = "x == \"y\" => +1\ntest \"a\" {\n  as of 2026-11-01\n  contact { x: \"y\" }\n  expect score == 1\n}\n\
                 test \"b\" {\n  as of 2026-11-01\n  contact { }\n  expect score == 1\n}\n";
    let checked = check_text(rules);
    let cases = run(&checked, &judge, |test| test.name == "b");
    assert_eq!(cases.len(), 1);
    assert!(!cases[0].passed());
}

#[test]
fn a_score_that_is_not_its_ledger_fails_every_test() {
    let rules = "x == \"y\" => +1\ntest \"a\" {\n  as of 2026-11-01\n  contact { x: \"y\" }\n  expect score == 2\n}\n";
    let checked = check_text(rules);
    let wrong = |rules: &TypedRules, records: &[(&Records, Instant)]| {
        let mut results = judge(rules, records);
        for score in results
            .iter_mut()
            .flat_map(|results| &mut results.records)
            .flatten()
            .flat_map(|record| record.scores.iter_mut().flatten())
        {
            score.value = crate::values::Decimal::parse("2").expect("a decimal");
        }
        results
    };
    let cases = run(&checked, &wrong, |_| true);
    let messages: Vec<&str> = cases[0].failures.iter().map(|failure| failure.message.as_str()).collect();
    assert_eq!(messages[0], "the entries of `score` of `contact` add up to 1.00, the score is 2.00");
}
