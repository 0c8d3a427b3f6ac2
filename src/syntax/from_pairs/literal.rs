//! Names, numbers, durations, dates and texts.

use pest::Parser as _;
use pest::iterators::Pair;

use super::{Children, Read, Reader};
use crate::source::{Span, Spanned};
use crate::syntax::DURATION_COUNT_MAX;
use crate::syntax::ast::{
    DateLit, Duration, DurationUnit, InstantLit, Name, NumberLit, Path, PlainText, TextLit, TextPart,
};
use crate::syntax::depth;
use crate::syntax::error::{SyntaxError, SyntaxErrorKind};
use crate::syntax::grammar::{Grammar, Rule};
use crate::syntax::place::Place;

impl Reader<'_> {
    pub(super) fn name(&self, pair: Pair<'_, Rule>) -> Name {
        let span = self.span(&pair);
        let written = pair.as_str();
        let name = written.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')).unwrap_or(written);
        Spanned::new(name.to_owned(), span)
    }

    pub(super) fn path(&self, pair: Pair<'_, Rule>) -> Path {
        let span = self.span(&pair);
        let is_name = |pair: &Pair<'_, Rule>| matches!(pair.as_rule(), Rule::name | Rule::member);
        let names = pair.into_inner().filter(is_name).map(|name| self.name(name)).collect();
        Path { names, span }
    }

    /// `number` or `percent`.
    pub(super) fn number(&self, pair: Pair<'_, Rule>) -> NumberLit {
        let text = pair.as_str().trim_end_matches('%').to_owned();
        NumberLit { text, percent: pair.as_rule() == Rule::percent, span: self.span(&pair) }
    }

    pub(super) fn duration(&self, pair: Pair<'_, Rule>) -> Read<Duration> {
        let span = self.span(&pair);
        let mut children = Children::of(pair);
        let count = children.next().as_str().parse().ok().filter(|count| *count <= DURATION_COUNT_MAX);
        let Some(count) = count else {
            return Err(SyntaxError::new(SyntaxErrorKind::DurationTooLong, span).boxed());
        };
        let unit = match children.next().as_str() {
            "s" => DurationUnit::Second,
            "m" => DurationUnit::Minute,
            "h" => DurationUnit::Hour,
            "d" => DurationUnit::Day,
            _ => DurationUnit::Week,
        };
        Ok(Duration { count, unit, span })
    }

    pub(super) fn date(&self, pair: Pair<'_, Rule>) -> DateLit {
        DateLit { text: pair.as_str().to_owned(), span: self.span(&pair) }
    }

    pub(super) fn instant(&self, pair: Pair<'_, Rule>) -> InstantLit {
        InstantLit { text: pair.as_str().to_owned(), span: self.span(&pair) }
    }

    /// A text in which braces are plain characters.
    pub(super) fn plain_text(&self, pair: Pair<'_, Rule>) -> Read<PlainText> {
        let span = self.span(&pair);
        let mut plain = String::new();
        let mut characters = Characters::of(&pair);
        while let Some((at, character)) = characters.next() {
            plain.push(self.character(&pair, at, character)?);
        }
        Ok(Spanned::new(plain, span))
    }

    /// A text in which `{..}` is computed, `{{` and `}}` are braces.
    pub(super) fn text(&mut self, pair: Pair<'_, Rule>) -> Read<TextLit> {
        let span = self.span(&pair);
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut characters = Characters::of(&pair);
        while let Some((at, character)) = characters.next() {
            match character {
                Character::Plain(brace @ ('{' | '}')) if characters.skip(brace) => plain.push(brace),
                Character::Plain('{') => {
                    if !plain.is_empty() {
                        parts.push(TextPart::Plain(std::mem::take(&mut plain)));
                    }
                    let inside = characters.up_to_brace();
                    parts.push(TextPart::Value(self.text_value(&pair, at, inside)?));
                }
                character => plain.push(self.character(&pair, at, character)?),
            }
        }
        if !plain.is_empty() {
            parts.push(TextPart::Plain(plain));
        }
        Ok(TextLit { parts, span })
    }

    /// The value between the brace at `brace` and its partner; `inside` is `None` if there is no partner.
    fn text_value(
        &mut self,
        pair: &Pair<'_, Rule>,
        brace: usize,
        inside: Option<&str>,
    ) -> Read<super::super::ast::Expr> {
        let span = self.inside(pair, brace, brace + 1);
        let Some(inside) = inside else {
            return Err(self.unclosed_value(pair, brace, span).boxed());
        };
        let whole = self.inside(pair, brace, brace + inside.len() + 2);
        if let Some(limit) = depth::of_text(inside).beyond() {
            return Err(SyntaxError::new(SyntaxErrorKind::TooDeep(limit), whole).boxed());
        }
        let parsed = Grammar::parse(Rule::text_part, inside).ok();
        let Some(value) = parsed.and_then(|mut pairs| pairs.next()?.into_inner().next()) else {
            return Err(unreadable_value(inside, whole).boxed());
        };
        let start = self.inside(pair, brace + 1, brace + 1);
        let place = Place::new(start.source, start.start as usize);
        let mut reader = Reader::new(&place, self.text, Vec::new());
        let value = reader.value(value)?;
        self.findings.append(&mut reader.findings);
        Ok(value)
    }

    /// `"{fit.tier"`: the brace that is missing behind a name, or two braces for one that is only a character.
    fn unclosed_value(&self, pair: &Pair<'_, Rule>, brace: usize, span: Span) -> SyntaxError {
        let rest = pair.as_str().get(brace + 1..).unwrap_or("");
        let length = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '`'))).unwrap_or(rest.len());
        let name = &rest[..length];
        let ends = rest[length..].starts_with(['"', '{', ' ', '-', '/']);
        if name.is_empty() || !ends || Grammar::parse(Rule::text_part, name).is_err() {
            return SyntaxError::new(SyntaxErrorKind::BraceInText, span).edit(span, "{{");
        }
        let at = self.inside(pair, brace + 1 + length, brace + 1 + length);
        SyntaxError::new(SyntaxErrorKind::ValueInText(format!("{{{name}}}")), span.to(at)).edit(at, "}")
    }

    fn character(&self, pair: &Pair<'_, Rule>, at: usize, character: Character) -> Read<char> {
        match character {
            Character::Plain(c) | Character::Escaped(c) => Ok(c),
            Character::Unknown(c) => {
                let span = self.inside(pair, at, at + 1 + c.len_utf8());
                let error = SyntaxError::new(SyntaxErrorKind::UnknownEscape(c), span);
                Err(error.edit(span, format!("\\\\{c}")).boxed())
            }
        }
    }

    /// The span of some bytes of a pair.
    pub(super) fn inside(&self, pair: &Pair<'_, Rule>, from: usize, to: usize) -> Span {
        let start = pair.as_span().start();
        self.place.span(start + from, start + to)
    }
}

