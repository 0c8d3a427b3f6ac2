//! Rows: the entries of a block on their way to lines.

use super::{Printer, WIDTH_MAX, width};
use crate::source::Span;
use crate::syntax::ast::{Above, Block, Comment, Trivia};

/// What an entry's columns line up with: neighbours of the same kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Run {
    /// Rules and arms: `=>` and reasons.
    Rules,
    /// `let`: `=`.
    Lets,
    /// `param`: `=`.
    Params,
    /// `tier red when ..`: reasons.
    Tiers,
    /// Nothing.
    Plain,
}

/// One entry on one line, not yet lined up.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub run: Run,
    /// Up to the column.
    pub head: String,
    /// From the column on (`=> +20`, `= 5`); empty if the entry has none.
    pub tail: String,
    /// In quotes; empty if there is none.
    pub reason: String,
    /// The comment beside it.
    pub beside: Option<String>,
}

/// One row of a block.
#[derive(Clone, Debug)]
pub(super) enum Row {
    /// A blank line.
    Blank,
    /// A comment on its own line.
    Comment(String),
    /// An entry on one line.
    Columns(Columns),
    /// An entry on several lines, finished.
    Lines(Vec<String>),
}

impl Columns {
    /// Columns that it takes where nothing is lined up.
    pub fn width(&self) -> usize {
        let gap = |text: &str, blanks: usize| if text.is_empty() { 0 } else { width(text) + blanks };
        width(&self.head) + gap(&self.tail, 1) + gap(&self.reason, 3)
    }
}

/// Where the parts of an entry on one line begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cuts {
    pub run: Run,
    /// All of it.
    pub span: Span,
    /// The first byte of the tail.
    pub tail: Option<usize>,
    /// The reason.
    pub reason: Option<Span>,
}

impl Cuts {
    /// An entry that lines up with nothing.
    pub fn plain(span: Span, reason: Option<Span>) -> Self {
        Cuts { run: Run::Plain, span, tail: None, reason }
    }
}

/// A comment as it is written.
pub(super) fn comment(comment: &Comment) -> String {
    format!("#{}", comment.text)
}

impl Printer<'_> {
    /// The lines of a block's inside, or of a file.
    pub(super) fn rows<T>(
        &self,
        block: &Block<T>,
        indent: usize,
        row: impl Fn(&T, &Trivia, usize) -> Row,
    ) -> Vec<String> {
        let mut rows = Vec::new();
        for line in &block.lines {
            push_above(&mut rows, &line.trivia.above);
            rows.push(row(&line.node, &line.trivia, indent));
        }
        push_above(&mut rows, &block.end);
        super::align::lined_up(rows, indent)
    }

    /// An entry that is no block.
    pub(super) fn entry(&self, cuts: Cuts, trivia: &Trivia, indent: usize) -> Row {
        let beside = trivia.beside.as_ref().map(comment);
        let pieces = self.pieces(cuts.span);
        let reason_at = cuts.reason.map(|reason| self.first_from(reason.start as usize));
        let end = reason_at.unwrap_or(pieces.end);
        let tail_at = cuts.tail.map_or(end, |byte| self.first_from(byte));
        let parts = (
            self.joined(pieces.start..tail_at, pieces.start),
            self.joined(tail_at..end, pieces.start),
            self.joined(end..pieces.end, pieces.start),
        );
        if let (Some(head), Some(tail), Some(reason)) = parts {
            let columns = Columns { run: cuts.run, head, tail, reason, beside: beside.clone() };
            if indent + columns.width() <= WIDTH_MAX {
                return Row::Columns(columns);
            }
        }
        let mut lines = self.flow(pieces, indent, reason_at);
        put_beside(&mut lines, beside);
        Row::Lines(lines)
    }
}

/// Puts a comment at the end of the last line.
pub(super) fn put_beside(lines: &mut [String], beside: Option<String>) {
    if let (Some(last), Some(beside)) = (lines.last_mut(), beside) {
        last.push_str("   ");
        last.push_str(&beside);
    }
}

/// Blank lines and comments above an entry; several blank lines are one, and none begins a block.
pub(super) fn push_above(rows: &mut Vec<Row>, above: &[Above]) {
    for above in above {
        match above {
            Above::Comment(found) => rows.push(Row::Comment(comment(found))),
            Above::Blank => push_blank(rows),
        }
    }
}

/// A blank line, unless it is the first row or follows another.
pub(super) fn push_blank(rows: &mut Vec<Row>) {
    if !matches!(rows.last(), None | Some(Row::Blank)) {
        rows.push(Row::Blank);
    }
}
