//! Which activities of a log a phrase keeps; semantics chapter 9.

use super::activity_order::OrderKey;
use super::aggregate::week_of;
use super::same::key_of;
use super::scope::{ActivityIndex, Evaluator, Place, Scope};
use crate::typed::{ActivityKey, End, Order, Phrase, Pick, Relation, Source, Window};
use crate::values::{Decimal, Instant, Value};

impl<'a> Evaluator<'a> {
    /// The activities of the subject's log that a phrase keeps.
    pub fn activities(&self, phrase: &'a Phrase, place: &Place<'a>) -> Vec<ActivityIndex> {
        self.select(phrase, &self.log(place), place.view.at, place)
    }

    /// The activities of `log`, which ends at `at`, that a phrase keeps. `place` is where the phrase stands.
    pub fn select(
        &self,
        phrase: &'a Phrase,
        log: &[ActivityIndex],
        at: Instant,
        place: &Place<'a>,
    ) -> Vec<ActivityIndex> {
        let mut kept = self.of_sources(&phrase.sources, log, at, place);
        if let Some(filter) = &phrase.filter {
            kept.retain(|&activity| self.holds(filter, &Scope::activity(place, activity)));
        }
        for window in &phrase.windows {
            kept.retain(|&activity| self.is_in_window(window, self.activity(activity).at, at, place));
        }
        if let Some(order) = &phrase.order {
            kept.retain(|&activity| self.is_in_order(order, activity, log, at, place));
        }
        kept
    }

    /// The union of sources; semantics 9.1, 9.3.
    fn of_sources(
        &self,
        sources: &'a [Source],
        log: &[ActivityIndex],
        at: Instant,
        place: &Place<'a>,
    ) -> Vec<ActivityIndex> {
        let each: Vec<Vec<ActivityIndex>> =
            sources.iter().map(|source| self.of_source(source, log, at, place)).collect();
        log.iter().copied().filter(|activity| each.iter().any(|one| one.contains(activity))).collect()
    }

    fn of_source(
        &self,
        source: &'a Source,
        log: &[ActivityIndex],
        at: Instant,
        place: &Place<'a>,
    ) -> Vec<ActivityIndex> {
        match source {
            Source::Every => log.to_vec(),
            Source::Type(ty) => {
                let name = &self.rules.activity_types[ty.0 as usize].name;
                log.iter().copied().filter(|&activity| *self.activity(activity).ty == **name).collect()
            }
            Source::Phrase(phrase) => self.select(phrase, log, at, place),
            Source::Pick(pick) => self.pick(pick, log, at, place),
        }
    }

    /// `latest N of E per FIELD`; semantics 9.4.
    fn pick(&self, pick: &'a Pick, log: &[ActivityIndex], at: Instant, place: &Place<'a>) -> Vec<ActivityIndex> {
        let candidates = self.of_sources(&pick.of, log, at, place);
        let key = |activity: ActivityIndex| match pick.per {
            Some(field) => self.activity_key(activity, field),
            None => Value::Missing,
        };
        let order = |activity| self.order_key(activity, self.pick_key(activity));
        keep_n(&candidates, pick.n, pick.end, key, order)
    }

    /// Semantics 3.4, 3.5.
    fn is_in_window(&self, window: &'a Window, activity_at: Instant, at: Instant, place: &Place<'a>) -> bool {
        let activity_us = i128::from(activity_at.us());
        let age_us = i128::from(at.us()) - activity_us;
        match window {
            Window::Ago { from_us, to_us } => age_us < i128::from(*from_us) && age_us >= i128::from(*to_us),
            Window::Since(since) => {
                self.instant_of(&self.value_for(since, place)).is_some_and(|since| activity_at >= since)
            }
            Window::Before(before) => {
                self.instant_of(&self.value_for(before, place)).is_some_and(|before| activity_at < before)
            }
        }
    }

