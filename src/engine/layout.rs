//! Where each accumulator keeps what it keeps: plain numbers in one array, the rest beside it.

use super::state::BLOCK;
use crate::plan::{Accumulator, AccumulatorId, Amount, ClockPlan, Feed, Gathers, Op, Plan, PointsPlan, Read};
use crate::values::number::NUMBER_MAX;
use std::collections::BTreeSet;

/// What a run is to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Values, tiers, labels and segments. What only entries of ledgers show is not kept.
    Values,
    /// All of it, with the entries and notes of each score.
    Entries,
}

/// Places of all accumulators in a state. Every number starts at 0, so that contacts without activities cost nothing but
/// their place.
pub(super) struct Layout {
    /// By accumulator.
    pub(super) slots: Vec<Slot>,
    /// How many numbers a state has.
    pub(super) n_cells: usize,
}

/// Where an accumulator keeps what it keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    /// Its numbers.
    pub(super) shape: Shape,
    /// Its place beside the numbers.
    pub(super) side: Option<SideSlot>,
}

/// A place beside the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SideSlot {
    pub(super) place: u32,
    pub(super) kind: SideKind,
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

/// Numbers of an accumulator, by their cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// All that is kept is beside.
    Nothing,
    /// How many.
    Count(u32),
    /// The greatest instant.
    Newest(u32),
    /// The least instant.
    Oldest(u32),
    /// A sum, and how many were known where somebody asks.
    Sum { sum: u32, n: Option<u32> },
    /// The points of an activity rule.
    Points(PointsCells),
}

/// The cells of an activity rule's points. What is not kept is known without it, or asked by nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PointsCells {
    /// How many activities.
    pub(super) n: Option<u32>,
    /// How many of them have faded.
    pub(super) n_faded: Option<u32>,
    /// How many awards are missing.
    pub(super) n_missing: Option<u32>,
    /// The sum of awards, where they differ.
    pub(super) award: Option<u32>,
    /// The sum of what their own age left of them.
    pub(super) left: Option<u32>,
    /// The latest instants, where they alone tell what a count limit keeps: the first cell, and how many.
    pub(super) latest: (u32, u32),
    /// Whether ages are known only when the log is complete.
    pub(super) is_late: bool,
}

/// As many instants as a count limit keeps stand among the cells; more are kept beside them.
const LATEST_CELLS_MAX: u32 = 4;

/// So many activities of one contact a run without entries is exact for, whatever their awards: then no sum of awards
/// that nobody sees can be beyond what a ledger holds.
const ACTIVITIES_MAX: i64 = 1 << 32;

impl Layout {
    pub(super) fn new(plan: &Plan, detail: Detail) -> Layout {
        let averaged = averaged(plan);
        let mut layout = Layout { slots: Vec::with_capacity(plan.accumulators.len()), n_cells: 0 };
        let mut places = Places { next_cell: 0, next_side: 0 };
        for (id, accumulator) in (0u32..).map(AccumulatorId).zip(&plan.accumulators) {
            let slot = match accumulator.feed {
                Feed::Gate(_) => slot(plan, accumulator, detail, averaged.contains(&id), &mut places),
                // Made when it is read.
                Feed::Selection(_) => Slot { shape: Shape::Nothing, side: None },
            };
            layout.slots.push(slot);
        }
        layout.n_cells = places.next_cell as usize;
        layout
    }

    /// The place of an accumulator.
    pub(super) fn slot(&self, id: AccumulatorId) -> Slot {
        self.slots[id.0 as usize]
    }
}

/// One accumulator's place in a state of its own, and how many cells that has.
pub(super) fn alone(plan: &Plan, accumulator: &Accumulator) -> (Slot, usize) {
    let mut places = Places { next_cell: 0, next_side: 0 };
    let slot = slot(plan, accumulator, Detail::Entries, true, &mut places);
    (slot, places.next_cell as usize)
}

/// The next free places.
struct Places {
    next_cell: u32,
    next_side: u32,
}

