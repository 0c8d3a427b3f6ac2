//! Cuts a JSON file into records without reading them.
//!
//! Only brackets and quotes are looked at, so one bad record does not spoil its neighbours, and no more than one record
//! is in memory, however long the file.

use crate::formats::bad_record::BadReason;
use crate::formats::feed::Rest;
use std::io::{self, BufRead};

/// Where a piece starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) struct Start {
    /// From 1.
    pub(in crate::formats) line: u64,
    /// Bytes before it.
    pub(in crate::formats) byte: u64,
    /// Characters before it on its line.
    pub(in crate::formats) column: u64,
}

/// What comes next in a file.
#[derive(Debug)]
pub(in crate::formats) enum Cut {
    /// A record; its bytes are in the buffer.
    Piece(Start),
    /// Something that is no record. With `ends` nothing after it can be told apart.
    Bad { start: Start, reason: BadReason, ends: bool },
    /// The end of the file.
    End,
}

/// How the records of a file are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// One a line.
    Lines,
    /// `[{..}, {..}]`; whether an element has been read.
    Array { begun: bool },
    /// One after the other, over several lines each: a file with one object, most of all.
    Sequence,
    /// To be found out from the first bytes.
    Unknown,
    /// Nothing more comes.
    Done,
}

/// The records of one file.
pub(in crate::formats) struct Pieces<R> {
    input: R,
    mode: Mode,
    limit: usize,
    /// Bytes that were read to find out the mode and not given out yet.
    ahead: Vec<u8>,
    n_ahead_used: usize,
    place: Start,
}

impl<R: BufRead> Pieces<R> {
    /// One record a line.
    pub(in crate::formats) fn lines(input: R, limit: usize, bom: u64) -> Pieces<R> {
        Pieces::new(input, limit, bom, Mode::Lines)
    }

    /// A list, one object, or one object a line: whichever the file turns out to be.
    pub(in crate::formats) fn any(input: R, limit: usize, bom: u64) -> Pieces<R> {
        Pieces::new(input, limit, bom, Mode::Unknown)
    }

    fn new(input: R, limit: usize, bom: u64, mode: Mode) -> Pieces<R> {
        let place = Start { line: 1, byte: bom, column: 0 };
        Pieces { input, mode, limit, ahead: Vec::new(), n_ahead_used: 0, place }
    }

    /// The line that reading has come to, from 1.
    pub(in crate::formats) fn line(&self) -> u64 {
        self.place.line
    }

