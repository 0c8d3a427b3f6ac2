//! What is equal and what is less, by type; semantics 4.2, 5.1, 5.2, 6.1, 10.7.

use super::scope::Evaluator;
use crate::values::text::{fold, trim};
use crate::values::{Type, Value};
use std::cmp::Ordering;
use std::sync::Arc;

/// A value with its type.
pub(super) type Typed<'v> = (&'v Value, &'v Type);

impl Evaluator<'_> {
    /// Whether one element of `a` equals one of `b`, compared as `compare_as`. Missing equals nothing.
    pub fn is_equal(&self, a: Typed<'_>, b: Typed<'_>, compare_as: &Type) -> bool {
        self.some_pair(a, b, |a, b| {
            let key = |one| self.comparable(one, compare_as.element());
            key(a).is_some() && key(a) == key(b)
        })
    }

    /// Whether one element of `a` and one of `b` stand in an order that `holds`. Missing stands in none.
    pub fn is_ordered(&self, a: Typed<'_>, b: Typed<'_>, compare_as: &Type, holds: impl Fn(Ordering) -> bool) -> bool {
        self.some_pair(a, b, |a, b| {
            let key = |one| self.comparable(one, compare_as.element());
            match (key(a), key(b)) {
                (Some(a), Some(b)) => holds(a.cmp(&b)),
                _ => false,
            }
        })
    }

    fn some_pair(&self, a: Typed<'_>, b: Typed<'_>, holds: impl Fn(Typed<'_>, Typed<'_>) -> bool) -> bool {
        a.0.elements().iter().any(|x| b.0.elements().iter().any(|y| holds((x, a.1.element()), (y, b.1.element()))))
    }

    /// A form of one element that is equal, or ordered, as the type has it; `None` if it has no place in the type.
    fn comparable(&self, (value, ty): Typed<'_>, compare_as: &Type) -> Option<Value> {
        match compare_as {
            Type::Text => self.text_of((value, ty)).map(|text| Value::Text(Arc::from(&*fold(trim(&text))))),
            Type::ExactText => self.text_of((value, ty)).map(Value::Text),
            Type::Time => self.instant_of(value).map(Value::Time),
            Type::OneOf(choices) => match value {
                Value::Choice(_) => Some(value.clone()),
                Value::Text(text) => choices.position(text).map(Value::Choice),
                _ => None,
            },
            _ => Some(value.clone()).filter(|value| !value.is_missing()),
        }
    }

    /// A text, or the name of a choice, as written.
    pub fn text_of(&self, (value, ty): Typed<'_>) -> Option<Arc<str>> {
        match (value, ty) {
            (Value::Text(text), _) => Some(text.clone()),
            (Value::Choice(index), Type::OneOf(choices)) => choices.name(*index).map(Arc::from),
            _ => None,
        }
    }

    /// The instant of a time, or the first of a date; semantics 3.2.
    pub fn instant_of(&self, value: &Value) -> Option<crate::values::Instant> {
        match value {
            Value::Time(at) => Some(*at),
            Value::Date(date) => Some(self.rules.zone.midnight(*date)),
            _ => None,
        }
    }
}

/// The form under which values are one in `per FIELD`, `same FIELD`, `distinct`; semantics 14.3.
pub(super) fn key_of(value: &Value, ty: &Type) -> Value {
    match (value, ty) {
        (Value::Text(text), ty) if *ty != Type::ExactText => Value::Text(Arc::from(&*fold(trim(text)))),
        (Value::List(elements), ty) => {
            Value::List(elements.iter().map(|element| key_of(element, ty.element())).collect())
        }
        (other, _) => other.clone(),
    }
}
