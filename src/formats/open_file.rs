//! The first bytes of a file: what they say about how it is written.

use super::csv_rows::{CsvError, CsvFeed, Start};
use super::feed::Feed;
use super::json::{JsonFeed, Pieces};
use super::unpack::{Transcoded, is_packed, unpacked};
use super::{Encoding, FileShape, Separator};
use std::io::{self, BufRead, BufReader, Cursor, Read};

/// How a file of records is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// One JSON object a line: `.ndjson`, `.jsonl`.
    Ndjson,
    /// A JSON list of objects, one object, or one object a line: `.json`.
    Json,
    /// A header of names, then a record a line: `.csv`.
    Csv,
    /// The same with tabs between the cells: `.tsv`.
    Tsv,
}

impl FileFormat {
    /// By the end of a file's name, in any case, `.gz` and `.zst` left out; none for names that say nothing.
    pub fn of_name(name: &str) -> Option<FileFormat> {
        let name = name.to_ascii_lowercase();
        let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
        let end = name.rsplit_once('.')?.1;
        match end {
            "ndjson" | "jsonl" => Some(FileFormat::Ndjson),
            "json" => Some(FileFormat::Json),
            "csv" => Some(FileFormat::Csv),
            "tsv" => Some(FileFormat::Tsv),
            _ => None,
        }
    }
}

/// Why a file cannot be opened as what it is said to be.
pub(super) enum OpenError {
    /// In words, with what to do.
    Refused(String),
    /// The disk or the pipe.
    Io(io::Error),
}

/// A file that was opened.
pub(super) struct Opened<'a> {
    /// Its records.
    pub(super) feed: Box<dyn Feed + Send + 'a>,
    /// The names of its header, if it is a table.
    pub(super) header: Option<Vec<String>>,
    /// Whether the feed's bytes are those of the file: it is neither packed nor in another encoding.
    pub(super) as_stored: bool,
}

/// Opens a file. Without a format its first character decides: `{` and `[` are JSON, anything else is CSV.
pub(super) fn open<'a>(
    mut input: impl BufRead + Send + 'a,
    format: Option<FileFormat>,
    shape: &FileShape,
    limit: usize,
) -> Result<Opened<'a>, OpenError> {
    let stored = head_of(&mut input, SIGNATURE).map_err(OpenError::Io)?;
    let as_stored = !is_packed(&stored) && shape.encoding == Encoding::Utf8;
    let mut input = unpacked(stored, input);
    let head = head_of(&mut input, SIGNATURE).map_err(OpenError::Io)?;
    if let Some(refused) = refusal(&head, shape.encoding) {
        return Err(OpenError::Refused(refused.to_owned()));
    }
    let (mut input, bom) = in_utf8(head, input, shape.encoding);
    let format = match format {
        Some(format) => format,
        None => sniff(&mut input).map_err(OpenError::Io)?,
    };
    let json = |pieces| Opened { feed: Box::new(JsonFeed::new(pieces)), header: None, as_stored };
    Ok(match format {
        FileFormat::Ndjson => json(Pieces::lines(input, limit, bom)),
        FileFormat::Json => json(Pieces::any(input, limit, bom)),
        FileFormat::Csv | FileFormat::Tsv => {
            let n_skipped = pass_lines(&mut input, shape.skip_lines).map_err(OpenError::Io)?;
            let (mut start, mut usual) = (Start { line: 1 + shape.skip_lines, byte: bom + n_skipped }, b',');
            if format == FileFormat::Tsv {
                usual = b'\t';
            }
            let head = head_of(&mut input, SEPARATOR_LINE).map_err(OpenError::Io)?;
            let said = separator_line(&head);
            let head = head[said.map_or(0, |(_, n)| n)..].to_vec();
            if let Some((sign, n)) = said {
                (start, usual) = (Start { line: start.line + 1, byte: start.byte + n as u64 }, sign);
            }
            let input = Cursor::new(head).chain(input);
            let separator = shape.separator.unwrap_or(Separator::Sign(usual));
            let feed = CsvFeed::open(input, shape, separator, limit, start).map_err(|error| match error {
                CsvError::Header(what) => OpenError::Refused(what),
                CsvError::Io(error) => OpenError::Io(error),
            })?;
            let header = Some(feed.header().to_vec());
            Opened { feed: Box::new(feed), header, as_stored }
        }
    })
}

/// Bytes that tell how a file is stored.
const SIGNATURE: u64 = 4;

/// As long as a line can be that says its separator: `sep=;` with its end.
const SEPARATOR_LINE: u64 = 7;

/// What the line `sep=;` says that Excel puts before a table, and how long it is with its end.
pub(super) fn separator_line(head: &[u8]) -> Option<(u8, usize)> {
    let rest = head.strip_prefix(b"sep=").or_else(|| head.strip_prefix(b"SEP="))?;
    match rest {
        [sign, b'\n', ..] => Some((*sign, 6)),
        [sign, b'\r', b'\n'] => Some((*sign, 7)),
        _ => None,
    }
}

