//! How deep a stretch of text nests, known before anybody recurses into it.

use super::scan::{Piece, PieceKind, scan};

/// The depth of a text read alone, such as the inside of `{..}` in a text.
pub(super) fn of_text(text: &str) -> usize {
    of_pieces(text, &scan(text))
}

/// An upper bound of the depth of the tree that these pieces can make.
///
/// Brackets nest, and so do chains: in `a - b - c` the second sign holds the first, and `not not a` and
/// `if a then b else if ..` nest to the right. A chain ends with its bracket, at a comma, at `=>`, and at `and` and `or`,
/// which take any number of parts side by side.
pub(super) fn of_pieces(text: &str, pieces: &[Piece]) -> usize {
    let mut chains = vec![0_usize];
    let (mut depth, mut deepest) = (0, 0);
    for piece in pieces {
        let nested = chains.len() > 1;
        let chain = chains.last_mut().expect("the outermost chain is never closed");
        match step(piece, text) {
            Step::Open => {
                depth += 1;
                chains.push(0);
            }
            Step::Close if nested => {
                depth -= *chain + 1;
                chains.pop();
            }
            Step::Chain => {
                *chain += 1;
                depth += 1;
            }
            Step::Part => depth -= std::mem::take(chain),
            Step::Close | Step::Nothing => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

enum Step {
    Open,
    Close,
    Chain,
    Part,
    Nothing,
}

fn step(piece: &Piece, text: &str) -> Step {
    match (piece.kind, piece.text(text)) {
        (PieceKind::Sign, "(" | "[" | "{") => Step::Open,
        (PieceKind::Sign, ")" | "]" | "}") => Step::Close,
        (PieceKind::Sign, "+" | "-" | "*" | "/") => Step::Chain,
        (PieceKind::Word, "not" | "if" | "match" | "otherwise" | "implies" | "after" | "list") => Step::Chain,
        (PieceKind::Sign, "," | "=>") | (PieceKind::Word, "and" | "or") => Step::Part,
        // `40% of 40% of x`.
        (PieceKind::Sign, "%") => Step::Chain,
        _ => Step::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_chains_nest_and_parts_do_not() {
        assert_eq!(of_text("(a)"), 1);
        assert_eq!(of_text("((a), [b])"), 2);
        assert_eq!(of_text("a - b - c"), 2);
        assert_eq!(of_text("(a - (b - (c)))"), 5);
        assert_eq!(of_text("a or b or c and d, e, f"), 0);
        assert_eq!(of_text("not not not a"), 3);
        assert_eq!(of_text(")))("), 1);
    }
}
