//! Reads the pieces of an entry one after another, as habits in words are looked for.

use super::Broken;
use super::units::in_units;
use crate::syntax::scan::PieceKind;
use crate::syntax::words::number_word;

/// A place among the pieces; every method moves past what it finds, and stays where it does not.
pub(super) struct Cursor<'b, 't> {
    broken: &'b Broken<'t>,
    pub at: usize,
}

impl<'b, 't> Cursor<'b, 't> {
    pub fn new(broken: &'b Broken<'t>, at: usize) -> Self {
        Cursor { broken, at }
    }

    fn moved(&mut self, by: usize) -> bool {
        self.at += by;
        by > 0
    }

    /// Several words in a row, in whatever case.
    pub fn words(&mut self, words: &[&str]) -> bool {
        let fits = words.iter().enumerate().all(|(offset, word)| self.is_word(self.at + offset, word));
        self.moved(if fits { words.len() } else { 0 })
    }

    /// The first of some phrases that fits, as its place in the list.
    pub fn phrase(&mut self, phrases: &[&[&str]]) -> Option<usize> {
        phrases.iter().position(|words| self.words(words))
    }

    /// One of some words.
    pub fn word(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.words(&[word]))
    }

    fn is_word(&self, index: usize, word: &str) -> bool {
        self.broken.kind(index) == Some(PieceKind::Word) && self.broken.written(index).eq_ignore_ascii_case(word)
    }

    /// One of some signs.
    pub fn sign(&mut self, signs: &[&str]) -> bool {
        let fits = self.broken.kind(self.at) == Some(PieceKind::Sign) && signs.contains(&self.broken.written(self.at));
        self.moved(usize::from(fits))
    }

    /// A whole or decimal number in figures, or one in words, as figures.
    pub fn count(&mut self) -> Option<String> {
        let written = self.broken.written(self.at);
        let count = match self.broken.kind(self.at)? {
            PieceKind::Number if written.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'_')) => {
                written.to_owned()
            }
            PieceKind::Word => number_word(written)?.to_string(),
            _ => return None,
        };
        self.at += 1;
        Some(count)
    }

    /// A length of time, as the language writes it: `30d`, `30 days`, `two weeks`, `a month`, `week`.
    pub fn length(&mut self) -> Option<String> {
        let start = self.at;
        let length = self.glued_length().or_else(|| self.length_in_words());
        if length.is_none() {
            self.at = start;
        }
        length
    }

    fn glued_length(&mut self) -> Option<String> {
        if self.broken.kind(self.at) != Some(PieceKind::Number) {
            return None;
        }
        let written = self.broken.written(self.at);
        let digits = written.find(|c: char| !c.is_ascii_digit())?;
        let (count, unit) = written.split_at(digits);
        let plain = matches!(unit, "s" | "m" | "h" | "d" | "w").then(|| written.to_owned());
        let length = plain.or_else(|| in_units(count.parse().ok()?, unit))?;
        self.at += 1;
        Some(length)
    }

    fn length_in_words(&mut self) -> Option<String> {
        let count = if self.word(&["a", "an"]) { None } else { self.count() };
        let count: u32 = count.map_or(Ok(1), |count| count.parse()).ok()?;
        let unit = self.broken.written(self.at);
        let plain = matches!(unit, "s" | "m" | "h" | "d" | "w").then(|| format!("{count}{unit}"));
        let length = plain.or_else(|| in_units(count, unit))?;
        self.at += 1;
        Some(if length == "1w" { "7d".to_owned() } else { length })
    }

    /// A name, with what follows its dots.
    pub fn path(&mut self) -> Option<String> {
        let is_name = |index: usize| matches!(self.broken.kind(index), Some(PieceKind::Word | PieceKind::Quoted(true)));
        if !is_name(self.at) {
            return None;
        }
        let mut end = self.at + 1;
        while self.broken.is_sign(end, ".") && is_name(end + 1) {
            end += 2;
        }
        let bytes = self.broken.range(self.at).start..self.broken.range(end - 1).end;
        self.at = end;
        Some(self.broken.text[bytes].to_owned())
    }
}
