//! Nodes, gates and accumulators in the words of the language: for printed plans and for evidence.
//!
//! What was a `let` or a param stands here as what it became. The text is for people; no part of the hash.

mod activity;
mod condition;
mod number;

pub use condition::{compare_word, text_word};

use super::{FieldTarget, KindId, LinkId, LogId, NodeId, Op, Part, Plan, Scope};
use crate::values::time::{DAY_US, SECOND_US};
use crate::values::{Type, Value};

impl Plan {
    /// A node as a rule would write it: `job_title has word "CEO"`, `count(page_view in last 7d)`.
    pub fn describe(&self, id: NodeId) -> String {
        let node = self.node(id);
        match &node.op {
            Op::Const(value) => self.constant(value, &node.ty),
            Op::ActivityField(field) => name(&self.activities.fields[field.0 as usize].name),
            Op::ActivityType => "type".to_owned(),
            Op::ActivityAt => "at".to_owned(),
            Op::ActivityId => "id".to_owned(),
            Op::ActivityDay => "day".to_owned(),
            Op::ActivityWeek => "week".to_owned(),
            Op::ContactField(links, target) => format!("contact.{}", self.path(KindId(0), links, *target)),
            Op::Field(links, target) => self.path(self.kind_of(id), links, *target),
            Op::Gathered(accumulator, read) => self.gathered(*accumulator, *read),
            Op::Linked(linked) => self.linked(self.kind_of(id), linked),
            Op::Score(links, of) => {
                let instance = self.instance(*of);
                let score = &self.scores[instance.score.0 as usize].name;
                format!("{}{score}{}", self.way(self.kind_of(id), links), self.log_words(instance.log))
            }
            Op::TierName(links, of) => {
                let instance = self.instance(*of);
                let score = &self.scores[instance.score.0 as usize].name;
                format!("{}{score}.tier{}", self.way(self.kind_of(id), links), self.log_words(instance.log))
            }
            Op::Key(inner) | Op::Words(inner) | Op::Convert(inner, _) => self.describe(*inner),
            Op::After { text, separator, first } => {
                let which = if *first { "after first" } else { "after" };
                format!("{} {which} {}", self.inner(*text), quoted(separator))
            }
            Op::Template(parts) => self.template(parts),
            Op::Lookup(table, keys) => {
                format!("{}[{}]", self.tables[table.0 as usize].name, self.list_of(keys))
            }
            _ => self.describe_number(id),
        }
    }

    /// Where a record's node stands.
    fn kind_of(&self, id: NodeId) -> KindId {
        match self.node(id).scope {
            Scope::Subject(kind) => kind,
            Scope::Activity(_) | Scope::Anywhere => KindId(0),
        }
    }

    /// Links with a dot after each.
    fn way(&self, kind: KindId, links: &[LinkId]) -> String {
        let mut way = String::new();
        let mut kind = kind;
        for link in links {
            let link = &self.kinds[kind.0 as usize].links[link.0 as usize];
            way.push_str(&name(&link.name));
            way.push('.');
            kind = link.target;
        }
        way
    }

    fn end_of(&self, kind: KindId, links: &[LinkId]) -> KindId {
        links.iter().fold(kind, |kind, link| self.kinds[kind.0 as usize].links[link.0 as usize].target)
    }

    fn path(&self, kind: KindId, links: &[LinkId], target: FieldTarget) -> String {
        let end = &self.kinds[self.end_of(kind, links).0 as usize];
        let field = match target {
            FieldTarget::Field(field) => name(&end.fields[field.0 as usize].name),
            FieldTarget::Id => "id".to_owned(),
        };
        format!("{}{field}", self.way(kind, links))
    }

    /// The instant and the log of a score, where they are not T and the whole.
    fn log_words(&self, log: LogId) -> String {
        let log = self.log(log);
        let at = if log.ago_us == 0 { String::new() } else { format!(" at {} ago", duration(log.ago_us)) };
        let over = if log.over.is_some() { " over (..)" } else { "" };
        format!("{over}{at}")
    }

    fn template(&self, parts: &[Part]) -> String {
        let mut text = String::new();
        for part in parts {
            match part {
                Part::Text(written) => text.push_str(written),
                Part::Value(node) => text.push_str(&format!("{{{}}}", self.describe(*node))),
            }
        }
        quoted(&text)
    }

    fn list_of(&self, nodes: &[NodeId]) -> String {
        let all: Vec<String> = nodes.iter().map(|node| self.describe(*node)).collect();
        all.join(", ")
    }

    /// In brackets where it is made of parts.
    fn inner(&self, id: NodeId) -> String {
        let bracketed = matches!(
            self.node(id).op,
            Op::Arith(..) | Op::And(_) | Op::Or(_) | Op::Not(_) | Op::If(..) | Op::Otherwise(..) | Op::After { .. }
        );
        if bracketed { format!("({})", self.describe(id)) } else { self.describe(id) }
    }

    /// A constant as rules write it.
    pub fn constant(&self, value: &Value, ty: &Type) -> String {
        match value {
            Value::Missing => "missing".to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Text(text) => quoted(text),
            Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Value::Time(at) => at.to_string(),
            Value::Date(date) => date.to_string(),
            Value::Choice(place) => match ty.element() {
                Type::OneOf(choices) => quoted(choices.name(*place).unwrap_or_default()),
                _ => place.to_string(),
            },
            Value::List(elements) => {
                let all: Vec<String> = elements.iter().map(|one| self.constant(one, ty.element())).collect();
                format!("[{}]", all.join(", "))
            }
        }
    }
}

/// A name, in backquotes where it is not a word.
fn name(name: &str) -> String {
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let is_word = name.chars().all(word) && !name.starts_with(|c: char| c.is_ascii_digit());
    if is_word { name.to_owned() } else { format!("`{name}`") }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A length of time in the longest unit in which it is whole.
pub(super) fn duration(us: i64) -> String {
    let units = [(DAY_US, "d"), (3_600 * SECOND_US, "h"), (60 * SECOND_US, "m"), (SECOND_US, "s"), (1, "us")];
    let (of_one, letter) = units.into_iter().find(|(of_one, _)| us % of_one == 0).unwrap_or((1, "us"));
    format!("{}{letter}", us / of_one)
}
