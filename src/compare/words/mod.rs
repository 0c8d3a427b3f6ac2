//! Conditions, values and phrases as text: once as what they mean, once for people.
//!
//! The *normal form* is the same text for whatever means the same by the laws it knows: parts of `and` and `or` in one
//! order and each once, `not` pushed inwards (conditions are two-valued, so that is exact under missing), sides of a
//! comparison turned to one order, texts folded where they compare folded, lists as sets, phrases that are named by a
//! `let` merged with what stands around them. It says of every name what it is (`score lead`), so that two programs
//! with the same text mean the same. The *shown form* keeps the order and the spelling of the author.

mod choice;
mod cond;
mod curve;
mod expr;
mod phrase;

use super::names::Names;
use crate::typed::{KindId, TypedRules};
use crate::values::text::{fold, trim};
use crate::values::time::SECOND_US;
use crate::values::{Type, Value};

/// Who writes a program's parts as text.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    pub rules: &'a TypedRules,
    /// How lists and tables are called.
    pub names: &'a Names,
    /// Whether the normal form is written, and not the shown one.
    pub normal: bool,
    /// Whose fields bare names are.
    pub kind: KindId,
}

impl<'a> Words<'a> {
    /// The same for records of another kind.
    pub fn of_kind(self, kind: KindId) -> Words<'a> {
        Words { kind, ..self }
    }

    /// Parts in one order, each once, in the normal form; as they are in the shown one.
    fn set(&self, mut parts: Vec<String>) -> Vec<String> {
        if self.normal {
            parts.sort();
            parts.dedup();
        }
        parts
    }

    /// A word that tells in the normal form what a name is.
    fn named(&self, what: &str, name: &str) -> String {
        if self.normal { format!("{what} {}", quoted(name)) } else { written(name) }
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

    /// A constant where it compares as this type: texts that compare folded are folded in the normal form.
    pub fn compared(&self, value: &Value, ty: &Type) -> String {
        match value {
            Value::Text(text) if self.normal && *ty.element() == Type::Text => quoted(&fold(trim(text))),
            value => self.constant(value, ty),
        }
    }
}

/// A text in quotes, with what would end it escaped.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

/// A name as rules write it.
pub fn written(name: &str) -> String {
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let is_word = name.chars().all(word) && !name.starts_with(|c: char| c.is_ascii_digit());
    if is_word { name.to_owned() } else { format!("`{name}`") }
}

/// A length of time in its greatest whole unit up to days: `30d`, `36h`, `90s`.
pub fn duration(us: i64) -> String {
    let units = [(86_400, "d"), (3_600, "h"), (60, "m"), (1, "s")];
    match units.into_iter().find(|(s, _)| us % (s * SECOND_US) == 0) {
        Some((s, letter)) => format!("{}{letter}", us / (s * SECOND_US)),
        None => format!("{us}us"),
    }
}
