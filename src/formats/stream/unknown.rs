//! How many contacts there are that no file knows.

use super::ids::{FixedHash, hash_of};
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// Unknown ids, counted by all threads. Of each only 128 bits of hash are kept.
pub(super) struct UnknownIds {
    shards: Vec<Mutex<HashSet<(u64, u64), FixedHash>>>,
}

impl UnknownIds {
    const N_SHARDS: usize = 64;

    pub(super) fn new() -> UnknownIds {
        UnknownIds { shards: (0..UnknownIds::N_SHARDS).map(|_| Mutex::default()).collect() }
    }

    /// Takes an id that may have been there before.
    pub(super) fn add(&self, id: &str) {
        let (low, high) = (hash_of(id.as_bytes()), other_hash(id.as_bytes()));
        let shard = &self.shards[high as usize % UnknownIds::N_SHARDS];
        // A set of hashes is whole at any moment, whatever became of a thread that held it.
        shard.lock().unwrap_or_else(PoisonError::into_inner).insert((low, high));
    }

    /// How many different ones there were.
    pub(super) fn n(&self) -> u64 {
        let len = |shard: &Mutex<HashSet<_, _>>| shard.lock().unwrap_or_else(PoisonError::into_inner).len() as u64;
        self.shards.iter().map(len).sum()
    }
}

/// FNV-1a of 64 bits: a second hash that has nothing to do with the first.
fn other_hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_id_counts_once() {
        let ids = UnknownIds::new();
        (0..1000).for_each(|n| ids.add(&(n % 137).to_string()));
        assert_eq!(ids.n(), 137);
    }
}
