//! Results out.
//!
//! [`ResultsWriter`] writes one record after the other and keeps none, in the order it is given them. A table for people
//! needs them all at once: [`write_table`]. Same results, same bytes, on any machine: numbers are shortest decimals, keys
//! stand in the order of the rules, and texts escape nothing but what JSON and CSV demand.

mod csv;
mod json;
mod piece;
mod shape;
mod table;
#[cfg(test)]
mod tests;

pub use piece::ResultsPiece;
pub use shape::{NoSuchScore, ResultShape, ScoreShape};
pub use table::{TableOptions, write_table};

use crate::ledger::RecordResult;
use std::io::{self, Write};

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultFormat {
    /// One JSON object a line.
    ///
    /// ```json
    /// {"id":"c-1042","scores":{"fit":50,"lead":52.4},"tiers":{"lead":"warm"},"labels":{"priority":"A1"},"segments":["mql"]}
    /// {"id":"c-7","excluded":"not a buyer"}
    /// ```
    ///
    /// `tiers`, `labels` and `segments` are there where the rules have any for this kind of record; a tier or label that
    /// is missing has no key. With `ledger`, `"ledger":{"lead":[{"kind":"award","rule":"ceo","points":20}]}` follows,
    /// an entry with `"activities":3` where activities are behind it; a score's points add up to the score, exactly.
    /// Where there are notes, `"notes":{"lead":[{"kind":"award_missing","rule":"lead.3","n":1}]}` comes last.
    Ndjson {
        /// Whether each line carries the ledger.
        ledger: bool,
    },
    /// The same objects in one list.
    Json {
        /// Whether each object carries the ledger.
        ledger: bool,
    },
    /// `id`, each score, each `SCORE.tier`, each label, each segment (`true` or `false`), `excluded` (the reason).
    /// What is missing is empty, as is all of an excluded record but its id and reason.
    Csv,
}

/// Writes results one by one.
pub struct ResultsWriter<'a, W: Write> {
    shape: &'a ResultShape,
    format: ResultFormat,
    out: W,
    begun: bool,
}

impl<'a, W: Write> ResultsWriter<'a, W> {
    /// Nothing is written before the first record, or the end.
    pub fn new(shape: &'a ResultShape, format: ResultFormat, out: W) -> ResultsWriter<'a, W> {
        ResultsWriter { shape, format, out, begun: false }
    }

    /// The next record; it has to be of the shape's kind.
    pub fn write(&mut self, record: &RecordResult) -> io::Result<()> {
        match self.format {
            ResultFormat::Ndjson { ledger } => {
                json::write_record(&mut self.out, self.shape, record, ledger)?;
                self.out.write_all(b"\n")?;
            }
            ResultFormat::Json { ledger } => {
                self.out.write_all(if self.begun { b",\n" } else { b"[\n" })?;
                json::write_record(&mut self.out, self.shape, record, ledger)?;
            }
            ResultFormat::Csv => {
                if !self.begun {
                    csv::write_header(&mut self.out, self.shape)?;
                }
                csv::write_record(&mut self.out, self.shape, record)?;
            }
        }
        self.begun = true;
        Ok(())
    }

    /// The next records, which were written apart from the others.
    pub fn write_piece(&mut self, piece: ResultsPiece) -> io::Result<()> {
        if piece.is_empty() {
            return Ok(());
        }
        match (self.format, self.begun) {
            (ResultFormat::Json { .. }, begun) => self.out.write_all(if begun { b",\n" } else { b"[\n" })?,
            (ResultFormat::Csv, false) => csv::write_header(&mut self.out, self.shape)?,
            (ResultFormat::Csv, true) | (ResultFormat::Ndjson { .. }, _) => {}
        }
        self.begun = true;
        self.out.write_all(&piece.into_bytes()?)
    }

    /// Closes the list of JSON, writes the header of a CSV without records, and flushes.
    pub fn finish(mut self) -> io::Result<W> {
        match (self.format, self.begun) {
            (ResultFormat::Json { .. }, true) => self.out.write_all(b"\n]\n")?,
            (ResultFormat::Json { .. }, false) => self.out.write_all(b"[]\n")?,
            (ResultFormat::Csv, false) => csv::write_header(&mut self.out, self.shape)?,
            (ResultFormat::Csv, true) | (ResultFormat::Ndjson { .. }, _) => {}
        }
        self.out.flush()?;
        Ok(self.out)
    }
}
