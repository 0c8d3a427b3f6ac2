//! The lines of a chunk: the scanner's and the fast way for what is usual, the slow way for everything else.

use super::chunk::Chunk;
use super::lean::Lean;
use super::take::{File, Taken, Taker, Use};
use crate::formats::reader::Source;
use crate::formats::scan::{After, Lines, Parts, RUN_MAX, Run, Scanner};
use crate::formats::seen_names::SeenNames;
use crate::records::FieldRef;

/// What one thread needs to read lines of a source fast.
pub(super) struct Fast<'p> {
    scanner: Scanner,
    lean: Lean<'p>,
}

impl<'p> Fast<'p> {
    /// None for sources whose records all go the slow way.
    pub(super) fn new(reader: &'p super::Ground<'_>, source: &'p Source) -> Option<Fast<'p>> {
        let lean = Lean::new(reader, source)?;
        let scanner = Scanner::new(&source.wanted, reader.options.max_record_bytes)?;
        Some(Fast { scanner, lean })
    }
}

/// Whose an activity is, where one id leads to its contact.
#[derive(Clone, Copy)]
struct Of<'r> {
    id: Option<&'r str>,
    /// The row of the contact of the files with this id, if it was looked up.
    row: Option<u32>,
}

/// Whether a line may spell an id with escapes: one of them stands for a character of the id.
fn may_hide(id: &str, line: &[u8]) -> bool {
    let mut at = 0;
    while let Some(n) = memchr::memchr(b'\\', &line[at..]) {
        let escape = &line[at + n + 1..];
        let is_of_id = match escape {
            [b'u', b'0', b'0', code @ ..] if id.is_ascii() => {
                let code = code.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
                // What is no code is for the slow reader to judge.
                code.and_then(|hex| u8::from_str_radix(hex, 16).ok()).is_none_or(|code| id.as_bytes().contains(&code))
            }
            [b'u', ..] => !id.is_ascii(),
            [sign @ (b'"' | b'\\' | b'/'), ..] => id.as_bytes().contains(sign),
            // The escapes of control characters, and what is none.
            _ => id.bytes().any(|byte| byte < b' '),
        };
        if is_of_id {
            return true;
        }
        at += n + 2;
        if at >= line.len() {
            return false;
        }
    }
    false
}

