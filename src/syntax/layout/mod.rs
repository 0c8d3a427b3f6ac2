//! Where lines, brackets and entries lie in a text, before anybody reads what they say.
//!
//! In: text. Out: a [`Layout`], from which the [`entries`](Layout::entries) of the file and of each block can be
//! taken one by one. The line rule lives here: a newline ends an entry, except inside `(` and `[`, after a comma or an
//! operator, and before a line that can only go on (`and`, `=>`, `{`). One broken entry does not disturb the next: a
//! bracket that is never closed holds no line back, and braces that do not fit are mended by their indentation.

mod brackets;
mod entries;
mod mend;

pub use entries::{Entry, LIMIT_WORDS, Over, Policy};
pub use mend::BraceError;

use std::ops::Range;

use super::scan::{Piece, PieceKind, scan};
use brackets::pair;

/// A text in pieces, with its brackets paired and its line ends judged.
pub struct Layout<'t> {
    text: &'t str,
    pieces: Vec<Piece>,
    /// For a bracket with a partner, the partner; for everything else, itself.
    partners: Vec<u32>,
    /// The text as the grammar reads it: as long as the original, with blanks for comments and for line ends that end
    /// nothing, and with braces that had to be mended.
    masked: String,
}

impl<'t> Layout<'t> {
    /// Lays a text out; the errors are of braces that do not fit.
    pub fn new(text: &'t str) -> (Self, Vec<BraceError>) {
        let mut pieces = scan(text);
        let mut pairing = pair(text, &pieces);
        let mut errors = Vec::new();
        if pairing.braces_do_not_fit {
            (pieces, errors) = mend::mend(text, pieces);
            pairing = pair(text, &pieces);
        }
        let mut masked = mask(text, &pieces, &pairing.partners);
        for error in &errors {
            if let BraceError::ClosesNothing { at } = error {
                masked.replace_range(at.clone(), " ");
            }
        }
        (Layout { text, pieces, partners: pairing.partners, masked }, errors)
    }

    /// The text laid out.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The pieces of a range, comments and line ends included.
    pub fn pieces(&self, range: Range<usize>) -> &[Piece] {
        &self.pieces[range]
    }

    /// One piece.
    pub fn piece(&self, index: usize) -> Piece {
        self.pieces[index]
    }

    /// How many pieces there are.
    pub fn n_pieces(&self) -> usize {
        self.pieces.len()
    }

    /// The bytes from the first to the last piece of a range that is not a comment or line end.
    pub fn bytes(&self, range: Range<usize>) -> Range<usize> {
        let solid = |piece: &&Piece| !matches!(piece.kind, PieceKind::Comment | PieceKind::LineEnd);
        let pieces = &self.pieces[range.clone()];
        match (pieces.iter().find(solid), pieces.iter().rfind(solid)) {
            (Some(first), Some(last)) => first.start..last.end + self.hidden_brace(last),
            _ => {
                let at = self.pieces.get(range.start).map_or(self.text.len(), |piece| piece.start);
                at..at
            }
        }
    }

    /// One byte more for a `}` that the author left out, where it was put after the last piece.
    fn hidden_brace(&self, last: &Piece) -> usize {
        let is_hidden = last.kind == PieceKind::MendedClose && last.start == last.end;
        usize::from(is_hidden && self.masked.as_bytes().get(last.end) == Some(&b'}') && last.end < self.text.len())
    }

    /// What the grammar reads for a stretch of bytes.
    pub fn masked(&self, bytes: Range<usize>) -> &str {
        &self.masked[bytes]
    }

    /// The partner of a bracket.
    pub fn partner(&self, index: usize) -> Option<usize> {
        let partner = self.partners[index] as usize;
        (partner != index).then_some(partner)
    }

    /// Whether a piece is exactly this sign.
    pub fn is_sign(&self, index: usize, sign: &str) -> bool {
        let piece = self.pieces[index];
        piece.kind == PieceKind::Sign && piece.text(self.text) == sign
    }

    /// Whether a piece opens a block.
    pub fn opens_block(&self, index: usize) -> bool {
        self.pieces[index].kind == PieceKind::MendedOpen || self.is_sign(index, "{")
    }
}

/// Signs after which a line goes on.
const GOES_ON_AFTER: &[&str] = &[",", "+", "-", "*", "/", "==", "!=", "<", "<=", ">", ">=", "=", "=>", "&&", "||"];
/// Words after which a line goes on; all are reserved, so none can be a name that ends a line.
const GOES_ON_AFTER_WORD: &[&str] =
    &["and", "else", "if", "implies", "in", "is", "not", "or", "otherwise", "then", "where"];
