//! Values in other forms: `40 percent of fit`, `2 x amount`, `account's employees`, `count page_view ..`.

use super::{Broken, Change, Kind};
use crate::syntax::scan::PieceKind;
use crate::syntax::words;

/// Every value in another form.
pub(super) fn value_forms(broken: &Broken<'_>) -> Vec<Change> {
    let finders = [
        percent_words,
        percent_without_of,
        times_sign,
        factor,
        possessive,
        function_apart,
        function_words,
        times_missing,
        square,
    ];
    let mut changes = Vec::new();
    for index in 0..broken.pieces.len() {
        changes.extend(finders.iter().find_map(|find| find(broken, index)));
    }
    changes
}

/// A change of some pieces into other words.
fn other(broken: &Broken<'_>, first: usize, last: usize, meant: String) -> Change {
    let at = broken.range(first).start..broken.range(last).end;
    let written = broken.text[at.clone()].to_owned();
    broken.change(Kind::OtherWords { written, meant: meant.clone(), other: None }, at.clone()).edit(at, meant)
}

fn is_number(broken: &Broken<'_>, index: usize) -> bool {
    broken.kind(index) == Some(PieceKind::Number)
}

/// `40 percent of fit`, `40percent of fit`.
fn percent_words(broken: &Broken<'_>, index: usize) -> Option<Change> {
    if !is_number(broken, index) {
        return None;
    }
    let written = broken.written(index);
    let is_percent = |word: &str| matches!(word, "percent" | "pct" | "per-cent");
    let digits = written.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(written.len());
    let (count, glued) = written.split_at(digits);
    let last = if is_percent(glued) {
        index
    } else if glued.is_empty() && is_percent(broken.written(index + 1)) {
        index + 1
    } else {
        return None;
    };
    Some(other(broken, index, last, format!("{count}%")))
}

/// `40% fit`, `of 40% fit`: `of` stands between.
fn percent_without_of(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let of_first = broken.is_word(index, "of");
    let number = index + usize::from(of_first);
    let name = number + 2;
    let fits = is_number(broken, number)
        && broken.is_sign(number + 1, "%")
        && matches!(broken.kind(name), Some(PieceKind::Word | PieceKind::Quoted(true)))
        && !words::all().contains(&broken.written(name));
    fits.then(|| other(broken, index, name, format!("{}% of {}", broken.written(number), broken.written(name))))
}

/// `0.1 x amount`, `0.1 amount`, `) x 2`.
fn times_sign(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let before = index.checked_sub(1)?;
    let after_value = is_number(broken, before) || broken.is_sign(before, ")");
    let is_value = |at: usize| {
        is_number(broken, at)
            || broken.is_sign(at, "(")
            || (broken.kind(at) == Some(PieceKind::Word) && !words::all().contains(&broken.written(at)))
    };
    let is_x = matches!(broken.written(index), "x" | "X") && is_value(index + 1);
    // In a test `3 x call { .. }` is right.
    (after_value && is_x && !broken.is_header())
        .then(|| broken.replace(Kind::WrongPart("x".to_owned(), "*".to_owned()), index, "*"))
}

/// `times 1.5x`, `x 1.5 when ..`.
fn factor(broken: &Broken<'_>, index: usize) -> Option<Change> {
    if index != 0 || broken.is_header() {
        return None;
    }
    if matches!(broken.written(0), "x" | "X" | "multiply" | "multiplied")
        && (is_number(broken, 1) || broken.is_word(1, "by"))
    {
        let last = usize::from(broken.is_word(1, "by"));
        return Some(other(broken, 0, last, "times".to_owned()));
    }
    let count = broken.written(1).strip_suffix(['x', 'X'])?;
    let fits = broken.is_word(0, "times") && count.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    fits.then(|| other(broken, 1, 1, count.to_owned()))
}

