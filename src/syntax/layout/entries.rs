//! Takes the entries of a file or block one by one, with the comments and blank lines around them.

use std::ops::Range;

use super::Layout;
use crate::syntax::scan::PieceKind;

/// Where a comma ends an entry as a line end does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Nowhere: rows of cases.
    Lines,
    /// Everywhere: tiers, tests.
    Commas,
    /// Where the next stretch has a `=>`: rules and arms, whose limits stand after commas.
    Arrows,
    /// Where the next stretch begins with `NAME:`: fields, whose values and types may have commas.
    Colons,
}

/// The entries of a file or block.
pub struct Entries {
    /// In order.
    pub list: Vec<Entry>,
    /// Comments and blank lines after the last.
    pub end: Vec<Over>,
}

/// One entry: pieces, and what stands around them. Comments are indexes of pieces.
pub struct Entry {
    /// From the first to past the last piece; the first and the last are neither comment nor line end.
    pub pieces: Range<usize>,
    /// Lines above.
    pub above: Vec<Over>,
    /// The comment at the end of the last line.
    pub beside: Option<usize>,
    /// A comma that ends the entry and should not be there.
    pub stray_comma: Option<usize>,
}

/// A line that is no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// Blank lines.
    Blank,
    /// A comment, as the index of its piece.
    Comment(usize),
}

impl Layout<'_> {
    /// The entries among the pieces of `range`, which is a whole file or the inside of a block.
    pub fn entries(&self, range: Range<usize>, policy: Policy) -> Entries {
        let mut taker = Taker::new(self, range, policy);
        taker.take_all();
        Entries { list: taker.list, end: taker.above }
    }
}

struct Taker<'l, 't> {
    layout: &'l Layout<'t>,
    range: Range<usize>,
    policy: Policy,
    list: Vec<Entry>,
    above: Vec<Over>,
    /// The first piece of the entry being read, and whether it has a `=>`.
    open: Option<(usize, bool)>,
    /// The last piece of it that is neither comment nor line end.
    last: usize,
    /// Whether nothing has stood on this line yet.
    fresh_line: bool,
    in_block: bool,
}

impl<'l, 't> Taker<'l, 't> {
    fn new(layout: &'l Layout<'t>, range: Range<usize>, policy: Policy) -> Self {
        let in_block = range.start > 0 && layout.opens_block(range.start - 1);
        let last = range.start;
        Taker {
            layout,
            range,
            policy,
            list: Vec::new(),
            above: Vec::new(),
            open: None,
            last,
            fresh_line: !in_block,
            in_block,
        }
    }

    fn take_all(&mut self) {
        let mut index = self.range.start;
        while index < self.range.end {
            let piece = self.layout.piece(index);
            match piece.kind {
                PieceKind::LineEnd => self.line_end(index),
                PieceKind::Comment => self.comment(index),
                _ if self.is_separator(index) => self.fresh_line = false,
                _ => {
                    let arrow = self.layout.is_sign(index, "=>");
                    let (_, has_arrow) = self.open.get_or_insert((index, false));
                    *has_arrow |= arrow;
                    self.fresh_line = false;
                    index = self.layout.partner(index).filter(|partner| *partner > index).unwrap_or(index);
                    self.last = index;
                }
            }
            index += 1;
        }
        self.finish(self.range.end, None);
        while self.above.last() == Some(&Over::Blank) {
            self.above.pop();
        }
    }

    fn line_end(&mut self, index: usize) {
        let piece = self.layout.piece(index);
        let blank = self.fresh_line;
        self.fresh_line = true;
        if self.open.is_some() {
            if self.layout.masked(piece.start..piece.end) != " " {
                self.finish(index, None);
            }
        } else if blank && self.above.last() != Some(&Over::Blank) && self.something_before() {
            self.above.push(Over::Blank);
        }
    }

    /// Blank lines at the very start of a file or block are dropped.
    fn something_before(&self) -> bool {
        !self.list.is_empty() || !self.above.is_empty()
    }

