//! `cases { .. }`: tables whose columns line up.

use super::rows::{Row, comment, push_above, put_beside};
use super::{INDENT, Printer, blanks, width};
use crate::source::Span;
use crate::syntax::ast::{Cases, Trivia};

/// A line of the table: the cells before and after `=>`.
struct Cells {
    given: Vec<String>,
    expected: Vec<String>,
}

impl Printer<'_> {
    /// `cases { .. }`
    pub(super) fn cases(&self, cases: &Cases, trivia: &Trivia, indent: usize) -> Row {
        let inner = indent + INDENT;
        let header_given: Vec<Span> = cases.given.iter().map(|path| path.span).collect();
        let header_expected: Vec<Span> = cases.expected.iter().map(|value| value.span).collect();
        let mut table = vec![self.cells(&header_given, &header_expected, &cases.header)];
        for line in &cases.rows.lines {
            let given: Vec<Span> = line.node.given.iter().map(|value| value.span).collect();
            let expected: Vec<Span> = line.node.expected.iter().map(|value| value.span).collect();
            table.push(self.cells(&given, &expected, &line.trivia));
        }
        let widths = Widths::of(&table);
        let mut rows = Vec::new();
        let whole_header = match (header_given.first(), header_expected.last()) {
            (Some(first), Some(last)) => first.to(*last),
            _ => cases.span,
        };
        let spans = std::iter::once(whole_header).chain(cases.rows.lines.iter().map(|line| line.node.span));
        let trivias = std::iter::once(&cases.header).chain(cases.rows.lines.iter().map(|line| &line.trivia));
        for ((cells, span), around) in table.iter().zip(spans).zip(trivias) {
            push_above(&mut rows, &around.above);
            let mut lines = match cells {
                Some(cells) => vec![widths.line(cells, inner)],
                None => self.flow(self.pieces(span), inner, None),
            };
            put_beside(&mut lines, around.beside.as_ref().map(comment));
            rows.push(Row::Lines(lines));
        }
        push_above(&mut rows, &cases.rows.end);
        let mut lines = vec![format!("{}cases {{", blanks(indent))];
        put_beside(&mut lines, trivia.beside.as_ref().map(comment));
        lines.extend(super::align::lined_up(rows, inner));
        lines.push(blanks(indent) + "}");
        put_beside(&mut lines, trivia.after_block.as_ref().map(comment));
        Row::Lines(lines)
    }

    /// The cells of a line, unless comments stand among them.
    fn cells(&self, given: &[Span], expected: &[Span], trivia: &Trivia) -> Option<Cells> {
        if !trivia.inside.is_empty() {
            return None;
        }
        let cell = |span: &Span| {
            let pieces = self.pieces(*span);
            self.joined(pieces.clone(), pieces.start)
        };
        let cells = |spans: &[Span]| spans.iter().map(cell).collect::<Option<Vec<String>>>();
        Some(Cells { given: cells(given)?, expected: cells(expected)? })
    }
}

/// How wide each column is.
struct Widths {
    given: Vec<usize>,
    expected: Vec<usize>,
}

impl Widths {
    fn of(table: &[Option<Cells>]) -> Self {
        let mut widths = Widths { given: Vec::new(), expected: Vec::new() };
        for cells in table.iter().flatten() {
            widen(&mut widths.given, &cells.given);
            widen(&mut widths.expected, &cells.expected);
        }
        widths
    }

    fn line(&self, cells: &Cells, indent: usize) -> String {
        let given = joined(&cells.given, &self.given);
        let expected = joined(&cells.expected, &self.expected);
        format!("{}{given} => {}", blanks(indent), expected.trim_end())
    }
}

fn widen(widths: &mut Vec<usize>, cells: &[String]) {
    widths.resize(widths.len().max(cells.len()), 0);
    for (widest, cell) in widths.iter_mut().zip(cells) {
        *widest = (*widest).max(width(cell));
    }
}

/// Cells with their commas, each as wide as its column.
fn joined(cells: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (index, (cell, widest)) in cells.iter().zip(widths).enumerate() {
        let is_last = index + 1 == cells.len();
        line.push_str(cell);
        line.push_str(if is_last { "" } else { ", " });
        line.push_str(&blanks(widest.saturating_sub(width(cell))));
    }
    line
}
