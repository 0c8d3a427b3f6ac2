//! What the points of an activity rule come to: award, decay, limits, points per field and per day.

use crate::engine::basis::Basis;
use crate::engine::contributions::faded;
use crate::engine::layout::{PointsCells, Shape, Slot, is_late};
use crate::engine::state::{Item, Key, PointsSide, Side, SmallMap, StateRef, Sum};
use crate::plan::{Amount, PointsPlan};
use crate::values::{Date, Decimal, Instant, Value};

/// The sums of a rule before its own caps, in micros.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::engine) struct PointsOutcome {
    /// Activities of the phrase.
    pub(in crate::engine) n: u64,
    /// Activities whose award is missing.
    pub(in crate::engine) n_missing: u64,
    /// Activities whose points the decay changed.
    pub(in crate::engine) n_faded: u64,
    /// Activities that count limits dropped.
    pub(in crate::engine) n_dropped: u64,
    /// All awards.
    pub(in crate::engine) award: i128,
    /// What age took of them.
    pub(in crate::engine) decay: i128,
    /// What the dropped ones had left, taken back.
    pub(in crate::engine) limit: i128,
    /// What points limits per field and per day took.
    pub(in crate::engine) cap: i128,
}

/// How awards fade, once ages are known.
pub(in crate::engine) struct Fading<'e, 'a> {
    pub(in crate::engine) basis: &'e Basis<'a>,
    pub(in crate::engine) plan: &'e PointsPlan,
    /// The instant the clock of the record started; none where nothing fades by it.
    pub(in crate::engine) clock: Option<Instant>,
}

impl Fading<'_, '_> {
    /// What is left of an award of an activity.
    pub(in crate::engine) fn left(&self, award: Decimal, at_us: i64) -> Decimal {
        let Some(decay) = self.plan.decay else { return award };
        let decay = self.basis.plan.decay(decay);
        let from = if self.is_late() { self.clock } else { Some(Instant::from_us(at_us)) };
        let Some(from) = from else { return award };
        faded(self.basis.plan, decay, award, self.basis.age_units(decay, from))
    }

    fn is_late(&self) -> bool {
        is_late(self.basis.plan, self.plan)
    }

    fn of_sum(&self, sum: &Sum) -> i128 {
        if self.is_late() { self.of_awards(&sum.awards).0 } else { sum.micro }
    }

    /// What is left of tallied awards, and how many have faded.
    fn of_awards(&self, awards: &SmallMap<Decimal, u64>) -> (i128, u64) {
        awards.iter().fold((0, 0), |(sum, n_faded), (award, n)| {
            let left = self.left(*award, 0);
            let n_changed = if left == *award { 0 } else { *n };
            (sum + i128::from(left.micro()) * i128::from(*n), n_faded + n_changed)
        })
    }
}

/// An item that limits kept, with what is left of its award.
pub(in crate::engine) struct KeptItem<'s> {
    pub(in crate::engine) item: &'s Item,
    pub(in crate::engine) is_first: bool,
}

/// Reads an accumulator of points. Where only values are asked for, counts are 0 and what age and limits took may be
/// taken from the award already: the sum of the four is the same.
pub(in crate::engine) fn outcome(fading: &Fading<'_, '_>, slot: Slot, state: StateRef<'_>) -> PointsOutcome {
    let plan = fading.plan;
    let Shape::Points(cells) = slot.shape else { return PointsOutcome::default() };
    let side = match state.side(slot) {
        Some(Side::Points(side)) => Some(&**side),
        _ => None,
    };
    let (mut outcome, left) = totals(fading, cells, state, side);
    outcome.decay = left - outcome.award;
    if cells.latest.1 > 0 && cells.n.is_some() {
        limit_to_latest(fading, &mut outcome, left, cells, state);
    }
    let mut sums: SmallMap<Key, i128> = SmallMap::default();
    if let Some(side) = side {
        side.sums.iter().for_each(|(key, sum)| *sums.entry(key.clone()) = fading.of_sum(sum));
        limits(fading, &mut outcome, left, side, &mut sums);
    }
    outcome.cap = most_points(plan).map_or(0, |most| sums.values().map(|sum| most.min(*sum) - sum).sum());
    outcome
}

