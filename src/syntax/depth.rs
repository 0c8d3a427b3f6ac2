//! How deep a stretch of text nests, known before anybody recurses into it.

use super::scan::{Piece, PieceKind, scan};
use super::{DEPTH_MAX, NESTED_MAX};

/// Upper bounds of how deep the tree is that a text can make.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Depth {
    /// Nodes from the root to the farthest leaf.
    pub height: usize,
    /// Brackets and words that are open at once: what reading has to keep on its stack. Chains such as `a - b - c` are
    /// read one by one, so that they count for the height alone.
    pub nested: usize,
}

impl Depth {
    /// The limit that this goes beyond, if it does.
    pub fn beyond(self) -> Option<usize> {
        if self.nested > NESTED_MAX { Some(NESTED_MAX) } else { (self.height > DEPTH_MAX).then_some(DEPTH_MAX) }
    }
}

/// The depth of a text read alone, such as the inside of `{..}` in a text.
pub(super) fn of_text(text: &str) -> Depth {
    of_pieces(text, &scan(text))
}

/// An upper bound of the depth of the tree that these pieces can make.
pub(super) fn of_pieces(text: &str, pieces: &[Piece]) -> Depth {
    let mut walk = Walk { levels: vec![Level::new(Opener::Start)], brackets: 0, nested: 0, deepest: 0 };
    let mut follows_value = false;
    for piece in pieces {
        if matches!(piece.kind, PieceKind::LineEnd | PieceKind::Comment) {
            continue;
        }
        let step = step(piece, text, follows_value);
        follows_value = matches!(step, Step::Nothing | Step::Close);
        walk.step(step);
    }
    while walk.levels.len() > 1 {
        walk.close();
    }
    Depth { height: walk.levels[0].height(), nested: walk.deepest }
}

/// What a piece does to the depth.
#[derive(Clone, Copy)]
enum Step {
    /// A bracket.
    Open,
    Close,
    /// A sign or word before a value, which holds all that follows: `not`, `-`.
    Prefix,
    /// A sign between two values, which holds all that stands before it.
    Infix,
    /// `implies`: holds both sides, and goes on past `and` and `or`.
    Implies,
    /// `and`, `or`: any number of parts stand side by side.
    Part,
    /// `,` and `=>` end whatever goes on.
    End,
    If,
    Then,
    Else,
    Nothing,
}

