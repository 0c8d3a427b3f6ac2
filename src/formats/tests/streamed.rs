//! Activities in a stream come to what they come to all at once, for any number of threads and any size of chunks.

use super::*;
use crate::records::{ActivityRef, FieldRef};
use proptest::prelude::*;
use std::io::{self, Cursor};

/// An activity as a sink sees it: contact, type, time, id, values.
type Seen = (Arc<str>, String, Option<u32>, Instant, Option<String>, Vec<Value>);

/// What a stream came to: activities of known contacts in some fixed order, the rows, the report, rejected records.
#[derive(Debug, PartialEq)]
struct Came {
    activities: Vec<Seen>,
    rows: Vec<Vec<crate::records::Row>>,
    report: DataReport,
    rejects: Vec<String>,
}

struct Bytes(Vec<u8>);

impl ReadAt for Bytes {
    fn n_bytes(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        let rest = self.0.get(usize::try_from(at).unwrap_or(usize::MAX)..).unwrap_or(&[]);
        let n = rest.len().min(buffer.len());
        buffer[..n].copy_from_slice(&rest[..n]);
        Ok(n)
    }

    fn check(&self) -> io::Result<()> {
        Ok(())
    }
}

/// The same with the row of its contact.
type OfRow = (u32, String, Option<u32>, Instant, Option<String>, Vec<Value>);

struct Keep(Vec<OfRow>);

impl ActivitySink for Keep {
    fn take(&mut self, activity: &ActivityRef<'_>) {
        let values = activity.values.iter().map(FieldRef::to_value).collect();
        let (ty, id) = (activity.type_name.to_owned(), activity.id.map(str::to_owned));
        self.0.push((activity.contact, ty, activity.ty, activity.at, id, values));
    }
}

fn is_activities(file: &File<'_>) -> bool {
    matches!(file.source.of, SourceOf::Activities(_))
}

/// Contacts and other records first, then activities.
fn in_order<'f>(files: &[File<'f>]) -> Vec<File<'f>> {
    let (last, first): (Vec<_>, Vec<_>) = files.iter().cloned().partition(is_activities);
    first.into_iter().chain(last).collect()
}

