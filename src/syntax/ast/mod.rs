//! The tree of what the author wrote: every construct of the language, every node with its place.
//!
//! Names stand as written and mean nothing yet. Where the text alone cannot say what a thing is (`bounce => -10`: an
//! activity, or a `let`?) the tree says so ([`Head::Names`], [`LetValue::Names`]) and the checker decides. Comments
//! and blank lines are kept on the [`Line`] they stand at, for `fmt` alone. Depth is bounded by the parser
//! ([`crate::syntax::DEPTH_MAX`]), so walks over the tree may recurse.

mod expr;
mod item;
mod literal;
mod phrase;
mod record;
mod rule;
mod setting;
mod test;

pub use expr::*;
pub use item::*;
pub use literal::{DateLit, Duration, DurationUnit, InstantLit, NumberLit, TextLit, TextPart};
pub use phrase::*;
pub use record::*;
pub use rule::*;
pub use setting::*;
pub use test::*;

use crate::source::{Span, Spanned};

/// A name as the author wrote it, without backquotes. Quoting does not change what a name means.
pub type Name = Spanned<String>;

/// Text without interpolation: reasons, group names, file names, ids. Escapes are resolved.
pub type PlainText = Spanned<String>;

/// Names joined by dots: `job_title`, `account.industry`, `fit.tier`, `page_view.seconds`. Never empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Path {
    /// The names, first to last; at least one.
    pub names: Vec<Name>,
    /// All of it.
    pub span: Span,
}

impl Path {
    /// The only name of an undotted path.
    pub fn single(&self) -> Option<&Name> {
        match self.names.as_slice() {
            [name] => Some(name),
            _ => None,
        }
    }
}

/// One entry of a file or block and what stands around it. Blank lines and comments have no meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<T> {
    /// The entry.
    pub node: T,
    /// What stands around it.
    pub trivia: Trivia,
}

/// Blank lines and comments around one [`Line`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trivia {
    /// Lines above, in order.
    pub above: Vec<Above>,
    /// The comment at the end of the entry's last line; for a block, of the line with its `{`.
    pub beside: Option<Comment>,
    /// Comments inside the entry but outside its block (between the elements of a list over several lines).
    pub inside: Vec<Comment>,
    /// For a block, the comment on the line of its `}`.
    pub after_block: Option<Comment>,
}

/// One line above an entry that is not itself an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Above {
    /// One or more blank lines.
    Blank,
    /// A comment on a line of its own.
    Comment(Comment),
}

/// `# text`: the text without `#`, without blanks at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// What follows the `#`.
    pub text: String,
    /// From the `#` to the end of the text.
    pub span: Span,
}

/// The entries between `{` and `}`, or of a whole file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block<T> {
    /// The entries in the order written.
    pub lines: Vec<Line<T>>,
    /// Comments and blank lines after the last entry.
    pub end: Vec<Above>,
    /// From `{` to `}`; for a file, all of it.
    pub span: Span,
}

impl<T> Block<T> {
    /// The entries without what stands around them.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator {
        self.lines.iter().map(|line| &line.node)
    }
}
