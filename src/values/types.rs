//! The types a field can have, and how they are written.

use super::text::{fold, trim};
use std::fmt;
use std::sync::Arc;

/// The type of a field or of a value in the rules.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// `text`: compared after trimming and case folding.
    Text,
    /// `exact text`: compared as it is.
    ExactText,
    /// `number`: a decimal with six places.
    Number,
    /// `whole number`: a number without a fraction.
    WholeNumber,
    /// `yes/no`.
    YesNo,
    /// `time`: a moment.
    Time,
    /// `date`: a calendar day.
    Date,
    /// A moment or a day, as each value is spelled: what is used as a time and nothing declares (semantics 19.9). No
    /// value of the rules has this type but what `days since` and texts read of such a field.
    TimeOrDate,
    /// `one of "a", "b"`, or levels `one of "junior" < "senior"`.
    OneOf(Arc<Choices>),
    /// `list of T`.
    List(Box<Type>),
}

/// The names that a `one of` field may have, in the order they were declared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Choices {
    /// As declared. At most `u32::MAX` of them, which no rules file can hold.
    names: Vec<Arc<str>>,
    /// Declared with `<`: levels, the lowest first.
    ordered: bool,
    /// The folded names, sorted, each with its index.
    folded: Vec<(Arc<str>, u32)>,
}

impl Choices {
    /// The choices of so many names. Where two names are the same after trimming and folding the first counts;
    /// the checker reports the second.
    pub fn new<S: AsRef<str>>(names: impl IntoIterator<Item = S>, ordered: bool) -> Choices {
        let names: Vec<Arc<str>> = names.into_iter().map(|name| Arc::from(name.as_ref())).collect();
        let mut folded: Vec<(Arc<str>, u32)> =
            (0..).zip(&names).map(|(index, name)| (Arc::from(&*fold(trim(name))), index)).collect();
        folded.sort();
        folded.dedup_by(|later, first| later.0 == first.0);
        Choices { names, ordered, folded }
    }

    /// The names as declared.
    pub fn names(&self) -> &[Arc<str>] {
        &self.names
    }

    /// Whether they are levels, so that `>=` has a meaning.
    pub fn is_ordered(&self) -> bool {
        self.ordered
    }

    /// The declared name of an index.
    pub fn name(&self, index: u32) -> Option<&str> {
        self.names.get(index as usize).map(|name| &**name)
    }

    /// The index of a name, compared after trimming and folding.
    pub fn position(&self, text: &str) -> Option<u32> {
        let folded = fold(trim(text));
        let found = self.folded.binary_search_by(|(name, _)| (**name).cmp(&*folded)).ok()?;
        Some(self.folded[found].1)
    }
}

impl Type {
    /// With its article, for messages: `a number`, `a text`, `a list of text`.
    pub fn a_noun(&self) -> String {
        match self {
            Type::ExactText => "an exact text".to_owned(),
            Type::OneOf(_) => format!("{self}"),
            other => format!("a {other}"),
        }
    }

    /// Whether this is one of the two types of text.
    pub fn is_text(&self) -> bool {
        matches!(self, Type::Text | Type::ExactText)
    }

    /// Whether this is one of the two types of number.
    pub fn is_number(&self) -> bool {
        matches!(self, Type::Number | Type::WholeNumber)
    }

    /// Whether `<` and `>=` have a meaning: numbers, dates, times and levels. Text and lists have no order.
    pub fn has_order(&self) -> bool {
        match self {
            Type::Number | Type::WholeNumber | Type::Time | Type::Date | Type::TimeOrDate => true,
            Type::OneOf(choices) => choices.is_ordered(),
            Type::Text | Type::ExactText | Type::YesNo | Type::List(_) => false,
        }
    }

    /// The type of one element of a list; of any other type the type itself.
    pub fn element(&self) -> &Type {
        match self {
            Type::List(element) => element,
            other => other,
        }
    }
}

impl fmt::Display for Type {
    /// As the language writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Text => f.write_str("text"),
            Type::ExactText => f.write_str("exact text"),
            Type::Number => f.write_str("number"),
            Type::WholeNumber => f.write_str("whole number"),
            Type::YesNo => f.write_str("yes/no"),
            Type::Time => f.write_str("time"),
            Type::Date => f.write_str("date"),
            Type::TimeOrDate => f.write_str("time or date"),
            Type::OneOf(choices) => write!(f, "{choices}"),
            Type::List(element) => write!(f, "list of {element}"),
        }
    }
}

impl fmt::Display for Choices {
    /// `one of "a", "b"`, or `one of "junior" < "senior"`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one of ")?;
        let between = if self.ordered { " < " } else { ", " };
        for (i, name) in self.names.iter().enumerate() {
            if i > 0 {
                f.write_str(between)?;
            }
            write!(f, "\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
