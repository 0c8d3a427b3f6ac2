//! Conditions and values of the rules, taken apart into what can be seen: one question for each thing looked at.
//!
//! First everything is asked ([`Asker`]), then the rules are evaluated once with all questions, then each condition
//! becomes evidence: of a condition that holds, the parts that make it hold; of one that does not, those in the way.

use super::Evidence;
use super::json_value::{json_list, json_value, type_word};
use super::questions::{Answers, Question, Questions, constant};
use crate::records::Row;
use crate::source::{SourceMap, Span};
use crate::typed::{
    Aggregate, AggregateKind, CompareOp, Cond, CondKind, Expr, ExprKind, FieldTarget, Linked, Phrase, Root, ScoreRef,
    TextOp, TypedRules,
};
use crate::values::{Type, Value};
use serde_json::{Value as Json, json};

/// A condition whose parts have been asked for.
pub enum Asked {
    /// `always`.
    Always,
    /// Something looked at.
    Leaf(Leaf),
    /// All hold.
    And(Vec<Asked>),
    /// So many hold.
    AtLeast(usize, Vec<Asked>),
    /// Does not hold.
    Not(Box<Asked>),
}

/// One thing looked at.
pub struct Leaf {
    field: String,
    operator: Option<String>,
    expected: Option<Part>,
    observed: Part,
    /// The type of the values; for JSON numbers and texts.
    ty: Type,
    ty_word: &'static str,
    /// None where the value is only used.
    holds: Option<Question>,
}

/// A value that is known already, or asked for.
enum Part {
    Known(Json),
    Asked(Question),
}

/// Asks for everything that conditions and values look at.
pub struct Asker<'a> {
    /// The rules.
    pub rules: &'a TypedRules,
    /// Their texts.
    pub sources: &'a SourceMap,
    /// The record.
    pub row: &'a Row,
    /// What has been asked.
    pub questions: Questions,
}

