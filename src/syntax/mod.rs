//! The text of a rules file and the tree of what its author wrote.
//!
//! In: text. Out: [`ast::File`] and syntax findings. Nothing here knows what a name means.

pub mod ast;

/// How deep brackets, blocks and chains may nest; more is one finding, so no walk over the tree can run out of stack.
pub const DEPTH_MAX: usize = 200;
