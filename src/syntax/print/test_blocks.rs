//! `test` blocks.

use super::Printer;
use super::blocks::{Around, Form};
use super::rows::{Row, Run};
use crate::source::Span;
use crate::syntax::ast::{GivenRecord, TestBlock, TestItem, Trivia};

impl Printer<'_> {
    /// `test "x" { .. }`
    pub(super) fn test(&self, test: &TestBlock, trivia: &Trivia, indent: usize) -> Row {
        let around =
            Around { start: test.span.start, reason: None, trivia, indent, form: Form::Broken, run: Run::Plain };
        self.block(around, &test.body, span_of, |item, trivia, indent| match item {
            TestItem::AsOf(item) => self.plain(item.span, trivia, indent),
            TestItem::Set(item) => self.plain(item.span, trivia, indent),
            TestItem::Expect(item) => self.plain(item.span, trivia, indent),
            TestItem::Record(record) => self.given(record, trivia, indent),
            TestItem::Cases(cases) => self.cases(cases, trivia, indent),
        })
    }

    fn given(&self, record: &GivenRecord, trivia: &Trivia, indent: usize) -> Row {
        self.plain_block(record.span.start, &record.fields, |field| field.span, trivia, indent)
    }
}

fn span_of(item: &TestItem) -> Span {
    match item {
        TestItem::AsOf(item) => item.span,
        TestItem::Set(item) => item.span,
        TestItem::Expect(item) => item.span,
        TestItem::Record(item) => item.span,
        TestItem::Cases(item) => item.span,
    }
}
