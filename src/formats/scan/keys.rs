//! The keys that records have, learned while they are read.
//!
//! Records of a file look alike: a few keys, in one of a few orders. So each object's keys so far are folded into a
//! *context*, a small table remembers the key that followed each context the last time, and that key is compared with
//! the bytes at hand in one go, quotes, colon and all. A wrong guess costs time and nothing else: the key is then read
//! and looked up, and remembered for the next time.
//!
//! Keys are told apart by the *level* they stand on, the way of keys from the record's own object down, so that a key is
//! wanted or not and repeated or not whatever the objects around it hold. Everything that is learned is bounded; keys
//! beyond the bounds are *strangers*, which only cost more time.

use super::block::{BLOCK, equal};
use crate::formats::wanted::{KeyUse, SlotAt, Wanted};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// A key of a level, by number. The first is no key, and stands for all strangers.
pub(super) type KeyId = u32;

/// A level of objects, by number.
pub(super) type LevelId = u32;

/// The key that is none of the learned ones.
pub(super) const STRANGER: KeyId = 0;

/// The level of the record itself.
pub(super) const ROOT: LevelId = 0;

/// The level of objects whose keys are not learned.
const NOWHERE: LevelId = LevelId::MAX;

/// So many keys are learned beside the wanted ones, so many of each level, and so many levels.
const N_KEYS: usize = 4096;
const N_KEYS_OF_LEVEL: usize = 256;
const N_LEVELS: usize = 1024;
/// Longer keys are not learned.
const LONG_KEY: usize = 256;

/// A context is an index of the table of guesses in its highest bits.
const CONTEXT_SHIFT: u32 = 20;

/// A learned key: its first line of memory is all that a good guess reads.
#[derive(Debug)]
#[repr(align(64))]
pub(super) struct Key {
    /// `"key":`, or what no record can hold where that is longer than a block.
    pattern: [u8; BLOCK],
    /// Bits of the bytes behind the pattern.
    ignore: u32,
    level: LevelId,
    /// The object in which it was last seen.
    seen_in: u64,
    first_use: u32,
    n_uses: u16,
    n_bytes: u8,
    is_type: bool,
    /// The level of an object that is its value.
    below: LevelId,
    /// The level of objects in a list that is its value.
    elements: LevelId,
}

/// The keys of a level.
type Names = HashMap<Box<[u8]>, KeyId, BuildHasherDefault<NameHasher>>;

/// A quick hash. Names of one hash do no harm: only a few of a level are kept.
#[derive(Default)]
struct NameHasher(u64);

