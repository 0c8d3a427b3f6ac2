//! The rows of a table as cells, whatever separates them.

use super::recorder::{self, Recorder};
use crate::formats::feed::Spot;
use crate::formats::{Quote, Separator};
use csv::{ByteRecord, Reader, ReaderBuilder};
use std::io::{self, BufRead, BufReader, Read};

/// What comes next in a table.
pub(super) enum Row {
    /// A row that is not blank.
    Read(Spot),
    /// One beyond the limit of length; no telling where the next begins.
    TooLong(Spot),
    /// The end of the file.
    End,
}

/// The rows of one file.
pub(super) struct Rows<R> {
    input: Input<R>,
    /// The cells of the row at hand.
    pub(super) record: ByteRecord,
    /// Its bytes as they stand in the file.
    pub(super) bytes: Vec<u8>,
    /// Bytes of the file before what is read here: a byte order mark, lines that are none of the table.
    n_before: u64,
    /// The line of the next row, from 1.
    pub(super) line: u64,
    /// Bytes before the next row, where lines are rows.
    n_passed: u64,
    limit: usize,
}

/// Where in a file its table begins.
#[derive(Clone, Copy)]
pub(in crate::formats) struct Start {
    /// From 1.
    pub(in crate::formats) line: u64,
    /// Bytes before it.
    pub(in crate::formats) byte: u64,
}

enum Input<R> {
    Signs(Box<Reader<Recorder<R>>>, u8, Quote),
    Blanks(BufReader<R>),
}

impl<R: Read> Rows<R> {
    pub(super) fn new(input: R, (separator, quote): (Separator, Quote), limit: usize, start: Start) -> Rows<R> {
        let input = match separator {
            Separator::Sign(sign) => {
                let mut builder = ReaderBuilder::new();
                builder.has_headers(false).flexible(true).delimiter(sign).quoting(quote != Quote::None);
                builder.quote(quote.byte().unwrap_or(b'"'));
                Input::Signs(Box::new(builder.from_reader(Recorder::new(input, limit))), sign, quote)
            }
            Separator::Blanks => Input::Blanks(BufReader::new(input)),
        };
        let Start { line, byte } = start;
        Rows { input, record: ByteRecord::new(), bytes: Vec::new(), n_before: byte, line, n_passed: 0, limit }
    }

    /// The next row that is not blank.
    pub(super) fn next(&mut self) -> io::Result<Row> {
        loop {
            let row = match self.input {
                Input::Signs(..) => self.next_of_signs()?,
                Input::Blanks(_) => self.next_of_blanks()?,
            };
            match row {
                Row::Read(_) if self.record.iter().all(|cell| cell.trim_ascii().is_empty()) => {}
                other => return Ok(other),
            }
        }
    }

    fn next_of_signs(&mut self) -> io::Result<Row> {
        let Input::Signs(reader, ..) = &mut self.input else {
            return Ok(Row::End);
        };
        let row_start = reader.position().byte();
        let read = match reader.read_byte_record(&mut self.record) {
            Ok(read) => read,
            Err(error) => return self.failed(error, row_start),
        };
        let row_end = reader.position().byte();
        let all = reader.get_mut().take(row_start, row_end, &mut self.bytes);
        debug_assert!(all, "the recorder keeps what the reader has read");
        let n_ends = self.bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let n_lines = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        let line = self.line + n_lines(&self.bytes[..n_ends]);
        self.line += n_lines(&self.bytes);
        if !read {
            return Ok(Row::End);
        }
        self.bytes.drain(..n_ends);
        Ok(Row::Read(Spot { line, column: None, byte: self.n_before + row_start + n_ends as u64 }))
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
        Ok(Row::TooLong(Spot { line: self.line, column: None, byte: self.n_before + row_start }))
    }

    fn next_of_blanks(&mut self) -> io::Result<Row> {
        let Input::Blanks(input) = &mut self.input else {
            return Ok(Row::End);
        };
        let spot = Spot { line: self.line, column: None, byte: self.n_before + self.n_passed };
        self.bytes.clear();
        let room = self.limit as u64 + 1;
        let n = input.take(room).read_until(b'\n', &mut self.bytes)?;
        if n == 0 {
            return Ok(Row::End);
        }
        if self.bytes.len() > self.limit && self.bytes.last() != Some(&b'\n') {
            return Ok(Row::TooLong(spot));
        }
        self.line += 1;
        self.n_passed += n as u64;
        self.record.clear();
        let cells = self.bytes.split(u8::is_ascii_whitespace).filter(|cell| !cell.is_empty());
        cells.for_each(|cell| self.record.push_field(cell));
        Ok(Row::Read(spot))
    }

    /// Whether the row at hand ends inside quotes: the last row of a file that was cut short.
    pub(super) fn leaves_quote_open(&self) -> bool {
        let Input::Signs(_, sign, quote) = &self.input else {
            return false;
        };
        let Some(quote) = quote.byte().filter(|quote| self.bytes.contains(quote)) else {
            return false;
        };
        let (mut quoted, mut at_start) = (false, true);
        let mut bytes = self.bytes.iter().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                byte if *byte == quote && quoted && bytes.peek() == Some(&&quote) => {
                    bytes.next();
                }
                byte if *byte == quote && quoted => quoted = false,
                byte if *byte == quote && at_start => quoted = true,
                _ => {}
            }
            at_start = !quoted && byte == sign;
        }
        quoted
    }
}
