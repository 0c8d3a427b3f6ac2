//! Literals as written. Their values are the checker's: it knows the bounds of numbers and the calendar.

use super::Expr;
use crate::source::Span;

/// A number without sign: `20`, `12.5`, `1_000_000`, `30%`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberLit {
    /// As written, underscores included, without the `%`.
    pub text: String,
    /// True for `30%`, which is 0.3.
    pub percent: bool,
    /// With the `%`.
    pub span: Span,
}

impl NumberLit {
    /// The digits and the point, without underscores.
    pub fn digits(&self) -> String {
        self.text.replace('_', "")
    }
}

/// A text in quotes with its escapes resolved: `"CEO"`, `"{fit.tier}{engagement.tier}"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextLit {
    /// Plain stretches and values, in order; no two plain stretches touch; empty for `""`.
    pub parts: Vec<TextPart>,
    /// With the quotes.
    pub span: Span,
}

impl TextLit {
    /// The text, if nothing in it has to be computed.
    pub fn plain(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [TextPart::Plain(text)] => Some(text),
            _ => None,
        }
    }
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextPart {
    /// Characters as they are; never empty.
    Plain(String),
    /// `{fit.tier}`.
    Value(Expr),
}

/// `90d`: a whole number of one unit, never converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    /// How many of the unit; at most `DURATION_COUNT_MAX` of the parser.
    pub count: u32,
    /// The unit.
    pub unit: DurationUnit,
    /// Both.
    pub span: Span,
}

/// Units a duration may be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DurationUnit {
    /// `s`
    Second,
    /// `m`
    Minute,
    /// `h`
    Hour,
    /// `d`
    Day,
    /// `w`
    Week,
}

impl DurationUnit {
    /// The letter it is written with.
    pub fn letter(self) -> char {
        match self {
            Self::Second => 's',
            Self::Minute => 'm',
            Self::Hour => 'h',
            Self::Day => 'd',
            Self::Week => 'w',
        }
    }
}

/// `2026-11-01`, digits and dashes in place; that the day exists is the checker's to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateLit {
    /// As written.
    pub text: String,
    /// All of it.
    pub span: Span,
}

/// `2026-11-01T09:00:00Z`, with optional seconds and fraction, and `Z` or an offset such as `+01:00`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstantLit {
    /// As written.
    pub text: String,
    /// All of it.
    pub span: Span,
}
