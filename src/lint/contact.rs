//! Contacts made to show something: a row, activities, and how a `test` block would write them.

use super::AS_OF;
use super::cells::Base;
use crate::plan::{AccumulatorId, ActivityTypeId, Feed, FieldTarget, Gate, Gathers, Op, Plan, TypeSet};
use crate::records::{Activity, Row};
use crate::syntax::words::is_plain_name;
use crate::typed::{ActivityFieldId, FieldId, KindId, TypedRules};
use crate::values::{Instant, Type, Value};
use std::sync::Arc;

/// A record, and what it did.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    /// What kind of record.
    pub kind: u32,
    fields: Vec<(FieldId, Value)>,
    activities: Vec<Did>,
}

/// Some activities that are alike.
#[derive(Clone, Debug)]
struct Did {
    ty: String,
    at: Instant,
    n: u32,
    fields: Vec<(ActivityFieldId, Value)>,
}

/// So many activities of one kind are made at most.
const ACTIVITIES_MAX: u32 = 1_000;

impl Contact {
    /// A record of a kind about which nothing is known.
    pub fn of(kind: KindId) -> Contact {
        Contact { kind: kind.0, ..Contact::default() }
    }

    /// The record of a kind with these values; none where they cannot be given to one.
    pub fn with(plan: &Plan, kind: KindId, values: &[(Base, Value)]) -> Option<Contact> {
        let mut contact = Contact::of(kind);
        for (base, value) in values.iter().filter(|(_, value)| !value.is_missing()) {
            match base {
                Base::Value(node) => match &plan.node(*node).op {
                    Op::Field(links, FieldTarget::Field(field)) if links.is_empty() => {
                        contact.fields.push((*field, value.clone()));
                    }
                    Op::ContactField(links, FieldTarget::Field(field)) if links.is_empty() => {
                        contact.fields.push((*field, value.clone()));
                    }
                    Op::Gathered(id, _) => match (value, &plan.accumulator(*id).gathers) {
                        (Value::Time(at), Gathers::Newest | Gathers::Oldest) => {
                            contact.does(plan, *id, Some(*at), 1)?;
                        }
                        _ => return None,
                    },
                    _ => return None,
                },
                Base::Count(id) => {
                    let n = u32::try_from(value.as_number()?.micro() / 1_000_000).ok()?;
                    contact.does(plan, *id, None, n)?;
                }
                Base::Tier(..) | Base::Free(_) => return None,
            }
        }
        contact.fields.sort_by_key(|(field, _)| field.0);
        Some(contact)
    }

    /// Adds activities that an accumulator keeps; what its filter asks for is left to luck.
    fn does(&mut self, plan: &Plan, id: AccumulatorId, at: Option<Instant>, n: u32) -> Option<()> {
        if n == 0 {
            return Some(());
        }
        let Feed::Gate(gate) = &plan.accumulator(id).feed else { return None };
        let at = at.unwrap_or_else(|| Instant::from_us(AS_OF.us().saturating_sub(gate.upto_us)));
        let did = Did { ty: type_of(plan, &gate.types, None)?, at, n, fields: Vec::new() };
        (n <= ACTIVITIES_MAX).then(|| self.activities.push(did))
    }

    /// The contact who did one activity with these values just now; none where no activity can have them.
    pub fn who_did(plan: &Plan, values: &[(Base, Value)]) -> Option<Contact> {
        Contact::who_did_one(plan, &TypeSet::All, AS_OF, values)
    }

    /// The contact who did one activity that passes a gate, whose filter these values satisfy.
    pub fn who_did_at(plan: &Plan, gate: &Gate, at: Instant, values: &[(Base, Value)]) -> Option<Contact> {
        Contact::who_did_one(plan, &gate.types, at, values)
    }

    fn who_did_one(plan: &Plan, types: &TypeSet, at: Instant, values: &[(Base, Value)]) -> Option<Contact> {
        let mut contact = Contact::of(KindId(0));
        let mut did = Did { ty: String::new(), at, n: 1, fields: Vec::new() };
        let mut of: Option<Vec<ActivityTypeId>> = None;
        for (base, value) in values.iter().filter(|(_, value)| !value.is_missing()) {
            let Base::Value(node) = base else { return None };
            match &plan.node(*node).op {
                Op::ActivityField(field) => {
                    if let Some(types) = &plan.activities.fields[field.0 as usize].of {
                        let types = types.iter().copied();
                        of = Some(match of {
                            None => types.collect(),
                            Some(of) => types.filter(|ty| of.contains(ty)).collect(),
                        });
                    }
                    did.fields.push((*field, value.clone()));
                }
                Op::ActivityType => did.ty = value.as_text()?.to_owned(),
                Op::ContactField(links, FieldTarget::Field(field)) if links.is_empty() => {
                    contact.fields.push((*field, value.clone()));
                }
                _ => return None,
            }
        }
        if did.ty.is_empty() {
            did.ty = type_of(plan, types, of.as_deref())?;
        }
        contact.activities.push(did);
        Some(contact)
    }

