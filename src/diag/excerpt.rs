//! The lines of a text that carets stand under, made safe and short enough to print.

use std::collections::BTreeMap;
use std::ops::Range;

use super::visible::visible;
use crate::source::{SourceId, SourceMap, Span};

/// Places further down are not drawn. Drawing takes time for each line above.
const LINES_MAX: usize = 100_000;
/// Longer lines are cut around their carets.
const WIDTH_MAX: usize = 160;
/// So much of a cut line stays before the first caret.
const LEAD: usize = 40;

/// A stand-in for a text that has only the lines needed, the others being empty, so that line numbers stay true.
///
/// Each character of a line is one of the excerpt, and a blank follows the last, for carets at the end of the line. What would
/// act on a terminal has been made visible.
pub(super) struct Excerpt {
    pub(super) text: String,
    lines: BTreeMap<usize, Line>,
}

struct Line {
    /// Characters of the excerpt before this line.
    offset: usize,
    /// Characters of the line that were cut off on the left, less one for the mark that says so.
    shift: usize,
    /// The line as shown, with its closing blank.
    shown: Vec<char>,
}

impl Excerpt {
    /// The lines in which `spans` begin and end; `None` if they lie too far down to be drawn.
    pub(super) fn new(file: SourceId, spans: &[Span], sources: &SourceMap) -> Option<Self> {
        let mut columns: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for span in spans {
            for byte in [span.start, last_byte(*span)] {
                let at = sources.position(file, byte);
                columns.entry(at.line).or_default().push(at.column - 1);
            }
        }
        let last = *columns.keys().next_back()?;
        if last > LINES_MAX {
            return None;
        }
        let mut excerpt = Excerpt { text: String::new(), lines: BTreeMap::new() };
        let mut offset = 0;
        for number in 1..=last {
            if let Some(columns) = columns.get(&number) {
                let line = Line::new(sources.line(file, number), columns, offset);
                offset += line.shown.len();
                excerpt.text.extend(&line.shown);
                excerpt.lines.insert(number, line);
            }
            excerpt.text.push('\n');
            offset += 1;
        }
        Some(excerpt)
    }

    /// The characters of the excerpt that a span covers, at least one; it is one of those given to [`new`](Self::new).
    pub(super) fn range(&self, span: Span, sources: &SourceMap) -> Range<usize> {
        let start = self.offset(span.source, span.start, sources);
        let last = self.offset(span.source, last_byte(span), sources);
        start..last.max(start) + 1
    }

    fn offset(&self, file: SourceId, byte: u32, sources: &SourceMap) -> usize {
        let at = sources.position(file, byte);
        let line = &self.lines[&at.line];
        line.offset + (at.column - 1).saturating_sub(line.shift).min(line.shown.len() - 1)
    }
}

impl Line {
    fn new(text: &str, columns: &[usize], offset: usize) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let show = |c: char| if c == '\t' { c } else { visible(c) };
        let first = columns.iter().copied().min().unwrap_or(0);
        // Characters are counted only as far as needed: the line may be the whole of a large file.
        let is_long = text.chars().nth(WIDTH_MAX).is_some();
        let cut = if is_long { first.saturating_sub(LEAD) } else { 0 };
        let mut rest = text.chars().skip(cut);
        let mut shown: Vec<char> = Vec::new();
        if cut > 0 {
            shown.push('…');
        }
        shown.extend(rest.by_ref().take(WIDTH_MAX).map(show));
        if rest.next().is_some() {
            shown.push('…');
        }
        shown.push(' ');
        Line { offset, shift: cut.saturating_sub(1), shown }
    }
}

/// A byte of the last character; for an empty span the place itself.
fn last_byte(span: Span) -> u32 {
    span.start.max(span.end.saturating_sub(1))
}