impl<'p, U: Use> Taker<'p, '_, U> {
    /// Reads a chunk, and counts its lines.
    pub(super) fn read_chunk(&mut self, file: &File, chunk: &Chunk, names: &SeenNames) {
        let Some(mut fast) = self.fast[file.source].take() else {
            self.tally.n_lines = chunk.n_lines();
            self.read_lines(file, chunk.lines(), names, (0, chunk.byte));
            return;
        };
        self.read_fast(file, chunk, names, &mut fast);
        self.fast[file.source] = Some(fast);
    }

    /// Reads the lines of a chunk that may have an id in them. Text in JSON stands as it is where there is no backslash.
    pub(super) fn read_lines_with(&mut self, id: &str, file: &File, chunk: &Chunk, names: &SeenNames) {
        let finder = memchr::memmem::Finder::new(id);
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', chunk.lines()).chain([chunk.lines().len()]) {
            let line = &chunk.lines()[start..chunk.lines().len().min(end + 1)];
            let before = (self.tally.n_lines, chunk.byte + start as u64);
            start = (end + 1).min(chunk.lines().len());
            if line.is_empty() {
                continue;
            }
            let may_have = finder.find(line).is_some() || may_hide(id, line);
            if may_have && !self.read_lines(file, line, names, before) {
                return;
            }
            self.tally.n_lines += 1;
        }
    }

    fn read_fast(&mut self, file: &File, chunk: &Chunk, names: &SeenNames, fast: &mut Fast<'p>) {
        let Fast { scanner, lean } = fast;
        let mut lines = Lines::new(chunk.lines());
        loop {
            let (run, after) = scanner.read(&mut lines);
            if !self.take_run(file, chunk, names, lean, &run) {
                return;
            }
            match after {
                After::More => {}
                After::Blank => self.tally.n_lines += 1,
                After::Unusual(line) => {
                    let before = (self.tally.n_lines, chunk.byte + (lines.at() - line.len()) as u64);
                    if !self.read_lines(file, line, names, before) {
                        return;
                    }
                    self.tally.n_lines += 1;
                }
                After::End => return,
            }
        }
    }

    /// Takes the records of a run: the fast way, or the slow one where there is something to tell. False where nothing
    /// more is to be read.
    fn take_run(&mut self, file: &File, chunk: &Chunk, names: &SeenNames, lean: &Lean<'p>, run: &Run<'_>) -> bool {
        let (mut ids, mut rows) = ([None; RUN_MAX], [None; RUN_MAX]);
        if lean.leads_by_id() {
            // The ids of all are looked up together, so that memory brings what they need at the same time.
            ids[..run.len()].iter_mut().enumerate().for_each(|(nth, id)| *id = lean.key(&run.parts(nth)));
            self.using.find_rows(&ids[..run.len()], &mut rows);
        }
        for nth in 0..run.len() {
            let (parts, place) = (run.parts(nth), run.place(nth));
            let of = Of { id: ids[nth], row: rows[nth] };
            let byte = chunk.byte + place.start as u64;
            let is_taken = if lean.of.is_none() {
                self.take_lean_row(lean, &parts, (byte, &chunk.lines()[place.clone()]))
            } else {
                match lean.n_fields() {
                    0..=4 => self.take_lean(file, lean, (&parts, of), &mut [FieldRef::Missing; 4]),
                    5..=16 => self.take_lean(file, lean, (&parts, of), &mut [FieldRef::Missing; 16]),
                    n => self.take_lean(file, lean, (&parts, of), &mut vec![FieldRef::Missing; n]),
                }
            };
            let before = (self.tally.n_lines, byte);
            if is_taken.is_none() && !self.read_lines(file, &chunk.lines()[place], names, before) {
                return false;
            }
            self.tally.n_lines += 1;
        }
        true
    }

    /// Takes a record if there is nothing to tell of it; nothing was counted otherwise.
    #[inline]
    fn take_lean<'r>(
        &mut self,
        file: &'r File,
        lean: &'r Lean<'_>,
        (parts, of_contact): (&Parts<'r>, Of<'r>),
        values: &mut [FieldRef<'r>],
    ) -> Option<()> {
        let values = &mut values[..lean.n_fields()];
        let of = lean.of?;
        let mut several = Vec::new();
        let one = match (of_contact.id, of.contact.len()) {
            (Some(id), _) => [(0, id)],
            (None, 1) => [(0, lean.key(parts)?)],
            (None, _) => {
                lean.keys(parts, &mut several)?;
                [several[0]]
            }
        };
        let type_name = lean.ty(parts, file.ty.as_deref())?;
        let at = lean.at(parts)?;
        let id = lean.id(parts)?;
        let place = self.types.place(type_name);
        let ty = self.types.id(place);
        lean.values(parts, ty, values)?;
        self.tally.source.n_read += 1;
        lean.count(parts, ty, values, &mut self.tally.fields);
        let keys = if several.is_empty() { &one[..] } else { &several };
        let row = of_contact.row;
        let activity = Taken { file, of, keys, row, ty, type_name, at, id, values, facts: Vec::new() };
        self.use_activity(activity, place);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_hides_only_behind_escapes_of_its_own_characters() {
        for line in [r#"{"c":"\u0061-1"}"#, r#"{"c":"a\u002d1"}"#, r#"{"c":"a-\u0031"}"#, r#"{"c":"\u00zz"}"#] {
            assert!(may_hide("a-1", line.as_bytes()), "{line}");
        }
        for line in [r#"{"c":"x \u0026 y"}"#, r#"{"c":"\"\\\/"}"#, "{}", "\\", "\\u00e9"] {
            assert!(!may_hide("a-1", line.as_bytes()), "{line}");
        }
        assert!(may_hide("a/1", br"a\/1") && may_hide("\u{e9}", br"\u00e9") && may_hide("a\"", br#"\""#));
    }
}
