//! Sources of contacts, other records and merged ids.

use super::keys::{Keys, noun, tables, texts};
use super::mapping::{fields, ways};
use super::spelling::{spelling, times};
use super::{ProjectError, ProjectSource};
use crate::formats::{
    AliasSource, Encoding, FileFormat, FileShape, FirstOf, KindSource, LinkSource, Only, Quote, RecordSource,
    Separator, SourceOf, Way,
};
use toml::de::DeValue;

/// `[[contacts]]`
pub(super) fn contacts(keys: &mut Keys<'_>) -> Result<Vec<ProjectSource>, ProjectError> {
    keys.tables("contacts")?.into_iter().map(|keys| kind(keys, "contacts", None)).collect()
}

/// `[[records.account]]`
pub(super) fn records(keys: &mut Keys<'_>) -> Result<Vec<ProjectSource>, ProjectError> {
    let text = keys.text;
    let Some(value) = keys.get("records") else {
        return Ok(Vec::new());
    };
    let DeValue::Table(_) = value.get_ref() else {
        let wrong = text.wrong(&value.span(), "`records` does not say what kind of records these are");
        return Err(wrong.help("write `[[records.account]]` with the name of the kind"));
    };
    let mut sources = Vec::new();
    for (name, _, value) in Keys::of(text, value, "`records`")?.all() {
        for keys in tables(text, &format!("records.{name}"), value)? {
            sources.push(kind(keys, name, Some(name.to_owned()))?);
        }
    }
    Ok(sources)
}

fn kind(mut keys: Keys<'_>, name: &str, kind: Option<String>) -> Result<ProjectSource, ProjectError> {
    let (key, is_whole_key) = key(&mut keys)?;
    let of = SourceOf::Kind(KindSource { kind: 0, key, is_whole_key, joins: Vec::new() });
    let mut shared = shared(&mut keys, name, of)?;
    (shared.source.fields, shared.source.other_fields) = fields(&mut keys, "fields", &shared.source.spelling)?;
    keys.finish()?;
    Ok(ProjectSource { kind, ..shared })
}

/// `key = "id"`, several of which the first that is there counts, or `{ all = [..] }`, which are the id together.
fn key(keys: &mut Keys<'_>) -> Result<(FirstOf, bool), ProjectError> {
    let text = keys.text;
    match keys.get("key") {
        None => Ok((Way::new("id").into(), false)),
        Some(value) if matches!(value.get_ref(), DeValue::Table(_)) => {
            let mut inner = Keys::of(text, value, "`key`")?;
            let all = inner.get("all").map(|value| ways(text, "all", value)).transpose()?;
            let all = all.ok_or_else(|| {
                inner.wrong("`key` does not say which fields it is").help("write `key = { all = [\"a\", \"b\"] }`")
            })?;
            inner.finish()?;
            Ok((all, true))
        }
        Some(value) => Ok((ways(text, "key", value)?, false)),
    }
}

/// `[[aliases]]`
pub(super) fn aliases(keys: &mut Keys<'_>) -> Result<Vec<ProjectSource>, ProjectError> {
    let alias = |mut keys: Keys<'_>| {
        let of = AliasSource { old: field_or(&mut keys, "old", "old")?, new: field_or(&mut keys, "new", "new")? };
        let shared = shared(&mut keys, "aliases", SourceOf::Aliases(of))?;
        keys.finish()?;
        Ok(shared)
    };
    keys.tables("aliases")?.into_iter().map(alias).collect()
}

/// `[[links]]`
pub(super) fn links(keys: &mut Keys<'_>) -> Result<Vec<ProjectSource>, ProjectError> {
    let link = |mut keys: Keys<'_>| {
        let Some(table) = keys.text("name")?.map(str::to_owned) else {
            let wrong = keys.wrong("`links` has no `name`, by which activities go `through` it");
            return Err(wrong.help("add `name = \"deal_contacts\"`"));
        };
        let (from, to) = (field_or(&mut keys, "from", "from")?, field_or(&mut keys, "to", "to")?);
        let shared = shared(&mut keys, "links", SourceOf::Links(LinkSource { table, from, to }))?;
        keys.finish()?;
        Ok(shared)
    };
    keys.tables("links")?.into_iter().map(link).collect()
}

/// Where a part stands, by default under its usual name.
pub(super) fn field_or(keys: &mut Keys<'_>, name: &'static str, usual: &str) -> Result<FirstOf, ProjectError> {
    let text = keys.text;
    keys.get(name).map_or_else(|| Ok(Way::new(usual).into()), |value| ways(text, name, value))
}

