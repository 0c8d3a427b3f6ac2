//! Tables in: a header of names, then one record a line.
//!
//! Quoted fields may hold separators and line breaks. Lines without any text, such as the `,,,` that spreadsheets leave
//! at the end, are blank and passed over. A cell is a text; what it stands for is the field's type's business.

mod recorder;
mod rows;

use super::bad_record::{BadReason, shown};
use super::feed::{Fed, Feed, Spot};
use super::json::read_texts;
use super::raw_record::{Found, RawRecord};
use super::seen_names::SeenNames;
use super::tree::{Shape, Tree, Unfolded};
use super::wanted::{KeyUse, Wanted};
use super::{FileShape, Quote, Separator};
pub(super) use rows::Start;
use rows::{Row, Rows};
use std::collections::BTreeMap;
use std::io::{self, Read};

/// The records of one table.
pub(super) struct CsvFeed<R> {
    rows: Rows<R>,
    header: Vec<String>,
    /// Whether the row at hand was read to count its cells, and is a record still to be given.
    first: Option<Spot>,
    limit: usize,
    short_lines: bool,
    tree: Tree,
    /// Records of the row at hand that were not given yet, the next one last.
    unfolded: Vec<Unfolded>,
    spot: Spot,
}

/// Why a file cannot be read as a table at all.
#[derive(Debug)]
pub(super) enum CsvError {
    /// What is wrong with the header.
    Header(String),
    /// The disk or the pipe.
    Io(io::Error),
}

impl<R: Read> CsvFeed<R> {
    /// Reads the header, or takes the declared names. Every name has to be there, once, with blanks around taken off.
    pub(super) fn open(
        input: R,
        shape: &FileShape,
        separator: Separator,
        limit: usize,
        start: Start,
    ) -> Result<CsvFeed<R>, CsvError> {
        let rows = Rows::new(input, (separator, shape.quote), limit, start);
        let spot = Spot { line: start.line, column: None, byte: start.byte };
        let (tree, unfolded) = (Tree::default(), Vec::new());
        let short_lines = shape.short_lines;
        let mut feed = CsvFeed { rows, header: Vec::new(), first: None, limit, short_lines, tree, unfolded, spot };
        match feed.rows.next().map_err(CsvError::Io)? {
            Row::Read(spot) => feed.take_header(shape, spot)?,
            Row::TooLong(_) => return Err(CsvError::Header(BadReason::TooLong(limit).to_string())),
            Row::End if shape.no_header => feed.header = shape.columns.clone().unwrap_or_default(),
            Row::End => {
                return Err(CsvError::Header("the file is empty; a CSV file begins with a line of names".to_owned()));
            }
        }
        Ok(feed)
    }

    fn take_header(&mut self, shape: &FileShape, spot: Spot) -> Result<(), CsvError> {
        let n_cells = self.rows.record.len();
        self.header = match (&shape.columns, shape.no_header) {
            (Some(columns), _) => columns.clone(),
            // `1`, `2`, .. are names enough to map from.
            (None, true) => (1..=n_cells).map(|column| column.to_string()).collect(),
            (None, false) => header_names(self.rows.record.iter())?,
        };
        if shape.no_header {
            self.first = Some(spot);
        } else if self.header.len() != n_cells {
            let n = self.header.len();
            return Err(CsvError::Header(format!("`columns` declares {n} names, and the header has {n_cells}")));
        }
        Ok(())
    }

    /// The names of the columns.
    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    fn check_count(&self) -> Result<(), BadReason> {
        let (expected, found) = (self.header.len(), self.rows.record.len());
        let is_blank = |cell: &[u8]| cell.trim_ascii().is_empty();
        let fits = expected == found || self.short_lines && self.rows.record.iter().skip(expected).all(is_blank);
        if fits { Ok(()) } else { Err(BadReason::FieldCount { expected, found }) }
    }

    /// The row at hand as a record.
    fn fill(&self, wanted: &Wanted, raw: &mut RawRecord) -> Result<(), BadReason> {
        self.check_count()?;
        raw.clear(wanted.n_slots());
        for (name, cell) in self.header.iter().zip(&self.rows.record) {
            let text = std::str::from_utf8(cell).map_err(|_| BadReason::NotUtf8)?;
            if let Some(KeyUse { slots, .. }) = wanted.key(Wanted::ROOT, name) {
                let found = Found::Text(raw.push_text(text));
                slots.iter().for_each(|at| raw.set(at.slot, at.depth, found));
            }
        }
        Ok(())
    }

