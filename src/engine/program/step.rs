//! What is done with an activity that passed a gate.

use super::compile::Tables;
use crate::engine::layout::{PointsCells, Shape, Slot};
use crate::plan::{AccumulatorId, ActivityFieldId, Amount, DecayId, Gathers, Op, Plan, PointsPlan, StoreId};
use crate::values::{Decimal, Type};

/// One thing that is done. All but the last two only change numbers, and wait with others to be brought into the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Step {
    /// One more in this cell.
    Count(u32),
    /// A newer instant.
    Newest(u32),
    /// An older instant.
    Oldest(u32),
    /// One of the latest instants: first cell, how many.
    Latest(u32, u32),
    /// Adds the number of a field, and counts it where it is known.
    Sum { field: ActivityFieldId, sum: u32, n: Option<u32> },
    /// Adds what age left of an award.
    Fade { fade: u32, left: u32 },
    /// The same with its count and the count of those that faded: three cells from this one.
    FadeCounted { fade: u32, n: u32 },
    /// Anything that takes more.
    Accumulator(AccumulatorId),
    /// Keeps the activity.
    Store(StoreId),
}

/// A constant award with its decay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Fade {
    pub(in crate::engine) award: Decimal,
    pub(in crate::engine) decay: DecayId,
    /// Index of its clock.
    pub(in crate::engine) clock: u32,
    /// Units taken off the age.
    pub(in crate::engine) grace: u64,
}

/// How ages are counted: whole units back from an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Clock {
    pub(in crate::engine) now_us: i64,
    pub(in crate::engine) unit_us: i64,
}

/// The steps of an accumulator for activities of a type.
pub(super) fn steps(
    tables: &mut Tables<'_, '_>,
    id: AccumulatorId,
    has: impl Fn(ActivityFieldId) -> bool,
) -> Vec<Step> {
    let plan = tables.basis.plan;
    let Slot { shape, side } = tables.basis.layout.slot(id);
    if side.is_some() {
        return vec![Step::Accumulator(id)];
    }
    match (shape, &plan.accumulator(id).gathers) {
        (Shape::Count(cell), _) => vec![Step::Count(cell)],
        (Shape::Newest(cell), _) => vec![Step::Newest(cell)],
        (Shape::Oldest(cell), _) => vec![Step::Oldest(cell)],
        (Shape::Sum { sum, n }, Gathers::Sum(node)) => match number_field(plan, *node) {
            Some(field) if has(field) => vec![Step::Sum { field, sum, n }],
            Some(_) => Vec::new(),
            None => vec![Step::Accumulator(id)],
        },
        (Shape::Points(cells), Gathers::Points(points)) => match points.award {
            Amount::Constant(award) => constant_points(tables, points, award, cells),
            Amount::Each(_) => vec![Step::Accumulator(id)],
        },
        _ => vec![Step::Accumulator(id)],
    }
}

fn constant_points(tables: &mut Tables<'_, '_>, points: &PointsPlan, award: Decimal, cells: PointsCells) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut fade = || points.decay.map(|decay| tables.fade(award, decay));
    match (cells.n, cells.n_faded, cells.left) {
        (Some(n), Some(n_faded), Some(left)) if (n_faded, left) == (n + 1, n + 2) => {
            steps.extend(fade().map(|fade| Step::FadeCounted { fade, n }));
        }
        (n, _, left) => {
            steps.extend(n.map(Step::Count));
            steps.extend(left.and_then(|left| Some(Step::Fade { fade: fade()?, left })));
        }
    }
    let (first, n) = cells.latest;
    match n {
        0 => {}
        1 => steps.push(Step::Newest(first)),
        n => steps.push(Step::Latest(first, n)),
    }
    steps
}

/// The field of numbers that a node reads, if it does nothing else.
pub(super) fn number_field(plan: &Plan, node: crate::plan::NodeId) -> Option<ActivityFieldId> {
    let node = plan.node(node);
    match (&node.op, &node.ty) {
        (Op::ActivityField(field), Type::Number | Type::WholeNumber) => Some(*field),
        _ => None,
    }
}
