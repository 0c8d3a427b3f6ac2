//! Results as CSV.

use super::ResultShape;
use crate::ledger::RecordResult;
use csv::{Terminator, Writer, WriterBuilder};
use std::io::{self, Write};

/// `id,fit,lead,lead.tier,priority,mql,excluded`
pub(super) fn write_header(out: &mut dyn Write, shape: &ResultShape) -> io::Result<()> {
    write_row(out, &header(shape))
}

/// The names of the columns.
pub(super) fn header(shape: &ResultShape) -> Vec<String> {
    let mut cells = vec!["id".to_owned()];
    cells.extend(shape.scores.iter().map(|score| score.name.clone()));
    cells.extend(shape.tiered().map(|score| format!("{}.tier", score.name)));
    cells.extend(shape.labels.iter().chain(&shape.segments).map(|(_, name)| name.clone()));
    cells.push("excluded".to_owned());
    cells
}

/// One line; what is missing is empty.
pub(super) fn write_record(out: &mut dyn Write, shape: &ResultShape, record: &RecordResult) -> io::Result<()> {
    write_row(out, &cells(shape, record, |value| value.to_string()))
}

/// The cells of a record in the order of the header, points as `number` shows them.
pub(super) fn cells(
    shape: &ResultShape,
    record: &RecordResult,
    number: impl Fn(crate::values::Decimal) -> String,
) -> Vec<String> {
    let score = |id: usize| record.scores[id].as_ref();
    let mut cells = vec![record.id.to_string()];
    cells.extend(shape.scores.iter().map(|of| score(of.id).map_or(String::new(), |score| number(score.value))));
    cells.extend(shape.tiered().map(|of| {
        let tier = score(of.id).and_then(|score| score.tier);
        tier.map_or(String::new(), |tier| of.tiers[tier as usize].clone())
    }));
    cells.extend(
        shape.labels.iter().map(|(id, _)| record.labels[*id].as_ref().map_or(String::new(), |l| l.to_string())),
    );
    let excluded = record.excluded.map(|index| shape.reasons[index as usize].clone());
    cells.extend(shape.segments.iter().map(|(id, _)| match &excluded {
        None => record.segments[*id].to_string(),
        Some(_) => String::new(),
    }));
    cells.push(excluded.unwrap_or_default());
    cells
}

/// A writer of rows as all CSV here is written.
pub(super) fn rows<W: Write>(out: W) -> Writer<W> {
    WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(out)
}

/// The same line among others of a writer.
pub(super) fn write_cells(rows: &mut Writer<Vec<u8>>, shape: &ResultShape, record: &RecordResult) -> io::Result<()> {
    Ok(rows.write_record(cells(shape, record, |value| value.to_string()))?)
}

fn write_row(out: &mut dyn Write, cells: &[String]) -> io::Result<()> {
    let mut row = rows(out);
    row.write_record(cells)?;
    row.flush()
}
