//! One score of one record: blocks inside out, then range, rounding, override; semantics chapters 15, 16 and 18.

use super::number::{Number, clamp, decimal, exact, is_within, round_to, round6};
use super::rule::{Lines, sum};
use super::scope::{Evaluator, Place, Scope};
use crate::ledger::{Entry, EntryKind, Note, NoteKind, ScoreResult};
use crate::typed::{Block, Factor, Item, Override, OwnerId, Score};
use num_traits::Zero;
use std::rc::Rc;

/// A score without its tier, which may depend on everybody else's score.
pub(super) struct Scored {
    pub result: ScoreResult,
}

/// A ledger being written.
#[derive(Default)]
struct Ledger {
    entries: Vec<(OwnerId, EntryKind, Number, u64)>,
    notes: Vec<(OwnerId, NoteKind, u64)>,
}

impl Ledger {
    /// An entry that has no activities.
    fn enter(&mut self, owner: OwnerId, kind: EntryKind, points: Number) {
        self.entries.push((owner, kind, points, 0));
    }

    /// The lines of a rule; gives their sum.
    fn enter_lines(&mut self, owner: OwnerId, lines: Lines) -> Number {
        let total = sum(lines.entries.iter().map(|(_, points, _)| points.clone()));
        self.entries.extend(lines.entries.into_iter().map(|(kind, points, n)| (owner, kind, points, n)));
        self.notes.extend(lines.notes.into_iter().map(|(kind, n)| (owner, kind, n)));
        total
    }

    /// One entry per owner and kind, none zero, in order; semantics 18.1, 18.2, 18.4.
    fn finish(mut self, value: &Number) -> ScoreResult {
        self.entries.retain(|(_, _, points, _)| !points.is_zero());
        self.entries.sort_by_key(|(owner, kind, _, _)| (*owner, *kind));
        self.notes.retain(|(_, _, n)| *n > 0);
        self.notes.sort();
        let entry = |(owner, kind, points, n_activities): &(OwnerId, EntryKind, Number, u64)| Entry {
            owner: owner.0,
            kind: *kind,
            points: decimal(points),
            n_activities: *n_activities,
        };
        let note = |&(owner, kind, n): &(OwnerId, NoteKind, u64)| Note { owner: owner.0, kind, n };
        ScoreResult {
            value: decimal(value),
            tier: None,
            entries: self.entries.iter().map(entry).collect(),
            notes: self.notes.iter().map(note).collect(),
        }
    }
}

impl<'a> Evaluator<'a> {
    /// A score of a record that is not excluded, without its tier.
    pub fn score(&self, score: usize, place: &Place<'a>) -> Rc<Scored> {
        let key = (score, place.clone());
        if let Some(known) = self.scores.borrow().get(&key) {
            return known.clone();
        }
        let scored = Rc::new(Scored { result: self.compute_score(&self.rules.scores[score], place) });
        self.scores.borrow_mut().insert(key, scored.clone());
        scored
    }

    fn compute_score(&self, score: &'a Score, place: &Place<'a>) -> ScoreResult {
        let mut ledger = Ledger::default();
        let owner = score.body.owner;
        let total = self.block(&score.body, place, &mut ledger);
        let ranged = in_range(score, &total);
        ledger.enter(owner, EntryKind::Range, &ranged - total);
        let rounded = round_to(&ranged, &exact(score.round));
        ledger.enter(owner, EntryKind::Rounding, &rounded - ranged);
        let value = match self.overridden(score, place) {
            Some(by_hand) => by_hand,
            None => rounded.clone(),
        };
        ledger.enter(owner, EntryKind::Override, &value - rounded);
        ledger.finish(&value)
    }

    /// The total of a block; semantics 16.1 to 16.6 and 16.10.
    fn block(&self, block: &'a Block, place: &Place<'a>, ledger: &mut Ledger) -> Number {
        let mut total = Number::zero();
        if block.when.as_ref().is_some_and(|when| !self.holds_for(when, place)) {
            return total;
        }
        for item in &block.items {
            let (owner, points) = match item {
                Item::Rule(rule) => (rule.owner, ledger.enter_lines(rule.owner, self.rule(rule, place))),
                Item::Group(group) => (group.owner, self.block(group, place, ledger)),
            };
            let reached = total + points;
            total = clamp(&reached, 12);
            ledger.enter(owner, EntryKind::Range, &total - reached);
        }
        for factor in &block.factors {
            total = self.times(factor, total, place, ledger);
        }
        let capped = block.up_to.map_or(total.clone(), |most| total.clone().min(exact(most)));
        let capped = block.down_to.map_or(capped.clone(), |least| capped.max(exact(least)));
        ledger.enter(block.owner, EntryKind::Cap, &capped - total);
        let faded = self.faded_total(block, &capped, place);
        ledger.enter(block.owner, EntryKind::Decay, &faded - capped);
        faded
    }

    /// Semantics 16.2, 16.3.
    fn times(&self, factor: &'a Factor, total: Number, place: &Place<'a>, ledger: &mut Ledger) -> Number {
        if factor.when.as_ref().is_some_and(|when| !self.holds_for(when, place)) {
            return total;
        }
        let product = self.number(&factor.by, &Scope::subject(place)).map(|by| &total * by);
        match product.filter(|product| is_within(product, 12)) {
            Some(product) => {
                let product = round6(&product);
                ledger.enter(factor.owner, EntryKind::Factor, &product - total);
                product
            }
            None => {
                ledger.notes.push((factor.owner, NoteKind::FactorMissing, 1));
                total
            }
        }
    }

    /// Semantics 16.5.
    fn faded_total(&self, block: &'a Block, total: &Number, place: &Place<'a>) -> Number {
        match &block.decay {
            Some(decay) if *total > exact(decay.down_to) => {
                self.faded_by_clock(total, &decay.decay, place).max(exact(decay.down_to))
            }
            _ => total.clone(),
        }
    }

    /// Semantics 16.9.
    fn overridden(&self, score: &'a Score, place: &Place<'a>) -> Option<Number> {
        let value = |over: &'a Override| {
            if self.holds_for(&over.when, place) { self.number(&over.to, &Scope::subject(place)) } else { None }
        };
        let by_hand = score.overrides.iter().find_map(value)?;
        Some(round_to(&in_range(score, &by_hand), &exact(score.round)))
    }
}

/// Within 10^9, then within the range; semantics 16.7.
fn in_range(score: &Score, total: &Number) -> Number {
    let mut held = clamp(total, 9);
    if let Some(low) = score.range.0 {
        held = held.max(exact(low));
    }
    if let Some(high) = score.range.1 {
        held = held.min(exact(high));
    }
    held
}
