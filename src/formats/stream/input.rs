//! What the stream reads from: files that can be read at any place, and inputs that come once.

use std::io::{self, BufRead, Read};
use std::sync::Arc;

/// A file that several threads read at once, each at its own place.
pub trait ReadAt: Send + Sync {
    /// Its bytes when it was opened.
    fn n_bytes(&self) -> u64;

    /// Reads bytes from a place on; none only at the end.
    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize>;

    /// Fails where the file is no longer what it was when it was opened.
    fn check(&self) -> io::Result<()>;
}

/// An input that was opened.
pub enum StreamInput {
    /// A file.
    File(Arc<dyn ReadAt>),
    /// A pipe, a device, the standard input.
    Once(Box<dyn BufRead + Send>),
}

/// A file from its start to its end.
pub(super) struct FromStart {
    file: Arc<dyn ReadAt>,
    at: u64,
}

impl FromStart {
    pub(super) fn new(file: Arc<dyn ReadAt>) -> FromStart {
        FromStart { file, at: 0 }
    }
}

impl Read for FromStart {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read_at(buffer, self.at)?;
        self.at += n as u64;
        if n == 0 && !buffer.is_empty() {
            self.file.check()?;
        }
        Ok(n)
    }
}
