//! From the wanted parts of a record, still text, to a row or an activity.

use super::bad_record::{BadReason, shown};
use super::raw_record::{Found, RawRecord};
use super::remedy::remedy;
use super::report::{FieldTallies, OddTimes};
use super::wanted::{Wanted, WantedField};
use super::{FirstOf, Only, RecordSource, Spelling, Way};
use crate::records::{FieldLayout, Layout};
use crate::values::text::folded;
use crate::values::{Instant, Misfit, RawScalar, Type, Value, Zone};
use std::ops::Range;
use std::sync::Arc;

/// A record's parts with all that is known about their source.
pub(super) struct Parts<'a> {
    pub(super) raw: &'a RawRecord,
    pub(super) wanted: &'a Wanted,
    pub(super) spelling: &'a Spelling,
    pub(super) zone: &'a Zone,
    pub(super) file: &'a Arc<str>,
    pub(super) line: u64,
}

impl<'a> Parts<'a> {
    /// The values of a record of a kind, by field id.
    pub(super) fn kind_values(
        &self,
        fields: &[FieldLayout],
        tallies: &mut FieldTallies,
        odd: &mut OddTimes,
    ) -> Vec<Value> {
        let mut values = vec![Value::Missing; fields.len()];
        for wanted in &self.wanted.fields {
            values[wanted.field] = self.counted(wanted, &fields[wanted.field].ty, tallies, odd);
        }
        values
    }

    /// The values of an activity, by activity field id. A field that its type does not have stays missing.
    pub(super) fn activity_values(
        &self,
        layout: &Layout,
        ty: Option<u32>,
        tallies: &mut FieldTallies,
        odd: &mut OddTimes,
    ) -> Vec<Value> {
        let mut values = vec![Value::Missing; layout.activity_fields.len()];
        for wanted in &self.wanted.fields {
            let field = &layout.activity_fields[wanted.field];
            if field.of.as_ref().is_none_or(|of| ty.is_some_and(|ty| of.contains(&ty))) {
                values[wanted.field] = self.counted(wanted, &field.field.ty, tallies, odd);
            }
        }
        values
    }

    /// What the activity knows about its contact: field ids and values, those that do not fit told.
    pub(super) fn facts(
        &self,
        fields: &[FieldLayout],
        tallies: &mut FieldTallies,
        odd: &mut OddTimes,
    ) -> Vec<(usize, Value)> {
        let known = |wanted: &WantedField| {
            let (_, value) = self.value(wanted, &fields[wanted.field].ty, tallies, odd);
            (!value.is_missing()).then_some((wanted.field, value))
        };
        self.wanted.facts.iter().filter_map(known).collect()
    }

    fn counted(&self, wanted: &WantedField, ty: &Type, tallies: &mut FieldTallies, odd: &mut OddTimes) -> Value {
        let (found, value) = self.value(wanted, ty, tallies, odd);
        tallies.count(wanted.field, found != Found::Absent, value.is_missing());
        value
    }

    /// What was found for a field, and its value; one that does not fit is told and missing.
    fn value(&self, wanted: &WantedField, ty: &Type, tallies: &mut FieldTallies, odd: &mut OddTimes) -> (Found, Value) {
        let spelling = wanted.spelling.as_deref().unwrap_or(self.spelling);
        let found = self.first(&wanted.slots, spelling);
        let value = self.fit_found(found, ty, spelling, |told| match told {
            Told::Misfit(value, why) => tallies.misfit(wanted.field, (self.file, self.line), value, why),
            Told::Time(spelled, value) => odd.look(spelling, spelled, value, (self.file, self.line)),
        });
        (found, value)
    }

    /// Of several ways to a part, the first with a value; else one that is there at all.
    fn first(&self, slots: &Range<usize>, spelling: &Spelling) -> Found {
        let all = || slots.clone().map(|slot| self.raw.get(slot));
        let known = all().find(|found| !self.is_missing(*found, spelling));
        known.or_else(|| all().find(|found| *found != Found::Absent)).unwrap_or(Found::Absent)
    }

