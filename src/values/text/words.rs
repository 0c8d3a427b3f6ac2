//! Whole words: `has word`.

/// The characters that stand between words, as inclusive ranges, ascending and without overlaps.
///
/// - ASCII except letters, digits and `_`
/// - Latin-1 (U+0080 to U+00FF) except letters, the ordinals `ª º`, and the number signs `² ³ ¹ ¼ ½ ¾`
/// - all White_Space
/// - General Punctuation (U+2000 to U+206F) except U+200C and U+200D, which join letters inside words, and the ties
///   `‿ ⁀ ⁔`, which like `_` connect
/// - CJK Symbols and Punctuation (U+3000 to U+303F) except its letters, numerals and marks (`々 〆 〇 〡`..), and the
///   katakana middle dot U+30FB
/// - full-width ASCII punctuation except `＿`, and the half-width CJK punctuation after it (to U+FF65)
pub const SEPARATOR_RANGES: &[(char, char)] = &[
    ('\u{0}', '/'),
    (':', '@'),
    ('[', '^'),
    ('`', '`'),
    ('{', '\u{A9}'),
    ('\u{AB}', '\u{B1}'),
    ('\u{B4}', '\u{B4}'),
    ('\u{B6}', '\u{B8}'),
    ('\u{BB}', '\u{BB}'),
    ('\u{BF}', '\u{BF}'),
    ('\u{D7}', '\u{D7}'),
    ('\u{F7}', '\u{F7}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{2000}', '\u{200B}'),
    ('\u{200E}', '\u{203E}'),
    ('\u{2041}', '\u{2053}'),
    ('\u{2055}', '\u{206F}'),
    ('\u{3000}', '\u{3004}'),
    ('\u{3008}', '\u{3020}'),
    ('\u{3030}', '\u{3030}'),
    ('\u{3036}', '\u{3037}'),
    ('\u{303D}', '\u{303F}'),
    ('\u{30FB}', '\u{30FB}'),
    ('\u{FF01}', '\u{FF0F}'),
    ('\u{FF1A}', '\u{FF20}'),
    ('\u{FF3B}', '\u{FF3E}'),
    ('\u{FF40}', '\u{FF40}'),
    ('\u{FF5B}', '\u{FF65}'),
];

/// Whether a character stands between words; [`SEPARATOR_RANGES`] is the list.
pub fn is_separator(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_alphanumeric() && c != '_';
    }
    let range = SEPARATOR_RANGES.partition_point(|(_, last)| *last < c);
    SEPARATOR_RANGES.get(range).is_some_and(|(first, _)| *first <= c)
}

/// The text with every separator ([`SEPARATOR_RANGES`]) replaced by one blank, and a blank at both ends.
///
/// Runs are not merged: `Vice  President` has two blanks inside and is not the phrase `Vice President`. Folding is
/// the caller's business, before or after.
pub fn word_form(text: &str) -> String {
    let mut form = String::with_capacity(text.len() + 2);
    form.push(' ');
    form.extend(text.chars().map(|c| if is_separator(c) { ' ' } else { c }));
    form.push(' ');
    form
}

/// Whether a phrase occurs as whole words in a text, both given by their [`word_form`]s. Blanks at both ends of the
/// phrase's form make it whole words; a phrase of separators only has no word, which the checker refuses.
pub fn has_word(text_word_form: &str, phrase_word_form: &str) -> bool {
    text_word_form.contains(phrase_word_form)
}
