//! What the engine saw, as evidence: comparisons with what they ask for and what the record has.

use super::Evidence;
use super::json_value::{json_list, json_value, type_word};
use crate::engine::trace::{Atom, ConditionTrace, Observed, Test};
use crate::plan::{CompareOp, FieldTarget, KindId, LinkId, NodeId, Op, Plan, Scope, TextOp};
use crate::source::{SourceMap, Span};
use crate::values::Type;
use serde_json::{Value as Json, json};
use std::collections::HashMap;

/// Names what nodes of a plan stand for.
pub struct Namer<'a> {
    plan: &'a Plan,
    sources: &'a SourceMap,
    /// Where comparisons are written. `x != y` and `no(..)` are written as the negation of what is asked.
    places: HashMap<NodeId, Span>,
}

impl<'a> Namer<'a> {
    /// For a plan and the texts of its rules.
    pub fn new(plan: &'a Plan, sources: &'a SourceMap) -> Namer<'a> {
        let mut places = HashMap::with_capacity(plan.places.len());
        for place in &plan.places {
            places.entry(place.node).or_insert(place.span);
            if let Op::Not(inner) = plan.node(place.node).op {
                places.entry(inner).or_insert(place.span);
            }
        }
        Namer { plan, sources, places }
    }

    /// What decides a condition: the comparisons that hold where it holds, else those that do not.
    pub fn condition(&self, condition: &ConditionTrace) -> Vec<Evidence> {
        condition.atoms.iter().filter(|atom| atom.holds == condition.holds).filter_map(|atom| self.atom(atom)).collect()
    }

    /// Values that something is made of.
    pub fn values(&self, values: &[Observed]) -> Vec<Evidence> {
        values.iter().map(|value| self.value(value)).collect()
    }

    fn value(&self, of: &Observed) -> Evidence {
        Evidence {
            field: self.name(of.node, None),
            operator: None,
            expected: None,
            observed: json_value(&of.value, &of.ty),
            ty: type_word(&of.ty),
            holds: None,
        }
    }

    /// A comparison; nothing for `always`, which needs no evidence.
    fn atom(&self, atom: &Atom) -> Option<Evidence> {
        let written = self.written(atom.node);
        let seen = &atom.observed;
        let not = |word: &str| if atom.negated { format!("not {word}") } else { word.to_owned() };
        let either = |yes: &str, no: &str| if atom.negated { no } else { yes }.to_owned();
        let (operator, expected) = match &atom.test {
            Test::Compare(op, with) => (compare_words(*op, atom.negated), Some(self.expected(with))),
            Test::InList(list) => {
                let word = if matches!(seen.ty, Type::List(_)) { "contains" } else { "in" };
                (not(word), Some(json_list(&self.plan.lists[list.0 as usize])))
            }
            Test::InRange { low, high, high_open } => {
                let end = |end: &Option<Observed>| end.as_ref().map_or(Json::Null, |end| self.expected(end));
                (not("in"), Some(json!({ "from": end(low), "to": end(high), "to_is_open": high_open })))
            }
            Test::Missing => (either("is missing", "is known"), None),
            Test::YesNo(yes) => (not(if *yes { "is yes" } else { "is no" }), None),
            Test::Text(op, list) => (not(text_word(*op)), Some(json_list(&self.plan.lists[list.0 as usize]))),
            Test::TextValue(op, with) => (not(text_word(*op)), Some(self.expected(with))),
            Test::Matches(patterns) => {
                let of = |id: &crate::plan::PatternId| format!("/{}/", self.plan.patterns[id.0 as usize].text());
                let patterns: Vec<Json> = patterns.iter().map(|id| Json::from(of(id))).collect();
                let expected = if patterns.len() == 1 { patterns.into_iter().next() } else { Some(patterns.into()) };
                (not("matches"), expected)
            }
            Test::Tier(op, score, tier) => {
                let tiers = &self.plan.scores[score.0 as usize].tiers;
                let tier = tiers.get(tier.0 as usize).map_or(Json::Null, |tier| Json::from(tier.name.as_str()));
                (compare_words(*op, atom.negated), Some(tier))
            }
            Test::Any => (either("any", "no"), None),
            Test::Holds if matches!(self.plan.node(atom.node).op, Op::Const(_)) => return None,
            Test::Holds => (either("holds", "does not hold"), None),
        };
        let ty = match &atom.test {
            Test::Tier(..) => "tier",
            Test::Any => "activities",
            Test::Holds => "condition",
            _ => type_word(&seen.ty),
        };
        Some(Evidence {
            field: match &atom.test {
                // How many there are is what was seen of a phrase; its own text is what is looked at.
                Test::Any => self.phrase(atom.node, written),
                _ => self.name(seen.node, written.map(|text| before_operator(text, &operator))),
            },
            operator: Some(operator),
            expected,
            observed: json_value(&seen.value, &seen.ty),
            ty,
            holds: Some(atom.holds),
        })
    }

    fn expected(&self, with: &Observed) -> Json {
        json_value(&with.value, &with.ty)
    }

    /// The comparison as its author wrote it.
    fn written(&self, node: NodeId) -> Option<&str> {
        self.places.get(&node).map(|span| self.sources.slice(*span))
    }

    fn phrase(&self, node: NodeId, written: Option<&str>) -> String {
        let text = written.map_or_else(|| self.plan.describe(node), one_spaced);
        let inner =
            text.strip_prefix("any(").or_else(|| text.strip_prefix("no(")).and_then(|rest| rest.strip_suffix(')'));
        inner.map_or(text.clone(), |inner| inner.trim().to_owned())
    }

    /// What a node stands for, as the rules write it.
    fn name(&self, node: NodeId, written: Option<&str>) -> String {
        let of = self.plan.node(node);
        let score =
            |id: &crate::plan::InstanceId| self.plan.scores[self.plan.instance(*id).score.0 as usize].name.clone();
        match (&of.op, of.scope) {
            (Op::Field(links, target), Scope::Subject(kind)) => self.field(kind, links, *target),
            (Op::Score(links, id), Scope::Subject(kind)) if self.is_plain(*id) => self.along(kind, links, &score(id)).0,
            (Op::TierName(links, id) | Op::TierIs { links, of: id, .. }, Scope::Subject(kind))
                if self.is_plain(*id) =>
            {
                self.along(kind, links, &format!("{}.tier", score(id))).0
            }
            _ => match written.map(str::trim).filter(|text| !text.is_empty()) {
                Some(text) => one_spaced(text),
                None => self.plan.describe(node),
            },
        }
    }

    /// Whether a score is that of now and of the whole log.
    fn is_plain(&self, id: crate::plan::InstanceId) -> bool {
        self.plan.scores[self.plan.instance(id).score.0 as usize].main == id
    }

    fn field(&self, kind: KindId, links: &[LinkId], target: FieldTarget) -> String {
        let (prefix, kind) = self.along(kind, links, "");
        let name = match target {
            FieldTarget::Field(field) => &self.plan.kinds[kind.0 as usize].fields[field.0 as usize].name,
            FieldTarget::Id => "id",
        };
        format!("{prefix}{name}")
    }

    /// `account.` before what is reached over links, and the kind it is reached at.
    fn along(&self, kind: KindId, links: &[LinkId], what: &str) -> (String, KindId) {
        let mut text = String::new();
        let mut kind = kind;
        for link in links {
            let link = &self.plan.kinds[kind.0 as usize].links[link.0 as usize];
            text.push_str(&link.name);
            text.push('.');
            kind = link.target;
        }
        (text + what, kind)
    }
}

