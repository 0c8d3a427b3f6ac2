//! Limits in other words: `max 3 per day`, `5 times at most`, `capped at 20`, `once for each form`.

use super::cursor::Cursor;
use super::{Broken, Change};
use crate::syntax::scan::PieceKind;

/// What words before a figure promise to limit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Limits {
    /// Points, or how often.
    Either,
    Points,
    Times,
    /// Points taken.
    Down,
}

const BEGINNINGS: &[(&[&str], Limits)] = &[
    (&["up", "to", "a", "maximum", "of"], Limits::Points),
    (&["no", "more", "than"], Limits::Times),
    (&["not", "more", "than"], Limits::Times),
    (&["maximum", "of"], Limits::Either),
    (&["max", "of"], Limits::Either),
    (&["limited", "to"], Limits::Either),
    (&["limit", "to"], Limits::Either),
    (&["limit", "of"], Limits::Either),
    (&["capped", "at"], Limits::Either),
    (&["capped", "to"], Limits::Either),
    (&["cap", "at"], Limits::Either),
    (&["cap", "of"], Limits::Either),
    (&["up", "to"], Limits::Points),
    (&["at", "most"], Limits::Times),
    (&["down", "to"], Limits::Down),
    (&["maximum"], Limits::Either),
    (&["minimum"], Limits::Down),
    (&["max"], Limits::Either),
    (&["min"], Limits::Down),
    (&["limit"], Limits::Either),
    (&["cap"], Limits::Either),
];

