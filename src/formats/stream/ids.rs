//! From the id of a contact, as an activity spells it, to the contact's row.

use crate::records::Row;
use std::hash::{BuildHasher, Hasher};

/// Ids and their rows, for a look-up for each of billions of activities.
///
/// Open addressing with linear probing. Ids of up to 16 bytes stand in the slots themselves, so that a look-up touches
/// one or two lines of cache; longer ones stand in one buffer, and their slots hold hash and place. The seed is fixed:
/// nothing depends on the order of slots, and a run is the same each time.
#[derive(Clone, Debug)]
pub(in crate::formats) struct RowsById {
    slots: Vec<Slot>,
    /// `slots.len() - 1`, a power of two less one.
    mask: usize,
    n: usize,
    long: Vec<u8>,
}

/// One slot, empty where `len` is [`Slot::EMPTY`].
#[derive(Clone, Copy, Debug)]
struct Slot {
    /// The bytes of a short id, zeros after them; hash and place in the buffer of a long one.
    low: u64,
    high: u64,
    len: u32,
    row: u32,
}

impl Slot {
    /// No id is as long: a record is shorter than 1 GiB.
    const EMPTY: u32 = u32::MAX;
    const NONE: Slot = Slot { low: 0, high: 0, len: Slot::EMPTY, row: 0 };
    /// The longest id that stands in its slot.
    const SHORT: usize = 16;
}

/// Ids whose places memory is asked for together.
const AT_ONCE: usize = 64;

impl RowsById {
    /// Room for so many ids.
    pub(in crate::formats) fn with_capacity(n: usize) -> RowsById {
        let n_slots = (n + n / 4 + 8).next_power_of_two();
        RowsById { slots: vec![Slot::NONE; n_slots], mask: n_slots - 1, n: 0, long: Vec::new() }
    }

    /// The row of an id.
    pub(in crate::formats) fn get(&self, id: &str) -> Option<u32> {
        self.get_hashed(id.as_bytes(), hash_of(id.as_bytes()))
    }

    /// The rows of many ids, where there are ids. Memory is asked for all of them before the first is compared, and so brings what they need
    /// at the same time: of a large table, that is most of what a look-up takes.
    pub(in crate::formats) fn get_all(&self, ids: &[Option<&str>], rows: &mut [Option<u32>]) {
        for (ids, rows) in ids.chunks(AT_ONCE).zip(rows.chunks_mut(AT_ONCE)) {
            let mut hashes = [0; AT_ONCE];
            let mut near = 0;
            for (id, hash) in ids.iter().zip(&mut hashes) {
                *hash = id.map_or(0, |id| hash_of(id.as_bytes()));
                near ^= self.slots[*hash as usize & self.mask].len;
            }
            std::hint::black_box(near);
            for ((id, hash), row) in ids.iter().zip(hashes).zip(rows) {
                *row = id.and_then(|id| self.get_hashed(id.as_bytes(), hash));
            }
        }
    }

    #[inline]
    fn get_hashed(&self, id: &[u8], hash: u64) -> Option<u32> {
        let (low, high) = words(id);
        let mut at = hash as usize & self.mask;
        loop {
            let slot = &self.slots[at];
            if slot.len as usize == id.len() && self.is_at(slot, id, (low, high), hash) {
                return Some(slot.row);
            }
            if slot.len == Slot::EMPTY {
                return None;
            }
            at = (at + 1) & self.mask;
        }
    }

    /// Gives the ids of rows, from a number on, their rows, unless they have one; whether none of them had.
    pub(in crate::formats) fn insert_rows(&mut self, rows: &[Row], first: usize) -> bool {
        let mut are_new = true;
        for (nth, some) in rows.chunks(AT_ONCE).enumerate() {
            let near = some.iter().map(|row| self.slots[hash_of(row.id.as_bytes()) as usize & self.mask].len);
            std::hint::black_box(near.fold(0, |all, one| all ^ one));
            for (row, of) in (first + nth * AT_ONCE..).zip(some) {
                are_new &= self.insert(&of.id, u32::try_from(row).expect("rows are numbered by `u32`"));
            }
        }
        are_new
    }

    /// Gives an id its row, unless it has one: then it stays, which is false.
    pub(in crate::formats) fn insert(&mut self, id: &str, row: u32) -> bool {
        if self.get(id).is_some() {
            return false;
        }
        if self.n + self.n / 4 + 8 > self.slots.len() {
            self.grow();
        }
        let id = id.as_bytes();
        let (low, high) = words(id);
        let hash = hash(id, low, high);
        let len = u32::try_from(id.len()).expect("an id is shorter than 1 GiB");
        let slot = if id.len() <= Slot::SHORT {
            Slot { low, high, len, row }
        } else {
            self.long.extend_from_slice(id);
            Slot { low: hash, high: (self.long.len() - id.len()) as u64, len, row }
        };
        self.put(slot, hash);
        self.n += 1;
        true
    }

    fn put(&mut self, slot: Slot, hash: u64) {
        let mut at = hash as usize & self.mask;
        while self.slots[at].len != Slot::EMPTY {
            at = (at + 1) & self.mask;
        }
        self.slots[at] = slot;
    }

    fn grow(&mut self) {
        let n_slots = self.slots.len() * 2;
        let old = std::mem::replace(&mut self.slots, vec![Slot::NONE; n_slots]);
        self.mask = n_slots - 1;
        for slot in old.into_iter().filter(|slot| slot.len != Slot::EMPTY) {
            let hash = match slot.len as usize <= Slot::SHORT {
                true => hash_words(slot.len as usize, slot.low, slot.high),
                false => slot.low,
            };
            self.put(slot, hash);
        }
    }

