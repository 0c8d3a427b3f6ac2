//! `SourceMap`: the loaded texts of a run, and the line and column of any byte in them.

use super::{SourceId, Span};

/// All texts of a run, numbered in the order they were added. None is removed.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    sources: Vec<Source>,
}

#[derive(Clone, Debug)]
struct Source {
    name: String,
    text: String,
    /// Byte at which each line starts; the first is 0.
    line_starts: Vec<usize>,
    /// What lies before every [`STRIDE`]th byte, so that a column far into a long line costs no more than any other.
    marks: Vec<Mark>,
}

/// Characters and UTF-16 code units before a byte.
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    n_chars: usize,
    n_utf16: usize,
}

/// Bytes between two marks.
const STRIDE: usize = 1024;

/// The byte order mark that some editors put at the start of a file; nobody sees it, so it takes no column.
const BOM: char = '\u{feff}';

/// A place as people and editors count: lines and columns from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1. A line ends with `\n`; a `\r` before it belongs to the line.
    pub line: usize,
    /// Column in characters (Unicode scalar values), from 1; what people and SARIF see.
    pub column: usize,
    /// Column in UTF-16 code units, from 1; what the language server protocol counts (there from 0).
    pub column_utf16: usize,
}

impl SourceMap {
    /// An empty map.
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps a text under the name people know it by (a path, or `-` for stdin).
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = u32::try_from(self.sources.len()).expect("a run does not load four billion files");
        self.sources.push(Source::new(name.into(), text.into()));
        SourceId(id)
    }

    /// Puts another text in the place of one, under the same name and id: spans into the old text mean nothing then.
    pub fn replace(&mut self, id: SourceId, text: impl Into<String>) {
        let name = self.name(id).to_owned();
        self.sources[id.0 as usize] = Source::new(name, text.into());
    }

    /// The ids of all texts, in the order they were added.
    pub fn ids(&self) -> impl Iterator<Item = SourceId> + '_ {
        (0u32..).zip(&self.sources).map(|(id, _)| SourceId(id))
    }

    /// The name given to [`add`](Self::add).
    pub fn name(&self, id: SourceId) -> &str {
        &self.source(id).name
    }

    /// The whole text.
    pub fn text(&self, id: SourceId) -> &str {
        &self.source(id).text
    }

    /// The text under a span; empty if the span does not lie in its source on character boundaries.
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.source).get(span.range()).unwrap_or("")
    }

    /// Line and column of a byte. A byte past the end counts as the end, one inside a character as its start. A byte order
    /// mark at the start of the text takes no column.
    pub fn position(&self, id: SourceId, byte: u32) -> Position {
        let source = self.source(id);
        let byte = char_start(&source.text, byte as usize);
        let line = source.line_starts.partition_point(|&start| start <= byte);
        let (start, here) = (source.before(source.line_starts[line - 1]), source.before(byte));
        let bom = usize::from(line == 1 && byte > 0 && source.text.starts_with(BOM));
        Position {
            line,
            column: here.n_chars - start.n_chars + 1 - bom,
            column_utf16: here.n_utf16 - start.n_utf16 + 1 - bom,
        }
    }

    /// The text of a line counted from 1, without its line end; empty when there is no such line.
    pub fn line(&self, id: SourceId, line: usize) -> &str {
        let source = self.source(id);
        let Some(&start) = line.checked_sub(1).and_then(|index| source.line_starts.get(index)) else {
            return "";
        };
        let end = source.line_starts.get(line).copied().unwrap_or(source.text.len());
        source.text[start..end].trim_end_matches(['\n', '\r'])
    }

    fn source(&self, id: SourceId) -> &Source {
        self.sources.get(id.0 as usize).expect("source ids come from `add` of the same map")
    }
}

impl Source {
    fn new(name: String, text: String) -> Source {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let marks = marks(&text);
        Source { name, text, line_starts, marks }
    }

    /// What lies before a byte, which starts a character or is the end.
    fn before(&self, byte: usize) -> Mark {
        let nearest = byte / STRIDE;
        let from = char_start(&self.text, nearest * STRIDE);
        self.marks[nearest].and(&self.text[from..byte])
    }
}

impl Mark {
    /// What lies before the end of `text`, which begins at this mark.
    fn and(self, text: &str) -> Mark {
        Mark { n_chars: self.n_chars + text.chars().count(), n_utf16: self.n_utf16 + text.encode_utf16().count() }
    }
}

fn marks(text: &str) -> Vec<Mark> {
    let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
    let (mut last, mut from) = (Mark::default(), 0);
    for at in (0..=text.len()).step_by(STRIDE) {
        let to = char_start(text, at);
        last = last.and(&text[from..to]);
        marks.push(last);
        from = to;
    }
    marks
}

/// The start of the character that a byte lies in; the end for a byte past it.
fn char_start(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    (0..=byte).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_utf16_units() {
        let mut map = SourceMap::new();
        let id = map.add("a.score", "é😀x\nsecond\r\n");
        let place = |byte| {
            let at = map.position(id, byte);
            (at.line, at.column, at.column_utf16)
        };
        assert_eq!(place(0), (1, 1, 1));
        assert_eq!(place(2), (1, 2, 2), "é is two bytes, one character, one unit");
        assert_eq!(place(6), (1, 3, 4), "😀 is four bytes, one character, two units");
        assert_eq!(place(4), (1, 2, 2), "inside a character counts as its start");
        assert_eq!(place(7), (1, 4, 5), "the line end belongs to its line");
        assert_eq!(place(8), (2, 1, 1));
        assert_eq!(place(99), (3, 1, 1), "past the end counts as the end");
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let mut map = SourceMap::new();
        let id = map.add("a.score", "\u{feff}ab\nc");
        let columns: Vec<_> = [0, 3, 4, 7].iter().map(|byte| map.position(id, *byte).column).collect();
        assert_eq!(columns, [1, 1, 2, 2]);
        assert_eq!(map.position(id, 4).column_utf16, 2);
    }

    #[test]
    fn columns_of_long_lines_agree_with_counting() {
        for piece in ["a", "é", "😀", "aé😀"] {
            let text = format!("x\n{}", piece.repeat(3 * STRIDE));
            let mut map = SourceMap::new();
            let id = map.add("long.score", text.as_str());
            for (at, _) in text.char_indices().filter(|(at, _)| *at > 1).step_by(97) {
                let place = map.position(id, at as u32);
                assert_eq!(place.column, text[2..at].chars().count() + 1, "{piece} {at}");
                assert_eq!(place.column_utf16, text[2..at].encode_utf16().count() + 1, "{piece} {at}");
            }
        }
    }

    #[test]
    fn lines_come_without_their_ends() {
        let mut map = SourceMap::new();
        let id = map.add("-", "one\r\ntwo");
        assert_eq!([map.line(id, 0), map.line(id, 1), map.line(id, 2), map.line(id, 3)], ["", "one", "two", ""]);
        assert_eq!(map.name(id), "-");
        assert_eq!(map.ids().collect::<Vec<_>>(), [id]);
    }

    #[test]
    fn a_slice_outside_its_text_is_empty() {
        let mut map = SourceMap::new();
        let id = map.add("a", "né");
        assert_eq!(map.slice(Span::new(id, 1, 3)), "é");
        assert_eq!(map.slice(Span::new(id, 2, 3)), "");
        assert_eq!(map.slice(Span::new(id, 1, 9)), "");
    }
}
