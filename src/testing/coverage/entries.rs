//! What results say of themselves: entries of ledgers, tiers, exclusions.

use crate::ledger::{EntryKind, Results};
use crate::values::Decimal;

/// Something to look for in results.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sign {
    /// An entry of an owner and kind; with `up` only one that adds, or one that takes.
    Entry { owner: u32, kind: EntryKind, up: Option<bool> },
    /// Somebody in a tier.
    Tier { score: usize, tier: u32 },
    /// Somebody excluded by this, or by nothing.
    Excluded(Option<u32>),
}

impl Sign {
    pub(super) fn shows(&self, results: &Results) -> bool {
        let mut records = results.records.iter().flatten();
        match self {
            Sign::Excluded(by) => records.any(|record| record.excluded == *by),
            Sign::Tier { score, tier } => records.any(|record| {
                let result = record.scores.get(*score).and_then(Option::as_ref);
                result.is_some_and(|result| result.tier == Some(*tier))
            }),
            Sign::Entry { owner, kind, up } => records.flat_map(|record| record.scores.iter().flatten()).any(|score| {
                let is_wanted = |points: Decimal| up.is_none_or(|up| up == (points > Decimal::ZERO));
                score
                    .entries
                    .iter()
                    .any(|entry| entry.owner == *owner && entry.kind == *kind && is_wanted(entry.points))
            }),
        }
    }
}
