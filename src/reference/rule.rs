//! One rule: award, decay, limits; semantics chapters 13 and 14.

use super::activity_order::OrderKey;
use super::number::{Number, exact, is_within, zero};
use super::phrase::keep_n;
use super::scope::{ActivityIndex, Evaluator, Place, Scope};
use crate::ledger::{EntryKind, NoteKind};
use crate::typed::{ActivityKey, Award, Cond, End, Expr, ExprKind, Head, Limits, Phrase, Rule};
use crate::values::{Date, Decimal, Value};

/// The entries and notes of one owner, in the order of kinds; zeros are still among them.
#[derive(Default)]
pub(super) struct Lines {
    pub entries: Vec<(EntryKind, Number, u64)>,
    pub notes: Vec<(NoteKind, u64)>,
}

/// One activity on its way through the rule.
struct Awarded {
    activity: ActivityIndex,
    /// The award, or that for the rest; missing as `None`.
    award: Option<Decimal>,
    /// The award for the first ones, in a first/rest award.
    first: Option<Decimal>,
    /// Whether the limits kept it.
    is_kept: bool,
    /// Whether it is one of the first.
    is_first: bool,
}

impl Awarded {
    /// The award that stands, once it is settled who is first.
    fn standing(&self) -> Option<Decimal> {
        if self.is_first { self.first } else { self.award }
    }

    /// The same in points, missing as 0: semantics 13.6.
    fn points(&self) -> Number {
        self.standing().map_or_else(zero, exact)
    }
}

impl<'a> Evaluator<'a> {
    /// What a rule brings into the ledger of a record.
    pub fn rule(&self, rule: &'a Rule, place: &Place<'a>) -> Lines {
        match &rule.head {
            Head::Each(phrase) => self.activity_rule(rule, phrase, place),
            Head::When(cond) => self.condition_rule(rule, cond, place),
        }
    }

    /// Semantics 13.1, 13.2, 12.9.
    fn condition_rule(&self, rule: &'a Rule, cond: &'a Cond, place: &Place<'a>) -> Lines {
        if !self.holds_for(cond, place) {
            return Lines::default();
        }
        let (Award::Same(expr) | Award::FirstRest { first: expr, .. }) = &rule.award;
        let award = self.award(expr, &Scope::subject(place));
        let points = award.map_or_else(zero, exact);
        let faded = match &rule.decay {
            Some(decay) => self.faded_by_clock(&points, decay, place),
            None => points.clone(),
        };
        let capped = within(&faded, &rule.limits);
        let entries = vec![
            (EntryKind::Award, points.clone(), 0),
            (EntryKind::Decay, &faded - points, 0),
            (EntryKind::Cap, capped - faded, 0),
        ];
        Lines { entries, notes: notes(rule, 1, u64::from(award.is_none())) }
    }

    /// Semantics 13.3 to 13.9.
    fn activity_rule(&self, rule: &'a Rule, phrase: &'a Phrase, place: &Place<'a>) -> Lines {
        let mut all = self.awards(rule, phrase, place);
        self.count_limits(rule, &mut all);
        self.find_first(rule, &mut all);

        let fade = |one: &Awarded| match &rule.decay {
            Some(decay) => self.faded(&one.points(), decay, one.activity, place),
            None => one.points(),
        };
        let n_all = all.len() as u64;
        let n_missing = all.iter().filter(|one| one.standing().is_none()).count() as u64;
        let n_faded = all.iter().filter(|one| fade(one) != one.points()).count() as u64;
        let n_dropped = all.iter().filter(|one| !one.is_kept).count() as u64;

        let award = sum(all.iter().map(Awarded::points));
        let faded = sum(all.iter().map(fade));
        let kept: Vec<(ActivityIndex, Number)> =
            all.iter().filter(|one| one.is_kept).map(|one| (one.activity, fade(one))).collect();
        let limited = sum(kept.iter().map(|(_, points)| points.clone()));
        let capped = self.capped(&rule.limits, &kept);

        let entries = vec![
            (EntryKind::Award, award.clone(), n_all),
            (EntryKind::Decay, &faded - award, n_faded),
            (EntryKind::Limit, &limited - faded, n_dropped),
            (EntryKind::Cap, capped - limited, 0),
        ];
        if entries.iter().all(|(_, points, _)| is_within(points, 12)) {
            Lines { entries, notes: notes(rule, n_all, n_missing) }
        } else {
            Lines { entries: Vec::new(), notes: notes(rule, n_all, n_all) }
        }
    }

    /// The activities of the phrase with their awards.
    fn awards(&self, rule: &'a Rule, phrase: &'a Phrase, place: &Place<'a>) -> Vec<Awarded> {
        let awarded = |activity| {
            let scope = Scope::activity(place, activity);
            let (award, first) = match &rule.award {
                Award::Same(expr) => (self.award(expr, &scope), None),
                Award::FirstRest { first, rest, .. } => (self.award(rest, &scope), self.award(first, &scope)),
            };
            Awarded { activity, award, first, is_kept: true, is_first: false }
        };
        self.activities(phrase, place).into_iter().map(awarded).collect()
    }

