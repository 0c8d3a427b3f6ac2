//! Conditions.

use super::{Words, quoted};
use crate::typed::{
    AggregateKind, CompareOp, Cond, CondKind, Expr, ExprKind, ListId, Phrase, ScoreRef, TextOp, TierId,
};
use crate::values::text::{fold, trim, word_form};
use crate::values::{Type, Value};

/// How conditions are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    And,
    Or,
}

impl<'a> Words<'a> {
    /// A condition.
    pub fn cond(&self, cond: &Cond) -> String {
        self.cond_or_not(cond, false)
    }

    /// A condition inside another.
    pub(super) fn inner_cond(&self, cond: &Cond) -> String {
        let mut text = self.cond(cond);
        if text.contains(" and ") || text.contains(" or ") {
            text = format!("({text})");
        }
        text
    }

    /// A condition, or its exact negation.
    fn cond_or_not(&self, cond: &Cond, not: bool) -> String {
        if !self.normal && not {
            return format!("not ({})", self.cond(cond));
        }
        match &cond.kind {
            CondKind::Not(inner) => self.cond_or_not(inner, !not),
            CondKind::And(_) => self.joined(cond, not, if not { Joint::Or } else { Joint::And }),
            CondKind::Or(_) => self.joined(cond, not, if not { Joint::And } else { Joint::Or }),
            CondKind::AtLeast(1, all) if self.normal && !all.is_empty() => {
                self.joined_parts(all, not, if not { Joint::And } else { Joint::Or })
            }
            CondKind::AtLeast(n, all) if self.normal && *n as usize == all.len() => {
                self.joined_parts(all, not, if not { Joint::Or } else { Joint::And })
            }
            CondKind::Compare { op, left, right, compare_as } => self.compare(*op, left, right, compare_as, not),
            CondKind::InList { subject, list, negated } => {
                let word = if *negated != not { "not in" } else { "in" };
                format!("{} {word} {}", self.operand(subject), self.list(*list))
            }
            CondKind::InRange { subject, low, high, high_open, negated } => {
                let word = if *negated != not { "not in" } else { "in" };
                let end = |end: &Option<Expr>| end.as_ref().map_or_else(String::new, |end| self.operand(end));
                let dots = if *high_open { "..<" } else { ".." };
                format!("{} {word} {}{dots}{}", self.operand(subject), end(low), end(high))
            }
            CondKind::Missing { subject, negated } => {
                format!("{} is {}", self.operand(subject), if *negated != not { "known" } else { "missing" })
            }
            CondKind::Any(phrase) => self.any(phrase, not),
            CondKind::None(phrase) => self.any(phrase, !not),
            CondKind::AnyLinked { links, filter, negated } => {
                let word = if *negated != not { "no" } else { "any" };
                let inside = self.of_kind(self.end_of(links));
                let filter = filter.as_ref().map_or_else(String::new, |cond| format!(" where {}", inside.cond(cond)));
                format!("{word}({}{filter})", self.way(links))
            }
            CondKind::Tier { score, op: CompareOp::NotEqual, tier } if not => self.tier(score, CompareOp::Equal, *tier),
            CondKind::Tier { score, op: CompareOp::Equal, tier } if not => self.tier(score, CompareOp::NotEqual, *tier),
            _ if not => format!("not ({})", self.plain(cond)),
            _ => self.plain(cond),
        }
    }

    /// What has no negated form of its own.
    fn plain(&self, cond: &Cond) -> String {
        match &cond.kind {
            CondKind::Always => "always".to_owned(),
            CondKind::YesNo { subject, yes } => {
                format!("{} is {}", self.operand(subject), if *yes { "yes" } else { "no" })
            }
            CondKind::Text { op, subject, any_of, exact } => {
                format!("{} {} {}", self.operand(subject), text_word(*op), self.texts(*op, *any_of, *exact))
            }
            CondKind::TextValue { op, subject, other, .. } => {
                format!("{} {} {}", self.operand(subject), text_word(*op), self.operand(other))
            }
            CondKind::Matches { subject, any_of, .. } => {
                let all = self.set(any_of.iter().map(|pattern| format!("/{}/", pattern.text())).collect());
                format!("{} matches {}", self.operand(subject), bracketed(all))
            }
            CondKind::AtLeast(n, all) => format!("at least {n} of ({})", self.positions(all)),
            CondKind::Tier { score, op, tier } => self.tier(score, *op, *tier),
            CondKind::Segment(segment) => self.named("segment", &self.rules.segments[segment.0 as usize].name),
            _ => "excluded".to_owned(),
        }
    }

