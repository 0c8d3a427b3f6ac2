//! The points of an activity rule: sums over all its activities, and what limits need to know of them.

use super::{Input, Side, add_counts, add_wide, wide};
use crate::engine::layout::{PointsCells, PointsSums, is_late};
use crate::plan::{Amount, FirstPlan, KeyPlan, PointsPlan};
use crate::values::{Date, Decimal, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An activity that a limit may keep or drop. The order is that of activities in a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::engine) struct Item {
    pub(in crate::engine) at_us: i64,
    pub(in crate::engine) id: Option<Arc<str>>,
    /// The award, of a first/rest award the rest; missing or out of bounds is `None`.
    pub(in crate::engine) rest: Option<Decimal>,
    /// The award of the first ones.
    pub(in crate::engine) first: Option<Decimal>,
    /// The raw fields that limits name.
    pub(in crate::engine) ties: Box<[Value]>,
    /// Keys of the count limit per field, of the points limit per field, and of the first ones.
    pub(in crate::engine) per_field: Value,
    pub(in crate::engine) points_key: Key,
    pub(in crate::engine) first_key: Value,
}

/// By what points are summed apart, or items counted apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::engine) enum Key {
    All,
    Day(i32),
    Field(Value),
}

/// A sum of contributions, or the awards it will be made of once ages are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::engine) struct Sum {
    /// In micros.
    pub(in crate::engine) micro: i128,
    /// How often each award occurs; empty where ages are known at once.
    pub(in crate::engine) awards: BTreeMap<Decimal, u64>,
}

/// What is kept of points beside sums.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::engine) struct PointsSide {
    /// The latest N by field or day or in all: as many as the first count limit keeps. Sorted.
    pub(in crate::engine) kept: BTreeMap<Key, Vec<Item>>,
    /// The earliest N by key, where no count limit drops any. Sorted.
    pub(in crate::engine) firsts: BTreeMap<Value, Vec<Item>>,
    /// Contributions by field or day, where no count limit drops any.
    pub(in crate::engine) sums: BTreeMap<Key, Sum>,
    /// How often each award occurs, where ages are known only at the end.
    pub(in crate::engine) awards: BTreeMap<Decimal, u64>,
}

/// Takes one activity.
pub(super) fn take<I: Input>(
    plan: &PointsPlan,
    cell: usize,
    cells: &mut [i64],
    side: Option<&mut Side>,
    input: &mut I,
) {
    let late = is_late(input.basis().plan, plan);
    let shape = PointsCells::new(input.basis().plan, plan);
    let award = amount(plan.award, input);
    let points = award.unwrap_or(Decimal::ZERO);
    let is_constant = matches!(plan.award, Amount::Constant(_));
    let left = input.contribution(plan, points, is_constant, late);
    let n_faded = i64::from(left != points);
    cells[cell] += 1;
    match shape.sums {
        PointsSums::Counted => {}
        PointsSums::Faded => {
            cells[cell + 1] += n_faded;
            cells[cell + 2] += left.micro();
        }
        PointsSums::FadedWide => {
            cells[cell + 1] += n_faded;
            add_wide(cells, cell + 2, i128::from(left.micro()));
        }
        PointsSums::Each => {
            cells[cell + 1] += i64::from(award.is_none());
            cells[cell + 2] += n_faded;
            add_wide(cells, cell + 3, i128::from(points.micro()));
            add_wide(cells, cell + 5, i128::from(left.micro()));
        }
    }
    keep_instant(shape, &mut cells[cell..], input.at().us());
    if let Some(Side::Points(side)) = side {
        side.take(plan, award, left, late, input);
    }
}

/// Puts an instant among the latest, if it is one of them.
fn keep_instant(shape: PointsCells, cells: &mut [i64], at_us: i64) {
    let latest = &mut cells[shape.latest_at()..][..shape.latest];
    let earlier = latest.partition_point(|other| *other < at_us);
    if earlier > 0 {
        latest[..earlier].rotate_left(1);
        latest[earlier - 1] = at_us;
    }
}

/// Adds the sums of another state, and its instants.
pub(super) fn merge(shape: PointsCells, cell: usize, mine: &mut [i64], other: &[i64]) {
    mine[cell] += other[cell];
    match shape.sums {
        PointsSums::Counted => {}
        PointsSums::Faded => (1..3).for_each(|n| mine[cell + n] += other[cell + n]),
        PointsSums::FadedWide => {
            mine[cell + 1] += other[cell + 1];
            add_wide(mine, cell + 2, wide(other, cell + 2));
        }
        PointsSums::Each => {
            (1..3).for_each(|n| mine[cell + n] += other[cell + n]);
            add_wide(mine, cell + 3, wide(other, cell + 3));
            add_wide(mine, cell + 5, wide(other, cell + 5));
        }
    }
    let latest = &other[cell + shape.latest_at()..][..shape.latest];
    for at_us in latest.iter().filter(|at_us| **at_us != i64::MIN) {
        keep_instant(shape, &mut mine[cell..], *at_us);
    }
}