    /// The lines that were not read yet, where each is one record.
    pub(in crate::formats) fn rest(&mut self) -> Option<Rest<'_>> {
        let is_ahead = self.n_ahead_used < self.ahead.len();
        let byte = self.place.byte;
        (self.mode == Mode::Lines && !is_ahead).then_some(Rest { input: &mut self.input, byte })
    }

    /// The next record into `piece`, which is emptied first.
    pub(in crate::formats) fn next(&mut self, piece: &mut Vec<u8>) -> io::Result<Cut> {
        piece.clear();
        if self.mode == Mode::Unknown {
            self.find_mode()?;
        }
        match self.mode {
            Mode::Lines => self.next_line(piece),
            Mode::Array { begun } => self.next_element(begun, piece),
            Mode::Sequence => self.next_in_sequence(piece),
            Mode::Unknown | Mode::Done => Ok(Cut::End),
        }
    }

    /// A list begins with `[`. A first line that is whole says one object a line; anything else is read as one value
    /// after the other, which is what a file with one object spread over lines is.
    fn find_mode(&mut self) -> io::Result<()> {
        match self.skip_blanks()? {
            None => self.mode = Mode::Done,
            Some(b'[') => {
                self.take_byte()?;
                self.mode = Mode::Array { begun: false };
            }
            Some(_) => {
                let mut first = Vec::new();
                let whole = self.read_line(&mut first)?;
                let is_record = whole && is_one_value(&first);
                self.ahead = first;
                self.mode = if is_record || !whole { Mode::Lines } else { Mode::Sequence };
            }
        }
        Ok(())
    }

    fn next_line(&mut self, piece: &mut Vec<u8>) -> io::Result<Cut> {
        loop {
            let start = self.place;
            piece.clear();
            let whole = self.take_line(piece)?;
            if !whole {
                return Ok(Cut::Bad { start, reason: BadReason::TooLong(self.limit), ends: false });
            }
            if piece.is_empty() {
                return Ok(Cut::End);
            }
            if !piece.trim_ascii().is_empty() {
                // Without its end, so that what is wrong at the end of a line is wrong there and not on the next.
                piece.truncate(piece.trim_ascii_end().len());
                return Ok(Cut::Piece(start));
            }
        }
    }

    fn next_element(&mut self, begun: bool, piece: &mut Vec<u8>) -> io::Result<Cut> {
        let found = self.skip_blanks()?;
        let found = match found {
            Some(b']') => return self.after_list(),
            Some(b',') if begun => {
                self.take_byte()?;
                self.skip_blanks()?
            }
            Some(_) if begun => return Ok(self.ends("a `,` or `]` is missing after a record of the list")),
            other => other,
        };
        self.mode = Mode::Array { begun: true };
        match found {
            None => Ok(self.ends_with(BadReason::CutShort)),
            Some(b']') => Ok(self.ends("a `,` stands before the closing `]` of the list")),
            Some(b',') => Ok(self.ends("a record is missing between two `,`")),
            Some(_) => self.take_value(piece),
        }
    }

    fn after_list(&mut self) -> io::Result<Cut> {
        self.take_byte()?;
        if self.skip_blanks()?.is_some() {
            return Ok(self.ends("something follows after the end of the list"));
        }
        self.mode = Mode::Done;
        Ok(Cut::End)
    }

    fn next_in_sequence(&mut self, piece: &mut Vec<u8>) -> io::Result<Cut> {
        if self.skip_blanks()?.is_none() {
            self.mode = Mode::Done;
            return Ok(Cut::End);
        }
        self.take_value(piece)
    }

    /// One value by its brackets and quotes. What it is made of is not looked at.
    fn take_value(&mut self, piece: &mut Vec<u8>) -> io::Result<Cut> {
        let start = self.place;
        let mut scan = Scan::default();
        loop {
            let room = self.limit - piece.len();
            let buffer = self.buffer()?;
            let (n, ended) = scan.pass(&buffer[..buffer.len().min(room)]);
            let at_end_of_file = buffer.is_empty();
            piece.extend_from_slice(&buffer[..n]);
            self.consume(n);
            piece[piece.len() - n..].iter().for_each(|byte| self.place.pass(*byte));
            if ended || (at_end_of_file && scan.is_bare()) {
                return Ok(Cut::Piece(start));
            }
            if at_end_of_file {
                self.mode = Mode::Done;
                return Ok(Cut::Bad { start, reason: BadReason::CutShort, ends: true });
            }
            if n == 0 {
                self.mode = Mode::Done;
                return Ok(Cut::Bad { start, reason: BadReason::TooLong(self.limit), ends: true });
            }
        }
    }

    fn ends(&mut self, what: &'static str) -> Cut {
        self.ends_with(BadReason::NotJson(what))
    }

    fn ends_with(&mut self, reason: BadReason) -> Cut {
        self.mode = Mode::Done;
        Cut::Bad { start: self.place, reason, ends: true }
    }
}

impl<R: BufRead> Pieces<R> {
    /// Bytes that come next, at least one unless the file has ended.
    fn buffer(&mut self) -> io::Result<&[u8]> {
        if self.n_ahead_used < self.ahead.len() {
            return Ok(&self.ahead[self.n_ahead_used..]);
        }
        while let Err(error) = self.input.fill_buf() {
            if error.kind() != io::ErrorKind::Interrupted {
                return Err(error);
            }
        }
        self.input.fill_buf()
    }

