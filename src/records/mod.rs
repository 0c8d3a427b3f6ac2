//! Records as the engine and the reference see them: rows of values by slot.
//!
//! Readers (`formats`) make them from JSON and CSV; `test` blocks make them from literals. A row's slots are the fields
//! of its kind in `typed` order; a field that nobody reads is [`Value::Missing`] there.

mod activity_ref;
mod layout;

pub use activity_ref::{ActivityRef, FieldRef};
pub use layout::{ActivityFieldLayout, FieldLayout, KindLayout, Layout};

use crate::values::{Instant, Value};
use std::sync::Arc;

/// Everything one run sees. Ids are unique within a kind; readers have dealt with repeats.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Records {
    /// Rows by kind (`KindId` order), each kind in the order of its files.
    pub rows: Vec<Vec<Row>>,
    /// In any order. Activities of contacts that are not among the rows are left out of every score and counted.
    pub activities: Vec<Activity>,
}

/// One contact, account or other record.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Compared exactly.
    pub id: Arc<str>,
    /// By field id.
    pub values: Vec<Value>,
}

/// A dated thing a contact did.
#[derive(Clone, Debug, PartialEq)]
pub struct Activity {
    /// Id of the contact.
    pub contact: Arc<str>,
    /// As the record spells it.
    pub ty: Arc<str>,
    /// When.
    pub at: Instant,
    /// Its own id, if it has one.
    pub id: Option<Arc<str>>,
    /// By activity field id.
    pub values: Vec<Value>,
}
