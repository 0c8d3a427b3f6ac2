//! Records as they come, before anybody has said what they are: for whoever proposes a schema.
//!
//! [`look_at`] finds out from the first bytes how a file is written; [`sample`] then gives its records whole, one after
//! the other, with nothing kept. What readers refuse is refused here too, and bad records are counted.

mod table;
#[cfg(test)]
mod tests;
mod value;

pub use table::Header;
pub use value::Sampled;

use super::bad_record::{BadReason, BadRecord, Place, ReadError};
use super::feed::Fed;
use super::open_file::{self, FileFormat, OpenError};
use super::raw_record::RawRecord;
use super::seen_names::SeenNames;
use super::wanted::Wanted;
use super::{Encoding, FileShape};
use std::io::BufRead;
use std::sync::Arc;

/// A record longer than this is bad, as for other readers.
const RECORD_BYTES_MAX: usize = 64 << 20;

/// How a file is written, as far as its beginning tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileLook {
    /// As its name says, or its first character.
    pub format: FileFormat,
    /// What a source has to declare about it; what goes without saying is left out.
    pub shape: FileShape,
    /// The columns of a table.
    pub table: Option<Header>,
}

/// What reading a file came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SampledFile {
    /// Records that were given.
    pub n_records: u64,
    /// Whether that was all of the file.
    pub is_whole: bool,
    /// Records that cannot be read.
    pub n_bad: u64,
    /// The first of them.
    pub first_bad: Option<BadRecord>,
    /// How many of them are no UTF-8: the file has another encoding.
    pub n_not_utf8: u64,
}

/// Finds out how a file is written. `encoding` is what is known about its bytes; without it the first of them decide
/// between UTF-8, UTF-16 and, for anything else, Windows-1252.
pub fn look_at(
    file: &str,
    format: Option<FileFormat>,
    encoding: Option<Encoding>,
    mut input: impl BufRead + Send,
) -> Result<FileLook, ReadError> {
    let head = open_file::head_text(&mut input, encoding).map_err(|error| told(file, error))?;
    let format = format.unwrap_or(if head.is_json() { FileFormat::Json } else { FileFormat::Csv });
    let mut shape = FileShape { encoding: head.encoding, ..FileShape::default() };
    let table = match format {
        FileFormat::Csv | FileFormat::Tsv => Some(table::look(&head, format, &mut shape)),
        FileFormat::Json | FileFormat::Ndjson => None,
    };
    Ok(FileLook { format, shape, table })
}

/// Gives the first records of a file, `n_max` of them at most.
pub fn sample(
    file: &str,
    look: &FileLook,
    input: impl BufRead + Send,
    n_max: u64,
    take: &mut dyn FnMut(&Sampled),
) -> Result<SampledFile, ReadError> {
    let opened = open_file::open(input, Some(look.format), &look.shape, RECORD_BYTES_MAX);
    let mut feed = opened.map_err(|error| told(file, error))?.feed;
    // Nothing is wanted by name, and the record is kept as a whole.
    let wanted = Wanted::default();
    let (mut raw, mut names) = (RawRecord::default(), SeenNames::default());
    let mut sampled = SampledFile::default();
    loop {
        if sampled.n_records >= n_max {
            return Ok(sampled);
        }
        let fed = feed.next(&wanted, &mut raw, &mut names);
        match fed.map_err(|error| ReadError::Io { file: Arc::from(file), line: feed.line(), error })? {
            Fed::End => break,
            Fed::Record(_) => {
                sampled.n_records += 1;
                take(&Sampled::of_tree(feed.tree()));
            }
            Fed::Bad { spot, reason, ends } => {
                sampled.n_bad += 1;
                sampled.n_not_utf8 += u64::from(reason == BadReason::NotUtf8);
                let place = Place { file: Arc::from(file), line: spot.line, column: spot.column, byte: spot.byte };
                sampled.first_bad.get_or_insert(BadRecord { place, reason });
                if ends {
                    break;
                }
            }
        }
    }
    sampled.is_whole = true;
    Ok(sampled)
}

fn told(file: &str, error: OpenError) -> ReadError {
    let file = Arc::from(file);
    match error {
        OpenError::Refused(reason) => ReadError::File { file, line: None, reason },
        OpenError::Io(error) => ReadError::Io { file, line: 1, error },
    }
}
