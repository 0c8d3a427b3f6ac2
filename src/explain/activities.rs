//! The activities behind an award, with their ages and what became of each.

use super::owners::Owned;
use super::steps::count_limit;
use super::{ActivityEvidence, Exact};
use crate::engine::trace::{ActivityTrace, Age};
use crate::records::Activity;
use crate::typed::TypedRules;
use crate::values::{Decimal, Unit};

/// Places of a half-life factor.
const FACTOR_PLACES: usize = 12;

/// The activities of a rule, in the order of the trace: the newest first.
pub fn activities(
    traces: &[ActivityTrace],
    log: &[Activity],
    owned: Option<Owned<'_>>,
    rules: &TypedRules,
) -> Vec<ActivityEvidence> {
    let of = |trace: &ActivityTrace| {
        let activity = &log[trace.activity as usize];
        let award = trace.award.unwrap_or(Decimal::ZERO);
        let dropped_by = trace.dropped.zip(owned).and_then(|(limit, owned)| match owned {
            Owned::Rule(rule) => count_limit(limit, &rule.limits, rules),
            _ => None,
        });
        ActivityEvidence {
            id: activity.id.as_ref().map(|id| id.to_string()),
            ty: activity.ty.to_string(),
            at: activity.at.to_string(),
            age: trace.age.units,
            unit: letter(trace.age),
            clock_age: trace.clock_age.map(|age| age.units),
            factor: trace.factor.map(factor),
            award: Exact(award),
            decay: Exact(trace.contribution.checked_sub(award).unwrap_or(Decimal::ZERO)),
            dropped_by,
        }
    };
    traces.iter().map(of).collect()
}

/// The unit of an age.
pub fn letter(age: Age) -> &'static str {
    match age.unit {
        Unit::Second => "s",
        Unit::Minute => "m",
        Unit::Hour => "h",
        Unit::Day => "d",
        Unit::Week => "w",
    }
}

/// A factor in units of 10^-12 as a decimal: `0.969656` and so on, without zeros at its end.
fn factor(units: i64) -> serde_json::Number {
    let digits = format!("{:0width$}", units.unsigned_abs(), width = FACTOR_PLACES + 1);
    let (whole, fraction) = digits.split_at(digits.len() - FACTOR_PLACES);
    let fraction = fraction.trim_end_matches('0');
    let text = if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") };
    text.parse().expect("digits with a point are a JSON number")
}

#[cfg(test)]
mod tests {
    #[test]
    fn factors_keep_all_their_places() {
        assert_eq!(super::factor(1_000_000_000_000).to_string(), "1");
        assert_eq!(super::factor(500_000_000_000).to_string(), "0.5");
        assert_eq!(super::factor(1).to_string(), "0.000000000001");
    }
}
