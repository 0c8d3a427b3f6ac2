//! `days since`, `hours until` and the like; semantics 3.7 to 3.9.

use super::number::{Number, whole};
use super::scope::{ActivityIndex, Evaluator, Scope};
use crate::typed::{Elapsed, ElapsedFrom};
use crate::values::{Date, Instant, Value};

/// Microseconds of a day and of a week.
const DAY_US: i64 = 86_400_000_000;

impl<'a> Evaluator<'a> {
    /// How many whole units; `None` on the wrong side.
    pub fn elapsed(&self, elapsed: &'a Elapsed, scope: &Scope<'a>) -> Option<Number> {
        let at = |activity: ActivityIndex| self.activity(activity).at;
        let place = &scope.place;
        let from = match &elapsed.from {
            ElapsedFrom::Last(phrase) => self.activities(phrase, place).into_iter().map(at).max()?,
            ElapsedFrom::First(phrase) => self.activities(phrase, place).into_iter().map(at).min()?,
            ElapsedFrom::Value(expr) => match self.value(expr, scope) {
                Value::Date(date) if elapsed.unit_us >= DAY_US => return self.calendar(elapsed, date, scope),
                value => self.instant_of(&value)?,
            },
        };
        whole_units(from, place.view.at, elapsed)
    }

    /// Between dates days are those of the calendar, and weeks are seven of them; semantics 3.8.
    fn calendar(&self, elapsed: &Elapsed, date: Date, scope: &Scope<'a>) -> Option<Number> {
        let today = self.rules.zone.local_day(scope.place.view.at);
        let days = i64::from(today.days()) - i64::from(date.days());
        let days = if elapsed.until { -days } else { days };
        (days >= 0).then(|| whole(days / (elapsed.unit_us / DAY_US)))
    }
}

fn whole_units(from: Instant, at: Instant, elapsed: &Elapsed) -> Option<Number> {
    let us = i128::from(at.us()) - i128::from(from.us());
    let us = if elapsed.until { -us } else { us };
    (us >= 0).then(|| whole(us / i128::from(elapsed.unit_us)))
}
