//! The parts of an operation.

use super::{NodeId, Op, Part};

impl Op {
    /// The nodes this is made of, evaluated for the same record or activity. Not among them: what windows ask of
    /// records, and what links lead to.
    pub fn parts(&self) -> Vec<NodeId> {
        match self {
            Op::Const(_) | Op::ActivityField(_) | Op::ActivityType | Op::ActivityAt | Op::ActivityId => Vec::new(),
            Op::ActivityDay | Op::ActivityWeek => Vec::new(),
            Op::ContactField(..) | Op::TypeIn(_) | Op::AgeIn { .. } | Op::AtSince(..) | Op::AtBefore(..) => Vec::new(),
            Op::Field(..) | Op::Gathered(..) | Op::Score(..) | Op::TierName(..) | Op::TierIs { .. } => Vec::new(),
            Op::Excluded(_) | Op::Linked(_) => Vec::new(),
            Op::Negate(a) | Op::Abs(a) | Op::Floor(a) | Op::Ceil(a) | Op::Round(a, _) | Op::Shift(a, _) => vec![*a],
            Op::Convert(a, _) | Op::Key(a) | Op::Words(a) | Op::InList(a, _) | Op::Missing(a) => vec![*a],
            Op::YesNo(a, _) | Op::Not(a) | Op::Matches(a, _) | Op::Elapsed { from: a, .. } => vec![*a],
            Op::After { text, .. } => vec![*text],
            Op::Text { subject, .. } => vec![*subject],
            Op::Arith(_, a, b) | Op::Otherwise(a, b) | Op::Compare(_, a, b) | Op::TextValue(_, a, b) => vec![*a, *b],
            Op::If(a, b, c) => vec![*a, *b, *c],
            Op::InRange { subject, low, high, .. } => [Some(*subject), *low, *high].into_iter().flatten().collect(),
            Op::Least(all) | Op::Greatest(all) | Op::CountOf(all) | Op::And(all) | Op::Or(all) => all.clone(),
            Op::AtLeast(_, all) | Op::Lookup(_, all) | Op::Extreme { of: all, .. } => all.clone(),
            Op::First(arms, last) => arms.iter().flat_map(|(when, value)| [*when, *value]).chain(*last).collect(),
            Op::Template(parts) => parts.iter().filter_map(Part::value).collect(),
        }
    }

    /// The nodes that another record answers: what windows ask of it, and the brackets of a link.
    pub fn remote_parts(&self) -> Vec<NodeId> {
        match self {
            Op::AtSince(_, value) | Op::AtBefore(_, value) => vec![*value],
            Op::Linked(linked) => linked.value.into_iter().chain(linked.filter).collect(),
            _ => Vec::new(),
        }
    }
}

impl Part {
    fn value(&self) -> Option<NodeId> {
        match self {
            Part::Text(_) => None,
            Part::Value(node) => Some(*node),
        }
    }
}
