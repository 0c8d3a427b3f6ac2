//! Mends braces that do not fit, by the indentation of the lines, so that one slip costs one finding.
//!
//! Runs only on texts whose braces do not fit. Every mended brace is one error; the pieces that come out are paired
//! again and fit, but for a `}` that closes nothing, which is taken out.

use std::ops::Range;

use super::brackets::bracket;
use crate::syntax::scan::{Piece, PieceKind};
use crate::syntax::words::{BLOCK_WORDS, TOP_WORDS};

/// A brace that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BraceError {
    /// The block that begins at byte `open` is never closed: `}` belongs at `at`, on a line of its own or not.
    NeverClosed {
        /// The `{`.
        open: Range<usize>,
        /// Where the `}` belongs: an empty range, or the `)` that stands there instead.
        at: Range<usize>,
        /// Whether it belongs on a line of its own, and how far in.
        own_line: Option<usize>,
    },
    /// The header ends without `{`; `at` is an empty range, or the `(` that stands there instead.
    NeverOpened {
        /// Where the `{` belongs.
        at: Range<usize>,
    },
    /// A `}` that closes nothing.
    ClosesNothing {
        /// The `}`.
        at: Range<usize>,
    },
}

/// Mends the braces of a text.
pub(super) fn mend(text: &str, pieces: Vec<Piece>) -> (Vec<Piece>, Vec<BraceError>) {
    let mut mender = Mender { text, open: Vec::new(), headers: Vec::new(), changes: Vec::new(), errors: Vec::new() };
    let mut previous: Option<Piece> = None;
    for line in lines(&pieces) {
        mender.line(&pieces, line.clone(), previous);
        previous = pieces[line].iter().rfind(|piece| solid(piece)).copied().or(previous);
    }
    if let Some(last) = previous {
        mender.close_all(0, last);
    }
    let Mender { mut changes, mut errors, .. } = mender;
    changes.sort_by_key(|change| change.before);
    errors.sort_by_key(|error| match error {
        BraceError::NeverClosed { open, .. } => open.start,
        BraceError::NeverOpened { at } | BraceError::ClosesNothing { at } => at.start,
    });
    (apply(pieces, changes), errors)
}

/// How many open blocks, and how many headers without a brace, are looked through: time stays in proportion to the text.
const LOOK_BACK: usize = 64;

/// The pieces of each line, without its line end.
fn lines(pieces: &[Piece]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        (start < pieces.len()).then(|| {
            let length = pieces[start..].iter().position(|piece| piece.kind == PieceKind::LineEnd);
            let end = length.map_or(pieces.len(), |length| start + length);
            let line = start..end;
            start = end + 1;
            line
        })
    })
}

fn solid(piece: &Piece) -> bool {
    !matches!(piece.kind, PieceKind::Comment | PieceKind::LineEnd)
}

/// A piece to put in front of another, or in its place, or (with `None`) to take out.
struct Change {
    before: usize,
    takes_place: bool,
    piece: Option<Piece>,
}

struct OpenBlock {
    brace: Piece,
    indent: usize,
    /// Whether something follows the `{` on its line.
    has_inline: bool,
    line_end: Piece,
}

/// A line that could be the header of a block, had it a `{`.
struct Header {
    /// Index past its last piece.
    end: usize,
    last: Piece,
    indent: usize,
    depth: usize,
}

struct Mender<'t> {
    text: &'t str,
    open: Vec<OpenBlock>,
    headers: Vec<Header>,
    changes: Vec<Change>,
    errors: Vec<BraceError>,
}

