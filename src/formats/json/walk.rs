//! One pass over one JSON record.

mod whole;

use crate::formats::MAX_NESTING;
use crate::formats::bad_record::BadReason;
use crate::formats::raw_record::{Found, RawRecord};
use crate::formats::seen_names::SeenNames;
use crate::formats::wanted::{KeyUse, Wanted};
use jiter::{Jiter, JiterError, JiterErrorType, JsonErrorType, Peek};
use std::collections::BTreeSet;
pub(in crate::formats) use whole::{read_texts, read_tree};

/// Reads records one after the other; its buffers are used again.
#[derive(Debug, Default)]
pub(in crate::formats) struct Walker {
    keys: Keys,
    tape: Vec<u8>,
}

/// What is wrong with a record, and at which of its bytes.
pub(in crate::formats) type Wrong = (BadReason, usize);

impl Walker {
    /// Checks the whole record and keeps its wanted parts in `out`.
    ///
    /// `bytes` is one piece: a record with white space around. All of it is checked, not only what is wanted: whether
    /// a record is bad must not depend on the rules.
    pub(in crate::formats) fn read(
        &mut self,
        bytes: &[u8],
        wanted: &Wanted,
        out: &mut RawRecord,
        names: &mut SeenNames,
    ) -> Result<(), Wrong> {
        out.clear(wanted.n_slots());
        self.keys.clear();
        let jiter = Jiter::with_tape(bytes, std::mem::take(&mut self.tape));
        let mut pass = Pass { jiter, bytes, wanted, out, names, keys: &mut self.keys };
        let result = pass.record();
        self.tape = pass.jiter.into_tape();
        result
    }
}

struct Pass<'a> {
    jiter: Jiter<'a>,
    bytes: &'a [u8],
    wanted: &'a Wanted,
    out: &'a mut RawRecord,
    names: &'a mut SeenNames,
    keys: &'a mut Keys,
}

