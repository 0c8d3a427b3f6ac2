//! What the records hold: kinds, fields, links and activities, declared or inferred from use.

use super::{ActivityTypeId, FieldId, KindId, LinkId};
use crate::source::Span;
use crate::values::{Type, Value};

/// A kind of record: the contact, or a declared one such as `account`.
#[derive(Clone, Debug)]
pub struct Kind {
    /// As declared: `contact`, `account`, `deal`.
    pub name: String,
    /// Name of the links back to it: `contacts`, `accounts`, `deals`.
    pub plural: String,
    /// Fields in declared order, or in order of first use. A field's id is its slot in a row.
    pub fields: Vec<Field>,
    /// Links in declared order, then the ways back, then `everyone`.
    pub links: Vec<Link>,
    /// Whether the file declares it: then its fields are exactly these.
    pub declared: bool,
    /// For scores of this kind that award activities: the link to the contacts whose activities they are
    /// (none for the contact itself, whose activities are its own).
    pub contacts_link: Option<LinkId>,
}

/// A typed attribute of a kind of record.
#[derive(Clone, Debug)]
pub struct Field {
    /// As rules write it, dots for nested fields: `address.city`.
    pub name: String,
    /// The same, split: the way into a nested JSON object. A flat key that holds the dots wins over the way.
    pub path: Vec<String>,
    /// Declared or inferred.
    pub ty: Type,
    /// Whether any rule, link, label or test reads it; readers leave out the others.
    pub used: bool,
    /// Declaration or first use.
    pub span: Span,
}

/// A way from one record to others.
#[derive(Clone, Debug)]
pub struct Link {
    /// As rules write it: `account`, `influences`, `contacts`, `everyone`.
    pub name: String,
    /// Where it leads.
    pub target: KindId,
    /// Whether it leads to any number of records (then only aggregates may use it).
    pub many: bool,
    /// How the records are found.
    pub via: Via,
}

/// How a link finds its records. Keys compare exactly; a key that names no record leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// By the ids in this field of the record itself: a text, or a list of texts (each id once, in list order).
    Key(FieldId),
    /// The records of the target kind whose link `link` leads here, in the order of their file.
    Back(LinkId),
    /// All contacts, in the order of their file.
    Everyone,
}

/// A type of activity.
#[derive(Clone, Debug)]
pub struct ActivityType {
    /// As the records spell it; compared exactly.
    pub name: String,
    /// Whether the file declares it.
    pub declared: bool,
    /// Declaration or first use.
    pub span: Span,
}

/// A field of activities. Fields of one name and one type are one, whatever types of activity declare them.
#[derive(Clone, Debug)]
pub struct ActivityField {
    /// As rules write it.
    pub name: String,
    /// The way into a nested object.
    pub path: Vec<String>,
    /// Declared or inferred.
    pub ty: Type,
    /// The types of activity that have it; `None` where it is inferred: then all may. An activity of another type has
    /// it missing, whatever its record says.
    pub of: Option<Vec<ActivityTypeId>>,
    /// Whether any rule reads it.
    pub used: bool,
    /// Declaration or first use.
    pub span: Span,
}

/// Constants of one type, each once, none missing.
#[derive(Clone, Debug)]
pub struct List {
    /// The `let` that names it, or none for a list written in place.
    pub name: Option<String>,
    /// In the order written. Text as written: comparison folds it (or not, by the type).
    pub values: Vec<Value>,
    /// The type its values compare as.
    pub ty: Type,
}

/// A table from a `csv` file: key columns, then one value column.
#[derive(Clone, Debug)]
pub struct Table {
    /// The `let` that names it.
    pub name: String,
    /// Types of the key columns.
    pub key_types: Vec<Type>,
    /// Type of the value column.
    pub value_type: Type,
    /// Rows in file order; no two have equal keys (checked).
    pub rows: Vec<(Vec<Value>, Value)>,
}
