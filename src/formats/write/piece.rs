//! Results of some records, written on a thread of their own.

use super::{ResultFormat, ResultShape, csv, json};
use crate::ledger::RecordResult;
use ::csv::Writer;
use std::io;

/// Records in a row of any format, to be put among others by [`super::ResultsWriter::write_piece`].
pub struct ResultsPiece {
    format: ResultFormat,
    written: Written,
    n: usize,
}

enum Written {
    Json(Vec<u8>),
    Csv(Box<Writer<Vec<u8>>>),
}

impl ResultsPiece {
    /// No record yet.
    pub fn new(format: ResultFormat) -> ResultsPiece {
        let written = match format {
            ResultFormat::Csv => Written::Csv(Box::new(csv::rows(Vec::new()))),
            ResultFormat::Ndjson { .. } | ResultFormat::Json { .. } => Written::Json(Vec::new()),
        };
        ResultsPiece { format, written, n: 0 }
    }

    /// Whether there is no record in it.
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// The next record; it has to be of the shape's kind.
    pub fn write(&mut self, shape: &ResultShape, record: &RecordResult) -> io::Result<()> {
        match (&mut self.written, self.format) {
            (Written::Csv(rows), _) => csv::write_cells(rows, shape, record)?,
            (Written::Json(out), ResultFormat::Json { ledger }) => {
                if self.n > 0 {
                    out.extend_from_slice(b",\n");
                }
                json::write_record(out, shape, record, ledger)?;
            }
            (Written::Json(out), format) => {
                json::write_record(out, shape, record, format == ResultFormat::Ndjson { ledger: true })?;
                out.push(b'\n');
            }
        }
        self.n += 1;
        Ok(())
    }

    /// What was written.
    pub(super) fn into_bytes(self) -> io::Result<Vec<u8>> {
        match self.written {
            Written::Json(bytes) => Ok(bytes),
            Written::Csv(rows) => rows.into_inner().map_err(|error| error.into_error()),
        }
    }
}
