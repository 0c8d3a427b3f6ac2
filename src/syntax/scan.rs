//! Cuts text into pieces: words, numbers, texts, signs, comments, line ends.
//!
//! In: any text. Out: pieces that cover all of it but blanks. Nothing fails here: what the language does not have
//! (curly quotes, `;`, a text that never ends) is a piece of its own kind, and whoever reads the pieces decides. The
//! pieces tell where lines and brackets end and what an author may have meant; what a line says is for the grammar.

use super::words::{continues_word, starts_word};

/// One piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// First byte.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
}

impl Piece {
    /// The piece as written.
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }
}

/// Kinds of [`Piece`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// `job_title`, `and`.
    Word,
    /// `` `Lead Origin` ``; false if the line ends first.
    Quoted(bool),
    /// `12.5`, `1_000`, `90d`, `3x`, `2026-11-01`, `2026-11-01T09:00:00Z`: whatever begins with a digit.
    Number,
    /// `"CEO"`; false if the line ends first.
    Text(bool),
    /// `“CEO”`, also when the closing quote is straight; false if the line ends first.
    CurlyText(bool),
    /// `'CEO'`, only when closed on its line.
    SingleText,
    /// `/^vp/` where a pattern can stand; false if the line ends first.
    Pattern(bool),
    /// `=>`, `==`, `(`, `,`: a sign of the language or one near to it (`===`, `&&`, `->`).
    Sign,
    /// A single character that is none of these, blanks of other alphabets included.
    Odd,
    /// `# ..` up to the line end.
    Comment,
    /// `\n`
    LineEnd,
    /// A `{` that the author left out; the layout adds it, without width or over the sign that stands in its place.
    MendedOpen,
    /// A `}` that the author left out, likewise.
    MendedClose,
}

/// Every word of a text that may be a name, as often as it stands there: also in backquotes, and in the braces of texts. The
/// name behind `set` is not among them: it is given a value, not read.
pub fn names(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_set = false;
    for piece in scan(text) {
        let written = piece.text(text);
        match piece.kind {
            PieceKind::Word if !is_set => found.push(written.to_owned()),
            PieceKind::Quoted(_) if !is_set => found.push(written.trim_matches('`').to_owned()),
            PieceKind::Text(_) => {
                let inner = written.split('{').skip(1).filter_map(|part| part.split('}').next());
                inner.for_each(|part| found.extend(names(part)));
            }
            _ => {}
        }
        is_set = piece.kind == PieceKind::Word && written == "set";
    }
    found
}

/// Where the comments of a text stand, with their `#`, in order.
pub fn comments(text: &str) -> Vec<std::ops::Range<usize>> {
    let pieces = scan(text).into_iter();
    pieces.filter(|piece| piece.kind == PieceKind::Comment).map(|piece| piece.start..piece.end).collect()
}

/// Signs of more than one character, longest first; those the language does not have are here to be told apart.
const LONG_SIGNS: &[&str] =
    &["..<", "===", "!==", "=>", "==", "!=", "<=", ">=", "..", "=<", "<>", "->", "&&", "||", "**"];

