//! What one more activity would do: the way to the next tier that a salesperson can act on.
//!
//! Nothing is claimed that was not tried: each candidate is added to the record's log at as-of, and the rules are
//! evaluated again with it.

use super::build::{Evaluate, Subject, only_record};
use super::evidence::text_at;
use super::walk::{reads_of, records_stand_alone};
use crate::records::Activity;
use crate::typed::{
    ActivityFieldId, Award, CompareOp, Cond, CondKind, Expr, ExprKind, Head, Item, Phrase, Rule, Source, TypedRules,
    Window,
};
use crate::values::{Decimal, Type, Value};
use std::collections::BTreeSet;

/// So many candidates are tried; a file with more rules gets its hint from the first of them.
const CANDIDATES_MAX: usize = 32;

/// The first rule, in the order of the file, of which one activity now would bring the score to a tier at least this
/// good; nothing where other records matter, as then one contact cannot be evaluated alone.
pub fn reached_by(subject: &Subject<'_>, score: usize, tier: u32, evaluate: &Evaluate<'_>) -> Option<String> {
    if subject.kind.0 != 0 || !records_stand_alone(subject.rules) {
        return None;
    }
    let alone = only_record(subject.records, 0, subject.row);
    let id = alone.rows[0][0].id.clone();
    let mut phrases = Vec::new();
    for of in read_by(score, subject.rules) {
        gather(&subject.rules.scores[of].body.items, &mut phrases);
    }
    phrases.into_iter().take(CANDIDATES_MAX).find_map(|phrase| {
        let (ty, values) = smallest(phrase, subject.rules)?;
        let mut records = alone.clone();
        let ty = subject.rules.activity_types[ty].name.as_str().into();
        records.activities.push(Activity { contact: id.clone(), ty, at: subject.as_of, id: None, values });
        let results = evaluate(&records);
        let reached = results.records.first()?.first()?.scores.get(score)?.as_ref()?.tier?;
        (reached <= tier).then(|| text_at(subject.sources, phrase.span))
    })
}

/// The score and all it reads, in file order.
fn read_by(score: usize, rules: &TypedRules) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![score];
    while let Some(next) = waiting.pop() {
        if found.insert(next) {
            waiting.extend(reads_of(&rules.scores[next]).scores.into_iter().map(|id| id as usize));
        }
    }
    found
}

/// Phrases of the rules that give points for an activity.
fn gather<'a>(items: &'a [Item], phrases: &mut Vec<&'a Phrase>) {
    for item in items {
        match item {
            Item::Group(group) => gather(&group.items, phrases),
            Item::Rule(Rule { head: Head::Each(phrase), award, .. }) if gives(award) => phrases.push(phrase),
            Item::Rule(_) => {}
        }
    }
}

fn gives(award: &Award) -> bool {
    let (Award::Same(expr) | Award::FirstRest { first: expr, .. }) = award;
    matches!(expr.kind, ExprKind::Const(Value::Number(points)) if points > Decimal::ZERO)
}

/// The type and the fields of the plainest activity that a phrase asks for, where it asks only for types, equal values
/// and windows up to now.
fn smallest(phrase: &Phrase, rules: &TypedRules) -> Option<(usize, Vec<Value>)> {
    let up_to_now = |window: &Window| matches!(window, Window::Ago { to_us: 0, .. });
    let [Source::Type(ty), ..] = phrase.sources.as_slice() else { return None };
    if phrase.order.is_some() || !phrase.windows.iter().all(up_to_now) {
        return None;
    }
    let mut values = vec![Value::Missing; rules.activity_fields.len()];
    if let Some(filter) = &phrase.filter {
        fill(filter, rules, &mut values)?;
    }
    Some((ty.0 as usize, values))
}

fn fill(filter: &Cond, rules: &TypedRules, values: &mut [Value]) -> Option<()> {
    match &filter.kind {
        CondKind::And(parts) => parts.iter().try_for_each(|part| fill(part, rules, values)),
        CondKind::Compare { op: CompareOp::Equal, left, right, .. } => {
            let (field, value) = equality(left, right).or_else(|| equality(right, left))?;
            let slot = field.0 as usize;
            values[slot] = fitting(value, &rules.activity_fields[slot].ty)?;
            Some(())
        }
        CondKind::YesNo { subject: Expr { kind: ExprKind::ActivityField(field), .. }, yes } => {
            values[field.0 as usize] = Value::YesNo(*yes);
            Some(())
        }
        _ => None,
    }
}

fn equality<'a>(field: &Expr, value: &'a Expr) -> Option<(ActivityFieldId, &'a Value)> {
    match (&field.kind, &value.kind) {
        (ExprKind::ActivityField(field), ExprKind::Const(value)) => Some((*field, value)),
        _ => None,
    }
}

/// The constant as the field's type holds it.
fn fitting(value: &Value, ty: &Type) -> Option<Value> {
    match (value, ty) {
        (Value::Text(text), Type::OneOf(choices)) => choices.position(text).map(Value::Choice),
        (Value::Choice(_), Type::OneOf(_))
        | (Value::Text(_), Type::Text | Type::ExactText)
        | (Value::Number(_), Type::Number | Type::WholeNumber)
        | (Value::Date(_), Type::Date | Type::TimeOrDate)
        | (Value::Time(_), Type::Time | Type::TimeOrDate) => Some(value.clone()),
        _ => None,
    }
}