    fn comment(&mut self, index: usize) {
        if self.open.is_some() {
            // At the end of the entry it is taken up by `finish`; elsewhere it is inside.
            return;
        }
        match self.list.last_mut() {
            Some(entry) if !self.fresh_line && entry.beside.is_none() => entry.beside = Some(index),
            // Beside the opening brace: it belongs to the header.
            None if !self.fresh_line && self.in_block => {}
            _ => self.above.push(Over::Comment(index)),
        }
        self.fresh_line = false;
    }

    /// Closes the open entry; its pieces and comments all stand before `until`.
    fn finish(&mut self, until: usize, stray_comma: Option<usize>) {
        let Some((first, _)) = self.open.take() else {
            return;
        };
        let end = self.last + 1;
        let beside = (end < until && self.layout.piece(end).kind == PieceKind::Comment).then_some(end);
        let above = std::mem::take(&mut self.above);
        self.list.push(Entry { pieces: first..end, above, beside, stray_comma });
        // Comments after a comma or operator with nothing more to come.
        let rest = (end..until).skip(usize::from(beside.is_some()));
        let comments = rest.filter(|index| self.layout.piece(*index).kind == PieceKind::Comment);
        self.above.extend(comments.map(Over::Comment));
    }

    /// Whether the piece is a comma that ends the open entry; if so, closes it.
    fn is_separator(&mut self, index: usize) -> bool {
        if !self.layout.is_sign(index, ",") {
            return false;
        }
        let Some((_, has_arrow)) = self.open else {
            // Where an entry should begin, a comma separates nothing.
            return self.policy != Policy::Lines && !self.list.is_empty();
        };
        let next = self.stretch(index + 1);
        let separates = match self.policy {
            Policy::Lines => false,
            Policy::Commas => true,
            Policy::Colons => next.is_named || next.first.is_none(),
            Policy::Arrows => {
                has_arrow && (next.has_arrow || (next.is_else && !self.has_then(index)))
                    || next.first.is_none() && !next.is_comma
            }
        };
        let stray = self.policy == Policy::Arrows && has_arrow && !separates && self.begins_a_line(&next);
        if separates || stray {
            self.finish(index, stray.then_some(index));
        }
        separates || stray
    }

    /// Whether an `if .. then` stands open before a piece, so that an `else` belongs to it.
    fn has_then(&self, index: usize) -> bool {
        let first = self.open.map_or(index, |(first, _)| first);
        (first..index).any(|at| self.layout.piece(at).text(self.layout.text()) == "then")
    }

    /// What follows a comma, up to the next comma or line end.
    fn stretch(&self, from: usize) -> Stretch {
        let mut stretch = Stretch {
            first: None,
            new_line: false,
            has_arrow: false,
            is_named: false,
            is_else: false,
            is_comma: false,
        };
        let mut index = from;
        while index < self.range.end {
            let piece = self.layout.piece(index);
            match piece.kind {
                PieceKind::LineEnd if stretch.first.is_none() => stretch.new_line = true,
                PieceKind::LineEnd if self.layout.masked(piece.start..piece.end) == "\n" => break,
                PieceKind::LineEnd | PieceKind::Comment => {}
                _ if self.layout.is_sign(index, ",") => {
                    stretch.is_comma = true;
                    break;
                }
                _ => {
                    stretch.has_arrow |= self.layout.is_sign(index, "=>");
                    if stretch.first.is_none() {
                        stretch.first = Some(index);
                        stretch.is_named = self.is_named(index);
                        stretch.is_else = matches!(piece.text(self.layout.text()), "else" | "otherwise");
                    }
                    index = self.layout.partner(index).filter(|partner| *partner > index).unwrap_or(index);
                }
            }
            index += 1;
        }
        stretch
    }

    /// Whether `a:` or `a.b:` begins here.
    fn is_named(&self, first: usize) -> bool {
        let is_name = |index: usize| {
            index < self.range.end && matches!(self.layout.piece(index).kind, PieceKind::Word | PieceKind::Quoted(_))
        };
        let mut index = first;
        while is_name(index) && index + 1 < self.range.end {
            if self.layout.is_sign(index + 1, ":") {
                return true;
            }
            if !self.layout.is_sign(index + 1, ".") {
                return false;
            }
            index += 2;
        }
        false
    }

