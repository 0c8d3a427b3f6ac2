//! JUnit XML: one suite for each rules file, one case for each `test` block and for each finding.
//!
//! An error is a failed case; a warning is a case that passes and says so in `system-out`, as it does not fail the run
//! either. A file without findings and tests has one passing case, `check`, so that its report is not empty.

use super::{Case, Diagnostic, Report, Severity, concise};
use crate::source::{SourceId, SourceMap, Span};

/// A suite's cases in XML, and their number.
#[derive(Default)]
struct Suite {
    n_tests: usize,
    n_failures: usize,
    cases: String,
}

pub(super) fn render(report: Report<'_>, sources: &SourceMap) -> String {
    let suites: Vec<_> = sources.ids().map(|id| (id, suite(id, report, sources))).collect();
    let n_tests: usize = suites.iter().map(|(_, suite)| suite.n_tests).sum();
    let n_failures: usize = suites.iter().map(|(_, suite)| suite.n_failures).sum();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out += &format!("<testsuites name=\"scoreline\" tests=\"{n_tests}\" failures=\"{n_failures}\" errors=\"0\">\n");
    for (id, suite) in &suites {
        out += &format!(
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\">\n{}  </testsuite>\n",
            attribute(sources.name(*id)),
            suite.n_tests,
            suite.n_failures,
            suite.cases,
        );
    }
    out + "</testsuites>\n"
}

fn suite(id: SourceId, report: Report<'_>, sources: &SourceMap) -> Suite {
    let mut suite = Suite::default();
    for diagnostic in report.findings.iter().filter(|diagnostic| diagnostic.primary.span.source == id) {
        suite.add_finding(diagnostic, sources);
    }
    for case in report.cases.iter().filter(|case| case.span.source == id) {
        suite.add_case(case, sources);
    }
    if suite.n_tests == 0 {
        suite.add("check", Span::new(id, 0, 0), sources, "", false);
    }
    suite
}

impl Suite {
    fn add(&mut self, name: &str, span: Span, sources: &SourceMap, body: &str, failed: bool) {
        self.n_tests += 1;
        self.n_failures += usize::from(failed);
        let file = attribute(sources.name(span.source));
        let line = sources.position(span.source, span.start).line;
        let name = attribute(name);
        let open = format!("    <testcase name=\"{name}\" classname=\"{file}\" file=\"{file}\" line=\"{line}\"");
        self.cases +=
            &if body.is_empty() { format!("{open}/>\n") } else { format!("{open}>\n{body}    </testcase>\n") };
    }

    fn add_finding(&mut self, diagnostic: &Diagnostic, sources: &SourceMap) {
        let at = sources.position(diagnostic.primary.span.source, diagnostic.primary.span.start);
        let name = format!("{} {} {}:{}", diagnostic.code, diagnostic.code.slug(), at.line, at.column);
        let failed = diagnostic.severity == Severity::Error;
        let body = if failed {
            failure(std::slice::from_ref(diagnostic), sources)
        } else {
            format!("      <system-out>{}</system-out>\n", content(&concise::line(diagnostic, sources)))
        };
        self.add(&name, diagnostic.primary.span, sources, &body, failed);
    }

    fn add_case(&mut self, case: &Case, sources: &SourceMap) {
        self.add(&case.name, case.span, sources, &failure(&case.failures, sources), !case.passed());
    }
}

/// The `failure` of a case, of which there may be only one: the first message, and a line for each; empty if none.
fn failure(failures: &[Diagnostic], sources: &SourceMap) -> String {
    let Some(first) = failures.first() else { return String::new() };
    let lines: Vec<_> = failures.iter().map(|diagnostic| content(&concise::line(diagnostic, sources))).collect();
    let message = attribute(&first.message);
    format!("      <failure type=\"{}\" message=\"{message}\">{}</failure>\n", first.code, lines.join("\n"))
}

/// Text between tags. XML 1.0 has no way to write most control characters, so they are shown as pictures of themselves.
fn content(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '\t' | '\n' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => out.push('�'),
            c => out.push(super::visible::visible(c)),
        }
    }
    out
}

/// Text in double quotes, where a reader would turn bare line feeds and tabs into blanks.
fn attribute(text: &str) -> String {
    content(text).replace('"', "&quot;").replace('\n', "&#10;").replace('\t', "&#9;")
}
