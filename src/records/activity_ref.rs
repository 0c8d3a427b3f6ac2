//! An activity as it was just read: borrowed from the reader, gone when the next one comes.

use super::Activity;
use crate::values::text::is_blank;
use crate::values::{Date, Decimal, Instant, Value};

/// An activity of a contact that is among the rows.
#[derive(Clone, Copy, Debug)]
pub struct ActivityRef<'r> {
    /// The row of the contact who did it.
    pub contact: u32,
    /// The index of its type in [`Layout::activity_types`](super::Layout::activity_types); none for a type that no rule
    /// names.
    pub ty: Option<u32>,
    /// Its type as the record spells it.
    pub type_name: &'r str,
    /// When.
    pub at: Instant,
    /// Its own id, if it has one.
    pub id: Option<&'r str>,
    /// By activity field id; what nobody reads is missing.
    pub values: &'r [FieldRef<'r>],
}

/// What a slot of an activity holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FieldRef<'r> {
    /// Absent, or null.
    Missing,
    /// Yes is `true`.
    YesNo(bool),
    /// A number or whole number.
    Number(Decimal),
    /// A calendar day.
    Date(Date),
    /// A moment.
    Time(Instant),
    /// Text as it came; a blank one is missing.
    Text(&'r str),
    /// Lists, choices, and what was made before.
    Value(&'r Value),
}

impl<'r> FieldRef<'r> {
    /// What a value holds.
    pub fn of(value: &'r Value) -> FieldRef<'r> {
        match value {
            Value::Missing => FieldRef::Missing,
            Value::YesNo(yes) => FieldRef::YesNo(*yes),
            Value::Number(number) => FieldRef::Number(*number),
            Value::Date(date) => FieldRef::Date(*date),
            Value::Time(at) => FieldRef::Time(*at),
            Value::Text(text) => FieldRef::Text(text),
            Value::Choice(_) | Value::List(_) => FieldRef::Value(value),
        }
    }

    /// Whether there is nothing here.
    pub fn is_missing(&self) -> bool {
        match self {
            FieldRef::Missing | FieldRef::Value(Value::Missing) => true,
            FieldRef::Text(text) => is_blank(text),
            _ => false,
        }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<Decimal> {
        match self {
            FieldRef::Number(number) => Some(*number),
            FieldRef::Value(value) => value.as_number(),
            _ => None,
        }
    }

    /// The value, made anew.
    pub fn to_value(&self) -> Value {
        match self {
            FieldRef::Missing => Value::Missing,
            FieldRef::YesNo(yes) => Value::YesNo(*yes),
            FieldRef::Number(number) => Value::Number(*number),
            FieldRef::Date(date) => Value::Date(*date),
            FieldRef::Time(at) => Value::Time(*at),
            FieldRef::Text(text) => Value::text(text),
            FieldRef::Value(value) => (*value).clone(),
        }
    }
}

impl Activity {
    /// The slots of this activity, borrowed, into a vector that is used again.
    pub fn borrow_values<'r>(&'r self, values: &mut Vec<FieldRef<'r>>) {
        values.clear();
        values.extend(self.values.iter().map(FieldRef::of));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_as_it_was() {
        let list = Value::list(vec![Value::text("a"), Value::Number(Decimal::ONE)]);
        for value in [
            Value::Missing,
            Value::YesNo(false),
            Value::Number(Decimal::from_int(-3)),
            Value::Date(Date::FIRST),
            Value::Time(Instant::LAST),
            Value::text("Ada "),
            Value::Choice(2),
            list,
        ] {
            let borrowed = FieldRef::of(&value);
            assert_eq!(borrowed.to_value(), value);
            assert_eq!(borrowed.is_missing(), value.is_missing());
        }
    }

    #[test]
    fn blank_text_is_missing() {
        let blank = FieldRef::Text(" \u{A0}\t");
        assert!(blank.is_missing());
        assert_eq!(blank.to_value(), Value::Missing);
    }
}
