//! Conditions in words.

use super::duration;
use crate::plan::{CompareOp, ListId, NodeId, Op, Plan, TextOp};

/// Lists longer than this are cut; the tables of the plan have them whole.
const SHOWN_OF_LIST: usize = 5;

impl Plan {
    pub(super) fn describe_condition(&self, id: NodeId) -> String {
        match &self.node(id).op {
            Op::Compare(op, a, b) => format!("{} {} {}", self.inner(*a), compare_word(*op), self.inner(*b)),
            Op::InList(subject, list) => format!("{} in {}", self.inner(*subject), self.list_words(*list)),
            Op::InRange { subject, low, high, high_open } => {
                let end = |end: &Option<NodeId>| end.map(|end| self.inner(end)).unwrap_or_default();
                let dots = if *high_open { "..<" } else { ".." };
                format!("{} in {}{dots}{}", self.inner(*subject), end(low), end(high))
            }
            Op::Missing(subject) => format!("{} is missing", self.inner(*subject)),
            Op::YesNo(subject, yes) => format!("{} is {}", self.inner(*subject), if *yes { "yes" } else { "no" }),
            Op::Text { op, subject, any_of, .. } => {
                format!("{} {} {}", self.inner(*subject), text_word(*op), self.list_words(*any_of))
            }
            Op::TextValue(op, subject, other) => {
                format!("{} {} {}", self.inner(*subject), text_word(*op), self.inner(*other))
            }
            Op::Matches(subject, patterns) => {
                let all: Vec<String> =
                    patterns.iter().map(|id| format!("/{}/", self.patterns[id.0 as usize].text())).collect();
                format!("{} matches {}", self.inner(*subject), all.join(", "))
            }
            Op::And(all) => self.joined(all, " and "),
            Op::Or(all) => self.joined(all, " or "),
            Op::Not(one) => format!("not {}", self.inner(*one)),
            Op::AtLeast(n, all) => format!("at least {n} of ({})", self.list_of(all)),
            Op::TierIs { links, of, op, tier } => {
                let score = &self.scores[self.instance(*of).score.0 as usize];
                let way = self.way(self.kind_of(id), links);
                let tier = score.tiers.get(tier.0 as usize).map_or("", |tier| &tier.name);
                format!("{way}{}.tier {} {tier}", score.name, compare_word(*op))
            }
            Op::Excluded(_) => "excluded".to_owned(),
            Op::TypeIn(types) => {
                let all: Vec<&str> =
                    types.iter().map(|ty| self.activities.types[ty.0 as usize].name.as_str()).collect();
                format!("type in [{}]", all.join(", "))
            }
            Op::AgeIn { after_us, upto_us } => window(*after_us, *upto_us).unwrap_or_default(),
            Op::AtSince(_, value) => format!("since {}", self.describe(*value)),
            Op::AtBefore(_, value) => format!("before {}", self.describe(*value)),
            _ => String::new(),
        }
    }

    pub(super) fn joined(&self, all: &[NodeId], word: &str) -> String {
        let all: Vec<String> = all.iter().map(|one| self.inner(*one)).collect();
        all.join(word)
    }

    /// A list by its name, or as it is written, cut where it is long.
    pub fn list_words(&self, list: ListId) -> String {
        let list = &self.lists[list.0 as usize];
        if let Some(name) = &list.name {
            return name.clone();
        }
        let mut all: Vec<String> =
            list.values.iter().take(SHOWN_OF_LIST).map(|value| self.constant(value, &list.ty)).collect();
        if list.values.len() == 1 {
            return all.remove(0);
        }
        if list.values.len() > SHOWN_OF_LIST {
            all.push("..".to_owned());
        }
        format!("[{}]", all.join(", "))
    }
}

/// A comparison as rules write it.
pub fn compare_word(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Equal => "==",
        CompareOp::NotEqual => "!=",
        CompareOp::Less => "<",
        CompareOp::LessOrEqual => "<=",
        CompareOp::Greater => ">",
        CompareOp::GreaterOrEqual => ">=",
    }
}

/// A test of text as rules write it.
pub fn text_word(op: TextOp) -> &'static str {
    match op {
        TextOp::Contains => "contains",
        TextOp::StartsWith => "starts with",
        TextOp::EndsWith => "ends with",
        TextOp::HasWord => "has word",
    }
}

/// A window as rules write it; nothing where all of the past counts.
pub(super) fn window(after_us: Option<i64>, upto_us: i64) -> Option<String> {
    match (after_us, upto_us) {
        (None, 0) => None,
        (None, upto_us) => Some(format!("up to {} ago", duration(upto_us))),
        (Some(after_us), 0) => Some(format!("in last {}", duration(after_us))),
        (Some(after_us), upto_us) => Some(format!("in {}..{} ago", duration(after_us), duration(upto_us))),
    }
}
