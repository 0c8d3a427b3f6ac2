//! Runs the `test` blocks of checked rules.
//!
//! In: [`Checked`] rules and whoever evaluates them. Out: one [`Case`] a test, its failures as findings with what was
//! expected, what came out, and the ledger that says how. Every run also adds up the entries of every score it sees.
//!
//! What an `expect` asks is put to the evaluator as rules are: as labels appended to the program (`probe`), so that
//! no second evaluator of conditions exists here.

pub mod coverage;
mod failure;
mod ledger_sum;
pub mod mutants;
mod probe;
pub mod share;
#[cfg(test)]
mod tests;
pub mod witness;

use crate::diag::{Case, Diagnostic};
use crate::ledger::Results;
use crate::records::Records;
use crate::source::SourceMap;
use crate::typed::check::Checked;
use crate::typed::{Test, TypedRules};
use crate::values::Instant;

/// Whoever evaluates rules: on each of several sets of records, at its instant.
pub type Evaluate<'a> = dyn Fn(&TypedRules, &[(&Records, Instant)]) -> Vec<Results> + 'a;

/// So many tests share one evaluation: the rules are made ready once for them, and each answers the questions of all.
const BATCH: usize = 16;

/// Runs the tests that are `wanted`, in the order of their files. Rules with errors have none.
pub fn run(checked: &Checked, evaluate: &Evaluate<'_>, wanted: impl Fn(&Test) -> bool) -> Vec<Case> {
    let Some(rules) = &checked.rules else { return Vec::new() };
    let numbered = rules.tests.iter().enumerate().filter(|(_, test)| wanted(test));
    let tests: Vec<usize> = numbered.map(|(index, _)| index).collect();
    let asked = Asked { checked, rules, subjects_max: probe::SUBJECTS_MAX, evaluate };
    let failures = batches(rules, &tests).flat_map(|batch| asked.failures(batch));
    let case = |(index, failures): (&usize, Vec<Diagnostic>)| {
        let test = &rules.tests[*index];
        Case { name: test.name.clone(), span: test.span, failures }
    };
    tests.iter().zip(failures).map(case).collect()
}

/// Tests, by their indexes, that can be evaluated together: those that set params stand alone.
fn batches<'t>(rules: &'t TypedRules, tests: &'t [usize]) -> impl Iterator<Item = &'t [usize]> {
    let sets = |index: &usize| !rules.tests[*index].sets.is_empty();
    tests.chunk_by(move |one, next| !sets(one) && !sets(next)).flat_map(|chunk| chunk.chunks(BATCH))
}

/// Rules whose tests are run.
struct Asked<'a> {
    checked: &'a Checked,
    rules: &'a TypedRules,
    /// How many values are asked for beside each condition that is expected.
    subjects_max: usize,
    evaluate: &'a Evaluate<'a>,
}

impl Asked<'_> {
    /// What failed of each test of a batch.
    fn failures(&self, batch: &[usize]) -> Vec<Vec<Diagnostic>> {
        match batch {
            [index] if !self.rules.tests[*index].sets.is_empty() => vec![self.failures_with_params(*index)],
            _ => self.failures_of(self.rules, &self.checked.sources, batch),
        }
    }

    /// A test that sets params runs on the rules as they are with those.
    fn failures_with_params(&self, index: usize) -> Vec<Diagnostic> {
        let test = &self.rules.tests[index];
        let again = self.checked.with_params(&test.sets);
        match again.rules.as_ref().filter(|rules| index < rules.tests.len()) {
            Some(rules) => self.failures_of(rules, &again.sources, &[index]).remove(0),
            None => vec![failure::refused(test, &again)],
        }
    }

    fn failures_of(&self, rules: &TypedRules, sources: &SourceMap, batch: &[usize]) -> Vec<Vec<Diagnostic>> {
        let tests: Vec<&Test> = batch.iter().map(|index| &rules.tests[*index]).collect();
        let (probed, probes) = probe::with_probes(rules, &tests, self.subjects_max);
        let records: Vec<(&Records, Instant)> = tests.iter().map(|test| (&test.records, test.as_of)).collect();
        let results = (self.evaluate)(&probed, &records);
        let of_test = |((test, probes), results): ((&&Test, &Vec<probe::Probe>), &Results)| {
            let mut failures = ledger_sum::failures(rules, test, results);
            for (expect, probe) in test.expects.iter().zip(probes) {
                failures.extend(failure::of(&failure::Seen { rules, expect, probe, results, sources }));
            }
            failures
        };
        tests.iter().zip(&probes).zip(&results).map(of_test).collect()
    }
}
