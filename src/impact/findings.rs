//! A comparison as findings, for the formats that findings have.

use super::report::{ItemReport, Report};
use super::show::{Shown, arrow, called, count_words, edit_words, moved_words};
use crate::compare::{Change, brief};
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::{SourceId, Span};
use crate::typed::TypedRules;

/// So many movements a finding names.
const MOVES_NAMED_MAX: usize = 3;

/// A finding for each change, in the new version's texts; what is gone stands at their beginning.
pub fn of_changes(changes: &[Change]) -> Diagnostics {
    let mut findings = Diagnostics::new();
    for change in changes {
        let span = change.new.filter(|span| !span.range().is_empty()).unwrap_or_else(beginning);
        let mut finding = Diagnostic::new(Code::MeansSomethingElse, span, brief(&[change]));
        finding.severity = Severity::Note;
        findings.push(finding);
    }
    findings.sort();
    findings
}

/// The same, with a finding for each result that moves, and an error for each limit of the budget that does not hold.
pub fn of_impact(shown: &Shown<'_>, new: &TypedRules) -> Diagnostics {
    let mut findings = of_changes(shown.changes);
    for breach in &shown.budget.breaches {
        let message = format!("outside the change budget: {breach}");
        let finding = Diagnostic::new(Code::OutsideBudget, beginning(), message);
        findings.push(finding.help("make the change smaller, or raise the limit in `[budget]` of `scoreline.toml`"));
    }
    for item in shown.now.items.iter().filter(|item| item.moves_anything()) {
        findings.push(of_item(shown, shown.now, item, place(item, new)));
    }
    findings.sort();
    findings
}

fn of_item(shown: &Shown<'_>, report: &Report, item: &ItemReport, span: Span) -> Diagnostic {
    let moves = item.moves.iter().take(MOVES_NAMED_MAX);
    let moves: Vec<String> = moves.map(|one| format!("{} {}", count_words(one.n), arrow(one, "->"))).collect();
    let gap = if moves.is_empty() { "" } else { ": " };
    let message =
        format!("`{}`: {}{gap}{}", called(item), moved_words(item, &report.kinds[item.kind]), moves.join(", "));
    let finding = Diagnostic::new(Code::RecordsMove, span, message);
    let alone: Vec<String> = item.alone.keys().map(|edit| edit_words(shown.edits, shown.changes, *edit)).collect();
    match alone.as_slice() {
        [] => finding,
        alone => finding.help(format!("look at {}", alone.join("; "))),
    }
}

/// Where a result is declared.
fn place(item: &ItemReport, new: &TypedRules) -> Span {
    let found = match item.what {
        "score" => new.scores.iter().find(|score| score.name == item.name).map(|score| score.span),
        "label" => new.labels.iter().find(|label| label.name == item.name).map(|label| label.span),
        _ => new.segments.iter().find(|segment| segment.name == item.name).map(|segment| segment.span),
    };
    found.filter(|span| !span.range().is_empty()).unwrap_or_else(beginning)
}

fn beginning() -> Span {
    Span::new(SourceId(0), 0, 0)
}
