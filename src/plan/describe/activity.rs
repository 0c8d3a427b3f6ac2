//! Phrases, accumulators and linked aggregates in words.

use super::condition::window;
use super::{duration, name};
use crate::plan::{
    Accumulator, AccumulatorId, AggregateKind, Amount, DecayId, End, Feed, Gate, Gathers, KindId, LinkedOp, NodeId, Op,
    Plan, PointsPlan, Read, RelationKind, SelectionId, SelectionOp, Stretch, StretchPlan, TypeSet,
};

impl Plan {
    /// An accumulator as a node reads it: `count(page_view in last 7d)`.
    pub(super) fn gathered(&self, id: AccumulatorId, read: Read) -> String {
        let accumulator = self.accumulator(id);
        let phrase = self.feed_words(&accumulator.feed);
        match (&accumulator.gathers, read) {
            (Gathers::Newest, _) => format!("last {phrase}"),
            (Gathers::Oldest, _) => format!("first {phrase}"),
            (Gathers::Count, Read::Any) => format!("any({phrase})"),
            (Gathers::Sum(value), Read::Average) => self.over("avg", *value, &accumulator.feed),
            (Gathers::Tally(value), Read::Percentile(percent)) => {
                self.over(&format!("percentile {percent} of "), *value, &accumulator.feed)
            }
            (Gathers::DaySet, Read::Weeks) => format!("weeks({phrase})"),
            (Gathers::DaySet, Read::Streak(0)) => format!("streak({phrase})"),
            (Gathers::DaySet, Read::Streak(off)) => format!("streak({phrase}, {off}d off)"),
            (gathers, _) => self.gathers_words(gathers, &accumulator.feed),
        }
    }

    /// An accumulator in words: what is kept of which activities.
    pub fn accumulator_words(&self, id: AccumulatorId) -> String {
        let Accumulator { feed, gathers, .. } = self.accumulator(id);
        self.gathers_words(gathers, feed)
    }

    fn gathers_words(&self, gathers: &Gathers, feed: &Feed) -> String {
        let phrase = || self.feed_words(feed);
        match gathers {
            Gathers::Count => format!("count({})", phrase()),
            Gathers::Newest => format!("newest({})", phrase()),
            Gathers::Oldest => format!("oldest({})", phrase()),
            Gathers::DaySet => format!("days({})", phrase()),
            Gathers::Sum(value) => self.over("sum", *value, feed),
            Gathers::Least(value) => self.over("min", *value, feed),
            Gathers::Greatest(value) => self.over("max", *value, feed),
            Gathers::Distinct(value) => self.over("distinct", *value, feed),
            Gathers::Tally(value) => self.over("tally", *value, feed),
            Gathers::LatestValue(value) => self.over("latest", *value, feed),
            Gathers::EarliestValue(value) => self.over("earliest", *value, feed),
            Gathers::Stretch(stretch) => self.stretch_words(stretch, feed),
            Gathers::Points(points) => format!("{} => {}", phrase(), self.points_words(points)),
        }
    }

    /// `sum(purchase.amount in last 30d)`; with several types `sum(amount of web or mail)`.
    fn over(&self, word: &str, value: NodeId, feed: &Feed) -> String {
        let value = self.describe(value);
        match feed {
            Feed::Gate(gate) if matches!(&gate.types, TypeSet::Of(types) if types.len() == 1) => {
                let ty = self.types_words(&gate.types);
                format!("{word}({ty}.{value}{})", self.gate_tail(gate))
            }
            feed => format!("{word}({value} of {})", self.feed_words(feed)),
        }
    }

    fn stretch_words(&self, stretch: &StretchPlan, feed: &Feed) -> String {
        let any = match stretch.stretch {
            Stretch::Sliding { length_us } => duration(length_us),
            Stretch::Same(_) => stretch.key.map(|key| self.describe(key)).unwrap_or_default(),
        };
        let value = stretch.value.map(|value| format!("{} of ", self.describe(value))).unwrap_or_default();
        format!("{}({value}{} in any {any})", aggregate_word(stretch.of), self.feed_words(feed))
    }

    fn feed_words(&self, feed: &Feed) -> String {
        match feed {
            Feed::Gate(gate) => self.gate_words(gate),
            Feed::Selection(selection) => self.selection_words(*selection),
        }
    }

    /// A gate as a phrase.
    pub fn gate_words(&self, gate: &Gate) -> String {
        format!("{}{}", self.types_words(&gate.types), self.gate_tail(gate))
    }

    fn types_words(&self, types: &TypeSet) -> String {
        match types {
            TypeSet::All => "activity".to_owned(),
            TypeSet::Of(types) => {
                let all: Vec<String> =
                    types.iter().map(|ty| name(&self.activities.types[ty.0 as usize].name)).collect();
                all.join(" or ")
            }
        }
    }

    fn gate_tail(&self, gate: &Gate) -> String {
        let filter = self.filter_words(gate.filter);
        let window = window(gate.after_us, gate.upto_us).map(|window| format!(" {window}")).unwrap_or_default();
        format!("{filter}{window}")
    }

    /// A filter, without what `ignore` leaves: that goes without saying.
    fn filter_words(&self, filter: Option<NodeId>) -> String {
        let Some(filter) = filter else { return String::new() };
        let parts = match &self.node(filter).op {
            Op::And(parts) => parts.clone(),
            _ => vec![filter],
        };
        let said: Vec<NodeId> = parts.into_iter().filter(|part| !self.kept.contains(part)).collect();
        match said.as_slice() {
            [] => String::new(),
            [one] => format!(" where {}", self.describe(*one)),
            several => format!(" where {}", self.joined(several, " and ")),
        }
    }

