//! CSV in: a header of names, then one record a line.
//!
//! Quoted fields may hold separators and line breaks. Lines without any text, such as the `,,,` that spreadsheets leave
//! at the end, are blank and passed over. A cell is a text; what it stands for is the field's type's business.

mod recorder;

use super::bad_record::{BadReason, shown};
use super::feed::{Fed, Feed, Spot};
use super::raw_record::{Found, RawRecord};
use super::seen_names::SeenNames;
use super::wanted::{KeyUse, Wanted};
use csv::{ByteRecord, Reader, ReaderBuilder};
use recorder::Recorder;
use std::collections::BTreeMap;
use std::io::{self, Read};

/// The records of one CSV file.
pub(super) struct CsvFeed<R> {
    reader: Reader<Recorder<R>>,
    header: Vec<String>,
    record: ByteRecord,
    bytes: Vec<u8>,
    /// Bytes of the file before what the reader reads: a byte order mark.
    bom: u64,
    /// The line of the next record, from 1.
    line: u64,
    limit: usize,
}

/// Why a file cannot be read as CSV at all.
#[derive(Debug)]
pub(super) enum CsvError {
    /// What is wrong with the header.
    Header(String),
    /// The disk or the pipe.
    Io(io::Error),
}

impl<R: Read> CsvFeed<R> {
    /// Reads the header. Every name has to be there, once, with blanks around taken off.
    pub(super) fn open(input: R, limit: usize, bom: u64) -> Result<CsvFeed<R>, CsvError> {
        let recorder = Recorder::new(input, limit);
        let reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(recorder);
        let (record, bytes) = (ByteRecord::new(), Vec::new());
        let mut feed = CsvFeed { reader, header: Vec::new(), record, bytes, bom, line: 1, limit };
        match feed.next_row().map_err(CsvError::Io)? {
            Row::Read(_) => feed.header = header_names(&feed.record)?,
            Row::TooLong(_) => return Err(CsvError::Header(BadReason::TooLong(limit).to_string())),
            Row::End => {
                return Err(CsvError::Header("the file is empty; a CSV file begins with a line of names".to_owned()));
            }
        }
        Ok(feed)
    }

    /// The names of the columns.
    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    /// The next row that is not blank into `record`, its bytes into `bytes`.
    fn next_row(&mut self) -> io::Result<Row> {
        loop {
            let row_start = self.reader.position().byte();
            let read = match self.reader.read_byte_record(&mut self.record) {
                Ok(read) => read,
                Err(error) => return self.failed(error, row_start),
            };
            let row_end = self.reader.position().byte();
            let recorder = self.reader.get_mut();
            let all = recorder.take(row_start, row_end, &mut self.bytes);
            let n_ends = self.bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            let n_lines = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
            let line = self.line + n_lines(&self.bytes[..n_ends]);
            self.line += n_lines(&self.bytes);
            debug_assert!(all, "the recorder keeps what the reader has read");
            if !read {
                return Ok(Row::End);
            }
            self.bytes.drain(..n_ends);
            if self.record.iter().any(|cell| !cell.trim_ascii().is_empty()) {
                let byte = self.bom + row_start + n_ends as u64;
                return Ok(Row::Read(Spot { line, column: None, byte }));
            }
        }
    }

    fn failed(&mut self, error: csv::Error, row_start: u64) -> io::Result<Row> {
        let error = match error.into_kind() {
            csv::ErrorKind::Io(error) => error,
            other => io::Error::other(format!("{other:?}")),
        };
        if !recorder::is_too_long(&error) {
            return Err(error);
        }
        self.bytes.clear();
        Ok(Row::TooLong(Spot { line: self.line, column: None, byte: self.bom + row_start }))
    }

    /// The row at hand as a record.
    fn fill(&self, wanted: &Wanted, raw: &mut RawRecord) -> Result<(), BadReason> {
        if self.record.len() != self.header.len() {
            return Err(BadReason::FieldCount { expected: self.header.len(), found: self.record.len() });
        }
        raw.clear(wanted.n_slots());
        for (name, cell) in self.header.iter().zip(&self.record) {
            let text = std::str::from_utf8(cell).map_err(|_| BadReason::NotUtf8)?;
            if let Some(KeyUse { slots, .. }) = wanted.key(Wanted::ROOT, name) {
                let found = Found::Text(raw.push_text(text));
                slots.iter().for_each(|at| raw.set(at.slot, at.depth, found));
            }
        }
        Ok(())
    }
}

enum Row {
    Read(Spot),
    TooLong(Spot),
    End,
}

impl<R: Read> Feed for CsvFeed<R> {
    fn next(&mut self, wanted: &Wanted, raw: &mut RawRecord, names: &mut SeenNames) -> io::Result<Fed> {
        let spot = match self.next_row()? {
            Row::Read(spot) => spot,
            Row::TooLong(spot) => return Ok(Fed::Bad { spot, reason: BadReason::TooLong(self.limit), ends: true }),
            Row::End => return Ok(Fed::End),
        };
        if leaves_quote_open(&self.bytes) {
            return Ok(Fed::Bad { spot, reason: BadReason::OpenQuote, ends: true });
        }
        self.header.iter().for_each(|name| names.see(0, name));
        Ok(match self.fill(wanted, raw) {
            Ok(()) => Fed::Record(spot),
            Err(reason) => Fed::Bad { spot, reason, ends: false },
        })
    }

    fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn line(&self) -> u64 {
        self.line
    }
}

fn header_names(record: &ByteRecord) -> Result<Vec<String>, CsvError> {
    let mut names = Vec::new();
    let mut columns: BTreeMap<String, usize> = BTreeMap::new();
    for (column, cell) in (1..).zip(record) {
        let name = std::str::from_utf8(cell).map_err(|_| CsvError::Header(BadReason::NotUtf8.to_string()))?;
        let name = crate::values::text::trim(name).to_owned();
        if name.is_empty() {
            return Err(CsvError::Header(format!("column {column} of the header has no name")));
        }
        if let Some(first) = columns.insert(name.clone(), column) {
            let name = shown(&name);
            return Err(CsvError::Header(format!(
                "columns {first} and {column} of the header are both named `{name}`"
            )));
        }
        names.push(name);
    }
    Ok(names)
}

/// Whether a row ends inside quotes: the last row of a file that was cut short.
fn leaves_quote_open(row: &[u8]) -> bool {
    if !row.contains(&b'"') {
        return false;
    }
    let (mut quoted, mut at_start) = (false, true);
    let mut bytes = row.iter().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' if quoted && bytes.peek() == Some(&&b'"') => {
                bytes.next();
            }
            b'"' if quoted => quoted = false,
            b'"' if at_start => quoted = true,
            _ => {}
        }
        at_start = !quoted && *byte == b',';
    }
    quoted
}