/// Cuts a text into pieces.
pub fn scan(text: &str) -> Vec<Piece> {
    let mut scanner =
        Scanner { text, at: 0, pieces: Vec::with_capacity(text.len() / 5), pattern_list: None, no_single_until: 0 };
    if text.starts_with('\u{feff}') {
        scanner.at = '\u{feff}'.len_utf8();
    }
    while let Some(c) = scanner.peek() {
        scanner.piece(c);
    }
    scanner.pieces
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    pieces: Vec<Piece>,
    /// How many `[` are open since one that follows `matches`: there `/` begins a pattern.
    pattern_list: Option<usize>,
    /// No single quote can close a text before this byte: a line full of opening ones is looked through once.
    no_single_until: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn piece(&mut self, c: char) {
        let start = self.at;
        let kind = match c {
            ' ' | '\t' | '\r' => {
                self.at += 1;
                return;
            }
            '\n' => {
                self.at += 1;
                PieceKind::LineEnd
            }
            '#' => {
                self.take_while(|c| c != '\n');
                PieceKind::Comment
            }
            '"' => PieceKind::Text(self.quoted("\"", true)),
            '`' => PieceKind::Quoted(self.quoted("`", false)),
            '“' | '”' | '„' | '«' | '»' | '‟' => PieceKind::CurlyText(self.quoted("“”‟«»\"", false)),
            '\'' | '‘' | '’' | '‚' | '‛' if self.closes_on_its_line() => PieceKind::SingleText,
            '/' if self.pattern_can_stand() => PieceKind::Pattern(self.quoted("/", true)),
            c if c.is_ascii_digit() => {
                self.number();
                PieceKind::Number
            }
            c if starts_word(c) => {
                self.take_while(continues_word);
                PieceKind::Word
            }
            c => self.sign_or_odd(c),
        };
        self.track_pattern_list(start);
        let end = if kind == PieceKind::Comment { start + self.text[start..self.at].trim_end().len() } else { self.at };
        self.pieces.push(Piece { kind, start, end });
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) {
        let rest = &self.text[self.at..];
        self.at += rest.find(|c| !keep(c)).unwrap_or(rest.len());
    }

    /// Takes from an opening quote to one of `closing` on the same line; to the line's last visible character if
    /// there is none. Says whether it closed.
    fn quoted(&mut self, closing: &str, escapes: bool) -> bool {
        let rest = &self.text[self.at..];
        let mut escaped = true;
        for (offset, c) in rest.char_indices() {
            if c == '\n' {
                self.at += unclosed_length(&rest[..offset]);
                return false;
            }
            if escaped {
                // The opening quote itself, or whatever follows a backslash.
                escaped = false;
            } else if escapes && c == '\\' {
                escaped = true;
            } else if closing.contains(c) {
                self.at += offset + c.len_utf8();
                return true;
            }
        }
        self.at += unclosed_length(rest);
        false
    }

    /// Takes `'CEO'`, if there is a second quote on the line with something between; an apostrophe is left alone.
    fn closes_on_its_line(&mut self) -> bool {
        if self.at < self.no_single_until {
            return false;
        }
        let after = self.text[self.at..].char_indices().skip(1);
        let end = after.into_iter().find(|(_, c)| matches!(c, '\'' | '’' | '‘' | '‛' | '\n'));
        let Some((offset, c)) = end.filter(|(_, c)| *c != '\n') else {
            self.no_single_until = end.map_or(self.text.len(), |(offset, _)| self.at + offset);
            return false;
        };
        self.at += offset + c.len_utf8();
        true
    }

    fn number(&mut self) {
        if let Some(length) = date_length(&self.text[self.at..]) {
            self.at += length;
            return;
        }
        self.take_while(continues_word);
        let rest = &self.text.as_bytes()[self.at..];
        if rest.first() == Some(&b'.') && rest.get(1).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
            self.take_while(continues_word);
        }
    }

    fn sign_or_odd(&mut self, c: char) -> PieceKind {
        let rest = &self.text[self.at..];
        if let Some(sign) = LONG_SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            self.at += sign.len();
            return PieceKind::Sign;
        }
        self.at += c.len_utf8();
        if c.is_ascii_punctuation() { PieceKind::Sign } else { PieceKind::Odd }
    }

    fn pattern_can_stand(&self) -> bool {
        let last =
            self.pieces.iter().rev().find(|piece| !matches!(piece.kind, PieceKind::LineEnd | PieceKind::Comment));
        let Some(last) = last else {
            return false;
        };
        match last.text(self.text) {
            "matches" => true,
            "[" | "," => self.pattern_list.is_some(),
            _ => false,
        }
    }

    fn track_pattern_list(&mut self, start: usize) {
        match &self.text[start..self.at] {
            "[" => {
                let follows_matches = self.pieces.last().is_some_and(|piece| piece.text(self.text) == "matches");
                self.pattern_list = match self.pattern_list {
                    Some(open) => Some(open + 1),
                    None => follows_matches.then_some(1),
                };
            }
            "]" => self.pattern_list = self.pattern_list.and_then(|open| (open > 1).then(|| open - 1)),
            // A list that never closes ends with its rule.
            "=>" | "{" | "}" => self.pattern_list = None,
            _ => {}
        }
    }
}

