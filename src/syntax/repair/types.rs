//! Types of fields in other words: `string`, `yes no`, `list text`, `text[]`, `account via account_id`.

use super::{Broken, Change, Kind};
use crate::syntax::grammar::Rule;
use crate::syntax::scan::PieceKind;

/// A type as other languages call or write it.
pub(super) fn field_types(broken: &Broken<'_>) -> Vec<Change> {
    if broken.wanted != Rule::field_line {
        return Vec::new();
    }
    let Some(colon) = (0..broken.pieces.len()).find(|index| broken.is_sign(*index, ":")) else {
        return Vec::new();
    };
    let first = colon + 1;
    let whole = yes_no(broken, first).or_else(|| list(broken, first)).or_else(|| levels(broken, first));
    whole.or_else(|| link(broken, first)).or_else(|| word(broken, colon)).into_iter().collect()
}

fn replaced(broken: &Broken<'_>, first: usize, last: usize, meant: &str) -> Change {
    let at = broken.range(first).start..broken.range(last).end;
    let written = broken.text[at.clone()].to_owned();
    broken.change(Kind::UnknownType(written, meant.to_owned()), at.clone()).edit(at, meant)
}

/// `yes no`, `yes or no`, `yes/no/unknown`, `true/false`.
fn yes_no(broken: &Broken<'_>, first: usize) -> Option<Change> {
    let yes = matches!(broken.written(first).to_lowercase().as_str(), "yes" | "y" | "true");
    let last = broken.pieces.len() - 1;
    let simple = (first..=last).all(|index| {
        matches!(
            broken.written(index).to_lowercase().as_str(),
            "yes" | "no" | "y" | "n" | "true" | "false" | "/" | "or" | "-" | "unknown" | "maybe" | "null" | "|"
        )
    });
    (yes && simple && last > first).then(|| replaced(broken, first, last, "yes/no"))
}

/// `list text`, `list`, `[text]`, `text[]`, `list(text)`.
fn list(broken: &Broken<'_>, first: usize) -> Option<Change> {
    let last = broken.pieces.len() - 1;
    let words: Vec<&str> =
        (first..=last).map(|index| broken.written(index)).filter(|word| !"[](){}<>".contains(word)).collect();
    let bracketed = words.len() < last + 1 - first;
    let element = match words.as_slice() {
        ["list" | "array" | "lists" | "set"] | ["list" | "array", "of"] => "text",
        ["list" | "array" | "lists" | "set", "of", element] | ["list" | "array" | "lists" | "set", element] => element,
        [element] if bracketed => element,
        _ => return None,
    };
    let element = word_of(element).unwrap_or(element);
    let known = matches!(element, "text" | "number" | "date" | "time" | "whole number" | "exact text" | "yes/no");
    known.then(|| replaced(broken, first, last, &format!("list of {element}")))
}

/// `one of "a" > "b"`, `one of "a" <= "b"`, `one of "a" "b"`: levels from the lowest to the highest, or a comma.
fn levels(broken: &Broken<'_>, first: usize) -> Option<Change> {
    if !broken.is_word(first, "one") {
        return None;
    }
    let is_text = |index: usize| matches!(broken.kind(index), Some(PieceKind::Text(true)));
    let ordered = (first..broken.pieces.len()).any(|index| broken.is_sign(index, "<"));
    let meant = if ordered { "<" } else { "," };
    for index in first + 2..broken.pieces.len() {
        if is_text(index) && is_text(index + 1) {
            let at = broken.range(index).end;
            let with = if ordered { " <".to_owned() } else { ",".to_owned() };
            return Some(broken.change(Kind::MissingWord(meant.to_owned()), at..at).edit(at..at, with));
        }
        let wrong = matches!(broken.written(index), ">" | "<=" | ">=" | "=" | ";" | "/" | "|" | "or" | "and" | "-");
        if is_text(index - 1) && is_text(index + 1) && wrong {
            let written = broken.written(index).to_owned();
            // The sign of levels stands apart, the comma close.
            let at = if ordered { broken.range(index) } else { broken.range(index - 1).end..broken.range(index).end };
            return Some(
                broken.change(Kind::WrongPart(written, meant.to_owned()), broken.range(index)).edit(at, meant),
            );
        }
    }
    None
}

/// `account via account_id`.
fn link(broken: &Broken<'_>, first: usize) -> Option<Change> {
    let joins =
        matches!(broken.written(first + 1), "via" | "through" | "using" | "with" | "on" | "from" | "through_id" | "of");
    let fits = joins && broken.kind(first) == Some(PieceKind::Word) && broken.kind(first + 2) == Some(PieceKind::Word);
    let own = matches!(broken.written(first), "list" | "one");
    (fits && !own).then(|| {
        let written = broken.written(first + 1).to_owned();
        broken.replace(Kind::WrongPart(written, "by".to_owned()), first + 1, "by")
    })
}

/// `string`, `int`, `bool`.
fn word(broken: &Broken<'_>, colon: usize) -> Option<Change> {
    let after_of = (colon + 1..broken.pieces.len()).rfind(|index| broken.is_word(*index, "of"));
    let first = after_of.unwrap_or(colon) + 1;
    let meant = word_of(&broken.written(first).to_lowercase())?;
    Some(broken.replace(Kind::UnknownType(broken.written(first).to_owned(), meant.to_owned()), first, meant))
}

fn word_of(word: &str) -> Option<&'static str> {
    Some(match word {
        "string" | "str" | "varchar" | "char" | "email" | "url" | "word" | "words" => "text",
        "int" | "integer" | "count" | "whole" => "whole number",
        "float" | "decimal" | "double" | "numeric" | "money" | "amount" | "currency" | "percent" => "number",
        "bool" | "boolean" | "flag" | "checkbox" => "yes/no",
        "datetime" | "timestamp" | "instant" => "time",
        "day" => "date",
        "id" | "uuid" | "exact" => "exact text",
        _ => return None,
    })
}
