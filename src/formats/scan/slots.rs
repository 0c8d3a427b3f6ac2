//! What was found of the wanted parts of one record.

use super::list::List;
use super::scalar::Word;
use super::text::unescape;
use crate::formats::wanted::SlotAt;

/// A wanted part of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) enum Part<'a> {
    /// The record has no such field.
    Absent,
    /// `null`.
    Null,
    /// `true` or `false`.
    YesNo(bool),
    /// A JSON number, as it is spelled.
    Number(&'a str),
    /// A text.
    Text(&'a str),
    /// A list.
    List(List<'a>),
    /// An object, where a value was expected.
    Object,
}

/// What a slot holds; texts, numbers and lists as a stretch of the record or of the unescaped texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    Absent,
    Null,
    No,
    Yes,
    Number,
    Text,
    Unescaped,
    List,
    Object,
}

impl Held {
    #[inline(always)]
    pub(super) fn of_word(word: Word) -> Held {
        match word {
            Word::Null => Held::Null,
            Word::True => Held::Yes,
            Word::False => Held::No,
        }
    }
}

/// A wanted part of a record, as it was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    held: Held,
    depth: u8,
    start: usize,
    end: usize,
}

impl Slot {
    const ABSENT: Slot = Slot { held: Held::Absent, depth: u8::MAX, start: 0, end: 0 };

    /// What it holds, of a record in `text`, of which some texts were unescaped.
    #[inline(always)]
    pub(super) fn part<'a>(&self, text: &'a str, unescaped: &'a str) -> Part<'a> {
        let Slot { held, start, end, .. } = *self;
        match held {
            Held::Absent => Part::Absent,
            Held::Null => Part::Null,
            Held::No => Part::YesNo(false),
            Held::Yes => Part::YesNo(true),
            // Stretches end at quotes, brackets and behind digits, so they never cut a character.
            Held::Number => Part::Number(&text[start..end]),
            Held::Text => Part::Text(&text[start..end]),
            Held::Unescaped => Part::Text(&unescaped[start..end]),
            Held::List => Part::List(List(&text[start..end])),
            Held::Object => Part::Object,
        }
    }
}

/// The wanted parts of some records, by record and slot, in buffers that are used again.
#[derive(Debug)]
pub(super) struct Slots {
    slots: Box<[Slot]>,
    n_slots: usize,
    /// The first slot of the record in hand.
    first: usize,
    unescaped: String,
}

impl Slots {
    pub(super) fn new(n_slots: usize, n_records: usize) -> Slots {
        let slots = vec![Slot::ABSENT; n_slots * n_records].into();
        Slots { slots, n_slots, first: 0, unescaped: String::new() }
    }

    /// Forgets the last records.
    pub(super) fn clear(&mut self) {
        self.unescaped.clear();
    }

    /// Begins with the nth record: all its slots are absent.
    #[inline(always)]
    pub(super) fn begin(&mut self, nth: usize) {
        self.first = nth * self.n_slots;
        self.slots[self.first..][..self.n_slots].fill(Slot::ABSENT);
    }

    /// Fills slots, unless they were found less far down the way.
    #[inline(always)]
    pub(super) fn set(&mut self, uses: &[SlotAt], held: Held, start: usize, end: usize) {
        for at in uses {
            let slot = &mut self.slots[self.first + at.slot];
            // No depth is as large as that of what is absent: nesting is bounded below it.
            if at.depth < slot.depth {
                *slot = Slot { held, depth: at.depth, start, end };
            }
        }
    }

    /// Fills slots with what a text with escapes says. False where an escape is malformed.
    #[inline(never)]
    pub(super) fn set_escaped(&mut self, uses: &[SlotAt], text: &str) -> bool {
        let start = self.unescaped.len();
        let is_good = unescape(text, &mut self.unescaped);
        self.set(uses, Held::Unescaped, start, self.unescaped.len());
        is_good
    }

    /// The slots of the nth record, and the texts that were unescaped.
    #[inline(always)]
    pub(super) fn record(&self, nth: usize) -> (&[Slot], &str) {
        (&self.slots[nth * self.n_slots..][..self.n_slots], &self.unescaped)
    }
}
