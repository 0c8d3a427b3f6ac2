//! Cells of dates and times: the constants they are compared with, or ages counted from the as-of instant.

use super::ask::{Asks, Atom};
use super::variable::constants;
use super::{Cells, NodeId};
use crate::values::time::DAY_US;
use crate::values::{Date, Decimal, Instant, Type, Value};

impl Cells<'_> {
    /// A date or time of each cell. None where constants and ages are asked at once: which of them come first
    /// changes from day to day.
    pub(super) fn instants(&self, node: NodeId, atoms: &[Atom]) -> Option<Vec<Value>> {
        let elapsed: Vec<(&[Decimal], i64, i64)> = atoms
            .iter()
            .filter_map(|atom| match &atom.asks {
                Asks::Elapsed { cuts, unit_us, ago_us } => Some((cuts.as_slice(), *unit_us, *ago_us)),
                _ => None,
            })
            .collect();
        let absolute: Vec<&Value> = constants(atoms).collect();
        if !elapsed.is_empty() && !absolute.is_empty() {
            return None;
        }
        let mut edges: Vec<i64> = Vec::new();
        for (cuts, unit_us, ago_us) in elapsed {
            edges.push(ago_us);
            for cut in cuts {
                let units = [cut.floor().micro(), cut.ceil().micro(), cut.floor().micro().saturating_add(1_000_000)];
                for units in units.map(|micro| micro / 1_000_000) {
                    let us = units.checked_mul(unit_us)?;
                    edges.extend([ago_us.checked_add(us)?, ago_us.checked_sub(us)?]);
                }
            }
        }
        let is_date = *self.plan.node(node).ty.element() == Type::Date;
        let mut points: Vec<Instant> = edges
            .into_iter()
            .map(|age| self.as_of.us().checked_sub(age).map(Instant::from_us))
            .collect::<Option<_>>()?;
        for value in absolute {
            points.push(match value {
                Value::Time(at) => *at,
                Value::Date(date) => self.plan.zone.midnight(*date),
                _ => return None,
            });
        }
        if points.is_empty() {
            points.push(self.as_of);
        }
        Some(if is_date { self.days_around(&points) } else { moments_around(&points) })
    }

    fn days_around(&self, points: &[Instant]) -> Vec<Value> {
        let mut days: Vec<i32> =
            points.iter().flat_map(|at| [-1, 0, 1].map(|by| self.plan.zone.local_day(*at).days() + by)).collect();
        days.sort_unstable();
        days.dedup();
        let dates = days.into_iter().map(Date::from_days).filter(|date| date.is_supported());
        dates.map(Value::Date).collect()
    }
}

fn moments_around(points: &[Instant]) -> Vec<Value> {
    let mut moments: Vec<i64> = points.iter().flat_map(|at| [-1, 0, 1].map(|by| at.us().saturating_add(by))).collect();
    // Far ends too, a day from the outermost.
    let ends = [moments.iter().min().copied(), moments.iter().max().copied()];
    moments.extend(ends.iter().zip([-DAY_US, DAY_US]).filter_map(|(end, by)| end.map(|end| end.saturating_add(by))));
    moments.sort_unstable();
    moments.dedup();
    let moments = moments.into_iter().map(Instant::from_us).filter(|at| at.is_supported());
    moments.map(Value::Time).collect()
}
