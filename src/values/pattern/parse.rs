//! From the text of a pattern to its tree.

use super::class::{DIGITS, SPACE, WORD, complement, fold_range, merged};
use super::{PATTERN_DEPTH_MAX, PATTERN_REPEAT_MAX, PATTERN_SIZE_MAX, PatternError, PatternNode};
use crate::values::text::fold_char;

/// Reads all of a text.
pub(super) fn parse(text: &str, folded: bool) -> Result<PatternNode, PatternError> {
    let mut reader = Reader { text, at: 0, folded, depth: 0 };
    if text.is_empty() {
        return Err(reader.error_at(0, "the pattern is empty"));
    }
    let (node, _) = reader.either()?;
    match reader.peek() {
        None => Ok(node),
        Some(_) => Err(reader.error_at(reader.at, "this `)` closes nothing; for the character write `\\)`")),
    }
}

/// A position in the text. Every method reads one construct and gives its tree with its size: how many characters and
/// ranges it has when its repeats are written out.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    folded: bool,
    depth: u32,
}

type Sized = (PatternNode, u64);

/// One character of a class, or one of the named sets, which is no end of a range.
enum ClassItem {
    Char(char),
    Set(Vec<(char, char)>),
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn take(&mut self, c: char) -> bool {
        let is_next = self.peek() == Some(c);
        if is_next {
            self.at += c.len_utf8();
        }
        is_next
    }

    fn error_at(&self, at: usize, what: impl Into<String>) -> PatternError {
        PatternError { at_byte: u32::try_from(at).unwrap_or(u32::MAX), what: what.into() }
    }

    fn bounded(&self, at: usize, size: u64) -> Result<u64, PatternError> {
        if size <= PATTERN_SIZE_MAX {
            return Ok(size);
        }
        let what = format!(
            "the pattern is too large: with its repeats written out it has more than {PATTERN_SIZE_MAX} characters"
        );
        Err(self.error_at(at, what))
    }

    /// `a|b|c`
    fn either(&mut self) -> Result<Sized, PatternError> {
        let (first, mut size) = self.sequence()?;
        let mut branches = vec![first];
        while self.take('|') {
            let at = self.at;
            let (branch, branch_size) = self.sequence()?;
            size = self.bounded(at, size + branch_size + 1)?;
            branches.push(branch);
        }
        Ok((one_or(branches, PatternNode::Either), size))
    }

    /// `abc`
    fn sequence(&mut self) -> Result<Sized, PatternError> {
        let mut nodes = Vec::new();
        let mut size = 0;
        while !matches!(self.peek(), None | Some('|' | ')')) {
            let at = self.at;
            let (node, node_size) = self.repeated()?;
            size = self.bounded(at, size + node_size)?;
            nodes.push(node);
        }
        Ok((one_or(nodes, PatternNode::Sequence), size))
    }

    /// `a`, `a*`, `a{2,3}`
    fn repeated(&mut self) -> Result<Sized, PatternError> {
        let from = self.at;
        let (node, size) = self.single()?;
        let at = self.at;
        let Some((min, max)) = self.count()? else {
            return Ok((node, size));
        };
        if matches!(node, PatternNode::Start | PatternNode::End) {
            return Err(self.error_at(from, "an end of the text cannot be repeated"));
        }
        let again = self.at;
        if self.count()?.is_some() {
            return Err(self.error_at(again, "a repeat of a repeat; put the inner one in brackets"));
        }
        let times = u64::from(max.unwrap_or(min.max(1)).max(1));
        let size = self.bounded(at, size.max(1).saturating_mul(times))?;
        Ok((PatternNode::Repeat { node: Box::new(node), min, max }, size))
    }