impl Mender<'_> {
    fn line(&mut self, pieces: &[Piece], line: Range<usize>, previous: Option<Piece>) {
        let Some(first) = line.clone().find(|index| solid(&pieces[*index])) else {
            return;
        };
        let indent = self.indent(pieces[first]);
        if let Some(previous) = previous {
            self.close_before(pieces, first, line.end, indent, previous);
        }
        self.note_header(pieces, first..line.end, indent);
        for index in first..line.end {
            match bracket(self.text, &pieces[index]) {
                Some('{') => self.open_block(pieces, index, line.end, indent),
                Some('}') => self.close_block(pieces, index, indent),
                Some(')' | ']') if first + 1 == line.end && !self.open.is_empty() => self.wrong_closer(pieces, index),
                _ => {}
            }
        }
    }

    /// Columns before a piece on its line.
    fn indent(&self, piece: Piece) -> usize {
        let line_start = self.text[..piece.start].rfind('\n').map_or(0, |at| at + 1);
        piece.start - line_start
    }

    fn open_block(&mut self, pieces: &[Piece], index: usize, line_end: usize, indent: usize) {
        let after = pieces[index + 1..line_end].iter().rfind(|piece| solid(piece));
        let line_end = after.copied().unwrap_or(pieces[index]);
        self.open.push(OpenBlock { brace: pieces[index], indent, has_inline: after.is_some(), line_end });
        if self.headers.last().is_some_and(|header| header.end > index) {
            self.headers.pop();
        }
    }

    fn close_block(&mut self, pieces: &[Piece], index: usize, indent: usize) {
        if self.open.pop().is_some() {
            let depth = self.open.len();
            self.headers.retain(|header| header.depth <= depth);
            return;
        }
        let at = pieces[index].start..pieces[index].end;
        match self.headers.iter().rposition(|header| header.indent == indent) {
            Some(header) => {
                let header = self.headers.swap_remove(header);
                self.headers.clear();
                self.open_after(header);
            }
            None => {
                self.errors.push(BraceError::ClosesNothing { at });
                self.changes.push(Change { before: index, takes_place: true, piece: None });
            }
        }
    }

    /// Puts the `{` at the end of a header, over a bracket that stands there instead.
    fn open_after(&mut self, header: Header) {
        let instead = matches!(header.last.text(self.text), "(" | "[" | "<" | ":");
        let at = if instead { header.last.start..header.last.end } else { header.last.end..header.last.end };
        let piece = Piece { kind: PieceKind::MendedOpen, start: at.start, end: at.end };
        let before = header.end - usize::from(instead);
        self.changes.push(Change { before, takes_place: instead, piece: Some(piece) });
        self.errors.push(BraceError::NeverOpened { at });
    }

    /// A `)` alone on its line where only a `}` can stand.
    fn wrong_closer(&mut self, pieces: &[Piece], index: usize) {
        let Some(block) = self.open.pop() else {
            return;
        };
        let at = pieces[index].start..pieces[index].end;
        let piece = Piece { kind: PieceKind::MendedClose, ..pieces[index] };
        self.changes.push(Change { before: index, takes_place: true, piece: Some(piece) });
        self.errors.push(BraceError::NeverClosed { open: block.brace.start..block.brace.end, at, own_line: None });
    }

    /// Closes the blocks that cannot go on where a line begins.
    fn close_before(&mut self, pieces: &[Piece], first: usize, end: usize, indent: usize, previous: Piece) {
        let closes = bracket(self.text, &pieces[first]) == Some('}');
        if closes {
            let inner = self.open.iter().rev().take(LOOK_BACK).position(|block| block.indent == indent);
            if let Some(inner) = inner {
                self.close_down_to(self.open.len() - inner, first, previous);
            }
            return;
        }
        if self.is_top_item(pieces, first, end) {
            self.close_down_to(0, first, previous);
            return;
        }
        let still_open = self.open.iter().rposition(|block| !block.has_inline || block.indent < indent);
        self.close_down_to(still_open.map_or(0, |at| at + 1), first, previous);
    }

    /// Whether a line can only stand at the top of a file.
    fn is_top_item(&self, pieces: &[Piece], first: usize, end: usize) -> bool {
        let word = pieces[first].text(self.text);
        let next = pieces[first + 1..end].first();
        pieces[first].kind == PieceKind::Word
            && TOP_WORDS.contains(&word)
            && next.is_some_and(|next| matches!(next.kind, PieceKind::Word | PieceKind::Quoted(_) | PieceKind::Text(_)))
    }

    fn close_all(&mut self, keep: usize, previous: Piece) {
        self.close_down_to(keep, usize::MAX, previous);
    }

    fn close_down_to(&mut self, keep: usize, before: usize, previous: Piece) {
        while self.open.len() > keep {
            let Some(block) = self.open.pop() else {
                return;
            };
            let inline = block.has_inline && block.line_end.end == previous.end;
            let at = previous.end;
            let piece = Piece { kind: PieceKind::MendedClose, start: at, end: at };
            self.changes.push(Change { before, takes_place: false, piece: Some(piece) });
            self.errors.push(BraceError::NeverClosed {
                open: block.brace.start..block.brace.end,
                at: at..at,
                own_line: (!inline).then_some(block.indent),
            });
        }
        let depth = self.open.len();
        self.headers.retain(|header| header.depth <= depth);
    }

    fn note_header(&mut self, pieces: &[Piece], line: Range<usize>, indent: usize) {
        let first = pieces[line.start];
        let Some(end) = line.clone().rfind(|index| solid(&pieces[*index])).map(|last| last + 1) else {
            return;
        };
        let word = first.text(self.text);
        let has = |wanted: &str| pieces[line.clone()].iter().any(|piece| piece.text(self.text) == wanted);
        if self.headers.len() == LOOK_BACK {
            self.headers.remove(0);
        }
        if first.kind == PieceKind::Word && BLOCK_WORDS.contains(&word) && !has("=>") && !has("=") {
            self.headers.push(Header { end, last: pieces[end - 1], indent, depth: self.open.len() });
        }
    }
}