fn at_once(options: ReadOptions, files: &[File<'_>]) -> Result<Came, ReadError> {
    let read = read_at_once(options, files)?;
    let layout = layout();
    let known = |id: &Arc<str>| read.records.rows[0].iter().any(|row| row.id == *id);
    let mut activities: Vec<Seen> = Vec::new();
    for activity in read.records.activities.iter().filter(|activity| known(&activity.contact)) {
        let ty = layout.activity_types.iter().position(|name| **name == *activity.ty);
        let ty = ty.map(|ty| u32::try_from(ty).expect("few types"));
        let (name, id) = (activity.ty.to_string(), activity.id.as_deref().map(str::to_owned));
        activities.push((activity.contact.clone(), name, ty, activity.at, id, activity.values.clone()));
    }
    activities.sort();
    let mut rejects: Vec<String> = read.rejects.lines().map(str::to_owned).collect();
    rejects.sort();
    Ok(Came { activities, rows: read.records.rows, report: read.report, rejects })
}

/// How a test reads.
#[derive(Clone, Copy, Debug)]
struct How {
    n_threads: usize,
    chunk_bytes: usize,
    /// As a pipe, not as a file.
    once: bool,
}

fn in_a_stream(options: ReadOptions, files: &[File<'_>], how: How) -> Result<Came, ReadError> {
    let layout = layout();
    let mut rejects = Vec::new();
    let mut reader = RecordsReader::new(&layout, options, Some(&mut rejects));
    let open = |name: &str| {
        let file = files.iter().find(|file| file.name == name).ok_or(io::ErrorKind::NotFound)?;
        let bytes = file.bytes.to_vec();
        Ok(if how.once {
            StreamInput::Once(Box::new(io::BufReader::with_capacity(11, Cursor::new(bytes))))
        } else {
            StreamInput::File(Arc::new(Bytes(bytes)))
        })
    };
    let (n_threads, chunk_bytes) = (how.n_threads, how.chunk_bytes);
    let reading = Reading { n_threads, chunk_bytes, open: &open, only: None, progress: &|_| {} };
    for file in files.iter().filter(|file| !is_activities(file)) {
        let source = reader.add_source(file.source.clone());
        match file.source.of {
            SourceOf::Kind(_) => reader.read_files(source, &[file.name.to_owned()], reading)?,
            _ => reader.read(source, file.name, FileFormat::of_name(file.name), file.bytes)?,
        }
    }
    let mut reader = reader.into_activities(as_of())?;
    for file in files.iter().filter(|file| is_activities(file)) {
        let source = reader.add_source(file.source.clone());
        reader.add_file(source, file.name);
    }
    reader.settle(reading)?;
    let (streamed, sinks) = reader.read(reading, || Keep(Vec::new()))?;
    let (rows, report) = reader.report(streamed);
    let seen = sinks.into_iter().flat_map(|sink| sink.0);
    let seen = seen.map(|(row, name, ty, at, id, values)| (rows[0][row as usize].id.clone(), name, ty, at, id, values));
    let mut activities: Vec<Seen> = seen.collect();
    activities.sort();
    let mut rejects: Vec<String> =
        String::from_utf8(rejects).expect("JSON is UTF-8").lines().map(str::to_owned).collect();
    rejects.sort();
    Ok(Came { activities, rows, report, rejects })
}

/// Names are told apart, since a stream opens files by them.
fn has_names_of_its_own(files: &[File<'_>]) -> bool {
    let names: std::collections::BTreeSet<&str> = files.iter().map(|file| file.name).collect();
    names.len() == files.len()
}

/// Reads both ways, with several numbers of threads and sizes of chunks, and compares.
pub(super) fn is_the_same(options: ReadOptions, files: &[File<'_>]) {
    let options = ReadOptions { as_of: Some(as_of()), ..options };
    let files = in_order(files);
    let is_declared = |file: &File<'_>| match &file.source.of {
        SourceOf::Activities(of) => matches!(of.id, ActivityIdFrom::Declared(_)),
        _ => false,
    };
    if !has_names_of_its_own(&files) || files.iter().any(is_declared) {
        return;
    }
    let expected = at_once(options, &files).map_err(|error| error.to_string());
    for (n_threads, chunk_bytes, once) in [(1, 1, false), (2, 50, true), (3, 300, false)] {
        let how = How { n_threads, chunk_bytes, once };
        let came = in_a_stream(options, &files, how).map_err(|error| error.to_string());
        match (&came, &expected) {
            // What is wrong with contacts is found before activities are looked at.
            (Err(_), Err(_)) if files.iter().any(|file| !is_activities(file)) => {}
            _ => assert_eq!(came, expected, "{how:?}"),
        }
    }
}

/// One line of a file of activities, well-formed or not.
fn any_line() -> impl Strategy<Value = String> {
    let contact =
        prop::sample::select(vec!["\"a\"", "\"b\"", "7", "\"who\"", "\" \"", "null", "[\"a\"]", "\"\\u0061\""]);
    let ty = prop::sample::select(vec!["page_view", "purchase", "bounce", "page_veiw", "x"]);
    let at = prop::sample::select(vec![
        "\"2026-10-01T10:00:00Z\"",
        "\"2026-10-02T10:00:00.25+02:00\"",
        "\"2026-11-02\"",
        "\"1971-01-01\"",
        "\"no\"",
        "5",
    ]);
    let rest = prop::sample::select(vec![
        "",
        ",\"amount\":12.5",
        ",\"amount\":\"many\"",
        ",\"amount\":null",
        ",\"url\":\"/a\\/b\"",
        ",\"url\":[\"x\"]",
        ",\"campaign\":5",
        ",\"campaign\":{\"id\":1},\"id\":\"i1\"",
        ",\"id\":3.0",
        ",\"id\":[]",
        ",\"x\":tru",
        ",\"url\":\"a\",\"url\":\"b\"",
    ]);
    let end = prop::sample::select(vec!["}\n", "}\r\n", "} \n", "\n", "}x\n", "}\n\n \n"]);
    let contact = prop_oneof![6 => Just("\"a\""), 3 => contact];
    let at = prop_oneof![4 => Just("\"2026-10-01T10:00:00Z\""), 1 => at];
    let end = prop_oneof![6 => Just("}\n"), 1 => end];
    (contact, ty, at, rest, end).prop_map(|(contact, ty, at, rest, end)| {
        format!("{{\"contact_id\":{contact},\"type\":\"{ty}\",\"at\":{at}{rest}{end}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_activities_come_to_the_same(
        lines in prop::collection::vec(any_line(), 0..60),
        others in prop::collection::vec(any_line(), 0..20),
        stop in any::<bool>(),
        cut in any::<bool>(),
    ) {
        let contacts = File {
            source: RecordSource::contacts(),
            name: "c.ndjson",
            bytes: b"{\"id\":\"a\"}\n{\"id\":\"b\"}\n{\"id\":\"7\"}\n",
        };
        let (mut one, two) = (lines.concat(), others.concat());
        if cut {
            one.truncate(one.len().saturating_sub(3));
        }
        let files = [contacts, activities("one.ndjson", &one), activities("two.json", &two)];
        let on_bad_record = if stop { OnBadRecord::Stop } else { OnBadRecord::Skip };
        is_the_same(ReadOptions { on_bad_record, max_record_bytes: 100, ..ReadOptions::default() }, &files);
    }
}
