//! Numbers in other forms: `10 000`, `20'000`, `10k`, `1.5M`, `1.500.000`, `.5`, `$1,000`, `three`.

use super::{Broken, Change, Kind};
use crate::syntax::scan::PieceKind;
use crate::syntax::words::number_word;

/// Every number in another form.
pub(super) fn number_forms(broken: &Broken<'_>) -> Vec<Change> {
    broken.scan(&[currency, grouped, short, exponent, without_zero, wide, letters, in_words])
}

fn form(broken: &Broken<'_>, first: usize, length: usize, meant: String) -> (usize, Change) {
    let at = broken.range(first).start..broken.range(first + length - 1).end;
    let written = broken.text[at.clone()].to_owned();
    (length, broken.change(Kind::NumberForm(written, meant.clone()), at.clone()).edit(at, meant))
}

fn digits(broken: &Broken<'_>, index: usize, length: usize) -> bool {
    let written = broken.written(index);
    broken.kind(index) == Some(PieceKind::Number)
        && written.bytes().all(|b| b.is_ascii_digit())
        && (length == 0 || written.len() == length)
}

/// `$1,000`, `€500`, `500 EUR`: the sign or word of a currency.
fn currency(broken: &Broken<'_>, first: usize) -> Option<(usize, Change)> {
    let is_sign = matches!(broken.written(first), "$" | "€" | "£" | "¥");
    let number = if is_sign { first + 1 } else { first };
    if broken.kind(number) != Some(PieceKind::Number) {
        return None;
    }
    let (length, plain) =
        match grouped(broken, number).or_else(|| with_commas(broken, number)).or_else(|| short(broken, number)) {
            Some((length, change)) => (length, change.edits.first().map(|(_, with)| with.clone())?),
            None => (1, broken.written(number).to_owned()),
        };
    let after = broken.written(number + length);
    let is_word =
        matches!(after, "$" | "€" | "£" | "EUR" | "USD" | "GBP" | "eur" | "usd" | "gbp" | "euro" | "euros" | "dollars");
    (is_sign || is_word).then(|| form(broken, first, number - first + length + usize::from(is_word), plain))
}

/// `1,000` and `1,000,000`, which on their own are numbers with commas.
fn with_commas(broken: &Broken<'_>, first: usize) -> Option<(usize, Change)> {
    let mut length = 1;
    while broken.is_sign(first + length, ",")
        && broken.touches_next(first + length - 1)
        && broken.touches_next(first + length)
        && digits(broken, first + length + 1, 3)
    {
        length += 2;
    }
    let at = broken.range(first).start..broken.range(first + length - 1).end;
    (length > 1 && digits(broken, first, 0)).then(|| form(broken, first, length, broken.text[at].replace(',', "_")))
}

/// `10 000`, `20'000`, `1.500.000`: groups of three apart by something else than `_`.
fn grouped(broken: &Broken<'_>, first: usize) -> Option<(usize, Change)> {
    let written = broken.written(first);
    if broken.kind(first) != Some(PieceKind::Number) {
        return None;
    }
    if let Some((whole, group)) = written.split_once('.') {
        // `1.500` and `.` and `000`: the scanner takes the first point for that of a decimal.
        let mut length = 1;
        let mut meant = format!("{whole}_{group}");
        while broken.is_sign(first + length, ".") && digits(broken, first + length + 1, 3) {
            meant = format!("{meant}_{}", broken.written(first + length + 1));
            length += 2;
        }
        let fits = length > 1 && group.len() == 3 && whole.len() <= 3;
        return fits.then(|| form(broken, first, length, meant));
    }
    if !digits(broken, first, 0) || written.len() > 3 {
        return None;
    }
    let mut length = 1;
    let mut meant = written.to_owned();
    loop {
        let between = broken.range(first + length - 1).end..broken.range(first + length).start;
        let step = if digits(broken, first + length, 3) && broken.text.get(between) == Some(" ") {
            1
        } else if digits(broken, first + length + 1, 3) && is_group_sign(broken, first + length) {
            2
        } else {
            break;
        };
        meant = format!("{meant}_{}", broken.written(first + length + step - 1));
        length += step;
    }
    (length > 1).then(|| form(broken, first, length, meant))
}

/// An apostrophe or a blank of another kind between two groups.
fn is_group_sign(broken: &Broken<'_>, index: usize) -> bool {
    let is_sign = matches!(broken.written(index), "'" | "’" | "\u{a0}" | "\u{202f}" | "\u{2009}");
    is_sign && index > 0 && broken.touches_next(index) && broken.touches_next(index - 1)
}

