//! The one layout of a rules file: what `fmt` writes.
//!
//! In: a tree without findings and the text it was read from. Out: the same file, laid out. The tree says what is a
//! rule, a reason, a block; the words themselves are taken from the text, so numbers, quotes and brackets stay exactly
//! as written and no comment is lost. Whether a short block stands on one line is the author's choice, as long as it
//! fits; every other line break is ours.

mod align;
mod blocks;
mod cases;
mod flow;
mod items;
mod rows;
mod rules;
mod spacing;
mod test_blocks;

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::ast;
use super::layout::Layout;
use super::scan::PieceKind;
use crate::source::Span;

/// Columns a line may have; longer ones are wrapped where the language lets them.
pub const WIDTH_MAX: usize = 120;

/// Blanks by which a block is indented.
const INDENT: usize = 2;

/// Lays a file out. `text` is what `file` was parsed from, without findings.
///
/// Lines end with `\n`, whatever they ended with before; parsing the result gives the same tree, spans aside, and
/// printing that gives the same text.
pub fn print(file: &ast::File, text: &str) -> String {
    let (layout, _) = Layout::new(text);
    let printer = Printer { text, layout };
    let lines = printer.items(&file.items);
    let mut printed = lines.join("\n");
    if !printed.is_empty() {
        printed.push('\n');
    }
    printed
}

/// Whether a printed text says what the original says: it can be read, with the same words and the same comments.
///
/// Commas are left out, since a comma and a line end mean the same between the entries of a block.
pub fn keeps_all(text: &str, printed: &str) -> bool {
    let reads = super::parse(crate::source::SourceId(0), printed).findings.is_empty();
    reads && words(text) == words(printed)
}

/// The words and signs of a text in order, and its comments in byte order.
fn words(text: &str) -> (Vec<&str>, Vec<&str>) {
    let mut words = Vec::new();
    let mut comments = Vec::new();
    for piece in super::scan::scan(text) {
        match (piece.kind, piece.text(text)) {
            (PieceKind::LineEnd, _) | (_, ",") => {}
            (PieceKind::Comment, comment) => comments.push(comment),
            (_, word) => words.push(word),
        }
    }
    comments.sort_unstable();
    (words, comments)
}

/// The text being laid out. Its functions give lines of text with their indentation.
struct Printer<'t> {
    text: &'t str,
    layout: Layout<'t>,
}

impl Printer<'_> {
    /// The pieces that a span covers.
    fn pieces(&self, span: Span) -> Range<usize> {
        self.first_from(span.start as usize)..self.first_from(span.end as usize)
    }

    /// The first piece that starts at this byte or later.
    fn first_from(&self, byte: usize) -> usize {
        self.layout.pieces(0..self.layout.n_pieces()).partition_point(|piece| piece.start < byte)
    }

    /// Whether the author broke lines somewhere in these pieces.
    fn is_broken(&self, pieces: Range<usize>) -> bool {
        self.layout.pieces(pieces).iter().any(|piece| piece.kind == PieceKind::LineEnd)
    }

    /// A piece as written.
    fn written(&self, index: usize) -> &str {
        self.layout.piece(index).text(self.text)
    }
}

/// Columns that a text takes.
fn width(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

/// Blanks.
fn blanks(n: usize) -> String {
    " ".repeat(n)
}
