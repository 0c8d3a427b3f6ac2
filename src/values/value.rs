//! What a field holds on one record.

use super::number::Decimal;
use super::text::{fold, is_blank, trim};
use super::time::{Date, Instant};
use super::types::Type;
use std::cmp::Ordering;
use std::sync::Arc;

/// A value of a record or of an expression.
///
/// Equality, order and hash of this type are those of the representation, for keys and ties; what `==` means in the
/// rules depends on the type (texts fold, missing equals nothing) and is decided by who evaluates.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// Absent, null, or empty or blank text; an empty list.
    Missing,
    /// A number or whole number.
    Number(Decimal),
    /// Text as it came, untrimmed, never blank.
    Text(Arc<str>),
    /// Yes is `true`.
    YesNo(bool),
    /// A moment.
    Time(Instant),
    /// A calendar day.
    Date(Date),
    /// The index of a name in the declared choices.
    Choice(u32),
    /// At least one element, none of them missing, in the order they came.
    List(Arc<[Value]>),
}

impl Value {
    /// A text as it came; a blank one is missing.
    pub fn text(text: &str) -> Value {
        if is_blank(text) { Value::Missing } else { Value::Text(Arc::from(text)) }
    }

    /// A list without its missing elements; missing where none is left.
    pub fn list(elements: Vec<Value>) -> Value {
        let known: Vec<Value> = elements.into_iter().filter(|element| !element.is_missing()).collect();
        if known.is_empty() { Value::Missing } else { Value::List(known.into()) }
    }

    /// Whether this is missing.
    pub const fn is_missing(&self) -> bool {
        matches!(self, Value::Missing)
    }

    /// The number, if it is one.
    pub const fn as_number(&self) -> Option<Decimal> {
        match self {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The elements: those of a list, nothing of a missing value, and any other value as the only one.
    pub fn elements(&self) -> &[Value] {
        match self {
            Value::Missing => &[],
            Value::List(elements) => elements,
            one => std::slice::from_ref(one),
        }
    }

    /// A total order for breaking ties, and for nothing that people see: missing lowest, then by kind in the order
    /// of the variants, texts by their UTF-8 bytes, lists element by element.
    pub fn total_cmp(&self, other: &Value) -> Ordering {
        match (self, other) {
            (Value::Number(a), Value::Number(b)) => a.cmp(b),
            (Value::Text(a), Value::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
            (Value::YesNo(a), Value::YesNo(b)) => a.cmp(b),
            (Value::Time(a), Value::Time(b)) => a.cmp(b),
            (Value::Date(a), Value::Date(b)) => a.cmp(b),
            (Value::Choice(a), Value::Choice(b)) => a.cmp(b),
            (Value::List(a), Value::List(b)) => a.iter().cmp(b.iter()),
            (a, b) => a.kind().cmp(&b.kind()),
        }
    }

    /// The value by which records are grouped and counted as distinct: texts trimmed and folded, but exact texts
    /// as they are; every other value itself.
    pub fn group_key(&self, ty: &Type) -> Value {
        match self {
            Value::Text(text) if *ty != Type::ExactText => match fold(trim(text)) {
                folded if *folded == **text => self.clone(),
                folded => Value::Text(Arc::from(&*folded)),
            },
            Value::List(elements) if *ty.element() != Type::ExactText => {
                Value::List(elements.iter().map(|element| element.group_key(ty.element())).collect())
            }
            other => other.clone(),
        }
    }

    fn kind(&self) -> u8 {
        match self {
            Value::Missing => 0,
            Value::Number(_) => 1,
            Value::Text(_) => 2,
            Value::YesNo(_) => 3,
            Value::Time(_) => 4,
            Value::Date(_) => 5,
            Value::Choice(_) => 6,
            Value::List(_) => 7,
        }
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Value) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Value {
    /// [`Value::total_cmp`].
    fn cmp(&self, other: &Value) -> Ordering {
        self.total_cmp(other)
    }
}

#[cfg(test)]
mod tests;
