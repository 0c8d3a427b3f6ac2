//! One table of a project file, asked for its settings by name.

use super::ProjectError;
use crate::diag::{nearest, one_line};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The text of a project file.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
}

impl Text<'_> {
    /// A mistake at a place.
    pub(super) fn wrong(&self, at: &Range<usize>, message: impl Into<String>) -> ProjectError {
        let before = self.text.get(..at.start).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        ProjectError {
            file: self.name.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message: message.into(),
            help: None,
        }
    }

    /// What is no TOML at all.
    pub(super) fn syntax(&self, error: &toml::de::Error) -> ProjectError {
        let message = format!("this is not valid TOML: {}", one_line(error.message()));
        self.wrong(&error.span().unwrap_or(0..0), message)
    }
}

/// The settings of one table. Those that were asked for are the known ones; [`Keys::finish`] refuses all others.
pub(super) struct Keys<'a> {
    pub(super) text: Text<'a>,
    table: &'a DeTable<'a>,
    at: Range<usize>,
    asked: Vec<&'static str>,
}

/// A value with its place.
pub(super) type Value<'a> = &'a Spanned<DeValue<'a>>;

impl<'a> Keys<'a> {
    pub(super) fn new(text: Text<'a>, table: &'a DeTable<'a>, at: Range<usize>) -> Keys<'a> {
        Keys { text, table, at, asked: Vec::new() }
    }

    /// The settings of a value that has to be a table.
    pub(super) fn of(text: Text<'a>, value: Value<'a>, what: &str) -> Result<Keys<'a>, ProjectError> {
        match value.get_ref() {
            DeValue::Table(table) => Ok(Keys::new(text, table, value.span())),
            other => Err(text.wrong(&value.span(), format!("{what} has to be a table, this is {}", noun(other)))),
        }
    }

    /// A mistake of the table as a whole.
    pub(super) fn wrong(&self, message: impl Into<String>) -> ProjectError {
        self.text.wrong(&self.at, message)
    }

    /// Where the table stands.
    pub(super) fn at(&self) -> &Range<usize> {
        &self.at
    }

    /// The value of a setting.
    pub(super) fn get(&mut self, name: &'static str) -> Option<Value<'a>> {
        self.asked.push(name);
        self.table.get(name)
    }

    /// All settings of a table of free names, in the order of the file.
    pub(super) fn all(&self) -> Vec<(&'a str, Range<usize>, Value<'a>)> {
        let mut all: Vec<_> = self.table.iter().map(|(key, value)| (&**key.get_ref(), key.span(), value)).collect();
        all.sort_by_key(|(_, at, _)| at.start);
        all
    }

    /// A text.
    pub(super) fn text(&mut self, name: &'static str) -> Result<Option<&'a str>, ProjectError> {
        let text = self.text;
        self.get(name).map(|value| one_text(text, name, value)).transpose()
    }

    /// A text or a list of texts.
    pub(super) fn texts(&mut self, name: &'static str) -> Result<Option<Vec<String>>, ProjectError> {
        let text = self.text;
        self.get(name).map(|value| texts(text, name, value)).transpose()
    }

    /// `true` or `false`, false where it is left out.
    pub(super) fn is_set(&mut self, name: &'static str) -> Result<bool, ProjectError> {
        match self.get(name).map(|value| (value.get_ref(), value.span())) {
            None => Ok(false),
            Some((DeValue::Boolean(yes), _)) => Ok(*yes),
            Some((other, at)) => {
                Err(self.text.wrong(&at, format!("`{name}` has to be `true` or `false`, this is {}", noun(other))))
            }
        }
    }

    /// A whole number from 0 to a limit, 0 where it is left out.
    pub(super) fn count(&mut self, name: &'static str, max: u64) -> Result<u64, ProjectError> {
        let text = self.text;
        let Some(value) = self.get(name) else {
            return Ok(0);
        };
        let number = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            _ => None,
        };
        let wrong = || text.wrong(&value.span(), format!("`{name}` has to be a whole number from 0 to {max}"));
        number.filter(|number| *number <= max).ok_or_else(wrong)
    }

    /// The tables of `[[name]]`.
    pub(super) fn tables(&mut self, name: &'static str) -> Result<Vec<Keys<'a>>, ProjectError> {
        let text = self.text;
        self.get(name).map_or(Ok(Vec::new()), |value| tables(text, name, value))
    }

    /// Refuses settings that were not asked for.
    pub(super) fn finish(self) -> Result<(), ProjectError> {
        let Some((name, at, _)) = self.all().into_iter().find(|(name, ..)| !self.asked.contains(name)) else {
            return Ok(());
        };
        let error = self.text.wrong(&at, format!("there is no setting `{}` here", one_line(name)));
        Err(match nearest(name, self.asked.iter().copied()) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help(format!("known here are `{}`", self.asked.join("`, `"))),
        })
    }
}

/// The tables of an array of tables.
pub(super) fn tables<'a>(text: Text<'a>, name: &str, value: Value<'a>) -> Result<Vec<Keys<'a>>, ProjectError> {
    let DeValue::Array(array) = value.get_ref() else {
        return Err(text
            .wrong(&value.span(), format!("`{name}` has to be a list of tables, this is {}", noun(value.get_ref())))
            .help(format!("write `[[{name}]]` with two brackets")));
    };
    array.iter().map(|value| Keys::of(text, value, &format!("`{name}`"))).collect()
}

/// A value that has to be a text.
pub(super) fn one_text<'a>(text: Text<'_>, name: &str, value: Value<'a>) -> Result<&'a str, ProjectError> {
    match value.get_ref() {
        DeValue::String(found) => Ok(found),
        other => {
            let wrong = text.wrong(&value.span(), format!("`{name}` has to be a text, this is {}", noun(other)));
            Err(wrong.help("texts stand in quotes"))
        }
    }
}

/// A text or a list of texts.
pub(super) fn texts(text: Text<'_>, name: &str, value: Value<'_>) -> Result<Vec<String>, ProjectError> {
    one_or_list(value).into_iter().map(|value| one_text(text, name, value).map(str::to_owned)).collect()
}

/// The elements of a list, or the value itself.
pub(super) fn one_or_list<'a>(value: Value<'a>) -> Vec<Value<'a>> {
    match value.get_ref() {
        DeValue::Array(array) => array.iter().collect(),
        _ => vec![value],
    }
}

pub(super) fn noun(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
