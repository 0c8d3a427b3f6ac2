//! Records that cannot be read, with their place and reason, and what is done about them.

use crate::diag::one_line;
use std::fmt;
use std::sync::Arc;

/// Where in a file something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file as the caller names it; `-` for standard input.
    pub file: Arc<str>,
    /// From 1.
    pub line: u64,
    /// In characters, from 1; none where the whole record is meant.
    pub column: Option<u64>,
    /// Bytes of the file before it, a byte order mark included.
    pub byte: u64,
}

impl fmt::Display for Place {
    /// `contacts.ndjson:3:17`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", one_line(&self.file), self.line)?;
        self.column.map_or(Ok(()), |column| write!(f, ":{column}"))
    }
}

/// A record that is left out, or that ends the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRecord {
    /// Where it goes wrong.
    pub place: Place,
    /// Why.
    pub reason: BadReason,
}

impl fmt::Display for BadRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

/// Why a record is bad.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadReason {
    /// The text is not JSON; what is wrong in words.
    NotJson(&'static str),
    /// The text ends inside the record.
    CutShort,
    /// `{"a":1,"a":2}`.
    RepeatedKey(String),
    /// Lists and objects inside each other beyond [`super::MAX_NESTING`].
    TooDeep,
    /// Longer than the limit, in bytes.
    TooLong(usize),
    /// More values in one record than a record to unfold may have.
    TooManyValues(usize),
    /// Bytes that are no UTF-8.
    NotUtf8,
    /// Valid JSON, but a list, a text or a number stands where a record was expected.
    NotAnObject(&'static str),
    /// A line of CSV with more or fewer fields than the header has names.
    FieldCount {
        /// Names in the header.
        expected: usize,
        /// Fields on the line.
        found: usize,
    },
    /// A quoted CSV field that never ends.
    OpenQuote,
    /// No id, contact, type or time.
    NoField {
        /// The way of the field.
        field: String,
        /// The nearest name that the file has so far.
        nearest: Option<String>,
    },
    /// An id, contact or type that is no text and no number.
    NotText {
        /// The way of the field.
        field: String,
        /// What stands there: `a list`.
        found: &'static str,
    },
    /// A time that cannot be read.
    NotATime {
        /// The way of the field.
        field: String,
        /// Why not.
        why: String,
    },
    /// A merged contact that is said to be two others.
    OtherAlias {
        /// The id that is no more.
        old: String,
        /// The id that another record says it has now.
        other: String,
    },
    /// Two records of a kind with one id that differ in fields the rules use.
    SameId {
        /// The id.
        id: String,
        /// Where the other one stands: file and line.
        other: (Arc<str>, u64),
    },
}

impl BadReason {
    /// Whether a line of a table has fewer cells than its header.
    pub fn is_short_line(&self) -> bool {
        matches!(self, BadReason::FieldCount { expected, found } if found < expected)
    }
}

impl fmt::Display for BadReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadReason::NotJson(what) => write!(f, "not valid JSON: {what}"),
            BadReason::CutShort => write!(f, "the record is cut short: its end is missing"),
            BadReason::RepeatedKey(key) => write!(f, "the field `{}` is there twice", shown(key)),
            BadReason::TooDeep => {
                write!(f, "lists and objects inside each other go deeper than {} levels", super::MAX_NESTING)
            }
            BadReason::TooLong(limit) => write!(f, "the record is longer than {limit} bytes"),
            BadReason::TooManyValues(limit) => write!(f, "the record has more than {limit} values"),
            BadReason::NotUtf8 => {
                write!(f, "the text is not valid UTF-8; save the file as UTF-8, or declare its `encoding`")
            }
            BadReason::NotAnObject(found) => write!(f, "a record has to be an object `{{..}}`, this is {found}"),
            BadReason::FieldCount { expected, found } => {
                let fields = if *found == 1 { "field" } else { "fields" };
                write!(f, "the header has {expected} names, this line has {found} {fields}")
            }
            BadReason::OpenQuote => write!(f, "a quote opens and never closes"),
            BadReason::NoField { field, nearest: None } => write!(f, "no `{}`", shown(field)),
            BadReason::NoField { field, nearest: Some(nearest) } => {
                write!(f, "no `{}`; the nearest name in the file is `{}`", shown(field), shown(nearest))
            }
            BadReason::NotText { field, found } => {
                write!(f, "`{}` has to be a text or a number, this is {found}", shown(field))
            }
            BadReason::NotATime { field, why } => write!(f, "`{}` is no time: {why}", shown(field)),
            BadReason::OtherAlias { old, other } => {
                write!(f, "`{}` was merged into `{}` already, by another record", shown(old), shown(other))
            }
            BadReason::SameId { id, other } => {
                write!(
                    f,
                    "the id `{}` is there twice with different values, also at {}:{}",
                    shown(id),
                    other.0,
                    other.1
                )
            }
        }
    }
}

/// Text of the data inside a message: one line, not too long, nothing that moves the cursor.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let cut: String = text.chars().take(LONGEST).collect();
    let dots = if cut.len() < text.len() { ".." } else { "" };
    one_line(&cut) + dots
}

/// What happens to a bad record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum OnBadRecord {
    /// Nothing is scored: the first one is the error of the run.
    #[default]
    Stop,
    /// It is left out and counted.
    Skip,
}

/// Why reading ends early.
#[derive(Debug)]
pub enum ReadError {
    /// A bad record under [`OnBadRecord::Stop`].
    Bad(BadRecord),
    /// The file as a whole cannot be read as what it is said to be, whatever the policy.
    File {
        /// The file.
        file: Arc<str>,
        /// The line, where there is one.
        line: Option<u64>,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// The file cannot be opened.
    Open {
        /// The file.
        file: Arc<str>,
        /// The cause.
        error: std::io::Error,
    },
    /// The disk or the pipe fails.
    Io {
        /// The file.
        file: Arc<str>,
        /// The line it had come to.
        line: u64,
        /// The cause.
        error: std::io::Error,
    },
    /// The file for rejected records cannot be written.
    Rejects(std::io::Error),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Bad(bad) => bad.fmt(f),
            ReadError::File { file, line: Some(line), reason } => write!(f, "{}:{line}: {reason}", one_line(file)),
            ReadError::File { file, line: None, reason } => write!(f, "{}: {reason}", one_line(file)),
            ReadError::Open { file, error } => write!(f, "cannot read `{}`: {error}", one_line(file)),
            ReadError::Io { file, line, error } => write!(f, "{}:{line}: cannot read on: {error}", one_line(file)),
            ReadError::Rejects(error) => write!(f, "cannot write the rejected records: {error}"),
        }
    }
}

impl std::error::Error for ReadError {}
