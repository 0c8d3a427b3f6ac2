//! Mends braces that do not fit, by the indentation of the lines, so that one slip costs one finding.
//!
//! Runs only on texts whose braces do not fit. Every mended brace is one error; the pieces that come out are paired
//! again and fit. A brace belongs to a block by the habits of those who write them: a block of several lines ends
//! with a `}` that is first on its line, under its header; what stands further left than the lines of a block is
//! outside it; a brace in the middle of a rule is a slip.

mod line;

use std::ops::Range;

use crate::syntax::scan::{Piece, PieceKind};
use line::Line;

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
    let mut mender = Mender { open: Vec::new(), headers: Vec::new(), changes: Vec::new(), errors: Vec::new() };
    let mut previous: Option<(usize, Piece)> = None;
    for range in lines(&pieces) {
        if let Some(line) = Line::new(text, &pieces, range) {
            if let Some(previous) = previous {
                mender.close_before(&line, previous);
            }
            mender.line(&line);
            previous = Some((line.last(), pieces[line.last()]));
        }
    }
    if let Some(last) = previous {
        mender.close_down_to(0, last);
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

/// A piece to put in front of another, or in its place, or (with `None`) to take out.
struct Change {
    before: usize,
    takes_place: bool,
    piece: Option<Piece>,
}

struct OpenBlock {
    brace: Piece,
    /// Index of the brace.
    index: usize,
    /// How far in its header stands.
    indent: usize,
    /// How far in the first line below it stands.
    body_indent: Option<usize>,
    /// Whether something follows the `{` on its line, and the last such piece.
    line_end: Option<Piece>,
    /// Whether its header looks like one.
    is_plausible: bool,
}

/// A line that could be the header of a block, had it a `{`.
struct Header {
    /// Index of its last piece.
    last: usize,
    piece: Piece,
    /// Whether the last piece is a bracket that stands for the brace.
    is_bracket: bool,
    indent: usize,
    depth: usize,
}

struct Mender {
    open: Vec<OpenBlock>,
    headers: Vec<Header>,
    changes: Vec<Change>,
    errors: Vec<BraceError>,
}

impl Mender {
    fn line(&mut self, line: &Line<'_>) {
        if line.could_be_header() {
            self.note_header(line);
        }
        for index in line.solid() {
            match line.bracket(index) {
                Some('{' | '}') if line.is_in_a_word(index) => self.stray(line, index),
                Some('{') => self.open_block(line, index),
                Some('}') => self.close_block(line, index),
                Some(')' | ']') if line.is_alone(index) && !self.open.is_empty() => self.wrong_closer(line, index),
                _ => {}
            }
        }
    }

    fn note_header(&mut self, line: &Line<'_>) {
        if self.headers.len() == LOOK_BACK {
            self.headers.remove(0);
        }
        self.headers.push(Header {
            last: line.last(),
            piece: line.piece(line.last()),
            is_bracket: line.ends_with_bracket(),
            indent: line.indent,
            depth: self.open.len(),
        });
    }

    fn open_block(&mut self, line: &Line<'_>, index: usize) {
        if line.follows_brace(index) {
            self.stray(line, index);
            return;
        }
        let line_end = (line.last() > index).then(|| line.piece(line.last()));
        self.open.push(OpenBlock {
            brace: line.piece(index),
            index,
            indent: line.indent,
            body_indent: None,
            line_end,
            is_plausible: line.is_header_before(index),
        });
        if self.headers.last().is_some_and(|header| header.last >= index) {
            self.headers.pop();
        }
    }

    fn close_block(&mut self, line: &Line<'_>, index: usize) {
        let opened_here = self.open.last().is_some_and(|block| block.index >= line.first());
        if !opened_here && let Some(first) = line.inline_block_without_brace(index) {
            self.open_inline(line, first);
            return;
        }
        if !opened_here && !line.can_close(index) {
            self.stray(line, index);
            return;
        }
        let under = |header: &Header| header.indent == line.indent;
        let misfit = self.open.last().is_none_or(|block| block.indent != line.indent);
        let header = self.headers.iter().rposition(|header| under(header) && header.depth >= self.open.len());
        match header {
            Some(header) if misfit && !opened_here => {
                let header = self.headers.swap_remove(header);
                self.open_after(&header);
            }
            _ if self.open.pop().is_none() => self.stray(line, index),
            _ => self.forget_headers(),
        }
    }

    /// Takes a brace out.
    fn stray(&mut self, line: &Line<'_>, index: usize) {
        let piece = line.piece(index);
        self.errors.push(BraceError::ClosesNothing { at: piece.start..piece.end });
        self.changes.push(Change { before: index, takes_place: true, piece: None });
    }

    fn forget_headers(&mut self) {
        let depth = self.open.len();
        self.headers.retain(|header| header.depth <= depth);
    }

    /// Puts the `{` at the end of a header, over a bracket that stands there instead.
    fn open_after(&mut self, header: &Header) {
        let piece = header.piece;
        let at = if header.is_bracket { piece.start..piece.end } else { piece.end..piece.end };
        let piece = Piece { kind: PieceKind::MendedOpen, start: at.start, end: at.end };
        let before = header.last + usize::from(!header.is_bracket);
        self.changes.push(Change { before, takes_place: header.is_bracket, piece: Some(piece) });
        self.errors.push(BraceError::NeverOpened { at });
    }

    /// Puts the `{` of a block of one line before the piece `first`.
    fn open_inline(&mut self, line: &Line<'_>, first: usize) {
        let stands_for_it = matches!(line.bracket(first), Some('(' | '['));
        let before = line.piece(first - 1).end;
        let at = if stands_for_it { line.piece(first).start..line.piece(first).end } else { before..before };
        let piece = Piece { kind: PieceKind::MendedOpen, start: at.start, end: at.end };
        self.changes.push(Change { before: first, takes_place: stands_for_it, piece: Some(piece) });
        self.errors.push(BraceError::NeverOpened { at });
    }

    /// A `)` alone on its line where only a `}` can stand.
    fn wrong_closer(&mut self, line: &Line<'_>, index: usize) {
        let Some(block) = self.open.pop() else {
            return;
        };
        let piece = line.piece(index);
        let at = piece.start..piece.end;
        let piece = Piece { kind: PieceKind::MendedClose, ..piece };
        self.changes.push(Change { before: index, takes_place: true, piece: Some(piece) });
        self.errors.push(BraceError::NeverClosed { open: block.brace.start..block.brace.end, at, own_line: None });
    }

    /// Closes the blocks that cannot go on where a line begins.
    fn close_before(&mut self, line: &Line<'_>, previous: (usize, Piece)) {
        if line.bracket(line.first()) == Some('}') {
            let inner = self.open.iter().rev().take(LOOK_BACK).position(|block| block.indent == line.indent);
            if let Some(inner) = inner.filter(|_| line.can_close(line.first())) {
                self.close_down_to(self.open.len() - inner, previous);
            }
            return;
        }
        if line.is_alone(line.first()) && line.bracket(line.first()).is_some() {
            return;
        }
        if line.is_top_item() {
            self.close_down_to(0, previous);
            return;
        }
        while let Some(block) = self.open.last_mut() {
            let indent = *block.body_indent.get_or_insert(line.indent);
            let outside = line.indent <= block.indent && indent > block.indent;
            if !(outside || (block.line_end.is_some() && line.indent <= block.indent)) {
                return;
            }
            self.close_down_to(self.open.len() - 1, previous);
        }
    }

    /// Closes the innermost blocks after the last piece before a line, until only some are left.
    fn close_down_to(&mut self, keep: usize, (index, previous): (usize, Piece)) {
        while self.open.len() > keep {
            let Some(block) = self.open.pop() else {
                return;
            };
            if block.line_end.is_some() && !block.is_plausible {
                self.errors.push(BraceError::ClosesNothing { at: block.brace.start..block.brace.end });
                self.changes.push(Change { before: block.index, takes_place: true, piece: None });
                continue;
            }
            let inline = block.line_end.is_some_and(|last| last.end == previous.end);
            let at = previous.end;
            let piece = Piece { kind: PieceKind::MendedClose, start: at, end: at };
            self.changes.push(Change { before: index + 1, takes_place: false, piece: Some(piece) });
            self.errors.push(BraceError::NeverClosed {
                open: block.brace.start..block.brace.end,
                at: at..at,
                own_line: (!inline).then_some(block.indent),
            });
        }
        self.forget_headers();
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
    fn braces_in_the_middle_of_a_line() {
        for text in [
            "score a {\n  x => +1\n  bounce ^}  => -10\n  y => +1\n}\n",
            "score a {\n  count(x ^}in last 7d) > 5 => +1\n}\n",
            "score a {\n  ^}always => +1\n}\n",
            "score a {\n  boun^}ce => +1\n}\n",
            "score a {\n  bounce ^{   => +1\n  y => +1\n}\n",
            "test \"a\" {\n  contact^ id: \"a\", x: 1 }\n  expect b\n}\n",
            "score a {\n  tiers^ A >= 3, B }\n}\n",
            "contact {^{ id: text }\n",
        ] {
            assert_eq!(marked(&text.replace('^', "")), text);
        }
    }

    #[test]
    fn a_header_inside_a_block_without_its_brace() {
        let text = "score a {\n  group \"g\" up to 20^\n    x => +1\n  }\n  y => +1\n}\n";
        assert_eq!(marked(&text.replace('^', "")), text);
    }

    #[test]
    fn many_open_braces_take_linear_time() {
        let text = "{\n".repeat(200_000);
        let (_, errors) = Layout::new(&text);
        assert_eq!(errors.len(), 200_000);
    }
}