    /// Passes over bytes that `buffer` has shown.
    fn consume(&mut self, n: usize) {
        if self.n_ahead_used < self.ahead.len() {
            self.n_ahead_used += n;
        } else {
            self.input.consume(n);
        }
    }

    fn take_byte(&mut self) -> io::Result<()> {
        if let Some(byte) = self.buffer()?.first().copied() {
            self.consume(1);
            self.place.pass(byte);
        }
        Ok(())
    }

    fn skip_blanks(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.buffer()?.first().copied() {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.take_byte()?,
                other => return Ok(other),
            }
        }
    }

    /// A line with its end, first what was read ahead. False where it is longer than the limit; then it has been
    /// passed over and its beginning is in the buffer.
    fn take_line(&mut self, line: &mut Vec<u8>) -> io::Result<bool> {
        let mut whole = true;
        if self.n_ahead_used < self.ahead.len() {
            line.extend_from_slice(&self.ahead[self.n_ahead_used..]);
            self.n_ahead_used = self.ahead.len();
        }
        if line.last() != Some(&b'\n') {
            whole = self.read_line(line)?;
        }
        let n_beyond = if whole { 0 } else { self.pass_line()? };
        self.place.byte += line.len() as u64 + n_beyond;
        self.place.line += 1;
        self.place.column = 0;
        Ok(whole)
    }

    /// Appends the rest of a line with its end; false where the limit cuts it.
    fn read_line(&mut self, line: &mut Vec<u8>) -> io::Result<bool> {
        let room = (self.limit + 1).saturating_sub(line.len()) as u64;
        let n = io::Read::take(&mut self.input, room).read_until(b'\n', line)?;
        Ok((n as u64) < room || line.last() == Some(&b'\n'))
    }

    /// Passes over the rest of a line; how many bytes that was.
    fn pass_line(&mut self) -> io::Result<u64> {
        let mut n = 0;
        loop {
            let buffer = self.buffer()?;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(buffer.len(), |end| end + 1);
            self.consume(used);
            n += used as u64;
            if end.is_some() || used == 0 {
                return Ok(n);
            }
        }
    }
}

impl Start {
    /// Moves past one byte.
    pub(super) fn pass(&mut self, byte: u8) {
        self.byte += 1;
        if byte == b'\n' {
            self.line += 1;
            self.column = 0;
        } else if byte & 0xc0 != 0x80 {
            // Bytes that continue a character do not count as columns.
            self.column += 1;
        }
    }
}

/// How far a value has been passed over.
#[derive(Default)]
struct Scan {
    depth: u64,
    in_text: bool,
    escaped: bool,
    begun: bool,
}

impl Scan {
    /// How many of the bytes belong to the value, and whether it ends with them.
    fn pass(&mut self, bytes: &[u8]) -> (usize, bool) {
        for (n, byte) in bytes.iter().enumerate() {
            if self.ends_before(*byte) {
                return (n, true);
            }
            if self.step(*byte) {
                return (n + 1, true);
            }
        }
        (bytes.len(), false)
    }

    /// Whether a bare word or number has ended before this byte.
    fn ends_before(&self, byte: u8) -> bool {
        self.begun
            && self.depth == 0
            && !self.in_text
            && matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r')
    }

    /// Whether this is a bare word or number so far, which may end with the file.
    fn is_bare(&self) -> bool {
        self.depth == 0 && !self.in_text
    }

    /// Passes one byte; whether the value ends with it.
    fn step(&mut self, byte: u8) -> bool {
        self.begun = true;
        if self.in_text {
            return self.step_in_text(byte);
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }

    fn step_in_text(&mut self, byte: u8) -> bool {
        if self.escaped {
            self.escaped = false;
        } else if byte == b'\\' {
            self.escaped = true;
        } else if byte == b'"' {
            self.in_text = false;
            return self.depth == 0;
        }
        false
    }
}

/// Whether a line holds one value from its first bracket to its last.
fn is_one_value(line: &[u8]) -> bool {
    let mut scan = Scan::default();
    let line = line.trim_ascii();
    scan.pass(line) == (line.len(), true)
}
