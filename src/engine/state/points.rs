//! The points of an activity rule: sums over all its activities, and what limits need to know of them.

use super::{Side, SmallMap, StateMut, add_counts, instant_key};
use crate::engine::input::Input;
use crate::engine::layout::{PointsCells, SideSlot};
use crate::plan::{Amount, FirstPlan, KeyPlan, PointsPlan};
use crate::values::{Date, Decimal, Value};
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
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Sum {
    /// In micros.
    pub(in crate::engine) micro: i128,
    /// How often each award occurs; empty where ages are known at once.
    pub(in crate::engine) awards: SmallMap<Decimal, u64>,
}

/// What is kept of points beside sums.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct PointsSide {
    /// The latest N by field or day or in all: as many as the first count limit keeps. Sorted.
    pub(in crate::engine) kept: SmallMap<Key, Vec<Item>>,
    /// The earliest N by key, where no count limit drops any. Sorted.
    pub(in crate::engine) firsts: SmallMap<Value, Vec<Item>>,
    /// Contributions by field or day, where no count limit drops any.
    pub(in crate::engine) sums: SmallMap<Key, Sum>,
    /// How often each award occurs, where ages are known only at the end.
    pub(in crate::engine) awards: SmallMap<Decimal, u64>,
}

/// Takes one activity.
pub(super) fn take<I: Input>(
    plan: &PointsPlan,
    cells: PointsCells,
    side: Option<SideSlot>,
    state: &mut StateMut<'_>,
    input: &mut I,
) {
    let award = amount(plan.award, input);
    let points = award.unwrap_or(Decimal::ZERO);
    let left = input.contribution(plan, points, cells.is_late);
    let sums = [
        (cells.n, 1),
        (cells.n_missing, i64::from(award.is_none())),
        (cells.n_faded, i64::from(left != points)),
        (cells.award, points.micro()),
        (cells.left, left.micro()),
    ];
    for (cell, more) in sums {
        cell.into_iter().for_each(|cell| state.add(cell, more));
    }
    state.keep_latest(cells.latest, instant_key(input.at()));
    if let Some(Side::Points(side)) = side.map(|side| state.side(side)) {
        side.take(plan, award, left, cells.is_late, input);
    }
}

impl PointsSide {
    fn take<I: Input>(&mut self, plan: &PointsPlan, rest: Option<Decimal>, left: Decimal, late: bool, input: &mut I) {
        let points = rest.unwrap_or(Decimal::ZERO);
        if late && matches!(plan.award, Amount::Each(_)) {
            *self.awards.entry(points) += 1;
        }
        if !plan.is_limited() && plan.has_points_key() {
            let sum = self.sums.entry(points_key(plan, input));
            sum.micro += i128::from(left.micro());
            if late {
                *sum.awards.entry(points) += 1;
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
            keep_latest(self.kept.entry(key), item, n);
        } else if let Some(first) = &plan.first {
            keep_earliest(self.firsts.entry(item.first_key.clone()), item, first.n);
        }
    }

    pub(super) fn merge(&mut self, plan: &PointsPlan, other: &PointsSide) {
        for (key, items) in other.kept.iter() {
            let n = plan.per_field.map(|(_, n)| n).or(plan.per_day).or(plan.times).unwrap_or(0);
            let mine = self.kept.entry(key.clone());
            items.iter().for_each(|item| keep_latest(mine, item.clone(), n));
        }
        for (key, items) in other.firsts.iter() {
            let n = plan.first.as_ref().map_or(0, |first| first.n);
            let mine = self.firsts.entry(key.clone());
            items.iter().for_each(|item| keep_earliest(mine, item.clone(), n));
        }
        for (key, sum) in other.sums.iter() {
            let mine = self.sums.entry(key.clone());
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
