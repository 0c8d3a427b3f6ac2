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
/// As many instants as a count limit keeps stand among the cells; more are kept beside them.
const LATEST_CELLS_MAX: u32 = 4;
/// The greatest award whose contributions add up in one cell: 2,147 points times 2^32 activities fit 64 bits.
const NARROW_MAX_MICRO: i64 = 2_147_000_000;

/// The cells of an activity rule's points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PointsCells {
    /// Its sums, first.
    pub(super) sums: PointsSums,
    /// How many instants follow, ascending: the latest, where they alone tell what a count limit keeps.
    pub(super) latest: usize,
}

/// How sums of points are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PointsSums {
    /// All awards are the same and no activity's own age matters: a count.
    Counted,
    /// All awards are the same and fade with age: a count, how many faded, what is left in one cell.
    Faded,
    /// The same with what is left in two cells.
    FadedWide,
    /// Awards differ: a count, how many are missing, how many faded, the awards and what is left in two cells each.
    Each,
}

impl PointsCells {
    pub(super) fn new(plan: &Plan, points: &PointsPlan) -> PointsCells {
        PointsCells { sums: PointsSums::new(plan, points), latest: latest_cells(points) }
    }

    /// Where the instants start, from the first cell.
    pub(super) fn latest_at(self) -> usize {
        match self.sums {
            PointsSums::Counted => 1,
            PointsSums::Faded => 3,
            PointsSums::FadedWide => 4,
            PointsSums::Each => 7,
        }
    }
}

impl PointsSums {
    fn new(plan: &Plan, points: &PointsPlan) -> PointsSums {
        match points.award {
            Amount::Each(_) => PointsSums::Each,
            Amount::Constant(_) if points.decay.is_none() || is_late(plan, points) => PointsSums::Counted,
            Amount::Constant(award) if award.micro().unsigned_abs() <= NARROW_MAX_MICRO as u64 => PointsSums::Faded,
            Amount::Constant(_) => PointsSums::FadedWide,
        }
    }
}

/// With one award for all and no other limit, what is kept of the latest is when they were.
fn latest_cells(points: &PointsPlan) -> usize {
    let alone = points.per_field.is_none() && points.per_day.is_none();
    let plain = points.first.is_none() && !points.has_points_key() && matches!(points.award, Amount::Constant(_));
    match points.times {
        Some(n) if alone && plain && n <= LATEST_CELLS_MAX => n as usize,
        _ => 0,
    }
}

impl Layout {
    pub(super) fn new(plan: &Plan) -> Layout {
        let mut layout = Layout { slots: Vec::new(), first_cells: Vec::new(), first_sides: Vec::new() };
        for accumulator in &plan.accumulators {
            let cells = cells(plan, &accumulator.gathers);
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
pub(super) fn cells(plan: &Plan, gathers: &Gathers) -> Vec<i64> {
    match gathers {
        Gathers::Count => vec![0],
        Gathers::Sum(_) => vec![0; SUM_CELLS],
        Gathers::Newest => vec![i64::MIN],
        Gathers::Oldest => vec![i64::MAX],
        Gathers::Points(points) => {
            let shape = PointsCells::new(plan, points);
            let latest = std::iter::repeat_n(i64::MIN, shape.latest);
            std::iter::repeat_n(0, shape.latest_at()).chain(latest).collect()
        }
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
    let limited = points.is_limited() && latest_cells(points) == 0;
    limited || points.first.is_some() || by_key || is_tallied(plan, points)
}

/// Whether awards are tallied: the age in their decay is known only when the log is complete.
pub(super) fn is_tallied(plan: &Plan, points: &PointsPlan) -> bool {
    is_late(plan, points) && matches!(points.award, Amount::Each(_))
}

/// Whether ages are known only when the log is complete.
pub(super) fn is_late(plan: &Plan, points: &PointsPlan) -> bool {
    points.decay.is_some_and(|decay| matches!(plan.decay(decay).clock, ClockPlan::Record { .. }))
}