impl Places {
    /// So many next to each other, in one block.
    fn cells(&mut self, n: u32) -> u32 {
        if self.next_cell % BLOCK + n > BLOCK {
            self.next_cell = self.next_cell.next_multiple_of(BLOCK);
        }
        let first = self.next_cell;
        self.next_cell += n;
        first
    }

    fn cell_if(&mut self, kept: bool) -> Option<u32> {
        if kept { Some(self.cells(1)) } else { None }
    }

    fn side(&mut self, kind: SideKind) -> SideSlot {
        self.next_side += 1;
        SideSlot { place: self.next_side - 1, kind }
    }
}

/// The sums of which somebody asks the average.
fn averaged(plan: &Plan) -> BTreeSet<AccumulatorId> {
    let asked = plan.nodes.iter().filter_map(|node| match node.op {
        Op::Gathered(id, Read::Average) => Some(id),
        _ => None,
    });
    asked.collect()
}

fn slot(plan: &Plan, accumulator: &Accumulator, detail: Detail, averaged: bool, places: &mut Places) -> Slot {
    let shape = match &accumulator.gathers {
        Gathers::Count => Shape::Count(places.cells(1)),
        Gathers::Sum(_) => Shape::Sum { sum: places.cells(1), n: places.cell_if(averaged) },
        Gathers::Newest => Shape::Newest(places.cells(1)),
        Gathers::Oldest => Shape::Oldest(places.cells(1)),
        Gathers::Points(points) => Shape::Points(points_cells(plan, points, detail, places)),
        _ => Shape::Nothing,
    };
    let side = side(plan, &accumulator.gathers).map(|kind| places.side(kind));
    Slot { shape, side }
}

fn points_cells(plan: &Plan, points: &PointsPlan, detail: Detail, places: &mut Places) -> PointsCells {
    let is_late = is_late(plan, points);
    let fades = points.decay.is_some() && !is_late;
    let n_latest = latest_cells(points);
    let lean = detail == Detail::Values && is_small(points);
    let differ = matches!(points.award, Amount::Each(_));
    let counts = detail == Detail::Entries;
    // Without entries what is left is all that counts, or, of a limit on equal awards, the latest instants.
    let by_latest = lean && n_latest > 0;
    PointsCells {
        n: places.cell_if(!by_latest && (!lean || !fades) && (counts || !differ)),
        n_faded: places.cell_if(counts && fades),
        left: places.cell_if(!by_latest && fades),
        n_missing: places.cell_if(counts && differ),
        award: places.cell_if(differ),
        latest: (places.cells(n_latest), n_latest),
        is_late,
    }
}

/// Whether the awards of as many activities as one contact may have add up to less than a ledger holds.
fn is_small(points: &PointsPlan) -> bool {
    match points.award {
        Amount::Constant(award) => award.abs().micro() <= NUMBER_MAX.micro() / ACTIVITIES_MAX,
        Amount::Each(_) => false,
    }
}

/// With one award for all and no other limit, what is kept of the latest is when they were.
fn latest_cells(points: &PointsPlan) -> u32 {
    let alone = points.per_field.is_none() && points.per_day.is_none();
    let plain = points.first.is_none() && !points.has_points_key() && matches!(points.award, Amount::Constant(_));
    match points.times {
        Some(n) if alone && plain && n <= LATEST_CELLS_MAX => n,
        _ => 0,
    }
}

/// What an accumulator keeps beside numbers.
fn side(plan: &Plan, gathers: &Gathers) -> Option<SideKind> {
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
fn is_tallied(plan: &Plan, points: &PointsPlan) -> bool {
    is_late(plan, points) && matches!(points.award, Amount::Each(_))
}

/// Whether ages are known only when the log is complete.
pub(super) fn is_late(plan: &Plan, points: &PointsPlan) -> bool {
    points.decay.is_some_and(|decay| matches!(plan.decay(decay).clock, ClockPlan::Record { .. }))
}
