//! One line a finding, for `grep`, editors and terminals of little height.
//!
//! `lead.score:3:1: error[E0201] there is no field "industy" (help: write "industry")`, columns in characters from 1.

use super::{Diagnostic, Report, one_line};
use crate::source::SourceMap;

pub(super) fn render(report: Report<'_>, sources: &SourceMap) -> String {
    report.all().map(|diagnostic| line(diagnostic, sources) + "\n").collect()
}

/// The finding on one line, without a line feed.
pub(super) fn line(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let span = diagnostic.primary.span;
    let at = sources.position(span.source, span.start);
    let help = diagnostic.help_text().map(|help| format!(" (help: {help})")).unwrap_or_default();
    one_line(&format!(
        "{}:{}:{}: {}[{}] {}{help}",
        sources.name(span.source),
        at.line,
        at.column,
        diagnostic.severity.word(),
        diagnostic.code,
        diagnostic.message,
    ))
}
