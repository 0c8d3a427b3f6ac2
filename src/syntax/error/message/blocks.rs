//! Mistakes of whole blocks, and limits of size.

use super::Said;
use crate::diag::Code;
use crate::syntax::error::SyntaxErrorKind as Kind;
use crate::syntax::{ENTRY_BYTES_MAX, FINDINGS_MAX, SOURCE_BYTES_MAX};

/// Every kind that the other files leave.
pub(super) fn said(kind: &Kind) -> Said {
    match kind {
        Kind::EmptyBlock(word) => Said::new(Code::EmptyBlock, format!("`{word}` has nothing between its braces"))
            .help("fill the block or leave it out"),
        Kind::AfterBlock => Said::new(Code::AfterBlock, "something follows `}` on its line")
            .label("a line of its own")
            .help("begin a new line after `}`"),
        Kind::EmptyRange => {
            Said::new(Code::OpenRange, "a range without either end").help("write at least one end, as in `range 0..`")
        }
        Kind::CaseCells(wanted, found) => {
            Said::new(Code::CasesTable, format!("a row of {found} where the header has {wanted}"))
                .label("before and after `=>` a row has as many values as the header has columns")
                .help("write one value for each column; `missing` for none")
        }
        Kind::CaseColumn => Said::new(Code::CasesTable, "a column before `=>` that is no field")
            .label("before `=>` stand fields of the contact, after it what is expected")
            .help("write the name of a field, or move the column behind `=>`"),
        Kind::TooDeep(limit) => Said::new(Code::TooDeep, format!("more than {limit} levels inside each other"))
            .help("give the inner part a name with `let`"),
        Kind::EntryTooLong => {
            Said::new(Code::TooLong, format!("more than {} KiB without an end", ENTRY_BYTES_MAX / 1024))
                .help("put long lists into a file and use `lines \"file\"`")
        }
        Kind::SourceTooLong => {
            Said::new(Code::TooLong, format!("more than {} MiB in one file", SOURCE_BYTES_MAX / 1024 / 1024))
                .help("split the file and join the parts with `use`")
        }
        _ => Said::new(Code::TooManyUnreadable, format!("more than {FINDINGS_MAX} lines that cannot be read"))
            .label("the file was not read from here on")
            .help("correct the lines above and check again"),
    }
}
