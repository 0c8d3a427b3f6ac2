//! What a change does to all records: counted movements, distributions, parts.

use super::edits::Set;
use super::judge::{Band, Cause};
use crate::values::{Decimal, ExactSum, Instant};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a change of the rules does to the records of a run, as of one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The instant.
    pub at: Instant,
    /// By kind of record that has scores, labels or segments.
    pub kinds: Vec<KindReport>,
    /// What both versions have, in the order of the new one: scores, labels, segments.
    pub items: Vec<ItemReport>,
    /// Scores, labels and segments that only the old version has, as people call them: `score lead`.
    pub gone: Vec<String>,
    /// The same of the new version.
    pub come: Vec<String>,
}

impl Report {
    /// Whether any record has another value, tier, label or segment, or any result came or went.
    pub fn moves_anything(&self) -> bool {
        self.items.iter().any(ItemReport::moves_anything) || !self.gone.is_empty() || !self.come.is_empty()
    }
}

/// The records of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindReport {
    /// `contact`.
    pub kind: String,
    /// `contacts`.
    pub plural: String,
    /// All of them, excluded ones among them.
    pub n: u64,
    /// Excluded before and after.
    pub n_excluded: [u64; 2],
    /// Records of which any score, label or segment moved.
    pub n_moved: u64,
    /// Records of which any tier moved.
    pub n_tier_moved: u64,
}

/// A score, label or segment under both versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemReport {
    /// `score`, `label` or `segment`.
    pub what: &'static str,
    /// Its name.
    pub name: String,
    /// The place of its kind of record in [`Report::kinds`].
    pub kind: usize,
    /// Bands, best first, the old version's last where the new one does not have them: tiers, in and out.
    pub bands: Vec<Band>,
    /// From band to band, those that stayed among them.
    pub matrix: BTreeMap<(Band, Band), u64>,
    /// Of a score: its values before and after.
    pub values: Option<[Spread; 2]>,
    /// Of a score: records whose value is another now, those with more, those with less.
    pub n_changed: [u64; 3],
    /// Of a score: the sum of all changes of values, of records scored by both versions.
    pub points: ExactSum,
    /// What each edit adds to that sum without the others, and for how many records.
    pub alone: BTreeMap<usize, (ExactSum, u64)>,
    /// What is left of the sum, and for how many records.
    pub together: (ExactSum, u64),
    /// The movements, those of most records first.
    pub moves: Vec<Move>,
}

impl ItemReport {
    /// Whether any record has another value or is in another band.
    pub fn moves_anything(&self) -> bool {
        self.n_changed[0] > 0 || self.n_moved() > 0
    }

    /// How many move to a better band and to a worse one; of a segment how many come in and go out.
    pub fn directions(&self) -> [u64; 2] {
        let place = |band: &Band| match band {
            Band::In => Some(0),
            band => self.bands.iter().position(|known| known == band),
        };
        let mut directions = [0; 2];
        for ((from, to), n) in self.matrix.iter().filter(|((from, to), _)| from != to) {
            let is_up = match (from, to) {
                (_, Band::In) => true,
                (Band::In, _) => false,
                _ => place(to) < place(from),
            };
            directions[usize::from(!is_up)] += n;
        }
        directions
    }

    /// Records that are in another band now.
    pub fn n_moved(&self) -> u64 {
        self.matrix.iter().filter(|((from, to), _)| from != to).map(|(_, n)| n).sum()
    }

    /// How many are in a band before and after.
    pub fn count(&self, band: &Band) -> [u64; 2] {
        let sum = |side: &dyn Fn(&(Band, Band)) -> bool| {
            self.matrix.iter().filter(|(cell, _)| side(cell)).map(|(_, n)| n).sum()
        };
        [sum(&|cell| cell.0 == *band), sum(&|cell| cell.1 == *band)]
    }

    /// How many moved from one band to another.
    pub fn moved(&self, from: &str, to: &str) -> u64 {
        let is_one = |cell: &&(Band, Band)| cell.0.word() == from && cell.1.word() == to;
        self.matrix.keys().filter(is_one).map(|cell| self.matrix[cell]).sum()
    }
}

/// Where the values of a score lie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// Records that have a value.
    pub n: u64,
    /// The mean, rounded half to even to six places.
    pub mean: Option<Decimal>,
    /// Least value, lower quarter, median, upper quarter, greatest: of so many values in order the one at that share, by
    /// nearest rank.
    pub quarters: Option<[Decimal; 5]>,
}

impl Spread {
    pub(super) fn of(mut values: Vec<Decimal>) -> Spread {
        values.sort_unstable();
        let n = values.len();
        let mut sum = ExactSum::ZERO;
        values.iter().for_each(|value| sum.add(*value));
        let rank = |share: usize| values[(n * share).div_ceil(4).saturating_sub(1)];
        let quarters = (n > 0).then(|| [0, 1, 2, 3, 4].map(rank));
        Spread { n: n as u64, mean: sum.average(n as u64), quarters }
    }
}

/// Records that moved from one band to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Where from.
    pub from: Band,
    /// Where to.
    pub to: Band,
    /// How many.
    pub n: u64,
    /// By cause, those of most records first; they add up to `n`.
    pub causes: Vec<Part>,
}

/// Records that moved for one cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Why.
    pub cause: Cause,
    /// How many.
    pub n: u64,
    /// What they share; nothing where they are too few to be described without being named.
    pub shared: Vec<Shared>,
    /// Their ids, in the order of the records.
    pub ids: Vec<Arc<str>>,
}

/// A rule that counts for records that moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The rule's head as written.
    pub text: String,
    /// Of the records that moved it counts for so many.
    pub n: u64,
    /// Of all records of the kind for so many.
    pub n_of_all: u64,
}

/// The edits in a cause.
pub fn edits_in(cause: &Cause) -> Set {
    match cause {
        Cause::Least(sets) => sets.iter().fold(0, |all, set| all | set),
        Cause::Many(set) => *set,
    }
}
