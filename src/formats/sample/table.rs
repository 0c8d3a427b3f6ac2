//! How a table is written: what separates its cells, and whether its first line names them.

use crate::formats::csv_rows::first_rows;
use crate::formats::open_file::{Head, separator_line};
use crate::formats::{FileFormat, FileShape, Separator};
use crate::values::read::fit;
use crate::values::text::{is_blank, trim};
use crate::values::{Decimal, RawScalar, Type, Zone};
use std::collections::{BTreeMap, BTreeSet};

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
    let said = separator_line(head.text.as_bytes().get(..7).unwrap_or(head.text.as_bytes()));
    let usual = match said {
        Some((sign, _)) => Separator::Sign(sign),
        None => Separator::Sign(if format == FileFormat::Tsv { b'\t' } else { b',' }),
    };
    let text = &head.text[said.map_or(0, |(_, n)| n)..];
    let separator = if said.is_some() { usual } else { separator(head, text, usual) };
    shape.separator = Some(separator).filter(|separator| *separator != usual);
    let all = rows(head, text, separator);
    let titles = n_titles(&all);
    if let (1.., Some(first)) = (titles, all.get(titles)) {
        // The line that says the separator is one of those before the table, and is not asked any more.
        shape.skip_lines = first.line - 1 + u64::from(said.is_some());
        shape.separator = shape.separator.or(said.map(|_| usual));
    }
    let rows: Vec<Vec<String>> = all.into_iter().skip(titles).map(|row| row.cells).collect();
    let header = header(&rows);
    shape.no_header = header.is_missing;
    let is_changed = header.is_missing || !header.unnamed.is_empty() || !header.repeated.is_empty();
    shape.columns = is_changed.then(|| header.columns.clone());
    header
}

/// A row and the line of the file it begins in, from 1.
struct Row {
    line: u64,
    cells: Vec<String>,
}

impl Row {
    fn n_filled(&self) -> usize {
        self.cells.iter().filter(|cell| !is_blank(cell)).count()
    }
}

/// More rows than these before or after a table are none of a title's or a note's.
const TITLES_MAX: usize = 20;

/// The rows of the table itself: without titles before it and notes after it, which have other numbers of cells than most.
fn body(rows: &[Row]) -> &[Row] {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    rows.iter().for_each(|row| *counts.entry(row.cells.len()).or_default() += 1);
    // One cell a row may be a column of its own, or what is written around a table.
    let is_wide = counts.iter().any(|(n_cells, n)| *n_cells > 1 && *n > 1);
    let usual = counts.into_iter().filter(|(n_cells, _)| *n_cells > 1 || !is_wide);
    let Some((usual, _)) = usual.max_by_key(|(n_cells, n)| (*n, *n_cells)) else { return rows };
    let is_other = |row: &&Row| row.cells.len() != usual;
    let start = rows.iter().take_while(is_other).count();
    let end = rows.len() - rows.iter().rev().take_while(is_other).count();
    let n_around = rows.len() - end.max(start) + start;
    let is_table =
        if usual > 2 { n_around <= 2 * (end.max(start) - start) } else { n_around * 4 <= end.max(start) - start };
    match start <= TITLES_MAX && rows.len() - end.max(start) <= TITLES_MAX && is_table {
        true => &rows[start..end],
        false => rows,
    }
}

/// How many rows stand before the table: those with other numbers of cells than it, and those that hardly fill any, as
/// long as a header follows them.
fn n_titles(rows: &[Row]) -> usize {
    let body = body(rows);
    let n_before = rows.iter().take_while(|row| body.first().is_some_and(|first| row.line < first.line)).count();
    let most = body.iter().map(Row::n_filled).max().unwrap_or(0);
    let n_sparse = body.iter().take_while(|row| row.n_filled() * 2 <= most && row.n_filled() <= 2 && most > 2).count();
    let n = n_before + n_sparse;
    let below: Vec<Vec<String>> = rows.iter().skip(n + 1).map(|row| row.cells.clone()).collect();
    let is_header = rows.get(n).is_some_and(|row| !is_record(&row.cells, &below));
    if n <= TITLES_MAX && is_header && !below.is_empty() { n } else { 0 }
}

/// The separator under which the rows have equally many cells, most of them where several do.
fn separator(head: &Head, text: &str, usual: Separator) -> Separator {
    let signs = [b',', b';', b'\t', b'|'].map(Separator::Sign);
    let candidates = std::iter::once(usual).chain(signs.into_iter().filter(|sign| *sign != usual));
    let mut best = (usual, 1);
    for candidate in candidates {
        let n = even_cells(body(&rows(head, text, candidate)), 5);
        if n > best.1 {
            best = (candidate, n);
        }
    }
    if best.1 == 1 && even_cells(&rows(head, text, Separator::Blanks), 1) > 1 {
        return Separator::Blanks;
    }
    best.0
}

/// How many cells the rows have, if all but one of so many rows have as many as the first; else 1.
fn even_cells(rows: &[Row], one_of: usize) -> usize {
    let Some(n) = rows.first().map(|row| row.cells.len()) else { return 1 };
    let n_other = rows.iter().filter(|row| row.cells.len() != n).count();
    let is_even = if one_of == 1 { n_other == 0 && rows.len() > 1 } else { n_other * one_of <= rows.len() };
    if is_even { n } else { 1 }
}

fn rows(head: &Head, text: &str, separator: Separator) -> Vec<Row> {
    let found = first_rows(text.as_bytes(), separator, ROWS);
    let mut rows: Vec<Row> = found.into_iter().map(|(line, cells)| Row { line, cells }).collect();
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