impl Pass<'_> {
    fn record(&mut self) -> Result<(), Wrong> {
        let peek = self.jiter.peek().map_err(wrong)?;
        if peek != Peek::Object {
            let start = self.jiter.current_index();
            self.unwanted_value(peek, 0)?;
            self.jiter.finish().map_err(wrong)?;
            return Err((BadReason::NotAnObject(noun(peek)), start));
        }
        self.object(Some(Wanted::ROOT), 0)?;
        self.jiter.finish().map_err(wrong)
    }

    /// An object of a wanted level, or one that nothing is wanted of.
    fn object(&mut self, node: Option<u32>, depth: usize) -> Result<(), Wrong> {
        self.check_depth(depth)?;
        let first = self.keys.len();
        let mut more = self.first_key()?;
        while more {
            let key = self.keys.last();
            self.names.see(depth, key);
            let wanted = self.wanted;
            let key_use = node.and_then(|node| wanted.key(node, key));
            let peek = self.jiter.peek().map_err(wrong)?;
            if peek == Peek::Object {
                self.names.enter(depth, self.keys.last());
            }
            match key_use {
                Some(key_use) => self.wanted_value(peek, key_use, depth)?,
                None => self.unwanted_value(peek, depth)?,
            }
            more = self.next_key()?;
        }
        self.keys.close_or_tell(first, self.bytes)
    }

    fn first_key(&mut self) -> Result<bool, Wrong> {
        let before = self.jiter.current_index();
        let key = self.jiter.known_object().map_err(wrong)?;
        Ok(self.keys.push(key, before))
    }

    fn next_key(&mut self) -> Result<bool, Wrong> {
        let before = self.jiter.current_index();
        let key = self.jiter.next_key().map_err(wrong)?;
        Ok(self.keys.push(key, before))
    }

    fn wanted_value(&mut self, peek: Peek, key_use: &KeyUse, depth: usize) -> Result<(), Wrong> {
        let found = match peek {
            Peek::Object => self.object(key_use.below, depth + 1).map(|()| Found::Object)?,
            Peek::Array => self.wanted_list(depth + 1)?,
            scalar => self.scalar(scalar)?,
        };
        for at in &key_use.slots {
            self.out.set(at.slot, at.depth, found);
        }
        Ok(())
    }

    /// Elements that are lists or objects are no values; what they hold is checked and not kept.
    fn wanted_list(&mut self, depth: usize) -> Result<Found, Wrong> {
        self.check_depth(depth)?;
        let first = self.out.n_elements();
        let mut next = self.jiter.known_array().map_err(wrong)?;
        while let Some(peek) = next {
            let element = match peek {
                Peek::Object => self.object(None, depth + 1).map(|()| Found::Object)?,
                Peek::Array => self.unwanted_list(depth + 1).map(|()| Found::EMPTY_LIST)?,
                scalar => self.scalar(scalar)?,
            };
            self.out.push_element(element);
            next = self.jiter.array_step().map_err(wrong)?;
        }
        Ok(self.out.list_from(first))
    }

    fn scalar(&mut self, peek: Peek) -> Result<Found, Wrong> {
        match peek {
            Peek::String => {
                let text = self.jiter.known_str().map_err(wrong)?;
                Ok(Found::Text(self.out.push_text(text)))
            }
            Peek::True | Peek::False => self.jiter.known_bool(peek).map(Found::YesNo).map_err(wrong),
            Peek::Null => self.jiter.known_null().map(|()| Found::Null).map_err(wrong),
            number => {
                let spelled = self.jiter.known_number_bytes(number).map_err(wrong)?;
                let text = std::str::from_utf8(spelled).expect("a JSON number is ASCII");
                Ok(Found::Number(self.out.push_text(text)))
            }
        }
    }

    fn unwanted_value(&mut self, peek: Peek, depth: usize) -> Result<(), Wrong> {
        match peek {
            Peek::Object => self.object(None, depth + 1),
            Peek::Array => self.unwanted_list(depth + 1),
            Peek::String => self.jiter.known_str().map(|_| ()).map_err(wrong),
            Peek::True | Peek::False => self.jiter.known_bool(peek).map(|_| ()).map_err(wrong),
            Peek::Null => self.jiter.known_null().map_err(wrong),
            number => self.jiter.known_number_bytes(number).map(|_| ()).map_err(wrong),
        }
    }

    fn unwanted_list(&mut self, depth: usize) -> Result<(), Wrong> {
        self.check_depth(depth)?;
        let mut next = self.jiter.known_array().map_err(wrong)?;
        while let Some(peek) = next {
            self.unwanted_value(peek, depth)?;
            next = self.jiter.array_step().map_err(wrong)?;
        }
        Ok(())
    }

    fn check_depth(&self, depth: usize) -> Result<(), Wrong> {
        if depth < MAX_NESTING { Ok(()) } else { Err((BadReason::TooDeep, self.jiter.current_index())) }
    }
}

/// The keys of the objects that are open, those of the innermost last.
#[derive(Debug, Default)]
struct Keys {
    text: String,
    /// Start in `text`, and a byte of the record between what comes before and the key.
    keys: Vec<(usize, usize)>,
}

impl Keys {
    /// Up to so many keys are compared pair by pair; beyond, through a set.
    const FEW: usize = 16;

    fn clear(&mut self) {
        self.text.clear();
        self.keys.clear();
    }

    fn len(&self) -> usize {
        self.keys.len()
    }

    /// Takes the next key of the innermost object; false where there is none.
    fn push(&mut self, key: Option<&str>, before: usize) -> bool {
        if let Some(key) = key {
            self.keys.push((self.text.len(), before));
            self.text.push_str(key);
        }
        key.is_some()
    }

    fn last(&self) -> &str {
        self.keys.last().map_or("", |(start, _)| &self.text[*start..])
    }