    fn selection_words(&self, id: SelectionId) -> String {
        let joined = |parts: &[SelectionId], word: &str| {
            let all: Vec<String> = parts.iter().map(|part| format!("({})", self.selection_words(*part))).collect();
            all.join(word)
        };
        match &self.selections[id.0 as usize].op {
            SelectionOp::Gate(gate) => self.gate_words(gate),
            SelectionOp::Anchored { since, value, .. } => {
                format!("{} {}", if *since { "since" } else { "before" }, self.describe(*value))
            }
            SelectionOp::And(parts) => joined(parts, " and "),
            SelectionOp::Or(parts) => joined(parts, " or "),
            SelectionOp::Pick { end, n, of, per } => {
                let end = if *end == End::Latest { "latest" } else { "earliest" };
                let per = per.map(|per| format!(" per {}", self.describe(per))).unwrap_or_default();
                format!("{end} {n} of ({}){per}", self.selection_words(*of))
            }
            SelectionOp::Order { relation, of, other, within_us, same, .. } => {
                let (of, other, within) =
                    (self.selection_words(*of), self.selection_words(*other), duration(*within_us));
                let same = same.map(|same| format!(" same {}", self.describe(same))).unwrap_or_default();
                let related = match relation {
                    RelationKind::WithinAfter => format!("{of} within {within} after {other}"),
                    RelationKind::FollowedBy => format!("{of} followed by {other} within {within}"),
                    RelationKind::NotFollowedBy => format!("{of} not followed by {other} within {within}"),
                    RelationKind::AfterWithout => format!("{of} after {within} without {other}"),
                };
                format!("{related}{same}")
            }
        }
    }

    /// An award with its limits.
    fn points_words(&self, points: &PointsPlan) -> String {
        let mut words = match &points.first {
            None => self.amount(points.award),
            Some(first) => {
                let per = first.per.map(|per| format!(" per {}", self.describe(per.key))).unwrap_or_default();
                let (of_first, rest) = (self.amount(first.award), self.amount(points.award));
                format!("{of_first} for the first {}{per}, {rest} for the rest", first.n)
            }
        };
        let mut add = |more: String| words.push_str(&format!(", {more}"));
        if let Some((key, n)) = points.per_field {
            add(format!("at most {n} per {}", self.describe(key.key)));
        }
        if let Some(n) = points.per_day {
            add(format!("at most {n} per day"));
        }
        if let Some(n) = points.times {
            add(if n == 1 { "once".to_owned() } else { format!("at most {n} times") });
        }
        if let Some((key, most)) = points.points_per_field {
            add(format!("up to {most} per {}", self.describe(key.key)));
        }
        if let Some(most) = points.points_per_day {
            add(format!("up to {most} per day"));
        }
        if let Some(decay) = points.decay {
            add(self.decay_words(decay));
        }
        words
    }

    fn amount(&self, amount: Amount) -> String {
        match amount {
            Amount::Constant(points) if points.micro() > 0 => format!("+{points}"),
            Amount::Constant(points) => points.to_string(),
            Amount::Each(node) => self.describe(node),
        }
    }

    /// A decay as rules write it.
    pub fn decay_words(&self, id: DecayId) -> String {
        use crate::plan::{ClockPlan, Curve};
        let decay = self.decay(id);
        let unit = decay.unit.letter();
        let mut words = match decay.curve {
            Curve::HalfLife(units) => format!("decay {units}{unit}"),
            Curve::Linear(over) => format!("decay linear over {over}{unit}"),
            Curve::PercentSteps { percent, per } => format!("decay {percent}% per {per}{unit}"),
            Curve::PercentSmooth { percent, per } => format!("decay {percent}% per {per}{unit} smooth"),
            Curve::PercentCompound { percent, per } => format!("decay {percent}% per {per}{unit} compound"),
            Curve::Points { points, per } => format!("decay {points} per {per}{unit}"),
        };
        if decay.grace > 0 {
            words.push_str(&format!(" after {}{unit}", decay.grace));
        }
        if let ClockPlan::Record { newest, .. } = &decay.clock {
            let all: Vec<String> = newest.iter().map(|id| self.feed_words(&self.accumulator(*id).feed)).collect();
            words.push_str(&format!(" without {}", all.join(" or ")));
        }
        words
    }

    pub(super) fn linked(&self, kind: KindId, linked: &LinkedOp) -> String {
        let way = self.way(kind, &linked.links);
        let way = way.trim_end_matches('.');
        let filter = linked.filter.map(|filter| format!(" where {}", self.describe(filter))).unwrap_or_default();
        let word = aggregate_word(linked.of);
        match linked.value {
            None => format!("{word}({way}{filter})"),
            Some(value) if matches!(self.node(value).op, Op::Field(..) | Op::Score(..)) => {
                format!("{word}({way}.{}{filter})", self.describe(value))
            }
            Some(value) => format!("{word}({} of {way}{filter})", self.describe(value)),
        }
    }
}

fn aggregate_word(of: AggregateKind) -> &'static str {
    match of {
        AggregateKind::Count => "count",
        AggregateKind::Sum => "sum",
        AggregateKind::Average => "avg",
        AggregateKind::Least => "min",
        AggregateKind::Greatest => "max",
        AggregateKind::Distinct => "distinct",
        AggregateKind::Percentile(_) => "percentile",
        AggregateKind::ActiveDays => "days",
        AggregateKind::ActiveWeeks => "weeks",
        AggregateKind::Streak { .. } => "streak",
        AggregateKind::Latest => "latest",
        AggregateKind::Earliest => "earliest",
    }
}
