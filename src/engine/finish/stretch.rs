//! The greatest value of an aggregate over stretches.

use crate::engine::state::{SmallMap, StretchSide, Tally, count_value};
use crate::plan::{AggregateKind, Stretch, StretchPlan};
use crate::values::number::NUMBER_MAX;
use crate::values::{Date, Decimal, Value};

/// What a stretch comes to, before its size is tested.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reached {
    /// In micros; of averages the quotient is rounded already.
    Number(i128),
    Other(Value),
}

/// The greatest value over all stretches; with none, the aggregate of nothing.
pub(in crate::engine) fn greatest(plan: &StretchPlan, side: &StretchSide) -> Value {
    let reached = match plan.stretch {
        Stretch::Same(_) if side.by_key.is_empty() => read(plan.of, &Tally::default()),
        Stretch::Same(_) => side.by_key.values().filter_map(|tally| read(plan.of, tally)).max(),
        Stretch::Sliding { .. } if side.events.is_empty() => read(plan.of, &Tally::default()),
        Stretch::Sliding { length_us } => sliding(plan.of, &side.events, length_us),
    };
    tested(reached)
}

/// The greatest over windows `(t - length, t]` that end at an activity.
fn sliding(of: AggregateKind, events: &SmallMap<(i64, Value), u64>, length_us: i64) -> Option<Reached> {
    let all: Vec<(i64, &Value, u64)> = events.iter().map(|((at_us, value), n)| (*at_us, value, *n)).collect();
    let mut window = Tally::default();
    let mut oldest = 0;
    let mut greatest = None;
    for (place, (at_us, value, n)) in all.iter().enumerate() {
        window.add(of, value, *n);
        while i128::from(*at_us) - i128::from(all[oldest].0) >= i128::from(length_us) {
            window.remove(of, all[oldest].1, all[oldest].2);
            oldest += 1;
        }
        // A window ends after the last activity of its instant.
        let ends = all.get(place + 1).is_none_or(|(next_us, _, _)| next_us != at_us);
        if ends {
            greatest = greatest.max(read(of, &window));
        }
    }
    greatest
}

fn number(n: u64) -> Option<Reached> {
    Some(Reached::Number(i128::from(n) * 1_000_000))
}

fn read(of: AggregateKind, tally: &Tally) -> Option<Reached> {
    match of {
        AggregateKind::Count => number(tally.n),
        AggregateKind::Sum => Some(Reached::Number(tally.sum)),
        AggregateKind::Average if tally.n_known == 0 => None,
        AggregateKind::Average => {
            let n = i128::from(tally.n_known);
            Some(Reached::Number(crate::values::number::div_round_half_even(tally.sum, n)))
        }
        AggregateKind::Least | AggregateKind::Earliest => tally.values.keys().next().cloned().map(Reached::Other),
        AggregateKind::Greatest | AggregateKind::Latest => tally.values.keys().next_back().cloned().map(Reached::Other),
        AggregateKind::Distinct => number(tally.values.len() as u64),
        AggregateKind::Percentile(percent) => percentile(&tally.values, percent).map(Reached::Other),
        AggregateKind::ActiveDays => number(tally.values.len() as u64),
        AggregateKind::ActiveWeeks => number(weeks(days(tally))),
        AggregateKind::Streak { days_off } => number(longest_run(days(tally), days_off)),
    }
}

fn days(tally: &Tally) -> impl Iterator<Item = i32> {
    tally.values.keys().filter_map(|value| if let Value::Date(day) = value { Some(day.days()) } else { None })
}

fn tested(reached: Option<Reached>) -> Value {
    match reached {
        None => Value::Missing,
        Some(Reached::Other(value)) => value,
        Some(Reached::Number(micro)) if micro.abs() > i128::from(NUMBER_MAX.micro()) => Value::Missing,
        Some(Reached::Number(micro)) => {
            i64::try_from(micro).map_or(Value::Missing, |micro| Value::Number(Decimal::from_micro(micro)))
        }
    }
}

/// The nearest rank: of n values in order the one at place `ceil(percent / 100 * n)`, at least the first.
pub(in crate::engine) fn percentile(values: &SmallMap<Value, u64>, percent: Decimal) -> Option<Value> {
    let n: u64 = values.values().sum();
    let hundred = 100 * 1_000_000;
    let place = (i128::from(percent.micro()) * i128::from(n) + hundred - 1).div_euclid(hundred).max(1);
    let mut passed = 0i128;
    values.iter().find_map(|(value, n)| {
        passed += i128::from(*n);
        (passed >= place).then(|| value.clone())
    })
}

/// How many ISO weeks some days, ascending, are in.
pub(in crate::engine) fn weeks(days: impl Iterator<Item = i32>) -> u64 {
    let mut weeks: Vec<i32> = days.map(|day| Date::from_days(day).iso_week()).collect();
    weeks.dedup();
    weeks.len() as u64
}

/// The days of the longest run among some days, ascending; so many empty days in a row do not break a run.
pub(in crate::engine) fn longest_run(days: impl Iterator<Item = i32>, days_off: u32) -> u64 {
    let (mut longest, mut run) = (0u64, 0u64);
    let mut last: Option<i32> = None;
    for day in days {
        let goes_on = last.is_some_and(|last| i64::from(day) - i64::from(last) - 1 <= i64::from(days_off));
        run = if goes_on { run + 1 } else { 1 };
        longest = longest.max(run);
        last = Some(day);
    }
    longest
}

/// What a plain aggregate of a day set reads.
pub(in crate::engine) fn n_days(n: usize) -> Value {
    count_value(n as u64)
}
