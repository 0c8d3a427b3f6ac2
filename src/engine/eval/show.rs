//! Values as they stand in texts and labels.

use crate::values::{Type, Value};

/// A value as text: numbers as the shortest decimal, lists joined by commas; missing is nothing.
pub(in crate::engine) fn shown(value: &Value, ty: &Type) -> String {
    match value {
        Value::Missing => String::new(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.to_string(),
        Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Time(at) => at.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Choice(place) => match ty.element() {
            Type::OneOf(choices) => choices.name(*place).unwrap_or_default().to_owned(),
            _ => String::new(),
        },
        Value::List(elements) => {
            let all: Vec<String> = elements.iter().map(|one| shown(one, ty.element())).collect();
            all.join(", ")
        }
    }
}
