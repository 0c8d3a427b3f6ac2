//! One record as it was found: the wanted parts, still text.

/// A wanted part of a record. Texts stand in the record's own buffer, so that reading millions of records takes no
/// memory for each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The record has no such field.
    Absent,
    /// `null`.
    Null,
    /// `true` or `false`.
    YesNo(bool),
    /// A JSON number, as it is spelled.
    Number(Stretch),
    /// A text.
    Text(Stretch),
    /// A list: its elements.
    List(Stretch),
    /// A text that was declared to hold JSON and does not.
    NotJson,
    /// An object, where a value was expected.
    Object,
}

impl Found {
    /// A list without elements.
    pub(super) const EMPTY_LIST: Found = Found::List(Stretch { start: 0, end: 0 });
}

/// A stretch of the buffer of texts, or of the elements. A record is shorter than 4 GiB (`ReadLimits` sees to it), so
/// 32 bits do, and a record of nothing but small elements takes less room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    start: u32,
    end: u32,
}

impl Stretch {
    fn new(start: usize, end: usize) -> Stretch {
        let short = |at| u32::try_from(at).expect("a record is shorter than 4 GiB");
        Stretch { start: short(start), end: short(end) }
    }

    fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The wanted parts of one record by slot, in buffers that are used again for the next.
#[derive(Debug, Default)]
pub(super) struct RawRecord {
    slots: Vec<(Found, u8)>,
    texts: String,
    elements: Vec<Found>,
}

impl RawRecord {
    /// Forgets the last record: all slots are absent.
    pub(super) fn clear(&mut self, n_slots: usize) {
        self.slots.clear();
        self.slots.resize(n_slots, (Found::Absent, u8::MAX));
        self.texts.clear();
        self.elements.clear();
    }

    /// What stands in a slot.
    pub(super) fn get(&self, slot: usize) -> Found {
        self.slots[slot].0
    }

    /// Fills a slot, unless it was found less far down the way.
    pub(super) fn set(&mut self, slot: usize, depth: u8, found: Found) {
        let (old, old_depth) = self.slots[slot];
        if old == Found::Absent || depth < old_depth {
            self.slots[slot] = (found, depth);
        }
    }

    /// Keeps a text.
    pub(super) fn push_text(&mut self, text: &str) -> Stretch {
        let start = self.texts.len();
        self.texts.push_str(text);
        Stretch::new(start, self.texts.len())
    }

    /// A text that was kept.
    pub(super) fn text(&self, stretch: Stretch) -> &str {
        &self.texts[stretch.range()]
    }

    /// How many elements are kept so far: where the next list begins.
    pub(super) fn n_elements(&self) -> usize {
        self.elements.len()
    }

    /// Keeps an element of the list that is being read.
    pub(super) fn push_element(&mut self, element: Found) {
        self.elements.push(element);
    }

    /// The list of the elements kept since.
    pub(super) fn list_from(&self, first: usize) -> Found {
        Found::List(Stretch::new(first, self.elements.len()))
    }

    /// The elements of a list that was kept.
    pub(super) fn list(&self, stretch: Stretch) -> &[Found] {
        &self.elements[stretch.range()]
    }
}
