//! Records as a `test` block writes them, and as JSON.

use super::make::is_key;
use crate::records::{Activity, Records, Row};
use crate::syntax::words::is_plain_name;
use crate::typed::{FieldId, TypedRules};
use crate::values::{Instant, Type, Unit, Value};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// The inside of a `test` block, on one line.
pub(super) fn text(rules: &TypedRules, records: &Records, as_of: Instant) -> String {
    let has_one = records.rows.iter().map(Vec::len).sum::<usize>() == 1 && records.rows[0].len() == 1;
    let mut parts = vec![format!("as of {as_of}")];
    for (kind, rows) in records.rows.iter().enumerate() {
        for row in rows {
            let id = (!has_one).then(|| format!("id: {}", quoted(&row.id)));
            let values =
                row_values(rules, kind, row).map(|(name, ty, value)| format!("{}: {}", path(name), written(value, ty)));
            parts.push(block(&rules.kinds[kind].name, id.into_iter().chain(values).collect()));
        }
    }
    let alike = |one: &Activity, next: &Activity| one == next;
    for chunk in records.activities.chunk_by(alike) {
        let activity = &chunk[0];
        let id = (!has_one).then(|| format!("contact_id: {}", quoted(&activity.contact)));
        let values =
            activity_values(rules, activity).map(|(name, ty, value)| format!("{}: {}", path(name), written(value, ty)));
        let at = format!("at: {}", ago(activity.at, as_of));
        let fields: Vec<String> = id.into_iter().chain(values).chain([at]).collect();
        let times = if chunk.len() == 1 { String::new() } else { format!("{} x ", chunk.len()) };
        parts.push(format!("{times}{}", block(&path(&activity.ty), fields)));
    }
    parts.join("  ")
}

/// `{"as_of": .., "contacts": [..], "activities": [..], "records": {"account": [..]}}`
pub(super) fn json(rules: &TypedRules, records: &Records, as_of: Instant) -> Json {
    let row = |kind: usize, row: &Row| {
        let mut object = Map::new();
        object.insert("id".to_owned(), json!(&*row.id));
        row_values(rules, kind, row).for_each(|(name, ty, value)| put(&mut object, name, ty, value));
        Json::Object(object)
    };
    let rows = |kind: usize| Json::Array(records.rows[kind].iter().map(|one| row(kind, one)).collect());
    let activity = |activity: &Activity| {
        let mut object = Map::new();
        object.insert("contact_id".to_owned(), json!(&*activity.contact));
        object.insert("type".to_owned(), json!(&*activity.ty));
        object.insert("at".to_owned(), json!(activity.at.to_string()));
        activity_values(rules, activity).for_each(|(name, ty, value)| put(&mut object, name, ty, value));
        Json::Object(object)
    };
    let others = (1..records.rows.len()).filter(|kind| !records.rows[*kind].is_empty());
    let others: Map<String, Json> = others.map(|kind| (rules.kinds[kind].name.clone(), rows(kind))).collect();
    json!({
        "as_of": as_of.to_string(),
        "contacts": rows(0),
        "activities": records.activities.iter().map(activity).collect::<Vec<_>>(),
        "records": others,
    })
}

/// The values of a row that are known, in the order of the fields.
fn row_values<'a>(
    rules: &'a TypedRules,
    kind: usize,
    row: &'a Row,
) -> impl Iterator<Item = (&'a str, &'a Type, &'a Value)> {
    let fields = rules.kinds[kind].fields.iter().zip(&row.values).enumerate();
    let known = fields.filter(|(_, (_, value))| !value.is_missing());
    let wanted = known.filter(move |(at, (field, _))| field.name != "id" || is_key(rules, kind, FieldId(*at as u32)));
    wanted.map(|(_, (field, value))| (field.name.as_str(), &field.ty, value))
}

fn activity_values<'a>(
    rules: &'a TypedRules,
    activity: &'a Activity,
) -> impl Iterator<Item = (&'a str, &'a Type, &'a Value)> {
    let known = rules.activity_fields.iter().zip(&activity.values).filter(|(_, value)| !value.is_missing());
    known.map(|(field, value)| (field.name.as_str(), &field.ty, value))
}

/// A field with dots in its name lies in an object of its own.
fn put(object: &mut Map<String, Json>, name: &str, ty: &Type, value: &Value) {
    match name.split_once('.') {
        Some((outer, inner)) => {
            let nested = object.entry(outer.to_owned()).or_insert_with(|| Json::Object(Map::new()));
            if let Json::Object(nested) = nested {
                put(nested, inner, ty, value);
            }
        }
        None => {
            object.insert(name.to_owned(), plain(value, ty));
        }
    }
}

fn plain(value: &Value, ty: &Type) -> Json {
    match value {
        Value::Missing => Json::Null,
        Value::Number(number) => number.to_string().parse::<serde_json::Number>().map_or(Json::Null, Json::Number),
        Value::Text(text) => json!(&**text),
        Value::YesNo(yes) => json!(yes),
        Value::Time(at) => json!(at.to_string()),
        Value::Date(date) => json!(date.to_string()),
        Value::Choice(place) => json!(choice(*place, ty)),
        Value::List(elements) => elements.iter().map(|element| plain(element, ty.element())).collect(),
    }
}

fn choice(place: u32, ty: &Type) -> String {
    match ty.element() {
        Type::OneOf(choices) => choices.name(place).unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

fn written(value: &Value, ty: &Type) -> String {
    match value {
        Value::Missing => "missing".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => quoted(text),
        Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Time(at) => at.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Choice(place) => quoted(&choice(*place, ty)),
        Value::List(elements) => {
            let all: Vec<String> = elements.iter().map(|element| written(element, ty.element())).collect();
            format!("[{}]", all.join(", "))
        }
    }
}

fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('{', "\\{").replace('\n', "\\n");
    format!("\"{escaped}\"")
}

/// A dotted name, in backquotes where it is no plain word.
fn path(name: &str) -> Arc<str> {
    let is_plain = name.split('.').all(is_plain_name);
    Arc::from(if is_plain { name.to_owned() } else { format!("`{name}`") })
}

fn block(name: &str, fields: Vec<String>) -> String {
    if fields.is_empty() { format!("{name} {{}}") } else { format!("{name} {{ {} }}", fields.join(", ")) }
}

/// `2h ago` in the largest unit that says it exactly; else the instant.
fn ago(at: Instant, as_of: Instant) -> String {
    let us = as_of.us_since(at);
    let units = [Unit::Day, Unit::Hour, Unit::Minute, Unit::Second];
    match units.into_iter().find(|unit| us % unit.micros() == 0) {
        Some(unit) if us > 0 => format!("{}{} ago", us / unit.micros(), unit.letter()),
        _ => at.to_string(),
    }
}
