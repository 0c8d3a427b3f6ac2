//! The machine form of findings: one document, or one object a line.
//!
//! `docs/findings.md` gives the form, with an example that a test compares. In short: a document has a `version`, the
//! `findings`, the `cases` of tests and the `counts`; in the form of lines each object begins with `"kind"`.

use serde::Serialize;
use std::collections::BTreeMap;

use super::{Case, Diagnostic, Edit, Fix, Label, Report, Severity};
use crate::source::{SourceMap, Span};

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    findings: Vec<WireFinding<'a>>,
    cases: Vec<WireCase<'a>>,
    counts: WireCounts,
    #[serde(flatten)]
    sections: BTreeMap<&'a str, &'a serde_json::Value>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line<'a> {
    Finding(WireFinding<'a>),
    Case(WireCase<'a>),
    Counts(WireCounts),
}

/// What was measured, with its name as the kind.
#[derive(Serialize)]
struct SectionLine<'a> {
    kind: &'a str,
    #[serde(flatten)]
    data: &'a serde_json::Value,
}

#[derive(Serialize)]
struct WireFinding<'a> {
    code: &'static str,
    slug: &'static str,
    severity: &'static str,
    message: &'a str,
    place: WirePlace<'a>,
    label: &'a str,
    secondary: Vec<WireLabel<'a>>,
    help: Option<&'a str>,
    witness: Option<&'a str>,
    fixes: Vec<WireFix<'a>>,
}

#[derive(Serialize)]
struct WirePlace<'a> {
    file: &'a str,
    start: u32,
    end: u32,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct WireLabel<'a> {
    place: WirePlace<'a>,
    label: &'a str,
}

#[derive(Serialize)]
struct WireFix<'a> {
    title: &'a str,
    applicability: &'static str,
    edits: Vec<WireEdit<'a>>,
}

#[derive(Serialize)]
struct WireEdit<'a> {
    place: WirePlace<'a>,
    replacement: &'a str,
}

#[derive(Serialize)]
struct WireCase<'a> {
    name: &'a str,
    place: WirePlace<'a>,
    passed: bool,
    failures: Vec<WireFinding<'a>>,
}

#[derive(Serialize)]
struct WireCounts {
    errors: usize,
    warnings: usize,
    notes: usize,
    cases: usize,
    failed: usize,
}

pub(super) fn render(report: Report<'_>, sources: &SourceMap) -> String {
    let document = Document {
        version: 1,
        findings: report.findings.iter().map(|diagnostic| finding(diagnostic, sources)).collect(),
        cases: report.cases.iter().map(|case| wire_case(case, sources)).collect(),
        counts: counts(report),
        sections: report.sections.iter().map(|section| (section.name, &section.data)).collect(),
    };
    pretty(&document)
}

pub(super) fn render_lines(report: Report<'_>, sources: &SourceMap) -> String {
    let findings = report.findings.iter().map(|diagnostic| Line::Finding(finding(diagnostic, sources)));
    let cases = report.cases.iter().map(|case| Line::Case(wire_case(case, sources)));
    let last = std::iter::once(Line::Counts(counts(report)));
    let lines = findings.chain(cases).map(|line| compact(&line));
    let sections =
        report.sections.iter().map(|section| compact(&SectionLine { kind: section.name, data: &section.data }));
    lines.chain(sections).chain(last.map(|line| compact(&line))).collect()
}

fn compact(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("text, numbers and lists always have a JSON form") + "\n"
}

/// A value as an indented document with a final line feed.
pub(super) fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("text, numbers and lists always have a JSON form") + "\n"
}

fn finding<'a>(diagnostic: &'a Diagnostic, sources: &'a SourceMap) -> WireFinding<'a> {
    WireFinding {
        code: diagnostic.code.number(),
        slug: diagnostic.code.slug(),
        severity: diagnostic.severity.word(),
        message: &diagnostic.message,
        place: place(diagnostic.primary.span, sources),
        label: &diagnostic.primary.text,
        secondary: diagnostic.secondary.iter().map(|label| wire_label(label, sources)).collect(),
        help: diagnostic.help_text(),
        witness: diagnostic.witness.as_deref(),
        fixes: diagnostic.fixes.iter().map(|fix| wire_fix(fix, sources)).collect(),
    }
}

fn place(span: Span, sources: &SourceMap) -> WirePlace<'_> {
    let from = sources.position(span.source, span.start);
    let to = sources.position(span.source, span.end);
    WirePlace {
        file: sources.name(span.source),
        start: span.start,
        end: span.end,
        line: from.line,
        column: from.column,
        end_line: to.line,
        end_column: to.column,
    }
}

fn wire_label<'a>(label: &'a Label, sources: &'a SourceMap) -> WireLabel<'a> {
    WireLabel { place: place(label.span, sources), label: &label.text }
}

fn wire_fix<'a>(fix: &'a Fix, sources: &'a SourceMap) -> WireFix<'a> {
    let edit = |edit: &'a Edit| WireEdit { place: place(edit.span, sources), replacement: &edit.replacement };
    WireFix { title: &fix.title, applicability: fix.applicability.word(), edits: fix.edits.iter().map(edit).collect() }
}

fn wire_case<'a>(case: &'a Case, sources: &'a SourceMap) -> WireCase<'a> {
    WireCase {
        name: &case.name,
        place: place(case.span, sources),
        passed: case.passed(),
        failures: case.failures.iter().map(|diagnostic| finding(diagnostic, sources)).collect(),
    }
}

fn counts(report: Report<'_>) -> WireCounts {
    WireCounts {
        errors: report.findings.count(Severity::Error),
        warnings: report.findings.count(Severity::Warning),
        notes: report.findings.count(Severity::Note),
        cases: report.cases.len(),
        failed: report.failed(),
    }
}
