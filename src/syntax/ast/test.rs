//! Tests: records, an as-of, and what is expected; `cases` are tests as a table.

use super::{Block, Expr, FieldValue, Name, NumberLit, Path, PlainText, Set, Trivia};
use crate::source::Span;

/// `test "name" { .. }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestBlock {
    /// What it shows.
    pub name: PlainText,
    /// What is given and expected.
    pub body: Block<TestItem>,
    /// All of it.
    pub span: Span,
}

/// One entry of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestItem {
    /// `as of 2026-11-01`: a date or an instant.
    AsOf(AsOf),
    /// `set p = 10`
    Set(Set),
    /// `contact { .. }`, `3 x email_open { .. }`
    Record(GivenRecord),
    /// `expect ..`
    Expect(Expect),
    /// `cases { .. }`
    Cases(Cases),
}

/// `as of 2026-11-01`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// A date or an instant.
    pub at: Expr,
    /// All of it.
    pub span: Span,
}

/// `contact { id: "a" }`, `3 x email_open { at: 1d ago }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenRecord {
    /// `3` of `3 x`; one without it.
    pub count: Option<NumberLit>,
    /// A kind of record or a type of activity.
    pub kind: Name,
    /// Its fields; may be empty.
    pub fields: Block<FieldValue>,
    /// All of it.
    pub span: Span,
}

/// `expect lead == 29`, `expect not mql of "a"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expect {
    /// What should hold.
    pub condition: Expr,
    /// All of it.
    pub span: Span,
}

/// A test for each row:
///
/// ```text
/// cases {
///   job_title, company_size => fit, lead.tier
///   "CEO",     900          => 50,  hot
///   "Intern",  missing      => 0,   cold
/// }
/// ```
///
/// Before `=>` the given fields, after it values and what they equal. As-of and records that stand in the same test
/// count for every row; the row's fields go to its contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cases {
    /// Fields of the contact; at least one.
    pub given: Vec<Path>,
    /// What is compared; at least one.
    pub expected: Vec<Expr>,
    /// What stands around the header line.
    pub header: Trivia,
    /// Each as long as the header.
    pub rows: Block<CaseRow>,
    /// All of it.
    pub span: Span,
}

/// One row of [`Cases`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// As many as `Cases::given`.
    pub given: Vec<Expr>,
    /// As many as `Cases::expected`.
    pub expected: Vec<Expr>,
    /// All of it.
    pub span: Span,
}