    #[inline]
    fn is_at(&self, slot: &Slot, id: &[u8], (low, high): (u64, u64), hash: u64) -> bool {
        if id.len() <= Slot::SHORT {
            return slot.low == low && slot.high == high;
        }
        let start = slot.high as usize;
        slot.low == hash && self.long.get(start..start + id.len()) == Some(id)
    }
}

/// The first 16 bytes as two numbers, zeros where there are fewer.
#[inline]
fn words(id: &[u8]) -> (u64, u64) {
    if let Some((low, rest)) = id.split_first_chunk::<8>() {
        return (u64::from_le_bytes(*low), word(&rest[..rest.len().min(8)], id));
    }
    (short_word(id), 0)
}

/// The number of up to 8 bytes at the end of an id of at least 8.
#[inline]
fn word(rest: &[u8], id: &[u8]) -> u64 {
    if let Some(whole) = rest.first_chunk::<8>() {
        return u64::from_le_bytes(*whole);
    }
    // The last eight bytes of the id, of which those before `rest` are shifted out.
    let last = id.last_chunk::<8>().map_or(0, |last| u64::from_le_bytes(*last));
    if rest.is_empty() { 0 } else { last >> (64 - 8 * rest.len()) }
}

/// The number of fewer than 8 bytes.
#[inline]
fn short_word(id: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (id.first_chunk::<4>(), id.last_chunk::<4>()) {
        let (first, last) = (u64::from(u32::from_le_bytes(*first)), u64::from(u32::from_le_bytes(*last)));
        return first | last << (8 * (id.len() - 4));
    }
    id.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

const SEEDS: [u64; 3] = [0x9e37_79b9_7f4a_7c15, 0xd1b5_4a32_d192_ed03, 0x8cb9_2ba7_2f3d_8dd7];

#[inline]
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

#[inline]
fn hash_words(len: usize, low: u64, high: u64) -> u64 {
    fold(fold(low ^ SEEDS[0], high ^ SEEDS[1]) ^ len as u64, SEEDS[2])
}

#[inline]
fn hash(id: &[u8], low: u64, high: u64) -> u64 {
    if id.len() <= Slot::SHORT {
        return hash_words(id.len(), low, high);
    }
    let (pairs, rest) = id.as_chunks::<16>();
    let pair = |bytes: &[u8]| words(bytes);
    let folded = pairs.iter().fold(SEEDS[0], |hash, bytes| {
        let (low, high) = pair(bytes);
        fold(hash ^ low, high ^ SEEDS[1])
    });
    let (low, high) = pair(rest);
    fold(fold(folded ^ low, high ^ SEEDS[1]) ^ id.len() as u64, SEEDS[2])
}

/// The hash of a text, for tables and for telling ids apart; the same on every machine.
pub(super) fn hash_of(text: &[u8]) -> u64 {
    let (low, high) = words(text);
    hash(text, low, high)
}

/// The same hash for the maps of the standard library.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FixedHash;

/// What [`FixedHash`] builds.
#[derive(Debug, Default)]
pub(super) struct FixedHasher(u64);

impl BuildHasher for FixedHash {
    type Hasher = FixedHasher;

    fn build_hasher(&self) -> FixedHasher {
        FixedHasher::default()
    }
}

impl Hasher for FixedHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = fold(self.0 ^ hash_of(bytes), SEEDS[1]);
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(u64::from(byte));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = fold(self.0 ^ number, SEEDS[1]);
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn ids_of_every_length_are_found_and_others_are_not() {
        let alphabet = "abcdefghijklmnopqrstuvwxyz0123456789\0é";
        let mut table = RowsById::with_capacity(0);
        let mut known = HashMap::new();
        for n in 0..4000_usize {
            let len = n % 67;
            let id: String = (0..len).filter_map(|at| alphabet.chars().nth((n * 7 + at * (n / 67 + 1)) % 38)).collect();
            let row = u32::try_from(known.len()).expect("few");
            known.entry(id.clone()).or_insert_with(|| {
                table.insert(&id, row);
                row
            });
        }
        assert!(known.len() > 2000, "{}", known.len());
        let ids: Vec<Option<&str>> = known.keys().map(|id| Some(id.as_str())).chain([None]).collect();
        let mut rows = vec![None; ids.len()];
        table.get_all(&ids, &mut rows);
        assert_eq!(rows.pop(), Some(None), "none has none");
        let all: HashMap<&str, u32> = ids.into_iter().flatten().zip(rows.into_iter().flatten()).collect();
        for (id, row) in &known {
            assert_eq!(table.get(id), Some(*row), "{id:?}");
            assert_eq!(all.get(&**id), Some(row), "{id:?}");
            for other in [format!("{id}\0"), format!("{id}x"), format!("x{id}")] {
                assert_eq!(table.get(&other), known.get(&other).copied(), "{other:?}");
            }
        }
    }

    #[test]
    fn the_first_row_of_an_id_stays() {
        let mut table = RowsById::with_capacity(2);
        table.insert("a", 1);
        table.insert("a", 2);
        assert_eq!(table.get("a"), Some(1));
    }

    #[test]
    fn words_are_the_bytes_with_zeros_after_them() {
        for len in 0..=16_usize {
            let id: Vec<u8> = (1..=u8::try_from(len).expect("short")).collect();
            let mut padded = [0; 16];
            padded[..len].copy_from_slice(&id);
            let (low, high) = padded.split_at(8);
            let number = |bytes: &[u8]| bytes.iter().rev().fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
            assert_eq!(words(&id), (number(low), number(high)), "{len}");
        }
    }
}
