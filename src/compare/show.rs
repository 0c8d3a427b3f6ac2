//! Changes as text, as Markdown and as JSON.

use super::{Change, Detail, Kind};
use crate::source::{SourceMap, Span};
use serde::Serialize;
use serde_json::{Value, json as object};
use std::fmt::Write as _;

/// A detail shows so many characters of each side; JSON shows all.
const SHOWN_MAX: usize = 160;
/// A change shows so many details; JSON shows all.
const DETAILS_MAX: usize = 12;
/// A line about changes shows so many of them; JSON shows all.
const BRIEF_MAX: usize = 3;

/// The two versions as people call them, with their texts.
#[derive(Clone, Copy, Debug)]
pub struct Versions<'a> {
    /// As the command was given it: `lead.score`, `git:main`.
    pub old: &'a str,
    /// The same of the new version.
    pub new: &'a str,
    /// Texts that the old places point into.
    pub old_sources: &'a SourceMap,
    /// Texts that the new places point into.
    pub new_sources: &'a SourceMap,
}

/// For the terminal: one line a change, with what was and what is below.
pub fn text(changes: &[Change], versions: &Versions<'_>) -> String {
    let mut out = format!("{}\n", answer(changes, versions));
    for change in changes {
        let sign = match change.kind {
            Kind::Added => '+',
            Kind::Removed => '-',
            Kind::Changed => '~',
        };
        line(&mut out, format_args!("\n{sign} {}{}", title(change), place(change, versions)));
        for (label, before, after) in rows(change) {
            match (before, after) {
                (Some(before), Some(after)) => line(&mut out, format_args!("    {label}: {before} -> {after}")),
                (Some(before), None) => {
                    line(&mut out, format_args!("    {label}: {before}{}", gone(change, "removed")))
                }
                (None, Some(after)) => line(&mut out, format_args!("    {label}: {after}{}", gone(change, "added"))),
                (None, None) => line(&mut out, format_args!("    {label}")),
            }
        }
    }
    out
}

/// For a pull request: the answer first, then a table.
pub fn markdown(changes: &[Change], versions: &Versions<'_>) -> String {
    let mut out = format!("**{}**\n", answer(changes, versions));
    if changes.is_empty() {
        return out;
    }
    out.push_str(&table(changes));
    out
}

/// The differences under a line that opens them.
pub fn markdown_table(changes: &[Change], versions: &Versions<'_>) -> String {
    if changes.is_empty() {
        return String::new();
    }
    let title = answer(changes, versions).replace('`', "");
    format!("\n<details><summary>{}</summary>\n{}\n</details>\n", cell(&title), table(changes))
}

fn table(changes: &[Change]) -> String {
    let mut out = String::new();
    out.push_str("\n| | what | before | after |\n|---|---|---|---|\n");
    for change in changes {
        let sign = match change.kind {
            Kind::Added => "added",
            Kind::Removed => "removed",
            Kind::Changed => "changed",
        };
        for (at, (label, before, after)) in rows(change).into_iter().enumerate() {
            let (sign, title) =
                if at == 0 { (sign, format!("{}<br>", cell(&title(change)))) } else { ("", String::new()) };
            let side = |side: Option<String>| side.map_or_else(String::new, |side| code(&side));
            line(&mut out, format_args!("| {sign} | {title}{label} | {} | {} |", side(before), side(after)));
        }
    }
    out
}

/// For programs; `docs/schemas/diff.schema.json` describes it.
pub fn json(changes: &[Change], versions: &Versions<'_>) -> Value {
    let count = |kind| changes.iter().filter(|change| change.kind == kind).count();
    let all: Vec<Wire<'_>> = changes.iter().map(|change| wire(change, versions)).collect();
    object!({
        "format": "scoreline-diff",
        "version": 1,
        "old": versions.old,
        "new": versions.new,
        "same": changes.is_empty(),
        "summary": {
            "added": count(Kind::Added),
            "removed": count(Kind::Removed),
            "changed": count(Kind::Changed),
        },
        "changes": all,
    })
}

/// The wire type is its own: a change inside is not a change of the format.
#[derive(Serialize)]
struct Wire<'a> {
    change: Kind,
    what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<&'a str>,
    id: &'a str,
    text: &'a str,
    details: &'a [Detail],
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<Value>,
}

fn wire<'a>(change: &'a Change, versions: &Versions<'_>) -> Wire<'a> {
    Wire {
        change: change.kind,
        what: change.what.word(),
        score: change.score.as_deref(),
        id: &change.id,
        text: &change.text,
        details: &change.details,
        old: change.old.and_then(|span| place_json(versions.old_sources, span)),
        new: change.new.and_then(|span| place_json(versions.new_sources, span)),
    }
}

fn place_json(sources: &SourceMap, span: Span) -> Option<Value> {
    (!span.range().is_empty()).then(|| {
        let position = sources.position(span.source, span.start);
        object!({"file": sources.name(span.source), "line": position.line, "column": position.column})
    })
}