    fn is_missing(&self, found: Found, spelling: &Spelling) -> bool {
        match found {
            Found::Absent | Found::Null => true,
            Found::Text(text) | Found::Number(text) => spelling.is_missing(self.raw.text(text)),
            Found::List(elements) => self.raw.list(elements).iter().all(|found| self.is_missing(*found, spelling)),
            Found::YesNo(_) | Found::NotJson | Found::Object => false,
        }
    }

    /// Whether the record is one of the source's: all its conditions hold, and none of its exceptions.
    pub(super) fn is_wanted(&self, source: &RecordSource) -> bool {
        source.only.iter().zip(&self.wanted.only).all(|(only, slots)| self.holds(only, slots))
            && !source.except.iter().zip(&self.wanted.except).any(|(except, slots)| self.holds(except, slots))
    }

    fn holds(&self, only: &Only, slots: &Range<usize>) -> bool {
        let found = self.first(slots, self.spelling);
        if only.values.is_empty() {
            return !self.is_missing(found, self.spelling);
        }
        let fits = |found: Found| {
            let scalar = scalar(self.raw, found).ok().filter(|scalar| *scalar != RawScalar::Null);
            scalar.is_some_and(|scalar| only.values.iter().any(|value| folded(value) == folded(spelled(scalar))))
        };
        match found {
            Found::List(elements) => self.raw.list(elements).iter().any(|found| fits(*found)),
            found => fits(found),
        }
    }

    /// An id, a key or a type: a text exactly as it stands there; a number is the text it is spelled with. None where it
    /// is missing.
    pub(super) fn identifying(&self, slots: Range<usize>, from: &FirstOf) -> Result<Option<&'a str>, BadReason> {
        let not_text = |found| Err(BadReason::NotText { field: from.to_string(), found });
        match self.first(&slots, self.spelling) {
            found if self.is_missing(found, self.spelling) => Ok(None),
            Found::Text(text) | Found::Number(text) => Ok(Some(self.raw.text(text))),
            Found::YesNo(_) => not_text("`true` or `false`"),
            Found::List(_) => not_text("a list"),
            Found::NotJson => not_text("a text that does not hold JSON"),
            Found::Absent | Found::Null | Found::Object => not_text("an object"),
        }
    }

    /// The same, where a list says all that it holds.
    pub(super) fn all_identifying(&self, slot: usize, way: &Way) -> Result<Vec<&'a str>, BadReason> {
        let Found::List(elements) = self.raw.get(slot) else {
            return Ok(self.identifying(slot..slot + 1, &way.clone().into())?.into_iter().collect());
        };
        let is_text = |found: &Found| matches!(found, Found::Text(_) | Found::Number(_) | Found::Null);
        if let Some(other) = self.raw.list(elements).iter().find(|found| !is_text(found)) {
            let found = if *other == Found::EMPTY_LIST { "a list of lists" } else { "a list of something else" };
            return Err(BadReason::NotText { field: way.to_string(), found });
        }
        Ok(self.all_texts(&(slot..slot + 1)))
    }

    /// The same, where a record without is bad.
    pub(super) fn needed(&self, slots: Range<usize>, from: &FirstOf) -> Result<&'a str, BadReason> {
        let found = self.identifying(slots, from)?;
        found.ok_or_else(|| BadReason::NoField { field: from.to_string(), nearest: None })
    }

    /// The texts and numbers of a part, be it one or a list.
    pub(super) fn all_texts(&self, slots: &Range<usize>) -> Vec<&'a str> {
        let text = |found: Found| match found {
            Found::Text(text) | Found::Number(text) => Some(self.raw.text(text)),
            _ => None,
        };
        let found = self.first(slots, self.spelling);
        let texts: Vec<&str> = match found {
            Found::List(elements) => self.raw.list(elements).iter().filter_map(|found| text(*found)).collect(),
            found => text(found).into_iter().collect(),
        };
        texts.into_iter().filter(|text| !self.spelling.is_missing(text)).collect()
    }

    /// When an activity was.
    pub(super) fn time(&self, from: &FirstOf, spelling: &Spelling, odd: &mut OddTimes) -> Result<Instant, BadReason> {
        let field = from.to_string();
        let found = self.first(&self.wanted.at, spelling);
        let scalar = match scalar(self.raw, found) {
            Ok(scalar) => scalar,
            Err(why) => return Err(BadReason::NotATime { field, why: format!("it {why}") }),
        };
        match spelling.fit(&Type::Time, scalar, self.zone) {
            Ok(Value::Time(at)) => {
                odd.look(spelling, spelled(scalar), &Value::Time(at), (self.file, self.line));
                Ok(at)
            }
            Ok(_) => Err(BadReason::NoField { field, nearest: None }),
            Err(why) => Err(BadReason::NotATime { field, why: why_no_time(scalar, &why, spelling) }),
        }
    }

    /// The value of a field; what does not fit is told and missing.
    fn fit_found(&self, found: Found, ty: &Type, spelling: &Spelling, mut tell: impl FnMut(Told<'_>)) -> Value {
        let mut fit_one = |found: Found, ty: &Type| {
            let scalar = match scalar(self.raw, found) {
                Ok(scalar) => scalar,
                Err(why) => {
                    tell(Told::Misfit(None, why));
                    return Value::Missing;
                }
            };
            match spelling.fit(ty, scalar, self.zone) {
                Ok(value) => {
                    if matches!(value, Value::Time(_) | Value::Date(_)) {
                        tell(Told::Time(spelled(scalar), &value));
                    }
                    value
                }
                Err(why) => {
                    tell(Told::Misfit(Some(spelled(scalar)), why));
                    Value::Missing
                }
            }
        };
        match (found, ty) {
            (Found::List(elements), Type::List(of)) => {
                Value::list(self.raw.list(elements).iter().map(|element| fit_one(*element, of)).collect())
            }
            (Found::List(_), _) if self.is_missing(found, spelling) => Value::Missing,
            _ => fit_one(found, ty),
        }
    }
}

