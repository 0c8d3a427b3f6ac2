//! Where fields stand, as the project file says it.

use super::ProjectError;
use super::keys::{Keys, Text, Value, noun, one_or_list, one_text};
use super::spelling::{map, spelling, times};
use crate::formats::record_source::usual_ways;
use crate::formats::{FieldFrom, FirstOf, Spelling, Way};
use toml::de::DeValue;

/// One way, or several in order.
pub(super) fn ways(text: Text<'_>, name: &str, value: Value<'_>) -> Result<FirstOf, ProjectError> {
    let ways: Vec<Way> = one_or_list(value)
        .into_iter()
        .map(|value| Ok(Way::new(way_text(text, name, value)?)))
        .collect::<Result<_, _>>()?;
    if ways.is_empty() {
        return Err(text.wrong(&value.span(), format!("`{name}` names no field")));
    }
    Ok(FirstOf(ways))
}

/// A text that names a field.
pub(super) fn way_text<'a>(text: Text<'_>, name: &str, value: Value<'a>) -> Result<&'a str, ProjectError> {
    let way = one_text(text, name, value)?;
    if way.is_empty() {
        return Err(text.wrong(&value.span(), format!("`{name}` names no field")));
    }
    Ok(way)
}

/// Fields that stand elsewhere, and the patterns for all others under `"*"`.
pub(super) fn fields(
    keys: &mut Keys<'_>,
    name: &'static str,
    of_source: &Spelling,
) -> Result<(Vec<FieldFrom>, Vec<String>), ProjectError> {
    let text = keys.text;
    let (mut fields, mut others) = (Vec::new(), Vec::new());
    let Some(value) = keys.get(name) else {
        return Ok((fields, others));
    };
    let all = Keys::of(text, value, &format!("`{name}`"))?.all();
    for (field, _, value) in all.iter().filter(|(field, ..)| *field == "*") {
        for value in one_or_list(value) {
            let pattern = one_text(text, field, value)?;
            if !pattern.contains('*') {
                let wrong = text.wrong(&value.span(), "the place of all other fields has no `*` for their name");
                return Err(wrong.help("write it like `\"*\" = \"properties.*.value\"`"));
            }
            others.push(pattern.to_owned());
        }
    }
    for (field, _, value) in all.into_iter().filter(|(field, ..)| *field != "*") {
        let usual = usual_ways(&others, field).unwrap_or_else(|| Way::new(field).into());
        fields.push(one_field(text, (field, usual), value, of_source)?);
    }
    Ok((fields, others))
}

/// `job_title = "properties.jobtitle"`, `["a", "b"]`, or a table with `field` and how it is spelled.
///
/// A table without `field` only says how the values are spelled; they stand where those of all others do, at `usual`.
fn one_field(
    text: Text<'_>,
    (field, usual): (&str, FirstOf),
    value: Value<'_>,
    of_source: &Spelling,
) -> Result<FieldFrom, ProjectError> {
    let name = field.to_owned();
    match value.get_ref() {
        DeValue::String(_) | DeValue::Array(_) => {
            Ok(FieldFrom { field: name, from: ways(text, field, value)?, spelling: None })
        }
        DeValue::Table(_) => {
            let mut keys = Keys::of(text, value, field)?;
            let from = match keys.get("field") {
                Some(value) => ways(text, "field", value)?,
                None => usual,
            };
            let mut spelled = spelling(&mut keys, of_source)?;
            spelled.time = times(&mut keys, &of_source.time)?;
            spelled.map = map(&mut keys)?;
            keys.finish()?;
            Ok(FieldFrom { field: name, from, spelling: Some(spelled) })
        }
        other => {
            let wrong = format!("`{field}` has to say where the field stands, this is {}", noun(other));
            Err(text.wrong(&value.span(), wrong).help(format!("write it like `{field} = \"properties.{field}\"`")))
        }
    }
}
