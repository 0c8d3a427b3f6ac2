//! Files as they are stored: packed with gzip or zstd, in other encodings than UTF-8. What comes out is plain UTF-8.

use super::Encoding;
use flate2::bufread::GzDecoder;
use ruzstd::decoding::BlockDecodingStrategy;
use ruzstd::decoding::FrameDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use std::io::{self, BufRead, BufReader, Cursor, Read};

/// Whether a file with these first bytes is packed.
pub(super) fn is_packed(head: &[u8]) -> bool {
    matches!(head, [0x1f, 0x8b, ..] | [0x28, 0xb5, 0x2f, 0xfd, ..])
}

/// What a file of records is stored as, by its first bytes.
pub(super) fn unpacked<'a>(head: Vec<u8>, input: impl BufRead + Send + 'a) -> Box<dyn BufRead + Send + 'a> {
    let packing = head.clone();
    let whole = Cursor::new(head).chain(input);
    match &*packing {
        [0x1f, 0x8b, ..] => Box::new(BufReader::new(Gzip::new(whole))),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Box::new(BufReader::new(Zstd::new(whole))),
        _ => Box::new(whole),
    }
}

/// The members of a gzip file, one after the other; what is wrong with them in words.
///
/// After the last there may be zeros, as tapes and block devices leave them and gzip itself accepts them. Anything else
/// there is refused: it may be a member that was damaged.
struct Gzip<R: BufRead> {
    /// None at the end, and after an error.
    member: Option<GzDecoder<R>>,
}

impl<R: BufRead> Gzip<R> {
    fn new(input: R) -> Gzip<R> {
        Gzip { member: Some(GzDecoder::new(input)) }
    }

    /// What comes after a member: another one, or nothing.
    fn after(mut input: R) -> io::Result<Option<GzDecoder<R>>> {
        if input.fill_buf()?.first() == Some(&0x1f) {
            return Ok(Some(GzDecoder::new(input)));
        }
        loop {
            let rest = input.fill_buf()?;
            let n = rest.len();
            if n == 0 {
                return Ok(None);
            }
            if rest.iter().any(|byte| *byte != 0) {
                return Err(damaged("the gzip file is damaged: something else than gzip follows its end"));
            }
            input.consume(n);
        }
    }
}

impl<R: BufRead> Read for Gzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while let Some(mut member) = self.member.take() {
            let n = member.read(buffer).map_err(|error| match error.kind() {
                io::ErrorKind::UnexpectedEof => damaged("the gzip file is cut short: its end is missing"),
                io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => damaged("the gzip file is damaged"),
                _ => error,
            })?;
            if n > 0 {
                self.member = Some(member);
                return Ok(n);
            }
            self.member = Gzip::after(member.into_inner())?;
        }
        Ok(0)
    }
}

fn damaged(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// The frames of a zstd file, one after the other, checksums compared.
struct Zstd<R> {
    input: R,
    frame: FrameDecoder,
    in_frame: bool,
}

impl<R: BufRead> Zstd<R> {
    fn new(input: R) -> Zstd<R> {
        Zstd { input, frame: FrameDecoder::new(), in_frame: false }
    }

    /// Begins the next frame; false at the end of the file. Frames that are to be skipped are.
    fn begin(&mut self) -> io::Result<bool> {
        loop {
            if self.input.fill_buf()?.is_empty() {
                return Ok(false);
            }
            match self.frame.reset(&mut self.input) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    let skipped = io::copy(&mut self.input.by_ref().take(u64::from(length)), &mut io::sink())?;
                    if skipped < u64::from(length) {
                        return Err(damaged("the zstd file is cut short: its end is missing"));
                    }
                }
                Err(_) => return Err(damaged("the zstd file is damaged")),
            }
        }
    }

    fn end(&mut self) -> io::Result<()> {
        let stored = self.frame.get_checksum_from_data();
        if stored.is_some() && stored != self.frame.get_calculated_checksum() {
            return Err(damaged("the zstd file is damaged: its checksum does not fit"));
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.in_frame {
                self.in_frame = self.begin()?;
                if !self.in_frame {
                    return Ok(0);
                }
            }
            while self.frame.can_collect() == 0 && !self.frame.is_finished() {
                let strategy = BlockDecodingStrategy::UptoBlocks(1);
                let decoded = self.frame.decode_blocks(&mut self.input, strategy);
                decoded.map_err(|_| damaged("the zstd file is damaged, or its end is missing"))?;
            }
            match self.frame.read(buffer)? {
                0 => {
                    self.end()?;
                    self.in_frame = false;
                }
                n => return Ok(n),
            }
        }
    }
}

/// The same text in UTF-8. Half of a pair of UTF-16 becomes a byte that no UTF-8 has, so that its record is found bad.
pub(super) struct Transcoded<R> {
    input: R,
    encoding: Encoding,
    big_endian: bool,
    /// Decoded bytes, and how many of them were given.
    out: Vec<u8>,
    n_given: usize,
    /// Bytes of a character that is not whole yet.
    rest: Vec<u8>,
}

impl<R: Read> Transcoded<R> {
    /// `head` stands before `input`, without a byte order mark.
    pub(super) fn new(input: R, encoding: Encoding, big_endian: bool) -> Transcoded<R> {
        Transcoded { input, encoding, big_endian, out: Vec::new(), n_given: 0, rest: Vec::new() }
    }

    fn decode(&mut self, at_end: bool) {
        let bytes = std::mem::take(&mut self.rest);
        match self.encoding {
            Encoding::Utf8 => self.out.extend_from_slice(&bytes),
            Encoding::Latin1 => bytes.iter().for_each(|byte| push(&mut self.out, char::from(*byte))),
            Encoding::Windows1252 => bytes.iter().for_each(|byte| push(&mut self.out, windows_1252(*byte))),
            Encoding::Utf16 => self.decode_utf16(&bytes, at_end),
        }
    }

    fn decode_utf16(&mut self, bytes: &[u8], at_end: bool) {
        let unit = |two: &[u8]| {
            let two = [two[0], two[1]];
            if self.big_endian { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) }
        };
        let mut units: Vec<u16> = bytes.chunks_exact(2).map(unit).collect();
        let mut n_used = units.len() * 2;
        // The first half of a pair waits for the second.
        if !at_end && units.last().is_some_and(|unit| (0xd800..0xdc00).contains(unit)) {
            units.pop();
            n_used -= 2;
        }
        for decoded in char::decode_utf16(units) {
            match decoded {
                Ok(c) => push(&mut self.out, c),
                Err(_) => self.out.push(NO_UTF8),
            }
        }
        if at_end && n_used < bytes.len() {
            self.out.push(NO_UTF8);
        } else {
            self.rest.extend_from_slice(&bytes[n_used..]);
        }
    }
}

/// A byte that no UTF-8 has.
const NO_UTF8: u8 = 0xff;

fn push(out: &mut Vec<u8>, c: char) {
    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

/// What Windows has in place of the control signs of Latin-1; the five bytes that it has not are those signs.
fn windows_1252(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => FROM_80[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

impl<R: Read> Read for Transcoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.n_given == self.out.len() {
            self.out.clear();
            self.n_given = 0;
            let mut bytes = [0; 8 << 10];
            let n = self.input.read(&mut bytes)?;
            self.rest.extend_from_slice(&bytes[..n]);
            self.decode(n == 0);
            if n == 0 && self.out.is_empty() {
                return Ok(0);
            }
        }
        let n = buffer.len().min(self.out.len() - self.n_given);
        buffer[..n].copy_from_slice(&self.out[self.n_given..self.n_given + n]);
        self.n_given += n;
        Ok(n)
    }
}
