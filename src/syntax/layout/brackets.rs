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
    let mut open = Open { round: vec![Vec::new()], braces: Vec::new() };
    for (index, piece) in pieces.iter().enumerate() {
        let partner = match bracket(text, piece) {
            Some('{') => {
                open.braces.push(index);
                open.round.push(Vec::new());
                None
            }
            Some(c @ ('(' | '[')) => {
                open.here().push((c, index));
                None
            }
            Some('}') => {
                let brace = open.close_block();
                pairing.braces_do_not_fit |= brace.is_none();
                brace
            }
            Some(c) => open.close(if c == ')' { '(' } else { '[' }),
            None => None,
        };
        if let Some(partner) = partner {
            pairing.partners[index] = partner as u32;
            pairing.partners[partner] = index as u32;
        }
    }
    pairing.braces_do_not_fit |= !open.braces.is_empty();
    pairing
}

/// What is open.
struct Open {
    /// The `(` and `[` outside all braces, then those inside each open brace.
    round: Vec<Vec<(char, usize)>>,
    braces: Vec<usize>,
}

impl Open {
    fn here(&mut self) -> &mut Vec<(char, usize)> {
        self.round.last_mut().expect("the outermost level is never closed")
    }

    fn close_block(&mut self) -> Option<usize> {
        let brace = self.braces.pop()?;
        self.round.pop();
        Some(brace)
    }

    /// The bracket that a closing one closes: the nearest of its kind, or else the nearest of all.
    fn close(&mut self, opening: char) -> Option<usize> {
        let here = self.here();
        let same = here.iter().rev().take(LOOK_BACK).position(|(kind, _)| *kind == opening).unwrap_or(0);
        let at = here.len().checked_sub(same + 1)?;
        let (_, partner) = here[at];
        here.truncate(at);
        Some(partner)
    }
}

/// How many open brackets are looked through for one of the same kind.
const LOOK_BACK: usize = 64;

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
