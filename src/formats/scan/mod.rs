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
use slots::{Slot, Slots};
use std::ops::Range;
use walk::Walk;

/// Reads the lines of NDJSON files, a few dozen at a time: whoever uses them can do one thing for all of them, and then
/// the next.
#[derive(Debug)]
pub(super) struct Scanner {
    walk: Walk,
    max_record_bytes: usize,
    /// Where the records of a run stand in the chunk.
    places: Vec<Range<usize>>,
    /// Records of a run at most.
    run_max: usize,
    /// A line that stood at the end of its chunk, with a window behind it.
    last: String,
}

/// Records that follow each other.
#[derive(Debug)]
pub(super) struct Run<'a> {
    text: &'a str,
    slots: &'a Slots,
    places: &'a [Range<usize>],
}

/// What comes after a run; all but more lines only after an empty one.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum After<'c> {
    /// More lines.
    More,
    /// A line of nothing but white space, which was passed over.
    Blank,
    /// A line that only the slow reader can judge, which was passed over: with its end.
    Unusual(&'c [u8]),
    /// No more lines.
    End,
}

/// The wanted parts of one record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts<'a> {
    text: &'a str,
    slots: &'a [Slot],
    unescaped: &'a str,
}

impl<'a> Parts<'a> {
    /// What stands in a slot.
    #[inline(always)]
    pub(super) fn get(&self, slot: usize) -> Part<'a> {
        self.slots[slot].part(self.text, self.unescaped)
    }
}

impl<'a> Run<'a> {
    /// How many records there are: at most [`RUN_MAX`].
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// The wanted parts of the nth record.
    #[inline(always)]
    pub(super) fn parts(&self, nth: usize) -> Parts<'a> {
        let (slots, unescaped) = self.slots.record(nth);
        Parts { text: self.text, slots, unescaped }
    }

    /// Where the nth record stands in the chunk, with the end of its line.
    pub(super) fn place(&self, nth: usize) -> Range<usize> {
        self.places[nth].clone()
    }
}

/// Records of a run at most.
pub(super) const RUN_MAX: usize = 64;

/// The slots of a run should stay near: so many, unless a few records have more.
const RUN_SLOTS: usize = 2048;
const RUN_LEAST: usize = 8;

impl Scanner {
    /// A scanner of records for their wanted parts, where all ways to them are plain.
    pub(super) fn new(wanted: &Wanted, max_record_bytes: usize) -> Option<Scanner> {
        let n_slots = wanted.n_slots();
        let run_max = (RUN_SLOTS / n_slots.max(1)).clamp(RUN_LEAST, RUN_MAX);
        let walk = Walk::new(Keys::new(wanted), Slots::new(n_slots, run_max));
        let places = Vec::with_capacity(run_max);
        wanted.is_plain.then_some(Scanner { walk, max_record_bytes, places, run_max, last: String::new() })
    }

    /// Reads the next records, up to a line that is none for certain.
    pub(super) fn read<'a, 'c: 'a>(&'a mut self, lines: &mut Lines<'c>) -> (Run<'a>, After<'c>) {
        self.places.clear();
        self.walk.slots.clear();
        if lines.is_done() {
            return (self.run(""), After::End);
        }
        let (text, mut start) = lines.text();
        while self.places.len() < self.run_max && start < text.len() {
            let Some(next) = self.record(text, start) else { break };
            let from = lines.at();
            lines.go_to(next);
            self.places.push(from..lines.at());
            start = next;
        }
        if !self.places.is_empty() {
            return (self.run(text), After::More);
        }
        self.other_line(text, lines)
    }

    fn run<'a>(&'a self, text: &'a str) -> Run<'a> {
        Run { text, slots: &self.walk.slots, places: &self.places }
    }

    #[inline(always)]
    fn record(&mut self, text: &str, start: usize) -> Option<usize> {
        self.walk.slots.begin(self.places.len());
        let next = self.walk.record(text, start);
        // The limit is one of the record without the end of its line.
        next.filter(|next| next - start - 1 <= self.max_record_bytes)
    }

    /// A line that is not certainly a record, or that is so near to the end that whole windows cannot be read.
    #[inline(never)]
    fn other_line<'a, 'c: 'a>(&'a mut self, text: &'c str, lines: &mut Lines<'c>) -> (Run<'a>, After<'c>) {
        let start = lines.at();
        let (line, of_line) = lines.pass();
        if line.trim_ascii().is_empty() {
            return (self.run(text), After::Blank);
        }
        let Some(of_line) = of_line.filter(|_| lines.is_near_end()) else {
            return (self.run(text), After::Unusual(line));
        };
        let mut last = std::mem::take(&mut self.last);
        last.clear();
        last.push_str(of_line.strip_suffix('\n').unwrap_or(of_line));
        last.push('\n');
        last.extend([' '; WINDOW]);
        let is_record = self.record(&last, 0).is_some();
        self.last = last;
        if !is_record {
            return (self.run(text), After::Unusual(line));
        }
        self.places.push(start..lines.at());
        (self.run(&self.last), After::More)
    }
}

/// Passes over the lines of a chunk and keeps nothing: how many are records, and how many are left to the slow reader.
/// It is there for `benches/scan.rs`. None where the source's records have to be unfolded.
pub fn pass_lines(source: &RecordSource, layout: &Layout, chunk: &[u8]) -> Option<(u64, u64)> {
    let mut scanner = Scanner::new(&Wanted::of_source(source, layout), usize::MAX)?;
    let mut lines = Lines::new(chunk);
    let (mut n_records, mut n_unusual) = (0, 0);
    loop {
        let (run, after) = scanner.read(&mut lines);
        n_records += run.len() as u64;
        match after {
            After::Unusual(_) => n_unusual += 1,
            After::More | After::Blank => {}
            After::End => return Some((n_records, n_unusual)),
        }
    }
}
