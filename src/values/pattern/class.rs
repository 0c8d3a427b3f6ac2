//! Sets of characters as ranges.

use super::super::text::{fold_char, fold_pairs};

/// Digits, `\d`.
pub(super) const DIGITS: &[(char, char)] = &[('0', '9')];
/// Letters, digits and `_` of ASCII, `\w`.
pub(super) const WORD: &[(char, char)] = &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
/// White space of ASCII, `\s`.
pub(super) const SPACE: &[(char, char)] = &[('\t', '\r'), (' ', ' ')];

/// The ranges ascending and apart from each other.
pub(super) fn merged(mut ranges: Vec<(char, char)>) -> Vec<(char, char)> {
    ranges.sort_unstable();
    let mut merged: Vec<(char, char)> = Vec::with_capacity(ranges.len());
    for (first, last) in ranges {
        match merged.last_mut() {
            Some(before) if first <= before.1 || after(before.1) == Some(first) => before.1 = before.1.max(last),
            _ => merged.push((first, last)),
        }
    }
    merged
}

/// Every character that is in none of the ranges, which are merged.
pub(super) fn complement(ranges: &[(char, char)]) -> Vec<(char, char)> {
    let mut rest = Vec::with_capacity(ranges.len() + 1);
    let mut from = Some('\0');
    for (first, last) in ranges {
        if let (Some(from), Some(before)) = (from, before(*first))
            && from <= before
        {
            rest.push((from, before));
        }
        from = after(*last);
    }
    rest.extend(from.map(|from| (from, char::MAX)));
    rest
}

/// What the characters of a range fold to.
pub(super) fn fold_range(range: (char, char)) -> Vec<(char, char)> {
    let (first, last) = range;
    if first == last {
        let folded = fold_char(first);
        return vec![(folded, folded)];
    }
    let mut stay = Vec::new();
    let mut from = Some(first);
    let mut folded = Vec::new();
    for (c, to) in fold_pairs().filter(|(c, _)| first <= *c && *c <= last) {
        folded.push((to, to));
        if let (Some(from), Some(before)) = (from, before(c))
            && from <= before
        {
            stay.push((from, before));
        }
        from = after(c);
    }
    stay.extend(from.filter(|from| *from <= last).map(|from| (from, last)));
    stay.extend(folded);
    merged(stay)
}

/// The next character, over the surrogates.
fn after(c: char) -> Option<char> {
    match c {
        char::MAX => None,
        '\u{D7FF}' => Some('\u{E000}'),
        _ => char::from_u32(c as u32 + 1),
    }
}

/// The character before, over the surrogates.
fn before(c: char) -> Option<char> {
    match c {
        '\0' => None,
        '\u{E000}' => Some('\u{D7FF}'),
        _ => char::from_u32(c as u32 - 1),
    }
}
