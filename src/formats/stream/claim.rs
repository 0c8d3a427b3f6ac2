//! The pass before, where activities make contacts or tell of them: rules about an activity may ask its contact, so
//! all that is known of contacts has to be known before.

use super::take::{Taken, Use, Whom};
use super::tally::ChunkTally;
use crate::formats::identity::Claims;

/// Notes what activities say about their contacts.
pub(super) struct Claim {
    pub(super) claims: Claims,
    /// By source: whether its activities say anything.
    pub(super) tells: Vec<bool>,
}

impl Use for Claim {
    fn take(&mut self, activity: Taken<'_>, _: &mut ChunkTally) -> Whom {
        let source = activity.file.source;
        if self.tells[source] {
            self.claims.note(source, activity.keys, activity.at, activity.facts);
        }
        Whom { n: 1, are_known: true }
    }
}
