//! Comparisons in words: `is`, `equals`, `is not`, `greater than`, `between`.

use super::{Broken, Change};
use crate::syntax::error::SyntaxErrorKind as Kind;
use crate::syntax::scan::PieceKind;

/// What people write, in lower case, and what the language has; longer ones first where they share a beginning.
const PHRASES: &[(&[&str], &str)] = &[
    (&["is", "greater", "than", "or", "equal", "to"], ">="),
    (&["is", "less", "than", "or", "equal", "to"], "<="),
    (&["greater", "than", "or", "equal", "to"], ">="),
    (&["less", "than", "or", "equal", "to"], "<="),
    (&["is", "not", "equal", "to"], "!="),
    (&["is", "not", "one", "of"], "not in"),
    (&["is", "equal", "to"], "=="),
    (&["is", "one", "of"], "in"),
    (&["is", "any", "of"], "in"),
    (&["is", "greater", "than"], ">"),
    (&["is", "more", "than"], ">"),
    (&["is", "less", "than"], "<"),
    (&["is", "at", "least"], ">="),
    (&["is", "at", "most"], "<="),
    (&["is", "not", "missing"], "is known"),
    (&["is", "not", "empty"], "is known"),
    (&["is", "not", "blank"], "is known"),
    (&["is", "not", "null"], "is known"),
    (&["is", "not", "known"], "is missing"),
    (&["is", "not", "set"], "is missing"),
    (&["is", "not", "yes"], "is no"),
    (&["is", "not", "no"], "is yes"),
    (&["is", "not", "in"], "not in"),
    (&["does", "not", "equal"], "!="),
    (&["not", "equal", "to"], "!="),
    (&["is", "in"], "in"),
    (&["is", "empty"], "is missing"),
    (&["is", "blank"], "is missing"),
    (&["is", "null"], "is missing"),
    (&["is", "unknown"], "is missing"),
    (&["is", "none"], "is missing"),
    (&["is", "set"], "is known"),
    (&["is", "present"], "is known"),
    (&["is", "true"], "is yes"),
    (&["is", "false"], "is no"),
    (&["is", "not"], "!="),
    (&["equal", "to"], "=="),
    (&["greater", "than"], ">"),
    (&["more", "than"], ">"),
    (&["less", "than"], "<"),
    (&["at", "least"], ">="),
    (&["begins", "with"], "starts with"),
    (&["starting", "with"], "starts with"),
    (&["ending", "with"], "ends with"),
    (&["equals"], "=="),
    (&["exists"], "is known"),
    (&["includes"], "contains"),
    (&["like"], "contains"),
];

/// Every comparison in words.
pub(super) fn comparison_words(broken: &Broken<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut index = 0;
    while index < broken.pieces.len() {
        let found = phrase_at(broken, index).or_else(|| between_at(broken, index)).or_else(|| is_at(broken, index));
        match found {
            Some((length, change)) => {
                changes.push(change);
                index += length;
            }
            None => index += 1,
        }
    }
    changes
}

/// A phrase of the table; it follows a subject, so it does not stand first.
fn phrase_at(broken: &Broken<'_>, index: usize) -> Option<(usize, Change)> {
    if index == 0 {
        return None;
    }
    let fits = |words: &[&str]| {
        words.iter().enumerate().all(|(offset, word)| {
            broken.kind(index + offset) == Some(PieceKind::Word)
                && broken.written(index + offset).eq_ignore_ascii_case(word)
        })
    };
    let (words, meant) = PHRASES.iter().find(|(words, _)| fits(words))?;
    // `at least 2 of (..)` is the language's own.
    if words[0] == "at" && broken.is_word(index + 3, "of") {
        return None;
    }
    Some((words.len(), replaced(broken, index, words.len(), meant)))
}

fn replaced(broken: &Broken<'_>, index: usize, length: usize, meant: &'static str) -> Change {
    let at = broken.range(index).start..broken.range(index + length - 1).end;
    let written = broken.text[at.clone()].to_owned();
    broken.change(Kind::ComparisonWord(written, meant), at.clone()).edit(at, meant)
}

/// `is` before a value.
fn is_at(broken: &Broken<'_>, index: usize) -> Option<(usize, Change)> {
    let next = broken.written(index + 1);
    let is_value = match broken.kind(index + 1)? {
        PieceKind::Text(_) | PieceKind::CurlyText(_) | PieceKind::SingleText | PieceKind::Number => true,
        PieceKind::Word => !is_near_state(next),
        PieceKind::Sign => matches!(next, "-" | "+"),
        _ => false,
    };
    (index > 0 && is_value && broken.written(index).eq_ignore_ascii_case("is"))
        .then(|| (1, replaced(broken, index, 1, "==")))
}

/// Whether a word is, but for a slip or two, one that may follow `is`.
fn is_near_state(word: &str) -> bool {
    let near = |state: &str, most: usize| crate::diag::slips_between(word, state) <= most;
    near("missing", 2) || near("known", 2) || near("yes", 1) || near("no", 1)
}

/// `between 10 and 50`.
fn between_at(broken: &Broken<'_>, index: usize) -> Option<(usize, Change)> {
    let is = usize::from(broken.written(index).eq_ignore_ascii_case("is"));
    let between = index + is;
    let fits = index > 0
        && broken.written(between).eq_ignore_ascii_case("between")
        && broken.kind(between + 1) == Some(PieceKind::Number)
        && broken.written(between + 2).eq_ignore_ascii_case("and")
        && broken.kind(between + 3) == Some(PieceKind::Number);
    if !fits {
        return None;
    }
    let (low, high) = (broken.range(between + 1), broken.range(between + 3));
    let at = broken.range(index).start..high.end;
    let change = broken
        .change(Kind::ComparisonWord(broken.text[at.clone()].to_owned(), "in"), at.clone())
        .edit(at.start..low.start, "in ")
        .edit(low.end..high.start, "..");
    Some((4 + is, change))
}
