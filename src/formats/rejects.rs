//! The file of rejected records.

use super::bad_record::BadRecord;
use serde::Serialize;
use std::io::{self, Write};

/// One line of the file: a rejected record.
///
/// ```json
/// {"file":"contacts.ndjson","line":17,"column":4,"reason":"no `id`","record":"{\"email\":\"a@b.c\"}"}
/// ```
#[derive(Serialize)]
struct RejectedLine<'a> {
    file: &'a str,
    line: u64,
    /// In characters, from 1; left out where the record as a whole is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u64>,
    reason: String,
    /// The record as it stands in the file, without its line end; bytes that are no UTF-8 are `U+FFFD` here.
    record: &'a str,
    /// Present where `record` is only the beginning, because the record is beyond the limit of length.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    cut: bool,
}

/// Bytes shown of a record that is too long.
const CUT_AT: usize = 4096;

/// Writes one rejected record.
pub(super) fn write_rejected(out: &mut dyn Write, bad: &BadRecord, record: &[u8]) -> io::Result<()> {
    let cut = matches!(bad.reason, super::BadReason::TooLong(_));
    let shown = if cut { &record[..record.len().min(CUT_AT)] } else { record };
    let line = RejectedLine {
        file: &bad.place.file,
        line: bad.place.line,
        column: bad.place.column,
        reason: bad.reason.to_string(),
        record: &String::from_utf8_lossy(shown.trim_ascii_end()),
        cut,
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}
