//! From a score's entries to the rows people read: what one rule gives and age takes stands in one row, everything
//! else in its own. The points of the rows add up to the score as those of the entries do.

use super::words::{awarded, note, seen, unmet};
use super::{Evidence, KindWord, LedgerEntry, LedgerNote, NoteWord, OwnerWord, Place, ScoreExplanation, SilentRule};
use crate::diag::one_line as visible;
use crate::values::Decimal;

/// One row of a score.
pub struct Row {
    /// Nothing for notes and silent rules.
    pub points: Option<Decimal>,
    /// The rule's name or text, or what the line does.
    pub label: String,
    /// ` x3` where several activities stand behind it.
    pub times: String,
    /// What was seen.
    pub words: String,
    /// `lead.score:15`, or empty.
    pub place: String,
}

/// The rows of a score: its entries and its notes.
pub fn rows(score: &ScoreExplanation) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut rest = score.entries.as_slice();
    while let Some(first) = rest.first() {
        let n = rest.iter().take_while(|entry| entry.rule == first.rule && entry.owner == first.owner).count();
        let (of_owner, others) = rest.split_at(n);
        push_owner(of_owner, &mut rows);
        rest = others;
    }
    // `else => 0` is a remark too, and nobody's news; one with a reason was meant to be read.
    let told = |note: &&LedgerNote| note.kind != NoteWord::Remark || note.reason.is_some() || score.silent.is_some();
    rows.extend(score.notes.iter().filter(told).map(note_row));
    rows
}

/// The rules that gave nothing, if they were asked for.
pub fn silent_rows(score: &ScoreExplanation) -> Vec<Row> {
    score.silent.iter().flatten().map(silent_row).collect()
}

/// The entries of one rule, group, factor or score, in the order of their kinds.
fn push_owner(entries: &[LedgerEntry], rows: &mut Vec<Row>) {
    let award = entries.iter().find(|entry| entry.kind == KindWord::Award);
    let decay = entries.iter().find(|entry| entry.kind == KindWord::Decay);
    if let Some(award) = award {
        rows.push(award_row(award, decay));
    }
    for entry in entries {
        let told = entry.kind == KindWord::Award || (entry.kind == KindWord::Decay && award.is_some());
        if !told {
            rows.push(step_row(entry, award.is_some()));
        }
    }
}

fn award_row(award: &LedgerEntry, decay: Option<&LedgerEntry>) -> Row {
    let faded = decay.map_or(Decimal::ZERO, |entry| entry.points.0);
    let points = award.points.0.checked_add(faded).unwrap_or(award.points.0);
    let times = if award.n_activities > 1 { format!(" x{}", award.n_activities) } else { String::new() };
    let mut words: Vec<String> = Vec::new();
    let of_activities = awarded(award, decay);
    if !of_activities.is_empty() {
        words.push(of_activities);
    }
    if !award.evidence.is_empty() {
        words.push(seen(&award.evidence));
    }
    Row {
        points: Some(points),
        label: head(award.name.as_deref(), award_text(award)),
        times,
        words: with_reason(words.join("; "), award.reason.as_deref()),
        place: place(&award.span),
    }
}

/// What the rule says: of one that always holds, its award.
fn award_text(award: &LedgerEntry) -> &str {
    match &award.award {
        Some(written) if award.text == "always" => written,
        _ => &award.text,
    }
}

/// A limit, cap, factor, range, rounding or override; `below` its rule's own row.
fn step_row(entry: &LedgerEntry, below: bool) -> Row {
    let what = match (entry.kind, entry.owner) {
        (KindWord::Award | KindWord::Decay, _) => "decay".to_owned(),
        (KindWord::Limit, _) => "limit".to_owned(),
        (KindWord::Cap, OwnerWord::Group) => head(entry.name.as_deref(), &entry.text),
        (KindWord::Cap, _) => "cap".to_owned(),
        (KindWord::Factor, _) => entry.text.clone(),
        (KindWord::Range, _) => "range".to_owned(),
        (KindWord::Rounding, _) => "rounding".to_owned(),
        (KindWord::Override, _) => "override".to_owned(),
    };
    let by = entry.by.as_deref().unwrap_or_default();
    let dropped = match (entry.kind, entry.n_activities) {
        (KindWord::Limit, 1) => ": 1 dropped".to_owned(),
        (KindWord::Limit, n) => format!(": {n} dropped"),
        _ => String::new(),
    };
    let mut words = format!("{}{dropped}", visible(by));
    if !entry.evidence.is_empty() {
        let comma = if words.is_empty() { "" } else { ", " };
        words = format!("{words}{comma}{}", seen(&entry.evidence));
    }
    // Range and rounding belong to the whole score, whose place is no news.
    let of_score = matches!(entry.kind, KindWord::Range | KindWord::Rounding);
    Row {
        points: Some(entry.points.0),
        label: if below { format!("  {what}") } else { what },
        times: String::new(),
        words: with_reason(words, entry.reason.as_deref()),
        place: if of_score || below { String::new() } else { place(&entry.span) },
    }
}

fn note_row(of: &LedgerNote) -> Row {
    let mut words = note(of.kind, of.n);
    if !of.evidence.is_empty() {
        words = format!("{words}: {}", seen(&of.evidence));
    }
    Row {
        points: None,
        label: head(of.name.as_deref(), &of.text),
        times: String::new(),
        words: with_reason(words, of.reason.as_deref()),
        place: place(&of.span),
    }
}

fn silent_row(of: &SilentRule) -> Row {
    let words = match of.evidence.as_slice() {
        [] => "gave nothing".to_owned(),
        evidence => unmet(evidence),
    };
    Row { points: None, label: head(of.name.as_deref(), &of.text), times: String::new(), words, place: place(&of.span) }
}

/// The name the author gave, else the text.
fn head(name: Option<&str>, text: &str) -> String {
    visible(name.unwrap_or(text))
}

fn with_reason(words: String, reason: Option<&str>) -> String {
    match (reason, words.is_empty()) {
        (Some(reason), true) => visible(reason),
        (Some(reason), false) => format!("{words} ({})", visible(reason)),
        (None, _) => words,
    }
}

/// `lead.score:15`: the file without its folders, as the columns are few.
pub fn place(span: &Place) -> String {
    let name = span.file.rsplit(['/', '\\']).next().unwrap_or(&span.file);
    format!("{}:{}", visible(name), span.line)
}

/// What was seen, as one text.
pub fn evidence_words(evidence: &[Evidence]) -> String {
    seen(evidence)
}
