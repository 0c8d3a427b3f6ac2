//! Two versions on the same records: whether, and in what, their results differ.

use super::pools::CANDIDATES_MAX;
use crate::engine;
use crate::ledger::{EntryKind, RecordResult, Results, ScoreResult};
use crate::plan::Plan;
use crate::records::Records;
use crate::testing::ledger_sum::sum;
use crate::typed::{Owner, OwnerKind, TypedRules};
use crate::values::{Decimal, Instant};
use std::sync::Arc;

/// Two versions with the same names and fields.
pub(super) struct Both<'a> {
    /// The first.
    pub rules: &'a TypedRules,
    /// Of both.
    pub plans: &'a [Plan; 2],
}

/// The first thing that differs.
pub(super) struct Difference {
    /// `lead`, `lead.tier`, `pricing`, with `of "id"` where there are several records.
    pub what: String,
    /// In the first version, and in the second.
    pub values: (String, String),
    /// Whether it is an outcome of the record, and not only what one rule gives.
    pub is_outcome: bool,
}

impl Both<'_> {
    fn results(&self, records: &Records, as_of: Instant) -> [Results; 2] {
        [0, 1].map(|at| engine::run(&self.plans[at], records, as_of))
    }

    /// What differs on these records that an `expect` can name: outcomes first, then what single rules give.
    pub(super) fn difference(&self, records: &Records, as_of: Instant) -> Option<Difference> {
        let [old, new] = self.results(records, as_of);
        let pairs = || old.records.iter().flatten().zip(new.records.iter().flatten());
        let outcome = pairs().find_map(|(old, new)| Some((old, self.outcome(old, new)?)));
        let is_outcome = outcome.is_some();
        let (record, (what, values)) =
            outcome.or_else(|| pairs().find_map(|(old, new)| Some((old, self.points(old, new)?))))?;
        let n_records: usize = records.rows.iter().map(Vec::len).sum();
        let what = if n_records > 1 { format!("{what} of \"{}\"", record.id) } else { what };
        Some(Difference { what, values, is_outcome })
    }

    /// The worlds in which any record differs, by the number at the end of its id; at most a few.
    pub(super) fn differing(&self, records: &Records, as_of: Instant) -> Vec<usize> {
        let [old, new] = self.results(records, as_of);
        let pairs = old.records.iter().flatten().zip(new.records.iter().flatten());
        let strong = pairs.clone().filter(|(old, new)| self.outcome(old, new).is_some());
        let weak = pairs.filter(|(old, new)| self.points(old, new).is_some());
        let world = |(old, _): (&RecordResult, &RecordResult)| old.id.rsplit('-').next()?.parse().ok();
        let mut worlds: Vec<usize> = strong.filter_map(world).take(CANDIDATES_MAX).collect();
        worlds.extend(weak.filter_map(world).take(CANDIDATES_MAX));
        worlds
    }

    fn outcome(&self, old: &RecordResult, new: &RecordResult) -> Option<(String, (String, String))> {
        if old.excluded != new.excluded {
            let word = |excluded: Option<u32>| excluded.map_or("no".to_owned(), |index| self.reason(index));
            return Some(("excluded".to_owned(), (word(old.excluded), word(new.excluded))));
        }
        let scores = self.rules.scores.iter().zip(old.scores.iter().zip(&new.scores));
        for (score, (old, new)) in scores {
            let (Some(old), Some(new)) = (old, new) else { continue };
            if old.value != new.value {
                let shown = |result: &ScoreResult| result.value.display_points();
                return Some((score.name.clone(), (shown(old), shown(new))));
            }
            if old.tier != new.tier {
                let tier = |result: &ScoreResult| {
                    let tier = result.tier.and_then(|tier| score.tiers.get(tier as usize));
                    tier.map_or("missing".to_owned(), |tier| tier.name.clone())
                };
                return Some((format!("{}.tier", score.name), (tier(old), tier(new))));
            }
        }
        self.named(old, new)
    }

    /// Labels and segments.
    fn named(&self, old: &RecordResult, new: &RecordResult) -> Option<(String, (String, String))> {
        let labels = self.rules.labels.iter().zip(old.labels.iter().zip(&new.labels));
        if let Some((label, (old, new))) = labels.into_iter().find(|(_, (old, new))| old != new) {
            let text =
                |value: &Option<Arc<str>>| value.as_ref().map_or("missing".to_owned(), |value| format!("\"{value}\""));
            return Some((label.name.clone(), (text(old), text(new))));
        }
        let segments = self.rules.segments.iter().zip(old.segments.iter().zip(&new.segments));
        let found = segments.into_iter().find(|(_, (old, new))| old != new);
        let word = |is_in: bool| if is_in { "yes" } else { "no" }.to_owned();
        found.map(|(segment, (old, new))| (segment.name.clone(), (word(*old), word(*new))))
    }

    /// What a rule or group with a name gives, where that differs: an `expect` can name it.
    fn points(&self, old: &RecordResult, new: &RecordResult) -> Option<(String, (String, String))> {
        let scores = old.scores.iter().zip(&new.scores);
        scores.filter_map(|(old, new)| Some((old.as_ref()?, new.as_ref()?))).find_map(|(old, new)| {
            let is_block = |owner: &Owner| matches!(owner.what, OwnerKind::Rule | OwnerKind::Group);
            let has_name = |owner: &(usize, &Owner)| owner.1.name.is_some() && is_block(owner.1);
            self.rules.owners.iter().enumerate().filter(has_name).find_map(|(index, owner)| {
                let (old, new) = (points_of(old, index)?, points_of(new, index)?);
                let name = owner.name.clone()?;
                (old != new).then(|| (name, (old.display_points_signed(), new.display_points_signed())))
            })
        })
    }

    fn reason(&self, exclude: u32) -> String {
        let exclude = self.rules.excludes.get(exclude as usize);
        exclude.map_or_else(|| "yes".to_owned(), |exclude| format!("\"{}\"", exclude.reason))
    }
}

fn points_of(result: &ScoreResult, owner: usize) -> Option<Decimal> {
    let is_of = |entry: &&crate::ledger::Entry| entry.owner as usize == owner && entry.kind != EntryKind::Rounding;
    sum(result.entries.iter().filter(is_of))
}
