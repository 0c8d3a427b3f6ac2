//! Any text at all: bytes at random, and the rules of this repository with a few slips in them.

use super::attack::{attack, withstand_here};
use proptest::prelude::*;
use proptest::sample::Index;
use std::path::Path;
use std::sync::OnceLock;

/// Longer files of the repository are left out: slips in the shorter ones find the same.
const BYTES_MAX: u64 = 3_000;

/// What slips put into rules.
const PIECES: &[&str] = &[
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "`",
    "/",
    "#",
    ",",
    ".",
    "..",
    ":",
    "=",
    "==",
    "=>",
    "+",
    "-",
    "*",
    "%",
    "<",
    ">",
    "\n",
    "\r",
    "\t",
    "\0",
    "\\",
    "5",
    "30d",
    "2026-01-01",
    " and ",
    " or ",
    " not ",
    " in ",
    " where ",
    " match x {",
    " first {",
    " after \"@\"",
    " per ",
    " up to ",
    " of ",
    "score ",
    "test ",
    "“",
    "é",
    "\u{202e}",
    "\u{feff}",
    "🦀",
];

#[derive(Clone, Debug)]
enum Slip {
    Remove(Index, usize),
    Repeat(Index, usize),
    Insert(Index, usize),
    Swap(Index, Index),
    End(Index),
}

fn slip() -> impl Strategy<Value = Slip> {
    prop_oneof![
        (any::<Index>(), 1_usize..40).prop_map(|(at, n)| Slip::Remove(at, n)),
        (any::<Index>(), 1_usize..40).prop_map(|(at, n)| Slip::Repeat(at, n)),
        (any::<Index>(), 0..PIECES.len()).prop_map(|(at, piece)| Slip::Insert(at, piece)),
        (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Slip::Swap(a, b)),
        any::<Index>().prop_map(Slip::End),
    ]
}

/// Makes a slip in bytes; whole characters may come apart.
fn slipped(mut bytes: Vec<u8>, slip: &Slip) -> Vec<u8> {
    if bytes.is_empty() {
        return bytes;
    }
    let n_bytes = bytes.len();
    let range = |at: &Index, n: usize| {
        let start = at.index(n_bytes);
        start..(start + n).min(n_bytes)
    };
    match slip {
        Slip::Remove(at, n) => drop(bytes.drain(range(at, *n))),
        Slip::Repeat(at, n) => {
            let range = range(at, *n);
            let again = bytes[range.clone()].to_vec();
            bytes.splice(range.end..range.end, again);
        }
        Slip::Insert(at, piece) => {
            let at = at.index(n_bytes);
            bytes.splice(at..at, PIECES[*piece].bytes());
        }
        Slip::Swap(a, b) => bytes.swap(a.index(n_bytes), b.index(n_bytes)),
        Slip::End(at) => bytes.truncate(at.index(n_bytes)),
    }
    bytes
}

/// The short rules files of the repository, in a fixed order.
pub fn texts() -> &'static [Vec<u8>] {
    static TEXTS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let mut texts = Vec::new();
        for folder in ["examples", "tests/clauses", "tests/rules"] {
            collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut texts);
        }
        assert!(texts.len() > 10, "only {} texts are found", texts.len());
        texts
    })
}

fn collect(folder: &Path, texts: &mut Vec<Vec<u8>>) {
    let entries = std::fs::read_dir(folder).expect("a folder of the repository");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    for path in paths {
        let is_short = || path.metadata().expect("readable").len() <= BYTES_MAX;
        if path.is_dir() {
            collect(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "score") && is_short() {
            texts.push(std::fs::read(&path).expect("a text of the repository"));
        }
    }
}

fn withstands(bytes: &[u8]) {
    withstand_here(&attack("any text", String::from_utf8_lossy(bytes)));
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(30))]

    #[test]
    fn bytes_at_random(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        withstands(&bytes);
    }

    #[test]
    fn characters_at_random(text in "\\PC{0,80}") {
        withstands(text.as_bytes());
    }
}

proptest! {
    #![proptest_config(config(20))]

    #[test]
    fn rules_with_slips(which in any::<Index>(), slips in prop::collection::vec(slip(), 1..6)) {
        let texts = texts();
        let bytes = slips.iter().fold(texts[which.index(texts.len())].clone(), slipped);
        withstands(&bytes);
    }
}
