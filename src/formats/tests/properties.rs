//! What holds for every file: what we write reads back, and a damaged file is read, rejected or refused.

use super::*;
use crate::values::{Date, Decimal};
use proptest::prelude::*;
use std::io::BufReader;

/// One contact of a table: values that every format can write, in the order of the fields.
#[derive(Clone, Debug)]
struct Contact {
    id: String,
    cells: Vec<Cell>,
}

#[derive(Clone, Debug)]
enum Cell {
    Missing,
    Text(String),
    Number(Decimal),
    YesNo(bool),
    Date(Date),
    Time(Instant),
    Choice(u32),
}

const FIELDS: [&str; 9] =
    ["job_title", "company_size", "rating", "subscribed", "renewal", "seen", "level", "interests", "address.city"];
const LEVELS: [&str; 2] = ["junior", "senior"];

impl Cell {
    /// As a cell of CSV, and inside quotes in JSON.
    fn text(&self) -> String {
        match self {
            Cell::Missing => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::YesNo(yes) => yes.to_string(),
            Cell::Date(date) => date.to_string(),
            Cell::Time(at) => at.to_string(),
            Cell::Choice(index) => LEVELS[*index as usize].to_owned(),
        }
    }

    fn json(&self) -> String {
        match self {
            Cell::Missing => "null".to_owned(),
            Cell::Number(_) | Cell::YesNo(_) => self.text(),
            _ => serde_json::to_string(&self.text()).expect("a text"),
        }
    }

    fn value(&self, of_list: bool) -> Value {
        let value = match self {
            Cell::Missing => Value::Missing,
            Cell::Text(text) => Value::text(text),
            Cell::Number(number) => Value::Number(*number),
            Cell::YesNo(yes) => Value::YesNo(*yes),
            Cell::Date(date) => Value::Date(*date),
            Cell::Time(at) => Value::Time(*at),
            Cell::Choice(index) => Value::Choice(*index),
        };
        if of_list { Value::list(vec![value]) } else { value }
    }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zA-Z ,;\"\\\\\n\r\t{}\\[\\]:]{0,12}", any::<String>(), Just("\u{feff}x\u{2028}😀".to_owned())]
}

fn any_cell(field: usize) -> BoxedStrategy<Cell> {
    let number =
        |places: i64| (-1_000_000_000_000i64..=1_000_000_000_000).prop_map(move |n| Decimal::from_micro(n * places));
    let cell = match field {
        1 => number(1_000_000).prop_map(Cell::Number).boxed(),
        2 => number(1).prop_map(Cell::Number).boxed(),
        3 => any::<bool>().prop_map(Cell::YesNo).boxed(),
        4 => (-700_000i32..2_900_000).prop_map(|days| Cell::Date(Date::from_days(days))).boxed(),
        5 => any::<i32>().prop_map(|s| Cell::Time(Instant::from_us(i64::from(s) * 1_000_003))).boxed(),
        6 => (0u32..2).prop_map(Cell::Choice).boxed(),
        _ => any_text().prop_map(Cell::Text).boxed(),
    };
    prop_oneof![1 => Just(Cell::Missing), 3 => cell].boxed()
}

fn any_contacts() -> impl Strategy<Value = Vec<Contact>> {
    let cells: Vec<BoxedStrategy<Cell>> = (0..FIELDS.len()).map(any_cell).collect();
    let contact = (any_text(), cells);
    prop::collection::vec(contact, 0..8).prop_map(|contacts| {
        let numbered = contacts.into_iter().enumerate();
        numbered.map(|(n, (text, cells))| Contact { id: format!("{text}{n}"), cells }).collect()
    })
}

fn as_ndjson(contacts: &[Contact]) -> String {
    let line = |contact: &Contact| {
        let fields = FIELDS.iter().zip(&contact.cells).map(|(name, cell)| format!(",\"{name}\":{}", cell.json()));
        format!("{{\"id\":{}{}}}\n", Cell::Text(contact.id.clone()).json(), fields.collect::<String>())
    };
    contacts.iter().map(line).collect()
}

