//! The records of a JSON file: pieces, each passed over once, or unfolded into the records it holds.

use super::{Cut, Pieces, Start, Walker, read_texts, read_tree};
use crate::formats::bad_record::BadReason;
use crate::formats::feed::{Fed, Feed, Rest, Spot};
use crate::formats::raw_record::RawRecord;
use crate::formats::seen_names::SeenNames;
use crate::formats::tree::{Tree, Unfolded};
use crate::formats::wanted::Wanted;
use std::io::{self, BufRead};

/// The records of one JSON or NDJSON file.
pub(in crate::formats) struct JsonFeed<R> {
    pieces: Pieces<R>,
    piece: Vec<u8>,
    walker: Walker,
    tree: Tree,
    /// Records of the piece at hand that were not given yet, the next one last.
    unfolded: Vec<Unfolded>,
    /// How far the piece at hand was counted, to find the places of its records.
    passed: Start,
    n_passed: usize,
    /// The part of the piece that was given last.
    given: std::ops::Range<usize>,
}

impl<R: BufRead> JsonFeed<R> {
    /// Reads the pieces of a file.
    pub(in crate::formats) fn new(pieces: Pieces<R>) -> JsonFeed<R> {
        let passed = Start { line: 1, byte: 0, column: 0 };
        JsonFeed {
            pieces,
            piece: Vec::new(),
            walker: Walker::default(),
            tree: Tree::default(),
            unfolded: Vec::new(),
            passed,
            n_passed: 0,
            given: 0..0,
        }
    }

    /// The next record of the piece at hand.
    fn next_unfolded(&mut self, wanted: &Wanted, raw: &mut RawRecord, names: &mut SeenNames) -> Option<Fed> {
        let record = self.unfolded.pop()?;
        self.tree.fill(&record, &wanted.ways, raw);
        self.tree.see_names(record[0], names);
        self.given = if wanted.each.is_empty() { 0..self.piece.len() } else { self.tree.bytes(record[0]) };
        let start = self.given.start.clamp(self.n_passed, self.piece.len());
        self.piece[self.n_passed..start].iter().for_each(|byte| self.passed.pass(*byte));
        self.n_passed = start;
        Some(Fed::Record(Spot { column: None, ..self.passed.spot() }))
    }

    /// Reads the piece into a tree and finds its records.
    fn unfold(&mut self, wanted: &Wanted) -> Result<(), (BadReason, usize)> {
        read_tree(&self.piece, &wanted.json_texts, &mut self.tree)?;
        self.unfolded = self.tree.unfold(&wanted.each).map_err(|reason| (reason, 0))?;
        if !wanted.each.is_empty() {
            self.unfolded.iter().for_each(|record| read_texts(&wanted.json_texts, record[0], &mut self.tree));
        }
        self.unfolded.reverse();
        Ok(())
    }
}

impl<R: BufRead> Feed for JsonFeed<R> {
    fn next(&mut self, wanted: &Wanted, raw: &mut RawRecord, names: &mut SeenNames) -> io::Result<Fed> {
        loop {
            if let Some(fed) = self.next_unfolded(wanted, raw, names) {
                return Ok(fed);
            }
            let start = match self.pieces.next(&mut self.piece)? {
                Cut::Piece(start) => start,
                Cut::Bad { start, reason, ends } => {
                    self.given = 0..self.piece.len();
                    return Ok(Fed::Bad { spot: start.spot(), reason, ends });
                }
                Cut::End => return Ok(Fed::End),
            };
            (self.passed, self.n_passed, self.given) = (start, 0, 0..self.piece.len());
            let read =
                if wanted.is_plain { self.walker.read(&self.piece, wanted, raw, names) } else { self.unfold(wanted) };
            match read {
                Ok(()) if wanted.is_plain => return Ok(Fed::Record(Spot { column: None, ..start.spot() })),
                Ok(()) => {}
                Err((reason, byte)) => {
                    return Ok(Fed::Bad { spot: spot_in(&self.piece, start, byte), reason, ends: false });
                }
            }
        }
    }

    fn bytes(&self) -> &[u8] {
        self.piece.get(self.given.clone()).unwrap_or(&self.piece)
    }

    fn line(&self) -> u64 {
        self.pieces.line()
    }

    fn tree(&self) -> &Tree {
        &self.tree
    }

    fn rest(&mut self) -> Option<Rest<'_>> {
        if self.unfolded.is_empty() { self.pieces.rest() } else { None }
    }
}

impl Start {
    fn spot(self) -> Spot {
        Spot { line: self.line, column: Some(self.column + 1), byte: self.byte }
    }
}

/// The place of a byte of a piece that begins at `start`.
fn spot_in(piece: &[u8], mut start: Start, byte: usize) -> Spot {
    for passed in &piece[..byte.min(piece.len())] {
        start.pass(*passed);
    }
    start.spot()
}