    /// An award; missing beyond 10^9, semantics 13.6.
    fn award(&self, expr: &'a Expr, scope: &Scope<'a>) -> Option<Decimal> {
        let award = self.value(expr, scope).as_number()?;
        is_within(&exact(award), 9).then_some(award)
    }

    /// Drops what is beyond the counts: per field, then per day, then in all; semantics 14.1, 14.2.
    fn count_limits(&self, rule: &Rule, all: &mut [Awarded]) {
        let limits = &rule.limits;
        if let Some((field, n)) = limits.per_field {
            self.keep(all, n, rule, |activity| self.activity_key(activity, field));
        }
        if let Some(n) = limits.per_day {
            self.keep(all, n, rule, |activity| self.day(activity));
        }
        if let Some(n) = limits.times {
            self.keep(all, n, rule, |_| ());
        }
    }

    /// Keeps the latest `n` of each key among those kept so far.
    fn keep<G: PartialEq>(&self, all: &mut [Awarded], n: u32, rule: &Rule, key: impl Fn(ActivityIndex) -> G) {
        let kept = self.at_an_end_of(all, n, End::Latest, rule, key);
        all.iter_mut().for_each(|one| one.is_kept = kept.contains(&one.activity));
    }

    /// Semantics 13.8.
    fn find_first(&self, rule: &Rule, all: &mut [Awarded]) {
        let Award::FirstRest { n, per, .. } = &rule.award else { return };
        let key = |activity| per.map(|field| self.activity_key(activity, field));
        let first = self.at_an_end_of(all, *n, End::Earliest, rule, key);
        all.iter_mut().for_each(|one| one.is_first = first.contains(&one.activity));
    }

    fn at_an_end_of<G: PartialEq>(
        &self,
        all: &[Awarded],
        n: u32,
        end: End,
        rule: &Rule,
        key: impl Fn(ActivityIndex) -> G,
    ) -> Vec<ActivityIndex> {
        let fields = limit_fields(rule);
        let kept: Vec<ActivityIndex> = all.iter().filter(|one| one.is_kept).map(|one| one.activity).collect();
        let order = |activity| -> OrderKey<_> {
            let one = all.iter().find(|one| one.activity == activity).expect("one of them");
            self.order_key(activity, self.rule_key(activity, one.award, one.first, &fields))
        };
        keep_n(&kept, n, end, key, order)
    }

    /// The sum of kept points after the limits on points; semantics 14.4 to 14.6.
    fn capped(&self, limits: &Limits, kept: &[(ActivityIndex, Number)]) -> Number {
        let total = if let Some((field, most)) = limits.points_per_field {
            capped_by(kept, most, |activity| self.activity_key(activity, field))
        } else if let Some(most) = limits.points_per_day {
            capped_by(kept, most, |activity| self.day(activity))
        } else {
            sum(kept.iter().map(|(_, points)| points.clone()))
        };
        within(&total, limits)
    }

    /// The calendar day of an activity; semantics 3.2.
    fn day(&self, activity: ActivityIndex) -> Date {
        self.rules.zone.local_day(self.activity(activity).at)
    }
}

/// The fields that break ties: those the limits and `per` name, by ascending id; semantics 8.5.
fn limit_fields(rule: &Rule) -> Vec<ActivityKey> {
    let per = match &rule.award {
        Award::FirstRest { per, .. } => *per,
        Award::Same(_) => None,
    };
    let limits = &rule.limits;
    let named = [limits.per_field.map(|(field, _)| field), limits.points_per_field.map(|(field, _)| field), per];
    let mut fields: Vec<ActivityKey> = named.into_iter().flatten().collect();
    fields.sort();
    fields.dedup();
    fields
}

/// Of each key at most so many points, then the sum.
fn capped_by<G: PartialEq>(
    kept: &[(ActivityIndex, Number)],
    most: Decimal,
    key: impl Fn(ActivityIndex) -> G,
) -> Number {
    let mut totals: Vec<(G, Number)> = Vec::new();
    for (activity, points) in kept {
        let key = key(*activity);
        match totals.iter_mut().find(|(other, _)| *other == key) {
            Some((_, total)) => *total += points,
            None => totals.push((key, points.clone())),
        }
    }
    sum(totals.into_iter().map(|(_, total)| total.min(exact(most))))
}

/// `up to`, then `down to`; semantics 14.5.
fn within(total: &Number, limits: &Limits) -> Number {
    let mut total = total.clone();
    if let Some(most) = limits.up_to {
        total = total.min(exact(most));
    }
    if let Some(least) = limits.down_to {
        total = total.max(exact(least));
    }
    total
}

/// Semantics 13.6, 13.7.
fn notes(rule: &Rule, n_awarded: u64, n_missing: u64) -> Vec<(NoteKind, u64)> {
    let is_remark =
        matches!(&rule.award, Award::Same(Expr { kind: ExprKind::Const(Value::Number(Decimal::ZERO)), .. }));
    let n_remarks = if is_remark { n_awarded } else { 0 };
    vec![(NoteKind::Remark, n_remarks), (NoteKind::AwardMissing, n_missing)]
}

/// An exact sum.
pub(super) fn sum(all: impl Iterator<Item = Number>) -> Number {
    all.fold(zero(), |a, b| a + b)
}
