//! One program and its tests, asked about mutants.

use crate::diag::Edit;
use crate::engine;
use crate::ledger::Results;
use crate::plan;
use crate::records::Records;
use crate::source::Span;
use crate::testing::witness::{self, Witness};
use crate::testing::{Asked, batches};
use crate::typed::check::Checked;
use crate::typed::{Test, TypedRules};
use crate::values::Instant;

/// What one program says of a mutant.
pub(super) enum Verdict {
    /// It cannot be read.
    Invalid,
    /// It has the same plan.
    Same,
    /// The first test that fails.
    Noticed(String),
    /// No test fails.
    Unnoticed,
}

/// A program that is sound, its plan, and which of its tests are asked.
pub(super) struct Judge<'a> {
    checked: &'a Checked,
    hash: String,
    /// Indexes of the tests.
    tests: Vec<usize>,
}

impl<'a> Judge<'a> {
    /// `None` for rules with errors. A test that fails as it is can notice nothing and is not asked.
    pub(super) fn new(checked: &'a Checked, wanted: &dyn Fn(&Checked, &Test) -> bool) -> Option<Judge<'a>> {
        let rules = checked.rules.as_ref()?;
        let numbered = rules.tests.iter().enumerate().filter(|(_, test)| wanted(checked, test));
        let wanted: Vec<usize> = numbered.map(|(index, _)| index).collect();
        let asked = Asked { checked, rules, subjects_max: 0, evaluate: &evaluate };
        let failures = batches(rules, &wanted).flat_map(|batch| asked.failures(batch));
        let passed = wanted.iter().zip(failures).filter(|(_, failures)| failures.is_empty());
        let tests = passed.map(|(index, _)| *index).collect();
        Some(Judge { checked, hash: plan::lower(rules).hash(), tests })
    }

    /// What becomes of the rules with an edit.
    pub(super) fn verdict(&self, edit: &Edit) -> Verdict {
        let mutant = self.checked.with_edit(edit);
        let Some(rules) = &mutant.rules else { return Verdict::Invalid };
        let asked = Asked { checked: &mutant, rules, subjects_max: 0, evaluate: &evaluate };
        let failed = |batch: &[usize]| {
            let failures = asked.failures(batch);
            batch.iter().zip(failures).find(|(_, failures)| !failures.is_empty()).map(|(index, _)| *index)
        };
        match batches(rules, &self.tests).find_map(failed) {
            Some(index) => Verdict::Noticed(rules.tests[index].name.clone()),
            None if plan::lower(rules).hash() == self.hash => Verdict::Same,
            None => Verdict::Unnoticed,
        }
    }

    /// Records on which the rules with an edit, made at this place, differ from those without.
    pub(super) fn witness(&self, edit: &Edit, place: Span) -> Option<Witness> {
        let (rules, mutant) = (self.checked.rules.as_ref()?, self.checked.with_edit(edit));
        let tests = self.tests.iter().map(|index| &rules.tests[*index]);
        let begin: Vec<_> = tests.filter(|test| test.sets.is_empty()).map(|test| (&test.records, test.as_of)).collect();
        witness::find(rules, mutant.rules.as_ref()?, Some(place), &begin)
    }
}

fn evaluate(rules: &TypedRules, records: &[(&Records, Instant)]) -> Vec<Results> {
    let plan = plan::lower(rules);
    records.iter().map(|(records, as_of)| engine::run(&plan, records, *as_of)).collect()
}
