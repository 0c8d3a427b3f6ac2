//! A header, and entries between `{` and `}`.

use super::rows::{Columns, Row, Run, comment, put_beside};
use super::{INDENT, Printer, WIDTH_MAX};
use crate::source::Span;
use crate::syntax::ast::{Block, Trivia};
use crate::syntax::scan::PieceKind;

/// Whether a block may stand on one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Where the author had it so and it fits.
    Either,
    /// Never, unless it is empty.
    Broken,
}

/// What stands around a block.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    /// Where the header begins.
    pub start: u32,
    /// The reason after `}`.
    pub reason: Option<Span>,
    pub trivia: &'a Trivia,
    pub indent: usize,
    pub form: Form,
    /// What it lines up with on one line.
    pub run: Run,
}

impl Printer<'_> {
    /// A header and a block of entries that are plain.
    pub(super) fn plain_block<T>(
        &self,
        start: u32,
        block: &Block<T>,
        span: impl Fn(&T) -> Span + Copy,
        trivia: &Trivia,
        indent: usize,
    ) -> Row {
        let around = Around { start, reason: None, trivia, indent, form: Form::Either, run: Run::Plain };
        self.block(around, block, span, |entry, trivia, indent| self.plain(span(entry), trivia, indent))
    }

    /// A header and its block.
    pub(super) fn block<T>(
        &self,
        around: Around<'_>,
        block: &Block<T>,
        span: impl Fn(&T) -> Span,
        row: impl Fn(&T, &Trivia, usize) -> Row,
    ) -> Row {
        let beside = around.trivia.after_block.as_ref().map(comment);
        let reason = around.reason.map_or("", |reason| &self.text[reason.range()]);
        if let Some(head) = self.one_line(&around, block, span) {
            let columns = Columns {
                run: around.run,
                head,
                tail: String::new(),
                reason: reason.to_owned(),
                beside: beside.clone(),
            };
            if around.indent + columns.width() <= WIDTH_MAX {
                return Row::Columns(columns);
            }
        }
        let open = self.first_from(block.span.start as usize);
        let start = self.first_from(around.start as usize);
        let mut lines = self.flow(start..open, around.indent, None);
        self.put_open(&mut lines, open, around.indent);
        put_beside(&mut lines, around.trivia.beside.as_ref().map(comment));
        lines.extend(self.rows(block, around.indent + INDENT, row));
        lines.push(super::blanks(around.indent) + "}");
        if !reason.is_empty() {
            put_beside(&mut lines, Some(reason.to_owned()));
        }
        put_beside(&mut lines, beside);
        Row::Lines(lines)
    }

    /// Puts the `{` behind a header; below it, if the header ends with a comment.
    fn put_open(&self, lines: &mut Vec<String>, open: usize, indent: usize) {
        let mut before = self.layout.pieces(0..open).iter().rev();
        let last = before.find(|piece| piece.kind != PieceKind::LineEnd).map(|piece| piece.kind);
        match lines.last_mut() {
            Some(line) if last != Some(PieceKind::Comment) => line.push_str(" {"),
            _ => lines.push(super::blanks(indent) + "{"),
        }
    }

    /// A block on one line, if it may stand so.
    fn one_line<T>(&self, around: &Around<'_>, block: &Block<T>, span: impl Fn(&T) -> Span) -> Option<String> {
        let start = self.first_from(around.start as usize);
        let open = self.first_from(block.span.start as usize);
        let header = self.joined(start..open, start)?;
        let has_comments = around.trivia.beside.is_some()
            || block.end.iter().any(|above| matches!(above, crate::syntax::ast::Above::Comment(_)));
        if block.lines.is_empty() && !has_comments {
            return Some(format!("{header} {{}}"));
        }
        if around.form == Form::Broken || has_comments || self.is_broken(self.pieces(block.span)) {
            return None;
        }
        let entries = block.nodes().map(|node| {
            let pieces = self.pieces(span(node));
            self.joined(pieces.clone(), pieces.start)
        });
        let entries: Vec<String> = entries.collect::<Option<_>>()?;
        Some(format!("{header} {{ {} }}", entries.join(", ")))
    }
}
