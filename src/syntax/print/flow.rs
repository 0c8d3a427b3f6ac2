//! Entries as running text: on one line where that is possible, wrapped where it is not.

use std::ops::Range;

use super::rows::{Columns, Cuts, Row, Run, push_blank, put_beside};
use super::{INDENT, Printer, WIDTH_MAX, blanks, width};
use crate::syntax::ast::Trivia;
use crate::syntax::layout::{Entry, LIMIT_WORDS, Over, Policy};
use crate::syntax::scan::PieceKind;

/// By how much the later lines of an entry are indented further: more than a block, so that none looks like one.
const CONTINUED: usize = 4;

/// Reserved words that a line may begin with, as it then goes on.
const BREAKS_BEFORE: &[&str] = &["and", "implies", "or", "otherwise"];

/// A stretch that is never broken.
struct Chunk {
    /// Blanks before it, unless it begins a line.
    gap: usize,
    text: String,
    /// How many brackets are open where it begins: lines break where there are fewest.
    depth: usize,
}

/// The lines of an entry so far.
struct Flow {
    lines: Vec<String>,
    /// What stands on the line being filled.
    chunks: Vec<Chunk>,
    indent: usize,
    /// Indentation of the line being filled.
    line_indent: usize,
    /// How many brackets are open.
    depth: usize,
}

impl Flow {
    fn new(indent: usize) -> Self {
        Flow { lines: Vec::new(), chunks: Vec::new(), indent, line_indent: indent, depth: 0 }
    }

    fn add(&mut self, gap: usize, text: &str, may_break: bool) {
        match text {
            "(" | "[" => self.depth += 1,
            ")" | "]" => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        match self.chunks.last_mut() {
            Some(last) if !may_break => {
                last.text.push_str(&blanks(gap));
                last.text.push_str(text);
            }
            _ => {
                let depth = if matches!(text, "(" | "[") { self.depth - 1 } else { self.depth };
                self.chunks.push(Chunk { gap, text: text.to_owned(), depth });
            }
        }
    }

    /// Ends the line; what follows is indented by `next`.
    fn end_line(&mut self, beside: Option<&str>, next: usize) {
        let chunks = std::mem::take(&mut self.chunks);
        let mut rest = chunks.as_slice();
        let mut indent = self.line_indent;
        let mut line = String::new();
        while !rest.is_empty() {
            let n = fitting(rest, indent);
            line = blanks(indent);
            for (index, chunk) in rest[..n].iter().enumerate() {
                line.push_str(&blanks(if index == 0 { 0 } else { chunk.gap }));
                line.push_str(&chunk.text);
            }
            rest = &rest[n..];
            indent = self.indent + CONTINUED;
            if !rest.is_empty() {
                self.lines.push(std::mem::take(&mut line));
            }
        }
        if let Some(beside) = beside {
            if line.is_empty() {
                line = blanks(self.indent + CONTINUED) + beside;
            } else {
                line = format!("{line}   {beside}");
            }
        }
        if !line.is_empty() {
            self.lines.push(line);
        }
        self.line_indent = next;
    }
}

/// How many chunks stand on the first line: as many as fit, back to a place where the fewest brackets are open.
fn fitting(chunks: &[Chunk], indent: usize) -> usize {
    let mut used = indent;
    let mut n = 0;
    for (index, chunk) in chunks.iter().enumerate() {
        used += width(&chunk.text) + if index == 0 { 0 } else { chunk.gap };
        if index > 0 && used > WIDTH_MAX {
            break;
        }
        n = index + 1;
    }
    if n == chunks.len() {
        return n;
    }
    // The break comes before the chunk with this index.
    (1..=n).rev().min_by_key(|index| chunks[*index].depth).unwrap_or(n)
}

impl Printer<'_> {
    /// Pieces on one line; `None` if a comment or a block that the author broke stands among them.
    pub(super) fn joined(&self, pieces: Range<usize>, first: usize) -> Option<String> {
        let mut line = String::new();
        let mut before = None;
        for index in pieces {
            match self.layout.piece(index).kind {
                PieceKind::Comment => return None,
                PieceKind::LineEnd => continue,
                _ if self.opens_broken(index) => return None,
                _ => {}
            }
            if let Some(before) = before {
                line.push_str(&blanks(self.gap(before, index, first)));
            }
            line.push_str(self.written(index));
            before = Some(index);
        }
        Some(line)
    }

