//! Contacts and other records, read in chunks on several threads and kept in the order of their files.

use super::Ground;
use super::lean::Lean;
use super::take::{Taken, Taker, Use, Whom};
use super::tally::ChunkTally;
use super::work::{Reading, pass};
use crate::formats::bad_record::{BadReason, ReadError};
use crate::formats::feed::Spot;
use crate::formats::fit_record::Parts;
use crate::formats::reader::{RecordsReader, SourceId, whole_key};
use crate::formats::repeats::RowFrom;
use crate::formats::scan;
use crate::formats::{KindSource, SourceOf};
use crate::records::{FieldRef, Row};
use crate::values::{Instant, Value};
use std::sync::Arc;

/// A record of a kind.
#[derive(Debug)]
pub(super) struct ReadRow {
    pub(super) row: Row,
    pub(super) spot: Spot,
    /// By index of the field that activities match: what it has there.
    pub(super) joins: Vec<(usize, Box<str>)>,
    /// As it stands in the file, where rejected records are written.
    pub(super) text: Box<[u8]>,
}

/// For passes over records that are no activities.
struct Nothing;

impl Use for Nothing {
    fn take(&mut self, _: Taken<'_>, _: &mut ChunkTally) -> Whom {
        Whom { n: 0, are_known: true }
    }
}

impl RecordsReader<'_> {
    /// Reads the files of a source, in the order in which their records should come out, on several threads.
    pub fn read_files(&mut self, source: SourceId, names: &[String], how: Reading<'_>) -> Result<(), ReadError> {
        let files: Vec<(usize, Arc<str>)> = names.iter().map(|name| (source.0, Arc::from(name.as_str()))).collect();
        let ground = Ground {
            layout: self.layout,
            options: self.options,
            as_of: Instant::from_us(0),
            writes_rejects: self.rejects.is_some(),
            sources: std::mem::take(&mut self.sources),
            files,
        };
        let rejects = self.rejects.as_mut().map(|out| &mut **out as _);
        let (sum, _) = pass(&ground, how, rejects, || Nothing);
        self.sources = ground.sources;
        if let Some(error) = sum.error {
            return Err(error);
        }
        self.sources.iter_mut().zip(sum.sources).for_each(|(source, tally)| source.tally.append(tally, 0));
        self.kind_tallies.iter_mut().zip(sum.kinds).for_each(|(tally, more)| tally.append(more, 0));
        let n_files = self.files.len();
        self.files.extend(ground.files.into_iter().map(|(_, name)| name));
        self.keep_rows(source, n_files, sum.rows);
        Ok(())
    }

    fn keep_rows(&mut self, source: SourceId, n_files: usize, rows: Vec<(usize, ReadRow)>) {
        let of = self.sources[source.0].source.clone();
        let SourceOf::Kind(of) = &of.of else { return };
        self.records.rows[of.kind].reserve_exact(rows.len());
        self.rows_from[of.kind].reserve_exact(rows.len());
        for (file, ReadRow { row, spot, joins, text }) in rows {
            joins.iter().for_each(|(field, text)| self.joins.add(&of.joins[*field], text, &row.id));
            self.records.rows[of.kind].push(row);
            self.rows_from[of.kind].push(RowFrom { source: source.0, file: n_files + file, spot });
            if self.rejects.is_some() {
                self.rows_text[of.kind].push(text);
            }
        }
    }
}

/// The slow way from a record to a row.
pub(super) fn read_row(
    parts: &Parts<'_>,
    kind: &KindSource,
    ground: &Ground<'_>,
    tally: &mut ChunkTally,
    (spot, bytes): (Spot, &[u8]),
) -> Result<ReadRow, BadReason> {
    let id: Arc<str> = match kind.is_whole_key {
        false => Arc::from(parts.needed(parts.wanted.identity.clone(), &kind.key)?),
        true => Arc::from(whole_key(parts, kind)?),
    };
    let fields = &ground.layout.kinds[kind.kind].fields;
    let values = parts.kind_values(fields, &mut tally.fields, &mut tally.source.odd_times);
    let all = parts.wanted.joins.iter().enumerate();
    let joins = all.flat_map(|(field, slots)| parts.all_texts(slots).into_iter().map(move |text| (field, text.into())));
    let joins = joins.collect();
    let text = if ground.writes_rejects { bytes.into() } else { Box::default() };
    Ok(ReadRow { row: Row { id, values }, spot, joins, text })
}

impl<U: Use> Taker<'_, '_, U> {
    /// The fast way, if there is nothing to tell of the record; nothing was counted otherwise.
    pub(super) fn take_lean_row(
        &mut self,
        lean: &Lean<'_>,
        parts: &scan::Parts<'_>,
        (byte, line): (u64, &[u8]),
    ) -> Option<()> {
        let id = lean.key(parts)?;
        let mut values = vec![FieldRef::Missing; lean.n_fields()];
        lean.values(parts, None, &mut values)?;
        let joins = lean.joins(parts)?;
        lean.count(parts, None, &values, &mut self.tally.fields);
        let texts = &mut self.texts;
        let value = |value: &FieldRef<'_>| match value {
            FieldRef::Text(text) => Value::Text(texts.get(text)),
            other => other.to_value(),
        };
        let row = Row { id: Arc::from(id), values: values.iter().map(value).collect() };
        let spot = Spot { line: self.tally.n_lines + 1, column: None, byte };
        let text = if self.reader.writes_rejects { line.trim_ascii_end().into() } else { Box::default() };
        self.tally.rows.push(ReadRow { row, spot, joins, text });
        self.tally.source.n_read += 1;
        self.tally.source.n_kept += 1;
        Some(())
    }
}
