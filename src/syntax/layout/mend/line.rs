//! One line, as far as its braces need it.

use std::ops::Range;

use super::super::brackets::bracket;
use crate::syntax::scan::{Piece, PieceKind};
use crate::syntax::words::{BLOCK_WORDS, TOP_WORDS};

/// A line with something on it besides comments.
pub(super) struct Line<'t> {
    text: &'t str,
    pieces: &'t [Piece],
    /// From the first to past the last piece that is no comment.
    range: Range<usize>,
    /// Bytes before the first piece.
    pub indent: usize,
    /// Past the `}` that the line begins with.
    closers_end: usize,
    /// The first `match` or `first`.
    match_at: usize,
}

impl<'t> Line<'t> {
    /// `None` for a line without pieces.
    pub fn new(text: &'t str, pieces: &'t [Piece], range: Range<usize>) -> Option<Self> {
        let solid = |index: &usize| !matches!(pieces[*index].kind, PieceKind::Comment | PieceKind::LineEnd);
        let first = range.clone().find(solid)?;
        let last = range.rev().find(solid)?;
        let start = pieces[first].start;
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let range = first..last + 1;
        // Asked for every brace, so found once.
        let find = |is: &dyn Fn(&Piece) -> bool| range.clone().find(|at| is(&pieces[*at])).unwrap_or(range.end);
        let closers_end = find(&|piece| bracket(text, piece) != Some('}'));
        let match_at = find(&|piece| matches!(piece.text(text), "match" | "first"));
        Some(Line { text, pieces, range, indent: start - line_start, closers_end, match_at })
    }

    pub fn first(&self) -> usize {
        self.range.start
    }

    pub fn last(&self) -> usize {
        self.range.end - 1
    }

    pub fn solid(&self) -> Range<usize> {
        self.range.clone()
    }

    pub fn piece(&self, index: usize) -> Piece {
        self.pieces[index]
    }

    pub fn bracket(&self, index: usize) -> Option<char> {
        bracket(self.text, &self.pieces[index])
    }

    fn written(&self, index: usize) -> &'t str {
        self.pieces[index].text(self.text)
    }

    fn kind(&self, index: usize) -> Option<PieceKind> {
        self.range.contains(&index).then(|| self.pieces[index].kind)
    }

    /// Whether a piece is all there is on the line.
    pub fn is_alone(&self, index: usize) -> bool {
        self.range == (index..index + 1)
    }

    /// Whether the line can only stand at the top of a file.
    pub fn is_top_item(&self) -> bool {
        let next = self.kind(self.first() + 1);
        self.kind(self.first()) == Some(PieceKind::Word)
            && TOP_WORDS.contains(&self.written(self.first()))
            && matches!(next, Some(PieceKind::Word | PieceKind::Quoted(_) | PieceKind::Text(_)))
    }

    fn has(&self, range: Range<usize>, sign: &str) -> bool {
        range.into_iter().any(|index| self.written(index) == sign)
    }

    /// Whether the line begins like the header of a block and has no brace.
    pub fn could_be_header(&self) -> bool {
        let has = |sign| self.has(self.solid(), sign);
        self.is_block_word(self.first()) && !has("=>") && !has("=") && !has("{")
    }

    fn is_block_word(&self, index: usize) -> bool {
        self.kind(index) == Some(PieceKind::Word) && BLOCK_WORDS.contains(&self.written(index))
    }

    /// Whether the line ends with something that was meant to be a `{`.
    pub fn ends_with_bracket(&self) -> bool {
        matches!(self.written(self.last()), "(" | "[" | "<" | ":")
    }

    /// Whether what stands before a `{` on its line looks like the header of a block, or of a `match` in a value.
    pub fn is_header_before(&self, brace: usize) -> bool {
        let before = self.first()..brace;
        let is_match = self.match_at < brace;
        let named =
            self.kind(brace + 1) == Some(PieceKind::Word) && brace + 2 <= self.last() && self.written(brace + 2) == ":";
        is_match || self.is_block_word(self.first()) || (before.len() <= 3 && named)
    }

    /// Whether another `{` stands directly before a piece.
    pub fn follows_brace(&self, index: usize) -> bool {
        index > self.first() && self.bracket(index - 1) == Some('{')
    }

    /// Whether a brace stands in the middle of a word, where no block begins or ends.
    pub fn is_in_a_word(&self, index: usize) -> bool {
        let is_part = |at: usize| matches!(self.kind(at), Some(PieceKind::Word | PieceKind::Number));
        index > self.first()
            && is_part(index - 1)
            && is_part(index + 1)
            && self.pieces[index - 1].end == self.pieces[index].start
            && self.pieces[index].end == self.pieces[index + 1].start
    }

    /// Whether a `}` can close a block that began on an earlier line: it is first, and nothing but a reason or another
    /// `}` follows.
    pub fn can_close(&self, index: usize) -> bool {
        let closes = |at: usize| self.bracket(at) == Some('}');
        let before = index <= self.closers_end;
        let after = match self.kind(index + 1) {
            None | Some(PieceKind::Text(_)) => true,
            Some(_) => closes(index + 1) || matches!(self.written(index + 1), "," | ")"),
        };
        // What a block of one line holds may stand before the `}` that ends the line and an outer block.
        (before && after)
            || (index == self.last() && !self.has(self.first()..index, "=>") && self.has(self.first()..index, "}"))
    }

    /// For a `}` that ends `label action a => "x", else => "y" }` or `.. match visits 0..4 => 0, else => 6 }`: the piece
    /// before which `{` belongs, after the one name that follows the word.
    fn arms_without_brace(&self, index: usize) -> Option<usize> {
        if index != self.last() {
            return None;
        }
        let word = self.solid().find(|at| {
            let starts = *at == self.first() || matches!(self.written(at - 1), "=>" | ":" | "=");
            starts
                && (matches!(self.written(*at), "match" | "first")
                    || (*at == self.first() && self.written(*at) == "label"))
        })?;
        let mut first = word + if self.written(word) == "first" { 1 } else { 2 };
        while first + 1 < index && self.written(first) == "." {
            first += 2;
        }
        let arms = first..index;
        let fits = self.has(arms.clone(), "=>") && !self.has(self.solid(), "{");
        (fits && self.kind(word + 1) != Some(PieceKind::LineEnd)).then_some(first)
    }

    /// For a `}` that ends a line such as `contact id: "a" }` or `tiers A, B }`: the piece before which `{` belongs.
    pub fn inline_block_without_brace(&self, index: usize) -> Option<usize> {
        if let Some(first) = self.arms_without_brace(index) {
            return Some(first);
        }
        if index != self.last() || self.has(self.first()..index, "=>") || self.has(self.first()..index, "{") {
            return None;
        }
        let named =
            (self.first() + 1..index).find(|at| self.kind(*at) == Some(PieceKind::Word) && self.written(at + 1) == ":");
        let is_tiers = self.written(self.first()) == "tiers" && index > self.first() + 1;
        named.or_else(|| is_tiers.then(|| self.first() + 1))
    }
}
