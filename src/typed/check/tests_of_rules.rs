//! `test` blocks: their as-of, their params, their records, what they expect.

use super::super::{Expect, Test};
use super::exec::{Checker, Walk};
use super::finding::quoted;
use super::load::Program;
use super::test_records::TestRecords;
use super::{constant, declare};
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast;
use crate::values::{Instant, Value};

/// How many tests a program may have, those of `cases` among them.
const TESTS_MAX: usize = 100_000;

/// All tests in file order; `None` if anything in them failed.
pub(super) fn tests<'a>(checker: &mut Checker<'a>, program: &'a Program) -> Option<Vec<Test>> {
    checker.node = None;
    checker.index_owners();
    let mut tests = Vec::new();
    let mut fine = true;
    for item in program.files.iter().flat_map(|file| file.items.nodes()) {
        let ast::Item::Test(node) = item else { continue };
        match checker.test_block(node) {
            Some(some) => tests.extend(some),
            None => fine = false,
        }
        if tests.len() > TESTS_MAX {
            let message = format!("more than {TESTS_MAX} tests are too many");
            return checker.report(Diagnostic::new(Code::TooLarge, node.span, message).help("split the file"));
        }
    }
    // Rows of fields that only later tests name are as long as the others.
    for test in &mut tests {
        checker.pad(&mut test.records);
    }
    fine.then_some(tests)
}

/// The parts of a block that stand once, or count for every row of its cases.
struct Parts<'a> {
    sets: Vec<(String, Value)>,
    records: Vec<&'a ast::GivenRecord>,
    expects: Vec<&'a ast::Expect>,
    cases: Vec<&'a ast::Cases>,
}

impl<'a> Checker<'a> {
    fn test_block(&mut self, node: &'a ast::TestBlock) -> Option<Vec<Test>> {
        let as_of = self.as_of(node);
        let (parts, sets_fine) = self.test_parts(node);
        // Records have mistakes of their own, whatever the as-of.
        let records = self.test_records(&parts.records, as_of.unwrap_or(Instant::from_us(0)));
        let (as_of, records) = (as_of?, records?);
        let expects: Vec<Option<Expect>> =
            parts.expects.iter().map(|expect| self.expect_line(expect, &records)).collect();
        let mut tests = Vec::new();
        let mut fine = true;
        for cases in &parts.cases {
            match self.cases(node, cases, as_of, &parts.sets, &records, &parts.expects) {
                Some(cases) => tests.extend(cases),
                None => fine = false,
            }
        }
        let expects = expects.into_iter().collect::<Option<Vec<_>>>()?;
        if !fine || !sets_fine {
            return None;
        }
        if parts.cases.is_empty() {
            let name = node.name.node.clone();
            tests.push(Test {
                name,
                as_of,
                sets: parts.sets,
                records: records.into_records(),
                expects,
                span: node.span,
            });
        }
        Some(tests)
    }

    /// The instant of a test; none or two are reported.
    fn as_of(&mut self, node: &'a ast::TestBlock) -> Option<Instant> {
        let mut lines = node.body.nodes().filter_map(|item| match item {
            ast::TestItem::AsOf(as_of) => Some(as_of),
            _ => None,
        });
        let Some(first) = lines.next() else {
            let message = format!("the test {} has no as-of", quoted(&node.name.node));
            return self.report(
                Diagnostic::new(Code::TestWithoutAsOf, node.name.span, message)
                    .help("add `as of 2026-11-01` as its first line"),
            );
        };
        if let Some(second) = lines.next() {
            let message = "a test has one as-of, and this is the second";
            return self.report(
                Diagnostic::new(Code::SetTwice, second.span, message)
                    .also(first.span, "the first stands here")
                    .help("remove one of the two"),
            );
        }
        match &*first.at.kind {
            ast::ExprKind::Date(lit) => {
                let date = constant::date(lit, self.findings())?;
                Some(self.zone.midnight(date))
            }
            ast::ExprKind::Instant(lit) => constant::instant(lit, self.findings()),
            _ => {
                let message = format!("{} is no date or time", quoted(self.slice(first.at.span)));
                self.report(Diagnostic::new(Code::NotATime, first.at.span, message).help("write `as of 2026-11-01`"))
            }
        }
    }

    fn test_parts(&mut self, node: &'a ast::TestBlock) -> (Parts<'a>, bool) {
        let mut parts = Parts { sets: Vec::new(), records: Vec::new(), expects: Vec::new(), cases: Vec::new() };
        let mut fine = true;
        for item in node.body.nodes() {
            match item {
                ast::TestItem::AsOf(_) => {}
                ast::TestItem::Set(set) => {
                    let names = self.names;
                    match declare::set_value(set, names, self.findings()) {
                        Some((index, value)) => parts.sets.push((names.params[index].name.clone(), value)),
                        None => fine = false,
                    }
                }
                ast::TestItem::Record(record) => parts.records.push(record),
                ast::TestItem::Expect(expect) => parts.expects.push(expect),
                ast::TestItem::Cases(cases) => parts.cases.push(cases),
            }
        }
        (parts, fine)
    }

    /// One test for each row.
    fn cases(
        &mut self,
        node: &'a ast::TestBlock,
        cases: &'a ast::Cases,
        as_of: Instant,
        sets: &[(String, Value)],
        base: &TestRecords,
        expects: &[&'a ast::Expect],
    ) -> Option<Vec<Test>> {
        let mut tests = Vec::new();
        let mut fine = true;
        for row in cases.rows.nodes() {
            let Some(records) = self.case_records(cases, row, as_of, base) else {
                fine = false;
                continue;
            };
            let mut all: Vec<Option<Expect>> =
                expects.iter().map(|expect| self.expect_line(expect, &records)).collect();
            all.extend(
                cases.expected.iter().zip(&row.expected).map(|(what, value)| self.expect_cell(what, value, &records)),
            );
            let Some(expects) = all.into_iter().collect::<Option<Vec<_>>>() else {
                fine = false;
                continue;
            };
            let name = format!("{}: {}", node.name.node, self.text_of(row.span));
            let records = records.into_records();
            tests.push(Test { name, as_of, sets: sets.to_vec(), records, expects, span: row.span });
        }
        fine.then_some(tests)
    }

    /// Whether this walk reports anything.
    pub fn is_last(&self) -> bool {
        self.walk == Walk::Last
    }
}