    fn get(&self, index: usize) -> &str {
        let end = self.keys.get(index + 1).map_or(self.text.len(), |(start, _)| *start);
        &self.text[self.keys[index].0..end]
    }

    /// Ends an object whose keys begin at `first`; a repeated one is told with its byte.
    fn close_or_tell(&mut self, first: usize, bytes: &[u8]) -> Result<(), Wrong> {
        let Some(repeated) = self.close(first) else {
            return Ok(());
        };
        let (key, before) = (self.get(repeated).to_owned(), self.keys[repeated].1);
        let quote = bytes[before..].iter().position(|byte| *byte == b'"');
        Err((BadReason::RepeatedKey(key), before + quote.unwrap_or(0)))
    }

    /// Forgets the keys of the innermost object, which begin at `first`, unless one of them is there twice.
    fn close(&mut self, first: usize) -> Option<usize> {
        let n = self.keys.len() - first;
        let repeated = if n <= Keys::FEW { self.repeat_among_few(first) } else { self.repeat_among_many(first) };
        if repeated.is_none() {
            let start = self.keys.get(first).map_or(self.text.len(), |(start, _)| *start);
            self.text.truncate(start);
            self.keys.truncate(first);
        }
        repeated
    }

    fn repeat_among_few(&self, first: usize) -> Option<usize> {
        (first..self.keys.len()).find(|later| (first..*later).any(|earlier| self.get(earlier) == self.get(*later)))
    }

    fn repeat_among_many(&self, first: usize) -> Option<usize> {
        let mut seen = BTreeSet::new();
        (first..self.keys.len()).find(|index| !seen.insert(self.get(*index)))
    }
}

fn noun(peek: Peek) -> &'static str {
    match peek {
        Peek::Object => "an object",
        Peek::Array => "a list",
        Peek::String => "a text",
        Peek::True | Peek::False => "`true` or `false`",
        Peek::Null => "`null`",
        _ => "a number",
    }
}

/// What jiter found wrong, in words; its index is the byte it looked at.
fn wrong(error: JiterError) -> Wrong {
    let reason = match error.error_type {
        JiterErrorType::JsonError(kind) => reason(&kind),
        JiterErrorType::WrongType { .. } => BadReason::NotJson("another value was expected here"),
    };
    (reason, error.index)
}

fn reason(kind: &JsonErrorType) -> BadReason {
    use JsonErrorType as E;
    BadReason::NotJson(match kind {
        E::EofWhileParsingList | E::EofWhileParsingObject | E::EofWhileParsingString | E::EofWhileParsingValue => {
            return BadReason::CutShort;
        }
        E::InvalidUnicodeCodePoint => return BadReason::NotUtf8,
        E::RecursionLimitExceeded => return BadReason::TooDeep,
        E::ExpectedColon => "a `:` is missing after a name",
        E::ExpectedListCommaOrEnd => "a `,` or `]` is missing in a list",
        E::ExpectedObjectCommaOrEnd => "a `,` or `}` is missing in an object",
        E::ExpectedSomeIdent => "only `true`, `false` and `null` are words of JSON",
        E::ExpectedSomeValue => "a value is missing here (`NaN` and `Infinity` are none)",
        E::InvalidEscape => "a `\\` is followed by something that has no meaning",
        E::InvalidNumber | E::NumberOutOfRange | E::FloatExpectingInt => "this is no number",
        E::ControlCharacterWhileParsingString => "a line break or another control character stands in a text",
        E::KeyMustBeAString => "the names of fields have to stand in double quotes",
        E::LoneLeadingSurrogateInHexEscape | E::UnexpectedEndOfHexEscape => {
            "an escape `\\u` is cut short, or is half of a pair without the other half"
        }
        E::TrailingComma => "a `,` stands before the closing bracket",
        E::TrailingCharacters => "something follows after the end of the record",
        E::DuplicateKey(_) | E::InternalError(_) => "it cannot be read",
    })
}
