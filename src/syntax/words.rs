//! The words of the language, in one place: which are reserved, which begin something, which name functions.
//!
//! Few are reserved. All others are words only where one is expected, so that fields may be called `score`, `type`,
//! `count` or `last`. A test holds the reserved ones equal to those of the grammar.

use super::ast::{AggregateFunction, MathFunction};

/// Words that are never names unless in backquotes, or after a dot.
pub const RESERVED: &[&str] = &[
    "always",
    "and",
    "else",
    "if",
    "implies",
    "in",
    "is",
    "missing",
    "no",
    "not",
    "or",
    "otherwise",
    "then",
    "where",
    "yes",
];

/// Words that begin an item at the top of a file and nothing else anywhere.
pub const TOP_WORDS: &[&str] =
    &["assert", "exclude", "ignore", "label", "let", "param", "score", "segment", "test", "timezone", "use"];

/// Whether a word is followed by a name that it makes.
pub fn names_things(word: &str) -> bool {
    matches!(word, "activity" | "label" | "let" | "param" | "record" | "score" | "segment")
}

/// Words that begin the header of a block.
pub const BLOCK_WORDS: &[&str] =
    &["activity", "cases", "contact", "first", "group", "label", "match", "record", "score", "test", "tiers"];

/// Words that begin a line without a block of its own.
pub const LINE_WORDS: &[&str] = &[
    "as", "assert", "decay", "exclude", "expect", "ignore", "in", "label", "let", "no", "override", "param", "range",
    "round", "segment", "set", "tier", "times", "timezone", "use",
];

/// Every other word that means something somewhere.
const INNER_WORDS: &[&str] = &[
    "after", "ago", "any", "at", "back", "before", "by", "compound", "contains", "csv", "date", "day", "days", "down",
    "earliest", "ends", "exact", "followed", "for", "has", "hours", "known", "last", "latest", "least", "linear",
    "lines", "list", "matches", "most", "number", "of", "off", "once", "one", "over", "per", "rest", "same", "since",
    "smooth", "starts", "text", "the", "time", "to", "top", "until", "up", "weeks", "when", "whole", "with", "within",
    "without", "word",
];

/// Functions that are neither aggregates nor arithmetic.
const OTHER_FUNCTIONS: &[&str] = &["any", "no", "highest", "lowest"];

/// Whether a name has to stand in backquotes.
pub fn is_reserved(word: &str) -> bool {
    RESERVED.binary_search(&word).is_ok()
}

/// Whether a name can be written without backquotes.
pub fn is_plain_name(name: &str) -> bool {
    is_word(name) && !is_reserved(name)
}

/// Whether this is one word: a letter or `_`, then letters, digits and `_`.
pub fn is_word(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(starts_word) && chars.all(continues_word)
}

/// Whether a word may begin with this character.
pub fn starts_word(c: char) -> bool {
    c == '_' || c.is_ascii_alphabetic() || (!c.is_ascii() && pest::unicode::XID_START(c))
}

/// Whether a word may go on with this character.
pub fn continues_word(c: char) -> bool {
    c == '_' || c.is_ascii_alphanumeric() || (!c.is_ascii() && pest::unicode::XID_CONTINUE(c))
}

/// The number that a word names, in whatever case: `three`.
pub fn number_word(word: &str) -> Option<u32> {
    const WORDS: &[(&str, u32)] = &[
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("twelve", 12),
        ("fifteen", 15),
        ("twenty", 20),
        ("thirty", 30),
        ("fifty", 50),
        ("hundred", 100),
    ];
    WORDS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, number)| *number)
}

/// Every word that means something somewhere, sorted, each once.
pub fn all() -> Vec<&'static str> {
    let lists = [RESERVED, TOP_WORDS, BLOCK_WORDS, LINE_WORDS, INNER_WORDS, OTHER_FUNCTIONS];
    let mut words: Vec<_> = lists.into_iter().flatten().copied().chain(functions()).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Names that may stand before `(`.
pub fn functions() -> impl Iterator<Item = &'static str> {
    let math = MathFunction::ALL.into_iter().map(MathFunction::name);
    let aggregates = AggregateFunction::ALL.into_iter().map(AggregateFunction::name);
    math.chain(aggregates).chain(OTHER_FUNCTIONS.iter().copied())
}

/// The arithmetic function of this name. `min` and `max` are aggregates too; their brackets tell.
pub fn math_function(name: &str) -> Option<MathFunction> {
    MathFunction::ALL.into_iter().find(|function| function.name() == name)
}

/// The aggregate of this name.
pub fn aggregate_function(name: &str) -> Option<AggregateFunction> {
    AggregateFunction::ALL.into_iter().find(|function| function.name() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_words_are_sorted_for_the_search() {
        assert!(RESERVED.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn the_language_page_lists_the_reserved_words() {
        let listed: Vec<String> = RESERVED.iter().map(|word| format!("`{word}`")).collect();
        let page = include_str!("../../docs/language.md").replace('\n', " ");
        assert!(page.contains(&listed.join(", ")), "docs/language.md lists other words");
    }

    #[test]
    fn names_of_letters_of_any_script_are_plain() {
        for name in ["job_title", "größe", "_x9", "会社", "score", "type"] {
            assert!(is_plain_name(name), "{name}");
        }
        for name in ["", "9x", "Lead Origin", "a-b", "and", "missing", "a.b", "x\u{a0}y"] {
            assert!(!is_plain_name(name), "{name}");
        }
    }
}
