//! Rules as sentences: `if job_title == "CEO" then add 20`, `+10 if ..`, `=> minus 5`.

use super::cursor::Cursor;
use super::{Broken, Change, Kind};
use crate::syntax::scan::PieceKind;

/// Words that begin a rule in prose.
const BEGINNINGS: &[&str] = &["if", "when", "where", "whenever", "rule", "on"];
/// Words that lead to points given, and to points taken.
const GIVING: &[&str] = &["add", "adds", "give", "gives", "award", "awards", "plus", "score", "gets", "get", "assign"];
const TAKING: &[&str] = &["minus", "subtract", "subtracts", "deduct", "deducts", "remove", "lose", "loses", "less"];

/// Words of prose around the condition and the points of a rule.
pub(super) fn sentences(broken: &Broken<'_>) -> Vec<Change> {
    if !broken.needs_arrow() {
        return Vec::new();
    }
    if let Some(change) = points_first(broken) {
        return vec![change];
    }
    let mut changes: Vec<Change> = Vec::new();
    changes.extend(beginning(broken));
    changes.extend(then(broken));
    changes.extend((0..broken.pieces.len()).filter_map(|index| points_in_words(broken, index)));
    changes.extend((0..broken.pieces.len()).filter_map(|index| sign_behind(broken, index)));
    changes
}

/// `+20 if job_title == "CEO"`, `add 20 points if ..`: the points before what is asked.
fn points_first(broken: &Broken<'_>) -> Option<Change> {
    let mut cursor = Cursor::new(broken, 0);
    let taken = cursor.word(TAKING);
    cursor.word(GIVING);
    let minus = cursor.sign(&["-"]) || taken;
    cursor.sign(&["+"]);
    let count = cursor.count()?;
    cursor.word(&["points", "point", "pts"]);
    let has_arrow = (0..broken.pieces.len()).any(|index| broken.is_sign(index, "=>"));
    if has_arrow || !cursor.word(&["if", "when", "for", "where"]) || cursor.at >= broken.pieces.len() {
        return None;
    }
    let start = broken.range(0).start;
    let condition = broken.range(cursor.at).start;
    let written = broken.text[start..condition].trim().to_owned();
    let points = format!("{}{count}", if minus { "-" } else { "+" });
    let meant = format!("{} => {points}", &broken.text[condition..broken.bytes.end]);
    let end = broken.bytes.end;
    let kind = Kind::OtherWords { written, meant, other: None };
    let change = broken.change(kind, start..condition);
    Some(change.edit(start..condition, "").edit(end..end, format!(" => {points}")))
}

/// `if` before the condition of a rule; `if .. then .. else ..` is a value and stands after `=>`.
fn beginning(broken: &Broken<'_>) -> Option<Change> {
    let first = usize::from(broken.is_sign(1, ":")) * 2;
    if let Some(change) = for_each(broken, first) {
        return Some(change);
    }
    let fits = BEGINNINGS.iter().any(|word| broken.written(first).eq_ignore_ascii_case(word))
        && matches!(broken.kind(first + 1), Some(PieceKind::Word | PieceKind::Quoted(_)) | Some(PieceKind::Sign))
        && !matches!(broken.written(first + 1), "=>" | "==" | "!=" | ">" | "<" | ">=" | "<=" | "=" | "." | ":");
    fits.then(|| {
        let at = broken.range(first);
        let gap = at.start..broken.range(first + 1).start;
        broken.change(Kind::ExtraPart(broken.written(first).to_owned()), at).edit(gap, "")
    })
}

/// `each visit => ..`, `for every visit => ..`, `by visit => ..`: each activity awards anyway.
fn for_each(broken: &Broken<'_>, first: usize) -> Option<Change> {
    let mut cursor = Cursor::new(broken, first);
    let begun = cursor.word(&["for", "by", "per", "upon", "on"]);
    let each = cursor.word(&["each", "every"]);
    let follows = broken.is_name(cursor.at) && matches!(broken.written(cursor.at + 1), "=>" | "where" | "in" | "or");
    ((begun || each) && follows).then(|| {
        let at = broken.range(first).start..broken.range(cursor.at - 1).end;
        let gap = at.start..broken.range(cursor.at).start;
        broken.change(Kind::ExtraPart(broken.text[at.clone()].to_owned()), at).edit(gap, "")
    })
}

/// `then` in place of `=>`, with `add`, `give` and the like behind it.
fn then(broken: &Broken<'_>) -> Option<Change> {
    let has_arrow = (0..broken.pieces.len()).any(|index| broken.is_sign(index, "=>"));
    let then = (1..broken.pieces.len()).find(|index| broken.written(*index).eq_ignore_ascii_case("then"))?;
    if has_arrow || (then..broken.pieces.len()).any(|index| broken.is_word(index, "else")) {
        return None;
    }
    // A comma before it goes with it.
    let first = if broken.is_sign(then - 1, ",") { then - 1 } else { then };
    let at = broken.range(first).start..broken.range(then).end;
    let written = broken.text[at.clone()].to_owned();
    let blank = if first < then { " " } else { "" };
    Some(broken.change(Kind::ArrowSign(written), at.clone()).edit(at, format!("{blank}=>")))
}

/// `add 20`, `minus 10` where points begin.
fn points_in_words(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let word = broken.written(index).to_lowercase();
    let sign = match word.as_str() {
        _ if broken.kind(index) != Some(PieceKind::Word) || index == 0 => return None,
        "score" if broken.written(index + 1) == "0" => return None,
        word if GIVING.contains(&word) => "+",
        word if TAKING.contains(&word) => "-",
        _ => return None,
    };
    let follows_arrow = broken.is_sign(index - 1, "=>") || broken.is_word(index - 1, "then");
    let lacks_arrow = !(0..broken.pieces.len()).any(|at| broken.is_sign(at, "=>") || broken.is_word(at, "then"));
    let mut cursor = Cursor::new(broken, index + 1);
    cursor.sign(&["=", ":", "+=", "by"]);
    let written_sign = cursor.sign(&["+"]) || cursor.sign(&["-"]);
    let sign_at = cursor.at - 1;
    cursor.sign(&["="]);
    let count = cursor.count()?;
    if !(follows_arrow || lacks_arrow) {
        return None;
    }
    let at = broken.range(index).start..broken.range(cursor.at - 1).end;
    let sign = if written_sign { broken.written(sign_at) } else { sign };
    let arrow = if follows_arrow { "" } else { "=> " };
    let meant = format!("{arrow}{sign}{count}");
    let kind = Kind::OtherWords { written: broken.text[at.clone()].to_owned(), meant: meant.clone(), other: None };
    Some(broken.change(kind, at.clone()).edit(at, meant))
}

/// `=> 5-`: the sign behind the number.
fn sign_behind(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let sign = broken.written(index + 1);
    let last = index + 2 == broken.pieces.len() || broken.is_sign(index + 2, ",");
    let fits = index > 0
        && broken.is_sign(index - 1, "=>")
        && broken.kind(index) == Some(PieceKind::Number)
        && broken.touches_next(index)
        && matches!(sign, "-" | "+")
        && last;
    fits.then(|| {
        let at = broken.range(index).start..broken.range(index + 1).end;
        let meant = format!("{sign}{}", broken.written(index));
        broken.change(Kind::WrongPart(broken.text[at.clone()].to_owned(), meant.clone()), at.clone()).edit(at, meant)
    })
}
