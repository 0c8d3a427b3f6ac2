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
    (&["is", "equal", "with"], "=="),
    (&["equal", "with"], "=="),
    (&["is", "the", "same", "as"], "=="),
    (&["is", "different", "from"], "!="),
    (&["is", "different", "than"], "!="),
    (&["different", "from"], "!="),
    (&["different", "than"], "!="),
    (&["differs", "from"], "!="),
    (&["is", "bigger", "than"], ">"),
    (&["is", "larger", "than"], ">"),
    (&["is", "higher", "than"], ">"),
    (&["is", "smaller", "than"], "<"),
    (&["is", "lower", "than"], "<"),
    (&["bigger", "than"], ">"),
    (&["larger", "than"], ">"),
    (&["smaller", "than"], "<"),
    (&["is", "like"], "contains"),
    (&["has", "words"], "has word"),
    (&["contains", "word"], "has word"),
    (&["contains", "words"], "has word"),
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
    broken.scan(&[
        contraction_at,
        from_list_at,
        state_compared_at,
        negated_state_at,
        negated_at,
        phrase_at,
        between_at,
        is_at,
        state_at,
        or_more_at,
        lone_word_at,
    ])
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
    broken.path_before(index)?;
    let fits = |words: &[&str]| {
        words.iter().enumerate().all(|(offset, word)| broken.written(index + offset).eq_ignore_ascii_case(word))
    };
    let (words, meant) = NEGATED.iter().find(|(words, _)| fits(words))?;
    let at = broken.range(index).start..broken.range(index + words.len() - 1).end;
    Some((words.len(), negated(broken, index, at, meant)?))
}

/// A test in words with `not` in it, as one that `not` stands in front of.
fn negated(broken: &Broken<'_>, index: usize, at: std::ops::Range<usize>, meant: &str) -> Option<Change> {
    let before = broken.range(broken.path_before(index)?).start;
    let subject = &broken.text[before..broken.range(index - 1).end];
    let kind = Kind::NegatedWord(broken.text[at.clone()].to_owned(), format!("not {subject} {meant}"));
    Some(broken.change(kind, at.clone()).edit(before..before, "not ").edit(at, meant))
}

/// `country isn't "DE"`, `isnt`, `doesn't contain`: `not` glued to its verb.
fn contraction_at(broken: &Broken<'_>, index: usize) -> Option<(usize, Change)> {
    let apart = matches!(broken.written(index + 1), "'" | "’")
        && broken.is_word(index + 2, "t")
        && broken.touches_next(index)
        && broken.touches_next(index + 1);
    let verb = broken.written(index).to_lowercase();
    let verb = if apart { verb.strip_suffix('n')? } else { verb.strip_suffix("nt")? };
    let end = if apart { index + 3 } else { index + 1 };
    if index == 0 || broken.kind(index) != Some(PieceKind::Word) {
        return None;
    }
    let written = |last: usize| broken.text[broken.range(index).start..broken.range(last).end].to_owned();
    if matches!(verb, "is" | "are" | "was") {
        let (length, meant) = match broken.written(end).to_lowercase().as_str() {
            "missing" | "empty" | "blank" | "null" => (1, "is known"),
            "known" | "set" | "filled" => (1, "is missing"),
            "yes" | "true" => (1, "is no"),
            "no" | "false" => (1, "is yes"),
            "in" => (1, "not in"),
            _ => (0, "!="),
        };
        let at = broken.range(index).start..broken.range(end + length - 1).end;
        let kind = Kind::OtherWords { written: written(end + length - 1), meant: meant.to_owned(), other: None };
        return Some((end + length - index, broken.change(kind, at.clone()).edit(at, meant)));
    }
    let (length, meant) = match (broken.written(end), broken.written(end + 1)) {
        ("equal", _) if verb == "does" => (1, "!="),
        ("contain" | "include", _) => (1, "contains"),
        ("start" | "begin", "with") => (2, "starts with"),
        ("end", "with") => (2, "ends with"),
        ("have", "word") => (2, "has word"),
        _ => return None,
    };
    if !matches!(verb, "does" | "do") {
        return None;
    }
    let at = broken.range(index).start..broken.range(end + length - 1).end;
    if meant == "!=" {
        return Some((
            end + length - index,
            broken.change(Kind::ComparisonWord(written(end), "!="), at.clone()).edit(at, "!="),
        ));
    }
    Some((end + length - index, negated(broken, index, at, meant)?))
}

/// `country is from ["DE"]`: a list after another word than `in`.
fn from_list_at(broken: &Broken<'_>, index: usize) -> Option<(usize, Change)> {
    let is = usize::from(broken.is_word(index, "is"));
    let word = matches!(broken.written(index + is), "from" | "within" | "among" | "inside" | "out");
    let fits = index > 0 && word && broken.is_sign(index + is + 1, "[");
    fits.then(|| (is + 1, replaced(broken, index, is + 1, "in")))
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
    let is = index > 1 && broken.is_word(index - 1, "is");
    let first = if negated || is { index - 1 } else { index };
    let change = broken.in_other_words(first..index + 2, format!("{meant} \"{sought}\""), other)?;
    if !negated {
        return Some(change);
    }
    let before = broken.range(broken.path_before(index - 1)?).start;
    Some(change.edit(before..before, "not "))
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
        "yes" | "true" => "is yes",
        "no" | "false" => "is no",
        _ => return None,
    };
    let before = index.checked_sub(1)?;
    let follows_name = matches!(broken.kind(before), Some(PieceKind::Word | PieceKind::Quoted(true)))
        && broken.wanted != crate::syntax::grammar::Rule::field_line
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
    let word = matches!(broken.written(index + is).to_lowercase().as_str(), "between" | "from");
    let low_at = index + is + usize::from(word);
    let joint = broken.written(low_at + 1).to_lowercase();
    let plain = |at: usize| {
        broken.kind(at) == Some(PieceKind::Number)
            && broken.written(at).bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'_'))
    };
    // `company_size 100-499`: a range right behind a name.
    let bare = !word && is == 0;
    let joins = matches!(joint.as_str(), "to" | "until" | "till" | "-" | "–" | ".." | "through")
        || word && matches!(joint.as_str(), "and" | "&" | ",");
    let follows_name = index > 0 && broken.is_name(index - 1) && !broken.is_word(index - 1, "in");
    let fits = follows_name && joins && plain(low_at) && plain(low_at + 2);
    let ends = matches!(broken.written(low_at + 3), "=>" | "and" | "or" | ")" | "");
    if !fits || bare && !ends {
        return None;
    }
    let (low, high) = (broken.range(low_at), broken.range(low_at + 2));
    let at = broken.range(index).start..high.end;
    let length = low_at + 3 - index;
    if word && joint == "and" {
        let kind = Kind::ComparisonWord(broken.text[at.clone()].to_owned(), "in");
        let change = broken.change(kind, at.clone()).edit(at.start..low.start, "in ").edit(low.end..high.start, "..");
        return Some((length, change));
    }
    let meant = format!("in {}..{}", broken.written(low_at), broken.written(low_at + 2));
    let kind = Kind::OtherWords { written: broken.text[at.clone()].to_owned(), meant: meant.clone(), other: None };
    Some((length, broken.change(kind, at.clone()).edit(at, meant)))
}
