//! One pass over one record.

use super::block::block;
use super::keys::{KeyId, Keys, Place, ROOT, STRANGER, mix};
use super::scalar::{Word, number, word};
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
    /// Keys of open objects that were not learned, by their stretches of the record.
    strangers: Vec<(usize, usize)>,
    n_objects: u64,
}

/// An object or a list that is open.
#[derive(Clone, Copy, Debug)]
struct Open {
    place: Place,
    /// The key at hand; in a list, the one whose value it is.
    key: KeyId,
    /// The bracket that ends it.
    close: u8,
    /// How many strangers there were before it.
    n_strangers: usize,
    /// Where it begins, if it is a list that is wanted.
    wanted_at: Option<usize>,
}

impl Walk {
    pub(super) fn new(keys: Keys, n_slots: usize) -> Walk {
        let (outer, strangers) = (Vec::with_capacity(MAX_NESTING), Vec::new());
        Walk { keys, slots: Slots::new(n_slots), outer, strangers, n_objects: 0 }
    }

    /// Reads the record that begins at `start`; its wanted parts are in the slots then. Gives where the next line
    /// begins, or nothing where the line is not certainly a record as the slow reader takes it.
    pub(super) fn record<const TRUST: bool>(&mut self, record: &str, start: usize) -> Option<usize> {
        let bytes = record.as_bytes();
        self.slots.clear();
        self.outer.clear();
        self.strangers.clear();
        let mut at = blanks(bytes, start)?;
        if bytes[at] != b'{' {
            return None;
        }
        let mut open = self.object(ROOT);
        at = blanks(bytes, at + 1)?;
        let mut is_empty = bytes[at] == b'}';
        loop {
            if !is_empty {
                if open.close == b'}' {
                    at = self.key(bytes, at, &mut open)?;
                }
                if let b'{' | b'[' = bytes[at] {
                    open = self.enter(bytes[at], at, open)?;
                    at = blanks(bytes, at + 1)?;
                    is_empty = bytes[at] == open.close;
                    if !is_empty {
                        continue;
                    }
                } else {
                    at = self.scalar::<TRUST>(record, at, &mut open)?;
                }
            }
            is_empty = false;
            loop {
                at = blanks(bytes, at)?;
                if bytes[at] == b',' {
                    at = blanks(bytes, at + 1)?;
                    break;
                }
                if bytes[at] != open.close {
                    return None;
                }
                at += 1;
                self.check_strangers(bytes, &open)?;
                if let Some(start) = open.wanted_at {
                    self.slots.set(self.keys.uses(open.key), Held::List, start, at);
                }
                match self.outer.pop() {
                    Some(outer) => open = outer,
                    None => return end_of_line(bytes, at),
                }
            }
        }
    }

    fn object(&mut self, level: u32) -> Open {
        self.n_objects += 1;
        let place = Place { level, context: mix(0, level), object: self.n_objects };
        Open { place, key: STRANGER, close: b'}', n_strangers: self.strangers.len(), wanted_at: None }
    }

    /// Opens an object or a list at `at` inside what is open.
    #[inline(always)]
    fn enter(&mut self, bracket: u8, at: usize, outer: Open) -> Option<Open> {
        if self.outer.len() + 1 >= MAX_NESTING {
            return None;
        }
        self.outer.push(outer);
        let in_object = outer.close == b'}';
        if bracket == b'[' {
            let wanted_at = (in_object && !self.keys.uses(outer.key).is_empty()).then_some(at);
            return Some(Open { close: b']', n_strangers: self.strangers.len(), wanted_at, ..outer });
        }
        if in_object {
            self.slots.set(self.keys.uses(outer.key), Held::Object, 0, 0);
        }
        let level = if in_object { self.keys.below(outer.key) } else { self.keys.elements(outer.key) };
        Some(self.object(level))
    }