/// `10k`, `1.5M`: thousands and millions.
fn short(broken: &Broken<'_>, index: usize) -> Option<(usize, Change)> {
    if broken.kind(index) != Some(PieceKind::Number) {
        return None;
    }
    let written = broken.written(index);
    let letters = written.find(|c: char| c.is_ascii_alphabetic())?;
    let (figures, unit) = written.split_at(letters);
    let places = match unit {
        "k" | "K" => 3,
        "M" | "mio" | "Mio" | "mn" | "MM" => 6,
        _ => return None,
    };
    let (whole, part) = figures.split_once('.').unwrap_or((figures, ""));
    if part.len() > places || !figures.bytes().all(|b| b.is_ascii_digit() || b == b'.') || whole.is_empty() {
        return None;
    }
    let all = format!("{whole}{part}{}", "0".repeat(places - part.len()));
    let plain = all.trim_start_matches('0');
    (!plain.is_empty()).then(|| form(broken, index, 1, with_groups(plain)))
}

/// `1e3`, `1.5e6`: powers of ten.
fn exponent(broken: &Broken<'_>, index: usize) -> Option<(usize, Change)> {
    let written = broken.written(index);
    let (figures, power) = written.split_once(['e', 'E']).filter(|_| broken.kind(index) == Some(PieceKind::Number))?;
    let power: usize = power.parse().ok().filter(|power| *power <= 12)?;
    let (whole, part) = figures.split_once('.').unwrap_or((figures, ""));
    if part.len() > power || !whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let all = format!("{whole}{part}{}", "0".repeat(power - part.len()));
    let plain = all.trim_start_matches('0');
    (!plain.is_empty()).then(|| form(broken, index, 1, with_groups(plain)))
}

/// `1500000` as `1_500_000`.
fn with_groups(figures: &str) -> String {
    let mut grouped = String::new();
    for (index, c) in figures.chars().enumerate() {
        if index > 0 && (figures.len() - index).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(c);
    }
    grouped
}

/// `.5`, `,5`: a decimal without its whole part.
fn without_zero(broken: &Broken<'_>, first: usize) -> Option<(usize, Change)> {
    let point = broken.is_sign(first, ".") || broken.is_sign(first, ",");
    let before = first.checked_sub(1);
    if before.is_some_and(|before| broken.is_sign(before, "..")) {
        return None;
    }
    let starts =
        before.is_none_or(|before| !broken.touches_next(before) || broken.kind(before) == Some(PieceKind::Sign));
    let fits = point && starts && broken.touches_next(first) && digits(broken, first + 1, 0);
    fits.then(|| form(broken, first, 2, format!("0.{}", broken.written(first + 1))))
}

/// `２０`, `2０_000`: figures of another script's width.
fn wide(broken: &Broken<'_>, index: usize) -> Option<(usize, Change)> {
    let written = broken.written(index);
    let is_wide = |c: char| ('０'..='９').contains(&c);
    if !matches!(broken.kind(index), Some(PieceKind::Number | PieceKind::Word | PieceKind::Odd))
        || !written.contains(is_wide)
    {
        return None;
    }
    let narrow = |c: char| if is_wide(c) { char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c) } else { c };
    Some(form(broken, index, 1, written.chars().map(narrow).collect()))
}

/// `5O`, `1l`: letters that look like figures.
fn letters(broken: &Broken<'_>, index: usize) -> Option<(usize, Change)> {
    let written = broken.written(index);
    let meant = written.replace(['O', 'o'], "0").replace(['l', 'I'], "1");
    let fits = broken.kind(index) == Some(PieceKind::Number)
        && meant != written
        && meant.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'_' | b'.'));
    fits.then(|| form(broken, index, 1, meant))
}

/// `three` where only a figure can stand: after a comparison, or before `of`, `times` and `per`.
fn in_words(broken: &Broken<'_>, index: usize) -> Option<(usize, Change)> {
    if broken.kind(index) != Some(PieceKind::Word) || index == 0 {
        return None;
    }
    let count = number_word(broken.written(index))?;
    if broken.is_word(index + 1, "of") && !matches!(broken.written(index - 1), "least" | "latest" | "earliest") {
        return None;
    }
    let follows = matches!(broken.written(index + 1), "of" | "times" | "per");
    let compared = matches!(broken.written(index - 1), ">=" | "<=" | ">" | "<" | "==" | "!=" | "=>" | "+" | "-");
    (follows || compared).then(|| form(broken, index, 1, count.to_string()))
}
