//! Where things stand in the author's text: sources, spans, and line and column of a byte.
//!
//! In: texts that somebody else has read. Out: places. Nothing here opens a file, and nothing knows the language.

mod map;
mod span;

pub use map::{Position, SourceMap};
pub use span::{SourceId, Span, Spanned};
