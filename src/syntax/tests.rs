//! The language as documented, read whole.

use crate::source::SourceMap;

/// The findings of a text, each with the line it stands on.
fn findings(text: &str) -> Vec<String> {
    let mut map = SourceMap::new();
    let source = map.add("test.score", text);
    let parsed = super::parse(source, text);
    let line = |span: crate::source::Span| map.position(source, span.start).line;
    parsed
        .findings
        .iter()
        .map(|finding| {
            format!("{}: {} ({})", line(finding.primary.span), finding.message, map.slice(finding.primary.span))
        })
        .collect()
}

#[test]
fn the_smallest_file() {
    assert_eq!(findings("job_title == \"CEO\" => +20\nbounce             => -10\ndecay 90d\n"), [""; 0]);
}

#[test]
fn the_full_file() {
    assert_eq!(findings(include_str!("../../tests/rules/full.score")), [""; 0]);
}

#[test]
fn every_spelling() {
    assert_eq!(findings(include_str!("../../tests/rules/spellings.score")), [""; 0]);
}