/// Pieces that cannot begin a line, so that the line before goes on.
const GOES_ON_BEFORE: &[&str] = &["=>", "and", "implies", "or", "otherwise", "then", "{"];

fn mask(text: &str, pieces: &[Piece], partners: &[u32]) -> String {
    let mut masked = text.as_bytes().to_vec();
    if text.starts_with('\u{feff}') {
        masked[.."\u{feff}".len()].fill(b' ');
    }
    let next_goes_on = next_goes_on(text, pieces);
    let mut enclosing: Vec<usize> = Vec::new();
    let mut goes_on = false;
    for (index, piece) in pieces.iter().enumerate() {
        match piece.kind {
            PieceKind::Comment => masked[piece.start..piece.end].fill(b' '),
            PieceKind::LineEnd => {
                let in_brackets = enclosing.last().is_some_and(|open| is_bracket(text, &pieces[*open]));
                if goes_on || in_brackets || next_goes_on[index] {
                    masked[piece.start] = b' ';
                }
            }
            PieceKind::MendedClose => put_brace(&mut masked, piece.start),
            PieceKind::MendedOpen => put_open(&mut masked, piece),
            _ => goes_on = goes_on_after(text, piece, index.checked_sub(1).map(|before| &pieces[before])),
        }
        let partner = partners[index] as usize;
        if partner > index {
            enclosing.push(index);
        } else if partner < index {
            while enclosing.pop().is_some_and(|open| open > partner) {}
        }
    }
    String::from_utf8(masked).expect("only whole characters were replaced, by blanks and braces")
}

/// Whether a piece is a bracket that holds lines together; one that stands for a `{` is none.
fn is_bracket(text: &str, piece: &Piece) -> bool {
    piece.kind == PieceKind::Sign && matches!(piece.text(text), "(" | "[")
}

/// Puts the `{` that the author left out over the blank or the bracket that stands in its place; at the end of a line,
/// where only the header of a block can lack one, the grammar needs none.
fn put_open(masked: &mut [u8], piece: &Piece) {
    if let Some(byte) = masked.get_mut(piece.start)
        && matches!(byte, b' ' | b'(' | b'[')
    {
        *byte = b'{';
    }
}

/// Puts the `}` that the author left out where the grammar will see it, if there is a blank to put it in.
fn put_brace(masked: &mut Vec<u8>, at: usize) {
    match masked.get_mut(at) {
        Some(byte) if matches!(byte, b' ' | b'\n') => *byte = b'}',
        Some(_) => {}
        None => masked.push(b'}'),
    }
}

fn goes_on_after(text: &str, piece: &Piece, before: Option<&Piece>) -> bool {
    // `=> 5-` and `*/` at the end of a line: the first is a sign behind its number, the second ends a comment elsewhere.
    let touches = before.filter(|before| before.end == piece.start);
    let is_slip = touches.is_some_and(|before| match piece.text(text) {
        "-" | "+" => before.kind == PieceKind::Number,
        "/" => before.text(text) == "*",
        _ => false,
    });
    match piece.kind {
        PieceKind::Sign if is_slip => false,
        PieceKind::Sign => GOES_ON_AFTER.contains(&piece.text(text)),
        PieceKind::Word => GOES_ON_AFTER_WORD.contains(&piece.text(text)),
        _ => false,
    }
}

/// For each piece, whether the first one after it that is neither comment nor line end goes on with what is before.
fn next_goes_on(text: &str, pieces: &[Piece]) -> Vec<bool> {
    let mut answers = vec![false; pieces.len()];
    let mut next = false;
    let mut after = "";
    for (answer, piece) in answers.iter_mut().zip(pieces).rev() {
        *answer = next;
        let written = piece.text(text);
        // `otherwise => 0` is an arm by another word.
        let is_arm = written == "otherwise" && matches!(after, "=>" | ":");
        if !matches!(piece.kind, PieceKind::LineEnd | PieceKind::Comment) {
            after = written;
        }
        match piece.kind {
            PieceKind::LineEnd | PieceKind::Comment => {}
            PieceKind::Sign | PieceKind::Word => next = !is_arm && GOES_ON_BEFORE.contains(&written),
            _ => next = false,
        }
    }
    answers
}