    /// Semantics 9.5 to 9.8.
    fn is_in_order(
        &self,
        order: &'a Order,
        e: ActivityIndex,
        log: &[ActivityIndex],
        at: Instant,
        place: &Place<'a>,
    ) -> bool {
        // How long each other `f` lies before `e`, in microseconds; negative if after.
        let before_us = |relation: &'a Relation| -> Vec<i128> {
            let others = self.others(relation, e, log, at, place);
            others
                .iter()
                .map(|&f| i128::from(self.activity(e).at.us()) - i128::from(self.activity(f).at.us()))
                .collect()
        };
        let is_after = |us: i128, relation: &Relation| 0 <= us && us < i128::from(relation.within_us);
        match order {
            Order::WithinAfter(relation) => before_us(relation).into_iter().any(|us| is_after(us, relation)),
            Order::FollowedBy(relation) => before_us(relation).into_iter().any(|us| is_after(-us, relation)),
            Order::NotFollowedBy(relation) => {
                let age_us = i128::from(at.us()) - i128::from(self.activity(e).at.us());
                age_us >= i128::from(relation.within_us)
                    && !before_us(relation).into_iter().any(|us| is_after(-us, relation))
            }
            Order::AfterWithout(relation) => before_us(relation)
                .into_iter()
                .filter(|&us| us > 0)
                .min()
                .is_some_and(|us| us >= i128::from(relation.within_us)),
        }
    }

    /// The other side of an order for `e`; semantics 9.5, 9.9, 9.10.
    fn others(
        &self,
        relation: &'a Relation,
        e: ActivityIndex,
        log: &[ActivityIndex],
        at: Instant,
        place: &Place<'a>,
    ) -> Vec<ActivityIndex> {
        let mut others = self.select(&relation.other, log, at, place);
        others.retain(|&f| f != e);
        if let Some(field) = relation.same {
            let key_of_e = self.activity_key(e, field);
            others.retain(|&f| !key_of_e.is_missing() && self.activity_key(f, field) == key_of_e);
        }
        others
    }

    /// The value under which an activity is grouped; semantics 14.3.
    pub fn activity_key(&self, activity: ActivityIndex, key: ActivityKey) -> Value {
        let value = self.key_value(activity, key);
        match key {
            ActivityKey::Field(field) => key_of(&value, &self.rules.activity_fields[field.0 as usize].ty),
            _ => value,
        }
    }

    /// The same before texts are folded.
    pub fn key_value(&self, activity: ActivityIndex, key: ActivityKey) -> Value {
        let of = self.activity(activity);
        match key {
            ActivityKey::Field(field) => self.activity_field(activity, field.0 as usize),
            ActivityKey::Type => Value::text(&of.ty),
            ActivityKey::At => Value::Time(of.at),
            ActivityKey::Day => Value::Date(self.rules.zone.local_day(of.at)),
            ActivityKey::Week => {
                let week = week_of(self.rules.zone.local_day(of.at));
                Value::Number(Decimal::from_int(i32::try_from(week).expect("a seventh of a number of days")))
            }
            ActivityKey::Id => of.id.as_deref().map_or(Value::Missing, Value::text),
        }
    }
}

/// Of each key, the `n` activities at one end of the order.
pub(super) fn keep_n<G: PartialEq, K: Ord>(
    activities: &[ActivityIndex],
    n: u32,
    end: End,
    key: impl Fn(ActivityIndex) -> G,
    order: impl Fn(ActivityIndex) -> OrderKey<K>,
) -> Vec<ActivityIndex> {
    let mut in_turn = activities.to_vec();
    in_turn.sort_by_cached_key(|&activity| order(activity));
    if end == End::Latest {
        in_turn.reverse();
    }
    let mut kept: Vec<ActivityIndex> = Vec::new();
    for activity in in_turn {
        let n_of_its_key = kept.iter().filter(|&&other| key(other) == key(activity)).count() as u64;
        if n_of_its_key < u64::from(n) {
            kept.push(activity);
        }
    }
    kept
}