fn as_list(contacts: &[Contact]) -> String {
    format!("[{}]", as_ndjson(contacts).trim_end_matches('\n').replace("}\n{", "}\n,{"))
}

fn as_csv(contacts: &[Contact]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(std::iter::once("id").chain(FIELDS)).expect("memory takes all");
    for contact in contacts {
        let cells = contact.cells.iter().map(Cell::text);
        writer.write_record(std::iter::once(contact.id.clone()).chain(cells)).expect("memory takes all");
    }
    writer.into_inner().expect("memory takes all")
}

/// Reads contacts through a buffer of so many bytes.
fn read_in_steps(
    name: &str,
    bytes: &[u8],
    step: usize,
    on_bad_record: OnBadRecord,
) -> Result<(Records, DataReport), ReadError> {
    let layout = layout();
    let options = ReadOptions { on_bad_record, ..ReadOptions::default() };
    let mut reader = RecordsReader::new(&layout, options, None);
    let source = reader.add_source(RecordSource::contacts());
    reader.read(source, name, FileFormat::of_name(name), BufReader::with_capacity(step, bytes))?;
    reader.finish(as_of())
}

/// A change to some bytes of a file.
#[derive(Clone, Debug)]
enum Edit {
    Replace(u8),
    Insert(u8),
    Remove,
    Cut,
    Swap,
}

fn any_edits() -> impl Strategy<Value = Vec<(prop::sample::Index, Edit)>> {
    let byte = || prop_oneof![any::<u8>(), prop::sample::select(b"{}[]\",:\\\n\r 0u-.eE;".to_vec())];
    let edit = prop_oneof![
        4 => byte().prop_map(Edit::Replace),
        4 => byte().prop_map(Edit::Insert),
        4 => Just(Edit::Remove),
        1 => Just(Edit::Cut),
        2 => Just(Edit::Swap),
    ];
    prop::collection::vec((any::<prop::sample::Index>(), edit), 1..4)
}

fn edited(mut bytes: Vec<u8>, edits: &[(prop::sample::Index, Edit)]) -> Vec<u8> {
    for (at, edit) in edits {
        if bytes.is_empty() {
            break;
        }
        let at = at.index(bytes.len());
        match edit {
            Edit::Replace(byte) => bytes[at] = *byte,
            Edit::Insert(byte) => bytes.insert(at, *byte),
            Edit::Remove => drop(bytes.remove(at)),
            Edit::Cut => bytes.truncate(at),
            Edit::Swap => bytes.swap(at, 0),
        }
    }
    bytes
}

/// Whether some object in the text names a key twice; the text is valid JSON.
fn has_repeated_key(json: &[u8]) -> bool {
    struct Found(bool);
    impl<'de> serde::Deserialize<'de> for Found {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Found, D::Error> {
            deserializer.deserialize_any(Looking)
        }
    }
    struct Looking;
    impl<'de> serde::de::Visitor<'de> for Looking {
        type Value = Found;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("JSON")
        }
        fn visit_bool<E>(self, _: bool) -> Result<Found, E> {
            Ok(Found(false))
        }
        fn visit_str<E>(self, _: &str) -> Result<Found, E> {
            Ok(Found(false))
        }
        fn visit_u64<E>(self, _: u64) -> Result<Found, E> {
            Ok(Found(false))
        }
        fn visit_i64<E>(self, _: i64) -> Result<Found, E> {
            Ok(Found(false))
        }
        fn visit_f64<E>(self, _: f64) -> Result<Found, E> {
            Ok(Found(false))
        }
        fn visit_unit<E>(self) -> Result<Found, E> {
            Ok(Found(false))
        }
        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Found, A::Error> {
            let mut found = false;
            while let Some(element) = list.next_element::<Found>()? {
                found |= element.0;
            }
            Ok(Found(found))
        }
        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Found, A::Error> {
            let (mut found, mut seen) = (false, std::collections::BTreeSet::new());
            while let Some((key, value)) = map.next_entry::<String, Found>()? {
                found |= value.0 | !seen.insert(key);
            }
            Ok(Found(found))
        }
    }
    serde_json::from_slice::<Found>(json).expect("it is valid JSON").0
}

