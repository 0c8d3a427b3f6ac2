//! Values of records and rules as JSON.

use super::Exact;
use crate::plan::ListPlan;
use crate::values::{Type, Value};
use serde_json::{Value as Json, json};

/// Lists of more values than this go by their name and size.
const LIST_MAX: usize = 50;

/// A value of a type; null where it is missing.
pub fn json_value(value: &Value, ty: &Type) -> Json {
    match value {
        Value::Missing => Json::Null,
        Value::Number(number) => Json::Number(Exact(*number).number()),
        Value::Text(text) => Json::from(&**text),
        Value::YesNo(yes) => Json::Bool(*yes),
        Value::Time(at) => Json::from(at.to_string()),
        Value::Date(date) => Json::from(date.to_string()),
        Value::Choice(index) => match ty.element() {
            Type::OneOf(choices) => choices.name(*index).map_or(Json::Null, Json::from),
            _ => Json::from(*index),
        },
        Value::List(elements) => elements.iter().map(|element| json_value(element, ty.element())).collect(),
    }
}

/// The values of a list in the rules: all of a short one, the only one alone, else its name and how many there are.
pub fn json_list(list: &ListPlan) -> Json {
    match (list.values.as_slice(), &list.name) {
        ([only], None) => json_value(only, &list.ty),
        (values, None) if values.len() <= LIST_MAX => values.iter().map(|value| json_value(value, &list.ty)).collect(),
        (values, name) => json!({ "list": name.as_deref().unwrap_or("[..]"), "n_values": values.len() }),
    }
}

/// The word of a type in evidence.
pub fn type_word(ty: &Type) -> &'static str {
    match ty {
        Type::Text | Type::ExactText | Type::OneOf(_) => "text",
        Type::Number | Type::WholeNumber => "number",
        Type::YesNo => "yes/no",
        Type::Time | Type::TimeOrDate => "time",
        Type::Date => "date",
        Type::List(element) => match **element {
            Type::Number | Type::WholeNumber => "list of number",
            Type::Date => "list of date",
            Type::Time => "list of time",
            Type::YesNo => "list of yes/no",
            _ => "list of text",
        },
    }
}
