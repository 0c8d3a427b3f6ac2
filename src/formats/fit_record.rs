//! From the wanted parts of a record, still text, to a row or an activity.

use super::bad_record::{BadReason, shown};
use super::raw_record::{Found, RawRecord};
use super::report::FieldTallies;
use super::wanted::Wanted;
use super::{ActivitySource, EpochUnit, KindSource};
use crate::records::{FieldLayout, Layout};
use crate::values::read::fit;
use crate::values::text::is_blank;
use crate::values::{Instant, Misfit, RawScalar, Type, Value, Zone};
use std::sync::Arc;

/// What a source says about its values beyond their types.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) zone: &'a Zone,
    pub(super) time_unit: Option<EpochUnit>,
}

impl Reading<'_> {
    /// The value of a type that a raw one stands for.
    fn fit(&self, ty: &Type, scalar: RawScalar<'_>) -> Result<Value, Misfit> {
        fit(ty, scalar, self.zone).or_else(|why| self.number_as_time(ty, scalar).ok_or(why))
    }

    /// A time or a day as a number, where the source has said what numbers count.
    fn number_as_time(&self, ty: &Type, scalar: RawScalar<'_>) -> Option<Value> {
        let (RawScalar::NumberText(text) | RawScalar::Text(text)) = scalar else {
            return None;
        };
        match ty {
            Type::Time => self.time_unit?.read(text).map(Value::Time),
            Type::Date => self.time_unit?.read(text).map(|at| Value::Date(self.zone.local_day(at))),
            Type::List(of) => self.number_as_time(of, scalar).map(|value| Value::list(vec![value])),
            _ => None,
        }
    }
}

/// A record's place, for what is noted about its fields.
pub(super) struct NoteAt<'a> {
    pub(super) file: &'a Arc<str>,
    pub(super) line: u64,
}

/// The values of a record of a kind, by field id.
pub(super) fn kind_values(
    raw: &RawRecord,
    wanted: &Wanted,
    fields: &[FieldLayout],
    reading: Reading<'_>,
    tallies: &mut FieldTallies,
    at: &NoteAt<'_>,
) -> Vec<Value> {
    let mut values = vec![Value::Missing; fields.len()];
    for (slot, field) in (wanted.n_fixed..).zip(&wanted.fields) {
        let found = raw.get(slot);
        values[*field] =
            fit_found(raw, found, &fields[*field].ty, reading, |value, why| tallies.misfit(*field, at, value, why));
        tallies.count(*field, found, values[*field].is_missing());
    }
    values
}

/// The values of an activity, by activity field id. A field that its type does not have stays missing.
pub(super) fn activity_values(
    raw: &RawRecord,
    wanted: &Wanted,
    layout: &Layout,
    reading: Reading<'_>,
    ty: Option<u32>,
    tallies: &mut FieldTallies,
    at: &NoteAt<'_>,
) -> Vec<Value> {
    let mut values = vec![Value::Missing; layout.activity_fields.len()];
    for (slot, id) in (wanted.n_fixed..).zip(&wanted.fields) {
        let field = &layout.activity_fields[*id];
        let has_it = field.of.as_ref().is_none_or(|of| ty.is_some_and(|ty| of.contains(&ty)));
        if has_it {
            let found = raw.get(slot);
            let ty = &field.field.ty;
            values[*id] = fit_found(raw, found, ty, reading, |value, why| tallies.misfit(*id, at, value, why));
            tallies.count(*id, found, values[*id].is_missing());
        }
    }
    values
}

/// The id of a record.
pub(super) fn kind_id<'a>(raw: &'a RawRecord, source: &KindSource) -> Result<&'a str, BadReason> {
    identifying(raw, Wanted::KEY, &source.key)
}

/// Contact and type of an activity.
pub(super) fn contact_and_type<'a>(
    raw: &'a RawRecord,
    source: &ActivitySource,
) -> Result<(&'a str, &'a str), BadReason> {
    let contact = identifying(raw, Wanted::CONTACT, &source.contact)?;
    Ok((contact, identifying(raw, Wanted::TYPE, &source.ty)?))
}

