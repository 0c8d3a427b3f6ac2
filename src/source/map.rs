//! `SourceMap`: the loaded texts of a run, and the line and column of any byte in them.

use super::{SourceId, Span};

/// All texts of a run, numbered in the order they were added. Texts are never changed or removed.
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
}

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
        let text = text.into();
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        self.sources.push(Source { name: name.into(), text, line_starts });
        SourceId(id)
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

    /// Line and column of a byte. A byte past the end counts as the end, one inside a character as its start.
    pub fn position(&self, id: SourceId, byte: u32) -> Position {
        let source = self.source(id);
        let mut byte = (byte as usize).min(source.text.len());
        while !source.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let line = source.line_starts.partition_point(|&start| start <= byte);
        let before = &source.text[source.line_starts[line - 1]..byte];
        Position { line, column: before.chars().count() + 1, column_utf16: before.encode_utf16().count() + 1 }
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
