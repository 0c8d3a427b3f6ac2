//! Sources of activities.

use super::keys::{Keys, Text, Value, noun, one_or_list};
use super::mapping::{fields, way_text, ways};
use super::source::{field_or, shared};
use super::spelling::{map, times};
use super::{ProjectError, ProjectSource};
use crate::diag::nearest;
use crate::formats::{
    ActivityIdFrom, ActivitySource, ContactFrom, Matches, SourceOf, Spelling, Through, TypeFrom, Way,
};
use toml::de::DeValue;

/// `[[activities]]`
///
/// `tables` are the names of the links that they may go through.
pub(super) fn activities(keys: &mut Keys<'_>, tables: &[&str]) -> Result<Vec<ProjectSource>, ProjectError> {
    keys.tables("activities")?.into_iter().map(|keys| one(keys, tables)).collect()
}

fn one(mut keys: Keys<'_>, tables: &[&str]) -> Result<ProjectSource, ProjectError> {
    let contact = contact(&mut keys, tables)?;
    let mut of = ActivitySource { contact, id: id(&mut keys)?, ..ActivitySource::default() };
    (of.ty, of.type_map) = ty(&mut keys)?;
    of.makes_contacts = keys.is_set("contacts")?;
    if of.makes_contacts && of.contact.iter().any(|contact| !contact.through.is_empty()) {
        let wrong = keys.wrong("`contacts` makes contacts of keys, and a key that goes `through` links is none");
        return Err(wrong.help("name a file of contacts, and leave `contacts` out"));
    }
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
fn contact(keys: &mut Keys<'_>, tables: &[&str]) -> Result<Vec<ContactFrom>, ProjectError> {
    let text = keys.text;
    let Some(value) = keys.get("contact") else {
        return Ok(Way::new("contact_id").into());
    };
    let contacts: Vec<ContactFrom> =
        one_or_list(value).into_iter().map(|value| one_contact(text, value, tables)).collect::<Result<_, _>>()?;
    if contacts.is_empty() {
        return Err(text.wrong(&value.span(), "`contact` names no field"));
    }
    Ok(contacts)
}

fn one_contact(text: Text<'_>, value: Value<'_>, tables: &[&str]) -> Result<ContactFrom, ProjectError> {
    if let DeValue::String(_) = value.get_ref() {
        let from = Way::new(way_text(text, "contact", value)?);
        return Ok(ContactFrom { from, through: Vec::new(), matches: None });
    }
    let mut keys = Keys::of(text, value, "`contact`")?;
    let from = match keys.get("field") {
        Some(value) => Way::new(way_text(text, "field", value)?),
        None => return Err(keys.wrong("`contact` does not say its `field`").help("write `field = \"email\"`")),
    };
    let field = keys.text("matches")?.map(str::to_owned);
    let ignore_case = keys.is_set("ignore_case")?;
    let through = through(&mut keys, tables, ignore_case)?;
    if ignore_case && field.is_none() && through.is_empty() {
        return Err(keys.wrong("`ignore_case` is for keys that match a field; ids are compared as they are"));
    }
    keys.finish()?;
    Ok(ContactFrom { from, through, matches: field.map(|field| Matches { field, ignore_case }) })
}

/// `through = "deal_contacts"`, or several tables in order.
fn through(keys: &mut Keys<'_>, tables: &[&str], ignore_case: bool) -> Result<Vec<Through>, ProjectError> {
    let names = keys.texts("through")?.unwrap_or_default();
    if let Some(unknown) = names.iter().find(|name| !tables.contains(&name.as_str())) {
        let wrong = keys.wrong(format!("there are no `[[links]]` of the name `{unknown}`"));
        return Err(match nearest(unknown, tables.iter().copied()) {
            Some(near) => wrong.help(format!("did you mean `{near}`?")),
            None => wrong.help(format!("add `[[links]]` with `name = \"{unknown}\"`, `files`, `from` and `to`")),
        });
    }
    Ok(names.into_iter().map(|table| Through { table, ignore_case }).collect())
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

/// `type = "page_view"` for all, `{ field, map }`, `{ all = ["object", "action"], map }`, or
/// `{ file = "email_*.csv", map }`.
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
            let from = type_from(&mut keys)?;
            let map = map(&mut keys)?;
            keys.finish()?;
            Ok((from, map))
        }
        other => {
            let wrong = text.wrong(&value.span(), format!("`type` cannot be {}", noun(other)));
            Err(wrong.help("write `type = \"page_view\"`, the same for all, or `type = { field = \"event\" }`"))
        }
    }
}

fn type_from(keys: &mut Keys<'_>) -> Result<TypeFrom, ProjectError> {
    let text = keys.text;
    let field = keys.get("field").map(|value| ways(text, "field", value)).transpose()?;
    let all = keys.get("all").map(|value| ways(text, "all", value)).transpose()?;
    let file = keys.text("file")?;
    match (field, all, file.map(|pattern| pattern.split_once('*'))) {
        (Some(field), None, None) => Ok(TypeFrom::Field(field)),
        (None, Some(all), None) => Ok(TypeFrom::Together(all)),
        (None, None, Some(Some((before, after)))) if !after.contains('*') => {
            Ok(TypeFrom::FileName { before: before.to_owned(), after: after.to_owned() })
        }
        (None, None, Some(_)) => {
            let wrong = keys.wrong("`file` has to have one `*`, which stands for the type");
            Err(wrong.help("write it like `file = \"email_*.csv\"`"))
        }
        _ => {
            let wrong = keys.wrong("`type` has to say its `field`, its fields (`all`) or its `file`, one of them");
            Err(wrong.help("write `{ field = \"event\" }`"))
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
    of.at_spelling = Some(Spelling { time, map: map(&mut keys)?, ..of_source.clone() });
    keys.finish()
}
