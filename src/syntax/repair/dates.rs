//! Dates in other forms: `3/4/2026`, `01.11.2026`, `1 Nov 2026`.

use std::ops::Range;

use super::{Broken, Change};
use crate::syntax::error::SyntaxErrorKind as Kind;
use crate::syntax::scan::PieceKind;

/// Every date in another form.
pub(super) fn dates(broken: &Broken<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut index = 0;
    while index < broken.pieces.len() {
        match without_zone(broken, index).or_else(|| in_figures(broken, index)).or_else(|| in_words(broken, index)) {
            Some((length, change)) => {
                changes.push(change);
                index += length;
            }
            None => index += 1,
        }
    }
    changes
}

/// `2026-01-01T00:00:00`, `2026-01-01 09:00`: a time of day needs its zone.
fn without_zone(broken: &Broken<'_>, first: usize) -> Option<(usize, Change)> {
    let is_number = |index: usize| broken.kind(index) == Some(PieceKind::Number);
    let mut last = first;
    if is_number(first) && broken.written(first).len() == 10 && is_number(first + 1) && broken.is_sign(first + 2, ":") {
        last = first + 1;
    }
    while is_number(last) && broken.touches_next(last) && broken.is_sign(last + 1, ":") && is_number(last + 2) {
        last += 2;
    }
    let at = broken.range(first).start..broken.range(last).end;
    let written = &broken.text[at.clone()];
    let bytes = written.as_bytes();
    let fits = is_number(first)
        && bytes.len() >= 16
        && bytes[4] == b'-'
        && bytes[7] == b'-'
        && matches!(bytes[10], b'T' | b't' | b' ')
        && bytes[13] == b':'
        && bytes[16..].iter().all(|b| matches!(b, b'0'..=b'9' | b':' | b'.'))
        && matches!(broken.written(last + 1), "" | "," | "}" | "=>" | ")" | "and" | "or");
    let seconds = if bytes.len() == 16 { ":00" } else { "" };
    let meant = fits.then(|| format!("{}T{}{seconds}Z", &written[..10], &written[11..]))?;
    Some((last + 1 - first, change(broken, at, meant)))
}

/// `3/4/2026`, `2026/11/1`, `01.11.2026`.
fn in_figures(broken: &Broken<'_>, first: usize) -> Option<(usize, Change)> {
    if broken.kind(first) != Some(PieceKind::Number) {
        return None;
    }
    let mut last = first;
    while broken.touches_next(last) && is_date_part(broken, last + 1) {
        last += 1;
    }
    let at = broken.range(first).start..broken.range(last).end;
    let iso = iso(&broken.text[at.clone()])?;
    Some((last + 1 - first, change(broken, at, iso)))
}

fn is_date_part(broken: &Broken<'_>, index: usize) -> bool {
    match broken.kind(index) {
        Some(PieceKind::Number) => true,
        Some(PieceKind::Sign) => matches!(broken.written(index), "/" | "." | "-"),
        _ => false,
    }
}

/// The date that three figures mean: the year is the one of four digits; with the year last, the month comes first
/// unless it cannot be one, or points separate, as on the continent.
pub(in crate::syntax) fn iso(written: &str) -> Option<String> {
    let separator = written.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<&str> = written.split(separator).collect();
    let numbers: Vec<u32> = parts.iter().map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [a, b, c] = numbers.as_slice().try_into().ok()?;
    let (year, month, day) = if parts[0].len() == 4 {
        (a, b, c)
    } else if parts[2].len() == 4 && (separator == '.' || a > 12) {
        (c, b, a)
    } else if parts[2].len() == 4 {
        (c, a, b)
    } else {
        return None;
    };
    let fits = (1..=12).contains(&month) && (1..=31).contains(&day) && matches!(separator, '/' | '.' | '-');
    fits.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// `1 Nov 2026`, `Nov 1 2026`, `November 1, 2026`.
fn in_words(broken: &Broken<'_>, first: usize) -> Option<(usize, Change)> {
    let number = |index: usize| match broken.kind(index) {
        Some(PieceKind::Number) => broken.written(index).trim_end_matches(char::is_alphabetic).parse::<u32>().ok(),
        _ => None,
    };
    let (day, month, year_at) = match (number(first), number(first + 1)) {
        (Some(day), None) => (day, month(broken.written(first + 1))?, first + 2),
        (None, Some(day)) => (day, month(broken.written(first))?, first + 2),
        _ => return None,
    };
    let year_at = if broken.is_sign(year_at, ",") { year_at + 1 } else { year_at };
    let year = number(year_at).filter(|year| (1000..=9999).contains(year))?;
    let at = broken.range(first).start..broken.range(year_at).end;
    let fits = (1..=31).contains(&day);
    fits.then(|| (year_at + 1 - first, change(broken, at, format!("{year:04}-{month:02}-{day:02}"))))
}

fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = word.get(..3)?.to_ascii_lowercase();
    MONTHS.iter().position(|month| *month == start).map(|index| index as u32 + 1)
}

fn change(broken: &Broken<'_>, at: Range<usize>, iso: String) -> Change {
    broken.change(Kind::DateForm(broken.text[at.clone()].to_owned(), iso.clone()), at.clone()).edit(at, iso)
}

#[cfg(test)]
mod tests {
    use super::iso;

    #[test]
    fn figures_become_a_date_where_they_can_be_one() {
        assert_eq!(iso("3/4/2026").as_deref(), Some("2026-03-04"));
        assert_eq!(iso("13/4/2026").as_deref(), Some("2026-04-13"));
        assert_eq!(iso("01.11.2026").as_deref(), Some("2026-11-01"));
        assert_eq!(iso("2026/1/5").as_deref(), Some("2026-01-05"));
        assert_eq!(iso("3/4/26"), None);
        assert_eq!(iso("13/14/2026"), None);
        assert_eq!(iso("1/2"), None);
    }
}
