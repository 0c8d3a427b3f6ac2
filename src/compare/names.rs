//! Lists and tables of two versions: what is one in meaning, whatever it is called.

use super::words::{quoted, written};
use crate::typed::{List, Table, TableId, TypedRules};
use crate::values::text::{fold, trim};
use crate::values::{Type, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What a list or table holds, in one order.
pub type Content = BTreeSet<String>;

/// What the normal form calls lists and tables.
///
/// A list is what it holds, whether it has a name or stands in place. Only where both versions have a list of one name
/// and it holds other values, it goes by its name: then the list is what changed, and not each rule that reads it.
#[derive(Debug, Default)]
pub struct Names {
    changed_lists: BTreeSet<String>,
    changed_tables: BTreeSet<String>,
    /// For each table of the version what the normal form writes: a number that both versions give to equal rows.
    tables: Vec<String>,
}

impl Names {
    /// The names of the old version and of the new one.
    pub fn of(old: &TypedRules, new: &TypedRules) -> [Names; 2] {
        let mut held: BTreeMap<Content, usize> = BTreeMap::new();
        [old, new].map(|version| {
            let changed_tables = changed(&tables(old), &tables(new));
            let mark = |table: &Table| {
                let n = held.len();
                let place = *held.entry(rows(table)).or_insert(n);
                let is_changed = changed_tables.contains(&table.name);
                if is_changed { format!("table {}", written(&table.name)) } else { format!("table #{place}") }
            };
            let tables = version.tables.iter().map(mark).collect();
            Names { changed_lists: changed(&lists(old), &lists(new)), changed_tables, tables }
        })
    }

    /// Names of lists that hold other values now.
    pub fn changed_lists(&self) -> impl Iterator<Item = &str> {
        self.changed_lists.iter().map(String::as_str)
    }

    /// Names of tables that hold other rows now.
    pub fn changed_tables(&self) -> impl Iterator<Item = &str> {
        self.changed_tables.iter().map(String::as_str)
    }

    /// Whether a list of this name holds other values now.
    pub fn is_changed_list(&self, name: &str) -> bool {
        self.changed_lists.contains(name)
    }

    /// What the normal form writes for a table: which rows, or its name where the rows are what changed.
    pub fn table(&self, id: TableId) -> &str {
        self.tables.get(id.0 as usize).map_or("", String::as_str)
    }
}

fn changed(old: &BTreeMap<String, Content>, new: &BTreeMap<String, Content>) -> BTreeSet<String> {
    old.iter()
        .filter(|(name, held)| new.get(*name).is_some_and(|now| now != *held))
        .map(|(name, _)| name.clone())
        .collect()
}

/// Named lists with what they hold.
pub fn lists(rules: &TypedRules) -> BTreeMap<String, Content> {
    let mut found: BTreeMap<String, Content> = BTreeMap::new();
    for list in &rules.lists {
        if let Some(name) = &list.name {
            found.entry(name.clone()).or_default().extend(values(list));
        }
    }
    found
}

/// Tables with their rows.
pub fn tables(rules: &TypedRules) -> BTreeMap<String, Content> {
    rules.tables.iter().map(|table| (table.name.clone(), rows(table))).collect()
}

fn values(list: &List) -> Content {
    list.values.iter().map(|value| cell(value, &list.ty)).collect()
}

fn rows(table: &Table) -> Content {
    let row = |(keys, value): &(Vec<Value>, Value)| {
        let keys: Vec<String> = keys.iter().zip(&table.key_types).map(|(key, ty)| cell(key, ty)).collect();
        let value = match value {
            Value::Text(text) => quoted(text),
            value => cell(value, &table.value_type),
        };
        format!("{} => {value}", keys.join(", "))
    };
    table.rows.iter().map(row).collect()
}

/// A constant as it compares.
fn cell(value: &Value, ty: &Type) -> String {
    match value {
        Value::Missing => "missing".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) if *ty.element() == Type::Text => quoted(&fold(trim(text))),
        Value::Text(text) => quoted(text),
        Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Time(at) => at.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Choice(place) => match ty.element() {
            Type::OneOf(choices) => quoted(choices.name(*place).unwrap_or_default()),
            _ => place.to_string(),
        },
        Value::List(elements) => {
            let all: Vec<String> = elements.iter().map(|one| cell(one, ty.element())).collect();
            format!("[{}]", all.join(", "))
        }
    }
}
