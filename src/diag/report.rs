//! What a command has to show: findings about rules, and the outcome of test blocks.

use super::{Diagnostic, Diagnostics, Severity};
use crate::source::Span;

/// One `test` block, or one line of its `cases`, after it ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The name its author gave it.
    pub name: String,
    /// Where it stands in the rules.
    pub span: Span,
    /// What did not come out as expected, each with its place; none if the test passed.
    pub failures: Vec<Diagnostic>,
}

impl Case {
    /// Whether everything came out as expected.
    pub fn passed(&self) -> bool {
        self.failures.is_empty()
    }
}

/// What a command measured besides: how many mutants of the rules the tests notice, which parts they reach.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The key of its data in the machine form, and the `kind` of its line: `mutants`.
    pub name: &'static str,
    /// The figures for programs; an object.
    pub data: serde_json::Value,
    /// The same for people: whole lines.
    pub text: String,
}

/// Findings and test outcomes that are shown together; every renderer takes one.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// What is wrong with the rules, sorted.
    pub findings: &'a Diagnostics,
    /// The tests that ran, in the order of their files; none where a command runs no tests.
    pub cases: &'a [Case],
    /// What was measured; nothing where nothing was asked for.
    pub sections: &'a [Section],
}

impl<'a> Report<'a> {
    /// The findings, then the failures of each test.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a Diagnostic> + use<'a> {
        self.findings.iter().chain(self.cases.iter().flat_map(|case| &case.failures))
    }

    /// How many of [`all`](Self::all) weigh `severity`.
    pub(super) fn count(&self, severity: Severity) -> usize {
        self.all().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// How many tests did not pass.
    pub(super) fn failed(&self) -> usize {
        self.cases.iter().filter(|case| !case.passed()).count()
    }
}

impl<'a> From<&'a Diagnostics> for Report<'a> {
    fn from(findings: &'a Diagnostics) -> Self {
        Report { findings, cases: &[], sections: &[] }
    }
}
