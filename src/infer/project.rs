//! The sources as a `scoreline.toml`.

use super::activity::{Activity, Said, TypeFrom};
use super::fields::Field;
use super::kinds::Key;
use super::model::NamedType;
use super::source::{Role, Seen, Source};
use super::toml_text::{Table, inline, key, list, text};
use super::types::Spelled;
use super::words::{count, list_of, shown};
use crate::formats::{Encoding, FileFormat, Separator};
use crate::values::Type;
use std::collections::BTreeSet;

/// What is proposed for a source, beside its fields.
pub enum Plan<'a> {
    /// Contacts or other records.
    Kind(&'a Key),
    /// Activities, their types, and the facts of contacts: name and field.
    Activities(&'a Activity, &'a [NamedType], &'a [(Vec<String>, usize)]),
}

/// The part of the file that declares a source.
pub fn source(seen: &Seen<'_>, plan: &Plan<'_>) -> String {
    let source = seen.source;
    let name = match &source.role {
        Role::Contacts => "contacts".to_owned(),
        Role::Kind(kind) => format!("records.{}", key(kind)),
        Role::Activities => "activities".to_owned(),
    };
    let mut table = Table::new(&name);
    table.comment(&what(source));
    bad(&mut table, seen);
    shape(&mut table, source);
    identity(&mut table, seen, plan);
    let words = missing(&mut table, seen);
    let times = times(&mut table, seen, plan);
    beside(&mut table, seen);
    fields(&mut table, seen, plan, &words, &times);
    table.text()
}

/// Records that cannot be read, and what may be done about them.
fn bad(table: &mut Table, seen: &Seen<'_>) {
    let Some((n, first)) = &seen.source.bad else { return };
    let told = format!("{} cannot be read, the first: {first}", count(*n, "record", "records"));
    if !seen.source.has_short_lines {
        table.ask(&told);
        return;
    }
    // Notes below a table stand in its first column.
    let filled = seen.fields.all.iter().skip(1).find(|field| field.is_always_filled());
    table.ask(&format!("{told}. Are they notes, or do lines lack their last cells? take the `#` away"));
    table.comment("short_lines = true");
    filled.iter().for_each(|field| table.comment(&format!("only = {{ {} = true }}", key(&field.way))));
}

/// A line of totals is no record.
fn totals(table: &mut Table, seen: &Seen<'_>, fields: &[usize]) {
    let [index] = fields else { return };
    let field = &seen.fields.all[*index];
    let words: Vec<String> = field.node.scalars.totals.iter().cloned().collect();
    if !words.is_empty() && seen.source.look.table.is_some() {
        table.comment("a line of totals is no record");
        table.line("except", &format!("{{ {} = {} }}", key(&field.way), list(&words)));
    }
}

/// What was read.
pub fn what(source: &Source) -> String {
    let files = match &source.file_names[..] {
        [one] => one.clone(),
        many => count(many.len() as u64, "file", "files"),
    };
    let records = count(source.profile.n_records, "record", "records");
    match source.whole {
        Ok(()) => format!("{files}: {records}, all of them read"),
        Err(n) => format!("{files}: {records} read, the first {} of each file", super::words::grouped(n)),
    }
}

fn shape(table: &mut Table, source: &Source) {
    table.line("files", &list(&source.files));
    let shape = &source.look.shape;
    if shape.skip_lines > 0 {
        table.comment("what stands above the table is none of it");
        table.line("skip_lines", &shape.skip_lines.to_string());
    }
    if !source.name_says_format {
        let format = match source.look.format {
            FileFormat::Csv => "csv",
            FileFormat::Tsv => "tsv",
            FileFormat::Json => "json",
            FileFormat::Ndjson => "ndjson",
        };
        table.line("format", &text(format));
    }
    match shape.encoding {
        Encoding::Utf8 => {}
        Encoding::Utf16 => table.line("encoding", &text("utf-16")),
        Encoding::Latin1 => table.line("encoding", &text("latin-1")),
        Encoding::Windows1252 => {
            table.ask(
                "the bytes are no UTF-8; `windows-1252` is what Western systems write instead. Do names look right?",
            );
            table.line("encoding", &text("windows-1252"));
        }
    }
    match shape.separator {
        None => {}
        Some(Separator::Blanks) => table.line("separator", &text("blanks")),
        Some(Separator::Sign(b'\t')) => table.line("separator", &text("tab")),
        Some(Separator::Sign(sign)) => table.line("separator", &text(&char::from(sign).to_string())),
    }
    if let Some(header) = source.header().filter(|_| shape.columns.is_some()) {
        if header.is_missing {
            table.ask("the first line is a record: give the columns names, here and in the declarations");
            table.line("no_header", "true");
        } else {
            let unnamed: Vec<String> =
                header.unnamed.iter().map(|column| format!("column {column} has no name")).collect();
            let repeated = header.repeated.iter().map(|name| format!("{} is there more than once", shown(name)));
            let all: Vec<String> = unnamed.into_iter().chain(repeated).collect();
            table.ask(&format!(
                "{}: these names take the place of the header's, so change them as you like",
                all.join(", ")
            ));
        }
        table.line("columns", &list(&header.columns));
    }
    if let Some(batch) = &source.batch {
        table.line("each", &text(&batch.way()));
    }
}

fn ways(seen: &Seen<'_>, indexes: &[usize]) -> String {
    list(&indexes.iter().map(|index| seen.fields.all[*index].way.clone()).collect::<Vec<_>>())
}

fn identity(table: &mut Table, seen: &Seen<'_>, plan: &Plan<'_>) {
    match plan {
        Plan::Kind(found) => {
            found.notes.iter().for_each(|note| table.comment(note));
            found.asks.iter().for_each(|ask| table.ask(ask));
            match &found.fields[..] {
                [] => table.line("key", &text("id")),
                [_] => table.line("key", &ways(seen, &found.fields)),
                many => table.line("key", &format!("{{ all = {} }}", ways(seen, many))),
            }
            totals(table, seen, &found.fields);
        }
        Plan::Activities(activity, types, _) => {
            contact(table, seen, activity);
            ty(table, seen, activity, types);
            time(table, seen, activity);
            said(table, activity, "id");
            if let Some(index) = activity.id {
                table.line("id", &text(&seen.fields.all[index].way));
            } else if let Some((index, why)) = &activity.perhaps_id {
                table.ask(why);
                table.comment(&format!("id = {}", text(&seen.fields.all[*index].way)));
            }
        }
    }
    let json: Vec<String> = seen.fields.json.iter().cloned().collect();
    if !json.is_empty() {
        table.line("json", &list(&json));
    }
}

fn said(table: &mut Table, activity: &Activity, setting: &str) {
    for said in activity.said.get(setting).into_iter().flatten() {
        match said {
            Said::Note(text) => table.comment(text),
            Said::Ask(text) => table.ask(text),
        }
    }
}

fn contact(table: &mut Table, seen: &Seen<'_>, activity: &Activity) {
    said(table, activity, "contact");
    let value = match (&activity.matches, &activity.contact[..]) {
        (_, []) => text("contact_id"),
        (None, all) => ways(seen, all),
        (Some(field), all) => {
            let one = |index: &usize| {
                let way = text(&seen.fields.all[*index].way);
                format!("{{ field = {way}, matches = {}, ignore_case = true }}", text(field))
            };
            let all: Vec<String> = all.iter().map(one).collect();
            if let [one] = &all[..] { one.clone() } else { format!("[{}]", all.join(", ")) }
        }
    };
    table.line("contact", &value);
    if activity.makes_contacts {
        table.comment("there are no files of contacts, so whoever does something is one");
        table.line("contacts", "true");
    }
    if activity.only_with_contact {
        said(table, activity, "only");
        let way = activity.contact.first().map_or("", |index| seen.fields.all[*index].way.as_str());
        table.line("only", &format!("{{ {} = true }}", key(way)));
    }
}

fn ty(table: &mut Table, seen: &Seen<'_>, activity: &Activity, types: &[NamedType]) {
    said(table, activity, "type");
    let mapped: Vec<(String, String)> = types
        .iter()
        .filter_map(|ty| Some((ty.spelled.clone()?, ty.name.clone())))
        .filter(|(spelled, name)| spelled != name)
        .map(|(spelled, name)| (key(&spelled), text(&name)))
        .collect();
    let map = if mapped.is_empty() { String::new() } else { format!(", map = {}", inline(&mapped)) };
    match &activity.ty {
        TypeFrom::Constant(_) => table.line("type", &text(types.first().map_or("", |ty| ty.name.as_str()))),
        TypeFrom::FileName(before, after) => {
            table.line("type", &format!("{{ file = {}{map} }}", text(&format!("{before}*{after}"))));
        }
        TypeFrom::Field(indexes) => {
            let way = ways(seen, indexes);
            table.comment("other names in the rules? add `map = { open = \"email_open\" }`");
            table.line("type", &format!("{{ field = {way}{map} }}"));
        }
    }
}

fn time(table: &mut Table, seen: &Seen<'_>, activity: &Activity) {
    said(table, activity, "time");
    let Some(first) = activity.time.first().map(|index| &seen.fields.all[*index]) else {
        table.line("time", &text("at"));
        return;
    };
    let ways = ways(seen, &activity.time);
    if !first.spelled.open_formats.is_empty() {
        table.ask("day or month first? nothing in the records tells: take the `#` from one of these lines");
        for format in &first.spelled.open_formats {
            table.comment(&format!("time = {{ field = {ways}, format = {} }}", text(format)));
        }
        return;
    }
    let mut parts = Vec::new();
    if let Some(unit) = first.spelled.unit {
        parts.push(format!(", unit = {}", text(unit.sign())));
    }
    if let Some(format) = first.spelled.format {
        parts.push(format!(", format = {}", text(format)));
    }
    table.line("time", &if parts.is_empty() { ways } else { format!("{{ field = {ways}{} }}", parts.concat()) });
}

/// Words that mean missing, whatever the field.
fn missing(table: &mut Table, seen: &Seen<'_>) -> Vec<String> {
    let mut words: BTreeSet<String> = BTreeSet::new();
    let mut of: Vec<String> = Vec::new();
    for field in &seen.fields.all {
        let scalars = field.node.element.as_ref().map_or(&field.node.scalars, |element| &element.scalars);
        if !scalars.words.is_empty() {
            of.push(field.dotted());
            words.extend(scalars.words.keys().cloned());
        }
    }
    let words: Vec<String> = words.into_iter().collect();
    if !words.is_empty() {
        table.comment(&format!("in {}; take a word out if it is a value", list_of(&of)));
        table.line("missing", &list(&words));
    }
    words
}

/// What the source says about all of its times.
#[derive(Default)]
struct Times {
    unit: Option<&'static str>,
}

fn times(table: &mut Table, seen: &Seen<'_>, plan: &Plan<'_>) -> Times {
    let is_declared = |index: &usize| !seen.is_beside(*index);
    let fields: Vec<&Field<'_>> =
        (0..seen.fields.all.len()).filter(is_declared).map(|index| &seen.fields.all[index]).collect();
    let is_time = |field: &&&Field<'_>| field.ty == Type::Time;
    let units: BTreeSet<&'static str> =
        fields.iter().filter(is_time).filter_map(|field| Some(field.spelled.unit?.sign())).collect();
    let unit = if units.len() == 1 { units.first().copied() } else { None };
    let time_of_activity = match plan {
        Plan::Activities(activity, ..) => activity.time.first().map(|index| &seen.fields.all[*index]),
        Plan::Kind(_) => None,
    };
    let needs_zone = fields.iter().copied().chain(time_of_activity).any(|field| field.spelled.needs_zone);
    let mut parts = Vec::new();
    parts.extend(unit.map(|unit| ("unit".to_owned(), text(unit))));
    if needs_zone {
        table.ask("times are written without a zone: is it UTC? else write where, such as `Europe/Berlin`");
        parts.push(("zone".to_owned(), text("UTC")));
    }
    if !parts.is_empty() {
        table.line("times", &inline(&parts));
    }
    Times { unit }
}

/// What stands beside the fields is named, so that nobody has to look for it.
fn beside(table: &mut Table, seen: &Seen<'_>) {
    let mut beside: Vec<String> = seen.wrapping.beside.clone();
    beside.extend(seen.fields.all.iter().filter(|field| field.is_around).map(|field| field.way.clone()));
    if !beside.is_empty() {
        let names: Vec<String> = beside.iter().map(|name| shown(name)).collect();
        table.comment(&format!(
            "not declared, since it stands around the fields: {}; map it under fields if rules need it",
            names.join(", ")
        ));
    }
    if let Some(valued) = &seen.wrapping.valued {
        let valued = valued.join(".");
        table.comment(&format!(
            "`versions` of each property are its history; as activities: each = \"{valued}.NAME.versions[]\" in a source of its own"
        ));
    }
}

fn fields(table: &mut Table, seen: &Seen<'_>, plan: &Plan<'_>, words: &[String], times: &Times) {
    let star = seen.wrapping.star();
    let (used, facts): (Vec<usize>, &[(Vec<String>, usize)]) = match plan {
        Plan::Kind(key) => (if key.fields.len() == 1 { key.fields.clone() } else { Vec::new() }, &[]),
        Plan::Activities(activity, _, facts) => {
            ((0..seen.fields.all.len()).filter(|index| activity.uses(*index)).collect(), facts)
        }
    };
    let declared = (0..seen.fields.all.len()).filter(|index| !used.contains(index) && !seen.is_beside(*index));
    let mut mapped = Vec::new();
    for index in declared {
        let field = &seen.fields.all[index];
        let usual = star.as_ref().map_or_else(|| field.dotted(), |star| star.replacen('*', &field.dotted(), 1));
        mapped.extend(mapping(field, &field.dotted(), field.way == usual, words, times));
    }
    if star.is_some() || !mapped.is_empty() {
        table.section("fields");
        star.iter().for_each(|star| table.line("\"*\"", &text(star)));
        mapped.iter().for_each(|line| line.write(table));
    }
    if !facts.is_empty() {
        table.section("contact_fields");
        for (name, index) in facts {
            mapping(&seen.fields.all[*index], &name.join("."), false, words, times)
                .iter()
                .for_each(|line| line.write(table));
        }
    }
}

/// A line about a field, or lines to choose from.
enum Line {
    Set(String, String),
    Ask(String, Vec<String>),
}

impl Line {
    fn write(&self, table: &mut Table) {
        match self {
            Line::Set(name, value) => table.line(name, value),
            Line::Ask(ask, lines) => {
                table.ask(ask);
                lines.iter().for_each(|line| table.comment(line));
            }
        }
    }
}

/// What has to be said about a field: where it stands, if that is not usual, and how it is spelled.
fn mapping(field: &Field<'_>, name: &str, is_usual: bool, words: &[String], times: &Times) -> Option<Line> {
    let Spelled { unit, format, open_formats, list_separator, missing, decimal, thousands, .. } = &field.spelled;
    let way = (!is_usual).then(|| ("field".to_owned(), text(&field.way)));
    if !open_formats.is_empty() {
        let line = |format: &&str| {
            let parts: Vec<_> = way.iter().cloned().chain([("format".to_owned(), text(format))]).collect();
            format!("{} = {}", key(name), inline(&parts))
        };
        let lines: Vec<String> = open_formats.iter().map(line).collect();
        return Some(Line::Ask(
            format!("day or month first in `{}`? take the `#` from one of these lines", super::words::shortened(name)),
            lines,
        ));
    }
    let mut parts: Vec<(String, String)> = way.into_iter().collect();
    let is_said = is_usual || parts.is_empty();
    let before = parts.len();
    parts
        .extend(unit.filter(|unit| times.unit != Some(unit.sign())).map(|unit| ("unit".to_owned(), text(unit.sign()))));
    parts.extend(format.map(|format| ("format".to_owned(), text(format))));
    parts.extend(list_separator.map(|sign| ("list_separator".to_owned(), text(&sign.to_string()))));
    if !missing.is_empty() {
        let all: Vec<String> = words.iter().chain(missing).cloned().collect();
        parts.push((
            "missing".to_owned(),
            format!("[{}]", all.iter().map(|word| text(word)).collect::<Vec<_>>().join(", ")),
        ));
    }
    parts.extend(decimal.map(|sign| ("decimal".to_owned(), text(&sign.to_string()))));
    parts.extend(thousands.map(|sign| ("thousands".to_owned(), text(&sign.to_string()))));
    match parts.len() {
        0 => None,
        1 if before == 1 && !is_said => Some(Line::Set(key(name), text(&field.way))),
        _ => Some(Line::Set(key(name), inline(&parts))),
    }
}