/// Counts and awards of all activities, dropped ones and first ones at the rest's award, and what is left of them.
fn totals(
    fading: &Fading<'_, '_>,
    cells: PointsCells,
    state: StateRef<'_>,
    side: Option<&PointsSide>,
) -> (PointsOutcome, i128) {
    let count = |cell: Option<u32>| cell.map_or(0, |cell| state.count(cell));
    let n = count(cells.n);
    let mut outcome = PointsOutcome {
        n,
        n_missing: count(cells.n_missing),
        n_faded: count(cells.n_faded),
        ..PointsOutcome::default()
    };
    let left = cells.left.map(|cell| state.wide(cell));
    let left = match (fading.plan.award, cells.n) {
        (Amount::Constant(award), Some(_)) => {
            outcome.award = i128::from(award.micro()) * i128::from(n);
            left.unwrap_or_else(|| {
                let one = if cells.is_late { fading.left(award, 0) } else { award };
                outcome.n_faded = if one == award { 0 } else { n };
                i128::from(one.micro()) * i128::from(n)
            })
        }
        (Amount::Constant(award), None) => {
            let latest = state.latest(cells.latest).map(|at| i128::from(fading.left(award, at.us()).micro()));
            outcome.award = left.unwrap_or_else(|| latest.sum());
            outcome.award
        }
        (Amount::Each(_), _) => {
            outcome.award = cells.award.map_or(0, |cell| state.wide(cell));
            left.unwrap_or(outcome.award)
        }
    };
    match side.filter(|_| cells.is_late && matches!(fading.plan.award, Amount::Each(_))) {
        Some(side) => {
            let (left, n_faded) = fading.of_awards(&side.awards);
            (PointsOutcome { n_faded, ..outcome }, left)
        }
        None => (outcome, left),
    }
}

/// A count limit where all awards are the same: it keeps the latest instants.
fn limit_to_latest(
    fading: &Fading<'_, '_>,
    outcome: &mut PointsOutcome,
    left: i128,
    cells: PointsCells,
    state: StateRef<'_>,
) {
    let Amount::Constant(award) = fading.plan.award else { return };
    outcome.n_dropped = outcome.n - state.latest(cells.latest).count() as u64;
    let kept = state.latest(cells.latest).map(|at| i128::from(fading.left(award, at.us()).micro()));
    outcome.limit = kept.sum::<i128>() - left;
}

/// Count limits, then the award of the first ones; `sums` become those of kept points by key.
fn limits(
    fading: &Fading<'_, '_>,
    outcome: &mut PointsOutcome,
    left: i128,
    side: &PointsSide,
    sums: &mut SmallMap<Key, i128>,
) {
    let plan = fading.plan;
    let rest_left = |item: &Item| i128::from(fading.left(item.rest.unwrap_or(Decimal::ZERO), item.at_us).micro());
    let kept = if plan.is_limited() {
        let items: Vec<&Item> = side.kept.values().flatten().collect();
        let kept = keep(fading.basis, plan, items);
        outcome.n_dropped = outcome.n.saturating_sub(kept.len() as u64);
        outcome.limit = kept.iter().map(|kept| rest_left(kept.item)).sum::<i128>() - left;
        for one in &kept {
            *sums.entry(one.item.points_key.clone()) += rest_left(one.item);
        }
        kept
    } else {
        side.firsts.values().flatten().map(|item| KeptItem { item, is_first: true }).collect()
    };
    for one in kept.iter().filter(|one| one.is_first) {
        first_instead_of_rest(fading, outcome, one.item, sums);
    }
}