    /// The row at hand as a tree, and the records that it holds.
    fn unfold(&mut self, wanted: &Wanted) -> Result<(), BadReason> {
        self.check_count()?;
        self.tree.clear();
        let too_many = || BadReason::TooManyValues(Tree::N_NODES_MAX);
        let root = self.tree.push((0, 0), Shape::Object, 0).ok_or_else(too_many)?;
        let mut last = None;
        for (name, cell) in self.header.iter().zip(&self.rows.record) {
            let text = std::str::from_utf8(cell).map_err(|_| BadReason::NotUtf8)?;
            let key = self.tree.push_text(name);
            let (start, end) = self.tree.push_text(text);
            let child = self.tree.push(key, Shape::Text(start, end), 0).ok_or_else(too_many)?;
            self.tree.hang(root, last, child);
            last = Some(child);
        }
        read_texts(&wanted.json_texts, Tree::ROOT, &mut self.tree);
        self.unfolded = self.tree.unfold(&wanted.each)?;
        if !wanted.each.is_empty() {
            self.unfolded.iter().for_each(|record| read_texts(&wanted.json_texts, record[0], &mut self.tree));
        }
        self.unfolded.reverse();
        Ok(())
    }

    fn next_unfolded(&mut self, wanted: &Wanted, raw: &mut RawRecord, names: &mut SeenNames) -> Option<Fed> {
        let record = self.unfolded.pop()?;
        self.tree.fill(&record, &wanted.ways, raw);
        self.tree.see_names(record[0], names);
        Some(Fed::Record(self.spot))
    }

    fn next_row(&mut self) -> io::Result<Row> {
        match self.first.take() {
            Some(spot) => Ok(Row::Read(spot)),
            None => self.rows.next(),
        }
    }
}

impl<R: Read> Feed for CsvFeed<R> {
    fn next(&mut self, wanted: &Wanted, raw: &mut RawRecord, names: &mut SeenNames) -> io::Result<Fed> {
        loop {
            if let Some(fed) = self.next_unfolded(wanted, raw, names) {
                return Ok(fed);
            }
            let spot = match self.next_row()? {
                Row::Read(spot) => spot,
                Row::TooLong(spot) => return Ok(Fed::Bad { spot, reason: BadReason::TooLong(self.limit), ends: true }),
                Row::End => return Ok(Fed::End),
            };
            if self.rows.leaves_quote_open() {
                return Ok(Fed::Bad { spot, reason: BadReason::OpenQuote, ends: true });
            }
            self.spot = spot;
            let read = if wanted.is_plain {
                self.header.iter().for_each(|name| names.see(0, name));
                self.fill(wanted, raw)
            } else {
                self.unfold(wanted)
            };
            match read {
                Ok(()) if wanted.is_plain => return Ok(Fed::Record(spot)),
                Ok(()) => {}
                Err(reason) => return Ok(Fed::Bad { spot, reason, ends: false }),
            }
        }
    }

    fn bytes(&self) -> &[u8] {
        &self.rows.bytes
    }

    fn line(&self) -> u64 {
        self.rows.line
    }

    fn tree(&self) -> &Tree {
        &self.tree
    }
}

/// The first rows of a text, whatever stands in the first: the line of each, from 1, and its cells.
pub(super) fn first_rows(text: &[u8], separator: Separator, n_max: usize) -> Vec<(u64, Vec<String>)> {
    let mut rows = Rows::new(text, (separator, Quote::Double), text.len() + 1, Start { line: 1, byte: 0 });
    let mut found = Vec::new();
    while found.len() < n_max {
        let Ok(Row::Read(spot)) = rows.next() else { break };
        let cells = rows.record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
        found.push((spot.line, cells));
    }
    found
}

fn header_names<'a>(cells: impl Iterator<Item = &'a [u8]>) -> Result<Vec<String>, CsvError> {
    let mut names = Vec::new();
    let mut columns: BTreeMap<String, usize> = BTreeMap::new();
    for (column, cell) in (1..).zip(cells) {
        let name = std::str::from_utf8(cell).map_err(|_| CsvError::Header(BadReason::NotUtf8.to_string()))?;
        let name = crate::values::text::trim(name).to_owned();
        if name.is_empty() {
            return Err(CsvError::Header(format!(
                "column {column} of the header has no name; give names with `columns`"
            )));
        }
        if let Some(first) = columns.insert(name.clone(), column) {
            let name = shown(&name);
            return Err(CsvError::Header(format!(
                "columns {first} and {column} of the header are both named `{name}`; give names with `columns`"
            )));
        }
        names.push(name);
    }
    Ok(names)
}
