//! Entries that are right and stand in the wrong place.

use super::{Broken, Mended, Search};
use crate::syntax::error::{SyntaxError, SyntaxErrorKind as Kind};
use crate::syntax::file::lines::read;
use crate::syntax::from_pairs::FromPairs;
use crate::syntax::from_pairs::{Header, Line};
use crate::syntax::grammar::Rule;
use crate::syntax::place::Place;
use crate::syntax::scan::{Piece, PieceKind};

impl Search<'_, '_> {
    /// The error of an entry that could be read elsewhere.
    pub(super) fn misplaced<T: FromPairs>(&mut self) -> Option<Mended<T>> {
        let broken = self.broken;
        let homes: &[Rule] = match broken.wanted {
            Rule::item_line => &[Rule::test_line, Rule::field_line, Rule::match_line],
            Rule::body_line => &[Rule::item_line, Rule::test_line, Rule::field_line, Rule::match_line],
            Rule::test_line => &[Rule::item_line, Rule::given_line],
            Rule::field_line => &[Rule::given_line],
            Rule::item_header => &[Rule::given_or_cases_header],
            Rule::body_header | Rule::given_or_cases_header => &[Rule::item_header],
            _ => return None,
        };
        if broken.wanted == Rule::test_line && broken.is_word(0, "assert") {
            // In a test this is an `expect` by another word.
            return None;
        }
        let home = homes.iter().find(|home| self.can_be_read(**home))?;
        let where_it_belongs = belongs(broken, *home)?;
        let span = broken.span(broken.bytes.clone());
        Some(Mended { node: None, error: SyntaxError::new(Kind::WrongPlace(where_it_belongs), span) })
    }

    fn can_be_read(&mut self, home: Rule) -> bool {
        let broken = self.broken;
        let place = Place::new(broken.source, broken.bytes.start);
        let masked = broken.layout.masked(broken.bytes.clone());
        if !self.may_read() {
            return false;
        }
        match home {
            Rule::item_header | Rule::given_or_cases_header => {
                read::<Header>(home, masked, broken.text, &place, Vec::new()).is_ok()
            }
            _ => read::<Line>(home, masked, broken.text, &place, Vec::new()).is_ok(),
        }
    }
}

/// Where an entry belongs, if it is not more likely to be a slip in what was wanted.
fn belongs(broken: &Broken<'_>, home: Rule) -> Option<&'static str> {
    match home {
        Rule::test_line => Some("a test"),
        Rule::item_header if is_other_record(broken) => None,
        Rule::item_line | Rule::item_header => Some("the top of a file, outside every block"),
        Rule::field_line => Some("the declaration of a record, such as `contact { .. }`"),
        // `tags: [text]` too.
        Rule::given_line if broken.wanted == Rule::field_line && broken.is_sign(2, "[") => None,
        // `job_title: string` is a declaration with a type that does not exist.
        Rule::given_line if broken.wanted == Rule::field_line && broken.pieces.last().is_some_and(is_word) => None,
        Rule::given_line => Some("a record of a test"),
        Rule::match_line if broken.kind(0) == Some(PieceKind::Sign) => Some("a `match`"),
        Rule::given_or_cases_header if broken.is_word(0, "cases") || broken.is_word(1, "x") => Some("a test"),
        _ => None,
    }
}

/// A record of a kind that the language does not know by name: more likely a slip in `tiers` or `group`.
fn is_other_record(broken: &Broken<'_>) -> bool {
    broken.pieces.len() == 1 && !matches!(broken.written(0), "contact" | "account" | "deal")
}

fn is_word(piece: &Piece) -> bool {
    piece.kind == PieceKind::Word
}
