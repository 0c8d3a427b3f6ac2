//! Lets the grammar read one entry, or one header, alone.

use std::ops::Range;

use pest::Parser as _;
use pest::error::{ErrorVariant, InputLocation};

use super::FileReader;
use crate::source::Span;
use crate::syntax::ast::Comment;
use crate::syntax::depth;
use crate::syntax::error::{SyntaxError, SyntaxErrorKind};
use crate::syntax::from_pairs::{FromPairs, Reader};
use crate::syntax::grammar::{Grammar, Rule};
use crate::syntax::place::Place;
use crate::syntax::{DEPTH_MAX, ENTRY_BYTES_MAX};

/// What reading one stretch of text gave.
pub(in crate::syntax) struct Reading<T> {
    /// The node.
    pub node: T,
    /// Mistakes that did not stop the reading.
    pub findings: Vec<SyntaxError>,
}

/// Why a stretch of text could not be read.
pub(in crate::syntax) enum Failure {
    /// The grammar stops at this byte of it, where it would have gone on with one of these.
    Grammar(usize, Vec<Rule>),
    /// The grammar reads it, and it makes no sense.
    Tree(Box<SyntaxError>),
}

/// Reads one stretch of text.
pub(in crate::syntax) fn read<T: FromPairs>(
    rule: Rule,
    read: &str,
    text: &str,
    place: &Place,
    comments: Vec<Comment>,
) -> Result<Reading<T>, Failure> {
    let mut pairs = Grammar::parse(rule, read).map_err(|error| {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let expected = match error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives,
            ErrorVariant::CustomError { .. } => Vec::new(),
        };
        Failure::Grammar(at, expected)
    })?;
    let pair = pairs.next().expect("a rule that was read gives its pair");
    let mut reader = Reader::new(place, text, comments);
    let node = T::from_pairs(&mut reader, pair).map_err(Failure::Tree)?;
    Ok(Reading { node, findings: reader.findings })
}

impl FileReader<'_> {
    /// Reads pieces by a rule; `None` if they cannot be read, which is then reported.
    pub(super) fn read<T: FromPairs>(&mut self, rule: Rule, pieces: Range<usize>) -> Option<T> {
        let bytes = self.layout.bytes(pieces.clone());
        let span = self.span(bytes.clone());
        if let Some(kind) = self.beyond_limits(&pieces, &bytes) {
            self.report(SyntaxError::new(kind, span));
            return None;
        }
        let place = Place::new(self.source, bytes.start);
        let comments = self.comments(pieces);
        match read(rule, self.layout.masked(bytes.clone()), self.text, &place, comments) {
            Ok(reading) => {
                reading.findings.into_iter().for_each(|finding| self.report(finding));
                Some(reading.node)
            }
            Err(Failure::Tree(error)) => {
                self.report(*error);
                None
            }
            Err(Failure::Grammar(at, expected)) => {
                let at = u32::try_from(bytes.start + at).expect("a text within the limit");
                let expected = expected.iter().map(|rule| format!("{rule:?}")).collect();
                let span = Span::new(self.source, at, span.end.max(at));
                self.report(SyntaxError::new(SyntaxErrorKind::Unreadable(expected), span));
                None
            }
        }
    }

    fn beyond_limits(&self, pieces: &Range<usize>, bytes: &Range<usize>) -> Option<SyntaxErrorKind> {
        if depth::of_pieces(self.text, self.layout.pieces(pieces.clone())) > DEPTH_MAX {
            Some(SyntaxErrorKind::TooDeep)
        } else if bytes.len() > ENTRY_BYTES_MAX {
            Some(SyntaxErrorKind::EntryTooLong)
        } else {
            None
        }
    }
}
