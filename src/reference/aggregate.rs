//! Aggregates over activities and over linked records; semantics chapter 11.

use super::number::{Number, exact, settle, ten_to, whole, zero};
use super::same::key_of;
use super::scope::{ActivityIndex, Evaluator, Place, Scope};
use crate::typed::{Aggregate, AggregateKind, Expr, Linked, Stretch};
use crate::values::{Date, Decimal, Type, Value};
use std::collections::BTreeSet;

/// What an aggregate comes to before its size is tested; semantics 2.4.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Exact {
    Number(Number),
    Other(Value),
}

impl<'a> Evaluator<'a> {
    /// An aggregate over the activities of a phrase.
    pub fn aggregate(&self, aggregate: &'a Aggregate, place: &Place<'a>) -> Value {
        let activities = self.activities(&aggregate.phrase, place);
        let over = |activities: &[ActivityIndex]| self.over_activities(aggregate, activities, place);
        let stretches = match aggregate.stretch {
            Some(stretch) => self.stretches(stretch, &activities),
            None => Vec::new(),
        };
        // Semantics 11.9: without a stretch it is the aggregate of nothing.
        let exact = match aggregate.stretch {
            None => over(&activities),
            Some(_) if stretches.is_empty() => over(&[]),
            Some(_) => stretches.iter().filter_map(|stretch| over(stretch)).max(),
        };
        tested(exact)
    }

    /// The stretches of `in any ..`; semantics 11.9.
    fn stretches(&self, stretch: Stretch, activities: &[ActivityIndex]) -> Vec<Vec<ActivityIndex>> {
        let belongs = |one: ActivityIndex, last: ActivityIndex| match stretch {
            Stretch::Sliding { length_us } => {
                let us = i128::from(self.activity(last).at.us()) - i128::from(self.activity(one).at.us());
                0 <= us && us < i128::from(length_us)
            }
            Stretch::Same(field) => {
                let key = self.activity_key(last, field);
                !key.is_missing() && self.activity_key(one, field) == key
            }
        };
        let ending_at = |last| activities.iter().copied().filter(|&one| belongs(one, last)).collect::<Vec<_>>();
        activities.iter().map(|&last| ending_at(last)).filter(|stretch| !stretch.is_empty()).collect()
    }

    fn over_activities(
        &self,
        aggregate: &'a Aggregate,
        activities: &[ActivityIndex],
        place: &Place<'a>,
    ) -> Option<Exact> {
        let days = || -> Vec<Date> {
            let days: BTreeSet<Date> =
                activities.iter().map(|&activity| self.rules.zone.local_day(self.activity(activity).at)).collect();
            days.into_iter().collect()
        };
        match aggregate.of {
            AggregateKind::ActiveDays => return count(days().len()),
            AggregateKind::ActiveWeeks => return count(days().into_iter().map(week_of).collect::<BTreeSet<_>>().len()),
            AggregateKind::Streak { days_off } => return count(longest_run(&days(), days_off)),
            AggregateKind::Latest => return self.at_an_end(aggregate, activities, place, true),
            AggregateKind::Earliest => return self.at_an_end(aggregate, activities, place, false),
            _ => {}
        }
        let values = aggregate.value.as_ref().map(|expr| {
            let value = |&activity| self.value(expr, &Scope::activity(place, activity));
            (expr, activities.iter().map(value).collect())
        });
        combined(aggregate.of, activities.len(), values)
    }

    /// `latest(E.x)`, `earliest(E.x)`: semantics 11.8.
    fn at_an_end(
        &self,
        aggregate: &'a Aggregate,
        activities: &[ActivityIndex],
        place: &Place<'a>,
        latest: bool,
    ) -> Option<Exact> {
        let expr = aggregate.value.as_ref()?;
        let known = activities.iter().map(|&activity| (activity, self.value(expr, &Scope::activity(place, activity))));
        let keys =
            known.filter(|(_, value)| !value.is_missing()).map(|(activity, value)| self.order_key(activity, value));
        let (_, _, value) = if latest { keys.max()? } else { keys.min()? };
        Some(Exact::Other(value))
    }

    /// An aggregate over the records at the end of a path; semantics 7.5, 7.6.
    pub fn linked_aggregate(&self, linked: &'a Linked, place: &Place<'a>) -> Value {
        let mut reached = self.at_end(place.subject, &linked.links, &place.view);
        if let Some(filter) = &linked.filter {
            reached.retain(|&subject| self.holds_for(filter, &place.of(subject)));
        }
        let values = linked.value.as_ref().map(|expr| {
            let value = |&subject| self.value_for(expr, &place.of(subject));
            (expr, reached.iter().map(value).collect())
        });
        tested(combined(linked.of, reached.len(), values))
    }
}

/// Semantics 2.4: the complete result is tested.
fn tested(result: Option<Exact>) -> Value {
    match result {
        None => Value::Missing,
        Some(Exact::Number(number)) => settle(&number).map_or(Value::Missing, Value::Number),
        Some(Exact::Other(value)) => value,
    }
}

fn count(n: usize) -> Option<Exact> {
    Some(Exact::Number(whole(n)))
}

/// Aggregates that look at values only; `n` is how many things there are, known value or not.
fn combined(of: AggregateKind, n: usize, values: Option<(&Expr, Vec<Value>)>) -> Option<Exact> {
    let Some((expr, values)) = values else { return count(n) };
    let known: Vec<Value> = values.into_iter().filter(|value| !value.is_missing()).collect();
    let sum = || known.iter().filter_map(Value::as_number).map(exact).fold(zero(), |a, b| a + b);
    match of {
        AggregateKind::Count => count(n),
        AggregateKind::Sum => Some(Exact::Number(sum())),
        AggregateKind::Average if known.is_empty() => None,
        AggregateKind::Average => Some(Exact::Number(sum() / whole(known.len()))),
        AggregateKind::Least => known.into_iter().min().map(Exact::Other),
        AggregateKind::Greatest => known.into_iter().max().map(Exact::Other),
        AggregateKind::Distinct => count(distinct(&known, &expr.ty)),
        AggregateKind::Percentile(percent) => percentile(percent, known).map(Exact::Other),
        AggregateKind::ActiveDays
        | AggregateKind::ActiveWeeks
        | AggregateKind::Streak { .. }
        | AggregateKind::Latest
        | AggregateKind::Earliest => unreachable!("these look at the activities"),
    }
}

/// Semantics 11.4.
fn distinct(known: &[Value], ty: &Type) -> usize {
    let elements = known.iter().flat_map(Value::elements);
    elements.map(|one| key_of(one, ty.element())).collect::<BTreeSet<_>>().len()
}

/// The nearest rank; semantics 11.5.
fn percentile(percent: Decimal, mut known: Vec<Value>) -> Option<Value> {
    known.sort();
    let place = (exact(percent) * whole(known.len()) / whole(ten_to(2))).ceil().to_integer();
    let place = usize::try_from(place).expect("at most as many as there are").max(1);
    known.into_iter().nth(place - 1)
}

/// Weeks start on Monday, and 1970-01-01 was a Thursday; semantics 3.2.
pub(super) fn week_of(day: Date) -> i64 {
    (i64::from(day.days()) + 3).div_euclid(7)
}

/// Semantics 11.7. The days are in order, each once.
fn longest_run(days: &[Date], days_off: u32) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for (i, day) in days.iter().enumerate() {
        let goes_on = i > 0 && i64::from(day.days()) - i64::from(days[i - 1].days()) - 1 <= i64::from(days_off);
        run = if goes_on { run + 1 } else { 1 };
        longest = longest.max(run);
    }
    longest
}