proptest! {
    #[test]
    fn contacts_read_back_from_every_format(contacts in any_contacts(), step in 1usize..40) {
        let expected: Vec<(String, Vec<Value>)> = contacts.iter().map(|contact| {
            let values = contact.cells.iter().enumerate().map(|(field, cell)| cell.value(field == 7));
            (contact.id.clone(), values.chain([Value::Missing]).collect())
        }).collect();
        let (lines, list) = (as_ndjson(&contacts), as_list(&contacts));
        let files = [("a.ndjson", lines.as_bytes()), ("b.json", lines.as_bytes()), ("c.json", list.as_bytes())];
        let csv = as_csv(&contacts);
        for (name, bytes) in files.into_iter().chain([("d.csv", &*csv)]) {
            let (records, report) = read_in_steps(name, bytes, step, OnBadRecord::Stop)
                .map_err(|error| TestCaseError::fail(format!("{error}")))?;
            let found: Vec<(String, Vec<Value>)> =
                records.rows[0].iter().map(|row| (row.id.to_string(), row.values.clone())).collect();
            prop_assert_eq!(&found, &expected, "{}", name);
            prop_assert!(report.fields.iter().all(|field| field.n_misfits == 0));
        }
    }

    #[test]
    fn a_damaged_file_is_read_rejected_or_refused(contacts in any_contacts(), edits in any_edits(), step in 1usize..40) {
        let (lines, list) = (as_ndjson(&contacts).into_bytes(), as_list(&contacts).into_bytes());
        for (name, bytes) in [("a.ndjson", lines.clone()), ("b.json", lines), ("c.json", list), ("d.csv", as_csv(&contacts))] {
            let bytes = edited(bytes, &edits);
            let strict = read_in_steps(name, &bytes, step, OnBadRecord::Stop);
            match read_in_steps(name, &bytes, step, OnBadRecord::Skip) {
                Ok((records, report)) => {
                    let source = &report.sources[0];
                    prop_assert_eq!(source.n_read, source.n_kept + source.n_rejected + source.n_repeats);
                    prop_assert_eq!(source.n_kept, records.rows[0].len() as u64);
                    prop_assert_eq!(strict.is_ok(), source.n_rejected == 0, "{}", name);
                    prop_assert!(source.n_rejected == 0 || !source.rejected.is_empty());
                    for bad in &source.rejected {
                        prop_assert!(bad.place.line >= 1 && bad.place.byte <= bytes.len() as u64, "{}", bad);
                    }
                }
                Err(ReadError::File { .. }) => prop_assert!(strict.is_err()),
                Err(error) => prop_assert!(false, "{}: {}", name, error),
            }
        }
    }

    #[test]
    fn what_is_json_is_what_serde_json_takes(contacts in any_contacts(), edits in any_edits()) {
        for line in as_ndjson(&contacts).lines() {
            let bytes = edited(line.as_bytes().to_vec(), &edits);
            if bytes.contains(&b'\n') || bytes.trim_ascii().is_empty() {
                continue;
            }
            let theirs = serde_json::from_slice::<serde_json::Value>(&bytes);
            let ours = read_in_steps("a.ndjson", &bytes, 64, OnBadRecord::Skip).map(|(_, mut report)| report.sources.remove(0));
            let Ok(source) = ours else { continue };
            let ours_bad = source.rejected.first().map(|bad| &bad.reason);
            match theirs {
                Err(_) => prop_assert!(ours_bad.is_some(), "{}", String::from_utf8_lossy(&bytes)),
                Ok(serde_json::Value::Object(_)) if has_repeated_key(&bytes) => {
                    prop_assert!(matches!(ours_bad, Some(BadReason::RepeatedKey(_))))
                }
                Ok(serde_json::Value::Object(object)) => {
                    let has_id = object.contains_key("id");
                    let fine = match ours_bad {
                        None => has_id,
                        Some(BadReason::NoField { .. } | BadReason::NotText { .. }) => true,
                        Some(_) => false,
                    };
                    prop_assert!(fine, "{:?} {}", ours_bad, String::from_utf8_lossy(&bytes));
                }
                Ok(_) => prop_assert!(matches!(ours_bad, Some(BadReason::NotAnObject(_)))),
            }
        }
    }

    #[test]
    fn damaged_activities_are_counted_too(edits in any_edits(), seed in any::<prop::sample::Index>()) {
        let line = |n: usize| {
            let (contact, id, day) = (n % 3, n % 5, n % 7 + 1);
            format!("{{\"contact_id\":\"{contact}\",\"type\":\"purchase\",\"at\":\"2026-10-0{day}\",\"id\":{id},\"amount\":{n}}}\n")
        };
        let mut lines: Vec<String> = (0..30).map(line).collect();
        lines.rotate_left(seed.index(30));
        let bytes = edited(lines.concat().into_bytes(), &edits);
        let source = ActivitySource { id: ActivityIdFrom::Declared(Way::new("id").into()), ..ActivitySource::default() };
        let read = read(&[File { source: RecordSource::activities_from(source), name: "a.ndjson", bytes: &bytes }]);
        let mut seen = std::collections::BTreeSet::new();
        for activity in &read.records.activities {
            let identity = (activity.contact.clone(), activity.id.clone());
            prop_assert!(activity.id.is_none() || seen.insert(identity), "an id counts once");
        }
        prop_assert_eq!(read.report.sources[0].n_kept, read.records.activities.len() as u64);
        prop_assert_eq!(read.report.n_rejected(), read.rejects.lines().count() as u64);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// One pass that keeps nothing and a tree of the whole record find the same records bad, for the same reasons.
    #[test]
    fn both_ways_of_reading_find_the_same_bad(contacts in any_contacts(), edits in any_edits()) {
        let bytes = edited(as_ndjson(&contacts).into_bytes(), &edits);
        let each = FieldFrom { field: "interests".to_owned(), from: Way::new("interests[]").into(), spelling: None };
        let by_tree = RecordSource { fields: vec![each], ..RecordSource::contacts() };
        let found = |source: RecordSource| read(&[File { source, name: "a.ndjson", bytes: &bytes }]);
        let (plain, tree) = (found(RecordSource::contacts()), found(by_tree));
        prop_assert_eq!(&plain.report.sources[0].rejected, &tree.report.sources[0].rejected);
        prop_assert_eq!(plain.rejects, tree.rejects);
        prop_assert_eq!(plain.records, tree.records);
    }

    /// Whatever is done to a packed file, what is read of it is all of it, or it is refused.
    #[test]
    fn a_damaged_packed_file_is_never_half_read(contacts in any_contacts(), edits in any_edits(), step in 1usize..40) {
        let lines = as_ndjson(&contacts).into_bytes();
        let (whole, _) = read_in_steps("a.ndjson", &lines, step, OnBadRecord::Stop)
            .map_err(|error| TestCaseError::fail(format!("{error}")))?;
        for packed in [super::stored::gzip(&lines), super::stored::zstd(&lines)] {
            let bytes = edited(packed, &edits);
            match read_in_steps("a.ndjson", &bytes, step, OnBadRecord::Skip) {
                // Without its first bytes it is no packed file, and its lines are no records.
                Ok((records, report)) => prop_assert!(
                    records == whole || report.n_rejected() > 0 || bytes.is_empty(), "{} rows", records.rows[0].len()
                ),
                Err(error) => prop_assert!(!error.to_string().is_empty()),
            }
        }
    }
}
