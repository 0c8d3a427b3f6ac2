//! Cells of numbers: the constants they are compared with, and the gaps between.

use super::ask::{Atom, Base};
use super::variable::{Cell, Sample, constants};
use super::{Cells, NodeId};
use crate::plan::{AccumulatorId, AggregateKind, Feed, Gathers, Op, Read};
use crate::values::number::{NUMBER_MAX, simplest_between};
use crate::values::{Decimal, Type, Value};

/// The numbers something can be, in micros.
#[derive(Clone, Copy)]
struct Domain {
    low: i64,
    high: i64,
    step: i64,
}

const WHOLE: i64 = Decimal::ONE.micro();
const ANY: Domain = Domain { low: -NUMBER_MAX.micro(), high: NUMBER_MAX.micro(), step: 1 };
const COUNT: Domain = Domain { low: 0, high: NUMBER_MAX.micro(), step: WHOLE };

impl Cells<'_> {
    /// A number of each cell. None where something else than numbers is asked.
    pub(super) fn numbers(&self, node: NodeId, atoms: &[Atom]) -> Option<Vec<Value>> {
        let cuts: Option<Vec<i64>> = constants(atoms).map(|value| Some(value.as_number()?.micro())).collect();
        Some(samples(self.domain(node), cuts?))
    }

    /// Cells of how many activities there are.
    pub(super) fn count_cells(&mut self, atoms: &[Atom]) -> Option<Vec<Cell>> {
        let mut cuts = vec![0];
        for value in constants(atoms) {
            cuts.push(value.as_number()?.micro());
        }
        let mut counts = samples(COUNT, cuts);
        if self.is_empty(atoms) {
            counts.truncate(1);
        }
        Some(counts.into_iter().map(|count| self.count_cell(count, atoms)).collect())
    }

    /// Whether no activity can pass the gate that is counted.
    fn is_empty(&mut self, atoms: &[Atom]) -> bool {
        let Some(Base::Count(id)) = atoms.first().map(|atom| &atom.base) else { return false };
        let Feed::Gate(gate) = &self.plan.accumulator(*id).feed else { return false };
        gate.filter.is_some_and(|filter| self.find(&[(filter, true)]).is_never())
    }

    fn count_cell(&mut self, count: Value, atoms: &[Atom]) -> Cell {
        self.trial.clear();
        let plan = self.plan;
        let mut holds = Vec::with_capacity(atoms.len());
        for atom in atoms {
            if let Op::Gathered(_, Read::Any) = &plan.node(atom.node).op {
                holds.push(count.as_number() > Some(Decimal::ZERO));
                continue;
            }
            let parts = plan.node(atom.node).op.parts();
            for part in parts.iter().filter(|part| matches!(plan.node(**part).op, Op::Gathered(..))) {
                self.trial.give(*part, count.clone());
            }
            holds.push(self.trial.holds(atom.node));
        }
        Cell { holds, sample: Sample::Value(count) }
    }

    /// Whether an accumulator is read as a count, which is never missing.
    pub(super) fn is_count(&self, id: AccumulatorId, read: Read) -> bool {
        match read {
            Read::Days | Read::Weeks | Read::Streak(_) | Read::Any => true,
            Read::Value => match &self.plan.accumulator(id).gathers {
                Gathers::Count | Gathers::Distinct(_) => true,
                Gathers::Stretch(plan) => counts(plan.of),
                _ => false,
            },
            Read::Average | Read::Percentile(_) => false,
        }
    }

    fn domain(&self, node: NodeId) -> Domain {
        let plan = self.plan;
        let node = plan.node(node);
        match &node.op {
            Op::Gathered(id, read) if self.is_count(*id, *read) => COUNT,
            Op::Elapsed { .. } => COUNT,
            Op::CountOf(parts) => {
                Domain { high: i64::try_from(parts.len()).map_or(COUNT.high, |n| n * WHOLE), ..COUNT }
            }
            Op::Linked(linked) if counts(linked.of) => COUNT,
            Op::Abs(_) => Domain { low: 0, ..ANY },
            Op::Floor(_) | Op::Ceil(_) => Domain { step: WHOLE, ..ANY },
            Op::Score(_, of) => {
                let score = &plan.scores[plan.instance(*of).score.0 as usize];
                let micro = |end: Option<Decimal>, open: i64| end.map_or(open, Decimal::micro);
                let points = crate::values::number::POINTS_MAX.micro();
                let (low, high) = score.range;
                Domain { low: micro(low, -points), high: micro(high, points), step: score.round.micro() }
            }
            _ if *node.ty.element() == Type::WholeNumber => Domain { step: WHOLE, ..ANY },
            _ => ANY,
        }
    }
}

/// Aggregates that count.
fn counts(of: AggregateKind) -> bool {
    use AggregateKind::*;
    matches!(of, Count | Distinct | ActiveDays | ActiveWeeks | Streak { .. })
}

/// The cuts themselves, and a number of each gap between them, as far as they lie in the domain.
fn samples(domain: Domain, mut cuts: Vec<i64>) -> Vec<Value> {
    let Domain { low, high, step } = domain;
    cuts.sort_unstable();
    cuts.dedup();
    let mut found: Vec<Decimal> = Vec::with_capacity(cuts.len() * 2 + 1);
    let mut from = low;
    for cut in cuts.into_iter().filter(|cut| (low..=high).contains(cut)) {
        found.extend(near(from, cut, step));
        if cut % step.max(1) == 0 {
            found.push(Decimal::from_micro(cut));
        }
        from = cut.saturating_add(1);
    }
    found.extend(near(from, high.saturating_add(1), step));
    found.into_iter().map(Value::Number).collect()
}

/// A number of a gap that people would think of: near its finite end, and short.
fn near(from: i64, to: i64, step: i64) -> Option<Decimal> {
    const NEAR: i64 = 1_000 * WHOLE;
    let close = if from < -NEAR && to > from.saturating_add(NEAR) {
        // Open below: just under the upper end.
        let floor = to.saturating_sub(NEAR / 1_000).max(from);
        simplest_between(floor, to, step)
    } else {
        None
    };
    close.or_else(|| simplest_between(from, to, step))
}
