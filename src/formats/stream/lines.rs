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

/// Where an id may stand in lines of JSON: as it is, or with escapes that stand for characters of it. Nearly every record
/// has some escape, so only those of the id's own characters count.
struct Spots<'l> {
    lines: &'l [u8],
    id: &'l str,
    finder: memchr::memmem::Finder<'l>,
    /// The next place where it stands as it is, and the next escape of it; none where there are no more.
    plain: Option<usize>,
    escape: Option<usize>,
}

impl<'l> Spots<'l> {
    fn new(id: &'l str, lines: &'l [u8]) -> Spots<'l> {
        let finder = memchr::memmem::Finder::new(id);
        let mut spots = Spots { lines, id, finder, plain: Some(0), escape: Some(0) };
        spots.go_to(0);
        spots
    }

    /// The next one, from the start of a line on that comes after what was found before.
    fn next(&mut self, from: usize) -> Option<usize> {
        if from >= self.lines.len() {
            return None;
        }
        self.go_to(from);
        self.plain.into_iter().chain(self.escape).min()
    }

    fn go_to(&mut self, from: usize) {
        if self.plain.is_some_and(|at| at <= from) {
            self.plain = self.finder.find(&self.lines[from..]).map(|at| from + at);
        }
        if self.escape.is_some_and(|at| at <= from) {
            self.escape = next_escape(self.id, &self.lines[from..]).map(|at| from + at);
        }
    }
}

/// The first escape in lines that stands for a character of an id. They begin outside of any escape.
fn next_escape(id: &str, lines: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(n) = memchr::memchr(b'\\', lines.get(at..)?) {
        at += n;
        let is_of_id = match &lines[at + 1..] {
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
            return Some(at);
        }
        // A line that ends in a backslash is bad; the next one is not to be misread for it.
        at += if lines.get(at + 1) == Some(&b'\n') { 1 } else { 2 };
    }
    None
}

fn n_ends(lines: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', lines).count() as u64
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
        let lines = chunk.lines();
        let mut spots = Spots::new(id, lines);
        let mut from = 0;
        while let Some(spot) = spots.next(from) {
            let start = memchr::memrchr(b'\n', &lines[from..spot]).map_or(from, |end| from + end + 1);
            let end = memchr::memchr(b'\n', &lines[spot..]).map_or(lines.len(), |end| spot + end + 1);
            self.tally.n_lines += n_ends(&lines[from..start]);
            let before = (self.tally.n_lines, chunk.byte + start as u64);
            if !self.read_lines(file, &lines[start..end], names, before) {
                return;
            }
            self.tally.n_lines += 1;
            from = end;
        }
        let rest = &lines[from..];
        self.tally.n_lines += n_ends(rest) + u64::from(rest.last().is_some_and(|last| *last != b'\n'));
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
        let may_hide = |id: &str, line: &str| next_escape(id, line.as_bytes()).is_some();
        for line in [r#"{"c":"\u0061-1"}"#, r#"{"c":"a\u002d1"}"#, r#"{"c":"a-\u0031"}"#, r#"{"c":"\u00zz"}"#] {
            assert!(may_hide("a-1", line), "{line}");
        }
        for line in [r#"{"c":"x \u0026 y"}"#, r#"{"c":"\"\\\/"}"#, "{}", "\\", "\\u00e9", "x\\\\u0061"] {
            assert!(!may_hide("a-1", line), "{line}");
        }
        assert!(may_hide("a/1", r"a\/1") && may_hide("\u{e9}", r"\u00e9") && may_hide("a\"", r#"\""#));
        assert!(may_hide("a", "x\\\n{\"c\":\"\\u0061\"}"));
    }

    #[test]
    fn every_line_that_may_have_the_id_has_a_spot() {
        let some = ["{\"c\":\"ab\"}", "{\"c\":\"x\"}", "{\"c\":\"\\u0061b\"}", "\\", "", "abab", "{\"c\":\"\\n\"}"];
        for n in 0..7usize.pow(4) {
            let text: String = (0..4).map(|place| format!("{}\n", some[n / 7usize.pow(place) % 7])).collect();
            let (mut spots, mut from, mut met) = (Spots::new("ab", text.as_bytes()), 0, Vec::new());
            while let Some(spot) = spots.next(from) {
                met.push(text[..spot].matches('\n').count());
                from = spot + text[spot..].find('\n').map_or(text.len() - spot, |end| end + 1);
            }
            let has = |line: &str| line.contains("ab") || line.contains("\\u0061");
            let expected: Vec<usize> = text.lines().enumerate().filter(|(_, line)| has(line)).map(|(n, _)| n).collect();
            assert_eq!(met, expected, "{text}");
        }
    }
}