    /// Positions, which count even where two are the same.
    pub(super) fn positions(&self, all: &[Cond]) -> String {
        let mut parts: Vec<String> = all.iter().map(|cond| self.inner_cond(cond)).collect();
        if self.normal {
            parts.sort();
        }
        parts.join(", ")
    }

    fn joined(&self, cond: &Cond, not: bool, joint: Joint) -> String {
        let mut parts = Vec::new();
        self.gather(cond, not, joint, &mut parts);
        self.join(parts, joint)
    }

    fn joined_parts(&self, all: &[Cond], not: bool, joint: Joint) -> String {
        let mut parts = Vec::new();
        for cond in all {
            self.gather(cond, not, joint, &mut parts);
        }
        self.join(parts, joint)
    }

    fn join(&self, parts: Vec<String>, joint: Joint) -> String {
        let mut parts = self.set(parts);
        let always = parts.iter().any(|part| part == "always");
        match joint {
            Joint::Or if always && self.normal => return "always".to_owned(),
            Joint::And if always && self.normal => parts.retain(|part| part != "always"),
            _ => {}
        }
        match parts.as_slice() {
            [] => if joint == Joint::And { "always" } else { "not (always)" }.to_owned(),
            [one] => one.clone(),
            many => many.join(if joint == Joint::And { " and " } else { " or " }),
        }
    }

    /// The parts of a joint, those of the same joint inside it among them.
    fn gather(&self, cond: &Cond, not: bool, joint: Joint, parts: &mut Vec<String>) {
        match (&cond.kind, joint) {
            (CondKind::Not(inner), _) if self.normal => self.gather(inner, !not, joint, parts),
            (CondKind::And(all), Joint::And) if !not => all.iter().for_each(|one| self.gather(one, not, joint, parts)),
            (CondKind::Or(all), Joint::Or) if !not => all.iter().for_each(|one| self.gather(one, not, joint, parts)),
            (CondKind::And(all), Joint::Or) if not => all.iter().for_each(|one| self.gather(one, not, joint, parts)),
            (CondKind::Or(all), Joint::And) if not => all.iter().for_each(|one| self.gather(one, not, joint, parts)),
            _ => {
                let text = self.cond_or_not(cond, not);
                let is_joint = matches!(cond.kind, CondKind::And(_) | CondKind::Or(_) | CondKind::AtLeast(..));
                parts.push(if is_joint && text != "always" { format!("({text})") } else { text });
            }
        }
    }

    fn compare(&self, op: CompareOp, left: &Expr, right: &Expr, compare_as: &Type, not: bool) -> String {
        if self.normal
            && let Some(text) = self.counted(op, left, right, not).or_else(|| self.yes_no(op, left, right, not))
        {
            return text;
        }
        let (mut a, mut b) = (self.side(left, compare_as), self.side(right, compare_as));
        let op = match (op, not) {
            (CompareOp::Equal, true) => CompareOp::NotEqual,
            (CompareOp::NotEqual, true) => CompareOp::Equal,
            (op, _) => op,
        };
        let is_equality = matches!(op, CompareOp::Equal | CompareOp::NotEqual);
        let mut op = op;
        // A constant stands right, as people write it.
        let is_constant = |expr: &Expr| matches!(expr.kind, ExprKind::Const(_));
        if self.normal && (is_constant(right), &b) < (is_constant(left), &a) {
            (a, b, op) = (b, a, turned(op));
        }
        let text = format!("{a} {} {b}", compare_word(op));
        if not && !is_equality { format!("not ({text})") } else { text }
    }

