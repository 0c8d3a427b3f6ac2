//! One word for each operation, in printed plans and under the hash.

use super::{Gathers, Op};

impl Op {
    /// What is done, in one word.
    pub fn word(&self) -> &'static str {
        match self {
            Op::Const(_) => "constant",
            Op::ActivityField(_) => "activity field",
            Op::ActivityType => "activity type",
            Op::ActivityAt => "activity time",
            Op::ActivityId => "activity id",
            Op::ActivityDay => "activity day",
            Op::ActivityWeek => "activity week",
            Op::ContactField(..) => "contact field",
            Op::TypeIn(_) => "type in",
            Op::AgeIn { .. } => "age in",
            Op::AtSince(..) => "since",
            Op::AtBefore(..) => "before",
            Op::Field(..) => "field",
            Op::Gathered(..) => "gathered",
            Op::Score(..) => "score",
            Op::TierName(..) => "tier",
            Op::TierIs { .. } => "tier is",
            Op::Excluded(_) => "excluded",
            Op::Linked(_) => "linked",
            Op::Arith(..) => "arithmetic",
            Op::Negate(_) => "negative",
            Op::Least(_) => "min",
            Op::Greatest(_) => "max",
            Op::Abs(_) => "abs",
            Op::Floor(_) => "floor",
            Op::Ceil(_) => "ceil",
            Op::Round(..) => "round",
            Op::Extreme { .. } => "extreme",
            Op::CountOf(_) => "count of",
            Op::Shift(..) => "shift",
            Op::Elapsed { .. } => "elapsed",
            Op::If(..) => "if",
            Op::Otherwise(..) => "otherwise",
            Op::First(..) => "first",
            _ => self.word_of_text(),
        }
    }

    fn word_of_text(&self) -> &'static str {
        match self {
            Op::Convert(..) => "convert",
            Op::Key(_) => "key",
            Op::Words(_) => "words",
            Op::After { .. } => "after",
            Op::Template(_) => "template",
            Op::Lookup(..) => "look up",
            Op::Compare(..) => "compare",
            Op::InList(..) => "in list",
            Op::InRange { .. } => "in range",
            Op::Missing(_) => "is missing",
            Op::YesNo(..) => "is yes or no",
            Op::Text { .. } => "text",
            Op::TextValue(..) => "text value",
            Op::Matches(..) => "matches",
            Op::And(_) => "and",
            Op::Or(_) => "or",
            Op::Not(_) => "not",
            Op::AtLeast(..) => "at least",
            _ => "operation",
        }
    }
}

impl Gathers {
    /// What is gathered, in one word.
    pub fn word(&self) -> &'static str {
        match self {
            Gathers::Count => "count",
            Gathers::Sum(_) => "sum",
            Gathers::Least(_) => "least",
            Gathers::Greatest(_) => "greatest",
            Gathers::Distinct(_) => "distinct",
            Gathers::Tally(_) => "tally",
            Gathers::DaySet => "days",
            Gathers::LatestValue(_) => "latest value",
            Gathers::EarliestValue(_) => "earliest value",
            Gathers::Newest => "newest",
            Gathers::Oldest => "oldest",
            Gathers::Stretch(_) => "stretch",
            Gathers::Points(_) => "points",
        }
    }
}
