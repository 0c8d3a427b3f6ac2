//! One result as a JSON object on one line.

use super::ResultShape;
use crate::ledger::{Entry, Note, NoteKind, RecordResult, ScoreResult};
use std::io::{self, Write};

/// The object of a record, as [`super::ResultFormat::Ndjson`] describes it.
pub(super) fn write_record(
    out: &mut dyn Write,
    shape: &ResultShape,
    record: &RecordResult,
    ledger: bool,
) -> io::Result<()> {
    out.write_all(b"{\"id\":")?;
    text(out, &record.id)?;
    match record.excluded {
        Some(index) => {
            out.write_all(b",\"excluded\":")?;
            text(out, &shape.reasons[index as usize])?;
        }
        None => {
            write_outcome(out, shape, record)?;
            if ledger {
                write_ledger(out, shape, record)?;
                write_notes(out, shape, record)?;
            }
        }
    }
    out.write_all(b"}")
}

fn write_outcome(out: &mut dyn Write, shape: &ResultShape, record: &RecordResult) -> io::Result<()> {
    let scores = scores(shape, record);
    map(out, "scores", scores.clone(), |out, score| write!(out, "{}", score.value))?;
    if shape.tiered().next().is_some() {
        let tiers = shape.tiered().filter_map(|score| {
            let tier = record.scores[score.id].as_ref()?.tier?;
            Some((&*score.name, &score.tiers[tier as usize]))
        });
        map(out, "tiers", tiers, |out, tier| text(out, tier))?;
    }
    if !shape.labels.is_empty() {
        let labels = shape.labels.iter().filter_map(|(id, name)| Some((&**name, record.labels[*id].as_ref()?)));
        map(out, "labels", labels, |out, label| text(out, label))?;
    }
    if !shape.segments.is_empty() {
        out.write_all(b",\"segments\":")?;
        let segments = shape.segments.iter().filter(|(id, _)| record.segments[*id]);
        list(out, segments, |out, (_, name)| text(out, name))?;
    }
    Ok(())
}

fn write_ledger(out: &mut dyn Write, shape: &ResultShape, record: &RecordResult) -> io::Result<()> {
    map(out, "ledger", scores(shape, record), |out, score| {
        list(out, score.entries.iter(), |out, entry| write_entry(out, shape, entry))
    })
}

fn write_notes(out: &mut dyn Write, shape: &ResultShape, record: &RecordResult) -> io::Result<()> {
    let mut noted = scores(shape, record).filter(|(_, score)| !score.notes.is_empty()).peekable();
    if noted.peek().is_none() {
        return Ok(());
    }
    map(out, "notes", noted, |out, score| list(out, score.notes.iter(), |out, note| write_note(out, shape, note)))
}

fn write_entry(out: &mut dyn Write, shape: &ResultShape, entry: &Entry) -> io::Result<()> {
    write!(out, "{{\"kind\":\"{}\",\"rule\":", entry.kind.word())?;
    text(out, &shape.owners[entry.owner as usize])?;
    write!(out, ",\"points\":{}", entry.points)?;
    if entry.n_activities > 0 {
        write!(out, ",\"activities\":{}", entry.n_activities)?;
    }
    out.write_all(b"}")
}

fn write_note(out: &mut dyn Write, shape: &ResultShape, note: &Note) -> io::Result<()> {
    write!(out, "{{\"kind\":\"{}\",\"rule\":", note_word(note.kind))?;
    text(out, &shape.owners[note.owner as usize])?;
    write!(out, ",\"n\":{}}}", note.n)
}

fn scores<'a>(
    shape: &'a ResultShape,
    record: &'a RecordResult,
) -> impl Iterator<Item = (&'a str, &'a ScoreResult)> + Clone {
    shape.scores.iter().filter_map(|score| Some((&*score.name, record.scores[score.id].as_ref()?)))
}

fn note_word(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Remark => "remark",
        NoteKind::AwardMissing => "award_missing",
        NoteKind::FactorMissing => "factor_missing",
    }
}

/// `,"name":{"key":value,..}`
fn map<'a, T>(
    out: &mut dyn Write,
    name: &str,
    entries: impl Iterator<Item = (&'a str, T)>,
    mut value: impl FnMut(&mut dyn Write, T) -> io::Result<()>,
) -> io::Result<()> {
    write!(out, ",\"{name}\":{{")?;
    for (place, (key, item)) in entries.enumerate() {
        if place > 0 {
            out.write_all(b",")?;
        }
        text(out, key)?;
        out.write_all(b":")?;
        value(out, item)?;
    }
    out.write_all(b"}")
}

/// `[value,..]`
fn list<T>(
    out: &mut dyn Write,
    items: impl Iterator<Item = T>,
    mut value: impl FnMut(&mut dyn Write, T) -> io::Result<()>,
) -> io::Result<()> {
    out.write_all(b"[")?;
    for (place, item) in items.enumerate() {
        if place > 0 {
            out.write_all(b",")?;
        }
        value(out, item)?;
    }
    out.write_all(b"]")
}

/// A JSON text: quotes, backslashes and control characters are escaped, nothing else.
fn text(out: &mut dyn Write, text: &str) -> io::Result<()> {
    Ok(serde_json::to_writer(out, text)?)
}
