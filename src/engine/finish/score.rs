//! One score of one record: its steps, then range, rounding, override and tier.

use super::Run;
use super::ledger::Ledger;
use super::record::Scratch;
use crate::engine::eval::Eval;
use crate::engine::finish::record::RecordFrame;
use crate::ledger::{EntryKind, NoteKind};
use crate::plan::{DecayId, Instance, InstanceId, KindId, NodeId, OwnerId, ScorePlan, Step, TierTest};
use crate::values::Decimal;
use crate::values::number::{NUMBER_MAX, POINTS_MAX};

/// What others read of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Outcome {
    /// After rounding and override.
    pub(in crate::engine) value: Decimal,
    /// Index of the tier; of a rank it is settled when all records are done.
    pub(in crate::engine) tier: Option<u32>,
    /// The tier is one that `tier .. when` set.
    pub(in crate::engine) tier_is_set: bool,
}

/// An evaluation of a record's nodes.
pub(in crate::engine) type RecordEval<'e, 'a> = Eval<'e, 'a, RecordFrame<'e, 'a>>;

impl<'a> Run<'a> {
    /// A score of a record, with its entries; none where the record is excluded.
    pub(in crate::engine) fn instance(
        &self,
        scratch: &mut Scratch,
        id: InstanceId,
        (kind, row): (KindId, u32),
        anchors: &[(KindId, u32)],
        ledger: &mut Ledger,
    ) -> Option<Outcome> {
        let plan = self.basis.plan;
        let instance = plan.instance(id);
        if !self.counts(plan.log(instance.log).exclusion, kind, row) {
            return None;
        }
        let score = &plan.scores[instance.score.0 as usize];
        let mut eval = scratch.record(self, kind, row, anchors);
        let total = steps(&mut eval, instance, ledger);
        let value = close(&mut eval, instance, score, total, ledger);
        let set = instance.tier_overrides.iter().find(|(when, _)| eval.holds(*when)).map(|(_, tier)| *tier);
        let tier = set.or_else(|| tier_of(score, value));
        Some(Outcome { value, tier, tier_is_set: set.is_some() })
    }
}

/// Runs the steps; gives the score's total in micros.
fn steps(eval: &mut RecordEval<'_, '_>, instance: &Instance, ledger: &mut Ledger) -> i64 {
    let mut totals = Totals { open: Vec::new(), total: 0 };
    let mut next = 0;
    while let Some(step) = instance.steps.get(next) {
        next += 1;
        match step {
            Step::Rule(rule) => {
                let rule = eval.basis.plan.rule(*rule);
                let points = eval.rule(rule, ledger);
                totals.add(rule.owner, points, ledger);
            }
            Step::Open { owner, when, close } => {
                if when.is_none_or(|when| eval.holds(when)) {
                    totals.open.push((*owner, totals.total));
                    totals.total = 0;
                } else {
                    next = *close as usize + 1;
                }
            }
            Step::Close => totals.close(ledger),
            Step::Factor { owner, by, when } => {
                if when.is_none_or(|when| eval.holds(when)) {
                    totals.total = factor(eval, totals.total, *owner, *by, ledger);
                }
            }
            Step::Cap { owner, up_to, down_to } => {
                totals.total = capped(totals.total, *owner, (*up_to, *down_to), ledger);
            }
            Step::Fade { owner, decay, down_to } => {
                totals.total = fade_total(eval, totals.total, *owner, (*decay, *down_to), ledger);
            }
        }
    }
    totals.total
}

/// Running totals of the blocks that are open, in micros and within 10^12.
struct Totals {
    open: Vec<(OwnerId, i64)>,
    total: i64,
}

impl Totals {
    /// Adds what a rule or group comes to; what goes beyond 10^12 is taken back.
    fn add(&mut self, owner: OwnerId, points: i64, ledger: &mut Ledger) {
        let reached = i128::from(self.total) + i128::from(points);
        let most = i128::from(NUMBER_MAX.micro());
        let held = reached.clamp(-most, most);
        ledger.enter(owner, EntryKind::Range, held - reached);
        self.total = i64::try_from(held).unwrap_or(self.total);
    }

