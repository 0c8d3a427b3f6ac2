//! The order of activities: time, then id, then what the reader adds; semantics 8.5.

use super::scope::{ActivityIndex, Evaluator};
use crate::typed::ActivityKey;
use crate::values::{Decimal, Instant, Value};
use std::sync::Arc;

/// Sorts an activity among others; the greater is the later. A missing id is the lowest.
pub(super) type OrderKey<K> = (Instant, Option<Arc<str>>, K);

impl Evaluator<'_> {
    /// The order of one reader, whose own key breaks ties of time and id.
    pub fn order_key<K>(&self, activity: ActivityIndex, own: K) -> OrderKey<K> {
        let activity = self.activity(activity);
        (activity.at, activity.id.clone(), own)
    }

    /// What `latest N of` adds: the type, all fields that the program reads, the contact.
    pub fn pick_key(&self, activity: ActivityIndex) -> (Arc<str>, Vec<Value>, Arc<str>) {
        let of = self.activity(activity);
        let used = (0..self.rules.activity_fields.len()).filter(|&field| self.rules.activity_fields[field].used);
        let values = used.map(|field| self.activity_field(activity, field)).collect();
        (of.ty.clone(), values, of.contact.clone())
    }

    /// What a rule adds: the award, that for the first ones, the fields of its limits.
    pub fn rule_key(
        &self,
        activity: ActivityIndex,
        award: Option<Decimal>,
        first: Option<Decimal>,
        limit_fields: &[ActivityKey],
    ) -> (Option<Decimal>, Option<Decimal>, Vec<Value>) {
        let values = limit_fields.iter().map(|field| self.key_value(activity, *field)).collect();
        (award, first, values)
    }

    /// A field of an activity; missing on a type that does not have it. Semantics 8.6.
    pub fn activity_field(&self, activity: ActivityIndex, field: usize) -> Value {
        let declared = &self.rules.activity_fields[field];
        let activity = self.activity(activity);
        let has_it = declared
            .of
            .as_ref()
            .is_none_or(|types| types.iter().any(|ty| self.rules.activity_types[ty.0 as usize].name == *activity.ty));
        if has_it { activity.values[field].clone() } else { Value::Missing }
    }
}
