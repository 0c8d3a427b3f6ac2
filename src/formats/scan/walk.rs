//! One pass over one record.

use super::block::{block, stops, window};
use super::keys::{KeyId, Keys, LevelId, ROOT, STRANGER, mix};
use super::scalar::{number, word};
use super::slots::{Held, Slots};
use super::text::text;
use crate::formats::MAX_NESTING;
use std::collections::HashSet;

/// What walking needs and keeps from record to record.
#[derive(Debug)]
pub(super) struct Walk {
    keys: Keys,
    pub(super) slots: Slots,
    /// What is open around the innermost object or list.
    outer: Vec<Open>,
    /// The lists that are open, the innermost last.
    lists: Vec<List>,
    /// Keys of open objects that were not learned, by their stretches of the record.
    strangers: Vec<(usize, usize)>,
    n_objects: u64,
}

/// An object or a list that is open.
#[derive(Clone, Copy, Debug)]
struct Open {
    /// No other object has this number.
    object: u64,
    level: LevelId,
    /// The keys so far.
    context: u32,
    is_list: bool,
    /// Whether some of its keys are strangers.
    has_strangers: bool,
}

/// What more there is to know of a list that is open.
#[derive(Clone, Copy, Debug)]
struct List {
    /// The key whose value it is, or whose value it is in.
    key: KeyId,
    /// Where it begins.
    start: usize,
    is_wanted: bool,
}

/// What was come to in a record.
enum Next {
    /// A key or an element of what is open.
    Value(usize),
    /// The end of a value, or of an object or list that is empty.
    End(usize),
}

impl Walk {
    pub(super) fn new(keys: Keys, slots: Slots) -> Walk {
        let (outer, lists, strangers) = (Vec::with_capacity(MAX_NESTING), Vec::new(), Vec::new());
        Walk { keys, slots, outer, lists, strangers, n_objects: 0 }
    }

    /// Reads the record that begins at `start`; its wanted parts are in the slots that were begun then. Gives where the next line
    /// begins, or nothing where the line is not certainly a record as the slow reader takes it.
    pub(super) fn record(&mut self, record: &str, start: usize) -> Option<usize> {
        let bytes = record.as_bytes();
        self.outer.clear();
        self.lists.clear();
        self.strangers.clear();
        let (start, first) = blanks(bytes, start)?;
        if first != b'{' {
            return None;
        }
        let mut open = self.object(ROOT);
        let mut next = first_of(bytes, start, b'}')?;
        loop {
            let mut at = match next {
                Next::Value(at) if open.is_list => {
                    next = self.value(record, at, STRANGER, &mut open)?;
                    continue;
                }
                Next::Value(at) => {
                    next = self.member(record, at, &mut open)?;
                    continue;
                }
                Next::End(at) => at,
            };
            loop {
                let (end, byte) = blanks(bytes, at)?;
                if byte == b',' {
                    next = Next::Value(blanks(bytes, end + 1)?.0);
                    break;
                }
                at = end + 1;
                if byte != if open.is_list { b']' } else { b'}' } || !self.close(bytes, at, open) {
                    return None;
                }
                match self.outer.pop() {
                    Some(outer) => open = outer,
                    None => return end_of_line(bytes, at),
                }
            }
        }
    }

    /// A key with its value.
    #[inline(always)]
    fn member(&mut self, record: &str, at: usize, open: &mut Open) -> Option<Next> {
        let id = self.keys.guess(open.context);
        let key = self.keys.key(id);
        let Some(n) = key.len_at(block(record.as_bytes(), at)?, open.level) else {
            let (next, other) = self.other_member(record, at, *open)?;
            *open = other;
            return Some(next);
        };
        if !key.see(open.object) {
            return None;
        }
        open.context = mix(open.context, id);
        self.value(record, at + n, id, open)
    }