/// Every limit in other words: behind the points of a rule, and in the header of a group.
pub(super) fn limit_words(broken: &Broken<'_>) -> Vec<Change> {
    let arrow = (0..broken.pieces.len()).find(|index| broken.is_sign(*index, "=>"));
    let first = match arrow {
        Some(arrow) => arrow + 2,
        None if broken.is_word(0, "group") => 1,
        None => return Vec::new(),
    };
    let mut changes = Vec::new();
    let mut index = first;
    while index < broken.pieces.len() {
        let found = per_length(broken, index)
            .or_else(|| per_first(broken, index))
            .or_else(|| lasting(broken, index))
            .or_else(|| down_per(broken, index))
            .or_else(|| limit_at(broken, index, arrow.is_none()))
            .or_else(|| once_at(broken, index));
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

/// A limit from its first word; no change where it is written right.
fn limit_at(broken: &Broken<'_>, start: usize, of_group: bool) -> Option<(usize, Option<Change>)> {
    let mut cursor = Cursor::new(broken, start);
    let open = broken.kind(start - 1) == Some(PieceKind::Number) && cursor.sign(&["("]);
    let leading = BEGINNINGS.iter().find(|(words, _)| cursor.words(words)).map(|(_, limits)| *limits);
    if leading.is_none() && !broken.is_sign(start - 1, ",") {
        return None;
    }
    cursor.sign(&[".", ":", ",", "="]);
    let minus = cursor.sign(&["-"]);
    cursor.sign(&["+"]);
    let count = cursor.count()?;
    let points = cursor.word(&["points", "point", "pts"]);
    let times = cursor.word(&["times", "time", "x"]);
    let trailing = cursor.phrase(&[&["at", "most"], &["max"], &["maximum"], &["tops"]]).is_some();
    if leading.is_none() && !times && !trailing {
        return None;
    }
    let per = per_part(&mut cursor);
    let limits = match leading.unwrap_or(Limits::Times) {
        _ if minus => Limits::Down,
        Limits::Down => return None,
        _ if points => Limits::Points,
        _ if times => Limits::Times,
        Limits::Either if per.is_none() => Limits::Points,
        Limits::Either => Limits::Times,
        limits => limits,
    };
    let meant = match (limits, per) {
        (Limits::Down, None) => format!("down to -{count}"),
        (Limits::Times, None) if count == "1" => "once".to_owned(),
        (Limits::Times, None) => format!("at most {count} times"),
        (Limits::Times, Some(per)) => format!("at most {count} per {per}"),
        (_, Some(per)) => format!("up to {count} per {per}"),
        (_, None) => format!("up to {count}"),
    };
    let other = match (leading, limits) {
        (Some(Limits::Either), Limits::Points) if !points && !of_group => Some(format!("at most {count} times")),
        (Some(Limits::Either), Limits::Times) if !times => Some(meant.replacen("at most", "up to", 1)),
        _ => None,
    };
    if open {
        cursor.sign(&[")"]).then_some(())?;
        let at = broken.range(start - 1).end..broken.range(cursor.at - 1).end;
        let written = broken.text[at.clone()].trim().to_owned();
        let kind = super::Kind::OtherWords { written, meant: meant.clone(), other };
        return Some((cursor.at, Some(broken.change(kind, at.clone()).edit(at, format!(", {meant}")))));
    }
    Some((cursor.at, broken.in_other_words(start..cursor.at, meant, other)))
}

/// `per day`, `a day`, `/day`, `daily`, `for each form`; the day or the field.
fn per_part(cursor: &mut Cursor<'_, '_>) -> Option<String> {
    if cursor.words(&["daily"]) {
        return Some("day".to_owned());
    }
    let start = cursor.at;
    let begins = cursor.sign(&["/"])
        || cursor
            .phrase(&[&["for", "each"], &["for", "every"], &["per"], &["a"], &["an"], &["each"], &["every"], &["by"]])
            .is_some();
    let each = begins.then(|| cursor.path()).flatten();
    if each.is_none() {
        cursor.at = start;
    }
    each.map(|each| if each == "days" { "day".to_owned() } else { each })
}

/// `once a day`, `once for each form`, `(once)`, `only once`.
fn once_at(broken: &Broken<'_>, start: usize) -> Option<(usize, Option<Change>)> {
    let mut cursor = Cursor::new(broken, start);
    let open = cursor.sign(&["("]);
    let only = cursor.phrase(&[&["only"], &["just"], &["max"], &["maximum"], &["at", "most"]]).is_some();
    if !cursor.words(&["once"]) {
        return None;
    }
    let only = cursor.words(&["only"]) || only;
    let per = per_part(&mut cursor);
    let end = cursor.at;
    if open && !cursor.sign(&[")"]) {
        return None;
    }
    let after_award = open && broken.kind(start - 1) == Some(PieceKind::Number);
    let meant = match per {
        Some(per) => format!("once per {per}"),
        None if open || only => "once".to_owned(),
        None => return Some((end, None)),
    };
    if after_award {
        let at = broken.range(start - 1).end..broken.range(cursor.at - 1).end;
        let written = broken.text[at.clone()].trim().to_owned();
        let kind = super::Kind::OtherWords { written, meant: format!(", {meant}"), other: None };
        return Some((cursor.at, Some(broken.change(kind, at.clone()).edit(at, format!(", {meant}")))));
    }
    Some((cursor.at, broken.in_other_words(start..cursor.at, meant, None)))
}

/// `per day up to 10`: what is limited comes first.
fn per_first(broken: &Broken<'_>, start: usize) -> Option<(usize, Option<Change>)> {
    let mut cursor = Cursor::new(broken, start);
    let per = cursor.words(&["per"]).then(|| cursor.path()).flatten()?;
    let points = cursor.words(&["up", "to"]);
    if !points && !cursor.words(&["at", "most"]) && !cursor.word(&["max"]) {
        return None;
    }
    let count = cursor.count()?;
    let times = cursor.word(&["times", "time", "x"]);
    let limit = if points && !times { "up to" } else { "at most" };
    Some((cursor.at, broken.in_other_words(start..cursor.at, format!("{limit} {count} per {per}"), None)))
}

/// `forever`, `never expires`, `expires after 60d`: how long points last.
fn lasting(broken: &Broken<'_>, start: usize) -> Option<(usize, Option<Change>)> {
    let arrow = (0..start).find(|index| broken.is_sign(*index, "=>"))?;
    let mut cursor = Cursor::new(broken, start);
    let never: &[&[&str]] = &[
        &["forever"],
        &["permanent"],
        &["permanently"],
        &["never", "expires"],
        &["never", "expire"],
        &["no", "expiry"],
    ];
    if broken.is_sign(start - 1, ",") && cursor.phrase(never).is_some() {
        return Some((cursor.at, broken.in_other_words(start..cursor.at, "no decay".to_owned(), None)));
    }
    let word = cursor.word(&["expires", "expire", "expiring", "valid", "lasts", "expiry"]);
    cursor.word(&["after", "in", "for", "within"]);
    let length = word.then(|| cursor.length()).flatten()?;
    let ends =
        matches!(broken.written(cursor.at), "" | ",") || matches!(broken.kind(cursor.at), Some(PieceKind::Text(_)));
    if !ends || arrow == 0 {
        return None;
    }
    let comma = broken.is_sign(start - 1, ",");
    let first = if comma { start - 2 } else { start - 1 };
    let at = broken.range(start).start..broken.range(cursor.at - 1).end;
    let head = broken.range(arrow - 1).end;
    let meant = format!("in last {length}");
    let kind = super::Kind::OtherWords {
        written: broken.text[at.clone()].to_owned(),
        meant: format!("{meant}` before `=>"),
        other: None,
    };
    let change = broken.change(kind, at.clone()).edit(head..head, format!(" {meant}"));
    Some((cursor.at, Some(change.edit(broken.range(first).end..at.end, ""))))
}

/// `down to -10 per day`: only points up have a limit for each day or field.
fn down_per(broken: &Broken<'_>, start: usize) -> Option<(usize, Option<Change>)> {
    let mut cursor = Cursor::new(broken, start);
    if !cursor.words(&["down", "to"]) {
        return None;
    }
    let minus = cursor.sign(&["-"]);
    let count = cursor.count()?;
    per_part(&mut cursor)?;
    let sign = if minus || count == "0" { "" } else { "-" };
    let number = if minus { format!("-{count}") } else { format!("{sign}{count}") };
    Some((cursor.at, broken.in_other_words(start..cursor.at, format!("down to {number}"), None)))
}

/// `at most 1 per 7d`, `cap 10 per week`: limits count by calendar days and weeks, or by the values of a field.
fn per_length(broken: &Broken<'_>, start: usize) -> Option<(usize, Option<Change>)> {
    let mut cursor = Cursor::new(broken, start);
    let (_, limits) = BEGINNINGS.iter().find(|(words, _)| cursor.words(words))?;
    cursor.sign(&["+"]);
    let count = cursor.count()?;
    cursor.word(&["points", "point", "pts", "times", "time", "x"]);
    if !cursor.word(&["per", "a", "each", "every"]) {
        return None;
    }
    let at = cursor.at;
    let length = cursor.length()?;
    let written = broken.text[broken.range(at).start..broken.range(cursor.at - 1).end].to_owned();
    let limit = if *limits == Limits::Points { "up to" } else { "at most" };
    if matches!(length.as_str(), "1d" | "24h") || *limits == Limits::Down {
        return None;
    }
    let bytes = broken.range(start).start..broken.range(cursor.at - 1).end;
    if matches!(length.as_str(), "7d" | "1w") {
        let meant = format!("{limit} {count} per week");
        return Some((cursor.at, broken.in_other_words(start..cursor.at, meant, None)));
    }
    let kind = super::Kind::LimitPer(written, format!("{limit} {count} per day"));
    let change = broken.change(kind, bytes.clone()).edit(bytes, format!("{limit} {count} per day"));
    Some((cursor.at, Some(change)))
}