/// What all sources may say: files, how they are written, how values are spelled, batches.
pub(super) fn shared(keys: &mut Keys<'_>, name: &str, of: SourceOf) -> Result<ProjectSource, ProjectError> {
    let name = keys.text("name")?.unwrap_or(name).to_owned();
    let files = keys.texts("files")?.unwrap_or_default();
    if files.is_empty() || files.iter().any(String::is_empty) {
        let wrong = keys.wrong("`files` is not set: the source has no files");
        return Err(wrong.help("add `files = \"crm/contacts.csv\"`"));
    }
    let mut source = RecordSource::new(&name, of);
    source.shape = shape(keys)?;
    source.spelling = spelling(keys, &source.spelling)?;
    let text = keys.text;
    if let Some(value) = keys.get("times") {
        let mut inner = Keys::of(text, value, "`times`")?;
        source.spelling.time = times(&mut inner, &source.spelling.time)?;
        inner.finish()?;
    }
    let each = keys.texts("each")?.unwrap_or_default();
    if each.iter().any(String::is_empty) {
        return Err(keys.wrong("`each` names no list").help("write it like `each = \"events[]\"`"));
    }
    source.each = each.iter().map(|way| Way::of_batch(way)).collect();
    source.json_texts = keys.texts("json")?.unwrap_or_default().iter().map(|way| Way::new(way)).collect();
    source.only = conditions(keys, "only")?;
    source.except = conditions(keys, "except")?;
    let at = text.wrong(keys.at(), String::new());
    Ok(ProjectSource { kind: None, files, source, at })
}

/// `only = { type = ["track", "page"], userId = true }`, and `except` in the same way.
fn conditions(keys: &mut Keys<'_>, setting: &'static str) -> Result<Vec<Only>, ProjectError> {
    let text = keys.text;
    let Some(value) = keys.get(setting) else {
        return Ok(Vec::new());
    };
    let one = |(name, _, value): (&str, _, super::keys::Value<'_>)| {
        let values = match value.get_ref() {
            DeValue::Boolean(true) => Vec::new(),
            DeValue::String(_) | DeValue::Array(_) => texts(text, name, value)?,
            other => {
                let wrong = text.wrong(&value.span(), format!("`{name}` has to be a text, this is {}", noun(other)));
                return Err(wrong.help("write the text it has to have, a list of them, or `true` for any"));
            }
        };
        Ok(Only { from: Way::new(name), values })
    };
    Keys::of(text, value, &format!("`{setting}`"))?.all().into_iter().map(one).collect()
}

/// More lines than these before a table are no title.
const SKIP_LINES_MAX: u64 = 10_000;

fn shape(keys: &mut Keys<'_>) -> Result<FileShape, ProjectError> {
    let mut shape = FileShape::default();
    if let Some(name) = keys.text("format")? {
        let format = FileFormat::of_name(&format!(".{name}"));
        let wrong =
            || keys.wrong(format!("there is no format `{name}`")).help("write `csv`, `tsv`, `json` or `ndjson`");
        shape.format = Some(format.ok_or_else(wrong)?);
    }
    if let Some(name) = keys.text("encoding")? {
        let known = "write `utf-8`, `latin-1`, `windows-1252` or `utf-16`";
        let wrong = || keys.wrong(format!("the encoding `{name}` is not known")).help(known);
        shape.encoding = Encoding::of_name(name).ok_or_else(wrong)?;
    }
    if let Some(name) = keys.text("separator")? {
        let known = "write `,`, `;`, `|`, `tab`, or `blanks` for any number of them";
        let wrong = || keys.wrong(format!("the separator `{name}` is not known")).help(known);
        shape.separator = Some(Separator::of_name(name).ok_or_else(wrong)?);
    }
    shape.columns = keys.texts("columns")?;
    shape.no_header = keys.is_set("no_header")?;
    shape.short_lines = keys.is_set("short_lines")?;
    if let Some(name) = keys.text("quote")? {
        let wrong = || keys.wrong(format!("the quote `{name}` is not known")).help("write `\"`, `'` or `none`");
        shape.quote = Quote::of_name(name).ok_or_else(wrong)?;
    }
    shape.skip_lines = keys.count("skip_lines", SKIP_LINES_MAX)?;
    Ok(shape)
}
