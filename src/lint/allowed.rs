//! Comments that allow a finding beside them: `# allow never-holds: the field comes next month`.
//!
//! A comment at the end of a line is about that line, one on a line of its own about the next line of rules. It has to give a
//! reason, without which it is a finding in place of the one it allows, and to be about something: what no longer stands there
//! has to go.

use crate::diag::{Code, Diagnostic};
use crate::source::{SourceId, SourceMap, Span};
use crate::syntax::comments;
use std::ops::RangeInclusive;

/// One code of one comment.
struct Allowed {
    code: Code,
    source: SourceId,
    /// The line it is about.
    line: usize,
    span: Span,
    has_reason: bool,
}

/// The findings that no comment allows, and those about the comments themselves.
pub fn without_allowed(findings: Vec<Diagnostic>, sources: &SourceMap) -> Vec<Diagnostic> {
    let allowed: Vec<Allowed> = sources.ids().flat_map(|id| of_file(sources, id)).collect();
    let mut is_used = vec![false; allowed.len()];
    let mut kept = Vec::with_capacity(findings.len());
    for finding in findings {
        let lines = lines_of(sources, finding.primary.span);
        let fits = |allowed: &Allowed| {
            allowed.code == finding.code
                && allowed.source == finding.primary.span.source
                && lines.contains(&allowed.line)
        };
        let mut is_allowed = false;
        for (place, _) in allowed.iter().enumerate().filter(|(_, allowed)| fits(allowed)) {
            is_used[place] = true;
            is_allowed = true;
        }
        if !is_allowed {
            kept.push(finding);
        }
    }
    kept.extend(allowed.iter().zip(is_used).filter_map(|(allowed, is_used)| about(allowed, is_used)));
    kept
}

fn about(allowed: &Allowed, is_used: bool) -> Option<Diagnostic> {
    let code = allowed.code;
    let slug = code.slug();
    if !is_used {
        let message = format!("nothing here is `{slug}`, which this comment allows");
        return Some(Diagnostic::new(Code::AllowUnused, allowed.span, message).help("remove the comment"));
    }
    (!allowed.has_reason).then(|| {
        Diagnostic::new(
            Code::AllowWithoutReason,
            allowed.span,
            format!("this comment allows `{slug}` without a reason"),
        )
        .help(format!("write the reason behind a colon: `# allow {slug}: ..`"))
    })
}

fn of_file(sources: &SourceMap, id: SourceId) -> Vec<Allowed> {
    let text = sources.text(id);
    let comments = comments(text);
    let mut found = Vec::new();
    for (place, comment) in comments.iter().enumerate() {
        let Some((codes, has_reason)) = read(&text[comment.clone()]) else { continue };
        let Ok(start) = u32::try_from(comment.start) else { continue };
        let Ok(end) = u32::try_from(comment.end) else { continue };
        let span = Span::new(id, start, end);
        let line = sources.position(id, start).line;
        let line_start = text[..comment.start].rfind('\n').map_or(0, |end| end + 1);
        let is_alone = text[line_start..comment.start].trim().is_empty();
        let line = if is_alone { below(text, comments.get(place..).unwrap_or_default(), line) } else { line };
        found.extend(codes.into_iter().map(|code| Allowed { code, source: id, line, span, has_reason }));
    }
    found
}

/// The first line after a comment that is neither blank nor a comment alone; lines count from 1.
fn below(text: &str, comments: &[std::ops::Range<usize>], line: usize) -> usize {
    let Some(first) = comments.first() else { return line };
    let mut at = first.end;
    let mut line = line;
    while let Some(end) = text[at..].find('\n') {
        at += end + 1;
        line += 1;
        let rest = text[at..].split('\n').next().unwrap_or("");
        if !rest.trim().is_empty() && !rest.trim_start().starts_with('#') {
            break;
        }
    }
    line
}

/// The codes that a comment allows, and whether it says why. None for any other comment.
fn read(comment: &str) -> Option<(Vec<Code>, bool)> {
    let rest = comment.trim_start_matches('#').trim().strip_prefix("allow ")?;
    let (names, reason) = match rest.split_once(':') {
        Some((names, reason)) => (names, reason.trim()),
        None => (rest, ""),
    };
    let codes: Result<Vec<Code>, _> = names.split(',').map(|name| name.trim().parse::<Code>()).collect();
    let codes = codes.ok()?;
    codes.iter().all(|code| code.is_lint()).then_some((codes, !reason.is_empty()))
}

fn lines_of(sources: &SourceMap, span: Span) -> RangeInclusive<usize> {
    let last = span.end.saturating_sub(1).max(span.start);
    sources.position(span.source, span.start).line..=sources.position(span.source, last).line
}
