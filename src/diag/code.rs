//! Every code a finding may carry: its number, its slug, its one-line title and its page.
//!
//! To add one: a line in its range below, in order of numbers, and a page `docs/errors/NUMBER.md` in the form of those that
//! are there (`tests/error_pages.rs` holds it; another file that an example uses stands in a fence `score NAME`); without
//! the page the crate does not compile. A number that has appeared in a release is never given to anything else, and a range
//! belongs to a stage: `E01` syntax, `E02` names, `E03` types, `E04` time, caps, tiers and limits, `E05` what a SQL dialect
//! cannot say, `E06` records and files, `E07` tests, `W09` lints.

use std::fmt;
use std::str::FromStr;

use super::Severity;

/// Makes [`Code`] out of lines `NUMBER Name "slug" "title";`.
macro_rules! codes {
    ($($number:ident $name:ident $slug:literal $title:literal;)*) => {
        /// The kind of a finding: stable across versions, and explained on a page of its own.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", stringify!($number), "`: ", $title, ".")] $name,)*
        }

        impl Code {
            /// Every code, in order of numbers.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// The number as people quote it: `E0201`.
            pub fn number(self) -> &'static str {
                match self { $(Code::$name => stringify!($number),)* }
            }

            /// The number in words, for places that want a name: `unknown-field`.
            pub fn slug(self) -> &'static str {
                match self { $(Code::$name => $slug,)* }
            }

            /// One line that says what is wrong whenever this code appears; lower-case, without a final period.
            pub fn title(self) -> &'static str {
                match self { $(Code::$name => $title,)* }
            }

            /// The page in Markdown: what, why, example, fix. It is the text of `scoreline error CODE`.
            pub fn page(self) -> &'static str {
                match self {
                    $(Code::$name => include_str!(concat!(
                        env!("CARGO_MANIFEST_DIR"), "/docs/errors/", stringify!($number), ".md"
                    )),)*
                }
            }
        }
    };
}

codes! {
    // E01: the text of the rules cannot be read
    E0101 UnreadableLine "unreadable-line" "a line that cannot be read";
    E0199 TooManyFindings "too-many-findings" "more findings than can be listed";

    // E02: names
    E0201 UnknownField "unknown-field" "a field that is not declared";

    // E03: types

    // E04: time, caps, tiers, limits

    // E05: not expressible in a SQL dialect

    // E06: records and files

    // E07: tests
    E0701 FailedExpectation "failed-expectation" "a test expects something else";

    // W09: lints
}

impl Code {
    /// How much it weighs: codes that begin with `E` are errors, with `W` warnings.
    pub fn severity(self) -> Severity {
        if self.number().starts_with('E') { Severity::Error } else { Severity::Warning }
    }
}

/// The number, `E0201`.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.number())
    }
}

/// What was asked for is neither a number nor a slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownCode;

/// Reads a number or a slug, whatever the case: `E0201`, `e0201`, `unknown-field`.
impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let asked = |known: &str| known.eq_ignore_ascii_case(text.trim());
        Code::ALL.iter().copied().find(|code| asked(code.number()) || asked(code.slug())).ok_or(UnknownCode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_and_slugs_are_unique_and_in_order() {
        let numbers: Vec<_> = Code::ALL.iter().map(|code| code.number()).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b), "numbers ascend, none twice: {numbers:?}");
        let slugs: BTreeSet<_> = Code::ALL.iter().map(|code| code.slug()).collect();
        assert_eq!(slugs.len(), Code::ALL.len(), "two codes share a slug");
    }

    #[test]
    fn every_number_lies_in_a_range() {
        let ranges = ["E01", "E02", "E03", "E04", "E05", "E06", "E07", "W09"];
        for code in Code::ALL {
            let number = code.number();
            assert!(number.len() == 5 && ranges.contains(&&number[..3]), "{number} is outside every range");
            assert!(number[1..].bytes().all(|b| b.is_ascii_digit()), "{number}");
        }
    }

    #[test]
    fn slugs_and_titles_keep_the_style() {
        for code in Code::ALL {
            let slug = code.slug();
            assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{slug}");
            let title = code.title();
            assert!(!title.ends_with('.') && !title.contains('\n') && title.len() <= 72, "{title}");
            assert!(!title.starts_with(|c: char| c.is_uppercase()), "{title}");
        }
    }

    #[test]
    fn a_code_is_found_by_number_or_slug() {
        assert_eq!("e0201".parse(), Ok(Code::UnknownField));
        assert_eq!(" unknown-field ".parse(), Ok(Code::UnknownField));
        assert_eq!("E9999".parse::<Code>(), Err(UnknownCode));
    }
}
