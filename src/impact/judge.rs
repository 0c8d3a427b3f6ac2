//! One record under both versions, and under those between them where it moved.

use super::edits::{Edits, Set};
use super::items::Item;
use super::merge::{Merged, Place};
use crate::engine::Look;
use crate::plan::{KindId, LabelId, Plan, ScoreId, SegmentId};
use crate::values::{Decimal, ExactSum};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What an item of a record comes to in one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// The record is excluded.
    Excluded,
    /// A score's value, and the name of its tier.
    Score(Decimal, Option<Arc<str>>),
    /// What a label says.
    Label(Option<Arc<str>>),
    /// Whether the record is in a segment.
    Segment(bool),
}

impl State {
    /// What movements go from and to; a score has one only with its tier.
    pub fn band(&self) -> Band {
        match self {
            State::Excluded => Band::Excluded,
            State::Score(_, tier) => tier.clone().map_or(Band::None, Band::Of),
            State::Label(text) => text.clone().map_or(Band::None, Band::Of),
            State::Segment(true) => Band::In,
            State::Segment(false) => Band::Out,
        }
    }

    fn value(&self) -> Option<Decimal> {
        match self {
            State::Score(value, _) => Some(*value),
            _ => None,
        }
    }
}

/// Where a record is: in a tier, under a label, in a segment or not, or excluded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// A tier, or what a label says.
    Of(Arc<str>),
    /// In the segment.
    In,
    /// Not in the segment.
    Out,
    /// No tier, no label.
    None,
    /// Excluded.
    Excluded,
}

impl Band {
    /// The word for it.
    pub fn word(&self) -> &str {
        match self {
            Band::Of(text) => text,
            Band::In => "in",
            Band::Out => "out",
            Band::None => "none",
            Band::Excluded => "excluded",
        }
    }
}

/// Why a record moved from one band to another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Each of these sets of edits makes the move without the others, and no smaller set does.
    Least(Vec<Set>),
    /// It takes more edits than were tried together. Without any of these the record would not move so.
    Many(Set),
}

/// How the value of a score moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Points {
    /// By edit: what it does to the score without the others, where that is not nothing.
    pub alone: Vec<(usize, ExactSum)>,
    /// What is left of the movement.
    pub together: ExactSum,
}

/// An item that moved.
#[derive(Clone, Debug)]
pub(super) struct Moved {
    pub points: Option<Points>,
    pub band: Option<(Band, Band, Cause)>,
}

/// An item that both versions have, with all that is asked to judge it.
pub(super) struct Watched<'m> {
    pub item: &'m Item,
    pub kind: KindId,
    merged: &'m Merged,
    plans: &'m [Plan],
    old: Place,
    new: Place,
    relevant: Set,
}