/// Replaces the rest's award of an activity by that of the first ones.
fn first_instead_of_rest(
    fading: &Fading<'_, '_>,
    outcome: &mut PointsOutcome,
    item: &Item,
    sums: &mut SmallMap<Key, i128>,
) {
    let points = |award: Option<Decimal>| award.unwrap_or(Decimal::ZERO);
    let left = |award: Option<Decimal>| fading.left(points(award), item.at_us);
    let fades = |award: Option<Decimal>| u64::from(left(award) != points(award));
    let more = i128::from(points(item.first).micro()) - i128::from(points(item.rest).micro());
    let more_left = i128::from(left(item.first).micro()) - i128::from(left(item.rest).micro());
    outcome.award += more;
    outcome.decay += more_left - more;
    // Saturating for runs that count neither.
    outcome.n_faded = (outcome.n_faded + fades(item.first)).saturating_sub(fades(item.rest));
    let n_missing = outcome.n_missing + u64::from(item.first.is_none());
    outcome.n_missing = n_missing.saturating_sub(u64::from(item.rest.is_none()));
    *sums.entry(item.points_key.clone()) += more_left;
}

/// Which items count limits keep, and which of those are first. The items are those that the first limit kept, or all.
pub(in crate::engine) fn keep<'s>(basis: &Basis<'_>, plan: &PointsPlan, items: Vec<&'s Item>) -> Vec<KeptItem<'s>> {
    let mut items = items;
    items.sort();
    let dropped = dropped(basis, plan, &items);
    let kept: Vec<&Item> =
        items.into_iter().zip(dropped).filter(|(_, by)| by.is_none()).map(|(item, _)| item).collect();
    let is_first = first_ones(plan, &kept);
    kept.into_iter().zip(is_first).map(|(item, is_first)| KeptItem { item, is_first }).collect()
}

/// A limit on how many activities count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountLimit {
    /// `once per FIELD`, `at most N per FIELD`.
    PerField,
    /// `at most N per day`.
    PerDay,
    /// `once`, `at most N times`.
    Times,
}

/// By which limit each of some items, sorted, is dropped: each limit sees what the ones before kept.
pub(in crate::engine) fn dropped(basis: &Basis<'_>, plan: &PointsPlan, items: &[&Item]) -> Vec<Option<CountLimit>> {
    let mut dropped = vec![None; items.len()];
    if let Some((_, n)) = plan.per_field {
        drop_oldest(&mut dropped, items, (CountLimit::PerField, n), |item| Key::Field(item.per_field.clone()));
    }
    if let Some(n) = plan.per_day {
        drop_oldest(&mut dropped, items, (CountLimit::PerDay, n), |item| Key::Day(day(basis, item).days()));
    }
    if let Some(n) = plan.times {
        drop_oldest(&mut dropped, items, (CountLimit::Times, n), |_| Key::All);
    }
    dropped
}

/// Keeps the latest n of each key among those that nothing dropped yet.
fn drop_oldest(
    dropped: &mut [Option<CountLimit>],
    items: &[&Item],
    (limit, n): (CountLimit, u32),
    key: impl Fn(&Item) -> Key,
) {
    let mut counts: SmallMap<Key, u32> = SmallMap::default();
    for (item, by) in items.iter().zip(dropped).rev().filter(|(_, by)| by.is_none()) {
        let count = counts.entry(key(item));
        if *count < n {
            *count += 1;
        } else {
            *by = Some(limit);
        }
    }
}

/// Which of some kept items, sorted, get the award of the first ones.
pub(in crate::engine) fn first_ones(plan: &PointsPlan, kept: &[&Item]) -> Vec<bool> {
    let Some(first) = &plan.first else { return vec![false; kept.len()] };
    let mut counts: SmallMap<&Value, u32> = SmallMap::default();
    let mut all = Vec::with_capacity(kept.len());
    for item in kept {
        let count = counts.entry(&item.first_key);
        *count = count.saturating_add(1);
        all.push(*count <= first.n);
    }
    all
}

fn day(basis: &Basis<'_>, item: &Item) -> Date {
    basis.plan.zone.local_day(Instant::from_us(item.at_us))
}

fn most_points(plan: &PointsPlan) -> Option<i128> {
    let most = plan.points_per_field.map(|(_, most)| most).or(plan.points_per_day)?;
    Some(i128::from(most.micro()))
}
