//! Values of one type as values of another, where two types meet in a comparison.

use crate::values::{Type, Value, Zone};

/// A value of type `from` as `to` sees it: a choice by its name, a text by its place among the choices, a date as its
/// first instant in the zone; lists element by element. Missing where there is no counterpart.
pub fn convert(value: &Value, from: &Type, to: &Type, zone: &Zone) -> Value {
    match value {
        Value::Missing => Value::Missing,
        Value::List(elements) => {
            Value::list(elements.iter().map(|one| convert(one, from.element(), to.element(), zone)).collect())
        }
        one => convert_one(one, from.element(), to.element(), zone),
    }
}

fn convert_one(value: &Value, from: &Type, to: &Type, zone: &Zone) -> Value {
    match (value, from, to) {
        (Value::Choice(_), Type::OneOf(a), Type::OneOf(b)) if a == b => value.clone(),
        (Value::Choice(place), Type::OneOf(choices), _) => match (choices.name(*place), to) {
            (Some(name), Type::OneOf(others)) => others.position(name).map_or(Value::Missing, Value::Choice),
            (Some(name), _) => Value::text(name),
            (None, _) => Value::Missing,
        },
        (Value::Text(text), _, Type::OneOf(choices)) => choices.position(text).map_or(Value::Missing, Value::Choice),
        (Value::Date(date), _, Type::Time) => Value::Time(zone.midnight(*date)),
        _ => value.clone(),
    }
}

/// Whether [`convert`] changes anything between two types.
pub(super) fn differs(from: &Type, to: &Type) -> bool {
    match (from.element(), to.element()) {
        (Type::OneOf(a), Type::OneOf(b)) => a != b,
        (Type::OneOf(_), _) => true,
        (_, Type::OneOf(_)) => true,
        (Type::Date | Type::TimeOrDate, Type::Time) => true,
        _ => false,
    }
}
