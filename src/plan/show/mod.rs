//! The plan on paper: text for people, JSON for programs, DOT for drawings.

mod dot;
mod json;
mod text;

pub use dot::dot;
pub use json::json;
pub use text::text;
