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
    (&["is", "not", "in"], "not in"),
    (&["does", "not", "equal"], "!="),
    (&["not", "equal", "to"], "!="),
    (&["is", "not", "any", "of"], "not in"),
    (&["is", "not", "filled"], "is missing"),
    (&["is", "not", "available"], "is missing"),
    (&["has", "no", "value"], "is missing"),
    (&["has", "any", "value"], "is known"),
    (&["has", "a", "value"], "is known"),
    (&["has", "value"], "is known"),
    (&["contains", "any", "of"], "contains"),
    (&["contains", "one", "of"], "contains"),
    (&["includes", "any", "of"], "contains"),
    (&["is", "in"], "in"),
    (&["is", "over"], ">"),
    (&["is", "above"], ">"),
    (&["is", "under"], "<"),
    (&["is", "below"], "<"),
    (&["is", "filled"], "is known"),
    (&["is", "available"], "is known"),
    (&["is", "given"], "is known"),
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
    (&["higher", "than"], ">"),
    (&["lower", "than"], "<"),
    (&["fewer", "than"], "<"),
    (&["one", "of"], "in"),
    (&["any", "of"], "in"),
    (&["none", "of"], "not in"),
    (&["begins", "with"], "starts with"),
    (&["starting", "with"], "starts with"),
    (&["ending", "with"], "ends with"),
    (&["equals"], "=="),
    (&["equal"], "=="),
    (&["exists"], "is known"),
    (&["includes"], "contains"),
    (&["include"], "contains"),
    (&["contain"], "contains"),
    (&["containing"], "contains"),
    (&["exceeds"], ">"),
    (&["above"], ">"),
    (&["below"], "<"),
    (&["under"], "<"),
];