    /// The row, by the fields of its kind.
    pub fn row(&self, rules: &TypedRules, id: &Arc<str>) -> Row {
        let mut values = vec![Value::Missing; rules.kinds[self.kind as usize].fields.len()];
        for (field, value) in &self.fields {
            values[field.0 as usize] = value.clone();
        }
        Row { id: Arc::clone(id), values }
    }

    /// What it did.
    pub fn activities(&self, rules: &TypedRules, id: &Arc<str>) -> Vec<Activity> {
        let one = |did: &Did| {
            let mut values = vec![Value::Missing; rules.activity_fields.len()];
            for (field, value) in &did.fields {
                values[field.0 as usize] = value.clone();
            }
            Activity { contact: Arc::clone(id), ty: Arc::from(did.ty.as_str()), at: did.at, id: None, values }
        };
        self.activities.iter().flat_map(|did| (0..did.n).map(move |_| one(did))).collect()
    }

    /// As a `test` block would write it, on one line.
    pub fn text(&self, rules: &TypedRules) -> String {
        let kind = &rules.kinds[self.kind as usize];
        let of_kind = |(field, value): &(FieldId, Value)| {
            let field = &kind.fields[field.0 as usize];
            format!("{}: {}", path(&field.name), written(value, &field.ty))
        };
        let mut text = block(&kind.name, self.fields.iter().map(of_kind).collect());
        for did in &self.activities {
            let of_activity = |(field, value): &(ActivityFieldId, Value)| {
                let field = &rules.activity_fields[field.0 as usize];
                format!("{}: {}", path(&field.name), written(value, &field.ty))
            };
            let mut fields: Vec<String> = did.fields.iter().map(of_activity).collect();
            fields.push(format!("at: {}", ago(did.at)));
            let times = if did.n == 1 { String::new() } else { format!("{} x ", did.n) };
            text += &format!(", {times}{}", block(&path(&did.ty), fields));
        }
        let has_time = |value: &Value| matches!(value.elements().first(), Some(Value::Time(_) | Value::Date(_)));
        if self.fields.iter().any(|(_, value)| has_time(value)) {
            text += ", as of 2026-11-01";
        }
        text
    }
}

/// The first type of a set that is among those that have the fields.
fn type_of(plan: &Plan, types: &TypeSet, of: Option<&[ActivityTypeId]>) -> Option<String> {
    let has = |id: &ActivityTypeId| types.has(Some(*id)) && of.is_none_or(|of| of.contains(id));
    let id = (0u32..).map(ActivityTypeId).take(plan.activities.types.len()).find(has)?;
    Some(plan.activities.types[id.0 as usize].name.clone())
}

fn block(name: &str, fields: Vec<String>) -> String {
    if fields.is_empty() { format!("{name} {{}}") } else { format!("{name} {{ {} }}", fields.join(", ")) }
}

/// How long ago, in the largest unit that says it exactly.
fn ago(at: Instant) -> String {
    let us = AS_OF.us().saturating_sub(at.us());
    const UNITS: [(i64, &str); 4] = [(86_400, "d"), (3_600, "h"), (60, "m"), (1, "s")];
    let exact = UNITS.iter().find(|(seconds, _)| us % (seconds * 1_000_000) == 0);
    match exact {
        Some(_) if us == 0 => "0s ago".to_owned(),
        Some((seconds, letter)) if us > 0 => format!("{}{letter} ago", us / (seconds * 1_000_000)),
        _ => at.to_string(),
    }
}

/// A dotted name, each part in backquotes where it is no plain word.
fn path(name: &str) -> String {
    if name.split('.').all(is_plain_name) { name.to_owned() } else { format!("`{name}`") }
}

fn written(value: &Value, ty: &Type) -> String {
    let text = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    match value {
        Value::Missing => "missing".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Text(written) => text(written),
        Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Time(at) => at.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Choice(place) => match ty.element() {
            Type::OneOf(choices) => text(choices.name(*place).unwrap_or_default()),
            _ => "missing".to_owned(),
        },
        Value::List(elements) => {
            let all: Vec<String> = elements.iter().map(|one| written(one, ty.element())).collect();
            format!("[{}]", all.join(", "))
        }
    }
}