    /// How often what stands before may occur, if the text says so here.
    fn count(&mut self) -> Result<Option<(u32, Option<u32>)>, PatternError> {
        let count = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => return self.braces().map(Some),
            _ => return Ok(None),
        };
        self.at += 1;
        Ok(Some(count))
    }

    /// `{2}`, `{2,}`, `{2,3}`
    fn braces(&mut self) -> Result<(u32, Option<u32>), PatternError> {
        let at = self.at;
        self.at += 1;
        let min = self.number();
        let max = if self.take(',') {
            if self.peek() == Some('}') { Some(None) } else { self.number().map(Some) }
        } else {
            min.map(Some)
        };
        let (Some(min), Some(max), true) = (min, max, self.take('}')) else {
            return Err(self.error_at(at, "how often? write `{2}`, `{2,}` or `{2,3}`, or `\\{` for the character"));
        };
        if min.max(max.unwrap_or(0)) > PATTERN_REPEAT_MAX {
            return Err(self.error_at(at, format!("a repeat is at most {PATTERN_REPEAT_MAX} times")));
        }
        if max.is_some_and(|max| max < min) {
            return Err(self.error_at(at, "the first number of a repeat is the smaller one"));
        }
        Ok((min, max))
    }

    /// Digits, held at a number too great for any count.
    fn number(&mut self) -> Option<u32> {
        let mut number = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            number = Some(number.unwrap_or(0u32).saturating_mul(10).saturating_add(digit));
            self.at += 1;
        }
        number
    }

    /// One character, class, bracket or end of text.
    fn single(&mut self) -> Result<Sized, PatternError> {
        let at = self.at;
        let c = self.next().ok_or_else(|| self.error_at(at, "the pattern ends here too early"))?;
        match c {
            '(' => self.bracket(at),
            '[' => self.class(at),
            '.' => Ok((PatternNode::Any, 4)),
            '^' => Ok((PatternNode::Start, 1)),
            '$' => Ok((PatternNode::End, 1)),
            '\\' => self.escape(at),
            '*' | '+' | '?' => Err(self
                .error_at(at, format!("nothing stands before this `{c}` to repeat; for the character write `\\{c}`"))),
            '{' | '}' | ']' => Err(self.error_at(at, format!("for the character write `\\{c}`"))),
            c => Ok((PatternNode::Literal(self.fold(c)), 1)),
        }
    }

    /// `(..)`, its first bracket already read. `(?:..)` is the same; other `(?` are not of the subset.
    fn bracket(&mut self, at: usize) -> Result<Sized, PatternError> {
        if self.depth == PATTERN_DEPTH_MAX {
            return Err(self.error_at(at, format!("brackets nest at most {PATTERN_DEPTH_MAX} deep")));
        }
        if self.text[self.at..].starts_with("?:") {
            self.at += 2;
        } else if self.peek() == Some('?') {
            return Err(self.error_at(at, "`(?` is not known here; brackets only group: `(a|b)`"));
        }
        self.depth += 1;
        let (inner, size) = self.either()?;
        self.depth -= 1;
        if !self.take(')') {
            return Err(self.error_at(at, "this `(` is not closed; for the character write `\\(`"));
        }
        Ok((inner, size.max(1)))
    }

    /// `\d`, `\.`, its backslash already read.
    fn escape(&mut self, at: usize) -> Result<Sized, PatternError> {
        let c = self.next().ok_or_else(|| self.error_at(at, "a character has to follow the `\\`"))?;
        if let Some((set, negated)) = named_set(c) {
            return Ok((PatternNode::Class { ranges: set.to_vec(), negated }, set.len() as u64 + 3));
        }
        let c = self.escaped(at, c)?;
        Ok((PatternNode::Literal(self.fold(c)), 1))
    }

    /// The character that `\c` stands for.
    fn escaped(&self, at: usize, c: char) -> Result<char, PatternError> {
        match c {
            'n' => Ok('\n'),
            'r' => Ok('\r'),
            't' => Ok('\t'),
            'b' | 'B' => Err(self.error_at(at, format!("`\\{c}` is not known here; for whole words use `has word`"))),
            c if c.is_ascii_punctuation() || c == ' ' => Ok(c),
            c => Err(self.error_at(
                at,
                format!(
                    "`\\{c}` is not known here; known are `\\d \\w \\s \\D \\W \\S \\n \\r \\t` and signs such as `\\.`"
                ),
            )),
        }
    }

    /// `[a-z]`, its first bracket already read.
    fn class(&mut self, at: usize) -> Result<Sized, PatternError> {
        let negated = self.take('^');
        let mut ranges = Vec::new();
        let mut size = 3;
        loop {
            if self.peek() == Some(']') && !ranges.is_empty() {
                self.at += 1;
                break;
            }
            let item_at = self.at;
            let found = self.class_range(at)?;
            size = self.bounded(item_at, size + found.len() as u64)?;
            ranges.extend(found);
        }
        let ranges = merged(ranges);
        if negated && complement(&ranges).is_empty() {
            return Err(self.error_at(at, "no character is left that this could match"));
        }
        Ok((PatternNode::Class { ranges, negated }, size))
    }

    /// `a`, `a-z` or `\d` inside a class.
    fn class_range(&mut self, class_at: usize) -> Result<Vec<(char, char)>, PatternError> {
        let at = self.at;
        let first = match self.class_item(class_at)? {
            ClassItem::Set(ranges) => return Ok(ranges),
            ClassItem::Char(c) => c,
        };
        let rest = &self.text[self.at..];
        if !rest.starts_with('-') || rest.starts_with("-]") {
            return Ok(self.fold_class_range((first, first)));
        }
        self.at += 1;
        match self.class_item(class_at)? {
            ClassItem::Char(last) if first <= last => Ok(self.fold_class_range((first, last))),
            ClassItem::Char(last) => {
                Err(self.error_at(at, format!("the range `{first}-{last}` runs backwards; write `{last}-{first}`")))
            }
            ClassItem::Set(_) => Err(self.error_at(at, "a range runs from one character to another")),
        }
    }

    fn class_item(&mut self, class_at: usize) -> Result<ClassItem, PatternError> {
        let at = self.at;
        match self.next() {
            None => Err(self.error_at(class_at, "this `[` is not closed; for the character write `\\[`")),
            Some(']') => Err(self.error_at(at, "a class has at least one character; for `]` write `\\]`")),
            Some('[') => Err(self.error_at(at, "inside a class write `\\[`")),
            Some('\\') => {
                let c = self.next().ok_or_else(|| self.error_at(at, "a character has to follow the `\\`"))?;
                match named_set(c) {
                    Some((set, false)) => Ok(ClassItem::Set(set.to_vec())),
                    Some((set, true)) => Ok(ClassItem::Set(complement(set))),
                    None => self.escaped(at, c).map(ClassItem::Char),
                }
            }
            Some(c) => Ok(ClassItem::Char(c)),
        }
    }

    fn fold(&self, c: char) -> char {
        if self.folded { fold_char(c) } else { c }
    }

    fn fold_class_range(&self, range: (char, char)) -> Vec<(char, char)> {
        if self.folded { fold_range(range) } else { vec![range] }
    }
}

/// The ranges of `\d`, `\w`, `\s`, and whether the letter is the large one that means every other character.
fn named_set(c: char) -> Option<(&'static [(char, char)], bool)> {
    let set = match c {
        'd' | 'D' => DIGITS,
        'w' | 'W' => WORD,
        's' | 'S' => SPACE,
        _ => return None,
    };
    Some((set, c.is_ascii_uppercase()))
}

/// Nothing, the only one, or several.
fn one_or(mut nodes: Vec<PatternNode>, several: fn(Vec<PatternNode>) -> PatternNode) -> PatternNode {
    match nodes.len() {
        0 => PatternNode::Empty,
        1 => nodes.swap_remove(0),
        _ => several(nodes),
    }
}
