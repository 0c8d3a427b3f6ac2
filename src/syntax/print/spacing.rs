//! How many blanks stand between two pieces of one line.

use super::Printer;
use crate::syntax::scan::PieceKind;

/// Words before which and after which a sign belongs to the number: none of them can be a value.
const BEFORE_A_SIGNED_VALUE: &[&str] =
    &["and", "else", "if", "implies", "in", "is", "not", "or", "otherwise", "then", "where"];
/// Words that never call anything, so that a bracket after them stands apart.
const NOT_CALLED: &[&str] = &[
    "after",
    "and",
    "assert",
    "else",
    "expect",
    "first",
    "if",
    "implies",
    "in",
    "is",
    "last",
    "match",
    "most",
    "not",
    "of",
    "or",
    "otherwise",
    "over",
    "then",
    "times",
    "to",
    "when",
    "where",
    "without",
];
/// Words before a list; every other word before `[` is a table.
const BEFORE_A_LIST: &[&str] = &["contains", "in", "matches", "otherwise", "then", "else", "with", "word"];

impl Printer<'_> {
    /// Blanks between a piece and the one before it, on one line of an entry that starts at `first`.
    pub(super) fn gap(&self, before: usize, piece: usize, first: usize) -> usize {
        usize::from(!self.touches(before, piece, first))
    }

    fn touches(&self, before: usize, piece: usize, first: usize) -> bool {
        let (left, right) = (self.written(before), self.written(piece));
        let is_name = matches!(self.layout.piece(before).kind, PieceKind::Word | PieceKind::Quoted(_));
        match (left, right) {
            (_, "," | ")" | "]" | ":" | "." | "%") | ("(" | "[" | ".", _) => true,
            // `range ..100` has an open end, `a..b` has not.
            ("range", ".." | "..<") if before == first => false,
            (_, ".." | "..<") => true,
            (".." | "..<", _) => true,
            ("yes", "/") => self.is_word(piece + 1, "no"),
            ("/", "no") => before > first && self.is_word(before - 1, "yes"),
            (_, "(") if is_name => self.is_called(before, piece),
            (_, "[") if is_name => !BEFORE_A_LIST.contains(&left),
            ("+" | "-", _) => self.is_prefix(before, first),
            _ => false,
        }
    }

    fn is_word(&self, index: usize, word: &str) -> bool {
        index < self.layout.n_pieces() && self.written(index) == word
    }

    /// Calls have no blank before their bracket, so one that stands apart in the text is none.
    fn is_called(&self, name: usize, bracket: usize) -> bool {
        let is_apart = self.layout.piece(name).end < self.layout.piece(bracket).start;
        !is_apart && !NOT_CALLED.contains(&self.written(name))
    }

    /// Whether a `+` or `-` belongs to the value after it alone.
    fn is_prefix(&self, sign: usize, first: usize) -> bool {
        let Some(before) = (first..sign).rev().find(|index| !self.is_blank(*index)) else {
            return true;
        };
        let left = self.layout.piece(before);
        match left.kind {
            PieceKind::Sign => !matches!(self.written(before), ")" | "]" | "}" | "%"),
            PieceKind::Word if BEFORE_A_SIGNED_VALUE.contains(&self.written(before)) => !self.is_member(before, first),
            // `down to -30` and `times - 30`: words that may be names are read as the author spaced them.
            PieceKind::Word => {
                left.end < self.layout.piece(sign).start && self.adjoins_next(sign) && self.may_end_words(before)
            }
            _ => false,
        }
    }

    fn is_blank(&self, index: usize) -> bool {
        matches!(self.layout.piece(index).kind, PieceKind::LineEnd | PieceKind::Comment)
    }

    /// `is` of `account.is`.
    fn is_member(&self, word: usize, first: usize) -> bool {
        word > first && self.written(word - 1) == "."
    }

    fn adjoins_next(&self, sign: usize) -> bool {
        sign + 1 < self.layout.n_pieces() && self.layout.piece(sign + 1).start == self.layout.piece(sign).end
    }

    /// Words of the language that a signed value may follow and that may be names too.
    fn may_end_words(&self, word: usize) -> bool {
        const WORDS: &[&str] = &[
            "assert", "contains", "decay", "expect", "match", "most", "of", "range", "round", "times", "to", "when",
            "with", "word",
        ];
        WORDS.contains(&self.written(word))
    }
}