/// The answer in a sentence.
fn answer(changes: &[Change], versions: &Versions<'_>) -> String {
    if changes.is_empty() {
        return format!("`{}` means the same as `{}`: no score can differ", versions.new, versions.old);
    }
    let count = |kind, word: &str| {
        let n = changes.iter().filter(|change| change.kind == kind).count();
        (n > 0).then(|| format!("{n} {word}"))
    };
    let parts: Vec<String> =
        [count(Kind::Changed, "changed"), count(Kind::Added, "added"), count(Kind::Removed, "removed")]
            .into_iter()
            .flatten()
            .collect();
    let n = changes.len();
    let differences = if n == 1 { "1 difference".to_owned() } else { format!("{n} differences") };
    format!("{differences} in meaning from `{}` to `{}`: {}", versions.old, versions.new, parts.join(", "))
}

fn title(change: &Change) -> String {
    let of = match &change.score {
        Some(score) if *score != change.id => format!(" of {score}"),
        _ => String::new(),
    };
    let text = if change.text == change.id { String::new() } else { format!(": {}", short(&change.text)) };
    let id = if change.what.word() == change.id { String::new() } else { format!(" {}", short(&change.id)) };
    match change.what {
        super::What::Score => format!("score {}", change.id),
        what => format!("{}{id}{of}{text}", what.word()),
    }
}

/// Changes that are made together, in a line: `rule ceo of fit: award +20 -> +25`.
pub fn brief(changes: &[&Change]) -> String {
    let [first, ..] = changes else { return String::new() };
    let same = changes.iter().all(|change| change.details == first.details && change.what == first.what);
    let mut line = match (changes.len(), same) {
        (1, _) => title(first),
        (n, true) => {
            let of = first.score.as_ref().map_or_else(String::new, |score| format!(" of {score}"));
            format!("{n} {}s{of}", first.what.word())
        }
        (_, false) => {
            let all: Vec<String> = changes.iter().take(BRIEF_MAX).map(|change| brief(&[change])).collect();
            let rest = changes.len().saturating_sub(BRIEF_MAX);
            let rest = if rest > 0 { format!("; and {rest} more") } else { String::new() };
            return format!("{}{rest}", all.join("; "));
        }
    };
    if first.kind != Kind::Changed {
        return format!("{line}, {}", if first.kind == Kind::Added { "added" } else { "removed" });
    }
    let details: Vec<String> = rows(first).into_iter().take(BRIEF_MAX).map(|row| detail(first, row)).collect();
    line.push_str(&format!(": {}", details.join("; ")));
    let rest = first.details.len().saturating_sub(BRIEF_MAX);
    if rest > 0 {
        line.push_str(&format!("; and {rest} more"));
    }
    line
}

fn detail(change: &Change, (label, before, after): (String, Option<String>, Option<String>)) -> String {
    match (before, after) {
        (Some(before), Some(after)) => format!("{label} {before} -> {after}"),
        (Some(before), None) => format!("{label} {before}{}", gone(change, "removed")),
        (None, Some(after)) => format!("{label} {after}{}", gone(change, "added")),
        (None, None) => label,
    }
}

fn place(change: &Change, versions: &Versions<'_>) -> String {
    let at = |sources: &SourceMap, span: Option<Span>| {
        span.filter(|span| !span.range().is_empty()).map(|span| {
            let position = sources.position(span.source, span.start);
            format!("   ({}:{})", sources.name(span.source), position.line)
        })
    };
    at(versions.new_sources, change.new).or_else(|| at(versions.old_sources, change.old)).unwrap_or_default()
}

/// What a table or list of details shows: the aspect with its name, and both sides.
fn rows(change: &Change) -> Vec<(String, Option<String>, Option<String>)> {
    let label = |detail: &Detail| match &detail.name {
        // A limit says itself what it limits.
        Some(name) if matches!(detail.aspect, super::Aspect::Tier | super::Aspect::Order) => {
            format!("{} {name}", detail.aspect.word())
        }
        _ => detail.aspect.word().to_owned(),
    };
    let side = |side: &Option<String>| side.as_deref().map(short);
    let mut rows: Vec<_> = change
        .details
        .iter()
        .take(DETAILS_MAX)
        .map(|detail| (label(detail), side(&detail.before), side(&detail.after)))
        .collect();
    if change.details.len() > DETAILS_MAX {
        rows.push((format!("and {} more", change.details.len() - DETAILS_MAX), None, None));
    }
    rows
}

/// Of what is added or removed as a whole, each part goes without saying.
fn gone(change: &Change, word: &str) -> String {
    if change.kind == Kind::Changed { format!(" ({word})") } else { String::new() }
}

fn short(text: &str) -> String {
    let text = text.replace('\n', " ");
    if text.chars().count() <= SHOWN_MAX {
        return text;
    }
    format!("{} ..", text.chars().take(SHOWN_MAX).collect::<String>().trim_end())
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}

fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'").replace('|', "\\|"))
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes all text");
    out.push('\n');
}
