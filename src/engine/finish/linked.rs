//! Aggregates over linked records.

use super::record::RecordFrame;
use super::stretch::percentile;
use crate::engine::eval::Eval;
use crate::engine::state::{SmallMap, count_value};
use crate::plan::{AggregateKind, KindId, LinkId, LinkedOp, Via};
use crate::values::number::{NUMBER_MAX, div_round_half_even};
use crate::values::{Decimal, Value};
use std::collections::BTreeSet;

/// The aggregate over the records that links lead to, each once, excluded contacts left out.
///
/// Inside the brackets nothing of the record outside can be seen, so the value is that of the record from which the
/// links fan out, and is kept for all that share it.
pub(super) fn aggregate(frame: &RecordFrame<'_, '_>, op: &LinkedOp) -> Value {
    let basis = &frame.run.basis;
    let Some((kind, row, links)) = fan(frame, op) else { return read(op.of, 0, &[]) };
    let kept = (std::ptr::from_ref(op) as usize, row);
    let shared = frame.anchors.is_empty() && (links.len() < op.links.len() || row == EVERYONE);
    if shared && let Some(value) = frame.shared.linked.borrow().get(&kept) {
        return value.clone();
    }
    let (kind, rows) = basis.links.reach(basis.plan, kind, links, if row == EVERYONE { frame.row } else { row });
    let value = over(frame, op, kind, rows);
    if shared {
        frame.shared.linked.borrow_mut().insert(kept, value.clone());
    }
    value
}

/// Stands for the row where links lead to everyone from any row.
const EVERYONE: u32 = u32::MAX;

/// The record from which links fan out, and the links from there; none where the way there leads nowhere.
fn fan<'l>(frame: &RecordFrame<'_, '_>, op: &'l LinkedOp) -> Option<(KindId, u32, &'l [LinkId])> {
    let plan = frame.run.basis.plan;
    let mut kind = frame.kind;
    for (place, link) in op.links.iter().enumerate() {
        let of = &plan.kinds[kind.0 as usize].links[link.0 as usize];
        if of.via == Via::Everyone {
            return Some((kind, EVERYONE, &op.links[place..]));
        }
        if of.many {
            let (kind, row) = frame.run.basis.links.follow(plan, frame.kind, &op.links[..place], frame.row)?;
            return Some((kind, row, &op.links[place..]));
        }
        kind = of.target;
    }
    Some((frame.kind, frame.row, &op.links))
}

fn over(frame: &RecordFrame<'_, '_>, op: &LinkedOp, kind: KindId, mut rows: Vec<u32>) -> Value {
    rows.retain(|row| frame.run.counts(op.exclusion, kind, *row));
    let mut n = 0u64;
    let mut values = Vec::new();
    frame.shared.with_registers(|registers| {
        for row in rows {
            registers.clear();
            let mut eval = Eval { basis: &frame.run.basis, registers: &mut *registers, frame: frame.other(kind, row) };
            if op.filter.is_none_or(|filter| eval.holds(filter)) {
                n += 1;
                values.extend(op.value.map(|value| eval.value(value)).filter(|value| !value.is_missing()));
            }
        }
    });
    read(op.of, n, &values)
}

fn read(of: AggregateKind, n: u64, values: &[Value]) -> Value {
    let most = i128::from(NUMBER_MAX.micro());
    let sum = || values.iter().filter_map(Value::as_number).map(|number| i128::from(number.micro())).sum::<i128>();
    let within = |micro: i128| match i64::try_from(micro) {
        Ok(micro) if i128::from(micro).abs() <= most => Value::Number(Decimal::from_micro(micro)),
        _ => Value::Missing,
    };
    match of {
        AggregateKind::Count => count_value(n),
        AggregateKind::Sum => within(sum()),
        AggregateKind::Average if values.is_empty() => Value::Missing,
        AggregateKind::Average => {
            let n = i128::try_from(values.len()).unwrap_or(1);
            if sum().abs() > most * n { Value::Missing } else { within(div_round_half_even(sum(), n)) }
        }
        AggregateKind::Least => values.iter().min().cloned().unwrap_or(Value::Missing),
        AggregateKind::Greatest => values.iter().max().cloned().unwrap_or(Value::Missing),
        AggregateKind::Distinct => {
            let different: BTreeSet<&Value> = values.iter().flat_map(Value::elements).collect();
            count_value(different.len() as u64)
        }
        AggregateKind::Percentile(percent) => {
            let mut tally: SmallMap<Value, u64> = SmallMap::default();
            values.iter().for_each(|value| *tally.entry(value.clone()) += 1);
            percentile(&tally, percent).unwrap_or(Value::Missing)
        }
        // Aggregates over the days and the order of activities have no meaning over records; the checker refuses them.
        AggregateKind::ActiveDays | AggregateKind::ActiveWeeks | AggregateKind::Streak { .. } => Value::Missing,
        AggregateKind::Latest | AggregateKind::Earliest => Value::Missing,
    }
}