/// When an activity was.
pub(super) fn activity_time(
    raw: &RawRecord,
    source: &ActivitySource,
    reading: Reading<'_>,
) -> Result<Instant, BadReason> {
    let found = raw.get(Wanted::AT);
    let field = source.at.to_string();
    match scalar(raw, found).map(|scalar| (reading.fit(&Type::Time, scalar), scalar)) {
        Ok((Ok(Value::Time(at)), _)) => Ok(at),
        Ok((Ok(_), _)) => Err(BadReason::NoField { field, nearest: None }),
        Ok((Err(_), RawScalar::NumberText(text))) if reading.time_unit.is_none() => {
            let why = format!("`{}` is a number, and what it counts is not declared", shown(text));
            Err(BadReason::NotATime { field, why })
        }
        Ok((Err(why), scalar)) => Err(BadReason::NotATime { field, why: sentence(scalar, &why) }),
        Err(why) => Err(BadReason::NotATime { field, why: format!("it {why}") }),
    }
}

/// An activity's own id, if it has one that is a text or a number.
pub(super) fn activity_id(raw: &RawRecord) -> Option<&str> {
    match raw.get(Wanted::ACTIVITY_ID) {
        Found::Text(text) | Found::Number(text) => Some(raw.text(text)).filter(|id| !is_blank(id)),
        _ => None,
    }
}

/// Ids and types are texts, exactly as they stand there; a number is the text it is spelled with.
fn identifying<'a>(raw: &'a RawRecord, slot: usize, way: &super::Way) -> Result<&'a str, BadReason> {
    let not_text = |found| Err(BadReason::NotText { field: way.to_string(), found });
    match raw.get(slot) {
        Found::Text(text) | Found::Number(text) if !is_blank(raw.text(text)) => Ok(raw.text(text)),
        Found::Absent | Found::Null | Found::Text(_) | Found::Number(_) => {
            Err(BadReason::NoField { field: way.to_string(), nearest: None })
        }
        Found::YesNo(_) => not_text("`true` or `false`"),
        Found::List(_) => not_text("a list"),
        Found::Object => not_text("an object"),
    }
}

/// The value of a field; what does not fit is told and missing.
fn fit_found(
    raw: &RawRecord,
    found: Found,
    ty: &Type,
    reading: Reading<'_>,
    mut misfit: impl FnMut(Option<&str>, Misfit),
) -> Value {
    let mut fit_one = |found: Found, ty: &Type| {
        let scalar = match scalar(raw, found) {
            Ok(scalar) => scalar,
            Err(why) => {
                misfit(None, why);
                return Value::Missing;
            }
        };
        reading.fit(ty, scalar).unwrap_or_else(|why| {
            misfit(Some(spelled(scalar)), why);
            Value::Missing
        })
    };
    match (found, ty) {
        (Found::List(elements), Type::List(of)) => {
            Value::list(raw.list(elements).iter().map(|element| fit_one(*element, of)).collect())
        }
        (Found::List(elements), _) if raw.list(elements).iter().all(|element| is_missing(raw, *element)) => {
            Value::Missing
        }
        _ => fit_one(found, ty),
    }
}

fn is_missing(raw: &RawRecord, found: Found) -> bool {
    match found {
        Found::Absent | Found::Null => true,
        Found::Text(text) => is_blank(raw.text(text)),
        Found::YesNo(_) | Found::Number(_) | Found::List(_) | Found::Object => false,
    }
}

fn scalar<'a>(raw: &'a RawRecord, found: Found) -> Result<RawScalar<'a>, Misfit> {
    Ok(match found {
        Found::Absent | Found::Null => RawScalar::Null,
        Found::YesNo(yes) => RawScalar::Bool(yes),
        Found::Number(text) => RawScalar::NumberText(raw.text(text)),
        Found::Text(text) => RawScalar::Text(raw.text(text)),
        Found::List(_) => return Err(Misfit::List),
        Found::Object => return Err(Misfit::Record),
    })
}

fn spelled<'a>(scalar: RawScalar<'a>) -> &'a str {
    match scalar {
        RawScalar::Null => "null",
        RawScalar::Bool(true) => "true",
        RawScalar::Bool(false) => "false",
        RawScalar::NumberText(text) | RawScalar::Text(text) => text,
    }
}

fn sentence(scalar: RawScalar<'_>, why: &Misfit) -> String {
    format!("`{}` {why}", shown(spelled(scalar)))
}
