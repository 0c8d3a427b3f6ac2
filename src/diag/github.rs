//! Workflow commands of GitHub Actions: each line becomes an annotation beside the rules.
//!
//! GitHub shows ten annotations of each level a step and drops the rest without a word. So errors come first, and where a
//! level has more than ten the tenth says how many are still to come; those follow it, and stand in the log.

use super::{Diagnostic, Report, Severity};
use crate::source::SourceMap;

/// So many annotations of one level are shown.
const SHOWN: usize = 10;

pub(super) fn render(report: Report<'_>, sources: &SourceMap) -> String {
    let levels = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "notice")];
    levels.iter().map(|(severity, command)| level(report, *severity, command, sources)).collect()
}

fn level(report: Report<'_>, severity: Severity, command: &str, sources: &SourceMap) -> String {
    let n = report.count(severity);
    let mut out = String::new();
    for (nth, diagnostic) in report.all().filter(|diagnostic| diagnostic.severity == severity).enumerate() {
        if n > SHOWN && nth == SHOWN - 1 {
            out += &format!("::{command} title=Scoreline::and {} more, in the log of this step\n", n - nth);
        }
        out += &annotation(diagnostic, command, sources);
    }
    out
}

fn annotation(diagnostic: &Diagnostic, command: &str, sources: &SourceMap) -> String {
    let span = diagnostic.primary.span;
    let from = sources.position(span.source, span.start);
    let to = sources.position(span.source, span.end);
    let file = property(sources.name(span.source));
    // Columns of a place of several lines are refused.
    let columns =
        if from.line == to.line { format!(",col={},endColumn={}", from.column, to.column) } else { String::new() };
    format!(
        "::{command} file={file},line={},endLine={}{columns},title={}::{}\n",
        from.line,
        to.line,
        property(&format!("{} {}", diagnostic.code, diagnostic.code.title())),
        data(&diagnostic.message_and_help()),
    )
}

/// Text after the second `::`: what would end the line is escaped, other controls are made visible.
fn data(text: &str) -> String {
    let escaped = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    super::one_line(&escaped)
}

/// The value of a property, which also ends at a colon or a comma.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
