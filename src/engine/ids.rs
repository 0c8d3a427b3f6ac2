//! Rows by their ids: one look at memory for most ids.
//!
//! Every activity of a run is looked up here, so the bytes of short ids lie in the table itself. The table is keyed by a
//! number that differs from process to process, so that no data can be made to meet in one place.

use crate::records::Row;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::Arc;

/// Finds rows of a kind by id.
pub(super) struct IdIndex {
    short: Slots<23>,
    middle: Slots<39>,
    long: HashMap<Arc<str>, u32>,
    key: u64,
}

/// A table with open addresses, for ids of at most so many bytes.
struct Slots<const N: usize> {
    /// As many as a power of two, of which some are always free; none where there are no such ids.
    slots: Vec<Slot<N>>,
}

#[derive(Clone, Copy)]
struct Slot<const N: usize> {
    /// `FREE` where there is no id.
    row: u32,
    n_bytes: u8,
    bytes: [u8; N],
}

const FREE: u32 = u32::MAX;

impl IdIndex {
    /// The rows of a kind; their ids are different.
    pub(super) fn new(rows: &[Row]) -> IdIndex {
        let n_of = |most: usize, least: usize| rows.iter().filter(|row| (least..=most).contains(&row.id.len())).count();
        let mut index = IdIndex {
            short: Slots::new(n_of(23, 0)),
            middle: Slots::new(n_of(39, 24)),
            long: HashMap::new(),
            key: std::hash::RandomState::new().hash_one(rows.len()),
        };
        for (place, row) in (0u32..FREE).zip(rows) {
            match row.id.len() {
                0..=23 => index.short.insert(row.id.as_bytes(), hash(index.key, row.id.as_bytes()), place),
                24..=39 => index.middle.insert(row.id.as_bytes(), hash(index.key, row.id.as_bytes()), place),
                _ => {
                    index.long.insert(row.id.clone(), place);
                }
            }
        }
        index
    }

    /// The row with an id.
    pub(super) fn find(&self, id: &str) -> Option<u32> {
        match id.len() {
            0..=23 => self.short.find(id.as_bytes(), hash(self.key, id.as_bytes())),
            24..=39 => self.middle.find(id.as_bytes(), hash(self.key, id.as_bytes())),
            _ => self.long.get(id).copied(),
        }
    }
}

impl<const N: usize> Slots<N> {
    fn new(n_ids: usize) -> Slots<N> {
        let n_slots = if n_ids == 0 { 0 } else { (n_ids + n_ids / 4 + 1).next_power_of_two() };
        Slots { slots: vec![Slot { row: FREE, n_bytes: 0, bytes: [0; N] }; n_slots] }
    }

    fn insert(&mut self, id: &[u8], hash: u64, row: u32) {
        let mask = self.slots.len() - 1;
        let mut place = hash as usize & mask;
        while self.slots[place].row != FREE {
            place = (place + 1) & mask;
        }
        let slot = &mut self.slots[place];
        slot.row = row;
        slot.n_bytes = id.len() as u8;
        slot.bytes[..id.len()].copy_from_slice(id);
    }

    fn find(&self, id: &[u8], hash: u64) -> Option<u32> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut place = hash as usize & mask;
        loop {
            let slot = &self.slots[place];
            if slot.row == FREE {
                return None;
            }
            if usize::from(slot.n_bytes) == id.len() && slot.bytes[..id.len()] == *id {
                return Some(slot.row);
            }
            place = (place + 1) & mask;
        }
    }
}

/// Two multiplications of 64 to 128 bits for every 16 bytes.
fn hash(key: u64, bytes: &[u8]) -> u64 {
    const A: u64 = 0xA076_1D64_78BD_642F;
    const B: u64 = 0xE703_7ED1_A0B4_28DB;
    let mixed = |a: u64, b: u64| {
        let product = u128::from(a) * u128::from(b);
        (product >> 64) as u64 ^ product as u64
    };
    let word = |bytes: &[u8]| {
        let mut word = [0; 8];
        word[..bytes.len()].copy_from_slice(bytes);
        u64::from_le_bytes(word)
    };
    let mut hash = key ^ A;
    for part in bytes.chunks(16) {
        let (low, high) = part.split_at(part.len().min(8));
        hash = mixed(word(low) ^ hash, word(high) ^ key ^ B);
    }
    mixed(hash ^ A, bytes.len() as u64 ^ B)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(ids: impl Iterator<Item = String>) -> Vec<Row> {
        ids.map(|id| Row { id: Arc::from(id), values: Vec::new() }).collect()
    }

    #[test]
    fn ids_of_every_length_are_found_and_no_others() {
        let id = |n: usize| format!("{}{n}", "x".repeat(n % 60));
        let rows = rows((0..3_000).map(id));
        let index = IdIndex::new(&rows);
        for (place, row) in (0u32..).zip(&rows) {
            assert_eq!(index.find(&row.id), Some(place));
            assert_eq!(index.find(&format!("{}?", row.id)), None);
        }
        assert_eq!(index.find(""), None);
    }

    #[test]
    fn there_may_be_no_rows_at_all() {
        let index = IdIndex::new(&[]);
        for id in ["", "a", &"b".repeat(30), &"c".repeat(50)] {
            assert_eq!(index.find(id), None);
        }
        let one = IdIndex::new(&rows(std::iter::once(String::new())));
        assert_eq!((one.find(""), one.find("a")), (Some(0), None));
    }
}
