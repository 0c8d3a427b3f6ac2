//! What a rule brings into the ledger.

use super::ledger::{Ledger, within};
use super::points::PointsOutcome;
use super::score::RecordEval;
use crate::engine::contributions::faded;
use crate::ledger::{EntryKind, NoteKind};
use crate::plan::{AccumulatorId, ClockPlan, DecayId, HeadPlan, NodeId, RulePlan};
use crate::values::number::NUMBER_MAX;
use crate::values::{Decimal, Instant};

impl RecordEval<'_, '_> {
    /// Enters a rule; gives its points in micros.
    pub(super) fn rule(&mut self, rule: &RulePlan, ledger: &mut Ledger) -> i64 {
        match rule.head {
            HeadPlan::Each(accumulator) => self.each(rule, accumulator, ledger),
            HeadPlan::When { when, award, decay } => {
                if self.holds(when) {
                    self.when(rule, award, decay, ledger)
                } else {
                    0
                }
            }
        }
    }

    fn when(&mut self, rule: &RulePlan, award: NodeId, decay: Option<DecayId>, ledger: &mut Ledger) -> i64 {
        let award = self.number(award).filter(|points| points.is_points());
        let points = award.unwrap_or(Decimal::ZERO);
        let left = decay.map_or(points, |decay| self.faded_by_clock(points, decay));
        let (points, left) = (i128::from(points.micro()), i128::from(left.micro()));
        let held = within(left, rule.up_to, rule.down_to);
        ledger.enter(rule.owner, EntryKind::Award, points);
        ledger.enter(rule.owner, EntryKind::Decay, left - points);
        ledger.enter(rule.owner, EntryKind::Cap, held - left);
        ledger.note(rule.owner, NoteKind::Remark, u64::from(rule.remark));
        ledger.note(rule.owner, NoteKind::AwardMissing, u64::from(award.is_none()));
        i64::try_from(held).unwrap_or(0)
    }

    fn each(&mut self, rule: &RulePlan, accumulator: AccumulatorId, ledger: &mut Ledger) -> i64 {
        if within(0, rule.up_to, rule.down_to) == 0 && self.frame.has_taken_none(accumulator) {
            return 0;
        }
        let outcome = self.points(accumulator);
        ledger.note(rule.owner, NoteKind::Remark, if rule.remark { outcome.n } else { 0 });
        let lines = lines(rule, &outcome);
        if lines.iter().any(|(_, micro, _)| micro.abs() > i128::from(NUMBER_MAX.micro())) {
            ledger.note(rule.owner, NoteKind::AwardMissing, outcome.n);
            return 0;
        }
        ledger.note(rule.owner, NoteKind::AwardMissing, outcome.n_missing);
        for (kind, micro, n_activities) in lines {
            ledger.enter_activities(rule.owner, kind, micro, n_activities);
        }
        let total: i128 = lines.iter().map(|(_, micro, _)| micro).sum();
        i64::try_from(total).unwrap_or(0)
    }

    /// What is left of points by the clock of the record; all of them where the clock never started.
    pub(super) fn faded_by_clock(&mut self, points: Decimal, decay: DecayId) -> Decimal {
        let Some(from) = self.clock(decay) else { return points };
        let decay = self.basis.plan.decay(decay);
        faded(self.basis.plan, decay, points, self.basis.age_units(decay, from))
    }

    /// Since when a decay's clock runs.
    pub(in crate::engine) fn clock(&mut self, decay: DecayId) -> Option<Instant> {
        match &self.basis.plan.decay(decay).clock {
            ClockPlan::Activity => None,
            ClockPlan::Record { newest, oldest } => {
                let newest = newest.iter().filter_map(|id| self.instant(*id)).max();
                newest.or_else(|| oldest.and_then(|id| self.instant(id)))
            }
        }
    }
}

/// The four sums of an activity rule.
fn lines(rule: &RulePlan, outcome: &PointsOutcome) -> [super::PointsLine; 4] {
    let left = outcome.award + outcome.decay + outcome.limit + outcome.cap;
    let held = within(left, rule.up_to, rule.down_to);
    [
        (EntryKind::Award, outcome.award, outcome.n),
        (EntryKind::Decay, outcome.decay, outcome.n_faded),
        (EntryKind::Limit, outcome.limit, outcome.n_dropped),
        (EntryKind::Cap, outcome.cap + held - left, 0),
    ]
}
