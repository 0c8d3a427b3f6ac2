//! Types of activity as one thread meets them.

use super::ids::RowsById;
use crate::formats::report::TypeCount;
use std::sync::Arc;

/// Every type that a thread has met, with how often in the chunk at hand.
pub(super) struct TypeNames {
    /// With their places.
    by_name: RowsById,
    types: Vec<TypeName>,
    /// Those of the chunk at hand.
    met: Vec<usize>,
}

struct TypeName {
    name: Arc<str>,
    /// Its index in the layout; none for a type that no rule names.
    id: Option<u32>,
    count: TypeCount,
}

impl TypeNames {
    /// Those of the layout come first, under their own indexes.
    pub(super) fn new(of_layout: &[String]) -> TypeNames {
        let mut names =
            TypeNames { by_name: RowsById::with_capacity(of_layout.len()), types: Vec::new(), met: Vec::new() };
        for (id, name) in (0..).zip(of_layout) {
            names.add(name, Some(id));
        }
        names
    }

    fn add(&mut self, name: &str, id: Option<u32>) -> usize {
        let name: Arc<str> = Arc::from(name);
        let place = u32::try_from(self.types.len()).expect("fewer types than 2^32 fit any memory");
        self.by_name.insert(&name, place);
        self.types.push(TypeName { name, id, count: TypeCount::default() });
        self.types.len() - 1
    }

    /// The place of a type here.
    #[inline]
    pub(super) fn place(&mut self, name: &str) -> usize {
        match self.by_name.get(name) {
            Some(place) => place as usize,
            None => self.add(name, None),
        }
    }

    /// The index of a type in the layout.
    #[inline]
    pub(super) fn id(&self, place: usize) -> Option<u32> {
        self.types[place].id
    }

    /// Counts so many activities of a type that are alike.
    #[inline]
    pub(super) fn count(&mut self, place: usize, n: u64, is_known: bool, is_future: bool) {
        if self.types[place].count.n == 0 {
            self.met.push(place);
        }
        self.types[place].count.add(n, is_known, is_future);
    }

    /// The counts since the last time.
    pub(super) fn take_counts(&mut self) -> Vec<(Arc<str>, TypeCount)> {
        let types = &mut self.types;
        let taken = |place: usize| (types[place].name.clone(), std::mem::take(&mut types[place].count));
        self.met.drain(..).map(taken).collect()
    }
}
