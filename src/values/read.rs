//! Reading data kindly, where the type of a field is declared.
//!
//! Text, numbers and yes/no of a source come in; a value of the declared type comes out, or what is wrong with it.
//! What a source says about a field beyond its type (epoch units, own date formats) is not read here.

use super::number::{Decimal, NumberError};
use super::text::{folded, is_blank, trim};
use super::time::Date;
use super::types::Type;
use super::value::Value;
use super::zone::{InstantError, Zone, parse_instant};
use std::fmt;

/// A value as a source gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawScalar<'a> {
    /// JSON `null`; an absent field.
    Null,
    /// JSON `true` or `false`.
    Bool(bool),
    /// A JSON number, as it is spelled.
    NumberText(&'a str),
    /// A JSON text, or a cell of a table.
    Text(&'a str),
}

/// What is wrong with a value; as a sentence it follows the value: "`12.5` is not a whole number".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// `"1,200"` for a number.
    NotANumber,
    /// `1e13` for a number.
    TooLarge,
    /// `12.5` for a whole number.
    NotWhole,
    /// `"maybe"` for yes/no.
    NotYesNo,
    /// `"01.11.2026"` for a date.
    NotADate,
    /// `1793520000` for a time.
    NotATime,
    /// `"2026-02-30"` for a date or a time.
    NoSuchTime,
    /// `"2026-11-01T09:00:00"` for a time.
    NoOffset,
    /// A time outside the years 0001 to 9999.
    TimeOutOfRange,
    /// `"Heathcare"` for `one of "Healthcare", "Biotech"`.
    NotOneOf,
    /// A list for a field that holds one value.
    List,
    /// A record (a JSON object) for a field that holds a value.
    Record,
    /// A text that was declared to hold JSON and does not.
    NotJson,
    /// A time that fits none of the declared patterns.
    NotDeclaredTime,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Misfit::NotANumber => "is not a number",
            Misfit::TooLarge => "is beyond 1,000,000,000,000",
            Misfit::NotWhole => "is not a whole number",
            Misfit::NotYesNo => "is neither yes nor no",
            Misfit::NotADate => "is not a date such as `2026-11-01`",
            Misfit::NotATime => "is not a time such as `2026-11-01T09:00:00Z`",
            Misfit::NoSuchTime => "is a day or a time of day that does not exist",
            Misfit::NoOffset => "does not say its zone: it has to end with `Z` or an offset such as `+01:00`",
            Misfit::TimeOutOfRange => "is not in the years 0001 to 9999",
            Misfit::NotOneOf => "is none of the declared values",
            Misfit::List => "is a list where one value is declared",
            Misfit::Record => "is a record where a value is declared",
            Misfit::NotJson => "does not hold JSON",
            Misfit::NotDeclaredTime => "fits none of the declared patterns of times",
        })
    }
}

impl std::error::Error for Misfit {}

impl From<NumberError> for Misfit {
    fn from(error: NumberError) -> Misfit {
        match error {
            NumberError::NotANumber => Misfit::NotANumber,
            NumberError::TooLarge => Misfit::TooLarge,
        }
    }
}

impl From<InstantError> for Misfit {
    fn from(error: InstantError) -> Misfit {
        match error {
            InstantError::NotATime => Misfit::NotATime,
            InstantError::NoSuchTime => Misfit::NoSuchTime,
            InstantError::NoOffset => Misfit::NoOffset,
            InstantError::OutOfRange => Misfit::TimeOutOfRange,
        }
    }
}

