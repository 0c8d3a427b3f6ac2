//! How a table is written: what separates its cells, and whether its first line names them.

use crate::formats::csv_rows::first_rows;
use crate::formats::open_file::Head;
use crate::formats::{FileFormat, FileShape, Separator};
use crate::values::read::fit;
use crate::values::text::{is_blank, trim};
use crate::values::{Decimal, RawScalar, Type, Zone};
use std::collections::BTreeSet;

/// Rows that are looked at.
const ROWS: usize = 100;

/// The columns of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// The names, those that were made up included.
    pub columns: Vec<String>,
    /// Whether the first line is a record already.
    pub is_missing: bool,
    /// Columns, from 1, that have no name in the header.
    pub unnamed: Vec<usize>,
    /// Names that the header has more than once.
    pub repeated: Vec<String>,
}

/// Finds out how a table is written, and declares in `shape` what does not go without saying.
pub(super) fn look(head: &Head, format: FileFormat, shape: &mut FileShape) -> Header {
    let usual = Separator::Sign(if format == FileFormat::Tsv { b'\t' } else { b',' });
    let separator = separator(head, usual);
    shape.separator = Some(separator).filter(|separator| *separator != usual);
    let rows = rows(head, separator);
    let header = header(&rows);
    shape.no_header = header.is_missing;
    let is_changed = header.is_missing || !header.unnamed.is_empty() || !header.repeated.is_empty();
    shape.columns = is_changed.then(|| header.columns.clone());
    header
}

/// The separator under which the rows have equally many cells, most of them where several do.
fn separator(head: &Head, usual: Separator) -> Separator {
    let signs = [b',', b';', b'\t', b'|'].map(Separator::Sign);
    let candidates = std::iter::once(usual).chain(signs.into_iter().filter(|sign| *sign != usual));
    let mut best = (usual, 1);
    for candidate in candidates {
        let n = even_cells(&rows(head, candidate), 5);
        if n > best.1 {
            best = (candidate, n);
        }
    }
    if best.1 == 1 && even_cells(&rows(head, Separator::Blanks), 1) > 1 {
        return Separator::Blanks;
    }
    best.0
}

/// How many cells the rows have, if all but one of so many rows have as many as the first; else 1.
fn even_cells(rows: &[Vec<String>], one_of: usize) -> usize {
    let Some(n) = rows.first().map(Vec::len) else { return 1 };
    let n_other = rows.iter().filter(|row| row.len() != n).count();
    let is_even = if one_of == 1 { n_other == 0 && rows.len() > 1 } else { n_other * one_of <= rows.len() };
    if is_even { n } else { 1 }
}

fn rows(head: &Head, separator: Separator) -> Vec<Vec<String>> {
    let mut rows = first_rows(head.text.as_bytes(), separator, ROWS);
    // The last row of a head may go on in the file.
    if !head.is_whole && rows.len() < ROWS && rows.len() > 1 {
        rows.pop();
    }
    rows
}

fn header(rows: &[Vec<String>]) -> Header {
    let Some(first) = rows.first() else { return Header::default() };
    if is_record(first, &rows[1..]) {
        let columns = (1..=first.len()).map(|column| format!("column_{column}")).collect();
        return Header { columns, is_missing: true, ..Header::default() };
    }
    let mut header = Header::default();
    let mut seen = BTreeSet::new();
    for (column, cell) in (1..).zip(first) {
        let given = trim(cell);
        let name = if is_blank(given) { format!("column_{column}") } else { given.to_owned() };
        if is_blank(given) {
            header.unnamed.push(column);
        } else if seen.contains(&name) && !header.repeated.contains(&name) {
            header.repeated.push(name.clone());
        }
        let others = (2..).map(|n| format!("{name}_{n}"));
        let free = |name: &String| !seen.contains(name) && (*name == given || !first.iter().any(|cell| cell == name));
        let name = std::iter::once(name.clone()).chain(others).find(free).expect("numbers do not end");
        seen.insert(name.clone());
        header.columns.push(name);
    }
    header
}

/// Whether the first row is a record: where the rows below hold data that no name looks like, so does it.
fn is_record(first: &[String], below: &[Vec<String>]) -> bool {
    let cell = |row: &Vec<String>, column: usize| row.get(column).is_some_and(|cell| is_data(cell));
    let data_columns: Vec<usize> = match below {
        [] => (0..first.len()).collect(),
        below => {
            let n = |column: &usize| below.iter().filter(|row| cell(row, *column)).count();
            (0..first.len()).filter(|column| n(column) * 2 > below.len()).collect()
        }
    };
    // Sales of `2024` and `2025` are columns, too.
    let is_year = |cell: &str| trim(cell).len() == 4;
    let n_data = data_columns.iter().filter(|column| is_data(&first[**column]) && !is_year(&first[**column])).count();
    n_data > 0 && n_data * 2 >= data_columns.len()
}

/// Whether a cell is a number, a time or an address: what nobody calls a column.
fn is_data(cell: &str) -> bool {
    let cell = trim(cell);
    let is_number = || Decimal::parse(cell).is_ok();
    let is_time = || fit(&Type::Time, RawScalar::Text(cell), &Zone::utc()).is_ok();
    let is_numeric = || cell.starts_with(|c: char| c.is_ascii_digit()) && cell.contains(['-', '/', '.', ':']);
    !cell.is_empty() && (is_number() || is_time() || is_numeric() || (cell.contains('@') && cell.contains('.')))
}