/// Every comparison in words.
pub(super) fn comparison_words(broken: &Broken<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut index = 0;
    while index < broken.pieces.len() {
        let found = state_compared_at(broken, index)
            .or_else(|| negated_state_at(broken, index))
            .or_else(|| negated_at(broken, index))
            .or_else(|| phrase_at(broken, index))
            .or_else(|| between_at(broken, index))
            .or_else(|| is_at(broken, index))
            .or_else(|| state_at(broken, index))
            .or_else(|| or_more_at(broken, index))
            .or_else(|| lone_word_at(broken, index));
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
    if index == 0 && broken.wanted != crate::syntax::grammar::Rule::match_line {
        return None;
    }
    let fits = |words: &[&str]| {
        words.iter().enumerate().all(|(offset, word)| {
            broken.kind(index + offset) == Some(PieceKind::Word)
                && broken.written(index + offset).eq_ignore_ascii_case(word)
        })
    };
    let (words, meant) = PHRASES.iter().find(|(words, _)| fits(words))?;
    if meant.ends_with("missing") && is_of_a_tier(broken, index) {
        return None;
    }
    // `at least 2 of (..)` and `one of "a"` as a type are the language's own.
    let is_own =
        (words[0] == "at" && broken.is_word(index + 3, "of")) || (words[0] == "one" && !broken.is_sign(index + 2, "["));
    if is_own {
        return None;
    }
    Some((words.len(), replaced(broken, index, words.len(), meant)))
}

fn replaced(broken: &Broken<'_>, index: usize, length: usize, meant: &'static str) -> Change {
    let at = broken.range(index).start..broken.range(index + length - 1).end;
    let written = broken.text[at.clone()].to_owned();
    broken.change(Kind::ComparisonWord(written, meant), at.clone()).edit(at, meant)
}

/// What follows `not` in prose, and the language's form, which `not` stands in front of.
const NEGATED: &[(&[&str], &str)] = &[
    (&["does", "not", "contain"], "contains"),
    (&["doesn't", "contain"], "contains"),
    (&["not", "contains"], "contains"),
    (&["not", "contain"], "contains"),
    (&["does", "not", "include"], "contains"),
    (&["does", "not", "start", "with"], "starts with"),
    (&["does", "not", "begin", "with"], "starts with"),
    (&["not", "starts", "with"], "starts with"),
    (&["does", "not", "end", "with"], "ends with"),
    (&["not", "ends", "with"], "ends with"),
    (&["does", "not", "have", "word"], "has word"),
    (&["not", "has", "word"], "has word"),
];

/// `country does not contain "x"`: `not` stands before what is asked.
fn negated_at(broken: &Broken<'_>, index: usize) -> Option<(usize, Change)> {
    let first = subject_before(broken, index)?;
    let fits = |words: &[&str]| {
        words.iter().enumerate().all(|(offset, word)| broken.written(index + offset).eq_ignore_ascii_case(word))
    };
    let (words, meant) = NEGATED.iter().find(|(words, _)| fits(words))?;
    let before = broken.range(first).start;
    let at = broken.range(index).start..broken.range(index + words.len() - 1).end;
    let written = broken.text[at.clone()].to_owned();
    let change = broken.change(Kind::ComparisonWord(written, meant), at.clone());
    Some((words.len(), change.edit(before..before, "not ").edit(at, *meant)))
}

/// `is not yes`, `is not false`, `!= true`: the other of the two, or whatever is not this one, which missing is too.
fn negated_state_at(broken: &Broken<'_>, index: usize) -> Option<(usize, Change)> {
    let length = match (broken.written(index), broken.written(index + 1)) {
        ("is", "not") => 3,
        ("!=", _) => 2,
        _ => return None,
    };
    let state = index + length - 1;
    let (is, is_not) = match (length, broken.written(state).to_lowercase().as_str()) {
        (3, "yes") | (_, "true") => ("is no", "!= yes"),
        (3, "no") | (_, "false") => ("is yes", "!= no"),
        _ => return None,
    };
    if index == 0 || broken.kind(state) != Some(PieceKind::Word) {
        return None;
    }
    Some((length, broken.in_other_words(index..state + 1, is.to_owned(), Some(is_not.to_owned()))?))
}

/// `job_title like "%ceo%"`: `%` says where in the text.
pub(super) fn like_patterns(broken: &Broken<'_>) -> Vec<Change> {
    (1..broken.pieces.len()).filter_map(|index| like_at(broken, index)).collect()
}

fn like_at(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let text = broken.written(index + 1);
    let is_like = broken.written(index).eq_ignore_ascii_case("like");
    if !is_like || !matches!(broken.kind(index + 1), Some(PieceKind::Text(true) | PieceKind::SingleText)) {
        return None;
    }
    let inner = &text[1..text.len() - 1];
    let sought = inner.trim_matches('%');
    let (meant, other) = match (inner.starts_with('%'), inner.ends_with('%')) {
        (true, true) => ("contains", None),
        (false, true) => ("starts with", None),
        (true, false) => ("ends with", None),
        (false, false) => ("contains", Some(format!("== \"{sought}\""))),
    };
    // Wildcards inside the text have no counterpart but a pattern.
    if sought.is_empty() || sought.contains(['%', '_']) {
        return None;
    }
    let negated = index > 1 && broken.is_word(index - 1, "not");
    let first = if negated { index - 1 } else { index };
    let change = broken.in_other_words(first..index + 2, format!("{meant} \"{sought}\""), other)?;
    if !negated {
        return Some(change);
    }
    let before = broken.range(subject_before(broken, index - 1)?).start;
    Some(change.edit(before..before, "not "))
}

/// The first piece of the name that stands before a piece.
fn subject_before(broken: &Broken<'_>, index: usize) -> Option<usize> {
    let is_name = |at: &usize| matches!(broken.kind(*at), Some(PieceKind::Word | PieceKind::Quoted(true)));
    let mut first = index.checked_sub(1).filter(is_name)?;
    while first >= 2 && broken.is_sign(first - 1, ".") {
        first -= 2;
    }
    Some(first)
}

/// Whether a piece follows `S.tier`, where any word may be the name of a tier.
fn is_of_a_tier(broken: &Broken<'_>, index: usize) -> bool {
    index >= 3 && broken.is_word(index - 1, "tier") && broken.is_sign(index - 2, ".")
}

/// `= FALSE`, `== null`: what `is` asks, with a sign.
fn state_compared_at(broken: &Broken<'_>, index: usize) -> Option<(usize, Change)> {
    let quoted = matches!(broken.kind(index + 1), Some(PieceKind::Text(true) | PieceKind::SingleText));
    if index > 0 && quoted && broken.written(index).eq_ignore_ascii_case("equals") {
        let state = match broken.written(index + 1).trim_matches(['"', '\'']).to_lowercase().as_str() {
            "true" | "yes" => "is yes",
            "false" | "no" => "is no",
            _ => return None,
        };
        return Some((2, quoted_state(broken, index, state)));
    }
    if index == 0 || !matches!(broken.written(index), "=" | "==") || broken.kind(index + 1) != Some(PieceKind::Word) {
        return None;
    }
    let meant = match broken.written(index + 1).to_lowercase().as_str() {
        "true" => "is yes",
        "false" => "is no",
        "null" | "nil" | "none" | "missing" | "empty" | "blank" if !is_of_a_tier(broken, index) => "is missing",
        _ => return None,
    };
    Some((2, replaced(broken, index, 2, meant)))
}

/// `is "yes"`, `equals "true"`: what a yes/no field is asked, or a text field that holds this word.
fn quoted_state(broken: &Broken<'_>, index: usize, state: &str) -> Change {
    let at = broken.range(index).start..broken.range(index + 1).end;
    let text = broken.written(index + 1).trim_matches(['"', '\'', '“', '”', '‘', '’']);
    let kind = Kind::OtherWords {
        written: broken.text[at.clone()].to_owned(),
        meant: state.to_owned(),
        other: Some(format!("== \"{text}\"")),
    };
    broken.change(kind, at.clone()).edit(at, state)
}

/// `phone missing`: `is` is left out.
fn state_at(broken: &Broken<'_>, index: usize) -> Option<(usize, Change)> {
    let meant = match broken.written(index).to_lowercase().as_str() {
        "missing" | "unknown" | "empty" | "blank" => "is missing",
        "known" | "filled" => "is known",
        _ => return None,
    };
    let before = index.checked_sub(1)?;
    let follows_name = matches!(broken.kind(before), Some(PieceKind::Word | PieceKind::Quoted(true)))
        && !matches!(broken.written(before), "is" | "not" | "and" | "or" | "in" | "if");
    let ends = matches!(broken.written(index + 1), "=>" | "and" | "or" | ")" | "," | "");
    (follows_name && ends).then(|| (1, replaced(broken, index, 1, meant)))
}

/// `40 or more`, `10 or less`: what is compared stands behind its sign.
fn or_more_at(broken: &Broken<'_>, index: usize) -> Option<(usize, Change)> {
    if broken.kind(index) != Some(PieceKind::Number) || !broken.is_word(index + 1, "or") {
        return None;
    }
    let sign = match broken.written(index + 2) {
        "more" | "higher" | "greater" | "above" | "over" => ">=",
        "less" | "fewer" | "lower" | "below" | "under" => "<=",
        _ => return None,
    };
    let number = broken.range(index);
    let tail = number.end..broken.range(index + 2).end;
    // A sign that stands there already goes.
    let signed = index > 0 && matches!(broken.written(index - 1), ">=" | "==" | "=" | "<=" | ">" | "<" | "is");
    let first = if signed { broken.range(index - 1).start } else { number.start };
    let at = first..tail.end;
    let kind = Kind::ComparisonWord(broken.text[at.clone()].to_owned(), sign);
    Some((3, broken.change(kind, at).edit(first..number.start, format!("{sign} ")).edit(tail, "")))
}

/// `tags has "vip"`, `budget over 20_000`: words that are right elsewhere.
fn lone_word_at(broken: &Broken<'_>, index: usize) -> Option<(usize, Change)> {
    let next = broken.kind(index + 1)?;
    let is_number =
        next == PieceKind::Number && broken.written(index + 1).bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let meant = match broken.written(index) {
        "has" if index > 0 && (matches!(next, PieceKind::Text(_)) || broken.is_sign(index + 1, "[")) => {
            let kind = Kind::OtherWords {
                written: "has".to_owned(),
                meant: "contains".to_owned(),
                other: Some("has word".to_owned()),
            };
            return Some((1, broken.replace(kind, index, "contains")));
        }
        "over" if is_number && index > 0 && !broken.is_word(index - 1, "linear") => ">",
        _ => return None,
    };
    (index > 0).then(|| (1, replaced(broken, index, 1, meant)))
}

/// `is` before a value, before `yes` in quotes, and before another sign.
fn is_at(broken: &Broken<'_>, index: usize) -> Option<(usize, Change)> {
    let next = broken.written(index + 1);
    let is_word = index > 0 && broken.written(index).eq_ignore_ascii_case("is");
    let state = match next.trim_matches(['"', '\'', '“', '”']).to_lowercase().as_str() {
        "yes" | "true" => "is yes",
        "no" | "false" => "is no",
        _ => "",
    };
    if is_word && !state.is_empty() && broken.kind(index + 1) != Some(PieceKind::Word) {
        return Some((2, quoted_state(broken, index, state)));
    }
    if is_word && matches!(next, ">=" | "<=" | ">" | "<" | "==" | "!=") {
        let at = broken.range(index);
        let gap = at.start..broken.range(index + 1).start;
        return Some((1, broken.change(Kind::ExtraPart(broken.written(index).to_owned()), at).edit(gap, "")));
    }
    let is_value = match broken.kind(index + 1)? {
        PieceKind::Text(_) | PieceKind::CurlyText(_) | PieceKind::SingleText | PieceKind::Number => true,
        PieceKind::Word => !is_near_state(next),
        PieceKind::Sign => matches!(next, "-" | "+"),
        _ => false,
    };
    (is_word && is_value).then(|| (1, replaced(broken, index, 1, "==")))
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
