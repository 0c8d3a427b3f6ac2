//! Readers tested through their one door: bytes in, records and report out.

mod activities;
mod bad_json;
mod csv_files;
mod dialects;
mod kinds;
mod properties;
mod read_back;
mod reading;
mod reports;
mod shapes;
mod sources;
mod stored;
mod streamed;

use super::*;
use crate::records::{ActivityFieldLayout, FieldLayout, KindLayout, Layout, Records};
use crate::values::{Choices, Instant, Type, Value, Zone};
use std::sync::Arc;

fn field(name: &str, ty: Type) -> FieldLayout {
    let path = name.split('.').map(str::to_owned).collect();
    FieldLayout { name: name.to_owned(), path, ty, used: true }
}

/// Contacts with a field of every type, accounts, and three types of activity.
fn layout() -> Layout {
    let contact = vec![
        field("job_title", Type::Text),
        field("company_size", Type::WholeNumber),
        field("rating", Type::Number),
        field("subscribed", Type::YesNo),
        field("renewal", Type::Date),
        field("seen", Type::Time),
        field("level", Type::OneOf(Arc::new(Choices::new(["junior", "senior"], true)))),
        field("interests", Type::List(Box::new(Type::Text))),
        field("address.city", Type::Text),
        FieldLayout { used: false, ..field("unused", Type::Number) },
    ];
    let account = vec![field("employees", Type::Number)];
    let of = |field, of: &[u32]| ActivityFieldLayout { field, of: Some(of.to_vec()) };
    Layout {
        zone: Zone::utc(),
        kinds: vec![kind("contact", "contacts", contact), kind("account", "accounts", account)],
        activity_types: ["page_view", "purchase", "bounce"].map(str::to_owned).to_vec(),
        activities_declared: true,
        activity_fields: vec![
            of(field("url", Type::ExactText), &[0]),
            of(field("amount", Type::Number), &[1]),
            ActivityFieldLayout { field: field("campaign", Type::Text), of: None },
        ],
    }
}

fn kind(name: &str, plural: &str, fields: Vec<FieldLayout>) -> KindLayout {
    KindLayout { name: name.to_owned(), plural: plural.to_owned(), fields }
}

fn as_of() -> Instant {
    time("2026-11-01T00:00:00Z")
}

fn time(text: &str) -> Instant {
    crate::values::zone::parse_instant(text, &Zone::utc()).expect("a time of a test")
}

fn number(text: &str) -> Value {
    Value::Number(crate::values::Decimal::parse(text).expect("a number of a test"))
}

/// A file of a test: which source it belongs to, its name, its bytes.
#[derive(Clone)]
struct File<'a> {
    source: RecordSource,
    name: &'a str,
    bytes: &'a [u8],
}

fn contacts<'a>(name: &'a str, bytes: &'a (impl AsRef<[u8]> + ?Sized)) -> File<'a> {
    File { source: RecordSource::contacts(), name, bytes: bytes.as_ref() }
}

fn activities<'a>(name: &'a str, bytes: &'a (impl AsRef<[u8]> + ?Sized)) -> File<'a> {
    File { source: RecordSource::activities(), name, bytes: bytes.as_ref() }
}

/// What reading gave: records and report, and the lines of rejected records.
struct Read {
    records: Records,
    report: DataReport,
    rejects: String,
}

/// Reads everything at once, and sees to it that activities in a stream come to the same.
fn read_with(options: ReadOptions, files: &[File<'_>]) -> Result<Read, ReadError> {
    streamed::is_the_same(options, files);
    read_at_once(options, files)
}

fn read_at_once(options: ReadOptions, files: &[File<'_>]) -> Result<Read, ReadError> {
    let layout = layout();
    let mut rejects = Vec::new();
    let mut reader = RecordsReader::new(&layout, options, Some(&mut rejects));
    for file in files {
        let source = reader.add_source(file.source.clone());
        reader.read(source, file.name, FileFormat::of_name(file.name), file.bytes)?;
    }
    let (records, report) = reader.finish(as_of())?;
    for source in &report.sources {
        assert_eq!(source.n_read, source.n_kept + source.n_rejected + source.n_repeats, "{source:?}");
    }
    Ok(Read { records, report, rejects: String::from_utf8(rejects).expect("JSON is UTF-8") })
}

fn read(files: &[File<'_>]) -> Read {
    let options = ReadOptions { on_bad_record: OnBadRecord::Skip, ..ReadOptions::default() };
    read_with(options, files).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(files: &[File<'_>]) -> String {
    match read_with(ReadOptions::default(), files) {
        Ok(_) => panic!("these files are read"),
        Err(error) => error.to_string(),
    }
}

fn ids(read: &Read) -> Vec<&str> {
    read.records.rows[0].iter().map(|row| &*row.id).collect()
}