/// What is told about a value.
enum Told<'a> {
    Misfit(Option<&'a str>, Misfit),
    Time(&'a str, &'a Value),
}

/// Why a text or a number is no time, and what to declare where that is likely.
fn why_no_time(scalar: RawScalar<'_>, why: &Misfit, spelling: &Spelling) -> String {
    let likely = match scalar {
        RawScalar::NumberText(text) | RawScalar::Text(text) => spelling.likely_unit(text),
        RawScalar::Null | RawScalar::Bool(_) => None,
    };
    let text = shown(spelled(scalar));
    match (spelling.time.unit, likely) {
        (None, Some(unit)) if spelling.time.formats.is_empty() => {
            format!("`{text}` is a number, and what it counts is not declared; it is probably `{unit}`")
        }
        (None, None) if matches!(scalar, RawScalar::NumberText(_)) && spelling.time.formats.is_empty() => {
            format!("`{text}` is a number, and what it counts is not declared")
        }
        (Some(declared), Some(unit)) => {
            format!("`{text}` {why} when it counts `{}`; it probably counts `{unit}`", declared.sign())
        }
        _ => {
            let remedy = remedy(Some(spelled(scalar)), why).map_or(String::new(), |remedy| format!("; {remedy}"));
            format!("`{text}` {why}{remedy}")
        }
    }
}

fn scalar<'a>(raw: &'a RawRecord, found: Found) -> Result<RawScalar<'a>, Misfit> {
    Ok(match found {
        Found::Absent | Found::Null => RawScalar::Null,
        Found::YesNo(yes) => RawScalar::Bool(yes),
        Found::Number(text) => RawScalar::NumberText(raw.text(text)),
        Found::Text(text) => RawScalar::Text(raw.text(text)),
        Found::List(_) => return Err(Misfit::List),
        Found::NotJson => return Err(Misfit::NotJson),
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
