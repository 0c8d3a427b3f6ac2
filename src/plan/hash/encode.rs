//! Bytes that say one thing only: every text has its length, every number its width, every thing its word.

use super::Digest;
use crate::values::{Decimal, Value};
use sha2::{Digest as _, Sha256};

/// A thing being hashed.
pub(super) struct Encoder(Sha256);

impl Encoder {
    /// Starts with the word for what is hashed.
    pub(super) fn new(word: &str) -> Encoder {
        let mut encoder = Encoder(Sha256::new());
        encoder.text(word);
        encoder
    }

    pub(super) fn finish(self) -> Digest {
        self.0.finalize().into()
    }

    pub(super) fn text(&mut self, text: &str) {
        self.int(i64::try_from(text.len()).unwrap_or(i64::MAX));
        self.0.update(text.as_bytes());
    }

    pub(super) fn int(&mut self, int: i64) {
        self.0.update(int.to_le_bytes());
    }

    pub(super) fn digest(&mut self, digest: Digest) {
        self.0.update(digest);
    }

    pub(super) fn digests(&mut self, digests: Vec<Digest>) {
        self.int(i64::try_from(digests.len()).unwrap_or(i64::MAX));
        digests.into_iter().for_each(|digest| self.digest(digest));
    }

    /// Named things in the order of their names.
    pub(super) fn sorted(&mut self, mut things: Vec<(String, Digest)>) {
        things.sort();
        self.int(i64::try_from(things.len()).unwrap_or(i64::MAX));
        for (name, digest) in things {
            self.text(&name);
            self.digest(digest);
        }
    }

    pub(super) fn option<T>(&mut self, option: Option<T>, encode: impl FnOnce(&mut Encoder, T)) {
        self.int(i64::from(option.is_some()));
        if let Some(thing) = option {
            encode(self, thing);
        }
    }

    pub(super) fn decimal(&mut self, decimal: Decimal) {
        self.int(decimal.micro());
    }

    pub(super) fn value(&mut self, value: &Value) {
        match value {
            Value::Missing => self.text("missing"),
            Value::Number(number) => self.tagged("number", number.micro()),
            Value::YesNo(yes) => self.tagged("yes/no", i64::from(*yes)),
            Value::Time(at) => self.tagged("time", at.us()),
            Value::Date(date) => self.tagged("date", i64::from(date.days())),
            Value::Choice(place) => self.tagged("choice", i64::from(*place)),
            Value::Text(text) => {
                self.text("text");
                self.text(text);
            }
            Value::List(elements) => {
                self.tagged("list", i64::try_from(elements.len()).unwrap_or(i64::MAX));
                elements.iter().for_each(|element| self.value(element));
            }
        }
    }

    fn tagged(&mut self, word: &str, int: i64) {
        self.text(word);
        self.int(int);
    }
}
