//! The records of a JSON file: pieces, each passed over once.

use super::{Cut, Pieces, Start, Walker};
use crate::formats::feed::{Fed, Feed, Spot};
use crate::formats::raw_record::RawRecord;
use crate::formats::seen_names::SeenNames;
use crate::formats::wanted::Wanted;
use std::io::{self, BufRead};

/// The records of one JSON or NDJSON file.
pub(in crate::formats) struct JsonFeed<R> {
    pieces: Pieces<R>,
    piece: Vec<u8>,
    walker: Walker,
}

impl<R: BufRead> JsonFeed<R> {
    /// Reads the pieces of a file.
    pub(in crate::formats) fn new(pieces: Pieces<R>) -> JsonFeed<R> {
        JsonFeed { pieces, piece: Vec::new(), walker: Walker::default() }
    }
}

impl<R: BufRead> Feed for JsonFeed<R> {
    fn next(&mut self, wanted: &Wanted, raw: &mut RawRecord, names: &mut SeenNames) -> io::Result<Fed> {
        let start = match self.pieces.next(&mut self.piece)? {
            Cut::Piece(start) => start,
            Cut::Bad { start, reason, ends } => return Ok(Fed::Bad { spot: start.spot(), reason, ends }),
            Cut::End => return Ok(Fed::End),
        };
        Ok(match self.walker.read(&self.piece, wanted, raw, names) {
            Ok(()) => Fed::Record(Spot { column: None, ..start.spot() }),
            Err((reason, byte)) => Fed::Bad { spot: spot_in(&self.piece, start, byte), reason, ends: false },
        })
    }

    fn bytes(&self) -> &[u8] {
        &self.piece
    }

    fn line(&self) -> u64 {
        self.pieces.line()
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
