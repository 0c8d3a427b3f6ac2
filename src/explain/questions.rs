//! Questions put to the evaluator: labels appended to the rules, whose texts are the answers.
//!
//! So evidence is seen by the same evaluator that scores; there is no second one here that could see something else.

use crate::ledger::RecordResult;
use crate::source::Span;
use crate::typed::{Cond, Expr, ExprKind, KindId, Label, TemplatePart, TypedRules};
use crate::values::{Decimal, Type, Value};
use serde_json::Value as Json;

/// The text of a condition that holds.
const YES: &str = "yes";

/// A question that was asked.
#[derive(Clone, Copy, Debug)]
pub struct Question(usize);

/// Questions about one kind of record.
pub struct Questions {
    kind: KindId,
    /// How many labels the rules have themselves.
    n_before: usize,
    labels: Vec<Label>,
}

impl Questions {
    /// None yet.
    pub fn new(rules: &TypedRules, kind: KindId) -> Questions {
        Questions { kind, n_before: rules.labels.len(), labels: Vec::new() }
    }

    /// Asks for a value; a missing one has no answer.
    pub fn value(&mut self, of: &Expr) -> Question {
        let parts = vec![TemplatePart::Value(of.clone())];
        self.ask(Expr { kind: ExprKind::Template(parts), ty: Type::Text, span: of.span })
    }

    /// Asks whether a condition holds.
    pub fn holds(&mut self, cond: &Cond) -> Question {
        let text = |text: &str| constant(Value::text(text), Type::Text, cond.span);
        let arms = vec![(cond.clone(), text(YES))];
        let kind = ExprKind::First(arms, Some(Box::new(text("no"))));
        self.ask(Expr { kind, ty: Type::Text, span: cond.span })
    }

    fn ask(&mut self, value: Expr) -> Question {
        let span = value.span;
        let index = self.n_before + self.labels.len();
        self.labels.push(Label { name: format!("question {index}"), kind: self.kind, value, span });
        Question(index)
    }

    /// The rules with all questions as labels. Ids of everything else stay as they are.
    pub fn put_to(self, rules: &TypedRules) -> TypedRules {
        let mut asked = rules.clone();
        asked.labels.extend(self.labels);
        asked
    }
}

/// A constant as an expression.
pub fn constant(value: Value, ty: Type, span: Span) -> Expr {
    Expr { kind: ExprKind::Const(value), ty, span }
}

/// What the evaluator said of one record.
#[derive(Clone, Copy)]
pub struct Answers<'a> {
    /// The record's result under the rules with questions.
    pub result: &'a RecordResult,
}

impl Answers<'_> {
    /// Whether a condition holds.
    pub fn holds(&self, question: Question) -> bool {
        self.text(question) == Some(YES)
    }

    /// A value of this type as JSON; null where it is missing.
    pub fn value(&self, question: Question, ty: &Type) -> Json {
        let Some(text) = self.text(question) else { return Json::Null };
        match ty {
            Type::Number | Type::WholeNumber => match Decimal::parse(text) {
                Ok(number) => Json::Number(super::Exact(number).number()),
                Err(_) => Json::from(text),
            },
            Type::YesNo => Json::Bool(text == YES),
            _ => Json::from(text),
        }
    }

    fn text(&self, question: Question) -> Option<&str> {
        self.result.labels.get(question.0).and_then(Option::as_deref)
    }
}
