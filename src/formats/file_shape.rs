//! How the files of a source are written, beyond what their names say.

use super::FileFormat;

/// What a source says about its files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileShape {
    /// For names that do not say it.
    pub format: Option<FileFormat>,
    /// How bytes stand for characters.
    pub encoding: Encoding,
    /// What stands between the cells of a table; a comma, or a tab in `.tsv` files, where none is declared.
    pub separator: Option<Separator>,
    /// The names of a table's columns, in place of those in its header.
    pub columns: Option<Vec<String>>,
    /// Lines before a table that are none of it: a title, notes, a date of export.
    pub skip_lines: u64,
    /// Whether the first line of a table is a record already.
    pub no_header: bool,
    /// What stands around cells that hold separators or line breaks.
    pub quote: Quote,
    /// Whether lines with fewer cells than the header have nothing in their last columns, and lines with more may have
    /// empty ones; without it both are bad records.
    pub short_lines: bool,
}

/// What stands around cells of a table that hold separators or line breaks, and is doubled inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Quote {
    /// `"`
    #[default]
    Double,
    /// `'`
    Single,
    /// Nothing: every separator and every line break is one.
    None,
}

impl Quote {
    /// By its sign, or `none`.
    pub fn of_name(name: &str) -> Option<Quote> {
        match name {
            "\"" => Some(Quote::Double),
            "'" => Some(Quote::Single),
            "none" => Some(Quote::None),
            _ => None,
        }
    }

    /// The sign.
    pub(super) fn byte(self) -> Option<u8> {
        match self {
            Quote::Double => Some(b'"'),
            Quote::Single => Some(b'\''),
            Quote::None => None,
        }
    }
}

/// What stands between the cells of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// One character of ASCII.
    Sign(u8),
    /// Any number of blanks and tabs, also before the first cell; nothing is quoted.
    Blanks,
}

/// How the bytes of a file stand for characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[default]
    Utf8,
    /// ISO 8859-1.
    Latin1,
    /// Latin-1 with the characters that Windows has in place of control signs.
    Windows1252,
    /// UTF-16 by its byte order mark, else by its first characters, which are of ASCII.
    Utf16,
}

impl Encoding {
    /// By its name, as people write it.
    pub fn of_name(name: &str) -> Option<Encoding> {
        match &*name.to_ascii_lowercase().replace('_', "-") {
            "utf-8" | "utf8" => Some(Encoding::Utf8),
            "latin-1" | "latin1" | "iso-8859-1" => Some(Encoding::Latin1),
            "windows-1252" | "cp1252" => Some(Encoding::Windows1252),
            "utf-16" | "utf16" | "utf-16le" | "utf-16be" => Some(Encoding::Utf16),
            _ => None,
        }
    }
}

impl Separator {
    /// By its sign or its name: `,`, `;`, `|`, `tab`, `blanks`.
    pub fn of_name(name: &str) -> Option<Separator> {
        match name {
            "tab" | "\t" => Some(Separator::Sign(b'\t')),
            "blanks" => Some(Separator::Blanks),
            "," | ";" | "|" | ":" | "^" | "~" => Some(Separator::Sign(name.as_bytes()[0])),
            _ => None,
        }
    }
}
