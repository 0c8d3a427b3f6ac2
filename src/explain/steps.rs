//! Limits, caps, decays and the like in the words of the language, as far as an entry is their work.

use super::evidence::text_at;
use super::owners::Owned;
use crate::engine::trace::CountLimit;
use crate::ledger::{Entry, EntryKind};
use crate::source::SourceMap;
use crate::typed::{Award, Clock, Curve, Decay, ExprKind, Limits, Score, TypedRules};
use crate::values::Decimal;

/// What is behind an entry; nothing for awards and factors, whose text says it.
pub fn by(entry: &Entry, owned: Owned<'_>, rules: &TypedRules, sources: &SourceMap) -> Option<String> {
    let words = match (entry.kind, owned) {
        (EntryKind::Decay, Owned::Rule(rule)) => rule.decay.as_ref().map(|decay| decay_words(decay, sources))?,
        (EntryKind::Decay, Owned::Group(block)) => total_decay(block, sources)?,
        (EntryKind::Decay, Owned::Score(score)) => total_decay(&score.body, sources)?,
        (EntryKind::Limit, Owned::Rule(rule)) => join(count_limits(&rule.limits, rules)),
        (EntryKind::Cap, Owned::Rule(rule)) => join(point_limits(&rule.limits, rules)),
        (EntryKind::Cap, Owned::Group(block)) => join(bounds(block.up_to, block.down_to)),
        (EntryKind::Cap, Owned::Score(score)) => join(bounds(score.body.up_to, score.body.down_to)),
        (EntryKind::Range, Owned::Score(score)) => range_words(entry.points, score),
        (EntryKind::Rounding, Owned::Score(score)) => format!("to {}", score.round),
        _ => return None,
    };
    Some(words).filter(|words| !words.is_empty())
}

/// The award as written, where it is more than a figure.
pub fn award(owned: Owned<'_>, sources: &SourceMap) -> Option<String> {
    let Owned::Rule(rule) = owned else { return None };
    match &rule.award {
        Award::Same(expr) if !matches!(expr.kind, ExprKind::Const(_)) => Some(text_at(sources, expr.span)),
        Award::Same(_) | Award::FirstRest { .. } => None,
    }
}

fn join(words: Vec<String>) -> String {
    words.join(", ")
}

fn total_decay(block: &crate::typed::Block, sources: &SourceMap) -> Option<String> {
    let total = block.decay.as_ref()?;
    let least = if total.down_to == Decimal::ZERO { String::new() } else { format!(" down to {}", total.down_to) };
    Some(format!("{}{least}", decay_words(&total.decay, sources)))
}

/// The limits on how many activities count, in the order they are applied.
fn count_limits(limits: &Limits, rules: &TypedRules) -> Vec<String> {
    let all = [CountLimit::PerField, CountLimit::PerDay, CountLimit::Times];
    all.into_iter().filter_map(|limit| count_limit(limit, limits, rules)).collect()
}

/// One limit on how many activities count, if the rule has it.
pub fn count_limit(limit: CountLimit, limits: &Limits, rules: &TypedRules) -> Option<String> {
    Some(match limit {
        CountLimit::PerField => {
            let (field, n) = limits.per_field?;
            let name = field.name(&rules.activity_fields);
            if n == 1 { format!("once per {name}") } else { format!("at most {n} per {name}") }
        }
        CountLimit::PerDay => format!("at most {} per day", limits.per_day?),
        CountLimit::Times if limits.times? == 1 => "once".to_owned(),
        CountLimit::Times => format!("at most {} times", limits.times?),
    })
}

fn point_limits(limits: &Limits, rules: &TypedRules) -> Vec<String> {
    let per_field = limits
        .points_per_field
        .map(|(field, points)| format!("up to {points} per {}", field.name(&rules.activity_fields)));
    let per_day = limits.points_per_day.map(|points| format!("up to {points} per day"));
    per_field.into_iter().chain(per_day).chain(bounds(limits.up_to, limits.down_to)).collect()
}

fn bounds(up_to: Option<Decimal>, down_to: Option<Decimal>) -> Vec<String> {
    let up_to = up_to.map(|points| format!("up to {points}"));
    let down_to = down_to.map(|points| format!("down to {points}"));
    up_to.into_iter().chain(down_to).collect()
}

/// The end that was passed: what the range takes shows which one.
fn range_words(points: Decimal, score: &Score) -> String {
    let (low, high) = score.range;
    match (points < Decimal::ZERO, low, high) {
        (true, _, Some(high)) => format!("at most {high}"),
        (false, Some(low), _) => format!("at least {low}"),
        (true, ..) => "at most 1000000000".to_owned(),
        (false, ..) => "at least -1000000000".to_owned(),
    }
}

/// `decay 90d`, `decay 20% per 30d after 14d`, as the language writes it.
fn decay_words(decay: &Decay, sources: &SourceMap) -> String {
    let unit = decay.unit.letter();
    let curve = match decay.curve {
        Curve::HalfLife(units) => format!("decay {units}{unit}"),
        Curve::Linear(units) => format!("decay linear over {units}{unit}"),
        Curve::PercentSteps { percent, per } => format!("decay {percent}% per {per}{unit}"),
        Curve::PercentSmooth { percent, per } => format!("decay {percent}% per {per}{unit} smooth"),
        Curve::PercentCompound { percent, per } => format!("decay {percent}% per {per}{unit} compound"),
        Curve::Points { points, per } => format!("decay {points} per {per}{unit}"),
    };
    let grace = if decay.grace == 0 { String::new() } else { format!(" after {}{unit}", decay.grace) };
    let clock = match &decay.clock {
        Clock::Without(phrase) => format!(" without {}", text_at(sources, phrase.span)),
        Clock::Activity | Clock::Newest(_) => String::new(),
    };
    format!("{curve}{grace}{clock}")
}
