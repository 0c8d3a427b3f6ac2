//! Lines up the columns of neighbours.

use super::rows::{Columns, Row, Run};
use super::{WIDTH_MAX, blanks, width};

/// A head longer than this does not push the others aside; it takes one blank.
const HEAD_MAX: usize = 60;
/// A reason further than this behind the shortest of its run is not waited for.
const REASON_PUSH_MAX: usize = 40;
/// Blanks before reasons and comments.
const REASON_GAP: usize = 3;

/// The lines of rows, all indented by as much.
pub(super) fn lined_up(mut rows: Vec<Row>, indent: usize) -> Vec<String> {
    if matches!(rows.last(), Some(Row::Blank)) {
        rows.pop();
    }
    let mut lines = Vec::new();
    let mut rest = rows.as_slice();
    while let Some(first) = rest.first() {
        let n = run_length(rest);
        match first {
            Row::Blank => lines.push(String::new()),
            Row::Comment(text) => lines.push(blanks(indent) + text),
            Row::Lines(done) => lines.extend(done.iter().cloned()),
            Row::Columns(_) => lines.extend(run(&rest[..n], indent)),
        }
        rest = &rest[n..];
    }
    lines
}

/// How many rows from the first on line up with each other.
fn run_length(rows: &[Row]) -> usize {
    let Some(Row::Columns(first)) = rows.first() else {
        return 1;
    };
    rows.iter().take_while(|row| matches!(row, Row::Columns(columns) if columns.run == first.run)).count()
}

fn run(rows: &[Row], indent: usize) -> Vec<String> {
    let columns: Vec<&Columns> = rows
        .iter()
        .filter_map(|row| match row {
            Row::Columns(columns) => Some(columns),
            _ => None,
        })
        .collect();
    let heads = with_tails(&columns, indent);
    let reasons = with_reasons(&columns, heads, indent);
    columns
        .iter()
        .zip(reasons)
        .map(|(columns, line)| match &columns.beside {
            Some(comment) => format!("{line}{}{comment}", blanks(REASON_GAP)),
            None => line,
        })
        .collect()
}

/// Heads and tails, the tails in one column.
fn with_tails(run: &[&Columns], indent: usize) -> Vec<String> {
    let counts = |columns: &&&Columns| !columns.tail.is_empty() && width(&columns.head) <= HEAD_MAX;
    let column = match run.first().map(|first| first.run) {
        Some(Run::Plain) | None => 0,
        Some(_) => run.iter().filter(counts).map(|columns| width(&columns.head)).max().unwrap_or(0),
    };
    let line = |columns: &&Columns| {
        let head = &columns.head;
        if columns.tail.is_empty() {
            return format!("{}{head}", blanks(indent));
        }
        let pushed = column.saturating_sub(width(head));
        let fits = indent + columns.width() + pushed <= WIDTH_MAX;
        let gap = if fits { pushed } else { 0 };
        format!("{}{head}{} {}", blanks(indent), blanks(gap), columns.tail)
    };
    run.iter().map(line).collect()
}

/// Adds the reasons, in one column as far as it is not far.
fn with_reasons(run: &[&Columns], lines: Vec<String>, indent: usize) -> Vec<String> {
    let counts =
        |columns: &Columns| !columns.reason.is_empty() && (columns.tail.is_empty() || width(&columns.head) <= HEAD_MAX);
    let widths: Vec<usize> =
        run.iter().zip(&lines).filter(|(columns, _)| counts(columns)).map(|(_, line)| width(line)).collect();
    let least = widths.iter().copied().min().unwrap_or(indent);
    let lines_up = run.first().is_some_and(|first| first.run != Run::Plain);
    let column = match lines_up {
        true => widths.into_iter().filter(|width| *width <= least + REASON_PUSH_MAX).max().unwrap_or(0),
        false => 0,
    };
    let with_reason = |(columns, line): (&&Columns, String)| {
        if columns.reason.is_empty() {
            return line;
        }
        let pushed = column.saturating_sub(width(&line));
        let fits = width(&line) + pushed + REASON_GAP + width(&columns.reason) <= WIDTH_MAX;
        let gap = REASON_GAP + if fits { pushed } else { 0 };
        format!("{line}{}{}", blanks(gap), columns.reason)
    };
    run.iter().zip(lines).map(with_reason).collect()
}
