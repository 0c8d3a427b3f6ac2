//! Chunks of whole lines: what one thread reads and works on at a time.

use super::input::ReadAt;
use crate::formats::feed::Rest;
use std::io;

/// Whole lines of a file, in a buffer that is used again.
///
/// A line belongs to the chunk it starts in. One that is longer than the limit is cut after the limit, and what is left
/// of it belongs to no chunk; whoever reads the lines finds it too long.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    /// Longer than what was read, and never shorter again: what is read over need not be wiped first.
    buffer: Vec<u8>,
    /// How much was read.
    n: usize,
    /// Where the lines start and end in the buffer.
    start: usize,
    end: usize,
    /// Bytes of the file before the first line.
    pub(super) byte: u64,
}

/// What a chunk may hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    /// Bytes of a chunk, but for the rest of its last line.
    pub(super) chunk: usize,
    /// The longest record.
    pub(super) record: usize,
}

/// Read beyond the end of a chunk at first: enough for the rest of most lines.
const BEYOND: usize = 8 << 10;

impl Chunk {
    /// The lines, one after the other.
    pub(super) fn lines(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// How many lines start in it.
    pub(super) fn n_lines(&self) -> u64 {
        let lines = self.lines();
        let n_ends = memchr::memchr_iter(b'\n', lines).count() as u64;
        n_ends + u64::from(lines.last().is_some_and(|last| *last != b'\n'))
    }

    /// Reads the lines that start at `from..from + sizes.chunk`. `first` is where lines begin: at `from`, if that is it.
    pub(super) fn read_at(&mut self, file: &dyn ReadAt, first: u64, from: u64, sizes: Sizes) -> io::Result<()> {
        // The byte before tells whether a line starts right at `from`.
        let before = usize::from(from > first);
        let wanted = before + sizes.chunk;
        self.n = 0;
        (self.start, self.end) = (0, 0);
        self.fill(file, from - before as u64, wanted + BEYOND)?;
        if before == 1 {
            match memchr::memchr(b'\n', &self.buffer[..self.n.min(wanted)]) {
                Some(end) if end + 1 < wanted => self.start = end + 1,
                // No line starts here.
                _ => return Ok(()),
            }
        }
        self.byte = from - before as u64 + self.start as u64;
        self.end = self.end_of_lines(file, from - before as u64, wanted, sizes.record)?;
        Ok(())
    }

    /// Where the last line ends that starts in the first `wanted` bytes of the buffer; reads more of it as needed.
    fn end_of_lines(&mut self, file: &dyn ReadAt, at: u64, wanted: usize, longest: usize) -> io::Result<usize> {
        let mut looked_at = wanted.min(self.n).saturating_sub(1);
        loop {
            if let Some(end) = memchr::memchr(b'\n', &self.bytes()[looked_at..]) {
                return Ok(looked_at + end + 1);
            }
            looked_at = self.n;
            // Only the beginning of a line that is too long is needed.
            let last = memchr::memrchr(b'\n', self.bytes()).map_or(self.start, |end| end + 1).max(self.start);
            if looked_at - last > longest {
                return Ok(last + longest + 1);
            }
            let n = looked_at.max(BEYOND);
            if self.fill(file, at, looked_at + n)? == looked_at {
                return Ok(looked_at);
            }
        }
    }

    /// Reads on until the buffer has so many bytes or the file ends; how many it has then. The buffer begins at `at`.
    fn fill(&mut self, file: &dyn ReadAt, at: u64, n: usize) -> io::Result<usize> {
        self.make_room(n);
        while self.n < n {
            match file.read_at(&mut self.buffer[self.n..n], at + self.n as u64) {
                Ok(0) => break,
                Ok(read) => self.n += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self.n)
    }

    fn make_room(&mut self, n: usize) {
        if self.buffer.len() < n {
            self.buffer.resize(n, 0);
        }
    }

    fn push(&mut self, bytes: &[u8]) {
        let end = self.n + bytes.len();
        if self.buffer.len() < end {
            self.make_room(end.max(2 * self.n));
        }
        self.buffer[self.n..end].copy_from_slice(bytes);
        self.n = end;
    }

    /// What was read.
    fn bytes(&self) -> &[u8] {
        &self.buffer[..self.n]
    }

    /// Takes the next lines of an input that comes once; `byte` is how far it was read. False at its end. Where reading
    /// fails, the lines before that are here.
    pub(super) fn take(&mut self, rest: Rest<'_>, byte: &mut u64, sizes: Sizes) -> io::Result<bool> {
        self.n = 0;
        (self.start, self.byte) = (0, *byte);
        let taken = self.take_bytes(rest.input, sizes);
        self.end = match &taken {
            Ok(_) => self.n,
            Err(_) => memchr::memrchr(b'\n', self.bytes()).map_or(0, |end| end + 1),
        };
        let (more, n_passed) = taken?;
        *byte += self.end as u64 + n_passed;
        Ok(more)
    }

    /// Whether more bytes come after these, and how many were passed over.
    fn take_bytes(&mut self, input: &mut dyn io::BufRead, sizes: Sizes) -> io::Result<(bool, u64)> {
        while self.n < sizes.chunk {
            let buffer = fill_buf(input)?;
            if buffer.is_empty() {
                break;
            }
            let n = buffer.len().min(sizes.chunk - self.n);
            self.push(&buffer[..n]);
            input.consume(n);
        }
        let mut n_passed = 0;
        if self.bytes().last().is_some_and(|last| *last != b'\n') {
            n_passed = self.end_last_line(input, sizes.record)?;
        }
        Ok((!fill_buf(input)?.is_empty(), n_passed))
    }

    /// Reads the rest of the last line; of one that is too long, how many bytes were passed over.
    fn end_last_line(&mut self, input: &mut dyn io::BufRead, longest: usize) -> io::Result<u64> {
        let last = memchr::memrchr(b'\n', self.bytes()).map_or(0, |end| end + 1);
        let mut n_passed = 0;
        loop {
            let buffer = fill_buf(input)?;
            let end = memchr::memchr(b'\n', buffer);
            let n = end.map_or(buffer.len(), |end| end + 1);
            let room = (last + longest + 1).saturating_sub(self.n);
            self.push(&buffer[..n.min(room)]);
            n_passed += n.saturating_sub(room) as u64;
            input.consume(n);
            if end.is_some() || n == 0 {
                return Ok(n_passed);
            }
        }
    }
}

fn fill_buf(input: &mut dyn io::BufRead) -> io::Result<&[u8]> {
    while let Err(error) = input.fill_buf() {
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
    input.fill_buf()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Bytes(Vec<u8>);

    impl ReadAt for Bytes {
        fn n_bytes(&self) -> u64 {
            self.0.len() as u64
        }

        /// Few at a time, so that filling takes several calls.
        fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
            let rest = self.0.get(at as usize..).unwrap_or(&[]);
            let n = rest.len().min(buffer.len()).min(3);
            buffer[..n].copy_from_slice(&rest[..n]);
            Ok(n)
        }

        fn check(&self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Each line, with its place, as chunks of a size give them.
    fn in_chunks(text: &str, first: u64, sizes: Sizes) -> Vec<(u64, String)> {
        let file = Bytes(text.as_bytes().to_vec());
        let mut chunk = Chunk::default();
        let mut lines = Vec::new();
        let mut from = first;
        while from < file.n_bytes() {
            chunk.read_at(&file, first, from, sizes).expect("memory is read");
            add_lines(&chunk, &mut lines);
            from += sizes.chunk as u64;
        }
        lines
    }

    fn in_order(text: &str, sizes: Sizes) -> Vec<(u64, String)> {
        let mut input = io::BufReader::with_capacity(5, text.as_bytes());
        let (mut chunk, mut lines, mut byte, mut more) = (Chunk::default(), Vec::new(), 0, true);
        while more {
            more = chunk.take(Rest { input: &mut input, byte: 0 }, &mut byte, sizes).expect("memory is read");
            add_lines(&chunk, &mut lines);
        }
        assert_eq!(byte, text.len() as u64);
        lines
    }

    fn add_lines(chunk: &Chunk, lines: &mut Vec<(u64, String)>) {
        let before = lines.len();
        let mut at = chunk.byte;
        for line in chunk.lines().split_inclusive(|byte| *byte == b'\n') {
            lines.push((at, String::from_utf8_lossy(line).into_owned()));
            at += line.len() as u64;
        }
        assert_eq!(chunk.n_lines(), (lines.len() - before) as u64);
    }

    #[test]
    fn every_line_is_in_one_chunk_whatever_the_size() {
        for text in ["", "\n", "a", "a\n", "ab\ncd\nef\ngh", "\n\n\n", "abcdefghij\nk\n\nlmnopqrstuvwx\ny\n"] {
            let mut expected = Vec::new();
            let mut at = 0;
            for line in text.split_inclusive('\n') {
                expected.push((at, line.to_owned()));
                at += line.len() as u64;
            }
            for chunk in 1..text.len() + 3 {
                let sizes = Sizes { chunk, record: 100 };
                assert_eq!(in_chunks(text, 0, sizes), expected, "{text:?} in chunks of {chunk}");
                assert_eq!(in_order(text, sizes), expected, "{text:?} in chunks of {chunk}");
            }
        }
    }

    #[test]
    fn chunks_begin_where_they_are_told() {
        let lines = in_chunks("ab\ncd\nef\n", 3, Sizes { chunk: 2, record: 100 });
        assert_eq!(lines, [(3, "cd\n".to_owned()), (6, "ef\n".to_owned())]);
    }

    #[test]
    fn a_line_that_is_too_long_is_cut_and_its_rest_is_no_line() {
        let long = "x".repeat(40_000);
        let text = format!("ab\n{long}\ncd\n");
        for chunk in [1, 7, 100, 50_000] {
            let sizes = Sizes { chunk, record: 20 };
            for lines in [in_chunks(&text, 0, sizes), in_order(&text, sizes)] {
                let shown: Vec<(u64, usize)> = lines.iter().map(|(at, line)| (*at, line.len().min(21))).collect();
                assert_eq!(shown, [(0, 3), (3, 21), (40_004, 3)], "in chunks of {chunk}");
            }
        }
    }
}