/// A piece of the rules on one line: comments and line breaks gone.
pub fn one_spaced(text: &str) -> String {
    text.lines().flat_map(|line| without_comment(line).split_whitespace()).collect::<Vec<_>>().join(" ")
}

/// The text at a place, on one line.
pub fn text_at(sources: &SourceMap, span: Span) -> String {
    one_spaced(sources.slice(span))
}

/// The line up to a `#` that stands in no quotes.
fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match c {
            '"' if !escaped => quoted = !quoted,
            '#' if !quoted => return &line[..at],
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    line
}

/// What stands before the operator that is in no brackets and no quotes; all of it where there is none.
fn before_operator<'t>(text: &'t str, operator: &str) -> &'t str {
    let operator = operator.strip_prefix("not ").unwrap_or(operator);
    let mut depth = 0_usize;
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 && stands_at(text, at, operator) => {
                let before = text[..at].trim_end();
                return before.strip_suffix(" not").unwrap_or(before);
            }
            _ => {}
        }
    }
    text
}

/// Whether an operator stands at a place; one of letters as a word, not inside another.
fn stands_at(text: &str, at: usize, operator: &str) -> bool {
    let (before, from) = text.split_at(at);
    let Some(after) = from.strip_prefix(operator) else { return false };
    let in_word = |c: char| c.is_alphanumeric() || c == '_';
    let is_word = operator.ends_with(in_word);
    !(is_word && (before.ends_with(in_word) || after.starts_with(in_word)))
}

fn compare_words(op: CompareOp, negated: bool) -> String {
    match (op, negated) {
        (CompareOp::Equal, true) => "!=".to_owned(),
        (CompareOp::NotEqual, true) => "==".to_owned(),
        (op, true) => format!("not {}", compare_word(op)),
        (op, false) => compare_word(op).to_owned(),
    }
}

fn compare_word(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Equal => "==",
        CompareOp::NotEqual => "!=",
        CompareOp::Less => "<",
        CompareOp::LessOrEqual => "<=",
        CompareOp::Greater => ">",
        CompareOp::GreaterOrEqual => ">=",
    }
}

fn text_word(op: TextOp) -> &'static str {
    match op {
        TextOp::Contains => "contains",
        TextOp::StartsWith => "starts with",
        TextOp::EndsWith => "ends with",
        TextOp::HasWord => "has word",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subject_stands_before_the_operator() {
        assert_eq!(before_operator("count(a where x >= 2) >= 5", ">="), "count(a where x >= 2)");
        assert_eq!(before_operator("email after \"@\" not in free", "not in"), "email after \"@\"");
        assert_eq!(before_operator("\"a == b\" == x", "=="), "\"a == b\"");
        assert_eq!(before_operator("email_domain in free", "in"), "email_domain");
        assert_eq!(before_operator(">= 500", ">="), "");
    }

    #[test]
    fn comments_and_line_breaks_go() {
        assert_eq!(one_spaced("a == \"x # y\"  # why\n  and b"), "a == \"x # y\" and b");
    }
}
