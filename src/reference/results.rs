//! Tiers, labels, segments, and everything together; semantics chapter 17.

use super::number::{exact, ten_to, whole};
use super::scope::{Evaluator, Place, Scope, Subject};
use crate::ledger::{RecordResult, Results, ScoreResult};
use crate::typed::{KindId, ScoreRef, TierTest};
use crate::values::{Decimal, Value};
use std::sync::Arc;

impl<'a> Evaluator<'a> {
    /// The results of the run.
    ///
    /// Scores are evaluated in the order in which they read each other first, so that a long chain of them is not
    /// a deep recursion.
    pub fn results(&self) -> Results {
        for score in &self.rules.score_order {
            let score = score.0 as usize;
            for subject in self.all_of(self.rules.scores[score].kind.0 as usize) {
                if self.exclusion(subject, self.as_of).is_none() {
                    self.score(score, &Place { subject, view: self.today() });
                }
            }
        }
        let records = (0..self.rules.kinds.len()).map(|kind| {
            if self.has_results(kind) {
                self.all_of(kind).into_iter().map(|one| self.record(one)).collect()
            } else {
                Vec::new()
            }
        });
        Results { records: records.collect() }
    }

    fn has_results(&self, kind: usize) -> bool {
        let is_it = |id: KindId| id.0 as usize == kind;
        self.rules.scores.iter().any(|score| is_it(score.kind))
            || self.rules.labels.iter().any(|label| is_it(label.kind))
            || self.rules.segments.iter().any(|segment| is_it(segment.kind))
    }

    /// Everything about one record.
    fn record(&self, subject: Subject) -> RecordResult {
        let place = Place { subject, view: self.today() };
        let excluded = self.exclusion(subject, self.as_of);
        let is_its = |kind: KindId| excluded.is_none() && kind.0 as usize == subject.kind;
        let rules = self.rules;
        RecordResult {
            id: self.row(subject).id.clone(),
            excluded,
            scores: (0..rules.scores.len())
                .map(|score| is_its(rules.scores[score].kind).then(|| self.score_with_tier(score, &place)))
                .collect(),
            labels: (0..rules.labels.len())
                .map(|label| if is_its(rules.labels[label].kind) { self.label(label, &place) } else { None })
                .collect(),
            segments: (0..rules.segments.len())
                .map(|segment| is_its(rules.segments[segment].kind) && self.is_in_segment(segment, &place))
                .collect(),
        }
    }

    fn score_with_tier(&self, score: usize, place: &Place<'a>) -> ScoreResult {
        let tier = self.tier(score, place);
        let tier = tier.map(|tier| u32::try_from(tier).expect("fewer tiers than bytes of the file"));
        ScoreResult { tier, ..self.score(score, place).result.clone() }
    }

    /// The tier of a score that a rule names; `None` where the score is missing or no tier holds. Semantics 15.2.
    pub fn tier_at(&self, score: &'a ScoreRef, place: &Place<'a>) -> Option<usize> {
        let place = self.score_at(score, place)?;
        self.tier(score.score.0 as usize, &place)
    }

    /// Semantics 17.1.
    fn tier(&self, score: usize, place: &Place<'a>) -> Option<usize> {
        let rules = &self.rules.scores[score];
        let by_hand = rules.tier_overrides.iter().find(|over| self.holds_for(&over.when, place));
        if let Some(over) = by_hand {
            return Some(over.tier.0 as usize);
        }
        let value = self.score(score, place).result.value;
        rules.tiers.iter().position(|tier| match tier.test {
            TierTest::AtLeast(edge) => value >= edge,
            TierTest::Above(edge) => value > edge,
            TierTest::TopPercent(percent) => {
                let (n_higher, n) = self.rank(score, value, place);
                whole(ten_to(2)) * whole(n_higher) < exact(percent) * whole(n)
            }
            TierTest::Top(n_top) => self.rank(score, value, place).0 < u64::from(n_top),
            TierTest::OnlyWhen => false,
            TierTest::Otherwise => true,
        })
    }

    /// How many records of the kind have a higher value, and how many there are; semantics 17.2.
    fn rank(&self, score: usize, value: Decimal, place: &Place<'a>) -> (u64, u64) {
        let all = self.all_of(place.subject.kind);
        let ranked: Vec<Subject> = all.into_iter().filter(|&other| self.counts(other, &place.view)).collect();
        let is_higher = |&&other: &&Subject| self.score(score, &place.of(other)).result.value > value;
        (ranked.iter().filter(is_higher).count() as u64, ranked.len() as u64)
    }

    /// A label as a value in an expression.
    pub fn label_value(&self, label: usize, place: &Place<'a>) -> Value {
        self.value(&self.rules.labels[label].value, &Scope::subject(place))
    }

    /// A label as it is written.
    fn label(&self, label: usize, place: &Place<'a>) -> Option<Arc<str>> {
        let value = self.label_value(label, place);
        if value.is_missing() {
            return None;
        }
        Some(Arc::from(self.shown(&value, &self.rules.labels[label].value.ty)))
    }

    /// Whether a segment holds for a record.
    pub fn is_in_segment(&self, segment: usize, place: &Place<'a>) -> bool {
        self.holds_for(&self.rules.segments[segment].when, place)
    }
}
