//! An `expect` that does not hold, as a finding: what was expected, what came out, and the ledger that says how.

use super::ledger_sum::sum;
use super::probe::{Probe, YES, mentions_exclusion};
use crate::diag::{Code, Diagnostic, Severity};
use crate::ledger::{Entry, EntryKind, RecordResult, Results, ScoreResult};
use crate::source::SourceMap;
use crate::typed::check::Checked;
use crate::typed::{CompareOp, Cond, CondKind, Expect, Expected, Expr, ExprKind, OwnerId, ScoreId, Test, TypedRules};
use crate::values::Decimal;

/// A ledger of more lines than this is cut; `explain` shows all.
const LINES_MAX: usize = 12;

/// One `expect` and all that is known about it.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// The rules that ran.
    pub rules: &'a TypedRules,
    /// What it expects.
    pub expect: &'a Expect,
    /// Where the answers stand.
    pub probe: &'a Probe,
    /// What came out.
    pub results: &'a Results,
    /// The texts of the rules.
    pub sources: &'a SourceMap,
}

/// A finding if the `expect` does not hold.
pub fn of(seen: &Seen<'_>) -> Option<Diagnostic> {
    let Some(record) = record(seen) else {
        let message = format!("there is no record `{}` in this test", seen.expect.of.1);
        return Some(Diagnostic::new(Code::FailedExpectation, seen.expect.span, message));
    };
    match &seen.expect.what {
        Expected::Holds(cond) => of_condition(seen, record, cond),
        Expected::Points { owners, op, points } => of_points(seen, record, owners, *op, *points),
    }
}

/// The test's params give rules with errors.
pub fn refused(test: &Test, again: &Checked) -> Diagnostic {
    let first = again.diagnostics.iter().find(|finding| finding.severity == Severity::Error);
    let why = first.map_or("they have errors".to_owned(), |finding| finding.message.clone());
    let message = format!("with what this test sets, the rules cannot be run: {why}");
    Diagnostic::new(Code::FailedExpectation, test.span, message)
}

fn record<'a>(seen: &Seen<'a>) -> Option<&'a RecordResult> {
    let (kind, id) = &seen.expect.of;
    seen.results.records.get(kind.0 as usize)?.iter().find(|record| *record.id == **id)
}

fn of_condition(seen: &Seen<'_>, record: &RecordResult, cond: &Cond) -> Option<Diagnostic> {
    if holds(seen.probe, record, cond) {
        return None;
    }
    let mut words = values(seen, record);
    if let Some(index) = record.excluded.filter(|_| !mentions_exclusion(cond)) {
        words = vec![format!("{} is excluded: {}", whose(seen), reason(seen.rules, index))];
    }
    let mut diagnostic = finding(seen, &words.join(", "));
    if let Some(ledger) = ledgers(seen.rules, record, &scores_of(cond)) {
        diagnostic = diagnostic.label(ledger);
    }
    Some(diagnostic)
}

fn of_points(
    seen: &Seen<'_>,
    record: &RecordResult,
    owners: &[OwnerId],
    op: CompareOp,
    points: Decimal,
) -> Option<Diagnostic> {
    let entries: Vec<&Entry> = record
        .scores
        .iter()
        .flatten()
        .flat_map(|score| &score.entries)
        .filter(|entry| owners.contains(&OwnerId(entry.owner)))
        .collect();
    let actual = sum(entries.iter().copied())?;
    if compares(actual, op, points) {
        return None;
    }
    let gave = match record.excluded {
        Some(index) => format!("{} is excluded: {}", whose(seen), reason(seen.rules, index)),
        None => format!("it gives {}", actual.display_points_signed()),
    };
    let diagnostic = finding(seen, &gave);
    let lines: Vec<String> =
        entries.iter().map(|entry| format!("{} {}", entry.points.display_points_signed(), entry.kind.word())).collect();
    Some(if lines.len() > 1 { diagnostic.label(lines.join(", ")) } else { diagnostic })
}

/// "expected `lead == 29`, but `lead` is 30".
fn finding(seen: &Seen<'_>, but: &str) -> Diagnostic {
    let expected = seen.sources.slice(seen.expect.span);
    let expected = expected.strip_prefix("expect").map_or(expected, str::trim);
    let but = if but.is_empty() { "it does not hold".to_owned() } else { but.to_owned() };
    let message = format!("expected `{expected}`, but {but}");
    Diagnostic::new(Code::FailedExpectation, seen.expect.span, message)
}

/// Whether a condition holds, by its label; for an excluded record, who has none, from the result itself.
fn holds(probe: &Probe, record: &RecordResult, cond: &Cond) -> bool {
    match probe.holds.filter(|_| record.excluded.is_none()) {
        Some(label) => record.labels.get(label).and_then(Option::as_deref) == Some(YES),
        None => holds_without_scores(record, cond),
    }
}

