//! Runs the `test` blocks of checked rules.
//!
//! In: [`Checked`] rules and whoever evaluates them. Out: one [`Case`] a test, its failures as findings with what was
//! expected, what came out, and the ledger that says how. Every run also adds up the entries of every score it sees.
//!
//! What an `expect` asks is put to the evaluator as rules are: as labels appended to the program (`probe`), so that
//! no second evaluator of conditions exists here.

mod failure;
mod ledger_sum;
mod probe;
#[cfg(test)]
mod tests;

use crate::diag::{Case, Diagnostic};
use crate::ledger::Results;
use crate::records::Records;
use crate::source::SourceMap;
use crate::typed::check::Checked;
use crate::typed::{Test, TypedRules};
use crate::values::Instant;

/// Whoever evaluates rules on records.
pub type Evaluate<'a> = dyn Fn(&TypedRules, &Records, Instant) -> Results + 'a;

/// Runs the tests that are `wanted`, in the order of their files. Rules with errors have none.
pub fn run(checked: &Checked, evaluate: &Evaluate<'_>, wanted: impl Fn(&Test) -> bool) -> Vec<Case> {
    let Some(rules) = &checked.rules else { return Vec::new() };
    let numbered = rules.tests.iter().enumerate().filter(|(_, test)| wanted(test));
    numbered.map(|(index, test)| run_one(checked, rules, index, test, evaluate)).collect()
}

fn run_one(checked: &Checked, rules: &TypedRules, index: usize, test: &Test, evaluate: &Evaluate<'_>) -> Case {
    let failures = if test.sets.is_empty() {
        failures(rules, test, &checked.sources, evaluate)
    } else {
        failures_with_params(checked, index, test, evaluate)
    };
    Case { name: test.name.clone(), span: test.span, failures }
}

/// A test that sets params runs on the rules as they are with those.
fn failures_with_params(checked: &Checked, index: usize, test: &Test, evaluate: &Evaluate<'_>) -> Vec<Diagnostic> {
    let again = checked.with_params(&test.sets);
    match again.rules.as_ref().and_then(|rules| Some((rules, rules.tests.get(index)?))) {
        Some((rules, test)) => failures(rules, test, &again.sources, evaluate),
        None => vec![failure::refused(test, &again)],
    }
}

fn failures(rules: &TypedRules, test: &Test, sources: &SourceMap, evaluate: &Evaluate<'_>) -> Vec<Diagnostic> {
    let (probed, probes) = probe::with_probes(rules, test);
    let results = evaluate(&probed, &test.records, test.as_of);
    let mut failures = ledger_sum::failures(rules, test, &results);
    for (expect, probe) in test.expects.iter().zip(&probes) {
        failures.extend(failure::of(&failure::Seen { rules, expect, probe, results: &results, sources }));
    }
    failures
}
