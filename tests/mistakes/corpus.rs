//! The slips of `tests/mistakes/*.txt`.
//!
//! A file is a base, rules without a mistake; a line `---`; and slips, one a line:
//!
//! ```text
//! FIND ~> TYPED                    what stands in the base, and what somebody typed instead; FIND is what was meant
//! FIND ~> TYPED :: A | says B      FIND meant A (also right: a suggestion with the words B)
//! FIND ~> TYPED #2                 the second place where FIND stands; it stands in one place otherwise
//! FIND ~> TYPED :: nothing         what was typed means the same as FIND, and nothing should be said
//! @ E0201 E01                      codes that the slips below may give, or how they begin
//! ```
//!
//! `⏎` is a line end, `\u{a0}` the character of that number. Blanks around the parts are not part of them.

use std::fs;
use std::path::{Path, PathBuf};

/// One slip.
pub struct Case {
    /// The file that has it.
    pub file: String,
    /// And its line there.
    pub line: usize,
    /// As written there.
    pub slip: String,
    /// The rules with the slip.
    pub broken: String,
    /// The codes that may be given, or how they begin.
    pub codes: Vec<String>,
    /// Suggestions that are right.
    pub meant: Vec<Meant>,
}

/// A right suggestion.
pub enum Meant {
    /// Edits that give these rules, or words that name what they have and the broken ones lack.
    Text(String),
    /// These words.
    Says(String),
    /// No finding at all: the rules mean what was meant.
    Nothing,
}

impl Meant {
    /// The rules that were meant.
    pub fn text(&self) -> Option<&String> {
        match self {
            Meant::Text(text) => Some(text),
            Meant::Says(_) | Meant::Nothing => None,
        }
    }
}

/// All files with their bases.
pub fn bases() -> Vec<(String, String)> {
    files().into_iter().map(|(name, text)| (name, parts(&text).0.to_owned())).collect()
}

/// All slips of all files.
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, text) in files() {
        let (base, slips) = parts(&text);
        let first_line = base.matches('\n').count() + 2;
        let mut codes = Vec::new();
        for (index, slip) in slips.lines().enumerate() {
            match slip.strip_prefix("@ ") {
                Some(listed) => codes = listed.split_whitespace().map(str::to_owned).collect(),
                None => cases.push(case(&name, first_line + index, base, slip, &codes)),
            }
        }
    }
    cases
}

fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes");
    let entries = fs::read_dir(folder).expect("the folder of mistakes can be read");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("entries can be read").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        (name, fs::read_to_string(&path).expect("the file can be read"))
    };
    paths.into_iter().map(read).collect()
}

fn parts(text: &str) -> (&str, &str) {
    let (base, slips) = text.split_once("\n---\n").expect("a line `---` after the base");
    (&text[..base.len() + 1], slips)
}

fn case(file: &str, line: usize, base: &str, slip: &str, codes: &[String]) -> Case {
    let place = format!("{file}:{line}");
    assert!(!codes.is_empty(), "{place}: no codes");
    let (find, rest) = slip.split_once("~>").unwrap_or_else(|| panic!("{place}: no `~>`"));
    let (typed, meant) = rest.split_once("::").unwrap_or((rest, find));
    let (typed, number) = numbered(typed.trim());
    let find = unescaped(find.trim());
    let places: Vec<usize> = base.match_indices(&find).map(|(at, _)| at).collect();
    let at = match number {
        Some(number) => places.get(number - 1).copied(),
        None if places.len() == 1 => Some(places[0]),
        None => None,
    };
    let at = at.unwrap_or_else(|| panic!("{place}: `{find}` stands in {} places", places.len()));
    let with = |text: &str| format!("{}{text}{}", &base[..at], &base[at + find.len()..]);
    let meant = meant.split(" | ").map(|meant| match meant.trim().strip_prefix("says ") {
        Some(words) => Meant::Says(words.trim().to_owned()),
        None if meant.trim() == "nothing" => Meant::Nothing,
        None => Meant::Text(with(&unescaped(meant.trim()))),
    });
    Case {
        file: file.to_owned(),
        line,
        slip: slip.split_whitespace().collect::<Vec<_>>().join(" "),
        broken: with(&unescaped(typed)),
        codes: codes.to_vec(),
        meant: meant.collect(),
    }
}

/// `in last 1y #1`: the text and the number.
fn numbered(typed: &str) -> (&str, Option<usize>) {
    match typed.rsplit_once('#') {
        Some((text, number)) if number.parse::<usize>().is_ok() => (text.trim_end(), number.parse().ok()),
        _ => (typed, None),
    }
}

fn unescaped(text: &str) -> String {
    let mut text = text.replace('⏎', "\n");
    while let Some(start) = text.find("\\u{") {
        let length = text[start..].find('}').expect("an escape that ends");
        let number = u32::from_str_radix(&text[start + 3..start + length], 16).expect("a number in hex");
        let c = char::from_u32(number).expect("a character");
        text.replace_range(start..start + length + 1, c.encode_utf8(&mut [0; 4]));
    }
    text
}

/// Whether two texts of rules differ in blanks only.
pub fn same_but_for_blanks(one: &str, other: &str) -> bool {
    let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    visible(one) == visible(other)
}

/// What stands in the meant rules where the broken ones differ, out to whole words.
pub fn difference(broken: &str, meant: &str) -> String {
    let same = |(a, b): &(char, char)| a == b;
    let head: usize = broken.chars().zip(meant.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let tail = broken[head..].chars().rev().zip(meant[head..].chars().rev()).take_while(same);
    let tail: usize = tail.map(|(c, _)| c.len_utf8()).sum();
    let (mut start, mut end) = (head, meant.len() - tail);
    let in_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '`' | '"');
    while meant[..start].chars().next_back().is_some_and(in_word) {
        start -= meant[..start].chars().next_back().map_or(0, char::len_utf8);
    }
    while meant[end..].chars().next().is_some_and(in_word) {
        end += meant[end..].chars().next().map_or(0, char::len_utf8);
    }
    meant[start..end].trim().to_owned()
}

/// Whether words stand in a text as whole words.
pub fn has_words(text: &str, words: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(words).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + words.len()..]);
        let splits_first = is_word(before.chars().next_back()) && is_word(words.chars().next());
        let splits_last = is_word(after.chars().next()) && is_word(words.chars().next_back());
        !splits_first && !splits_last
    })
}
