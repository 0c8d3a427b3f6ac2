//! Decay in other words: `half-life 30d`, `decay linear 90d`, `decay 20% a month`, `without decay`.

use super::cursor::Cursor;
use super::{Broken, Change};

const NONE: &[&[&str]] = &[
    &["without", "decay"],
    &["with", "no", "decay"],
    &["never", "decay"],
    &["never", "decays"],
    &["no", "half", "life"],
];
const BEGINNINGS: &[&[&str]] = &[
    &["decay", "half", "life"],
    &["decay"],
    &["decays"],
    &["decaying"],
    &["fade"],
    &["fades"],
    &["half", "life"],
    &["halflife"],
    &["half_life"],
];

/// Every decay in other words.
pub(super) fn decay_words(broken: &Broken<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut index = 0;
    while index < broken.pieces.len() {
        let begins = index == 0 || matches!(broken.written(index - 1), "," | ":");
        if let Some((end, change)) = without_several(broken, index) {
            changes.push(change);
            index = end;
            continue;
        }
        match decay_at(broken, index).filter(|_| begins) {
            Some((end, change)) => {
                changes.extend(change);
                index = end;
            }
            None => index += 1,
        }
    }
    changes
}

/// A decay from its first word; no change where it is written right.
fn decay_at(broken: &Broken<'_>, start: usize) -> Option<(usize, Option<Change>)> {
    let mut cursor = Cursor::new(broken, start);
    if cursor.phrase(NONE).is_some() {
        return Some((cursor.at, broken.in_other_words(start..cursor.at, "no decay".to_owned(), None)));
    }
    let linear = cursor.word(&["linear", "linearly"]);
    if !begins(&mut cursor) {
        return None;
    }
    cursor.sign(&["=", ":"]);
    cursor.word(&["of", "by", "is"]);
    let linear = cursor.word(&["linear", "linearly"]) || linear;
    let joined = cursor.word(&["over", "for", "in", "within", "every", "after"]);
    if cursor.at == start + 1 && broken.is_word(start, "decay") && cursor.length().is_some() {
        // Only the length may be in other units, which has a finding of its own.
        return None;
    }
    let meant = match cursor.length() {
        Some(length) if linear => format!("decay linear over {length}"),
        Some(length) => format!("decay {length}"),
        None if linear || joined => return None,
        None => stepped(&mut cursor)?,
    };
    Some((cursor.at, broken.in_other_words(start..cursor.at, meant, None)))
}

/// The words of decay; `half-life` is three pieces.
fn begins(cursor: &mut Cursor<'_, '_>) -> bool {
    let start = cursor.at;
    cursor.words(&["decay"]);
    if cursor.words(&["half"]) && cursor.sign(&["-"]) && cursor.words(&["life"]) {
        return true;
    }
    cursor.at = start;
    cursor.phrase(BEGINNINGS).is_some()
}

/// `20% a month`, `2 points per week`, `20 percent every 30 days`.
fn stepped(cursor: &mut Cursor<'_, '_>) -> Option<String> {
    let count = cursor.count()?;
    let percent = cursor.sign(&["%"]) || cursor.word(&["percent", "pct"]);
    cursor.word(&["points", "point", "pts"]);
    cursor.sign(&[","]);
    let each = [("daily", "1d"), ("weekly", "7d"), ("monthly", "30d"), ("yearly", "365d"), ("annually", "365d")];
    if let Some((_, length)) = each.iter().find(|(word, _)| cursor.word(&[word])) {
        return Some(format!("decay {count}{} per {length}", if percent { "%" } else { "" }));
    }
    let joined = cursor.sign(&["/"]) || cursor.word(&["per", "every", "each"]);
    // `decay 20 30d` could be anything.
    let length =
        if joined || percent { cursor.length() } else { cursor.word(&["a"]).then(|| cursor.length()).flatten() };
    Some(format!("decay {count}{} per {}", if percent { "%" } else { "" }, length?))
}

/// `decay 90d without page or email_click`: several activities stand in brackets.
fn without_several(broken: &Broken<'_>, start: usize) -> Option<(usize, Change)> {
    let decays = (0..start).any(|index| broken.is_word(index, "decay"));
    if !decays || !broken.is_word(start, "without") || !broken.is_name(start + 1) {
        return None;
    }
    let mut end = start + 2;
    while matches!(broken.written(end), "or" | ",") && broken.is_name(end + 1) && end + 1 < broken.pieces.len() {
        end += 2;
    }
    let at = broken.range(start + 1).start..broken.range(end - 1).end;
    let meant = format!("({})", broken.text[at.clone()].replace(',', " or"));
    let kind =
        super::Kind::OtherWords { written: broken.text[at.clone()].to_owned(), meant: meant.clone(), other: None };
    let limit = |index: usize| matches!(broken.written(index), "up" | "at" | "once" | "down");
    let fits = end > start + 2 && !(start + 1..end).any(limit);
    fits.then(|| (end, broken.change(kind, at.clone()).edit(at, meant)))
}
