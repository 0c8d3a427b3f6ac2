//! Items of a file, and declarations of records.

use super::Printer;
use super::blocks::{Around, Form};
use super::rows::{Cuts, Row, Run};
use crate::source::Span;
use crate::syntax::ast::{Block, Item, Label, LabelValue, Name, RecordDecl, Score, Trivia};

impl Printer<'_> {
    /// The lines of a whole file.
    pub(super) fn items(&self, items: &Block<Item>) -> Vec<String> {
        self.rows(items, 0, |item, trivia, indent| self.item(item, trivia, indent))
    }

    fn item(&self, item: &Item, trivia: &Trivia, indent: usize) -> Row {
        match item {
            Item::Use(item) => self.plain(item.span, trivia, indent),
            Item::Timezone(item) => self.plain(item.span, trivia, indent),
            Item::Let(item) => self.assigned(Run::Lets, &item.name, item.span, trivia, indent),
            Item::Param(item) => self.assigned(Run::Params, &item.name, item.span, trivia, indent),
            Item::Set(item) => self.plain(item.span, trivia, indent),
            Item::Ignore(item) => {
                self.entry(Cuts::plain(item.span, item.reason.as_ref().map(|reason| reason.span)), trivia, indent)
            }
            Item::Exclude(item) => {
                self.entry(Cuts::plain(item.span, item.reason.as_ref().map(|reason| reason.span)), trivia, indent)
            }
            Item::Score(score) => self.score(score, trivia, indent),
            Item::Label(label) => self.label(label, trivia, indent),
            Item::Segment(item) => self.plain(item.span, trivia, indent),
            Item::Record(record) => self.record(record, trivia, indent),
            Item::Test(test) => self.test(test, trivia, indent),
            Item::Assert(item) => self.plain(item.span, trivia, indent),
            Item::Bare(body) => self.body_item(body, trivia, indent),
        }
    }

    /// `let x = 5`: the `=` follows the name.
    fn assigned(&self, run: Run, name: &Name, span: Span, trivia: &Trivia, indent: usize) -> Row {
        let tail = Some(name.span.end as usize);
        self.entry(Cuts { run, span, tail, reason: None }, trivia, indent)
    }

    fn score(&self, score: &Score, trivia: &Trivia, indent: usize) -> Row {
        let around =
            Around { start: score.span.start, reason: None, trivia, indent, form: Form::Broken, run: Run::Plain };
        self.body(around, &score.body)
    }

    fn label(&self, label: &Label, trivia: &Trivia, indent: usize) -> Row {
        match &label.value {
            LabelValue::Value(_) => self.plain(label.span, trivia, indent),
            LabelValue::Arms(arms) => {
                let around = Around {
                    start: label.span.start,
                    reason: None,
                    trivia,
                    indent,
                    form: Form::Either,
                    run: Run::Plain,
                };
                self.block(
                    around,
                    arms,
                    |arm| arm.span,
                    |arm, trivia, indent| self.arm(arm.span, arm.result.span, None, trivia, indent),
                )
            }
        }
    }

    fn record(&self, record: &RecordDecl, trivia: &Trivia, indent: usize) -> Row {
        self.plain_block(record.span.start, &record.fields, |field| field.span, trivia, indent)
    }
}
