//! Keeps the bytes of the row at hand, which the CSV reader itself does not.

use std::io::{self, Read};

/// A reader that remembers what it has read since the last row, and refuses rows beyond a limit.
pub(super) struct Recorder<R> {
    input: R,
    kept: Vec<u8>,
    /// How many of the kept bytes belong to rows that are done; they go in one move now and then.
    n_done: usize,
    /// Bytes of the input before `kept`.
    n_dropped: u64,
    limit: usize,
}

#[derive(Debug)]
struct TooLong;

impl std::fmt::Display for TooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the record is too long")
    }
}

impl std::error::Error for TooLong {}

/// Whether an error of reading is the recorder's refusal.
pub(super) fn is_too_long(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|cause| cause.is::<TooLong>())
}

impl<R> Recorder<R> {
    pub(super) fn new(input: R, limit: usize) -> Recorder<R> {
        Recorder { input, kept: Vec::new(), n_done: 0, n_dropped: 0, limit }
    }

    /// The bytes from `start` to `end` of the input; all before `end` is forgotten. False if some were forgotten before.
    pub(super) fn take(&mut self, start: u64, end: u64, into: &mut Vec<u8>) -> bool {
        into.clear();
        let index = |at: u64| at.checked_sub(self.n_dropped).and_then(|at| usize::try_from(at).ok());
        let (Some(from), Some(to)) = (index(start), index(end)) else {
            return false;
        };
        let Some(bytes) = self.kept.get(from..to) else {
            return false;
        };
        into.extend_from_slice(bytes);
        self.n_done = to;
        true
    }
}

impl<R: Read> Read for Recorder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.kept.len() - self.n_done > self.limit {
            return Err(io::Error::other(TooLong));
        }
        self.kept.drain(..self.n_done);
        self.n_dropped += self.n_done as u64;
        self.n_done = 0;
        let n = self.input.read(buffer)?;
        self.kept.extend_from_slice(&buffer[..n]);
        Ok(n)
    }
}