/// Conditions of excluded records: there are no scores, no tiers, and no segment has them.
fn holds_without_scores(record: &RecordResult, cond: &Cond) -> bool {
    match &cond.kind {
        CondKind::Always => true,
        CondKind::Excluded => record.excluded.is_some(),
        CondKind::Not(part) => !holds_without_scores(record, part),
        CondKind::And(parts) => parts.iter().all(|part| holds_without_scores(record, part)),
        CondKind::Or(parts) => parts.iter().any(|part| holds_without_scores(record, part)),
        CondKind::AtLeast(n, parts) => {
            parts.iter().filter(|part| holds_without_scores(record, part)).count() >= *n as usize
        }
        CondKind::Missing { subject, negated } if is_of_scores(subject) => !negated,
        CondKind::Tier { op, .. } => *op == CompareOp::NotEqual,
        CondKind::Compare { op, left, right, .. } if is_of_scores(left) || is_of_scores(right) => {
            *op == CompareOp::NotEqual
        }
        _ => false,
    }
}

fn is_of_scores(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Score(_) | ExprKind::TierName(_) | ExprKind::Label(_))
}

/// "`lead` is 30": everything the condition looks at.
fn values(seen: &Seen<'_>, record: &RecordResult) -> Vec<String> {
    let of = |(span, label): &(crate::source::Span, usize)| {
        let name = subject_text(seen.sources.slice(*span));
        match record.labels.get(*label).and_then(Option::as_deref) {
            Some(value) => format!("`{name}` is {value}"),
            None => format!("`{name}` is missing"),
        }
    };
    seen.probe.subjects.iter().map(of).collect()
}

/// A tier stands as the whole condition; what is looked at is what stands before the operator.
fn subject_text(text: &str) -> &str {
    let end = ["==", "!=", ">=", "<=", ">", "<"].iter().filter_map(|op| text.find(op)).min().unwrap_or(text.len());
    text[..end].trim()
}

fn whose(seen: &Seen<'_>) -> String {
    let (kind, id) = &seen.expect.of;
    let kind = &seen.rules.kinds[kind.0 as usize].name;
    if id == kind { format!("the {kind}") } else { format!("`{id}`") }
}

fn reason(rules: &TypedRules, exclude: u32) -> &str {
    rules.excludes.get(exclude as usize).map_or("", |exclude| &exclude.reason)
}

/// The scores that a condition looks at.
fn scores_of(cond: &Cond) -> Vec<ScoreId> {
    let of_expr = |expr: &Expr| match &expr.kind {
        ExprKind::Score(score) | ExprKind::TierName(score) if score.links.is_empty() => Some(score.score),
        _ => None,
    };
    match &cond.kind {
        CondKind::Compare { left, right, .. } => [left, right].into_iter().filter_map(of_expr).collect(),
        CondKind::InRange { subject, .. } => of_expr(subject).into_iter().collect(),
        CondKind::Tier { score, .. } if score.links.is_empty() => vec![score.score],
        CondKind::And(parts) | CondKind::Or(parts) => parts.iter().flat_map(scores_of).collect(),
        CondKind::Not(part) => scores_of(part),
        _ => Vec::new(),
    }
}

/// "`lead` 30.00 = +20.00 `lead.1`, +10.00 `lead.2`".
fn ledgers(rules: &TypedRules, record: &RecordResult, scores: &[ScoreId]) -> Option<String> {
    let mut shown = Vec::new();
    for id in scores {
        let score = rules.scores.get(id.0 as usize)?;
        let result = record.scores.get(id.0 as usize)?.as_ref()?;
        shown.push(format!("{} {} = {}", score.name, result.value.display_points(), lines(rules, result)));
    }
    if shown.is_empty() { None } else { Some(shown.join("; ")) }
}

fn lines(rules: &TypedRules, result: &ScoreResult) -> String {
    if result.entries.is_empty() {
        return "no rule gave points".to_owned();
    }
    let line = |entry: &Entry| {
        let owner = &rules.owners[entry.owner as usize];
        let what = match entry.kind {
            EntryKind::Award => owner.name.as_deref().unwrap_or(&owner.text).to_owned(),
            kind => format!("{} of {}", kind.word(), owner.name.as_deref().unwrap_or(&owner.text)),
        };
        format!("{} {what}", entry.points.display_points_signed())
    };
    let mut lines: Vec<String> = result.entries.iter().take(LINES_MAX).map(line).collect();
    if result.entries.len() > LINES_MAX {
        lines.push(format!("{} more", result.entries.len() - LINES_MAX));
    }
    lines.join(", ")
}

fn compares(left: Decimal, op: CompareOp, right: Decimal) -> bool {
    match op {
        CompareOp::Equal => left == right,
        CompareOp::NotEqual => left != right,
        CompareOp::Less => left < right,
        CompareOp::LessOrEqual => left <= right,
        CompareOp::Greater => left > right,
        CompareOp::GreaterOrEqual => left >= right,
    }
}
