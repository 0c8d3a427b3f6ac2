//! Results as a table for people.

use super::{ResultShape, csv};
use crate::diag::one_line;
use crate::ledger::RecordResult;
use std::cmp::Reverse;
use std::io::{self, Write};

/// What of the results a table shows.
#[derive(Clone, Debug, Default)]
pub struct TableOptions {
    /// At most so many lines; all where none is given.
    pub top: Option<usize>,
    /// The id of the score by which lines are sorted, the highest first; equal ones, and all where none is given, stay
    /// in the order of the records, and excluded records come last.
    pub sort: Option<usize>,
}

/// Writes a table: the columns of CSV without those that are empty throughout, points with at least two places.
pub fn write_table(
    shape: &ResultShape,
    records: &[RecordResult],
    options: &TableOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut order: Vec<&RecordResult> = records.iter().collect();
    if let Some(score) = options.sort {
        let value = |record: &RecordResult| record.scores[score].as_ref().map(|score| score.value);
        order.sort_by_key(|record| Reverse(value(record)));
    }
    let n_shown = options.top.unwrap_or(order.len()).min(order.len());
    let mut rows = vec![csv::header(shape)];
    rows.extend(order[..n_shown].iter().map(|record| csv::cells(shape, record, |value| value.display_points())));
    for row in &mut rows {
        row.iter_mut().for_each(|cell| *cell = one_line(cell));
    }
    let widths = widths(&rows);
    for row in &rows {
        writeln!(out, "{}", line(row, &widths, shape.scores.len()))?;
    }
    if n_shown < order.len() {
        writeln!(out, "{n_shown} of {} {}", order.len(), shape.kind_name.1)?;
    }
    Ok(())
}

/// Characters of the widest cell of each column; none for a column that is empty but for its header.
fn widths(rows: &[Vec<String>]) -> Vec<Option<usize>> {
    let columns = 0..rows[0].len();
    columns
        .map(|column| {
            let used = column == 0 || rows[1..].iter().any(|row| !row[column].is_empty());
            used.then(|| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
        })
        .collect()
}

/// Cells side by side, scores (the columns after the first) to the right.
fn line(row: &[String], widths: &[Option<usize>], n_scores: usize) -> String {
    let mut out = String::new();
    for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
        let Some(width) = width else { continue };
        if column > 0 {
            out.push_str("  ");
        }
        let is_score = (1..=n_scores).contains(&column);
        out.push_str(&if is_score { format!("{cell:>width$}") } else { format!("{cell:<width$}") });
    }
    out.trim_end().to_owned()
}