/// Passes over so many lines; how many bytes they had.
fn pass_lines(input: &mut impl BufRead, n_lines: u64) -> io::Result<u64> {
    let mut n_bytes = 0;
    for _ in 0..n_lines {
        loop {
            let buffer = input.fill_buf()?;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let n = end.map_or(buffer.len(), |end| end + 1);
            input.consume(n);
            n_bytes += n as u64;
            if end.is_some() || n == 0 {
                break;
            }
        }
    }
    Ok(n_bytes)
}

/// Bytes of a file that tell how it is written.
const HEAD_BYTES: u64 = 256 << 10;

/// The beginning of a file as text.
pub(super) struct Head {
    pub(super) encoding: Encoding,
    /// What is no text of the encoding is replaced.
    pub(super) text: String,
    /// Whether the file has no more.
    pub(super) is_whole: bool,
}

impl Head {
    /// Whether its first character is one that JSON begins with.
    pub(super) fn is_json(&self) -> bool {
        matches!(self.text.trim_start().chars().next(), Some('{' | '[') | None)
    }
}

/// Reads the beginning of a file, unpacked. Without an encoding its first bytes say which: UTF-16 by its byte order mark
/// or its zeros, UTF-8 where it is valid, else Windows-1252.
pub(super) fn head_text(input: &mut (impl BufRead + Send), encoding: Option<Encoding>) -> Result<Head, OpenError> {
    let stored = head_of(input, SIGNATURE).map_err(OpenError::Io)?;
    let mut bytes = Vec::new();
    unpacked(stored, input).take(HEAD_BYTES).read_to_end(&mut bytes).map_err(OpenError::Io)?;
    let is_whole = (bytes.len() as u64) < HEAD_BYTES;
    let encoding = encoding.unwrap_or_else(|| likely_encoding(&bytes));
    if let Some(refused) = refusal(&bytes[..bytes.len().min(4)], encoding) {
        return Err(OpenError::Refused(refused.to_owned()));
    }
    let (mut input, _) = in_utf8(bytes, Box::new(io::empty()), encoding);
    let mut text = Vec::new();
    input.read_to_end(&mut text).map_err(OpenError::Io)?;
    Ok(Head { encoding, text: String::from_utf8_lossy(&text).into_owned(), is_whole })
}

fn likely_encoding(bytes: &[u8]) -> Encoding {
    if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Encoding::Utf16;
    }
    let start = &bytes[..bytes.len().min(1000)];
    let n_zeros = start.iter().skip(1).step_by(2).filter(|byte| **byte == 0).count();
    if start.len() >= 4 && n_zeros * 4 > start.len() {
        return Encoding::Utf16;
    }
    // A character that the end of the head cuts is none that is wrong.
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_some() => Encoding::Windows1252,
        _ => Encoding::Utf8,
    }
}

/// The first bytes, fewer where the file has no more.
fn head_of(input: &mut impl BufRead, n: u64) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    io::Read::take(input, n).read_to_end(&mut head)?;
    Ok(head)
}

/// The text in UTF-8 without its byte order mark, and how many bytes that had.
fn in_utf8<'a>(
    mut head: Vec<u8>,
    input: Box<dyn BufRead + Send + 'a>,
    encoding: Encoding,
) -> (Box<dyn BufRead + Send + 'a>, u64) {
    let (n_bom, big_endian) = match (&*head, encoding) {
        ([0xef, 0xbb, 0xbf, ..], Encoding::Utf8) => (3, false),
        ([0xff, 0xfe, ..], Encoding::Utf16) => (2, false),
        ([0xfe, 0xff, ..], Encoding::Utf16) => (2, true),
        // Every character of the first ones is one of ASCII, whose other half is zero.
        ([0, 1..=0xff, 0, 1..=0xff], Encoding::Utf16) => (0, true),
        _ => (0, false),
    };
    let input = Cursor::new(head.split_off(n_bom)).chain(input);
    if encoding == Encoding::Utf8 {
        return (Box::new(input), n_bom as u64);
    }
    (Box::new(BufReader::new(Transcoded::new(input, encoding, big_endian))), 0)
}

/// What cannot be read, by its first bytes.
fn refusal(head: &[u8], encoding: Encoding) -> Option<&'static str> {
    match head {
        [0x1f, 0x8b, ..] | [0x28, 0xb5, 0x2f, 0xfd] => Some("the file is packed twice; unpack it once"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, 1..=0xff, 0, 1..=0xff] | [1..=0xff, 0, 1..=0xff, 0]
            if encoding != Encoding::Utf16 =>
        {
            Some("the file is UTF-16; declare `encoding = \"utf-16\"`, or save it as UTF-8")
        }
        b"PAR1" => Some("the file is Parquet; export it as CSV or NDJSON"),
        [b'P', b'K', 3, 4] => Some("the file is a zip archive, perhaps a spreadsheet; save the sheet as CSV"),
        _ => None,
    }
}

/// The format by the first character. White space before it is left for the reader to pass over.
fn sniff(input: &mut impl BufRead) -> io::Result<FileFormat> {
    // The first buffer is enough: records hardly start behind kilobytes of blanks, and JSON copes with any.
    let first = input.fill_buf()?.trim_ascii_start().first().copied();
    Ok(match first {
        Some(b'{' | b'[') | None => FileFormat::Json,
        Some(_) => FileFormat::Csv,
    })
}