impl Hasher for NameHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| self.write_u64(u64::from_le_bytes(*word)));
        let last = rest.iter().fold(0, |last, byte| last << 8 | u64::from(*byte));
        self.write_u64(last);
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0 ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    }

    fn write_usize(&mut self, length: usize) {
        self.write_u64(length as u64);
    }

    fn finish(&self) -> u64 {
        self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

/// All that was learned, and what is wanted.
#[derive(Debug)]
pub(super) struct Keys {
    keys: Vec<Key>,
    /// By level.
    names: Vec<Names>,
    uses: Vec<SlotAt>,
    guesses: Box<[KeyId; 1 << (32 - CONTEXT_SHIFT)]>,
    n_keys_max: usize,
    n_levels_max: usize,
}

impl Keys {
    /// The keys that are wanted.
    pub(super) fn new(wanted: &Wanted) -> Keys {
        let mut keys = Keys {
            keys: Vec::new(),
            names: vec![Names::default()],
            uses: Vec::new(),
            guesses: Box::new([STRANGER; 1 << (32 - CONTEXT_SHIFT)]),
            n_keys_max: usize::MAX,
            n_levels_max: usize::MAX,
        };
        keys.add(NOWHERE, &[0xff; BLOCK]);
        keys.keys[STRANGER as usize].below = NOWHERE;
        keys.keys[STRANGER as usize].elements = NOWHERE;
        keys.add_wanted(ROOT, Wanted::ROOT, wanted);
        keys.n_keys_max = keys.keys.len() + N_KEYS;
        keys.n_levels_max = keys.names.len() + N_LEVELS;
        keys
    }

    fn add_wanted(&mut self, level: LevelId, node: u32, wanted: &Wanted) {
        for (name, key_use) in wanted.keys(node) {
            let id = self.add(level, name.as_bytes());
            self.add_uses(id, key_use, &wanted.ty);
            if let Some(node) = key_use.below {
                let below = self.below(id);
                self.add_wanted(below, node, wanted);
            }
        }
    }

    fn add_uses(&mut self, id: KeyId, key_use: &KeyUse, ty: &Range<usize>) {
        let key = &mut self.keys[id as usize];
        key.first_use = u32::try_from(self.uses.len()).expect("fewer fields than 2^32 are wanted");
        key.n_uses = u16::try_from(key_use.slots.len()).expect("a field is wanted for fewer than 2^16 slots");
        key.is_type = key_use.slots.iter().any(|at| ty.contains(&at.slot));
        self.uses.extend(&key_use.slots);
    }

    fn add(&mut self, level: LevelId, name: &[u8]) -> KeyId {
        let id = KeyId::try_from(self.keys.len()).expect("learned keys are bounded");
        self.keys.push(Key::new(level, name));
        if let Some(names) = self.names.get_mut(level as usize) {
            names.insert(name.into(), id);
        }
        id
    }

    /// The key that followed the context the last time.
    #[inline(always)]
    pub(super) fn guess(&self, context: u32) -> KeyId {
        self.guesses[(context >> CONTEXT_SHIFT) as usize]
    }

    /// A key by its number.
    #[inline(always)]
    pub(super) fn key(&mut self, id: KeyId) -> &mut Key {
        &mut self.keys[id as usize]
    }

    /// The key of this name, learned if need be and possible.
    #[inline(never)]
    pub(super) fn find(&mut self, name: &[u8], level: LevelId, context: u32) -> KeyId {
        let Some(names) = self.names.get(level as usize) else {
            return STRANGER;
        };
        let id = match names.get(name) {
            Some(id) => *id,
            None if names.len() >= N_KEYS_OF_LEVEL || name.len() > LONG_KEY => return STRANGER,
            None if self.keys.len() >= self.n_keys_max => return STRANGER,
            None => self.add(level, name),
        };
        self.guesses[(context >> CONTEXT_SHIFT) as usize] = id;
        id
    }

    /// The slots that the value of a key fills.
    #[inline(always)]
    pub(super) fn uses(&self, id: KeyId) -> &[SlotAt] {
        let key = &self.keys[id as usize];
        &self.uses[key.first_use as usize..][..usize::from(key.n_uses)]
    }

    /// The level of objects that are values of a key.
    #[inline(always)]
    pub(super) fn below(&mut self, id: KeyId) -> LevelId {
        let level = self.keys[id as usize].below;
        if level != ROOT {
            return level;
        }
        let level = self.new_level();
        self.keys[id as usize].below = level;
        level
    }

    /// The level of objects in lists that are values of a key. Nothing is wanted there.
    #[inline(always)]
    pub(super) fn elements(&mut self, id: KeyId) -> LevelId {
        let level = self.keys[id as usize].elements;
        if level != ROOT {
            return level;
        }
        let level = self.new_level();
        self.keys[id as usize].elements = level;
        level
    }

    #[inline(never)]
    fn new_level(&mut self) -> LevelId {
        if self.names.len() >= self.n_levels_max {
            return NOWHERE;
        }
        self.names.push(Names::default());
        LevelId::try_from(self.names.len() - 1).expect("learned levels are bounded")
    }
}

impl Key {
    /// The length of the key with its quotes and colon, if a block of an object of this level begins with it.
    #[inline(always)]
    pub(super) fn len_at(&self, block: &[u8; BLOCK], level: LevelId) -> Option<usize> {
        let is_it = equal(block, &self.pattern) | self.ignore == u32::MAX && self.level == level;
        is_it.then_some(usize::from(self.n_bytes))
    }

    /// Whether its value fills any slots.
    #[inline(always)]
    pub(super) fn is_wanted(&self) -> bool {
        self.n_uses != 0
    }

    /// Whether its value says what kind of record this is, and so, which keys follow.
    #[inline(always)]
    pub(super) fn is_type(&self) -> bool {
        self.is_type
    }

    /// Notes that an object has this key. False where it has had it before.
    #[inline(always)]
    pub(super) fn see(&mut self, object: u64) -> bool {
        let is_new = self.seen_in != object;
        self.seen_in = object;
        is_new
    }

    fn new(level: LevelId, name: &[u8]) -> Key {
        let mut pattern = [0xff; BLOCK];
        let n_bytes = name.len() + 3;
        let fits = n_bytes <= BLOCK;
        if fits {
            pattern[0] = b'"';
            pattern[1..=name.len()].copy_from_slice(name);
            pattern[name.len() + 1..n_bytes].copy_from_slice(b"\":");
        }
        Key {
            pattern,
            ignore: if n_bytes < BLOCK { u32::MAX << n_bytes } else { 0 },
            level,
            seen_in: 0,
            first_use: 0,
            n_uses: 0,
            n_bytes: if fits { n_bytes as u8 } else { 0 },
            is_type: false,
            below: ROOT,
            elements: ROOT,
        }
    }
}

/// Folds one more thing into a context.
#[inline(always)]
pub(super) fn mix(context: u32, with: u32) -> u32 {
    (context.rotate_left(13) ^ with).wrapping_mul(0x9e37_79b1)
}
