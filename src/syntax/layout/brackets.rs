//! Which bracket belongs to which.

use crate::syntax::scan::{Piece, PieceKind};

/// The brackets of a text in pairs.
pub(super) struct Pairing {
    /// For a bracket with a partner, the partner; for everything else, itself.
    pub partners: Vec<u32>,
    /// True if a `{` is never closed or a `}` closes nothing.
    pub braces_do_not_fit: bool,
}

/// Pairs brackets. A `(` or `[` never holds a `}` back: whatever is open inside a block when it ends has no partner.
/// `[` and `)` are partners if nothing better is open, so that lines end where the author meant.
pub(super) fn pair(text: &str, pieces: &[Piece]) -> Pairing {
    let count = u32::try_from(pieces.len()).expect("a text of at most 16 MiB has fewer pieces");
    let mut pairing = Pairing { partners: (0..count).collect(), braces_do_not_fit: false };
    let mut open = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        match bracket(text, piece) {
            Some('(' | '[' | '{') => open.push(index),
            Some(closing) => close(text, pieces, index, closing, &mut open, &mut pairing),
            None => {}
        }
    }
    pairing.braces_do_not_fit |= open.iter().any(|index| bracket(text, &pieces[*index]) == Some('{'));
    pairing
}

/// The bracket that a piece is, if it is one; mended braces count.
pub(super) fn bracket(text: &str, piece: &Piece) -> Option<char> {
    match piece.kind {
        PieceKind::Sign if piece.end - piece.start == 1 => {
            let c = text.as_bytes()[piece.start] as char;
            "()[]{}".contains(c).then_some(c)
        }
        PieceKind::MendedOpen => Some('{'),
        PieceKind::MendedClose => Some('}'),
        _ => None,
    }
}

fn close(text: &str, pieces: &[Piece], index: usize, closing: char, open: &mut Vec<usize>, pairing: &mut Pairing) {
    let of = |index: usize| bracket(text, &pieces[index]).unwrap_or(' ');
    let depth = match closing {
        '}' => open.iter().rposition(|index| of(*index) == '{'),
        closing => {
            let block = open.iter().rposition(|index| of(*index) == '{').map_or(0, |at| at + 1);
            let opening = if closing == ')' { '(' } else { '[' };
            let same = open[block..].iter().rposition(|index| of(*index) == opening).map(|at| block + at);
            same.or_else(|| (open.len() > block).then(|| open.len() - 1))
        }
    };
    match depth {
        Some(depth) => {
            let partner = open[depth];
            open.truncate(depth);
            pairing.partners[index] = partner as u32;
            pairing.partners[partner] = index as u32;
        }
        None => pairing.braces_do_not_fit |= closing == '}',
    }
}
