//! The first bytes of a file: what they say about how it is written.

use super::csv_rows::{CsvError, CsvFeed};
use super::feed::Feed;
use super::json::{JsonFeed, Pieces};
use std::io::{self, BufRead, Cursor, Read};

/// How a file of records is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// One JSON object a line: `.ndjson`, `.jsonl`.
    Ndjson,
    /// A JSON list of objects, one object, or one object a line: `.json`.
    Json,
    /// A header of names, then a record a line: `.csv`.
    Csv,
}

impl FileFormat {
    /// By the end of a file's name, in any case; none for names that say nothing.
    pub fn of_name(name: &str) -> Option<FileFormat> {
        let end = name.rsplit_once('.')?.1.to_ascii_lowercase();
        match &*end {
            "ndjson" | "jsonl" => Some(FileFormat::Ndjson),
            "json" => Some(FileFormat::Json),
            "csv" => Some(FileFormat::Csv),
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

/// The records of a file, whose bytes start with what `head` took off.
pub(super) enum Opened<'a> {
    Json(Box<dyn Feed + 'a>),
    /// With the names of its header.
    Csv(Box<dyn Feed + 'a>, Vec<String>),
}

/// Opens a file. Without a format its first character decides: `{` and `[` are JSON, anything else is CSV.
pub(super) fn open<'a>(
    mut input: impl BufRead + 'a,
    format: Option<FileFormat>,
    limit: usize,
) -> Result<Opened<'a>, OpenError> {
    let mut head = Vec::new();
    io::Read::take(&mut input, 4).read_to_end(&mut head).map_err(OpenError::Io)?;
    if let Some(refused) = refusal(&head) {
        return Err(OpenError::Refused(refused.to_owned()));
    }
    let bom = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let mut input = Cursor::new(head.split_off(bom)).chain(input);
    let format = match format {
        Some(format) => format,
        None => sniff(&mut input).map_err(OpenError::Io)?,
    };
    let bom = bom as u64;
    Ok(match format {
        FileFormat::Ndjson => Opened::Json(Box::new(JsonFeed::new(Pieces::lines(input, limit, bom)))),
        FileFormat::Json => Opened::Json(Box::new(JsonFeed::new(Pieces::any(input, limit, bom)))),
        FileFormat::Csv => {
            let feed = CsvFeed::open(input, limit, bom).map_err(|error| match error {
                CsvError::Header(what) => OpenError::Refused(what),
                CsvError::Io(error) => OpenError::Io(error),
            })?;
            let header = feed.header().to_vec();
            Opened::Csv(Box::new(feed), header)
        }
    })
}

/// What cannot be read, by its first bytes.
fn refusal(head: &[u8]) -> Option<&'static str> {
    match head {
        [0x1f, 0x8b, ..] => Some("the file is compressed with gzip; unpack it first"),
        [0x28, 0xb5, 0x2f, 0xfd] => Some("the file is compressed with zstd; unpack it first"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("the file is UTF-16; save it as UTF-8"),
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
