//! Where each accumulator keeps what it keeps: plain numbers in one array, the rest beside it.

use crate::plan::{Amount, ClockPlan, Gathers, Plan, PointsPlan};

/// Places of all accumulators in a [`State`](super::State).
pub(super) struct Layout {
    /// By accumulator.
    pub(super) slots: Vec<Slot>,
    /// How many numbers a state has, and with what they start.
    pub(super) first_cells: Vec<i64>,
    /// What a state has beside its numbers.
    pub(super) first_sides: Vec<SideKind>,
}

/// Where an accumulator keeps what it keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    /// Its first number.
    pub(super) cell: usize,
    /// Its place beside the numbers.
    pub(super) side: Option<usize>,
}

/// What an accumulator keeps beside numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SideKind {
    Set,
    Tally,
    Days,
    End,
    Stretch,
    Points,
}

/// Cells of [`Gathers::Sum`].
pub(super) const SUM_CELLS: usize = 3;
/// Cells of points: how many activities, how many without an award, how many faded, and two sums of two cells each.
pub(super) const POINTS_CELLS: usize = 7;

impl Layout {
    pub(super) fn new(plan: &Plan) -> Layout {
        let mut layout = Layout { slots: Vec::new(), first_cells: Vec::new(), first_sides: Vec::new() };
        for accumulator in &plan.accumulators {
            let cells = cells(&accumulator.gathers);
            let side = side(plan, &accumulator.gathers).map(|side| {
                layout.first_sides.push(side);
                layout.first_sides.len() - 1
            });
            layout.slots.push(Slot { cell: layout.first_cells.len(), side });
            layout.first_cells.extend(cells);
        }
        layout
    }
}

/// The numbers an accumulator starts with.
pub(super) fn cells(gathers: &Gathers) -> Vec<i64> {
    match gathers {
        Gathers::Count => vec![0],
        Gathers::Sum(_) => vec![0; SUM_CELLS],
        Gathers::Newest => vec![i64::MIN],
        Gathers::Oldest => vec![i64::MAX],
        Gathers::Points(_) => vec![0; POINTS_CELLS],
        Gathers::Least(_) | Gathers::Greatest(_) | Gathers::Distinct(_) | Gathers::Tally(_) => Vec::new(),
        Gathers::DaySet | Gathers::LatestValue(_) | Gathers::EarliestValue(_) | Gathers::Stretch(_) => Vec::new(),
    }
}

/// What an accumulator keeps beside numbers.
pub(super) fn side(plan: &Plan, gathers: &Gathers) -> Option<SideKind> {
    match gathers {
        Gathers::Count | Gathers::Sum(_) | Gathers::Newest | Gathers::Oldest => None,
        Gathers::Least(_) | Gathers::Greatest(_) => Some(SideKind::End),
        Gathers::Distinct(_) => Some(SideKind::Set),
        Gathers::Tally(_) => Some(SideKind::Tally),
        Gathers::DaySet => Some(SideKind::Days),
        Gathers::LatestValue(_) | Gathers::EarliestValue(_) => Some(SideKind::End),
        Gathers::Stretch(_) => Some(SideKind::Stretch),
        Gathers::Points(points) => keeps_more(plan, points).then_some(SideKind::Points),
    }
}

/// Whether points need more than sums: limits, first ones, points per key, or ages known only at the end.
fn keeps_more(plan: &Plan, points: &PointsPlan) -> bool {
    let by_key = points.points_per_field.is_some() || points.points_per_day.is_some();
    points.is_limited() || points.first.is_some() || by_key || is_tallied(plan, points)
}

/// Whether awards are tallied: the age in their decay is known only when the log is complete.
pub(super) fn is_tallied(plan: &Plan, points: &PointsPlan) -> bool {
    is_late(plan, points) && matches!(points.award, Amount::Each(_))
}

/// Whether ages are known only when the log is complete.
pub(super) fn is_late(plan: &Plan, points: &PointsPlan) -> bool {
    points.decay.is_some_and(|decay| matches!(plan.decay(decay).clock, ClockPlan::Record { .. }))
}
