//! The fast way through NDJSON.
//!
//! A [`Scanner`] passes over lines that are certainly well-formed records and gives their wanted parts. Of every other
//! line it says that it is unusual: the caller gives it to the slow reader ([`super::json`]), which finds out what is
//! wrong and where, or that all is well. So the scanner may give up whenever that is simpler, but what it accepts, the
//! slow reader accepts with the same parts.

mod block;
mod keys;
mod lines;
mod list;
mod scalar;
mod slots;
#[cfg(test)]
mod tests;
mod text;
mod walk;

use super::RecordSource;
use super::wanted::Wanted;
use crate::records::Layout;
use block::WINDOW;
use keys::Keys;
pub(super) use lines::Lines;
pub(super) use list::{Element, List};
pub(super) use slots::Part;
use slots::Slots;
use walk::Walk;

/// Reads the lines of NDJSON files.
#[derive(Debug)]
pub(super) struct Scanner {
    walk: Walk,
    max_record_bytes: usize,
    /// A line that stood at the end of its chunk, with a window behind it.
    last: String,
}

/// What a line is.
#[derive(Debug)]
pub(super) enum Scanned<'a> {
    /// A record: its wanted parts.
    Record(Parts<'a>),
    /// Nothing but white space.
    Blank,
    /// Something that only the slow reader can judge: the line with its end.
    Unusual(&'a [u8]),
    /// There are no more lines.
    End,
}

/// The wanted parts of one record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts<'a> {
    text: &'a str,
    slots: &'a Slots,
}

impl<'a> Parts<'a> {
    /// What stands in a slot.
    #[inline(always)]
    pub(super) fn get(&self, slot: usize) -> Part<'a> {
        self.slots.get(slot, self.text)
    }
}

impl Scanner {
    /// A scanner of records for their wanted parts, where all ways to them are plain.
    pub(super) fn new(wanted: &Wanted, max_record_bytes: usize) -> Option<Scanner> {
        let walk = Walk::new(Keys::new(wanted), wanted.n_slots());
        wanted.is_plain.then_some(Scanner { walk, max_record_bytes, last: String::new() })
    }

    /// Reads the next line.
    #[inline]
    pub(super) fn next<'a, 'c: 'a>(&'a mut self, lines: &mut Lines<'c>) -> Scanned<'a> {
        if lines.is_done() {
            return Scanned::End;
        }
        let (text, start) = lines.text();
        match self.record(text, start) {
            Some(next) => {
                lines.go_to(next);
                Scanned::Record(Parts { text, slots: &self.walk.slots })
            }
            None => self.other_line(lines),
        }
    }

    #[inline(always)]
    fn record(&mut self, text: &str, start: usize) -> Option<usize> {
        let next = self.walk.record(text, start);
        // The limit is one of the record without the end of its line.
        next.filter(|next| next - start - 1 <= self.max_record_bytes)
    }

    /// A line that is not certainly a record, or that is so near to the end that whole windows cannot be read.
    #[inline(never)]
    fn other_line<'a, 'c: 'a>(&'a mut self, lines: &mut Lines<'c>) -> Scanned<'a> {
        let (line, text) = lines.pass();
        if line.trim_ascii().is_empty() {
            return Scanned::Blank;
        }
        let Some(text) = text.filter(|_| lines.is_near_end()) else {
            return Scanned::Unusual(line);
        };
        let mut last = std::mem::take(&mut self.last);
        last.clear();
        last.push_str(text.strip_suffix('\n').unwrap_or(text));
        last.push('\n');
        last.extend([' '; WINDOW]);
        let is_record = self.record(&last, 0).is_some();
        self.last = last;
        if is_record {
            Scanned::Record(Parts { text: &self.last, slots: &self.walk.slots })
        } else {
            Scanned::Unusual(line)
        }
    }
}

/// Passes over the lines of a chunk and keeps nothing: how many are records, and how many are left to the slow reader.
/// It is there for `benches/scan.rs`. None where the source's records have to be unfolded.
pub fn pass_lines(source: &RecordSource, layout: &Layout, chunk: &[u8]) -> Option<(u64, u64)> {
    let mut scanner = Scanner::new(&Wanted::of_source(source, layout), usize::MAX)?;
    let mut lines = Lines::new(chunk);
    let (mut n_records, mut n_unusual) = (0, 0);
    loop {
        match scanner.next(&mut lines) {
            Scanned::Record(_) => n_records += 1,
            Scanned::Unusual(_) => n_unusual += 1,
            Scanned::Blank => {}
            Scanned::End => return Some((n_records, n_unusual)),
        }
    }
}