fn step(piece: &Piece, text: &str, follows_value: bool) -> Step {
    match (piece.kind, piece.text(text)) {
        (PieceKind::Sign, "(" | "[" | "{") | (PieceKind::MendedOpen, _) => Step::Open,
        (PieceKind::Sign, ")" | "]" | "}") | (PieceKind::MendedClose, _) => Step::Close,
        (PieceKind::Sign, "+" | "-") if !follows_value => Step::Prefix,
        (PieceKind::Sign, "+" | "-" | "*" | "/") | (PieceKind::Word, "otherwise" | "after") => Step::Infix,
        // `40% of 40% of x`.
        (PieceKind::Sign, "%") | (PieceKind::Word, "not" | "match" | "list") => Step::Prefix,
        (PieceKind::Word, "implies") => Step::Implies,
        (PieceKind::Word, "and" | "or") => Step::Part,
        (PieceKind::Sign, "," | "=>") => Step::End,
        (PieceKind::Word, "if") => Step::If,
        (PieceKind::Word, "then") => Step::Then,
        (PieceKind::Word, "else") => Step::Else,
        _ => Step::Nothing,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Opener {
    /// The stretch itself.
    Start,
    Bracket,
    If,
}

/// What stands between two brackets, or between `if` and `else`.
struct Level {
    opener: Opener,
    /// The height of the part that is being read.
    part: usize,
    /// Prefixes before what is being read.
    prefixes: usize,
    /// Whether the part has a sign between two values.
    has_infix: bool,
    /// How often `implies` goes on.
    implied: usize,
    /// The greatest height of the parts before.
    parts: usize,
}

impl Level {
    fn new(opener: Opener) -> Level {
        Level { opener, part: 0, prefixes: 0, has_infix: false, implied: 0, parts: 0 }
    }

    fn height(&self) -> usize {
        self.part.max(self.parts) + self.implied
    }

    /// A bracket or `if` of some height is part of what is being read.
    fn take(&mut self, height: usize) {
        self.part = self.part.max(height + self.prefixes + usize::from(self.has_infix));
    }

    fn next_part(&mut self) {
        self.parts = self.parts.max(self.part);
        self.part = 0;
        self.prefixes = 0;
        self.has_infix = false;
    }

    fn end(&mut self) {
        self.parts = self.height();
        self.implied = 0;
        self.next_part();
    }

    /// What of this level reading keeps on its stack.
    fn kept(&self) -> usize {
        self.prefixes + self.implied + usize::from(self.opener != Opener::Start)
    }
}

struct Walk {
    levels: Vec<Level>,
    /// How many of them are brackets.
    brackets: usize,
    /// What of all levels below the last reading keeps on its stack.
    nested: usize,
    deepest: usize,
}

impl Walk {
    fn step(&mut self, step: Step) {
        match step {
            Step::Open => self.open(Opener::Bracket),
            Step::Close => self.close_bracket(),
            Step::If => self.open(Opener::If),
            Step::Else if self.last().opener == Opener::If => {
                self.close();
                self.prefix();
            }
            Step::Prefix => self.prefix(),
            Step::Infix => {
                let level = self.last();
                level.part += 1;
                level.has_infix = true;
            }
            Step::Implies => {
                let level = self.last();
                level.next_part();
                level.implied += 1;
            }
            Step::Part => self.last().next_part(),
            Step::End | Step::Then => self.last().end(),
            Step::Else | Step::Nothing => {}
        }
        let kept = self.last().kept();
        self.deepest = self.deepest.max(self.nested + kept);
    }

    fn last(&mut self) -> &mut Level {
        self.levels.last_mut().expect("the outermost level is never closed")
    }

    fn open(&mut self, opener: Opener) {
        self.nested += self.last().kept();
        self.brackets += usize::from(opener == Opener::Bracket);
        self.levels.push(Level::new(opener));
    }

    fn prefix(&mut self) {
        let level = self.last();
        level.prefixes += 1;
        level.part = level.part.max(level.prefixes);
    }

    /// Closes the innermost bracket, and every `if` in it; one that closes nothing is left alone.
    fn close_bracket(&mut self) {
        if self.brackets == 0 {
            return;
        }
        while self.last().opener == Opener::If {
            self.close();
        }
        self.close();
    }

    fn close(&mut self) {
        if let Some(level) = self.levels.pop() {
            self.brackets -= usize::from(level.opener == Opener::Bracket);
            let before = self.last();
            before.take(level.height() + 1);
            let kept = before.kept();
            self.nested -= kept;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn height(text: &str) -> usize {
        of_text(text).height
    }

    fn nested(text: &str) -> usize {
        of_text(text).nested
    }

    #[test]
    fn brackets_and_chains_nest_and_parts_do_not() {
        assert_eq!(height("(a)"), 1);
        assert_eq!(height("((a), [b])"), 2);
        assert_eq!(height("a - b - c"), 2);
        assert_eq!(height("(a - (b - (c)))"), 5);
        assert_eq!(height("a or b or c and d, e, f"), 0);
        assert_eq!(height("not not not a"), 3);
        assert_eq!(height(")))("), 1);
    }

    #[test]
    fn what_a_chain_begins_with_lies_below_all_of_it() {
        assert_eq!(height("((a + b + c)) - d - e"), 6);
        assert_eq!(height("not (a + (b))"), 4);
        assert_eq!(height("(a) + (b) + (c)"), 3);
    }

    #[test]
    fn chains_are_not_kept_while_reading_and_prefixes_are() {
        assert_eq!(nested("a + b + c + d - -e"), 1);
        assert_eq!(nested("not not (a - (b))"), 4);
        assert_eq!(nested("40% of 40% of x"), 2);
        assert_eq!(nested("not a and not b and not c"), 1);
    }

    #[test]
    fn if_ends_with_else_and_else_goes_on() {
        assert_eq!(nested("if a and if b and if c then 1 else 2 then 3 else 4 then 5 else 6"), 3);
        assert_eq!(nested("if a then 1 else if b then 2 else if c then 3 else 4"), 3);
        assert_eq!(nested("(if a then 1 else 2), (if b then 1 else 2)"), 2);
        assert_eq!(height("if a and b then 1 else 2"), 1);
    }

    #[test]
    fn implies_goes_on_past_and() {
        assert_eq!(nested("a and b implies c or d implies e and f implies g"), 3);
        assert_eq!(height("a implies b implies c"), 2);
    }
}
