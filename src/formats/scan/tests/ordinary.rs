//! Generated records.

use super::*;
use proptest::prelude::*;
use serde_json::{Map, Value};

/// A value as data has them, nested a little.
fn value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        4 => "[ -~]{0,40}".prop_map(Value::from),
        2 => any::<String>().prop_map(Value::from),
        2 => any::<i32>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => (-1e9..1e9_f64).prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
    ];
    scalar.prop_recursive(4, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(key(), inner, 0..6).prop_map(|map| Map::from_iter(map).into()),
        ]
    })
}

const KEYS: &[&str] =
    &["contact_id", "type", "at", "id", "url", "amount", "page", "title", "section", "name", "page.title", "tags"];

fn key() -> impl Strategy<Value = String> {
    prop_oneof![4 => prop::sample::select(KEYS).prop_map(str::to_owned), 1 => "[a-z_. ]{0,34}"]
}

fn record() -> impl Strategy<Value = Value> {
    prop::collection::hash_map(key(), value(), 0..12).prop_map(|map| Map::from_iter(map).into())
}

/// With blanks as some writers put them.
fn spaced(record: &Value) -> String {
    let mut text = String::new();
    let mut in_text = false;
    let mut escaped = false;
    for c in record.to_string().chars() {
        text.push(c);
        in_text ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        if !in_text && (c == ',' || c == ':') {
            text.push(' ');
        }
    }
    text
}

proptest! {
    #[test]
    fn well_formed_records_are_taken_as_the_slow_reader_takes_them(
        records in prop::collection::vec((record(), any::<bool>()), 1..8),
    ) {
        let spell = |(record, blanks): &(Value, bool)| if *blanks { spaced(record) } else { record.to_string() };
        let chunk: Vec<String> = records.iter().map(spell).collect();
        let taken = Both::new().check(chunk.join("\n").as_bytes());
        prop_assert_eq!(taken.len(), records.len());
        prop_assert!(taken.iter().all(|taken| *taken), "{}", chunk.join("\n"));
    }

    #[test]
    fn bytes_at_random_never_differ(
        bytes in prop::collection::vec(prop::sample::select(&b"\"\"\"\\{}[],,::. \t\n01e-utrl\xc3\xbc"[..]), 0..80),
    ) {
        Both::new().check(&bytes);
        Both::new().check(&[b"{\"url\":", &*bytes, b"}\n{\"x\":[", &*bytes, b"]}"].concat());
    }

    #[test]
    fn edits_at_random_never_differ(
        record in record(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
    ) {
        let mut bytes = record.to_string().into_bytes();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        Both::new().check(&bytes);
        Both::new().check(&[&*bytes, b"\n", &*bytes, b"\n"].concat());
    }
}
