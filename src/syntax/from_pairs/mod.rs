//! Makes the tree out of what the grammar has read; the only files that touch pest's pairs.
//!
//! In: pairs of one entry. Out: a node, or the error that says why these pairs make none. What can be understood in
//! spite of a mistake (points without a sign) becomes a node and a finding. Recursion follows brackets, whose depth
//! the caller has bounded.

mod climb;
mod expr;
mod functions;
mod item;
mod literal;
mod odd;
mod phrase;
mod record;
mod rule;
mod setting;

use pest::iterators::{Pair, Pairs};

use super::ast::Comment;
use super::error::SyntaxError;
use super::grammar::Rule;
use super::place::Place;
use crate::source::{Span, Spanned};

pub(super) use item::{Header, Line};
pub(super) use record::CaseCells;

/// What reading a node gives; the error is boxed because it is large and rare.
pub(super) type Read<T> = Result<T, Box<SyntaxError>>;

/// Something that pairs can be made into.
pub(super) trait FromPairs: Sized {
    /// Makes it of the pairs of an entry's rule.
    fn from_pairs(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Read<Self>;
}

impl FromPairs for Line {
    fn from_pairs(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Read<Self> {
        reader.line(pair)
    }
}

impl FromPairs for Header {
    fn from_pairs(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Read<Self> {
        reader.header(pair)
    }
}

/// Reads the pairs of one entry.
pub(super) struct Reader<'r> {
    /// Where the entry stands.
    pub place: &'r Place,
    /// The source as the author wrote it.
    pub text: &'r str,
    /// Comments inside the entry that no node has taken yet, in order.
    pub comments: Vec<Comment>,
    /// Mistakes that did not stop the reading.
    pub findings: Vec<SyntaxError>,
}

impl<'r> Reader<'r> {
    /// A reader for one entry.
    pub fn new(place: &'r Place, text: &'r str, comments: Vec<Comment>) -> Self {
        Reader { place, text, comments, findings: Vec::new() }
    }

    /// Where a pair stands. Pairs that may end in nothing take the blanks before that nothing; those are left out.
    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let start = pair.as_span().start();
        let length = pair.as_str().trim_end_matches([' ', '\t', '\r', '\n']).len();
        self.place.span(start, start + length)
    }

    fn spanned<T>(&self, node: T, pair: &Pair<'_, Rule>) -> Spanned<T> {
        Spanned::new(node, self.span(pair))
    }
}

/// The children of a node, taken by name. The grammar guarantees what is asked for, and says so by its shape.
struct Children<'i> {
    pairs: Pairs<'i, Rule>,
}

impl<'i> Children<'i> {
    fn of(pair: Pair<'i, Rule>) -> Self {
        Children { pairs: pair.into_inner() }
    }

    fn peek(&self) -> Option<Rule> {
        self.pairs.peek().map(|pair| pair.as_rule())
    }

    fn next(&mut self) -> Pair<'i, Rule> {
        self.pairs.next().expect("the grammar puts a child here")
    }

    /// The next child if it is of this rule.
    fn take(&mut self, rule: Rule) -> Option<Pair<'i, Rule>> {
        (self.peek() == Some(rule)).then(|| self.next())
    }

    /// Skips words and signs up to the next child of this rule, which the grammar guarantees.
    fn find(&mut self, rule: Rule) -> Pair<'i, Rule> {
        loop {
            let pair = self.next();
            if pair.as_rule() == rule {
                return pair;
            }
        }
    }

    /// The next child of this rule, if one follows anywhere.
    fn seek(&mut self, rule: Rule) -> Option<Pair<'i, Rule>> {
        self.pairs.by_ref().find(|pair| pair.as_rule() == rule)
    }

    /// Whether a child of this rule is among those left.
    fn has(&self, rule: Rule) -> bool {
        self.pairs.clone().any(|pair| pair.as_rule() == rule)
    }

    /// All children of this rule among those left.
    fn all(self, rule: Rule) -> impl Iterator<Item = Pair<'i, Rule>> {
        self.pairs.filter(move |pair| pair.as_rule() == rule)
    }
}