impl PointsSide {
    fn take<I: Input>(&mut self, plan: &PointsPlan, rest: Option<Decimal>, left: Decimal, late: bool, input: &mut I) {
        let points = rest.unwrap_or(Decimal::ZERO);
        if late && matches!(plan.award, Amount::Each(_)) {
            *self.awards.entry(points).or_default() += 1;
        }
        if !plan.is_limited() && plan.has_points_key() {
            let sum = self.sums.entry(points_key(plan, input)).or_default();
            sum.micro += i128::from(left.micro());
            if late {
                *sum.awards.entry(points).or_default() += 1;
            }
        }
        if plan.is_limited() || plan.first.is_some() {
            // Where instants tell what a limit keeps there is no side at all.
            self.take_item(plan, item(plan, rest, input), input.day());
        }
    }

    fn take_item(&mut self, plan: &PointsPlan, item: Item, day: Date) {
        if plan.is_limited() {
            let (key, n) = first_limit(plan, &item, day);
            keep_latest(self.kept.entry(key).or_default(), item, n);
        } else if let Some(first) = &plan.first {
            keep_earliest(self.firsts.entry(item.first_key.clone()).or_default(), item, first.n);
        }
    }

    pub(super) fn merge(&mut self, plan: &PointsPlan, other: &PointsSide) {
        for (key, items) in &other.kept {
            let n = plan.per_field.map(|(_, n)| n).or(plan.per_day).or(plan.times).unwrap_or(0);
            let mine = self.kept.entry(key.clone()).or_default();
            items.iter().for_each(|item| keep_latest(mine, item.clone(), n));
        }
        for (key, items) in &other.firsts {
            let n = plan.first.as_ref().map_or(0, |first| first.n);
            let mine = self.firsts.entry(key.clone()).or_default();
            items.iter().for_each(|item| keep_earliest(mine, item.clone(), n));
        }
        for (key, sum) in &other.sums {
            let mine = self.sums.entry(key.clone()).or_default();
            mine.micro += sum.micro;
            add_counts(&mut mine.awards, &sum.awards);
        }
        add_counts(&mut self.awards, &other.awards);
    }
}

/// An award; missing beyond 10^9.
pub(in crate::engine) fn amount<I: Input>(amount: Amount, input: &mut I) -> Option<Decimal> {
    match amount {
        Amount::Constant(points) => Some(points),
        Amount::Each(node) => input.number(node).filter(|points| points.is_points()),
    }
}

/// An activity as limits see it.
pub(in crate::engine) fn item<I: Input>(plan: &PointsPlan, rest: Option<Decimal>, input: &mut I) -> Item {
    let first = plan.first.as_ref().and_then(|first| amount(first.award, input));
    let mut key = |key: Option<KeyPlan>| key.map_or(Value::Missing, |key| input.value(key.key));
    let per_field = key(plan.per_field.map(|(key, _)| key));
    let first_key = key(plan.first.as_ref().and_then(|first: &FirstPlan| first.per));
    let ties = plan.ties.iter().map(|tie| input.value(*tie)).collect();
    let points_key = points_key(plan, input);
    Item { at_us: input.at().us(), id: input.id(), rest, first, ties, per_field, points_key, first_key }
}

/// Under what an activity's points are limited.
fn points_key<I: Input>(plan: &PointsPlan, input: &mut I) -> Key {
    match (plan.points_per_field, plan.points_per_day) {
        (Some((key, _)), _) => Key::Field(input.value(key.key)),
        (None, Some(_)) => Key::Day(input.day().days()),
        (None, None) => Key::All,
    }
}

/// The key and the number of the count limit that comes first.
fn first_limit(plan: &PointsPlan, item: &Item, day: Date) -> (Key, u32) {
    match (plan.per_field, plan.per_day, plan.times) {
        (Some((_, n)), _, _) => (Key::Field(item.per_field.clone()), n),
        (None, Some(n), _) => (Key::Day(day.days()), n),
        (None, None, n) => (Key::All, n.unwrap_or(0)),
    }
}

fn keep_latest(items: &mut Vec<Item>, item: Item, n: u32) {
    let place = items.partition_point(|other| *other < item);
    items.insert(place, item);
    if items.len() as u64 > u64::from(n) {
        items.remove(0);
    }
}

fn keep_earliest(items: &mut Vec<Item>, item: Item, n: u32) {
    let place = items.partition_point(|other| *other < item);
    items.insert(place, item);
    if items.len() as u64 > u64::from(n) {
        items.pop();
    }
}