    /// A key that was not guessed, with its value.
    #[inline(never)]
    fn other_member(&mut self, record: &str, at: usize, mut open: Open) -> Option<(Next, Open)> {
        let bytes = record.as_bytes();
        if bytes[at] != b'"' {
            return None;
        }
        let (end, is_escaped) = text(bytes, at + 1)?;
        let (colon, byte) = blanks(bytes, end + 1)?;
        if is_escaped || byte != b':' {
            return None;
        }
        let id = self.keys.find(&bytes[at + 1..end], open.level, open.context);
        if id == STRANGER {
            self.add_stranger((at + 1, end), &mut open);
        } else if !self.keys.key(id).see(open.object) {
            return None;
        }
        open.context = mix(open.context, id);
        let next = self.value(record, colon + 1, id, &mut open)?;
        Some((next, open))
    }

    /// The value of a key, after blanks. Elements of lists are strangers' values: they fill no slots of their own.
    #[inline(always)]
    fn value(&mut self, record: &str, at: usize, id: KeyId, open: &mut Open) -> Option<Next> {
        let bytes = record.as_bytes();
        if window(bytes, at)?[0] == b'"' {
            return self.text(record, at, id, open);
        }
        let (at, first) = blanks(bytes, at)?;
        if first == b'"' {
            return self.text(record, at, id, open);
        }
        if first == b'{' || first == b'[' {
            *open = self.enter(first, at, id, *open)?;
            return first_of(bytes, at, if open.is_list { b']' } else { b'}' });
        }
        let (held, end) = if first == b'-' || first.is_ascii_digit() {
            (Held::Number, number(bytes, at)?)
        } else {
            let (word, end) = word(bytes, at)?;
            (Held::of_word(word), end)
        };
        if self.keys.key(id).is_wanted() {
            self.slots.set(self.keys.uses(id), held, at, end);
        }
        Some(Next::End(end))
    }

    /// A text whose opening quote is at `at`.
    #[inline(always)]
    fn text(&mut self, record: &str, at: usize, id: KeyId, open: &mut Open) -> Option<Next> {
        let bytes = record.as_bytes();
        let window = window(bytes, at)?;
        let n = 1 + stops(window[1..].first_chunk()?).trailing_zeros() as usize;
        if window[n] != b'"' {
            // It is long, or has escapes.
            let (end, is_escaped) = text(bytes, at + n)?;
            self.keep(record, (at + 1, end), is_escaped, id, open)?;
            return Some(Next::End(end + 1));
        }
        self.keep(record, (at + 1, at + n), false, id, open)?;
        if window[n + 1] == b',' && window[n + 2] == b'"' {
            // Another member follows, with no blanks between, as in most records.
            return Some(Next::Value(at + n + 2));
        }
        Some(Next::End(at + n + 1))
    }

    /// Keeps a text if it is wanted.
    #[inline(always)]
    fn keep(
        &mut self,
        record: &str,
        (start, end): (usize, usize),
        is_escaped: bool,
        id: KeyId,
        open: &mut Open,
    ) -> Option<()> {
        if !self.keys.key(id).is_wanted() {
            return Some(());
        }
        if is_escaped {
            self.slots.set_escaped(self.keys.uses(id), &record[start..end]).then_some(())?;
        } else {
            self.slots.set(self.keys.uses(id), Held::Text, start, end);
        }
        if self.keys.key(id).is_type() {
            open.context = mix(open.context, summary(record.as_bytes(), start, end));
        }
        Some(())
    }

    #[inline(always)]
    fn object(&mut self, level: LevelId) -> Open {
        self.n_objects += 1;
        Open { object: self.n_objects, level, context: mix(0, level), is_list: false, has_strangers: false }
    }

    /// Opens an object or a list at `start` inside what is open.
    #[inline(always)]
    fn enter(&mut self, bracket: u8, start: usize, id: KeyId, outer: Open) -> Option<Open> {
        if self.outer.len() + 1 >= MAX_NESTING {
            return None;
        }
        self.outer.push(outer);
        if bracket == b'[' {
            return Some(self.list(start, id, outer));
        }
        let level = match self.lists.last() {
            Some(list) if outer.is_list => self.keys.elements(list.key),
            _ => self.keys.below(id),
        };
        if self.keys.key(id).is_wanted() {
            self.slots.set(self.keys.uses(id), Held::Object, 0, 0);
        }
        Some(self.object(level))
    }

