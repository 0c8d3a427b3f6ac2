//! Windows in other words: `in last week`, `within 7d`, `in the past two weeks`, `60d to 30d ago`.

use super::cursor::Cursor;
use super::{Broken, Change};

/// Every window in other words.
pub(super) fn window_words(broken: &Broken<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut index = 1;
    while index < broken.pieces.len() {
        let found = bracketed_at(broken, index)
            .or_else(|| ago_at(broken, index))
            .or_else(|| last_at(broken, index))
            .or_else(|| order_at(broken, index));
        match found {
            Some((end, change)) => {
                changes.extend(change);
                index = end;
            }
            None => index += 1,
        }
    }
    changes
}

const LAST: &[&[&str]] = &[
    &["in", "the", "last"],
    &["in", "the", "past"],
    &["in", "the", "previous"],
    &["within", "the", "last"],
    &["within", "the", "past"],
    &["during", "the", "last"],
    &["during", "the", "past"],
    &["over", "the", "last"],
    &["over", "the", "past"],
    &["in", "last"],
    &["in", "past"],
    &["in", "previous"],
    &["within", "last"],
    &["during", "last"],
    &["over", "last"],
    &["the", "last"],
    &["last"],
    &["past"],
];

/// `in last week`, `during the past 30 days`, `within 7d` where nothing is waited for.
fn last_at(broken: &Broken<'_>, start: usize) -> Option<(usize, Option<Change>)> {
    let mut cursor = Cursor::new(broken, start);
    let from = if cursor.phrase(LAST).is_some() {
        // `since last call`, `first week`: not a window.
        if matches!(broken.written(start - 1), "since" | "until" | "of" | "for" | "in") {
            return None;
        }
        start
    } else if cursor.words(&["within"]) {
        start
    } else {
        return None;
    };
    let within = cursor.at == start + 1 && broken.is_word(start, "within");
    let figures = broken.kind(cursor.at) == Some(crate::syntax::scan::PieceKind::Number);
    if figures && broken.is_word(start, "in") && broken.is_word(start + 1, "last") {
        // Only the length may be in other units, which has a finding of its own.
        return None;
    }
    let length = cursor.length()?;
    if within
        && (broken.is_word(cursor.at, "after") || broken.is_word(cursor.at, "of") || ordered_before(broken, start))
    {
        return None;
    }
    Some((cursor.at, broken.in_other_words(from..cursor.at, format!("in last {length}"), None)))
}

/// Whether `followed by` stands somewhere before.
fn ordered_before(broken: &Broken<'_>, index: usize) -> bool {
    (0..index).any(|at| broken.is_word(at, "followed"))
}

/// `60d to 30d ago`, `60d..30d`, `60..30d ago` after `in`.
fn ago_at(broken: &Broken<'_>, start: usize) -> Option<(usize, Option<Change>)> {
    let mut cursor = Cursor::new(broken, start);
    if !cursor.word(&["in", "between", "from"]) {
        return None;
    }
    let bare = cursor.at;
    let far = cursor.length().or_else(|| cursor.count())?;
    let joined = cursor.sign(&["..", "-", "..<"]) || cursor.word(&["to", "and", "until"]);
    let near = cursor.length().filter(|_| joined)?;
    let unit = near.trim_start_matches(|c: char| c.is_ascii_digit());
    let far = if far.ends_with(char::is_alphabetic) { far } else { format!("{far}{unit}") };
    cursor.words(&["ago"]);
    // `60 days`: the count and the unit are one length only together.
    (cursor.at > bare).then_some(())?;
    Some((cursor.at, broken.in_other_words(start..cursor.at, format!("in {far}..{near} ago"), None)))
}

/// `(in last 14d)`, `, in last 14d`: a window behind its activity stands bare.
fn bracketed_at(broken: &Broken<'_>, start: usize) -> Option<(usize, Option<Change>)> {
    let before_arrow = (start..broken.pieces.len()).any(|index| broken.is_sign(index, "=>"));
    if !before_arrow || broken.kind(start - 1) != Some(crate::syntax::scan::PieceKind::Word) {
        return None;
    }
    let mut cursor = Cursor::new(broken, start);
    let open = cursor.sign(&["("]);
    if !open && !cursor.sign(&[","]) || open && broken.touches_next(start - 1) {
        return None;
    }
    let inner = cursor.at;
    let meant = if cursor.word(&["since", "before"]) {
        let word = broken.written(inner);
        format!("{word} {}", cursor.path()?)
    } else {
        cursor.phrase(LAST)?;
        format!("in last {}", cursor.length()?)
    };
    if open && !cursor.sign(&[")"]) {
        return None;
    }
    let at = broken.range(start - 1).end..broken.range(cursor.at - 1).end;
    let written = broken.text[at.clone()].trim().to_owned();
    let kind = super::Kind::OtherWords { written, meant: meant.clone(), other: None };
    Some((cursor.at, Some(broken.change(kind, at.clone()).edit(at, format!(" {meant}")))))
}

/// `within a week after`, `within 7d of`, `followed by call in 7d`.
fn order_at(broken: &Broken<'_>, start: usize) -> Option<(usize, Option<Change>)> {
    let mut cursor = Cursor::new(broken, start);
    if cursor.words(&["within"]) {
        let length = cursor.length()?;
        if ordered_before(broken, start) {
            return Some((cursor.at, broken.in_other_words(start..cursor.at, format!("within {length}"), None)));
        }
        let end = cursor.at;
        return cursor
            .word(&["after", "of", "from"])
            .then(|| (end, broken.in_other_words(start..cursor.at, format!("within {length} after"), None)));
    }
    if !ordered_before(broken, start) || !cursor.words(&["in"]) {
        return None;
    }
    let length = cursor.length()?;
    Some((cursor.at, broken.in_other_words(start..cursor.at, format!("within {length}"), None)))
}
