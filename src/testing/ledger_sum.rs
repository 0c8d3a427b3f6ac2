//! The one promise every run keeps: a score is the sum of its entries.

use crate::diag::{Code, Diagnostic};
use crate::ledger::{Entry, Results};
use crate::typed::{Test, TypedRules};
use crate::values::{Decimal, ExactSum};

/// The sum of entries; `None` where it is beyond all bounds, which no ledger may be.
pub fn sum<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Option<Decimal> {
    entries.into_iter().map(|entry| entry.points).collect::<ExactSum>().finish()
}

/// A finding for every score of every record that is not the sum of its entries.
pub fn failures(rules: &TypedRules, test: &Test, results: &Results) -> Vec<Diagnostic> {
    let mut failures = Vec::new();
    for record in results.records.iter().flatten() {
        for (score, result) in rules.scores.iter().zip(&record.scores) {
            let Some(result) = result else { continue };
            let sum = sum(&result.entries);
            if sum != Some(result.value) {
                let sum = sum.map_or("beyond all bounds".to_owned(), |sum| sum.display_points());
                let message = format!(
                    "the entries of `{}` of `{}` add up to {sum}, the score is {}",
                    score.name,
                    record.id,
                    result.value.display_points()
                );
                let diagnostic = Diagnostic::new(Code::FailedExpectation, test.span, message);
                failures.push(diagnostic.help("this is a mistake of scoreline, not of the rules: please report it"));
            }
        }
    }
    failures
}