impl<'m> Watched<'m> {
    /// None where only one version has the item, or where it is of another kind of record now.
    pub fn new(item: &'m Item, merged: &'m Merged, plans: &'m [Plan]) -> Option<Watched<'m>> {
        let (old, new) = (merged.place(item, 0)?, merged.place(item, merged.edits.all())?);
        let kind = kind_of(item, plans, old);
        let relevant = merged.relevant.get(item).copied().unwrap_or(0);
        (kind == kind_of(item, plans, new)).then_some(Watched { item, kind, merged, plans, old, new, relevant })
    }

    pub fn states(&self, looks: &mut [Look<'_, '_>]) -> [State; 2] {
        [self.state(looks, self.old), self.state(looks, self.new)]
    }

    fn state(&self, looks: &mut [Look<'_, '_>], Place { world, id }: Place) -> State {
        let look = &mut looks[world];
        if look.excluded().is_some() {
            return State::Excluded;
        }
        match self.item {
            Item::Score(_) => {
                let Some((value, tier)) = look.score(ScoreId(id)) else { return State::Excluded };
                let tiers = &self.plans[world].scores[id as usize].tiers;
                State::Score(value, tier.map(|tier| Arc::from(tiers[tier as usize].name.as_str())))
            }
            Item::Label(_) => State::Label(look.label(LabelId(id))),
            Item::Segment(_) => State::Segment(look.segment(SegmentId(id))),
        }
    }

    /// The item of the version with some edits; none where there is no such version.
    fn with(&self, looks: &mut [Look<'_, '_>], edits: Set) -> Option<State> {
        self.merged.place(self.item, edits).map(|place| self.state(looks, place))
    }

    /// What moved, and why.
    pub fn moved(&self, looks: &mut [Look<'_, '_>], [old, new]: &[State; 2]) -> Option<Moved> {
        if old == new {
            return None;
        }
        let points = old.value().zip(new.value()).filter(|(old, new)| old != new);
        let points = points.map(|(old, new)| self.points(looks, old, new));
        let (from, to) = (old.band(), new.band());
        let band = (from != to).then(|| {
            let cause = self.cause(looks, &to);
            (from, to, cause)
        });
        Some(Moved { points, band })
    }

    /// The bands, best first: tiers as the new version has them, then those of the old one that it does not have, then
    /// what else there is.
    pub fn bands(&self, plans: &[Plan], matrix: &BTreeMap<(Band, Band), u64>) -> Vec<Band> {
        let mut bands: Vec<Band> = Vec::new();
        if let Item::Score(_) = self.item {
            for Place { world, id } in [self.new, self.old] {
                let tiers = &plans[world].scores[id as usize].tiers;
                bands.extend(tiers.iter().map(|tier| Band::Of(Arc::from(tier.name.as_str()))));
            }
        }
        bands.extend(matrix.keys().flat_map(|(from, to)| [from.clone(), to.clone()]).collect::<BTreeSet<_>>());
        let mut seen = BTreeSet::new();
        bands.retain(|band| seen.insert(band.clone()));
        bands
    }

    /// What each edit does alone, and what is left.
    fn points(&self, looks: &mut [Look<'_, '_>], old: Decimal, new: Decimal) -> Points {
        let between = |from: Decimal, to: Decimal| {
            let mut sum = ExactSum::ZERO;
            sum.add(to);
            sum.sub(from);
            sum
        };
        let mut points = Points { alone: Vec::new(), together: between(old, new) };
        for number in Edits::numbers(self.relevant) {
            let is_ready = self.merged.has(self.item, 1 << number);
            if self.relevant == 1 << number {
                points.alone.push((number, std::mem::replace(&mut points.together, ExactSum::ZERO)));
                break;
            }
            let alone = if is_ready { self.with(looks, 1 << number).and_then(|state| state.value()) } else { None };
            let Some(alone) = alone.filter(|alone| *alone != old) else { continue };
            points.alone.push((number, between(old, alone)));
            points.together.add(old);
            points.together.sub(alone);
        }
        points
    }

    fn cause(&self, looks: &mut [Look<'_, '_>], to: &Band) -> Cause {
        if self.relevant.count_ones() <= 1 {
            return Cause::Least(vec![self.relevant]);
        }
        let Some(tried) = self.merged.tried.get(self.item) else { return Cause::Many(0) };
        let mut least: Vec<Set> = Vec::new();
        for set in &tried.sets {
            if least.first().is_some_and(|least| least.count_ones() < set.count_ones()) {
                break;
            }
            if self.with(looks, *set).is_some_and(|state| state.band() == *to) {
                least.push(*set);
            }
        }
        if !least.is_empty() {
            return Cause::Least(least);
        }
        if tried.sizes + 1 >= self.relevant.count_ones() as usize {
            return Cause::Least(vec![self.relevant]);
        }
        let mut needed = 0;
        for set in &tried.but_one {
            if self.with(looks, *set).is_some_and(|state| state.band() != *to) {
                needed |= self.relevant & !set;
            }
        }
        Cause::Many(needed)
    }
}

/// Whose item it is.
pub(super) fn kind_of(item: &Item, plans: &[Plan], Place { world, id }: Place) -> KindId {
    let (plan, id) = (&plans[world], id as usize);
    match item {
        Item::Score(_) => plan.scores[id].kind,
        Item::Label(_) => plan.labels[id].kind,
        Item::Segment(_) => plan.segments[id].kind,
    }
}