/// `account's employees`, `account->employees`, `account .employees`: a dot leads to a field.
fn possessive(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let is_name = |at: usize| matches!(broken.kind(at), Some(PieceKind::Word | PieceKind::Quoted(true)));
    if !is_name(index) {
        return None;
    }
    let apostrophe = matches!(broken.written(index + 1), "'" | "’") && broken.written(index + 2) == "s";
    let after = match broken.written(index + 1) {
        _ if apostrophe && broken.touches_next(index) => index + 3,
        "->" | "::" => index + 2,
        "." if !(broken.touches_next(index) && broken.touches_next(index + 1)) => index + 2,
        _ => return None,
    };
    let fits = is_name(after) && (broken.touches_next(index) || broken.touches_next(after - 1));
    let gap = broken.range(index).end..broken.range(after).start;
    let written = broken.text.get(gap.clone())?.trim().to_owned();
    fits.then(|| {
        let kind = if written == "." {
            Kind::ExtraBlank(format!("{}.{}", broken.written(index), broken.written(after)))
        } else {
            Kind::WrongPart(written, ".".to_owned())
        };
        broken.change(kind, gap.clone()).edit(gap, ".")
    })
}

/// `count (page_view ..)`: no blank stands between a function and its bracket.
fn function_apart(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let is_function = words::functions().any(|name| name == broken.written(index)) && !broken.is_word(index, "no");
    let apart = broken.is_sign(index + 1, "(") && !broken.touches_next(index);
    (is_function && apart && broken.kind(index) == Some(PieceKind::Word)).then(|| {
        let gap = broken.range(index).end..broken.range(index + 1).start;
        let kind = Kind::ExtraBlank(format!("{}(", broken.written(index)));
        broken.change(kind, gap.start..broken.range(index + 1).end).edit(gap, "")
    })
}

/// `count page_view in last 7d >= 5`, `any call in last 7d`: brackets around what a function takes.
fn function_words(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let name = broken.written(index);
    let takes_phrase = matches!(name, "count" | "any" | "no" | "sum" | "avg" | "distinct" | "days" | "weeks");
    let begins = broken.kind(index + 1) == Some(PieceKind::Word)
        && !words::all().contains(&broken.written(index + 1))
        && !matches!(broken.written(index + 1), "from" | "til" | "till");
    let after_number = index > 0 && broken.kind(index - 1) == Some(PieceKind::Number);
    if !takes_phrase || !begins || after_number || broken.kind(index) != Some(PieceKind::Word) {
        return None;
    }
    let ends = |at: &usize| {
        matches!(
            broken.written(*at),
            "=>" | ">=" | "<=" | ">" | "<" | "==" | "!=" | "and" | "or" | "+" | "-" | "*" | "/" | ")" | ","
        ) || matches!(broken.kind(*at), Some(PieceKind::Text(_)))
    };
    let wheres = (index..broken.pieces.len()).any(|at| broken.is_word(at, "where"));
    let end = (index + 2..broken.pieces.len()).find(ends).unwrap_or(broken.pieces.len());
    if wheres {
        return None;
    }
    let open = broken.range(index).end..broken.range(index + 1).start;
    let close = broken.range(end - 1).end;
    let at = broken.range(index).start..close;
    let meant = format!("{name}({})", &broken.text[open.end..close]);
    let kind = Kind::OtherWords { written: broken.text[at.clone()].to_owned(), meant, other: None };
    Some(broken.change(kind, at).edit(open, "(").edit(close..close, ")"))
}

/// `=> +0.1 amount`: a share of a field lacks its `*`.
fn times_missing(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let before = index.checked_sub(1)?;
    let share = is_number(broken, index) && broken.written(index).starts_with("0.");
    let awards = matches!(broken.written(before), "=>" | "+" | "-");
    let name = broken.kind(index + 1) == Some(PieceKind::Word) && !words::all().contains(&broken.written(index + 1));
    let ends = broken.kind(index + 2).is_none() || broken.is_sign(index + 2, ",");
    let at = broken.range(index + 1).start;
    (share && awards && name && ends)
        .then(|| broken.change(Kind::MissingWord("*".to_owned()), at..at).edit(at..at, "* "))
}

/// `count[page_view in last 7d]`: round brackets follow a function.
fn square(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let is_function = words::functions().any(|name| name == broken.written(index)) && broken.touches_next(index);
    if !is_function || !broken.is_sign(index + 1, "[") {
        return None;
    }
    let close = (index + 2..broken.pieces.len()).find(|at| broken.is_sign(*at, "]"))?;
    let change = broken.replace(Kind::WrongPart("[".to_owned(), "(".to_owned()), index + 1, "(");
    Some(change.edit(broken.range(close), ")"))
}
