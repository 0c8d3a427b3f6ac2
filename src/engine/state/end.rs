//! The value at one end: least and greatest, latest and earliest.

use crate::plan::Gathers;
use crate::values::Value;
use std::sync::Arc;

/// A known value with the place of its activity in the order of activities.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::engine) struct Ended {
    pub(in crate::engine) at_us: i64,
    pub(in crate::engine) id: Option<Arc<str>>,
    pub(in crate::engine) value: Value,
}

/// Keeps the one of two that stands at the end.
pub(super) fn take(gathers: &Gathers, end: &mut Option<Ended>, other: Ended) {
    if other.value.is_missing() {
        return;
    }
    let lower = matches!(gathers, Gathers::Least(_) | Gathers::EarliestValue(_));
    let replaces = end.as_ref().is_none_or(|end| if lower { other < *end } else { other > *end });
    if replaces {
        *end = Some(other);
    }
}

/// What stands at the end.
pub(in crate::engine) fn ended(end: &Option<Ended>) -> Value {
    end.as_ref().map_or(Value::Missing, |end| end.value.clone())
}
