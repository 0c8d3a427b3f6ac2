//! The form for people: each finding with the rules text around it and carets under it.
//!
//! This is the only file that knows ariadne. It hands ariadne an [`Excerpt`], never the text itself, and the places in headings
//! are written here, because a column in an excerpt is not the column in the file.

use std::collections::BTreeMap;

use ariadne::{Color, Config, IndexType, Label as Caret, Report as Drawing, ReportKind, Source as Text};

use super::excerpt::Excerpt;
use super::{Diagnostic, Fix, Label, RenderOptions, Report, Severity, concise, one_line};
use crate::source::{SourceId, SourceMap, Span};

/// Encloses the number of a file in ariadne's output; texts have had their controls replaced, so none contains it.
const MARK: char = '\u{1}';
/// So many other places are drawn; a note says how many more there are.
const OTHERS_MAX: usize = 8;
/// Longer lines, in bytes, are not shown edited.
const EDITED_MAX: usize = 120;

pub(super) fn render(report: Report<'_>, sources: &SourceMap, options: &RenderOptions) -> String {
    let mut left = options.text_limit;
    let mut out = drawings(report.findings.iter(), &mut left, sources, options);
    for case in report.cases {
        let outcome = if case.passed() { "passed" } else { "FAILED" };
        out += &format!("{outcome}  {}\n", one_line(&case.name));
        if !case.passed() {
            out += &drawings(case.failures.iter(), &mut left, sources, options);
        }
    }
    let hidden = report.all().count().saturating_sub(options.text_limit);
    if hidden > 0 {
        out += &format!("and {hidden} more; `--format concise` shows all\n");
    }
    for section in report.sections {
        out += &section.text;
    }
    out + &closing(report)
}

/// The next findings, each with an empty line after it, as long as some are `left` to be shown.
fn drawings<'a>(
    diagnostics: impl Iterator<Item = &'a Diagnostic>,
    left: &mut usize,
    sources: &SourceMap,
    options: &RenderOptions,
) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.take(*left) {
        out += &draw(diagnostic, sources, options.color);
        out.push('\n');
        *left -= 1;
    }
    out
}

/// The last line: how many of what, and where to read on, said once.
fn closing(report: Report<'_>) -> String {
    let mut counts = Vec::new();
    if !report.cases.is_empty() {
        let failed = report.failed();
        counts.push(format!("{} passed", counted(report.cases.len() - failed, "test")));
        counts.push(format!("{failed} failed"));
    }
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let n = report.findings.count(severity);
        if n > 0 {
            counts.push(counted(n, severity.word()));
        }
    }
    let worst = report.all().map(|diagnostic| (diagnostic.severity, diagnostic.code)).min();
    let hint = worst.map(|(_, code)| format!("; `scoreline error {code}` says more")).unwrap_or_default();
    if counts.is_empty() { String::new() } else { format!("{}{hint}\n", counts.join(", ")) }
}

fn counted(n: usize, what: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {what}{plural}")
}

fn draw(diagnostic: &Diagnostic, sources: &SourceMap, color: bool) -> String {
    let labels = labels_in_order(diagnostic);
    let Some(excerpts) = excerpts(&labels, sources) else {
        // Too far down to be drawn: the place and the words have to do.
        return concise::line(diagnostic, sources) + "\n";
    };
    let drawn = |span: Span| (span.source, excerpts[&span.source].range(span, sources));
    let tint = tint(diagnostic.severity);
    let config = Config::default().with_color(color).with_index_type(IndexType::Char).with_tab_width(4);
    let mut drawing = Drawing::build(ReportKind::Error, drawn(diagnostic.primary.span)).with_config(config);
    for (order, label) in (0..).zip(&labels) {
        let is_primary = std::ptr::eq(*label, &diagnostic.primary);
        let text = if label.text.is_empty() { "here".to_owned() } else { one_line(&label.text) };
        let color = if is_primary { tint } else { Color::Cyan };
        drawing.add_label(Caret::new(drawn(label.span)).with_message(text).with_color(color).with_order(order));
    }
    if let Some(help) = diagnostic.help_text() {
        drawing.set_help(with_edited_line(help, diagnostic, sources));
    }
    if let Some(witness) = &diagnostic.witness {
        drawing.add_note(format!("for example {}", one_line(witness)));
    }
    if diagnostic.secondary.len() > OTHERS_MAX {
        drawing.add_note(format!("and {}", counted(diagnostic.secondary.len() - OTHERS_MAX, "more place")));
    }
    let mut bytes = Vec::new();
    let cache = Cache::new(&excerpts);
    drawing.finish().write(cache, &mut bytes).expect("writing to memory cannot fail");
    let drawn = with_places(&String::from_utf8_lossy(&bytes), &labels, sources);
    // Ariadne's own heading goes: it is coloured whatever the configuration says.
    let body = drawn.split_once('\n').map_or("", |(_, body)| body);
    heading(diagnostic, color) + &tidied(body)
}

/// `error[E0201]: there is no field "industy"`.
fn heading(diagnostic: &Diagnostic, color: bool) -> String {
    let kind = format!("{}[{}]:", diagnostic.severity.word(), diagnostic.code);
    let message = one_line(&diagnostic.message);
    match diagnostic.severity {
        _ if !color => format!("{kind} {message}\n"),
        Severity::Error => format!("\x1b[31m{kind}{RESET} {message}\n"),
        Severity::Warning => format!("\x1b[33m{kind}{RESET} {message}\n"),
        Severity::Note => format!("\x1b[34m{kind}{RESET} {message}\n"),
    }
}

