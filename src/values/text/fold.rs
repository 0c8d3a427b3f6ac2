//! Simple case folding: one character to one.

use super::fold_table::{FOLD_ROWS, FoldRow};
use std::borrow::Cow;

/// The character in which a character is compared: `A` folds to `a`, `ẞ` to `ß`, both sigmas to `σ`; `İ` to itself.
pub fn fold_char(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let code = c as u32;
    let row = FOLD_ROWS.partition_point(|row| row.last < code);
    match FOLD_ROWS.get(row) {
        Some(row) if row.first <= code && (code - row.first).is_multiple_of(row.stride) => folded_by(row, code),
        _ => c,
    }
}

/// The text with every character folded, borrowed where none changes. Folding twice changes nothing more.
pub fn fold(text: &str) -> Cow<'_, str> {
    match text.find(|c| fold_char(c) != c) {
        None => Cow::Borrowed(text),
        Some(first) => {
            let mut folded = String::with_capacity(text.len());
            folded.push_str(&text[..first]);
            folded.extend(text[first..].chars().map(fold_char));
            Cow::Owned(folded)
        }
    }
}

/// Every character that folds to another one, with that other one, ascending: 1,484 pairs.
///
/// What `translate` needs in SQL.
pub fn fold_pairs() -> impl Iterator<Item = (char, char)> {
    FOLD_ROWS.iter().flat_map(|row| {
        let codes = (row.first..=row.last).step_by(row.stride as usize);
        codes.filter_map(move |code| Some((char::from_u32(code)?, folded_by(row, code))))
    })
}

fn folded_by(row: &FoldRow, code: u32) -> char {
    let folded = code.checked_add_signed(row.distance).and_then(char::from_u32);
    folded.expect("the table holds distances between characters; a test walks all of it")
}