/// Bytes of a text that never ends: to the end of its line, without a brace there, which belongs to a block.
fn unclosed_length(line: &str) -> usize {
    let line = line.trim_end();
    // A `}` that closes a value inside the text belongs to the text.
    let closes_value = line.ends_with('}') && line.matches('{').count() == line.matches('}').count();
    let stripped = if closes_value { line } else { line.strip_suffix(['{', '}']).unwrap_or(line) };
    let text = stripped.trim_end();
    text.len().max(line.chars().next().map_or(0, char::len_utf8))
}

/// Bytes of a date or instant at the start of a text: `2026-11-01`, `2026-11-01T09:00:00.5+01:00`.
fn date_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let shape = |from: usize, pattern: &[u8]| {
        bytes.len() >= from + pattern.len()
            && pattern.iter().zip(&bytes[from..]).all(|(p, b)| if *p == b'0' { b.is_ascii_digit() } else { p == b })
    };
    if !shape(0, b"0000-00-00") || bytes.get(10).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    if !shape(10, b"T00:00") {
        return Some(10);
    }
    let mut end = 16;
    if shape(end, b":00") {
        end += 3;
        if bytes.get(end) == Some(&b'.') {
            let digits = bytes[end + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
            end += if digits > 0 { 1 + digits } else { 0 };
        }
    }
    if shape(end, b"+00:00") || shape(end, b"-00:00") {
        end += 6;
    } else if bytes.get(end) == Some(&b'Z') {
        end += 1;
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use PieceKind::*;

    fn pieces(text: &str) -> Vec<(PieceKind, &str)> {
        scan(text).iter().map(|piece| (piece.kind, piece.text(text))).collect()
    }

    #[test]
    fn a_rule() {
        assert_eq!(
            pieces("ceo: job_title >= 1_0.5 => +20 \"x # y\" # why\n"),
            [
                (Word, "ceo"),
                (Sign, ":"),
                (Word, "job_title"),
                (Sign, ">="),
                (Number, "1_0.5"),
                (Sign, "=>"),
                (Sign, "+"),
                (Number, "20"),
                (Text(true), "\"x # y\""),
                (Comment, "# why"),
                (LineEnd, "\n"),
            ]
        );
    }

    #[test]
    fn ranges_are_not_decimals() {
        assert_eq!(pieces("0..<1"), [(Number, "0"), (Sign, "..<"), (Number, "1")]);
        assert_eq!(pieces("60d..30d"), [(Number, "60d"), (Sign, ".."), (Number, "30d")]);
    }

    #[test]
    fn dates_and_instants_are_one_piece() {
        for date in ["2026-11-01", "2026-11-01T09:00Z", "2026-11-01T09:00:00.25+01:00"] {
            assert_eq!(pieces(date), [(Number, date)]);
        }
        assert_eq!(pieces("2026-11-1")[0], (Number, "2026"));
    }

    #[test]
    fn patterns_stand_after_matches_only() {
        assert_eq!(pieces("x matches /a#\\/\"b/ #c")[2], (Pattern(true), "/a#\\/\"b/"));
        assert_eq!(pieces("x matches [/a/, /b/]").iter().filter(|piece| piece.0 == Pattern(true)).count(), 2);
        assert!(pieces("[a, b / c, / 2] yes/no").iter().all(|piece| !matches!(piece.0, Pattern(_))));
    }

    #[test]
    fn texts_end_with_their_line() {
        assert_eq!(
            pieces("\"a\\\"b\" \"c  \nx"),
            [(Text(true), "\"a\\\"b\""), (Text(false), "\"c"), (LineEnd, "\n"), (Word, "x"),]
        );
        assert_eq!(
            pieces("“a” ‘b’ it's"),
            [(CurlyText(true), "“a”"), (SingleText, "‘b’"), (Word, "it"), (Sign, "'"), (Word, "s"),]
        );
    }

    #[test]
    fn odd_characters_are_pieces_and_marks_at_the_start_are_not() {
        assert_eq!(pieces("\u{feff}a\u{a0}≥ 5"), [(Word, "a"), (Odd, "\u{a0}"), (Odd, "≥"), (Number, "5")]);
    }
}
