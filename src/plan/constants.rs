//! Lists and tables of constants in the form in which they are searched.

use crate::values::{Type, Value};

/// A list of constants, searched by their [group keys](Value::group_key).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListPlan {
    /// The `let` that names it, if any.
    pub name: Option<String>,
    /// The type its values compare as.
    pub ty: Type,
    /// As written, for evidence.
    pub values: Vec<Value>,
    /// Group keys, sorted, each once.
    pub keys: Vec<Value>,
    /// For tests inside folded texts.
    pub folded: Parts,
    /// For tests inside exact texts.
    pub exact: Parts,
}

/// What is looked for inside texts, in the order written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// For `contains`, `starts with` and `ends with`.
    pub parts: Vec<String>,
    /// For `has word`: the [word forms](crate::values::text::word_form) of the parts.
    pub words: Vec<String>,
}

/// A look-up table, searched by the group keys of its key columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TablePlan {
    /// The `let` that names it.
    pub name: String,
    /// Types of the key columns.
    pub key_types: Vec<Type>,
    /// Type of the value column.
    pub value_type: Type,
    /// Keys and value of each row, sorted by the keys, which are different.
    pub rows: Vec<(Vec<Value>, Value)>,
}

impl ListPlan {
    /// Whether one of the constants has this group key.
    pub fn has(&self, key: &Value) -> bool {
        self.keys.binary_search(key).is_ok()
    }
}

impl TablePlan {
    /// The value of the row with these group keys.
    pub fn find(&self, keys: &[Value]) -> Option<&Value> {
        let row = self.rows.binary_search_by(|(of_row, _)| of_row.as_slice().cmp(keys)).ok()?;
        Some(&self.rows[row].1)
    }
}
