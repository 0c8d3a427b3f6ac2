//! How texts compare: trimmed, folded, and by whole words.
//!
//! All of it is pinned to one Unicode version and written out here or in `fold_table.rs`, so that the engine, the
//! reference and SQL dialects (which print the same lists) agree on every machine. No normalisation takes place.

mod fold;
mod fold_table;
#[cfg(test)]
mod tests;
mod words;

pub use fold::{fold, fold_char, fold_pairs};
pub use words::{SEPARATOR_RANGES, has_word, is_separator, word_form};

use std::borrow::Cow;

/// The Unicode version of the folding table and of the white space list.
pub const UNICODE_VERSION: &str = "16.0.0";

/// The 25 characters with the property `White_Space`, ascending. Zero-width characters are not among them.
pub const WHITE_SPACE: [char; 25] = [
    '\u{9}', '\u{A}', '\u{B}', '\u{C}', '\u{D}', '\u{20}', '\u{85}', '\u{A0}', '\u{1680}', '\u{2000}', '\u{2001}',
    '\u{2002}', '\u{2003}', '\u{2004}', '\u{2005}', '\u{2006}', '\u{2007}', '\u{2008}', '\u{2009}', '\u{200A}',
    '\u{2028}', '\u{2029}', '\u{202F}', '\u{205F}', '\u{3000}',
];

/// Whether a character is one of [`WHITE_SPACE`].
pub const fn is_white_space(c: char) -> bool {
    matches!(
        c,
        '\u{9}'..='\u{D}'
            | ' '
            | '\u{85}'
            | '\u{A0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200A}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202F}'
            | '\u{205F}'
            | '\u{3000}'
    )
}

/// The text without white space at both ends; inner white space stays.
#[inline]
pub fn trim(text: &str) -> &str {
    match text.as_bytes() {
        // Nearly all texts begin and end with ASCII that is seen.
        [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim_matches(is_white_space),
    }
}

/// Whether nothing is left after trimming.
#[inline]
pub fn is_blank(text: &str) -> bool {
    !matches!(text.as_bytes(), [b'!'..=b'~', ..]) && text.chars().all(is_white_space)
}

/// The text trimmed and folded, as `text` fields compare: borrowed where it is so already.
pub fn folded(text: &str) -> Cow<'_, str> {
    fold(trim(text))
}

/// Whether `part` occurs in `text`, byte for byte; both folded, or both exact.
pub fn contains(text: &str, part: &str) -> bool {
    text.contains(part)
}

/// Whether `text` starts with `part`, byte for byte; both folded, or both exact.
pub fn starts_with(text: &str, part: &str) -> bool {
    text.starts_with(part)
}

/// Whether `text` ends with `part`, byte for byte; both folded, or both exact.
pub fn ends_with(text: &str, part: &str) -> bool {
    text.ends_with(part)
}