/// One character of a text.
#[derive(Clone, Copy)]
enum Character {
    /// As it stands.
    Plain(char),
    /// `\n`, resolved.
    Escaped(char),
    /// A backslash before something that needs none.
    Unknown(char),
}

/// The characters between the quotes, each with its byte in the pair.
struct Characters<'i> {
    written: &'i str,
    at: usize,
}

impl<'i> Characters<'i> {
    fn of(pair: &Pair<'i, Rule>) -> Self {
        let written = pair.as_str();
        Characters { written: &written[..written.len() - 1], at: 1 }
    }

    fn next(&mut self) -> Option<(usize, Character)> {
        let start = self.at;
        let mut rest = self.written[start..].chars();
        let first = rest.next()?;
        self.at += first.len_utf8();
        if first != '\\' {
            return Some((start, Character::Plain(first)));
        }
        let second = rest.next()?;
        self.at += second.len_utf8();
        let character = match second {
            '"' | '\\' => Character::Escaped(second),
            'n' => Character::Escaped('\n'),
            't' => Character::Escaped('\t'),
            'r' => Character::Escaped('\r'),
            other => Character::Unknown(other),
        };
        Some((start, character))
    }

    /// Takes the next character if it is this one.
    fn skip(&mut self, c: char) -> bool {
        let follows = self.written[self.at..].starts_with(c);
        self.at += if follows { c.len_utf8() } else { 0 };
        follows
    }

    /// Takes everything up to the next `}`, and that.
    fn up_to_brace(&mut self) -> Option<&'i str> {
        let rest = &self.written[self.at..];
        let length = rest.find('}')?;
        self.at += length + 1;
        Some(&rest[..length])
    }
}

/// `"{fit tier}"`, `"{fit.tier{engagement.tier}"`: the value that is meant, or braces that are only characters.
fn unreadable_value(inside: &str, whole: Span) -> SyntaxError {
    let meant = match inside.split_once('{') {
        // The brace behind the first of two values.
        Some((first, second)) => format!("{{{first}}}{{{second}}}"),
        None => format!("{{{}}}", inside.split_whitespace().collect::<Vec<_>>().join(".")),
    };
    let values = meant.split(['{', '}']).filter(|part| !part.is_empty());
    let mut readable = values.map(|value| Grammar::parse(Rule::text_part, value).is_ok());
    if meant != format!("{{{inside}}}") && readable.all(|readable| readable) {
        return SyntaxError::new(SyntaxErrorKind::ValueInText(meant.clone()), whole).edit(whole, meant);
    }
    let edited = format!("{{{{{inside}}}}}");
    SyntaxError::new(SyntaxErrorKind::BraceInText, whole).edit(whole, edited)
}
