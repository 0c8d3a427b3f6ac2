//! SARIF 2.1.0: one run, its rules being the codes that occur, for code scanning services and editors.
//!
//! Columns are in Unicode code points. A fix is carried whatever its applicability, which stands in its description's
//! first word, as SARIF has no place for it. Tests that passed leave no trace: a result here is something to look at.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::fingerprint::Fingerprints;
use super::{Code, Diagnostic, Fix, Label, Report, Severity, json};
use crate::source::{SourceMap, Span};

pub(super) fn render(report: Report<'_>, sources: &SourceMap) -> String {
    let codes: BTreeSet<Code> = report.all().map(|diagnostic| diagnostic.code).collect();
    let codes: Vec<Code> = codes.into_iter().collect();
    let mut fingerprints = Fingerprints::default();
    let results: Vec<_> =
        report.all().map(|diagnostic| result(diagnostic, &codes, sources, &mut fingerprints)).collect();
    json::pretty(&json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "scoreline",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": codes.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.number(),
        "name": code.slug(),
        "shortDescription": { "text": code.title() },
        "help": { "text": code.page(), "markdown": code.page() },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn level(severity: Severity) -> &'static str {
    severity.word()
}

fn result(diagnostic: &Diagnostic, codes: &[Code], sources: &SourceMap, fingerprints: &mut Fingerprints) -> Value {
    let mut result = json!({
        "ruleId": diagnostic.code.number(),
        "ruleIndex": codes.binary_search(&diagnostic.code).expect("the list has every code of the report"),
        "level": level(diagnostic.severity),
        "message": { "text": diagnostic.message_and_help() },
        "locations": [location(&diagnostic.primary, None, sources)],
        "partialFingerprints": { "scoreline/v1": fingerprints.next(diagnostic, sources) },
    });
    if !diagnostic.secondary.is_empty() {
        let related = diagnostic.secondary.iter().enumerate();
        result["relatedLocations"] = related.map(|(id, label)| location(label, Some(id), sources)).collect();
    }
    let fixes: Vec<_> = diagnostic.fixes.iter().filter(|fix| !fix.edits.is_empty()).collect();
    if !fixes.is_empty() {
        result["fixes"] = fixes.into_iter().map(|fix| wire_fix(fix, sources)).collect();
    }
    result
}

fn location(label: &Label, id: Option<usize>, sources: &SourceMap) -> Value {
    let mut location = json!({
        "physicalLocation": { "artifactLocation": artifact(label.span, sources), "region": region(label.span, sources) },
    });
    if let Some(id) = id {
        location["id"] = id.into();
    }
    if !label.text.is_empty() {
        location["message"] = json!({ "text": label.text });
    }
    location
}

/// A region whose end is exclusive, as ours are; an empty span is an insertion point.
fn region(span: Span, sources: &SourceMap) -> Value {
    let from = sources.position(span.source, span.start);
    let to = sources.position(span.source, span.end);
    json!({ "startLine": from.line, "startColumn": from.column, "endLine": to.line, "endColumn": to.column })
}

fn artifact(span: Span, sources: &SourceMap) -> Value {
    json!({ "uri": uri(sources.name(span.source)) })
}

fn wire_fix(fix: &Fix, sources: &SourceMap) -> Value {
    let files: BTreeSet<_> = fix.edits.iter().map(|edit| edit.span.source).collect();
    let changes = files.into_iter().map(|file| {
        let edits: Vec<_> = fix.edits.iter().filter(|edit| edit.span.source == file).collect();
        let replacements = edits.iter().map(|edit| {
            json!({ "deletedRegion": region(edit.span, sources), "insertedContent": { "text": edit.replacement } })
        });
        json!({
            "artifactLocation": artifact(edits[0].span, sources),
            "replacements": replacements.collect::<Vec<_>>(),
        })
    });
    json!({
        "description": { "text": format!("{}: {}", fix.applicability.word(), fix.title) },
        "artifactChanges": changes.collect::<Vec<_>>(),
    })
}

/// The name of a source as a URI reference: relative paths stay relative, absolute ones get the scheme `file`.
fn uri(name: &str) -> String {
    let path = name.replace('\\', "/");
    let path = path.strip_prefix("./").unwrap_or(&path);
    let encoded: String = path.bytes().map(encoded).collect();
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    match path.as_bytes().first() {
        Some(b'/') => format!("file://{encoded}"),
        _ if drive => format!("file:///{encoded}"),
        _ => encoded,
    }
}

/// RFC 3986: unreserved characters and the slash stand for themselves, every other byte is percent-encoded.
fn encoded(byte: u8) -> String {
    match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    }
}
