//! Texts: keys, words, parts, patterns, templates.

use super::show::shown;
use super::{Eval, Frame};
use crate::plan::{Op, Part, Parts, TextOp, convert};
use crate::values::text::{contains, ends_with, fold_char, has_word, starts_with, trim, word_form};
use crate::values::{Type, Value};
use std::sync::Arc;

impl<F: Frame> Eval<'_, '_, F> {
    /// Values made from values, mostly texts.
    pub(super) fn made_text(&mut self, op: &Op) -> Value {
        match op {
            Op::Convert(from, to) => {
                self.need(*from);
                let ty = &self.basis.plan.node(*from).ty;
                convert(self.get(*from), ty, to, &self.basis.plan.zone)
            }
            Op::Key(text) => {
                self.need(*text);
                // Exact texts come here too, where they meet one that is not.
                let ty = if matches!(self.get(*text), Value::List(_)) { list_of_text() } else { Type::Text };
                self.get(*text).group_key(&ty)
            }
            Op::Words(text) => {
                self.need(*text);
                words(self.get(*text))
            }
            Op::After { text, separator, first } => {
                self.need(*text);
                let exact = self.basis.plan.node(*text).ty == Type::ExactText;
                self.get(*text).as_text().map_or(Value::Missing, |text| after(text, separator, *first, exact))
            }
            Op::Template(parts) => self.template(parts),
            _ => unreachable!("`compute` gives made values only"),
        }
    }

    fn template(&mut self, parts: &[Part]) -> Value {
        let mut text = String::new();
        for part in parts {
            match part {
                Part::Text(written) => text.push_str(written),
                Part::Value(node) => {
                    self.need(*node);
                    text.push_str(&shown(self.get(*node), &self.basis.plan.node(*node).ty));
                }
            }
        }
        Value::text(&text)
    }

    pub(super) fn text_test(&mut self, op: &Op) -> bool {
        match op {
            Op::Text { op, subject, any_of, exact } => {
                self.need(*subject);
                let list = &self.basis.plan.lists[any_of.0 as usize];
                let parts = if *exact { &list.exact } else { &list.folded };
                texts(self.get(*subject)).any(|text| has_part(*op, text, parts))
            }
            Op::TextValue(op, subject, other) => {
                self.need(*subject);
                self.need(*other);
                let other = self.get(*other);
                texts(self.get(*subject)).any(|text| texts(other).any(|part| fits(*op, text, part)))
            }
            Op::Matches(subject, patterns) => {
                self.need(*subject);
                let all = &self.basis.plan.patterns;
                texts(self.get(*subject)).any(|text| patterns.iter().any(|id| all[id.0 as usize].is_match(text)))
            }
            _ => unreachable!("`compute` gives tests of text only"),
        }
    }
}

fn list_of_text() -> Type {
    Type::List(Box::new(Type::Text))
}

/// A text, or the texts of a list.
fn texts(value: &Value) -> impl Iterator<Item = &str> {
    value.elements().iter().filter_map(Value::as_text)
}

fn has_part(op: TextOp, text: &str, parts: &Parts) -> bool {
    let sought = if op == TextOp::HasWord { &parts.words } else { &parts.parts };
    sought.iter().any(|part| fits(op, text, part))
}

/// Both sides are in the form that is compared: keys, or words.
fn fits(op: TextOp, text: &str, part: &str) -> bool {
    match op {
        TextOp::Contains => contains(text, part),
        TextOp::StartsWith => starts_with(text, part),
        TextOp::EndsWith => ends_with(text, part),
        TextOp::HasWord => has_word(text, part),
    }
}

fn words(value: &Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(Arc::from(word_form(text).as_str())),
        Value::List(elements) => Value::List(elements.iter().map(words).collect()),
        _ => Value::Missing,
    }
}

/// What follows the last or first place of a separator, which is folded unless the text is exact.
fn after(text: &str, separator: &str, first: bool, exact: bool) -> Value {
    let fits = |rest: &str| {
        let mut rest = rest.chars().map(|c| if exact { c } else { fold_char(c) });
        separator.chars().all(|c| rest.next() == Some(c))
    };
    let mut places = text.char_indices().map(|(byte, _)| byte).filter(|byte| fits(&text[*byte..]));
    let place = if first { places.next() } else { places.next_back() };
    let n_chars = separator.chars().count();
    place.map_or(Value::Missing, |byte| {
        let rest = text[byte..].char_indices().nth(n_chars).map_or("", |(skip, _)| &text[byte + skip..]);
        Value::text(trim(rest))
    })
}
