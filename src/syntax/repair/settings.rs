//! Settings as other tools have them: `start 10`, `max score 100`, `score = 0` as points, `tiers: hot > 80, ..`.

use super::cursor::Cursor;
use super::{Broken, Change, Kind};
use crate::syntax::grammar::Rule;
use crate::syntax::scan::PieceKind;
use crate::syntax::words;

/// Every setting that is said as something else.
pub(super) fn setting_forms(broken: &Broken<'_>) -> Vec<Change> {
    if !matches!(broken.wanted, Rule::item_line | Rule::body_line) {
        return Vec::new();
    }
    let whole = start(broken)
        .or_else(|| bound(broken))
        .or_else(|| segment(broken))
        .or_else(|| multiplied(broken))
        .or_else(|| halved(broken));
    match whole {
        Some(change) => vec![change],
        None => (0..broken.pieces.len()).filter_map(|index| set_points(broken, index)).collect(),
    }
}

/// `start 10`, `score starts at 10`, `base score: 10`: points that everybody has.
fn start(broken: &Broken<'_>) -> Option<Change> {
    let mut cursor = Cursor::new(broken, 0);
    cursor.word(&["score", "default"]);
    if !cursor.word(&["start", "starts", "starting", "base", "initial", "begin", "begins"]) {
        return None;
    }
    cursor.word(&["score", "points", "value"]);
    cursor.word(&["at", "with", "from", "is"]);
    cursor.sign(&["=", ":"]);
    let minus = cursor.sign(&["-"]);
    cursor.sign(&["+"]);
    let count = cursor.count()?;
    cursor.word(&["points", "point"]);
    let sign = if minus { "-" } else { "+" };
    whole(broken, &cursor, format!("always => {sign}{count}"))
}

/// `max score 100`, `cap 100`, `minimum 0`: the ends of a range.
fn bound(broken: &Broken<'_>) -> Option<Change> {
    let mut cursor = Cursor::new(broken, 0);
    cursor.word(&["score", "total"]);
    let high = cursor.word(&["max", "maximum", "cap", "limit", "capped"]);
    if !high && !cursor.word(&["min", "minimum", "floor"]) {
        return None;
    }
    cursor.word(&["score", "points", "total"]);
    cursor.word(&["at", "to", "is", "of"]);
    cursor.sign(&["=", ":"]);
    let minus = cursor.sign(&["-"]);
    let count = cursor.count()?;
    cursor.word(&["points", "point"]);
    let sign = if minus { "-" } else { "" };
    whole(broken, &cursor, if high { format!("range ..{count}") } else { format!("range {sign}{count}..") })
}

fn whole(broken: &Broken<'_>, cursor: &Cursor<'_, '_>, meant: String) -> Option<Change> {
    let n_pieces = broken.pieces.len();
    (cursor.at == n_pieces).then(|| broken.in_other_words(0..n_pieces, meant, None)).flatten()
}

/// `hot lead if score > 80`: who that is has a name.
fn segment(broken: &Broken<'_>) -> Option<Change> {
    let when = (1..broken.pieces.len().min(5)).find(|at| matches!(broken.written(*at), "if" | "when"))?;
    let names = (0..when).all(|at| broken.kind(at) == Some(PieceKind::Word))
        && words::all().binary_search(&broken.written(0)).is_err();
    let near = |known: &&str| crate::diag::slips_between(broken.written(0), known) <= 2;
    if words::TOP_WORDS.iter().chain(words::LINE_WORDS).filter(|known| known.len() > 3).any(near) {
        // `segement hot when ..` is a slip in a word of the language.
        return None;
    }
    let has_arrow = (0..broken.pieces.len()).any(|at| broken.is_sign(at, "=>") || broken.is_word(at, "then"));
    let compares = (when..broken.pieces.len()).any(|at| matches!(broken.written(at), ">=" | ">" | "<" | "<=" | "=="));
    if !names || has_arrow || !compares || broken.wanted != Rule::item_line {
        return None;
    }
    let name = (0..when).map(|at| broken.written(at)).collect::<Vec<_>>().join("_");
    let asked = &broken.text[broken.range(when + 1).start..broken.bytes.end];
    let meant = format!("segment {} when {asked}", name.to_lowercase());
    broken.in_other_words(0..broken.pieces.len(), meant, None)
}

/// `decay by half every 30 days`, `halves every 30 days`.
fn halved(broken: &Broken<'_>) -> Option<Change> {
    let mut cursor = Cursor::new(broken, 0);
    cursor.word(&["decay", "decays", "fade", "fades"]);
    cursor.words(&["by"]);
    if !cursor.word(&["half", "halves", "halved"]) || !cursor.word(&["every", "each", "per", "after"]) {
        return None;
    }
    let length = cursor.length()?;
    whole(broken, &cursor, format!("decay {length}"))
}

/// The condition that a head is: activities are asked with `any(..)`.
fn asked(broken: &Broken<'_>, arrow: usize) -> Option<String> {
    let first = if broken.is_sign(1, ":") { 2 } else { 0 };
    let head = broken.text.get(broken.range(first).start..broken.range(arrow.checked_sub(1)?).end)?;
    let is_phrase = arrow == first + 1 || (first..arrow).any(|at| broken.is_word(at, "where"));
    Some(if is_phrase { format!("any({head})") } else { head.to_owned() })
}

/// `call => *2`, `call => x2`: factors multiply the whole.
fn multiplied(broken: &Broken<'_>) -> Option<Change> {
    let arrow = (1..broken.pieces.len()).find(|at| broken.is_sign(*at, "=>"))?;
    let mut cursor = Cursor::new(broken, arrow + 1);
    if !cursor.sign(&["*", "×"]) && !cursor.words(&["x"]) {
        return None;
    }
    let count = cursor.count()?;
    let meant = format!("times {count} when {}", asked(broken, arrow)?);
    whole(broken, &cursor, meant)
}

/// `bounce => -50, score = 0`, `unsubscribe => score 0`, `=> set to 0`: a score that is set by hand.
fn set_points(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let arrow = (1..index).find(|at| broken.is_sign(*at, "=>"))?;
    let mut cursor = Cursor::new(broken, index);
    let set = cursor.word(&["set", "reset"]);
    let score = cursor.word(&["score"]);
    let joined = cursor.sign(&["=", ":"]) || cursor.word(&["to", "is", "at"]);
    let zero = score && broken.written(cursor.at) == "0";
    if !(set || score) || !(joined || zero) {
        return None;
    }
    // `=> score = 20` gives 20 points, `=> score = 0` and `=> set to 20` set the whole.
    let count = cursor.count().filter(|count| set || count == "0")?;
    let meant = format!("override to {count} when {}", asked(broken, arrow)?);
    let at = broken.range(index).start..broken.range(cursor.at - 1).end;
    let written = broken.text[at.clone()].to_owned();
    if cursor.at != broken.pieces.len() {
        return None;
    }
    let kind = Kind::OwnLine(written, meant.clone());
    Some(match broken.is_sign(index - 1, ",") {
        // Points stand before it: what is set is a line of its own.
        true => {
            let gap = broken.range(index - 2).end..at.end;
            broken.change(kind, at).edit(gap, "")
        }
        false => broken.change(kind, at).edit(broken.bytes.clone(), meant),
    })
}
