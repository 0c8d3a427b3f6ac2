//! Lets the grammar read one entry, or one header, alone.

use std::ops::Range;

use pest::Parser as _;
use pest::error::{ErrorVariant, InputLocation};

use super::FileReader;
use crate::source::Span;
use crate::syntax::ENTRY_BYTES_MAX;
use crate::syntax::ast::Comment;
use crate::syntax::depth;
use crate::syntax::error::{SyntaxError, SyntaxErrorKind, words_of};
use crate::syntax::from_pairs::{FromPairs, Reader};
use crate::syntax::grammar::{Grammar, Rule};
use crate::syntax::place::Place;
use crate::syntax::repair::{Broken, Mended, mend, mend_shape};
use crate::syntax::scan::{Piece, PieceKind};

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
    wanted: Rule,
    read: &str,
    text: &str,
    place: &Place,
    comments: Vec<Comment>,
) -> Result<Reading<T>, Failure> {
    let mut pairs = Grammar::parse(wanted, read).map_err(|error| {
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

impl<'t> FileReader<'t> {
    /// Reads pieces by a rule; `None` if they cannot be read, which is then reported.
    pub(super) fn read<T: FromPairs>(&mut self, wanted: Rule, pieces: Range<usize>) -> Option<T> {
        let bytes = self.layout.bytes(pieces.clone());
        let span = self.span(bytes.clone());
        if let Some(kind) = self.beyond_limits(&pieces, &bytes) {
            self.n_broken += 1;
            self.report(SyntaxError::new(kind, span));
            return None;
        }
        let place = Place::new(self.source, bytes.start);
        let comments = self.comments(pieces.clone());
        match read(wanted, self.layout.masked(bytes.clone()), self.text, &place, comments) {
            Ok(Reading { node, findings }) => {
                if findings.iter().any(SyntaxError::makes_no_sense) {
                    let broken = self.broken(wanted, pieces);
                    if let Some(mended) = mend_shape(&broken, &mut self.tried_bytes_left) {
                        return self.accept(mended, broken.bytes);
                    }
                }
                if !findings.is_empty() {
                    let error = SyntaxError::joined(findings);
                    self.note_guess(&error, span);
                    self.report(error);
                }
                Some(node)
            }
            Err(Failure::Tree(error)) => self.remade(wanted, pieces, *error),
            Err(Failure::Grammar(at, expected)) => self.mended(wanted, pieces, bytes.start + at, &expected),
        }
    }

    /// Reports what is wrong with pieces that the grammar cannot read, and gives the node that was meant, if it can be
    /// told.
    fn mended<T: FromPairs>(
        &mut self,
        wanted: Rule,
        pieces: Range<usize>,
        stop: usize,
        expected: &[Rule],
    ) -> Option<T> {
        let broken = self.broken(wanted, pieces);
        match mend(&broken, stop, expected, &mut self.tried_bytes_left) {
            Some(mended) => self.accept(mended, broken.bytes),
            None => {
                self.n_broken += 1;
                let error = self.unreadable(&broken, stop, expected);
                self.report_broken(error, broken.bytes);
                None
            }
        }
    }

    /// Reports what is wrong with pieces that the grammar reads and that make no sense, in the words of a habit if they
    /// show one.
    fn remade<T: FromPairs>(&mut self, wanted: Rule, pieces: Range<usize>, error: SyntaxError) -> Option<T> {
        let broken = self.broken(wanted, pieces);
        match mend_shape(&broken, &mut self.tried_bytes_left) {
            Some(mended) => self.accept(mended, broken.bytes),
            None => {
                self.n_broken += 1;
                self.report(error);
                None
            }
        }
    }

    /// Takes an entry as its changes leave it, and reports what they mend.
    fn accept<T>(&mut self, mended: Mended<T>, bytes: Range<usize>) -> Option<T> {
        let Mended { node, error } = mended;
        self.note_guess(&error, self.span(bytes.clone()));
        self.n_broken += usize::from(node.is_none());
        self.report_broken(error, bytes);
        node
    }

    fn broken(&self, wanted: Rule, pieces: Range<usize>) -> Broken<'t> {
        let solid = |piece: &&Piece| !matches!(piece.kind, PieceKind::Comment | PieceKind::LineEnd);
        Broken {
            source: self.source,
            text: self.text,
            layout: self.layout,
            declared: self.declared,
            wanted,
            pieces: self.layout.pieces(pieces.clone()).iter().filter(solid).copied().collect(),
            bytes: self.layout.bytes(pieces),
        }
    }

    /// Notes an entry that was read otherwise than it is written: what else is wrong with it is told once it can be read.
    fn note_guess(&mut self, error: &SyntaxError, span: Span) {
        self.n_broken += usize::from(error.is_guess());
        self.lost.guessed.push(span);
    }

    /// Reports what is wrong with an entry, as one with what is wrong with a brace in the middle of it.
    fn report_broken(&mut self, error: SyntaxError, bytes: Range<usize>) {
        let span = self.span(bytes);
        let inside = |brace: &SyntaxError| span.start <= brace.span.start && brace.span.end <= span.end;
        let (inside, rest) = std::mem::take(&mut self.brace_errors).into_iter().partition(inside);
        self.brace_errors = rest;
        let stray = |brace: &SyntaxError| brace.kind == SyntaxErrorKind::BlockStrayClose;
        let errors = std::iter::once(error).chain(Vec::into_iter(inside).filter(stray)).collect();
        self.report(SyntaxError::joined(errors));
    }

    /// The error of an entry that nobody understands: from the piece where the grammar stopped.
    fn unreadable(&self, broken: &Broken<'_>, stop: usize, expected: &[Rule]) -> SyntaxError {
        let piece = broken.pieces.iter().find(|piece| piece.end > stop);
        let at = piece.map_or(broken.bytes.end..broken.bytes.end, |piece| piece.start.max(stop)..piece.end);
        let mut words: Vec<String> = expected.iter().filter_map(|rule| words_of(*rule)).collect();
        // A rule has one arrow, and nobody forgot it who wrote it further on.
        if broken.pieces.iter().any(|piece| piece.text(self.text) == "=>") {
            words.retain(|word| word != "=>");
        }
        words.sort_unstable();
        words.dedup();
        SyntaxError::new(SyntaxErrorKind::Unreadable(words), self.span(at))
    }

    fn beyond_limits(&self, pieces: &Range<usize>, bytes: &Range<usize>) -> Option<SyntaxErrorKind> {
        let depth = depth::of_pieces(self.text, self.layout.pieces(pieces.clone()));
        if let Some(limit) = depth.beyond() {
            Some(SyntaxErrorKind::TooDeep(limit))
        } else if bytes.len() > ENTRY_BYTES_MAX {
            Some(SyntaxErrorKind::EntryTooLong)
        } else {
            None
        }
    }
}
