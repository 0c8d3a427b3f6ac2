//! Times and what has elapsed.

use super::{Eval, Frame, known};
use crate::plan::Op;
use crate::values::time::DAY_US;
use crate::values::{Date, Decimal, Instant, Value};

impl<F: Frame> Eval<'_, '_, F> {
    pub(super) fn time(&mut self, op: &Op) -> Value {
        match op {
            Op::Shift(from, by_us) => shifted(&self.value(*from), *by_us),
            Op::Elapsed { from, until, unit_us, ago_us } => {
                let from = self.value(*from);
                known(self.elapsed(&from, *until, *unit_us, *ago_us))
            }
            _ => unreachable!("`compute` gives times only"),
        }
    }

    fn elapsed(&self, from: &Value, until: bool, unit_us: i64, ago_us: i64) -> Option<Decimal> {
        let now = self.basis.instant(ago_us);
        let zone = &self.basis.plan.zone;
        let forward = |passed: i128| Some(if until { -passed } else { passed }).filter(|passed| *passed >= 0);
        let n_units = match from {
            // Days between dates are calendar days, and weeks are seven of them.
            Value::Date(date) if unit_us >= DAY_US => {
                let days = zone.local_day(now).days_since(*date);
                forward(i128::from(days))? / i128::from(unit_us / DAY_US)
            }
            Value::Date(date) => forward(us_between(zone.midnight(*date), now))? / i128::from(unit_us),
            Value::Time(at) => forward(us_between(*at, now))? / i128::from(unit_us),
            _ => return None,
        };
        Decimal::from_count(u64::try_from(n_units).ok()?)
    }
}

fn us_between(from: Instant, to: Instant) -> i128 {
    i128::from(to.us()) - i128::from(from.us())
}

/// Out of the calendar is missing.
fn shifted(value: &Value, by_us: i64) -> Value {
    match value {
        Value::Time(at) => match at.us().checked_add(by_us).map(Instant::from_us) {
            Some(at) if at.is_supported() => Value::Time(at),
            _ => Value::Missing,
        },
        Value::Date(date) => {
            let days = i64::from(date.days()) + by_us / DAY_US;
            match i32::try_from(days).map(Date::from_days) {
                Ok(date) if date.is_supported() => Value::Date(date),
                _ => Value::Missing,
            }
        }
        _ => Value::Missing,
    }
}
