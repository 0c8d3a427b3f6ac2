//! Lists in other forms: `in ("a", "b")`, `contains "a", "b"`, `in DE, AT`, `in "a"`, `contains any ["a"]`.

use super::{Broken, Change, Kind};
use crate::syntax::scan::PieceKind;
use crate::syntax::words;

/// Every list, or value in its place, after a word that takes one.
pub(super) fn list_forms(broken: &Broken<'_>) -> Vec<Change> {
    (1..broken.pieces.len()).filter_map(|index| list_after(broken, index)).collect()
}

/// Words and signs that ask for texts.
fn asks(broken: &Broken<'_>, index: usize) -> bool {
    matches!(broken.written(index), "in" | "contains" | "with" | "word" | "==" | "!=" | "=")
}

fn list_after(broken: &Broken<'_>, index: usize) -> Option<Change> {
    if !asks(broken, index) || broken.is_word(index, "with") && !matches!(broken.written(index - 1), "starts" | "ends")
    {
        return None;
    }
    let odd = all_of(broken, index).or_else(|| extra_word(broken, index)).or_else(|| ranges_in_list(broken, index));
    if let Some(change) = odd {
        return Some(change);
    }
    let bracketed = broken.is_sign(index + 1, "(");
    let first = index + 1 + usize::from(bracketed);
    let end = values(broken, first)?;
    let n_values = (end - first).div_ceil(2);
    let sign = !matches!(broken.written(index), "in" | "contains" | "with" | "word");
    let numbers = broken.kind(first) == Some(PieceKind::Number);
    let inner = broken.range(first).start..broken.range(end - 1).end;
    if bracketed {
        let close = broken.is_sign(end, ")").then_some(end)?;
        // `in (0, 50)` is a range, `== (5)` a value.
        if numbers || sign {
            return None;
        }
        let at = broken.range(index + 1).start..broken.range(close).end;
        let kind = other(broken, at.clone(), format!("[{}]", &broken.text[inner.clone()]));
        return Some(broken.change(kind, at.clone()).edit(at.start..inner.start, "[").edit(inner.end..at.end, "]"));
    }
    if n_values == 1 {
        return alone(broken, index, first);
    }
    let joins = || (first + 1..end).step_by(2);
    let commas = joins().all(|at| broken.is_sign(at, ","));
    let listed_numbers = numbers && broken.is_word(index, "in");
    if (numbers || !commas) && !listed_numbers {
        return None;
    }
    let operator = match broken.written(index) {
        "==" | "=" => "in ",
        "!=" => "not in ",
        _ => "",
    };
    let start = if sign { broken.range(index).start } else { inner.start };
    let quoted = |at: usize| match broken.kind(at) {
        Some(PieceKind::Word) => format!("\"{}\"", broken.written(at)),
        _ => broken.written(at).to_owned(),
    };
    let listed: Vec<String> = (first..end).step_by(2).map(quoted).collect();
    let meant = format!("{operator}[{}]", listed.join(", "));
    let at = start..inner.end;
    let kind = other(broken, at.clone(), meant.clone());
    Some(broken.change(kind, at.clone()).edit(at, meant))
}

fn other(broken: &Broken<'_>, at: std::ops::Range<usize>, meant: String) -> Kind {
    Kind::OtherWords { written: broken.text[at].to_owned(), meant, other: None }
}

/// `in "a"`: one text is compared.
fn alone(broken: &Broken<'_>, index: usize, first: usize) -> Option<Change> {
    let is_text = broken.kind(first) == Some(PieceKind::Text(true));
    if !broken.is_word(index, "in") || !is_text {
        return None;
    }
    let negated = broken.is_word(index - 1, "not");
    let at = broken.range(index - usize::from(negated)).start..broken.range(index).end;
    let meant = if negated { "!=" } else { "==" };
    Some(broken.change(other(broken, at.clone(), meant.to_owned()), at.clone()).edit(at, meant))
}

/// The piece after values with commas or `or` between them; each is followed by the next, or by the end of what is asked.
fn values(broken: &Broken<'_>, first: usize) -> Option<usize> {
    let is_value = |at: usize| match broken.kind(at) {
        Some(PieceKind::Text(true)) => true,
        Some(PieceKind::Number) => broken.written(at).bytes().all(|b| b.is_ascii_digit()),
        Some(PieceKind::Word) => words::all().binary_search(&broken.written(at)).is_err(),
        _ => false,
    };
    let mut at = first;
    while is_value(at) && matches!(broken.written(at + 1), "," | "or") && is_value(at + 2) {
        at += 2;
    }
    // `in [a] or b == 5`: the last is the subject of the next condition.
    let ends = matches!(broken.written(at + 1), "=>" | "and" | "or" | ")" | "then" | "");
    (is_value(at) && ends).then_some(at + 1)
}

/// `contains any ["a"]`, `is in either of [..]`: a word too many before a list.
fn extra_word(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let word = matches!(broken.written(index + 1), "any" | "either" | "one" | "some");
    let last = index + 1 + usize::from(broken.is_word(index + 2, "of"));
    let at = broken.range(index + 1).start..broken.range(last).end;
    let lists = broken.is_sign(last + 1, "[");
    (word && lists).then(|| {
        let gap = at.start..broken.range(last + 1).start;
        broken.change(Kind::ExtraPart(broken.text[at.clone()].to_owned()), at).edit(gap, "")
    })
}

/// `tags contains all of ["a", "b"]`: a condition for each.
fn all_of(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let open = index + 2 + usize::from(broken.is_word(index + 2, "of"));
    if !broken.is_word(index, "contains") || !broken.is_word(index + 1, "all") || !broken.is_sign(open, "[") {
        return None;
    }
    let close = broken.closing(open)?;
    let subject = broken.path_before(index)?;
    let name = &broken.text[broken.range(subject).start..broken.range(index - 1).end];
    let texts = (open + 1..close).step_by(2);
    let parts: Vec<String> = texts.map(|at| format!("{name} contains {}", broken.written(at))).collect();
    let meant = parts.join(" and ");
    let at = broken.range(subject).start..broken.range(close).end;
    let kind = other(broken, at.clone(), meant.clone());
    Some(broken.change(kind, at.clone()).edit(at, meant))
}

/// `n in [1..5, 10]`: ranges and numbers in one list are conditions of their own.
fn ranges_in_list(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let open = index + 1;
    let close = broken.is_sign(open, "[").then(|| broken.closing(open)).flatten()?;
    let subject = broken.path_before(index).filter(|_| broken.is_word(index, "in"))?;
    if !(open..close).any(|at| broken.is_sign(at, "..")) {
        return None;
    }
    let name = &broken.text[broken.range(subject).start..broken.range(index - 1).end];
    let ends: Vec<usize> = broken.separators(open, close).into_iter().chain([close]).collect();
    let mut parts = Vec::new();
    let mut first = open + 1;
    for end in ends {
        let part = broken.text.get(broken.range(first).start..broken.range(end.checked_sub(1)?).end)?;
        parts.push(format!("{name} {} {part}", if part.contains("..") { "in" } else { "==" }));
        first = end + 1;
    }
    let at = broken.range(subject).start..broken.range(close).end;
    let meant = if parts.len() == 1 { parts.concat() } else { format!("({})", parts.join(" or ")) };
    let kind = other(broken, at.clone(), meant.clone());
    Some(broken.change(kind, at.clone()).edit(at, meant))
}