impl Asker<'_> {
    /// Asks for a condition.
    pub fn cond(&mut self, cond: &Cond) -> Asked {
        let all = |asker: &mut Self, parts: &[Cond]| parts.iter().map(|part| asker.cond(part)).collect();
        match &cond.kind {
            CondKind::Always => Asked::Always,
            CondKind::And(parts) => Asked::And(all(self, parts)),
            CondKind::Or(parts) => Asked::AtLeast(1, all(self, parts)),
            CondKind::AtLeast(n, parts) => Asked::AtLeast(*n as usize, all(self, parts)),
            CondKind::Not(part) => Asked::Not(Box::new(self.cond(part))),
            kind => {
                let holds = self.questions.holds(cond);
                let leaf = self.leaf(kind, cond.span);
                leaf.map_or(Asked::Always, |leaf| Asked::Leaf(Leaf { holds: Some(holds), ..leaf }))
            }
        }
    }

    /// Asks for what a value is made of: fields, scores and aggregates, each once.
    pub fn used(&mut self, expr: &Expr) -> Vec<Leaf> {
        let mut parts: Vec<&Expr> = Vec::new();
        collect(expr, &mut parts);
        parts.into_iter().map(|part| self.subject(part)).collect()
    }

    fn leaf(&mut self, kind: &CondKind, span: Span) -> Option<Leaf> {
        Some(match kind {
            CondKind::Compare { op, left, right, .. } => self.comparison(*op, left, right),
            CondKind::InList { subject, list, negated } => {
                let contains = matches!(subject.ty, Type::List(_));
                let word = match (contains, negated) {
                    (true, false) => "contains",
                    (true, true) => "not contains",
                    (false, false) => "in",
                    (false, true) => "not in",
                };
                self.asks(subject, word, Some(json_list(&self.rules.lists[list.0 as usize])))
            }
            CondKind::InRange { subject, low, high, high_open, negated } => {
                let range = self.range(low.as_ref(), high.as_ref(), *high_open);
                self.asks(subject, if *negated { "not in" } else { "in" }, Some(range))
            }
            CondKind::Missing { subject, negated } => {
                self.asks(subject, if *negated { "is known" } else { "is missing" }, None)
            }
            CondKind::YesNo { subject, yes } => self.asks(subject, if *yes { "is yes" } else { "is no" }, None),
            CondKind::Text { op, subject, any_of, .. } => {
                let expected = json_list(&self.rules.lists[any_of.0 as usize]);
                self.asks(subject, text_word(*op), Some(expected))
            }
            CondKind::TextValue { op, subject, other, .. } => {
                let other = Part::Asked(self.questions.value(other));
                Leaf { operator: Some(text_word(*op).to_owned()), expected: Some(other), ..self.subject(subject) }
            }
            CondKind::Matches { subject, any_of, .. } => {
                let patterns: Vec<Json> =
                    any_of.iter().map(|pattern| Json::from(format!("/{}/", pattern.text()))).collect();
                let expected =
                    if patterns.len() == 1 { patterns.into_iter().next() } else { Some(Json::from(patterns)) };
                self.asks(subject, "matches", expected)
            }
            CondKind::Any(phrase) => self.activities(phrase, "any"),
            CondKind::None(phrase) => self.activities(phrase, "no"),
            CondKind::AnyLinked { links, filter, negated } => {
                let filter = filter.as_deref().cloned();
                let linked = Linked { of: AggregateKind::Count, links: links.clone(), filter, value: None };
                let count = number(ExprKind::Linked(Box::new(linked)), span);
                self.counted(&count, span, if *negated { "no" } else { "any" }, "records")
            }
            CondKind::Tier { score, op, tier } => self.tier(score, *op, tier.0),
            CondKind::Segment(id) => {
                let name = self.rules.segments[id.0 as usize].name.clone();
                let cond = Cond { kind: CondKind::Segment(*id), span };
                let yes = constant(Value::YesNo(true), Type::YesNo, span);
                let arms = vec![(cond, yes)];
                let no = Box::new(constant(Value::YesNo(false), Type::YesNo, span));
                let member = Expr { kind: ExprKind::First(arms, Some(no)), ty: Type::YesNo, span };
                let observed = Part::Asked(self.questions.value(&member));
                leaf(name, observed, Type::YesNo, "condition")
            }
            CondKind::Always
            | CondKind::Excluded
            | CondKind::And(_)
            | CondKind::Or(_)
            | CondKind::Not(_)
            | CondKind::AtLeast(..) => return None,
        })
    }

    fn comparison(&mut self, op: CompareOp, left: &Expr, right: &Expr) -> Leaf {
        let (op, left, right) = match (&left.kind, &right.kind) {
            (ExprKind::Const(_), kind) if !matches!(kind, ExprKind::Const(_)) => (turned(op), right, left),
            _ => (op, left, right),
        };
        let expected = match &right.kind {
            ExprKind::Const(value) => Part::Known(json_value(value, &right.ty)),
            _ => Part::Asked(self.questions.value(right)),
        };
        Leaf { operator: Some(compare_word(op).to_owned()), expected: Some(expected), ..self.subject(left) }
    }

    fn asks(&mut self, subject: &Expr, operator: &str, expected: Option<Json>) -> Leaf {
        let expected = expected.map(Part::Known);
        Leaf { operator: Some(operator.to_owned()), expected, ..self.subject(subject) }
    }

    /// A value and nothing asked of it.
    fn subject(&mut self, expr: &Expr) -> Leaf {
        let observed = match stored(expr, self.row) {
            Some(value) => Part::Known(json_value(&value, &expr.ty)),
            None => Part::Asked(self.questions.value(expr)),
        };
        leaf(self.text(expr), observed, expr.ty.clone(), type_word(&expr.ty))
    }

    fn tier(&mut self, score: &ScoreRef, op: CompareOp, tier: u32) -> Leaf {
        let of = &self.rules.scores[score.score.0 as usize];
        let name = of.tiers.get(tier as usize).map_or(Json::Null, |tier| Json::from(tier.name.as_str()));
        let expr = Expr { kind: ExprKind::TierName(score.clone()), ty: Type::ExactText, span: of.span };
        let observed = Part::Asked(self.questions.value(&expr));
        Leaf {
            operator: Some(compare_word(op).to_owned()),
            expected: Some(Part::Known(name)),
            ..leaf(format!("{}.tier", of.name), observed, Type::ExactText, "tier")
        }
    }

    /// How many activities a phrase finds.
    pub fn activities(&mut self, phrase: &Phrase, operator: &str) -> Leaf {
        let aggregate = Aggregate { of: AggregateKind::Count, phrase: phrase.clone(), value: None, stretch: None };
        let count = number(ExprKind::Aggregate(Box::new(aggregate)), phrase.span);
        self.counted(&count, phrase.span, operator, "activities")
    }

    fn counted(&mut self, count: &Expr, span: Span, operator: &str, ty_word: &'static str) -> Leaf {
        let observed = Part::Asked(self.questions.value(count));
        let field = one_spaced(self.sources.slice(span));
        Leaf { operator: Some(operator.to_owned()), ..leaf(field, observed, Type::WholeNumber, ty_word) }
    }

    fn range(&mut self, low: Option<&Expr>, high: Option<&Expr>, high_open: bool) -> Json {
        let end = |expr: Option<&Expr>| match expr {
            Some(Expr { kind: ExprKind::Const(value), ty, .. }) => json_value(value, ty),
            // An end that is no constant stands as it is written.
            Some(expr) => Json::from(one_spaced(self.sources.slice(expr.span))),
            None => Json::Null,
        };
        json!({ "from": end(low), "to": end(high), "to_is_open": high_open })
    }

    /// As the rules write it, on one line.
    fn text(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Score(score) if score.links.is_empty() && score.ago_us == 0 && score.over.is_none() => {
                self.rules.scores[score.score.0 as usize].name.clone()
            }
            _ => one_spaced(self.sources.slice(expr.span)),
        }
    }
}