    #[inline(never)]
    fn list(&mut self, start: usize, id: KeyId, outer: Open) -> Open {
        let list = match self.lists.last() {
            Some(list) if outer.is_list => List { is_wanted: false, ..*list },
            _ => List { key: id, start, is_wanted: self.keys.key(id).is_wanted() },
        };
        self.lists.push(list);
        Open { is_list: true, has_strangers: false, ..outer }
    }

    /// Ends an object or a list. False where it has one of its strangers twice.
    #[inline(always)]
    fn close(&mut self, bytes: &[u8], end: usize, open: Open) -> bool {
        if open.is_list {
            self.close_list(end);
        }
        !open.has_strangers || self.drop_strangers(bytes)
    }

    #[inline(never)]
    fn close_list(&mut self, end: usize) {
        if let Some(list) = self.lists.pop().filter(|list| list.is_wanted) {
            self.slots.set(self.keys.uses(list.key), Held::List, list.start, end);
        }
    }

    /// Notes a key that was not learned. An empty stretch stands before those of each object.
    fn add_stranger(&mut self, stretch: (usize, usize), open: &mut Open) {
        if !open.has_strangers {
            open.has_strangers = true;
            self.strangers.push(BEFORE_STRANGERS);
        }
        self.strangers.push(stretch);
    }

    #[inline(never)]
    fn drop_strangers(&mut self, bytes: &[u8]) -> bool {
        let before = self.strangers.iter().rposition(|stretch| *stretch == BEFORE_STRANGERS).unwrap_or(0);
        let names = self.strangers.drain(before..).skip(1).map(|(start, end)| &bytes[start..end]);
        if names.len() > FEW {
            let mut seen = HashSet::new();
            return names.into_iter().all(|name| seen.insert(name));
        }
        let mut seen = [&[][..]; FEW];
        names.enumerate().all(|(n, name)| {
            seen[n] = name;
            !seen[..n].contains(&name)
        })
    }
}

/// Up to so many strangers are compared pair by pair; beyond, through a set.
const FEW: usize = 16;

/// Stands before the strangers of each object; no key is there.
const BEFORE_STRANGERS: (usize, usize) = (0, 0);

/// What comes first in an object or list that begins at `start`.
#[inline(always)]
fn first_of(bytes: &[u8], start: usize, close: u8) -> Option<Next> {
    let (at, byte) = blanks(bytes, start + 1)?;
    Some(if byte == close { Next::End(at) } else { Next::Value(at) })
}

/// The first byte that is not blank, and where it stands. A line break is none that a record may hold, so it is one.
#[inline(always)]
fn blanks(bytes: &[u8], mut at: usize) -> Option<(usize, u8)> {
    let mut byte = *bytes.get(at)?;
    while byte <= b' ' && matches!(byte, b' ' | b'\t' | b'\r') {
        at += 1;
        byte = *bytes.get(at)?;
    }
    Some((at, byte))
}

/// Where the next line begins, if nothing but blanks comes before.
#[inline(always)]
fn end_of_line(bytes: &[u8], at: usize) -> Option<usize> {
    let (end, byte) = blanks(bytes, at)?;
    (byte == b'\n').then_some(end + 1)
}

/// A figure that tells short texts apart, by their length and first bytes.
#[inline(always)]
fn summary(bytes: &[u8], start: usize, end: usize) -> u32 {
    let n = end - start;
    let word = bytes.get(start..).and_then(|rest| rest.first_chunk()).map_or(0, |first| u64::from_le_bytes(*first));
    let word = if n < 8 { word & ((1 << (8 * n)) - 1) } else { word };
    mix(word as u32, (word >> 32) as u32 ^ n as u32)
}