    /// Whether a rule ended with its line in spite of the comma: the next line holds no limit.
    fn begins_a_line(&self, next: &Stretch) -> bool {
        let Some(first) = next.first.filter(|_| next.new_line) else {
            return false;
        };
        let piece = self.layout.piece(first);
        let word = piece.text(self.layout.text());
        piece.kind == PieceKind::Word && !LIMIT_WORDS.contains(&word)
    }
}

/// Words that begin a limit or decay, and so may begin a line after a comma.
pub const LIMIT_WORDS: &[&str] = &["at", "decay", "down", "no", "once", "up"];

/// What follows a comma.
struct Stretch {
    /// Its first piece that is neither comment nor line end.
    first: Option<usize>,
    /// Whether that stands on a later line than the comma.
    new_line: bool,
    has_arrow: bool,
    is_named: bool,
    is_else: bool,
    /// Whether another comma ends it.
    is_comma: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each entry as the grammar reads it, with its comments.
    fn entries(text: &str, policy: Policy) -> Vec<String> {
        let (layout, errors) = Layout::new(text);
        assert_eq!(errors.len(), 0, "{text}");
        let entries = layout.entries(0..layout.n_pieces(), policy);
        let show = |index: usize| layout.piece(index).text(text);
        let over = |over: &Over| match over {
            Over::Blank => "~".to_owned(),
            Over::Comment(index) => show(*index).to_owned(),
        };
        let mut lines: Vec<String> = Vec::new();
        for entry in &entries.list {
            lines.extend(entry.above.iter().map(over));
            let beside = entry.beside.map(|index| format!(" {}", show(index))).unwrap_or_default();
            let read = layout.masked(layout.bytes(entry.pieces.clone()));
            lines.push(format!("<{}>{beside}", read.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
        lines.extend(entries.end.iter().map(over));
        lines
    }

    #[test]
    fn a_line_is_an_entry_and_comments_stay_where_they_stand() {
        let text = "\n# top\n\n\na => +1  # one\n# two\nb => +2\n\n# end\n\n";
        assert_eq!(
            entries(text, Policy::Arrows),
            ["# top", "~", "<a => +1> # one", "# two", "<b => +2>", "~", "# end"]
        );
    }

    #[test]
    fn lines_go_on_in_brackets_after_operators_and_before_and() {
        let text = "x in [\"a\", # first\n \"b\"\n] =>\n +1,\n\n once\na\n  and b\n => 0\n";
        assert_eq!(entries(text, Policy::Arrows), ["<x in [\"a\", \"b\" ] => +1, once>", "<a and b => 0>"]);
    }

    #[test]
    fn a_bracket_that_never_closes_holds_no_line_back() {
        assert_eq!(entries("count(a => +1\nb => +2", Policy::Arrows), ["<count(a => +1>", "<b => +2>"]);
        assert_eq!(entries("x in [\"a, b] => +1\nb => +2", Policy::Arrows).len(), 2);
    }

    #[test]
    fn commas_separate_by_what_follows() {
        assert_eq!(
            entries("a => 1, once, b => +2, up to 3,", Policy::Arrows),
            ["<a => 1, once>", "<b => +2, up to 3>"]
        );
        assert_eq!(entries("a => +1,\nsegment x when y", Policy::Arrows), ["<a => +1>", "<segment x when y>"]);
        assert_eq!(
            entries("a: one of \"x\", \"y\", b.`c d`: text, back t", Policy::Colons),
            ["<a: one of \"x\", \"y\">", "<b.`c d`: text, back t>"]
        );
        assert_eq!(entries("a, # x\nb, c # y", Policy::Commas), ["<a> # x", "<b>", "<c> # y"]);
        assert_eq!(entries("a, b => c\n1, 2 => 3", Policy::Lines), ["<a, b => c>", "<1, 2 => 3>"]);
    }

    #[test]
    fn lines_inside_braces_are_kept_for_the_grammar() {
        let (layout, _) = Layout::new("a => match b {\n 1 => 2\n 3 => 4\n}, once\n");
        assert_eq!(layout.entries(0..layout.n_pieces(), Policy::Arrows).list.len(), 1);
        assert_eq!(layout.masked(0..30).matches('\n').count(), 2);
    }
}