    /// `count(P) >= 1`, which is `any(P)`, and its relatives: a count is never missing.
    fn counted(&self, op: CompareOp, left: &Expr, right: &Expr, not: bool) -> Option<String> {
        let (aggregate, number, op) = match (&left.kind, &right.kind) {
            (ExprKind::Aggregate(of), ExprKind::Const(value)) => (of, value.as_number()?, op),
            (ExprKind::Const(value), ExprKind::Aggregate(of)) => (of, value.as_number()?, turned(op)),
            _ => return None,
        };
        if aggregate.of != AggregateKind::Count || aggregate.stretch.is_some() {
            return None;
        }
        let none = match (op, number.to_string().as_str()) {
            (CompareOp::GreaterOrEqual, "1") | (CompareOp::Greater | CompareOp::NotEqual, "0") => false,
            (CompareOp::Less, "1") | (CompareOp::Equal | CompareOp::LessOrEqual, "0") => true,
            _ => return None,
        };
        Some(self.any(&aggregate.phrase, none != not))
    }

    /// `x == yes`, which is `x is yes`.
    fn yes_no(&self, op: CompareOp, left: &Expr, right: &Expr, not: bool) -> Option<String> {
        let (subject, yes) = match (&left.kind, &right.kind) {
            (_, ExprKind::Const(Value::YesNo(yes))) => (left, yes),
            (ExprKind::Const(Value::YesNo(yes)), _) => (right, yes),
            _ => return None,
        };
        let not = match op {
            CompareOp::Equal => not,
            CompareOp::NotEqual => !not,
            _ => return None,
        };
        let text = format!("{} is {}", self.operand(subject), if *yes { "yes" } else { "no" });
        Some(if not { format!("not ({text})") } else { text })
    }

    fn side(&self, expr: &Expr, compare_as: &Type) -> String {
        match &expr.kind {
            ExprKind::Const(value @ Value::Text(_)) => self.compared(value, compare_as),
            _ => self.operand(expr),
        }
    }

    fn any(&self, phrase: &Phrase, none: bool) -> String {
        format!("{}({})", if none { "no" } else { "any" }, self.phrase(phrase))
    }

    fn tier(&self, score: &ScoreRef, op: CompareOp, tier: TierId) -> String {
        let name = &self.rules.scores[score.score.0 as usize].tiers[tier.0 as usize].name;
        format!("{} {} {}", self.tier_of(score), compare_word(op), super::written(name))
    }

    /// The constants of a list, or its name where that is what changed.
    fn list(&self, id: ListId) -> String {
        let list = &self.rules.lists[id.0 as usize];
        match &list.name {
            Some(name) if !self.normal || self.names.is_changed_list(name) => self.named("list", name),
            _ => bracketed(self.set(list.values.iter().map(|value| self.compared(value, &list.ty)).collect())),
        }
    }

    fn texts(&self, op: TextOp, id: ListId, exact: bool) -> String {
        let list = &self.rules.lists[id.0 as usize];
        match &list.name {
            Some(name) if !self.normal || self.names.is_changed_list(name) => return self.named("list", name),
            _ => {}
        }
        let form = |text: &str| match (self.normal, op, exact) {
            (false, ..) => quoted(text),
            (true, TextOp::HasWord, true) => quoted(&word_form(text)),
            (true, TextOp::HasWord, false) => quoted(&word_form(&fold(trim(text)))),
            (true, _, true) => quoted(text),
            (true, _, false) => quoted(&fold(trim(text))),
        };
        bracketed(self.set(list.values.iter().filter_map(Value::as_text).map(form).collect()))
    }
}

/// One alone, several in brackets.
fn bracketed(parts: Vec<String>) -> String {
    match parts.as_slice() {
        [one] => one.clone(),
        many => format!("[{}]", many.join(", ")),
    }
}

/// The same comparison with its sides turned.
fn turned(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Less => CompareOp::Greater,
        CompareOp::LessOrEqual => CompareOp::GreaterOrEqual,
        CompareOp::Greater => CompareOp::Less,
        CompareOp::GreaterOrEqual => CompareOp::LessOrEqual,
        op => op,
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