    fn close(&mut self, ledger: &mut Ledger) {
        if let Some((owner, around)) = self.open.pop() {
            let points = std::mem::replace(&mut self.total, around);
            self.add(owner, points, ledger);
        }
    }
}

/// `times`: a missing factor is 1, with a note.
fn factor(eval: &mut RecordEval<'_, '_>, total: i64, owner: OwnerId, by: NodeId, ledger: &mut Ledger) -> i64 {
    let product = eval.number(by).and_then(|by| crate::engine::eval_product(Decimal::from_micro(total), by));
    match product {
        Some(product) => {
            ledger.enter(owner, EntryKind::Factor, i128::from(product.micro()) - i128::from(total));
            product.micro()
        }
        None => {
            ledger.note(owner, NoteKind::FactorMissing, 1);
            total
        }
    }
}

/// `up to`, then `down to`.
fn capped(
    total: i64,
    owner: OwnerId,
    (up_to, down_to): (Option<Decimal>, Option<Decimal>),
    ledger: &mut Ledger,
) -> i64 {
    let held = super::ledger::within(i128::from(total), up_to, down_to);
    ledger.enter(owner, EntryKind::Cap, held - i128::from(total));
    i64::try_from(held).unwrap_or(total)
}

/// A decay of the total: not below `down_to`; a total at or below it stays.
fn fade_total(
    eval: &mut RecordEval<'_, '_>,
    total: i64,
    owner: OwnerId,
    (decay, down_to): (DecayId, Decimal),
    ledger: &mut Ledger,
) -> i64 {
    let before = Decimal::from_micro(total);
    if before <= down_to {
        return total;
    }
    let faded = eval.faded_by_clock(before, decay).max(down_to);
    ledger.enter(owner, EntryKind::Decay, i128::from(faded.micro()) - i128::from(total));
    faded.micro()
}

/// Range, rounding, override.
fn close(
    eval: &mut RecordEval<'_, '_>,
    instance: &Instance,
    score: &ScorePlan,
    total: i64,
    ledger: &mut Ledger,
) -> Decimal {
    let ranged = in_range(score, Decimal::from_micro(total));
    ledger.enter(score.owner, EntryKind::Range, i128::from(ranged.micro()) - i128::from(total));
    let rounded = ranged.round_half_even_to(score.round).unwrap_or(ranged);
    ledger.enter(score.owner, EntryKind::Rounding, i128::from(rounded.micro()) - i128::from(ranged.micro()));
    let by_hand = instance.overrides.iter().find_map(|(when, to)| {
        let holds = eval.holds(*when);
        if holds { eval.number(*to) } else { None }
    });
    let Some(by_hand) = by_hand else { return rounded };
    let by_hand = in_range(score, by_hand);
    let by_hand = by_hand.round_half_even_to(score.round).unwrap_or(by_hand);
    ledger.enter(score.owner, EntryKind::Override, i128::from(by_hand.micro()) - i128::from(rounded.micro()));
    by_hand
}

/// Within 10^9, then within the range.
fn in_range(score: &ScorePlan, total: Decimal) -> Decimal {
    let held = total.clamp(Decimal::from_micro(-POINTS_MAX.micro()), POINTS_MAX);
    let held = score.range.0.map_or(held, |low| held.max(low));
    score.range.1.map_or(held, |high| held.min(high))
}

/// The first tier whose test the value passes. A rank is not known yet: then there is none, and [`Run::rank`] sets it.
fn tier_of(score: &ScorePlan, value: Decimal) -> Option<u32> {
    let mut tiers = (0u32..).zip(&score.tiers);
    if score.tiers.iter().any(|tier| matches!(tier.test, TierTest::Top(_) | TierTest::TopPercent(_))) {
        return None;
    }
    tiers.find(|(_, tier)| passes(tier.test, value)).map(|(tier, _)| tier)
}

/// Whether a value passes a test that needs no ranks.
pub(super) fn passes(test: TierTest, value: Decimal) -> bool {
    match test {
        TierTest::AtLeast(edge) => value >= edge,
        TierTest::Above(edge) => value > edge,
        TierTest::Otherwise => true,
        TierTest::Top(_) | TierTest::TopPercent(_) | TierTest::OnlyWhen => false,
    }
}