/// A field of the record itself: its value is at hand, with all elements of a list.
fn stored(expr: &Expr, row: &Row) -> Option<Value> {
    let ExprKind::Field(path) = &expr.kind else { return None };
    match (path.root, path.links.as_slice(), path.field) {
        (Root::Subject, [], FieldTarget::Field(field)) => row.values.get(field.0 as usize).cloned(),
        _ => None,
    }
}

fn number(kind: ExprKind, span: Span) -> Expr {
    Expr { kind, ty: Type::WholeNumber, span }
}

fn leaf(field: String, observed: Part, ty: Type, ty_word: &'static str) -> Leaf {
    Leaf { field, operator: None, expected: None, observed, ty, ty_word, holds: None }
}

/// A piece of the rules on one line: comments and line breaks gone.
pub fn one_spaced(text: &str) -> String {
    text.lines().flat_map(|line| without_comment(line).split_whitespace()).collect::<Vec<_>>().join(" ")
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

/// Fields, scores and aggregates in a value, in the order written, each once.
fn collect<'e>(expr: &'e Expr, found: &mut Vec<&'e Expr>) {
    match &expr.kind {
        ExprKind::Const(_) => {}
        ExprKind::Arith(_, a, b) | ExprKind::Otherwise(a, b) => {
            collect(a, found);
            collect(b, found);
        }
        ExprKind::Negate(a) | ExprKind::Abs(a) | ExprKind::Floor(a) | ExprKind::Ceil(a) => collect(a, found),
        ExprKind::Round(a, _) | ExprKind::Shift(a, _) => collect(a, found),
        ExprKind::Least(parts) | ExprKind::Greatest(parts) | ExprKind::Lookup(_, parts) => {
            parts.iter().for_each(|part| collect(part, found));
        }
        ExprKind::If(cond, a, b) => {
            collect_subjects(cond, found);
            collect(a, found);
            collect(b, found);
        }
        ExprKind::First(arms, last) => {
            for (cond, value) in arms {
                collect_subjects(cond, found);
                collect(value, found);
            }
            last.iter().for_each(|last| collect(last, found));
        }
        _ if found.iter().any(|known| known.span == expr.span) => {}
        _ => found.push(expr),
    }
}

/// What the conditions inside a value look at.
fn collect_subjects<'e>(cond: &'e Cond, found: &mut Vec<&'e Expr>) {
    match &cond.kind {
        CondKind::Compare { left, right, .. } => {
            collect(left, found);
            collect(right, found);
        }
        CondKind::InList { subject, .. }
        | CondKind::InRange { subject, .. }
        | CondKind::Missing { subject, .. }
        | CondKind::YesNo { subject, .. }
        | CondKind::Text { subject, .. }
        | CondKind::TextValue { subject, .. }
        | CondKind::Matches { subject, .. } => collect(subject, found),
        CondKind::And(parts) | CondKind::Or(parts) | CondKind::AtLeast(_, parts) => {
            parts.iter().for_each(|part| collect_subjects(part, found));
        }
        CondKind::Not(part) => collect_subjects(part, found),
        _ => {}
    }
}

impl Asked {
    /// Whether it holds, and what shows that it does or does not.
    pub fn evidence(&self, answers: Answers<'_>) -> (bool, Vec<Evidence>) {
        match self {
            Asked::Always => (true, Vec::new()),
            Asked::Leaf(leaf) => {
                let evidence = leaf.evidence(answers);
                (evidence.holds == Some(true), vec![evidence])
            }
            Asked::And(parts) => deciding(parts, parts.len(), answers),
            Asked::AtLeast(n, parts) => deciding(parts, *n, answers),
            Asked::Not(part) => {
                let (holds, evidence) = part.evidence(answers);
                (!holds, evidence)
            }
        }
    }
}

/// The parts that decide: those that hold where enough do, else those that do not.
fn deciding(parts: &[Asked], n: usize, answers: Answers<'_>) -> (bool, Vec<Evidence>) {
    let seen: Vec<(bool, Vec<Evidence>)> = parts.iter().map(|part| part.evidence(answers)).collect();
    let holds = seen.iter().filter(|(holds, _)| *holds).count() >= n;
    (holds, seen.into_iter().filter(|(part, _)| *part == holds).flat_map(|(_, evidence)| evidence).collect())
}

impl Leaf {
    /// What was seen.
    pub fn evidence(&self, answers: Answers<'_>) -> Evidence {
        let value = |part: &Part| match part {
            Part::Known(value) => value.clone(),
            Part::Asked(question) => answers.value(*question, &self.ty),
        };
        Evidence {
            field: self.field.clone(),
            operator: self.operator.clone(),
            expected: self.expected.as_ref().map(value),
            observed: value(&self.observed),
            ty: self.ty_word,
            holds: self.holds.map(|question| answers.holds(question)),
        }
    }
}

/// The operator as seen from the other side.
fn turned(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Less => CompareOp::Greater,
        CompareOp::LessOrEqual => CompareOp::GreaterOrEqual,
        CompareOp::Greater => CompareOp::Less,
        CompareOp::GreaterOrEqual => CompareOp::LessOrEqual,
        same => same,
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