    /// A `{` inside an entry with a line break between it and its `}`.
    fn opens_broken(&self, index: usize) -> bool {
        if !self.layout.opens_block(index) {
            return false;
        }
        let Some(close) = self.layout.partner(index) else {
            return false;
        };
        self.is_broken(index..close)
    }

    /// Pieces on as many lines as they need, each `{` with its arms one a line. The piece `reason` stands three blanks
    /// apart.
    pub(super) fn flow(&self, pieces: Range<usize>, indent: usize, reason: Option<usize>) -> Vec<String> {
        let mut flow = Flow::new(indent);
        let first = pieces.start;
        let mut before: Option<usize> = None;
        let mut index = pieces.start;
        while index < pieces.end {
            match self.layout.piece(index).kind {
                PieceKind::LineEnd => {}
                PieceKind::Comment => {
                    if index > first && self.layout.piece(index - 1).kind == PieceKind::LineEnd {
                        flow.end_line(None, indent + CONTINUED);
                    }
                    flow.end_line(Some(self.written(index)), indent + CONTINUED);
                }
                _ => {
                    let gap = match before {
                        _ if reason == Some(index) => 3,
                        Some(before) => self.gap(before, index, first),
                        None => 0,
                    };
                    let may_break = before.is_some_and(|before| self.may_break(before, index, flow.depth > 0))
                        && reason != Some(index);
                    flow.add(gap, self.written(index), may_break);
                    if self.layout.opens_block(index) {
                        index = self.flow_block(index, &mut flow);
                    }
                    before = Some(index);
                }
            }
            index += 1;
        }
        flow.end_line(None, indent);
        flow.lines
    }

    /// Outside brackets a line that begins with a word after a comma would be an entry of its own, unless it is a limit.
    fn may_break(&self, before: usize, index: usize, in_brackets: bool) -> bool {
        let goes_on = self.layout.piece(index).kind != PieceKind::Word || LIMIT_WORDS.contains(&self.written(index));
        (self.written(before) == "," && (in_brackets || goes_on))
            || (BREAKS_BEFORE.contains(&self.written(index))
                && self.layout.piece(index).kind == PieceKind::Word
                && self.written(before) != ".")
    }

    /// Arms of a `match` or `first` among other words, one a line; gives the piece that closes them.
    fn flow_block(&self, open: usize, flow: &mut Flow) -> usize {
        let Some(close) = self.layout.partner(open) else {
            return open;
        };
        let beside = (self.layout.piece(open + 1).kind == PieceKind::Comment).then(|| self.written(open + 1));
        let indent = flow.line_indent;
        flow.end_line(beside, indent);
        let entries = self.layout.entries(open + 1..close, Policy::Arrows);
        let mut rows = Vec::new();
        for entry in &entries.list {
            self.push_over(&mut rows, &entry.above);
            rows.push(self.arm_of_value(entry, indent + INDENT));
        }
        self.push_over(&mut rows, &entries.end);
        flow.lines.extend(super::align::lined_up(rows, indent + INDENT));
        flow.add(0, self.written(close), false);
        close
    }

    fn push_over(&self, rows: &mut Vec<Row>, above: &[Over]) {
        for over in above {
            match over {
                Over::Blank => push_blank(rows),
                Over::Comment(index) => rows.push(Row::Comment(self.written(*index).to_owned())),
            }
        }
    }

    /// An arm whose result is a value: it has no limits and no reason.
    fn arm_of_value(&self, entry: &Entry, indent: usize) -> Row {
        let pieces = entry.pieces.clone();
        let arrow = pieces.clone().find(|index| self.layout.is_sign(*index, "=>")).unwrap_or(pieces.end);
        let beside = entry.beside.map(|index| self.written(index).to_owned());
        let parts = (self.joined(pieces.start..arrow, pieces.start), self.joined(arrow..pieces.end, pieces.start));
        if let (Some(head), Some(tail)) = parts {
            let columns = Columns { run: Run::Rules, head, tail, reason: String::new(), beside: beside.clone() };
            if indent + columns.width() <= WIDTH_MAX {
                return Row::Columns(columns);
            }
        }
        let mut lines = self.flow(pieces, indent, None);
        put_beside(&mut lines, beside);
        Row::Lines(lines)
    }

    /// An entry that lines up with nothing.
    pub(super) fn plain(&self, span: crate::source::Span, trivia: &Trivia, indent: usize) -> Row {
        self.entry(Cuts::plain(span, None), trivia, indent)
    }
}