fn apply(pieces: Vec<Piece>, changes: Vec<Change>) -> Vec<Piece> {
    let mut mended = Vec::with_capacity(pieces.len() + changes.len());
    let mut changes = changes.into_iter().peekable();
    for (index, piece) in pieces.into_iter().enumerate() {
        let mut kept = true;
        while let Some(change) = changes.next_if(|change| change.before <= index) {
            kept &= !change.takes_place;
            mended.extend(change.piece);
        }
        if kept {
            mended.push(piece);
        }
    }
    mended.extend(changes.filter_map(|change| change.piece));
    mended
}

#[cfg(test)]
mod tests {
    use super::super::Layout;
    use super::*;

    /// The places of the errors, as the text with `^` put in front of each.
    fn marked(text: &str) -> String {
        let (_, errors) = Layout::new(text);
        let mut marked = text.to_owned();
        let mut places: Vec<usize> = errors
            .iter()
            .map(|error| match error {
                BraceError::NeverClosed { at, .. }
                | BraceError::NeverOpened { at }
                | BraceError::ClosesNothing { at } => at.start,
            })
            .collect();
        places.sort_unstable();
        for place in places.into_iter().rev() {
            marked.insert(place, '^');
        }
        marked
    }

    #[test]
    fn braces_that_fit_are_left_alone() {
        let text = "score a {\n group \"x\" {\n }\n}\n";
        assert_eq!(marked(text), text);
    }

    #[test]
    fn a_block_ends_before_an_item_that_stands_only_at_the_top() {
        assert_eq!(marked("score a {\n  x => +1\n\nscore b {\n}\n"), "score a {\n  x => +1^\n\nscore b {\n}\n");
    }

    #[test]
    fn a_group_ends_with_the_brace_of_its_score() {
        assert_eq!(
            marked("score a {\n  group \"g\" {\n    x => +1\n}\nscore b {\n}\n"),
            "score a {\n  group \"g\" {\n    x => +1^\n}\nscore b {\n}\n"
        );
    }

    #[test]
    fn a_block_of_one_line_ends_with_its_line() {
        assert_eq!(
            marked("score a {\n  tiers { A >= 3, B\n  x => +1\n}\n"),
            "score a {\n  tiers { A >= 3, B^\n  x => +1\n}\n"
        );
    }

    #[test]
    fn a_header_without_its_brace() {
        assert_eq!(marked("score a \"x\"\n  x => +1\n}\ny => +1\n"), "score a \"x\"^\n  x => +1\n}\ny => +1\n");
        assert_eq!(marked("score a (\n  x => +1\n}\n"), "score a ^(\n  x => +1\n}\n");
    }

    #[test]
    fn the_last_block_and_one_brace_too_many() {
        assert_eq!(marked("test \"a\" {\n  expect b\n"), "test \"a\" {\n  expect b^\n");
        assert_eq!(marked("score a {\n}\n}\n"), "score a {\n}\n^}\n");
        assert_eq!(marked("score a {\n  x => +1\n)\n"), "score a {\n  x => +1\n^)\n");
    }

    #[test]
    fn many_open_braces_take_linear_time() {
        let text = "{\n".repeat(200_000);
        let (_, errors) = Layout::new(&text);
        assert_eq!(errors.len(), 200_000);
    }
}
