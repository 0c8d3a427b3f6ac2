//! A JSON value against a published schema: as much of JSON Schema as ours use, and nothing silently ignored.

use serde_json::Value;
use std::fs;

/// Words that say something to people and nothing to a check.
const WORDS_ONLY: &[&str] = &["$schema", "$defs", "title", "description", "format", "default"];

/// Panics with the place and the reason where `value` does not fit `docs/schemas/NAME.schema.json`.
#[track_caller]
pub fn assert_fits(value: &Value, name: &str) {
    let path = format!("{}/docs/schemas/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let root: Value = serde_json::from_str(&text).expect("a schema is JSON");
    if let Err(why) = fits(value, &root, &root, "$") {
        panic!("{why}\nin {value:#}");
    }
}

fn fits(value: &Value, schema: &Value, root: &Value, at: &str) -> Result<(), String> {
    let Value::Object(rules) = schema else {
        return if schema == &Value::Bool(true) { Ok(()) } else { Err(format!("{at}: nothing may stand here")) };
    };
    for (rule, of) in rules {
        match rule.as_str() {
            "$ref" => fits(value, referred(of, root), root, at)?,
            "type" => type_fits(value, of, at)?,
            "enum" if !list(of).contains(value) => return Err(format!("{at}: {value} is none of {of}")),
            "const" if value != of => return Err(format!("{at}: {value} is not {of}")),
            "enum" | "const" => {}
            "minimum" if value.as_f64() < of.as_f64() => return Err(format!("{at}: {value} is below {of}")),
            "minimum" => {}
            "anyOf" | "oneOf" => any_fits(value, list(of), root, at)?,
            "items" => {
                for (index, element) in value.as_array().into_iter().flatten().enumerate() {
                    fits(element, of, root, &format!("{at}[{index}]"))?;
                }
            }
            "required" => {
                for key in list(of).iter().filter_map(Value::as_str) {
                    value.get(key).ok_or_else(|| format!("{at}: no `{key}`"))?;
                }
            }
            "properties" => {
                for (key, of) in of.as_object().into_iter().flatten() {
                    if let Some(part) = value.get(key) {
                        fits(part, of, root, &format!("{at}.{key}"))?;
                    }
                }
            }
            "additionalProperties" => {
                let known = rules.get("properties").and_then(Value::as_object);
                for (key, part) in value.as_object().into_iter().flatten() {
                    if !known.is_some_and(|known| known.contains_key(key)) {
                        fits(part, of, root, &format!("{at}.{key}"))?;
                    }
                }
            }
            word if WORDS_ONLY.contains(&word) => {}
            other => panic!("the schema uses `{other}`, which this check does not know"),
        }
    }
    Ok(())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn referred<'a>(of: &Value, root: &'a Value) -> &'a Value {
    let pointer = of.as_str().and_then(|of| of.strip_prefix('#')).expect("references stay in the file");
    root.pointer(pointer).unwrap_or_else(|| panic!("the schema has no {of}"))
}

fn any_fits(value: &Value, schemas: &[Value], root: &Value, at: &str) -> Result<(), String> {
    let tried: Vec<_> = schemas.iter().map(|schema| fits(value, schema, root, at)).collect();
    match tried.iter().any(Result::is_ok) {
        true => Ok(()),
        false => Err(format!("{at}: {value} fits none: {tried:?}")),
    }
}

fn type_fits(value: &Value, of: &Value, at: &str) -> Result<(), String> {
    let types: Vec<&str> = of.as_str().into_iter().chain(list(of).iter().filter_map(Value::as_str)).collect();
    let is = |ty: &&str| match *ty {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("there is no type `{other}`"),
    };
    if types.iter().any(is) { Ok(()) } else { Err(format!("{at}: {value} is not of type {of}")) }
}
