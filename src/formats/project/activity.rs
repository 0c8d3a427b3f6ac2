//! Sources of activities.

use super::keys::{Keys, Text, Value, noun, one_or_list};
use super::mapping::{fields, way_text, ways};
use super::source::{field_or, shared};
use super::spelling::{map, times};
use super::{ProjectError, ProjectSource};
use crate::formats::{ActivityIdFrom, ActivitySource, ContactFrom, Matches, SourceOf, Spelling, TypeFrom, Way};
use toml::de::DeValue;

/// `[[activities]]`
pub(super) fn activities(keys: &mut Keys<'_>) -> Result<Vec<ProjectSource>, ProjectError> {
    keys.tables("activities")?.into_iter().map(one).collect()
}

fn one(mut keys: Keys<'_>) -> Result<ProjectSource, ProjectError> {
    let mut of = ActivitySource { contact: contact(&mut keys)?, id: id(&mut keys)?, ..ActivitySource::default() };
    (of.ty, of.type_map) = ty(&mut keys)?;
    of.makes_contacts = keys.is_set("contacts")?;
    let mut source = shared(&mut keys, "activities", SourceOf::Activities(ActivitySource::default()))?;
    let spelling = source.source.spelling.clone();
    at(&mut keys, &mut of, &spelling)?;
    (source.source.fields, source.source.other_fields) = fields(&mut keys, "fields", &spelling)?;
    (of.facts, of.other_facts) = fields(&mut keys, "contact_fields", &spelling)?;
    keys.finish()?;
    source.source.of = SourceOf::Activities(of);
    Ok(source)
}

/// `contact = "contact_id"`, `{ field = "email", matches = "email" }`, or several of both in order.
fn contact(keys: &mut Keys<'_>) -> Result<Vec<ContactFrom>, ProjectError> {
    let text = keys.text;
    let Some(value) = keys.get("contact") else {
        return Ok(Way::new("contact_id").into());
    };
    let contacts: Vec<ContactFrom> =
        one_or_list(value).into_iter().map(|value| one_contact(text, value)).collect::<Result<_, _>>()?;
    if contacts.is_empty() {
        return Err(text.wrong(&value.span(), "`contact` names no field"));
    }
    Ok(contacts)
}

fn one_contact(text: Text<'_>, value: Value<'_>) -> Result<ContactFrom, ProjectError> {
    if let DeValue::String(_) = value.get_ref() {
        return Ok(ContactFrom { from: Way::new(way_text(text, "contact", value)?), matches: None });
    }
    let mut keys = Keys::of(text, value, "`contact`")?;
    let from = match keys.get("field") {
        Some(value) => Way::new(way_text(text, "field", value)?),
        None => return Err(keys.wrong("`contact` does not say its `field`").help("write `field = \"email\"`")),
    };
    let field = keys.text("matches")?.map(str::to_owned);
    let ignore_case = keys.is_set("ignore_case")?;
    if ignore_case && field.is_none() {
        return Err(keys.wrong("`ignore_case` is for keys that match a field; ids are compared as they are"));
    }
    keys.finish()?;
    Ok(ContactFrom { from, matches: field.map(|field| Matches { field, ignore_case }) })
}

/// `id = "event_id"`, and `unique = true` where none is there twice.
fn id(keys: &mut Keys<'_>) -> Result<ActivityIdFrom, ProjectError> {
    let text = keys.text;
    let id = keys.get("id").map(|value| ways(text, "id", value)).transpose()?;
    let unique = keys.is_set("unique")?;
    match id {
        Some(id) if unique => Ok(ActivityIdFrom::Unique(id)),
        Some(id) => Ok(ActivityIdFrom::Declared(id)),
        None if unique => Err(keys.wrong("`unique` is set, and no `id`").help("add `id = \"event_id\"`")),
        None => Ok(ActivityIdFrom::IfAny(Way::new("id"))),
    }
}

/// `type = "page_view"` for all, `{ field, map }`, or `{ file = "email_*.csv", map }`.
fn ty(keys: &mut Keys<'_>) -> Result<(TypeFrom, Vec<(String, String)>), ProjectError> {
    let text = keys.text;
    let Some(value) = keys.get("type") else {
        return Ok((Way::new("type").into(), Vec::new()));
    };
    match value.get_ref() {
        DeValue::String(constant) if constant.trim().is_empty() => Err(text.wrong(&value.span(), "`type` is empty")),
        DeValue::String(constant) => Ok((TypeFrom::Constant(constant.to_string()), Vec::new())),
        DeValue::Table(_) => {
            let mut keys = Keys::of(text, value, "`type`")?;
            let field = keys.get("field").map(|value| ways(text, "field", value)).transpose()?;
            let file = keys.text("file")?;
            let map = map(&mut keys)?;
            let from = match (field, file.map(|pattern| pattern.split_once('*'))) {
                (Some(field), None) => TypeFrom::Field(field),
                (None, Some(Some((before, after)))) if !after.contains('*') => {
                    TypeFrom::FileName { before: before.to_owned(), after: after.to_owned() }
                }
                (None, Some(_)) => {
                    let wrong = keys.wrong("`file` has to have one `*`, which stands for the type");
                    return Err(wrong.help("write it like `file = \"email_*.csv\"`"));
                }
                _ => {
                    let wrong = keys.wrong("`type` has to say its `field` or its `file`, one of them");
                    return Err(wrong.help("write `{ field = \"event\" }`"));
                }
            };
            keys.finish()?;
            Ok((from, map))
        }
        other => {
            let wrong = text.wrong(&value.span(), format!("`type` cannot be {}", noun(other)));
            Err(wrong.help("write `type = \"page_view\"`, the same for all, or `type = { field = \"event\" }`"))
        }
    }
}

/// `time = "at"`, several in order, or `{ field, unit, format, zone }`.
fn at(keys: &mut Keys<'_>, of: &mut ActivitySource, of_source: &Spelling) -> Result<(), ProjectError> {
    let text = keys.text;
    let Some(value) = keys.get("time") else {
        return Ok(());
    };
    if !matches!(value.get_ref(), DeValue::Table(_)) {
        of.at = ways(text, "time", value)?;
        return Ok(());
    }
    let mut keys = Keys::of(text, value, "`time`")?;
    of.at = field_or(&mut keys, "field", "at")?;
    let time = times(&mut keys, &of_source.time)?;
    of.at_spelling = Some(Spelling { time, ..of_source.clone() });
    keys.finish()
}
