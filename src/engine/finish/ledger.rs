//! A ledger being written.

use crate::engine::layout::Detail;
use crate::ledger::{Entry, EntryKind, Note, NoteKind, ScoreResult};
use crate::plan::OwnerId;
use crate::values::Decimal;

/// A ledger being written: sums in micros. Where nobody wants the entries there are none.
pub(in crate::engine) struct Ledger {
    wanted: bool,
    entries: Vec<(OwnerId, EntryKind, i128, u64)>,
    notes: Vec<(OwnerId, NoteKind, u64)>,
}

/// A line of a rule: why, how many micros, how many activities.
pub(in crate::engine) type PointsLine = (EntryKind, i128, u64);

impl Ledger {
    /// An empty one.
    pub(in crate::engine) fn new(detail: Detail) -> Ledger {
        Ledger { wanted: detail == Detail::Entries, entries: Vec::new(), notes: Vec::new() }
    }

    /// An entry that has no activities.
    pub(super) fn enter(&mut self, owner: OwnerId, kind: EntryKind, micro: i128) {
        self.enter_activities(owner, kind, micro, 0);
    }

    /// An entry that has activities.
    pub(super) fn enter_activities(&mut self, owner: OwnerId, kind: EntryKind, micro: i128, n_activities: u64) {
        if self.wanted && micro != 0 {
            self.entries.push((owner, kind, micro, n_activities));
        }
    }

    /// A note.
    pub(super) fn note(&mut self, owner: OwnerId, kind: NoteKind, n: u64) {
        if self.wanted && n != 0 {
            self.notes.push((owner, kind, n));
        }
    }

    /// In the order of owners, then of kinds; one entry each.
    pub(in crate::engine) fn finish(mut self, value: Decimal, tier: Option<u32>) -> ScoreResult {
        self.entries.sort_by_key(|(owner, kind, _, _)| (*owner, *kind));
        self.entries.dedup_by(|later, first| {
            let same = (later.0, later.1) == (first.0, first.1);
            if same {
                first.2 += later.2;
                first.3 += later.3;
            }
            same
        });
        self.notes.sort();
        let entry = |(owner, kind, micro, n_activities): (OwnerId, EntryKind, i128, u64)| Entry {
            owner: owner.0,
            kind,
            points: decimal(micro),
            n_activities,
        };
        let note = |(owner, kind, n): (OwnerId, NoteKind, u64)| Note { owner: owner.0, kind, n };
        ScoreResult {
            value,
            tier,
            entries: self.entries.into_iter().filter(|(_, _, micro, _)| *micro != 0).map(entry).collect(),
            notes: self.notes.into_iter().map(note).collect(),
        }
    }
}

/// Sums of a ledger are held within 2 x 10^12, which a decimal holds.
fn decimal(micro: i128) -> Decimal {
    Decimal::from_micro(i64::try_from(micro).expect("rules and blocks hold their sums within 10^12"))
}

/// `up to`, then `down to`, in micros.
pub(super) fn within(total: i128, up_to: Option<Decimal>, down_to: Option<Decimal>) -> i128 {
    let held = up_to.map_or(total, |most| total.min(i128::from(most.micro())));
    down_to.map_or(held, |least| held.max(i128::from(least.micro())))
}
