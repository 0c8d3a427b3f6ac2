//! Texts that many records share.

use super::ids::hash_of;
use std::sync::Arc;

/// Recent texts, so that `Healthcare` takes room once for many contacts and not once for each. Of two texts with one
/// place the later one stays; a text that is not found is made anew.
pub(super) struct Texts {
    places: Vec<Option<Arc<str>>>,
}

impl Texts {
    const N_PLACES: usize = 4096;
    /// Longer texts are hardly shared.
    const LONGEST: usize = 48;

    pub(super) fn new() -> Texts {
        Texts { places: vec![None; Texts::N_PLACES] }
    }

    /// A text of its own, or one that is the same.
    pub(super) fn get(&mut self, text: &str) -> Arc<str> {
        if text.len() > Texts::LONGEST {
            return Arc::from(text);
        }
        let place = &mut self.places[hash_of(text.as_bytes()) as usize % Texts::N_PLACES];
        match place {
            Some(known) if **known == *text => known.clone(),
            _ => place.insert(Arc::from(text)).clone(),
        }
    }
}
