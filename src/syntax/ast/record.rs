//! Declarations of records: `contact { .. }`, `activity page_view { .. }`, `account { .. }`, `record deal { .. }`.

use super::{Block, Name, Path, PlainText};
use crate::source::Span;

/// One declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordDecl {
    /// What introduces it.
    pub form: RecordForm,
    /// The kind of record, or the type of activity.
    pub name: Name,
    /// Its fields; may be empty.
    pub fields: Block<FieldDecl>,
    /// All of it.
    pub span: Span,
}

/// What introduces a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordForm {
    /// `activity page_view { .. }`
    Activity,
    /// `record deal { .. }`
    Record,
    /// `contact { .. }`, `account { .. }`: the kind's name alone.
    Bare,
}

/// `job_title: text`, `manager: contact by manager_id, back reports`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDecl {
    /// The field; dotted for nested ones.
    pub field: Path,
    /// Its type.
    pub ty: FieldType,
    /// All of it.
    pub span: Span,
}

/// A type and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldType {
    /// Which.
    pub kind: FieldTypeKind,
    /// All of it.
    pub span: Span,
}

/// The types of fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldTypeKind {
    /// `text`
    Text,
    /// `exact text`
    ExactText,
    /// `number`
    Number,
    /// `whole number`
    WholeNumber,
    /// `yes/no`
    YesNo,
    /// `time`
    Time,
    /// `date`
    Date,
    /// `list of T`
    ListOf(Box<FieldType>),
    /// `one of "a", "b"`: at least one.
    OneOf(Vec<PlainText>),
    /// `one of "junior" < "senior" < "lead"`: lowest first, at least two.
    Levels(Vec<PlainText>),
    /// `account by account_id`, `contacts by influence_ids`.
    Link(Link),
}

/// `account by account_id`, `contacts by influence_ids`, `contact by manager_id, back reports`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The kind of record, in the singular for one, in the plural for many, as written.
    pub to: Name,
    /// The field of this record that holds the other's id (or a list of them).
    pub by: Path,
    /// What the way back is called.
    pub back: Option<Name>,
}
