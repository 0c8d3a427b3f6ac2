//! Words and signs that are missing.

use super::super::{Broken, Change};
use super::Window;
use crate::syntax::error::SyntaxErrorKind as Kind;
use crate::syntax::error::words_of;
use crate::syntax::grammar::Rule;
use crate::syntax::scan::PieceKind;
use crate::syntax::words;

/// What is often forgotten, most often first, wherever it can be put.
const FORGOTTEN: &[&str] = &[",", "in", "==", "..", "is", "and", "or", "where", "last", "of", "to", "per"];

/// Words that the grammar could go on with nearly anywhere, and that nobody forgets.
const NEVER_FORGOTTEN: &[&str] = &[
    "after",
    "at",
    "before",
    "ends",
    "has",
    "if",
    "implies",
    "match",
    "matches",
    "otherwise",
    "over",
    "since",
    "starts",
];

/// A word or sign that is missing: at the place what the grammar expects, near it what is often forgotten.
pub(super) fn missing(broken: &Broken<'_>, window: &Window, expected: &[Rule]) -> Vec<Change> {
    let names_stand_here = expected.iter().any(|rule| matches!(rule, Rule::name | Rule::plain_name | Rule::path));
    let is_safe = |text: &String| !names_stand_here || words::is_reserved(text) || !words::is_word(text);
    let at_stop: Vec<String> =
        expected.iter().filter_map(|rule| words_of(*rule)).filter(|text| is_insertable(text)).collect();
    let mut changes: Vec<Change> = at_stop
        .iter()
        .filter(|text| is_safe(text) && can_be_forgotten(broken, window.stop, text))
        .map(|text| insertion(broken, window.stop, text))
        .collect();
    let is_field = matches!(broken.wanted, Rule::field_line | Rule::given_line);
    for offset in [0, -1, 1, -2] {
        let index = window.stop.checked_add_signed(offset).filter(|index| *index <= broken.pieces.len());
        let colon = is_field.then_some(":");
        changes.extend(
            index
                .into_iter()
                .flat_map(|index| colon.iter().chain(FORGOTTEN).map(move |text| (index, *text)))
                .filter(|(index, text)| can_be_forgotten(broken, *index, text))
                .map(|(index, text)| insertion(broken, index, text)),
        );
    }
    changes
}

/// Whether a word or sign that would make the line readable can have been forgotten before a piece: between what it
/// stands between. Others read like riddles.
fn can_be_forgotten(broken: &Broken<'_>, index: usize, text: &str) -> bool {
    let before = index.checked_sub(1);
    let written_before = before.map_or("", |before| broken.written(before));
    let is_value = |at: usize| matches!(broken.kind(at), Some(PieceKind::Text(_) | PieceKind::Number));
    let is_number = |at: usize| broken.kind(at) == Some(PieceKind::Number) || broken.is_sign(at, "-");
    let asks = |at: usize| {
        let sign = matches!(broken.written(at), "==" | "!=" | ">=" | "<=" | ">" | "<");
        sign || matches!(
            broken.written(at),
            "in" | "is" | "contains" | "starts" | "ends" | "has" | "matches" | "not" | "."
        )
    };
    match text {
        "missing" | "known" | "yes" | "no" => written_before == "is",
        "==" => is_value(index),
        ".." => before.is_some_and(is_number) && is_number(index),
        "and" | "or" => asks(index + 1) || matches!(broken.written(index), "(" | "not" | "any" | "no"),
        "where" => asks(index + 1) && before.is_some_and(|before| broken.is_name(before)),
        "last" => written_before == "in" && is_number(index),
        "of" => broken.kind(index).is_some() && !broken.is_header(),
        _ => true,
    }
}

fn is_insertable(text: &str) -> bool {
    let is_sign = matches!(text, "," | ".." | "==" | "=" | "=>" | ">=");
    is_sign || (words::is_word(text) && !NEVER_FORGOTTEN.contains(&text))
}

/// Puts a word or sign before a piece, with the blanks that belong to it.
fn insertion(broken: &Broken<'_>, index: usize, text: &str) -> Change {
    let at = broken.range(index).start;
    let previous_end = index.checked_sub(1).map_or(at, |previous| broken.range(previous).end);
    let kind = Kind::MissingWord(text.to_owned());
    match text {
        "," | ":" => broken.change(kind, at..at).edit(previous_end..previous_end, text),
        ".." => broken.change(kind, at..at).edit(previous_end..at, text),
        _ if previous_end == at && index > 0 => broken.change(kind, at..at).edit(at..at, format!(" {text} ")),
        _ => broken.change(kind, at..at).edit(at..at, format!("{text} ")),
    }
}