/// The value of a declared type that a raw one stands for.
///
/// - null and blank text are missing, whatever the type
/// - text: text as it came; a number as it is spelled; `true` and `false`
/// - number, whole number: a number, or its text with blanks around
/// - yes/no: `true` and `false`; 1 and 0; the words yes, no, true, false, y, n, t, f, on, off in any case
/// - time: RFC 3339, or a date, which is its 00:00 in `zone`
/// - time or date: a date if that is all there is, else a time
/// - date: `2026-11-01`, or a time of RFC 3339, which is the day it falls on in `zone`
/// - one of: the name, in any case, blanks around; a number as it is spelled
/// - list: one value is a list of one
pub fn fit(ty: &Type, raw: RawScalar<'_>, zone: &Zone) -> Result<Value, Misfit> {
    match raw {
        RawScalar::Null => return Ok(Value::Missing),
        RawScalar::Text(text) if is_blank(text) => return Ok(Value::Missing),
        _ => {}
    }
    match ty {
        Type::Text | Type::ExactText => Ok(Value::text(spelling(raw))),
        Type::Number => Ok(Value::Number(number(raw)?)),
        Type::WholeNumber => Some(number(raw)?).filter(|n| n.is_whole()).map(Value::Number).ok_or(Misfit::NotWhole),
        Type::YesNo => yes_no(raw).map(Value::YesNo).ok_or(Misfit::NotYesNo),
        Type::Time => Ok(Value::Time(parse_instant(time_text(raw).ok_or(Misfit::NotATime)?, zone)?)),
        Type::TimeOrDate => match time_text(raw).ok_or(Misfit::NotATime)? {
            text if is_bare_date(text) => date(text, zone),
            text => Ok(Value::Time(parse_instant(text, zone)?)),
        },
        Type::Date => date(time_text(raw).ok_or(Misfit::NotADate)?, zone),
        Type::OneOf(choices) => choices.position(spelling(raw)).map(Value::Choice).ok_or(Misfit::NotOneOf),
        Type::List(element) => Ok(Value::list(vec![fit(element, raw, zone)?])),
    }
}

/// The list of a declared element type; elements that do not fit are left out and given to `misfit` with their
/// position, counted from 0.
pub fn fit_list<'a>(
    element: &Type,
    raws: impl IntoIterator<Item = RawScalar<'a>>,
    zone: &Zone,
    mut misfit: impl FnMut(u64, Misfit),
) -> Value {
    let fitted = (0..).zip(raws).map(|(position, raw)| {
        fit(element, raw, zone).unwrap_or_else(|why| {
            misfit(position, why);
            Value::Missing
        })
    });
    Value::list(fitted.collect())
}

/// The text a raw value is written with.
fn spelling<'a>(raw: RawScalar<'a>) -> &'a str {
    match raw {
        RawScalar::Null => "",
        RawScalar::Bool(true) => "true",
        RawScalar::Bool(false) => "false",
        RawScalar::NumberText(text) | RawScalar::Text(text) => text,
    }
}

fn number(raw: RawScalar<'_>) -> Result<Decimal, Misfit> {
    match raw {
        RawScalar::NumberText(text) | RawScalar::Text(text) => Ok(Decimal::parse(trim(text))?),
        RawScalar::Null | RawScalar::Bool(_) => Err(Misfit::NotANumber),
    }
}

fn yes_no(raw: RawScalar<'_>) -> Option<bool> {
    match raw {
        RawScalar::Null => None,
        RawScalar::Bool(yes) => Some(yes),
        RawScalar::NumberText(text) => match Decimal::parse(text) {
            Ok(Decimal::ONE) => Some(true),
            Ok(Decimal::ZERO) => Some(false),
            _ => None,
        },
        RawScalar::Text(text) => match &*folded(text) {
            "yes" | "true" | "1" | "y" | "t" | "on" => Some(true),
            "no" | "false" | "0" | "n" | "f" | "off" => Some(false),
            _ => None,
        },
    }
}

/// The trimmed text in which a time or date is written; a number is none.
fn time_text<'a>(raw: RawScalar<'a>) -> Option<&'a str> {
    match raw {
        RawScalar::Text(text) => Some(trim(text)),
        _ => None,
    }
}

/// Whether a text says a day and nothing of its hours.
pub fn is_bare_date(text: &str) -> bool {
    Date::parse(text).is_some()
}

fn date(text: &str, zone: &Zone) -> Result<Value, Misfit> {
    if let Some(date) = Date::parse(text) {
        return Ok(Value::Date(date));
    }
    match parse_instant(text, zone) {
        Ok(at) => {
            Some(zone.local_day(at)).filter(|day| day.is_supported()).map(Value::Date).ok_or(Misfit::TimeOutOfRange)
        }
        Err(InstantError::NotATime) => Err(Misfit::NotADate),
        Err(other) => Err(other.into()),
    }
}

#[cfg(test)]
mod tests;
