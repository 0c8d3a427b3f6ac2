//! Reads a file entry by entry: cuts, lets the grammar read each alone, and puts the blocks together.

mod blocks;
pub(super) mod lines;
mod lost;
mod tests;

use std::ops::Range;

use super::ast::{Above, Block, Comment, File, Item, Trivia};
use super::error::{SyntaxError, SyntaxErrorKind};
use super::layout::{BraceError, Entry, Layout, Over, Policy};
use super::repair::{Declared, TRIED_BYTES_MAX};
use super::scan::PieceKind;
use super::{FINDINGS_MAX, Lost, SOURCE_BYTES_MAX};
use crate::source::{SourceId, Span};

/// What [`read`] gives.
pub(super) struct FileRead {
    pub file: File,
    pub errors: Vec<SyntaxError>,
    pub lost: Lost,
}

/// Reads a whole file.
pub(super) fn read(source: SourceId, text: &str) -> FileRead {
    if text.len() > SOURCE_BYTES_MAX {
        let span = Span::point(source, 0);
        let items = Block { lines: Vec::new(), end: Vec::new(), span };
        let errors = vec![SyntaxError::new(SyntaxErrorKind::SourceTooLong, span)];
        return FileRead { file: File { source, items }, errors, lost: Lost::default() };
    }
    let (layout, brace_errors) = Layout::new(text);
    let declared = Declared::new(text);
    let mut reader = FileReader {
        source,
        text,
        layout: &layout,
        declared: &declared,
        errors: Vec::new(),
        stopped_at: None,
        lost: Lost::default(),
        n_broken: 0,
        depth: 0,
        tried_bytes_left: TRIED_BYTES_MAX,
        brace_errors: Vec::new(),
    };
    reader.brace_errors = brace_errors.into_iter().map(|error| reader.brace_error(error)).collect();
    let mut items = reader.items(0..layout.n_pieces());
    items.span = reader.span(0..text.len());
    for error in std::mem::take(&mut reader.brace_errors) {
        reader.report(error);
    }
    let FileReader { mut errors, stopped_at, lost, .. } = reader;
    errors.sort_by_key(|error| error.span);
    if let Some(span) = stopped_at {
        errors.truncate(FINDINGS_MAX);
        errors.push(SyntaxError::new(SyntaxErrorKind::TooMany, span));
    }
    FileRead { file: File { source, items }, errors, lost }
}

struct FileReader<'t> {
    source: SourceId,
    text: &'t str,
    layout: &'t Layout<'t>,
    declared: &'t Declared<'t>,
    errors: Vec<SyntaxError>,
    /// Where the limit of errors was reached; entries from there on are not read.
    stopped_at: Option<Span>,
    lost: Lost,
    /// How many entries could not be read, or by a guess alone.
    n_broken: usize,
    /// How many blocks are open.
    depth: usize,
    /// How many bytes of changed entries may still be read.
    tried_bytes_left: usize,
    /// Errors of braces that no broken entry has taken over yet.
    brace_errors: Vec<SyntaxError>,
}

impl FileReader<'_> {
    fn span(&self, bytes: Range<usize>) -> Span {
        let byte = |at: usize| u32::try_from(at).expect("a text within the limit");
        Span::new(self.source, byte(bytes.start), byte(bytes.end))
    }

    fn report(&mut self, error: SyntaxError) {
        if self.errors.len() >= FINDINGS_MAX && self.stopped_at.is_none() {
            self.stopped_at = Some(error.span);
        }
        self.errors.push(error);
    }

    fn items(&mut self, pieces: Range<usize>) -> Block<Item> {
        self.block(pieces, Policy::Arrows, Self::item)
    }

    /// Reads the entries among `pieces` one by one; `read` gives `None` for one that it has reported.
    fn block<T>(
        &mut self,
        pieces: Range<usize>,
        policy: Policy,
        mut read: impl FnMut(&mut Self, &Entry) -> Option<T>,
    ) -> Block<T> {
        let entries = self.layout.entries(pieces, policy);
        let mut lines = Vec::with_capacity(entries.list.len());
        for entry in &entries.list {
            if self.stopped_at.is_some() {
                self.note_lost(entry, policy);
                continue;
            }
            if let Some(comma) = entry.stray_comma {
                self.stray_comma(comma);
            }
            let n_broken = self.n_broken;
            let node = read(self, entry);
            if node.is_none() || self.n_broken > n_broken {
                self.note_lost(entry, policy);
            }
            if let Some(node) = node {
                lines.push(super::ast::Line { node, trivia: self.trivia(entry) });
            }
        }
        let end = self.above(&entries.end);
        Block { lines, end, span: Span::point(self.source, 0) }
    }

    fn stray_comma(&mut self, comma: usize) {
        let piece = self.layout.piece(comma);
        let span = self.span(piece.start..piece.end);
        self.report(SyntaxError::new(SyntaxErrorKind::StrayComma, span).edit(span, ""));
    }

    fn trivia(&self, entry: &Entry) -> Trivia {
        let above = self.above(&entry.above);
        let beside = entry.beside.map(|index| self.comment(index));
        match self.block_parts(entry) {
            Some(parts) => Trivia {
                above,
                beside: self.comment_beside(parts.open),
                inside: self.comments(parts.header),
                after_block: beside,
            },
            None => Trivia { above, beside, inside: self.comments(entry.pieces.clone()), after_block: None },
        }
    }

    /// The comment on the line of a `{`, if nothing else follows there.
    fn comment_beside(&self, open: usize) -> Option<Comment> {
        let next = open + 1;
        let is_comment = next < self.layout.n_pieces() && self.layout.piece(next).kind == PieceKind::Comment;
        is_comment.then(|| self.comment(next))
    }

    fn above(&self, over: &[Over]) -> Vec<Above> {
        let above = |over: &Over| match over {
            Over::Blank => Above::Blank,
            Over::Comment(index) => Above::Comment(self.comment(*index)),
        };
        over.iter().map(above).collect()
    }

    fn comments(&self, pieces: Range<usize>) -> Vec<Comment> {
        let is_comment = |index: &usize| self.layout.piece(*index).kind == PieceKind::Comment;
        pieces.filter(is_comment).map(|index| self.comment(index)).collect()
    }

    fn comment(&self, index: usize) -> Comment {
        let piece = self.layout.piece(index);
        let text = piece.text(self.text)[1..].to_owned();
        Comment { text, span: self.span(piece.start..piece.end) }
    }

    fn brace_error(&self, error: BraceError) -> SyntaxError {
        match error {
            BraceError::NeverClosed { open, at, own_line } => {
                let written = match own_line {
                    Some(indent) => format!("\n{}}}", " ".repeat(indent)),
                    None if at.is_empty() => " }".to_owned(),
                    None => "}".to_owned(),
                };
                SyntaxError::new(SyntaxErrorKind::BlockNeverClosed, self.span(open)).edit(self.span(at), written)
            }
            BraceError::NeverOpened { at } => {
                let written = if at.is_empty() { " {" } else { "{" };
                let span = self.span(at);
                SyntaxError::new(SyntaxErrorKind::BlockNeverOpened, span).edit(span, written)
            }
            BraceError::ClosesNothing { at } => {
                let span = self.span(at);
                SyntaxError::new(SyntaxErrorKind::BlockStrayClose, span).edit(span, "")
            }
        }
    }
}