    /// The key at `at`; gives where its value begins.
    #[inline(always)]
    fn key(&mut self, bytes: &[u8], at: usize, open: &mut Open) -> Option<usize> {
        let (key, value) = match self.keys.guess(block(bytes, at)?, &open.place) {
            Some((key, n)) => (key, at + n),
            None => self.other_key(bytes, at, &open.place)?,
        };
        open.key = key;
        if !self.keys.see(key, &mut open.place) {
            return None;
        }
        blanks(bytes, value)
    }

    /// A key that was not guessed.
    #[inline(never)]
    fn other_key(&mut self, bytes: &[u8], at: usize, place: &Place) -> Option<(KeyId, usize)> {
        if bytes[at] != b'"' {
            return None;
        }
        let (end, is_escaped) = text::<false>(bytes, at + 1)?;
        let colon = blanks(bytes, end + 1)?;
        if is_escaped || bytes[colon] != b':' {
            return None;
        }
        let key = self.keys.find(&bytes[at + 1..end], place);
        if key == STRANGER {
            self.strangers.push((at + 1, end));
        }
        Some((key, colon + 1))
    }

    /// A value that is no object and no list; gives where it ends.
    #[inline(always)]
    fn scalar<const TRUST: bool>(&mut self, record: &str, at: usize, open: &mut Open) -> Option<usize> {
        let bytes = record.as_bytes();
        let uses = if open.close == b'}' { self.keys.uses(open.key) } else { &[] };
        match bytes[at] {
            b'"' => {
                let (end, is_escaped) = text::<TRUST>(bytes, at + 1)?;
                if uses.is_empty() {
                    return Some(end + 1);
                }
                if is_escaped {
                    self.slots.set_escaped(uses, &record[at + 1..end]).then_some(())?;
                } else {
                    self.slots.set(uses, Held::Text, at + 1, end);
                }
                if self.keys.is_type(open.key) {
                    open.place.context = mix(open.place.context, summary(bytes, at + 1, end));
                }
                Some(end + 1)
            }
            b'-' | b'0'..=b'9' => {
                let end = number(bytes, at)?;
                self.slots.set(uses, Held::Number, at, end);
                Some(end)
            }
            _ => {
                let (word, end) = word(bytes, at)?;
                let held = match word {
                    Word::Null => Held::Null,
                    Word::True => Held::Yes,
                    Word::False => Held::No,
                };
                self.slots.set(uses, held, 0, 0);
                Some(end)
            }
        }
    }

    /// Forgets the strangers of an object that ends, unless one of them is there twice.
    #[inline(always)]
    fn check_strangers(&mut self, bytes: &[u8], open: &Open) -> Option<()> {
        if self.strangers.len() == open.n_strangers { Some(()) } else { self.drop_strangers(bytes, open) }
    }

    #[inline(never)]
    fn drop_strangers(&mut self, bytes: &[u8], open: &Open) -> Option<()> {
        let mut seen = HashSet::new();
        let mut names = self.strangers[open.n_strangers..].iter().map(|(start, end)| &bytes[*start..*end]);
        let is_good = names.all(|name| seen.insert(name));
        self.strangers.truncate(open.n_strangers);
        is_good.then_some(())
    }
}

/// The first byte that is not blank. A line break is none that a record may hold, so it ends there.
#[inline(always)]
fn blanks(bytes: &[u8], mut at: usize) -> Option<usize> {
    while let b' ' | b'\t' | b'\r' = bytes.get(at)? {
        at += 1;
    }
    Some(at)
}

/// Where the next line begins, if nothing but blanks comes before.
#[inline(always)]
fn end_of_line(bytes: &[u8], at: usize) -> Option<usize> {
    let end = blanks(bytes, at)?;
    (bytes[end] == b'\n').then_some(end + 1)
}

/// A figure that tells short texts apart, by their length and first bytes.
#[inline(always)]
fn summary(bytes: &[u8], start: usize, end: usize) -> u32 {
    let n = end - start;
    let word = bytes.get(start..).and_then(|rest| rest.first_chunk()).map_or(0, |first| u64::from_le_bytes(*first));
    let word = if n < 8 { word & ((1 << (8 * n)) - 1) } else { word };
    mix(word as u32, (word >> 32) as u32 ^ n as u32)
}
