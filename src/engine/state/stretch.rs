//! Aggregates over stretches of the log.

use super::SmallMap;
use crate::engine::input::Input;
use crate::plan::{AggregateKind, Stretch, StretchPlan};
use crate::values::Value;

/// What is kept for stretches: of sliding windows the activities, of equal values a tally each.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct StretchSide {
    /// Time and value, in any order; how often each occurs.
    pub(in crate::engine) events: SmallMap<(i64, Value), u64>,
    /// By the key of the field.
    pub(in crate::engine) by_key: SmallMap<Value, Tally>,
}

/// Values that can be added and taken away again, from which any aggregate can be read.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Tally {
    /// Activities, also those without a known value.
    pub(in crate::engine) n: u64,
    /// Known values.
    pub(in crate::engine) n_known: u64,
    /// Exact sum of the known numbers, in micros.
    pub(in crate::engine) sum: i128,
    /// How often each known value occurs; kept only for aggregates that ask.
    pub(in crate::engine) values: SmallMap<Value, u64>,
}

impl StretchSide {
    pub(super) fn take<I: Input>(&mut self, plan: &StretchPlan, input: &mut I) {
        let value = match (plan.of, plan.value) {
            (AggregateKind::ActiveDays | AggregateKind::ActiveWeeks | AggregateKind::Streak { .. }, _) => {
                Value::Date(input.day())
            }
            (_, Some(value)) => input.value(value),
            (_, None) => Value::Missing,
        };
        match (plan.stretch, plan.key) {
            (Stretch::Same(_), Some(key)) => match input.value(key) {
                Value::Missing => {}
                key => self.by_key.entry(key).add(plan.of, &value, 1),
            },
            _ => *self.events.entry((input.at().us(), value)) += 1,
        }
    }

    pub(super) fn merge(&mut self, other: &StretchSide) {
        super::add_counts(&mut self.events, &other.events);
        for (key, tally) in other.by_key.iter() {
            self.by_key.entry(key.clone()).merge(tally);
        }
    }
}

impl Tally {
    /// Adds a value so many times.
    pub(in crate::engine) fn add(&mut self, of: AggregateKind, value: &Value, n: u64) {
        self.n += n;
        if value.is_missing() {
            return;
        }
        self.n_known += n;
        if let Some(number) = value.as_number() {
            self.sum += i128::from(number.micro()) * i128::from(n);
        }
        if keeps_values(of) {
            for one in elements(of, value) {
                *self.values.entry(one.clone()) += n;
            }
        }
    }

    /// Takes a value away so many times.
    pub(in crate::engine) fn remove(&mut self, of: AggregateKind, value: &Value, n: u64) {
        self.n -= n;
        if value.is_missing() {
            return;
        }
        self.n_known -= n;
        if let Some(number) = value.as_number() {
            self.sum -= i128::from(number.micro()) * i128::from(n);
        }
        if keeps_values(of) {
            for one in elements(of, value) {
                if let Some(left) = self.values.get_mut(one) {
                    *left -= n;
                    if *left == 0 {
                        self.values.remove(one);
                    }
                }
            }
        }
    }

    fn merge(&mut self, other: &Tally) {
        self.n += other.n;
        self.n_known += other.n_known;
        self.sum += other.sum;
        super::add_counts(&mut self.values, &other.values);
    }
}

fn keeps_values(of: AggregateKind) -> bool {
    !matches!(of, AggregateKind::Count | AggregateKind::Sum | AggregateKind::Average)
}

/// What is told apart: of `distinct` the elements of a list.
fn elements(of: AggregateKind, value: &Value) -> &[Value] {
    match of {
        AggregateKind::Distinct => value.elements(),
        _ => std::slice::from_ref(value),
    }
}
