//! A sorted map that costs little while it is small: most contacts have done few things.

use std::collections::BTreeMap;

/// As many entries are kept in one sorted vector; more are kept in a tree.
const FEW_MAX: usize = 32;

/// A map in the order of its keys.
#[derive(Clone, Debug)]
pub(in crate::engine) enum SmallMap<K, V> {
    Few(Vec<(K, V)>),
    Many(BTreeMap<K, V>),
}

impl<K, V> Default for SmallMap<K, V> {
    fn default() -> Self {
        SmallMap::Few(Vec::new())
    }
}

impl<K: Ord, V: Default> SmallMap<K, V> {
    /// The value of a key; a new one where there was none.
    pub(in crate::engine) fn entry(&mut self, key: K) -> &mut V {
        if let SmallMap::Few(few) = self
            && few.len() >= FEW_MAX
        {
            *self = SmallMap::Many(std::mem::take(few).into_iter().collect());
        }
        match self {
            SmallMap::Few(few) => {
                let place = match few.binary_search_by(|(other, _)| other.cmp(&key)) {
                    Ok(place) => place,
                    Err(place) => {
                        // One at a time: a vector that doubles would hold four for the one that most maps have.
                        few.reserve_exact(1);
                        few.insert(place, (key, V::default()));
                        place
                    }
                };
                &mut few[place].1
            }
            SmallMap::Many(many) => many.entry(key).or_default(),
        }
    }

    /// The value of a key that may be there.
    pub(in crate::engine) fn get(&self, key: &K) -> Option<&V> {
        match self {
            SmallMap::Few(few) => {
                let place = few.binary_search_by(|(other, _)| other.cmp(key)).ok()?;
                Some(&few[place].1)
            }
            SmallMap::Many(many) => many.get(key),
        }
    }

    /// The value of a key that may be there.
    pub(in crate::engine) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        match self {
            SmallMap::Few(few) => {
                let place = few.binary_search_by(|(other, _)| other.cmp(key)).ok()?;
                Some(&mut few[place].1)
            }
            SmallMap::Many(many) => many.get_mut(key),
        }
    }

    /// Takes a key out.
    pub(in crate::engine) fn remove(&mut self, key: &K) {
        match self {
            SmallMap::Few(few) => {
                if let Ok(place) = few.binary_search_by(|(other, _)| other.cmp(key)) {
                    few.remove(place);
                }
            }
            SmallMap::Many(many) => {
                many.remove(key);
            }
        }
    }
}

impl<K, V> SmallMap<K, V> {
    pub(in crate::engine) fn len(&self) -> usize {
        match self {
            SmallMap::Few(few) => few.len(),
            SmallMap::Many(many) => many.len(),
        }
    }

    pub(in crate::engine) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// In the order of the keys.
    pub(in crate::engine) fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> {
        let (few, many) = match self {
            SmallMap::Few(few) => (few.as_slice(), None),
            SmallMap::Many(many) => (&[][..], Some(many)),
        };
        few.iter().map(|(key, value)| (key, value)).chain(many.into_iter().flatten())
    }

    pub(in crate::engine) fn keys(&self) -> impl DoubleEndedIterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    pub(in crate::engine) fn values(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_many_entries_read_the_same() {
        let mut small: SmallMap<u32, u32> = SmallMap::default();
        let mut plain: BTreeMap<u32, u32> = BTreeMap::new();
        for step in 0..200u32 {
            let key = step * 37 % 101;
            *small.entry(key) += step;
            *plain.entry(key).or_default() += step;
            if step % 3 == 0 {
                small.remove(&(step % 11));
                plain.remove(&(step % 11));
            }
            assert!(small.iter().eq(plain.iter()), "after {step} steps");
            assert!(small.keys().rev().eq(plain.keys().rev()));
            assert_eq!((small.len(), small.get(&key).copied()), (plain.len(), plain.get(&key).copied()));
        }
        assert!(matches!(small, SmallMap::Many(_)) && !small.is_empty());
    }
}
