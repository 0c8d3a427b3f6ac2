//! The patterns of `matches /re/`: a regular subset of our own, matched in linear time.
//!
//! A text of the subset becomes a tree ([`PatternNode`]), from which each SQL dialect is printed later; this crate
//! matches the tree by the automata of `regex-automata`, given as its intermediate form and not as text, so that no
//! other syntax and no other Unicode table takes part.

mod class;
mod compile;
mod parse;
mod show;
#[cfg(test)]
mod tests;

use std::fmt;

/// The size up to which a pattern may grow when its repeats are written out. `(a{255}){255}` is far beyond.
pub const PATTERN_SIZE_MAX: u64 = 5_000;

/// How deep brackets may be nested.
pub const PATTERN_DEPTH_MAX: u32 = 50;

/// The greatest count in `{m,n}`; PostgreSQL has no greater one.
pub const PATTERN_REPEAT_MAX: u32 = 255;

/// A pattern of `matches`, ready to match.
///
/// Two are equal where their text and their folding are.
#[derive(Clone)]
pub struct Pattern {
    text: Box<str>,
    folded: bool,
    node: PatternNode,
    automaton: regex_automata::meta::Regex,
}

/// What a pattern is made of, with folding already done: print this tree and match it exactly.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PatternNode {
    /// Nothing, anywhere: an empty bracket or branch.
    Empty,
    /// One character.
    Literal(char),
    /// `.`: any character but the line feed.
    Any,
    /// `[a-z]`, `\d`: a character in one of the ranges, or, negated, in none (the line feed is no exception).
    Class {
        /// Inclusive, ascending, apart from each other, at least one; none holds a surrogate.
        ranges: Vec<(char, char)>,
        /// `[^a-z]`, `\D`.
        negated: bool,
    },
    /// `^`: the start of the text.
    Start,
    /// `$`: the end of the text, and not before a last line feed.
    End,
    /// `?`, `*`, `+`, `{m}`, `{m,}`, `{m,n}`.
    Repeat {
        /// What is repeated: one character, a class or a bracket.
        node: Box<PatternNode>,
        /// At least so often.
        min: u32,
        /// At most so often, `None` for no end.
        max: Option<u32>,
    },
    /// One after the other, two or more.
    Sequence(Vec<PatternNode>),
    /// One of several, two or more.
    Either(Vec<PatternNode>),
}

/// What is wrong with a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError {
    /// Bytes from the start of the pattern's text to the place.
    pub at_byte: u32,
    /// What is wrong, in plain words.
    pub what: String,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for PatternError {}

impl Pattern {
    /// Reads the text between the slashes, where `\/` stands for a slash. With `folded` every character and range is
    /// folded, for texts that are.
    pub fn parse(text: &str, folded: bool) -> Result<Pattern, PatternError> {
        let node = parse::parse(text, folded)?;
        let automaton = compile::compile(&node)?;
        Ok(Pattern { text: Box::from(text), folded, node, automaton })
    }

    /// The text as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is for folded texts.
    pub fn is_folded(&self) -> bool {
        self.folded
    }

    /// The tree.
    pub fn node(&self) -> &PatternNode {
        &self.node
    }

    /// Whether the pattern occurs anywhere in a text, in time linear in the text. A folded pattern is for a trimmed
    /// and folded text, which the caller has; an exact one for the text as it is.
    pub fn is_match(&self, text: &str) -> bool {
        self.automaton.is_match(text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Pattern) -> bool {
        self.text == other.text && self.folded == other.folded
    }
}

impl Eq for Pattern {}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pattern").field("text", &self.text).field("folded", &self.folded).finish_non_exhaustive()
    }
}
