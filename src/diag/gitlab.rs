//! GitLab's Code Quality report: a list of issues, each with a fingerprint that outlives moves within the file.

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::{Diagnostic, Report, Severity, json};
use crate::source::SourceMap;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

pub(super) fn render(report: Report<'_>, sources: &SourceMap) -> String {
    let mut fingerprints = Fingerprints::default();
    let issues: Vec<_> = report.all().map(|diagnostic| issue(diagnostic, sources, &mut fingerprints)).collect();
    json::pretty(&issues)
}

fn issue<'a>(diagnostic: &Diagnostic, sources: &'a SourceMap, fingerprints: &mut Fingerprints) -> Issue<'a> {
    let span = diagnostic.primary.span;
    let line = |byte| sources.position(span.source, byte).line;
    let path = sources.name(span.source);
    Issue {
        description: diagnostic.message_and_help(),
        check_name: format!("{} {}", diagnostic.code, diagnostic.code.slug()),
        fingerprint: fingerprints.next(diagnostic, sources),
        severity: match diagnostic.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Note => "info",
        },
        location: Location {
            // GitLab links paths that are relative to the repository, without a leading dot.
            path: path.strip_prefix("./").unwrap_or(path),
            lines: Lines { begin: line(span.start), end: line(span.end.max(span.start + 1) - 1) },
        },
    }
}