/// Ends a colour.
const RESET: &str = "\x1b[0m";

/// The same picture in fewer bytes: no blanks at the end of lines, and no colour that ends only to begin again.
///
/// Ariadne colours each character by itself, which makes a line of rules ten times as long.
fn tidied(drawn: &str) -> String {
    drawn.lines().map(|line| joined_colors(line.trim_end()) + "\n").collect()
}

fn joined_colors(line: &str) -> String {
    let mut out = String::new();
    let (mut rest, mut open) = (line, "");
    while let Some((before, from)) = rest.find('\x1b').map(|at| rest.split_at(at)) {
        let (sequence, after) = from.split_at(from.find('m').map_or(from.len(), |end| end + 1));
        out += before;
        rest = after;
        if sequence != RESET {
            open = sequence;
            out += open;
        } else if let Some(same) = after.strip_prefix(open) {
            rest = same;
        } else {
            out += RESET;
        }
    }
    out + rest
}

/// The labels file by file, the primary's first, and down the page within each, as ariadne wants them.
fn labels_in_order(diagnostic: &Diagnostic) -> Vec<&Label> {
    let others = diagnostic.secondary.iter().take(OTHERS_MAX);
    let mut labels: Vec<_> = std::iter::once(&diagnostic.primary).chain(others).collect();
    let here = diagnostic.primary.span.source;
    labels.sort_by_key(|label| (label.span.source != here, label.span.source, label.span.end, label.span.start));
    labels
}

fn excerpts(labels: &[&Label], sources: &SourceMap) -> Option<BTreeMap<SourceId, Excerpt>> {
    let mut spans: BTreeMap<SourceId, Vec<Span>> = BTreeMap::new();
    for label in labels {
        spans.entry(label.span.source).or_default().push(label.span);
    }
    spans.iter().map(|(file, spans)| Some((*file, Excerpt::new(*file, spans, sources)?))).collect()
}

fn tint(severity: Severity) -> Color {
    match severity {
        Severity::Error => Color::Red,
        Severity::Warning => Color::Yellow,
        Severity::Note => Color::Blue,
    }
}

/// The help, and under it the line as it would read after the first fix, where that is one short line.
fn with_edited_line(help: &str, diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let line = diagnostic.fixes.first().and_then(|fix| edited_line(fix, sources));
    match line {
        Some(line) => format!("{}\n{line}", one_line(help)),
        None => one_line(help),
    }
}

/// The one line that a fix changes, after the change; none where it changes several, makes several, or a long one.
fn edited_line(fix: &Fix, sources: &SourceMap) -> Option<String> {
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let (first, last) = (edits.first()?, edits.last()?);
    let (file, line) = (first.span.source, sources.position(first.span.source, first.span.start).line);
    if last.span.source != file || sources.position(file, last.span.end).line != line {
        return None;
    }
    let text = sources.line(file, line);
    if text.len() > EDITED_MAX {
        return None;
    }
    let before = sources.text(file).get(..first.span.range().start)?;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let mut out = String::new();
    let mut done = 0;
    for edit in edits {
        out += text.get(done..edit.span.range().start.checked_sub(start)?)?;
        out += &edit.replacement;
        done = edit.span.range().end - start;
    }
    out += text.get(done..)?;
    let out = out.trim();
    (!out.contains('\n') && out.len() <= EDITED_MAX && !out.is_empty()).then(|| one_line(out))
}

/// The excerpts as ariadne reads them. Their names are marks that no user text can contain, see [`with_places`].
struct Cache {
    texts: BTreeMap<SourceId, Text<String>>,
}

impl Cache {
    fn new(excerpts: &BTreeMap<SourceId, Excerpt>) -> Self {
        Cache { texts: excerpts.iter().map(|(file, excerpt)| (*file, Text::from(excerpt.text.clone()))).collect() }
    }
}

impl ariadne::Cache<SourceId> for Cache {
    type Storage = String;

    fn fetch(&mut self, file: &SourceId) -> Result<&Text<String>, impl std::fmt::Debug> {
        self.texts.get(file).ok_or("every label has its excerpt")
    }

    fn display<'a>(&self, file: &'a SourceId) -> Option<impl std::fmt::Display + 'a> {
        Some(format!("{MARK}{}{MARK}", file.0))
    }
}

/// Replaces ariadne's headings, `MARK number MARK : line : column`, by the true place of the first label in that file: a
/// column of an excerpt is not a column of the file.
fn with_places(drawn: &str, labels: &[&Label], sources: &SourceMap) -> String {
    let mut parts = drawn.split(MARK);
    let mut out = parts.next().unwrap_or("").to_owned();
    while let (Some(number), Some(rest)) = (parts.next(), parts.next()) {
        let label = labels.iter().find(|label| label.span.source.0.to_string() == number);
        if let Some(Label { span, .. }) = label {
            let at = sources.position(span.source, span.start);
            out += &format!("{}:{}:{}", one_line(sources.name(span.source)), at.line, at.column);
        }
        out += rest.trim_start_matches([':', '?', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    }
    out
}
