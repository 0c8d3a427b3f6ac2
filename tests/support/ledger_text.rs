//! Results as lines that a person can work out by hand.

use scoreline::ledger::{NoteKind, RecordResult, Results};
use scoreline::typed::TypedRules;

/// Every record with its scores, entries, notes, labels and segments.
pub fn ledger_text(rules: &TypedRules, results: &Results) -> String {
    results.records.iter().flatten().map(|record| record_text(rules, record)).collect()
}

fn record_text(rules: &TypedRules, record: &RecordResult) -> String {
    let mut text = format!("{}\n", record.id);
    if let Some(index) = record.excluded {
        text.push_str(&format!("  excluded {index}\n"));
    }
    for (score, result) in rules.scores.iter().zip(&record.scores) {
        let Some(result) = result else { continue };
        let tier = result.tier.map_or(String::new(), |tier| format!(" {}", score.tiers[tier as usize].name));
        text.push_str(&format!("  {} = {}{tier}\n", score.name, result.value));
        for entry in &result.entries {
            let owner = &rules.owners[entry.owner as usize].id;
            let n = if entry.n_activities > 0 { format!(" x{}", entry.n_activities) } else { String::new() };
            text.push_str(&format!("    {owner} {} {}{n}\n", entry.kind.word(), entry.points));
        }
        for note in &result.notes {
            let owner = &rules.owners[note.owner as usize].id;
            text.push_str(&format!("    {owner} {} x{}\n", note_word(note.kind), note.n));
        }
    }
    for (label, value) in rules.labels.iter().zip(&record.labels) {
        if let Some(value) = value {
            text.push_str(&format!("  label {} = {value}\n", label.name));
        }
    }
    for (segment, holds) in rules.segments.iter().zip(&record.segments) {
        if *holds {
            text.push_str(&format!("  in {}\n", segment.name));
        }
    }
    text
}

fn note_word(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Remark => "remark",
        NoteKind::AwardMissing => "award missing",
        NoteKind::FactorMissing => "factor missing",
    }
}
