//! Whole lines of a file, checked as UTF-8 ahead of being read.

use super::block::WINDOW;

/// A chunk of a file: whole lines, the last perhaps without its end.
#[derive(Clone, Debug)]
pub(in crate::formats) struct Lines<'c> {
    bytes: &'c [u8],
    /// Where the next line begins.
    at: usize,
    /// The text that begins at `text_at`, up to the first byte that is none.
    text: &'c str,
    text_at: usize,
}

impl<'c> Lines<'c> {
    /// The lines of a chunk.
    pub(in crate::formats) fn new(bytes: &'c [u8]) -> Lines<'c> {
        Lines { bytes, at: 0, text: valid(bytes), text_at: 0 }
    }

    /// Where the next line begins in the chunk.
    pub(in crate::formats) fn at(&self) -> usize {
        self.at
    }

    /// Whether all lines were read.
    pub(super) fn is_done(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// A text, and where the next line begins in it.
    #[inline(always)]
    pub(super) fn text(&mut self) -> (&'c str, usize) {
        if self.at - self.text_at > self.text.len() {
            self.check();
        }
        (self.text, self.at - self.text_at)
    }

    /// Goes on behind a line that holds what is no UTF-8.
    #[inline(never)]
    fn check(&mut self) {
        self.text_at = self.at;
        self.text = valid(&self.bytes[self.at..]);
    }

    /// Goes to a place in the text that `text` gave.
    #[inline(always)]
    pub(super) fn go_to(&mut self, at: usize) {
        self.at = self.text_at + at;
    }

    /// Whether less than a window of text follows what was read.
    pub(super) fn is_near_end(&self) -> bool {
        self.text.len().saturating_sub(self.at - self.text_at) < WINDOW
    }

    /// The next line with its end, and as a text if it is one. Goes to the line behind it.
    pub(super) fn pass(&mut self) -> (&'c [u8], Option<&'c str>) {
        let (text, start) = self.text();
        let rest = &self.bytes[self.at..];
        let n = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        self.at += n;
        (&rest[..n], text.get(start..start + n))
    }
}

/// The part of the bytes before the first that is no UTF-8.
fn valid(bytes: &[u8]) -> &str {
    match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).expect("it was found valid up to there"),
    }
}
