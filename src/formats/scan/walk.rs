//! One pass over one record.

use super::block::{block, stops, window};
use super::keys::{KeyId, Keys, LevelId, ROOT, STRANGER, Uses, mix};
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
    /// The key at hand; in a list, the one whose value it is.
    key: KeyId,
    is_list: bool,
    /// The slots that the value at hand fills; in a list, the slots that it fills itself.
    uses: Uses,
    /// Where it begins.
    start: usize,
    /// How many strangers there were before it.
    n_strangers: usize,
}

/// What was come to in a record.
enum Next {
    /// A key or an element of what is open.
    Value(usize),
    /// The end of a value, or of an object or list that is empty.
    End(usize),
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
        let (start, first) = blanks(bytes, start)?;
        if first != b'{' {
            return None;
        }
        let mut open = self.object(ROOT, start);
        let mut next = first_of(bytes, &open)?;
        loop {
            let mut at = match next {
                Next::Value(at) if open.is_list => {
                    next = self.value::<TRUST>(record, at, Uses::NONE, &mut open)?;
                    continue;
                }
                Next::Value(at) => {
                    next = self.member::<TRUST>(record, at, &mut open)?;
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
                if byte != if open.is_list { b']' } else { b'}' } {
                    return None;
                }
                at = end + 1;
                self.close(bytes, at, &open)?;
                match self.outer.pop() {
                    Some(outer) => open = outer,
                    None => return end_of_line(bytes, at),
                }
            }
        }
    }

    /// A key with its value.
    #[inline(always)]
    fn member<const TRUST: bool>(&mut self, record: &str, at: usize, open: &mut Open) -> Option<Next> {
        let bytes = record.as_bytes();
        let guess = self.keys.guess(open.context);
        let (id, at) = match self.keys.key(guess).len_at(block(bytes, at)?, open.level) {
            Some(n) => (guess, at + n),
            None => self.other_key(bytes, at, open.level, open.context)?,
        };
        let key = self.keys.key(id);
        let uses = key.uses();
        if !key.see(open.object) && id != STRANGER {
            return None;
        }
        open.key = id;
        open.context = mix(open.context, id);
        self.value::<TRUST>(record, at, uses, open)
    }

    /// A key that was not guessed, and where its value may begin.
    #[inline(never)]
    fn other_key(&mut self, bytes: &[u8], at: usize, level: LevelId, context: u32) -> Option<(KeyId, usize)> {
        if bytes[at] != b'"' {
            return None;
        }
        let (end, is_escaped) = text::<false>(bytes, at + 1)?;
        let (colon, byte) = blanks(bytes, end + 1)?;
        if is_escaped || byte != b':' {
            return None;
        }
        let key = self.keys.find(&bytes[at + 1..end], level, context);
        if key == STRANGER {
            self.strangers.push((at + 1, end));
        }
        Some((key, colon + 1))
    }

    /// A value, after blanks.
    #[inline(always)]
    fn value<const TRUST: bool>(&mut self, record: &str, at: usize, uses: Uses, open: &mut Open) -> Option<Next> {
        let bytes = record.as_bytes();
        let (at, first) = blanks(bytes, at)?;
        if first == b'"' {
            return self.text::<TRUST>(record, at, uses, open);
        }
        if first == b'{' || first == b'[' {
            *open = self.enter(first, at, uses, *open)?;
            return first_of(bytes, open);
        }
        let (held, end) = if first == b'-' || first.is_ascii_digit() {
            (Held::Number, number(bytes, at)?)
        } else {
            let (word, end) = word(bytes, at)?;
            (Held::of_word(word), end)
        };
        self.slots.set(self.keys.uses(uses), held, at, end);
        Some(Next::End(end))
    }

    /// A text whose opening quote is at `at`.
    #[inline(always)]
    fn text<const TRUST: bool>(&mut self, record: &str, at: usize, uses: Uses, open: &mut Open) -> Option<Next> {
        let bytes = record.as_bytes();
        let window = window(bytes, at)?;
        let n = 1 + stops(window[1..].first_chunk()?).trailing_zeros() as usize;
        // Most are short and hold no escapes.
        let (end, is_escaped) = if window[n] == b'"' { (at + n, false) } else { text::<TRUST>(bytes, at + n)? };
        if !uses.is_empty() {
            self.keep(record, (at + 1, end), is_escaped, uses, open)?;
        }
        match bytes.get(end + 1..)?.first_chunk()? {
            // Another member or element, with no blanks between: what follows most.
            b",\"" => Some(Next::Value(end + 2)),
            _ => Some(Next::End(end + 1)),
        }
    }

    /// Keeps a text that is wanted.
    #[inline(always)]
    fn keep(
        &mut self,
        record: &str,
        (start, end): (usize, usize),
        is_escaped: bool,
        uses: Uses,
        open: &mut Open,
    ) -> Option<()> {
        if is_escaped {
            self.slots.set_escaped(self.keys.uses(uses), &record[start..end]).then_some(())?;
        } else {
            self.slots.set(self.keys.uses(uses), Held::Text, start, end);
        }
        if uses.is_type {
            open.context = mix(open.context, summary(record.as_bytes(), start, end));
        }
        Some(())
    }

    fn object(&mut self, level: LevelId, start: usize) -> Open {
        self.n_objects += 1;
        Open {
            object: self.n_objects,
            level,
            context: mix(0, level),
            key: STRANGER,
            is_list: false,
            uses: Uses::NONE,
            start,
            n_strangers: self.strangers.len(),
        }
    }

    /// Opens an object or a list at `start` inside what is open.
    #[inline(always)]
    fn enter(&mut self, bracket: u8, start: usize, uses: Uses, outer: Open) -> Option<Open> {
        if self.outer.len() + 1 >= MAX_NESTING {
            return None;
        }
        self.outer.push(outer);
        if bracket == b'[' {
            return Some(Open { is_list: true, uses, start, n_strangers: self.strangers.len(), ..outer });
        }
        self.slots.set(self.keys.uses(uses), Held::Object, 0, 0);
        let level = if outer.is_list { self.keys.elements(outer.key) } else { self.keys.below(outer.key) };
        Some(self.object(level, start))
    }

    /// Ends an object or a list. None where it has one of its strangers twice.
    #[inline(always)]
    fn close(&mut self, bytes: &[u8], end: usize, open: &Open) -> Option<()> {
        if open.is_list && !open.uses.is_empty() {
            self.slots.set(self.keys.uses(open.uses), Held::List, open.start, end);
        }
        if self.strangers.len() == open.n_strangers { Some(()) } else { self.drop_strangers(bytes, open.n_strangers) }
    }

    #[inline(never)]
    fn drop_strangers(&mut self, bytes: &[u8], first: usize) -> Option<()> {
        let mut seen = HashSet::new();
        let mut names = self.strangers[first..].iter().map(|(start, end)| &bytes[*start..*end]);
        let is_good = names.all(|name| seen.insert(name));
        self.strangers.truncate(first);
        is_good.then_some(())
    }
}

/// What comes first in an object or list that begins at `open.start`.
#[inline(always)]
fn first_of(bytes: &[u8], open: &Open) -> Option<Next> {
    let (at, byte) = blanks(bytes, open.start + 1)?;
    let is_empty = byte == if open.is_list { b']' } else { b'}' };
    Some(if is_empty { Next::End(at) } else { Next::Value(at) })
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
