//! Quotes: curly ones, single ones, and those that are missing.

use super::{Broken, Change, Mended, Search};
use crate::syntax::error::SyntaxErrorKind as Kind;
use crate::syntax::from_pairs::FromPairs;
use crate::syntax::scan::PieceKind;

const CURLY: &[char] = &['“', '”', '„', '‟', '«', '»'];

/// `“CEO”`, `'CEO'`, and straight texts that end in a curly quote.
pub(super) fn other_quotes(broken: &Broken<'_>) -> Vec<Change> {
    (0..broken.pieces.len())
        .filter_map(|index| match broken.kind(index)? {
            PieceKind::CurlyText(true) | PieceKind::SingleText if date_inside(broken, index).is_some() => {
                let date = date_inside(broken, index)?;
                let kind = Kind::DateForm(broken.written(index).to_owned(), date.clone());
                Some(broken.replace(kind, index, date))
            }
            PieceKind::SingleText if broken.written(index) == "''" => doubled_single(broken, index),
            PieceKind::CurlyText(closed) => Some(straight(broken, index, Kind::CurlyQuotes, closed)),
            PieceKind::SingleText => Some(straight(broken, index, Kind::SingleQuotes, true)),
            PieceKind::Text(_) => curly_end(broken, index),
            _ => None,
        })
        .collect()
}

/// A date in quotes: dates stand bare.
fn date_inside(broken: &Broken<'_>, index: usize) -> Option<String> {
    let inside = broken.written(index).trim_matches(['\'', '‘', '’', '“', '”', '"']);
    let parts: Vec<&str> = inside.split('-').collect();
    let digits = |part: &&str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    let fits = matches!(parts.as_slice(), [y, m, d] if digits(y, 4) && digits(m, 2) && digits(d, 2));
    fits.then(|| inside.to_owned())
}

/// `''manager''`: two single quotes for one double.
fn doubled_single(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let end = (index + 1..broken.pieces.len().min(index + 8)).find(|end| broken.written(*end) == "''")?;
    let (open, close) = (broken.range(index), broken.range(end));
    Some(broken.change(Kind::SingleQuotes, open.start..close.end).edit(open, "\"").edit(close, "\""))
}

/// Straight quotes for those at both ends of a piece.
fn straight(broken: &Broken<'_>, index: usize, kind: Kind, closed: bool) -> Change {
    let at = broken.range(index);
    let written = broken.written(index);
    let first = written.chars().next().map_or(0, char::len_utf8);
    let last = written.chars().next_back().filter(|c| closed && *c != '"').map_or(0, char::len_utf8);
    let mut change = broken.change(kind, at.clone()).edit(at.start..at.start + first, "\"");
    if last > 0 {
        change = change.edit(at.end - last..at.end, "\"");
    }
    change
}

/// `"CEO”`: the text goes on to the next straight quote, or to the end of the line.
fn curly_end(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let at = broken.range(index);
    let (offset, c) = broken.written(index).char_indices().find(|(_, c)| CURLY.contains(c))?;
    let quote = at.start + offset..at.start + offset + c.len_utf8();
    Some(broken.change(Kind::CurlyQuotes, at.start..quote.end).edit(quote, "\""))
}

impl Search<'_, '_> {
    /// `"CEO => +20`: the quote that makes the entry readable, tried from left to right.
    pub(super) fn missing_quote<T: FromPairs>(&mut self, others: &[Change]) -> Option<Mended<T>> {
        let unclosed = self.broken.pieces.iter().position(|piece| {
            matches!(
                piece.kind,
                PieceKind::Text(false)
                    | PieceKind::CurlyText(false)
                    | PieceKind::Quoted(false)
                    | PieceKind::Pattern(false)
            )
        })?;
        let quote = match self.broken.kind(unclosed) {
            Some(PieceKind::Quoted(false)) => '`',
            Some(PieceKind::Pattern(false)) => '/',
            _ => '"',
        };
        let mut candidates = other_end(self.broken, unclosed);
        candidates.extend(
            places(self.broken, unclosed)
                .into_iter()
                .map(|at| self.broken.change(Kind::MissingQuote(quote), at..at).edit(at..at, quote)),
        );
        let with_bracket = candidates.clone();
        let line = self.broken.bytes.start..self.broken.range(unclosed).end;
        let surplus = self.broken.text[line.clone()].match_indices(quote).map(|(offset, _)| line.start + offset);
        candidates.extend(surplus.map(|at| {
            let kind = Kind::ExtraPart(quote.to_string());
            self.broken.change(kind, at..at + 1).edit(at..at + 1, "")
        }));
        // `["a", "b => +1`: the bracket went with the quote.
        for bracket in ["]", ")"] {
            candidates.extend(with_bracket.iter().map(|change| {
                let at = change.at.clone();
                self.broken.change(change.kind.clone(), at.clone()).edit(at, format!("{quote}{bracket}"))
            }));
        }
        self.first_of(candidates, others)
    }
}

/// `"CEO”`, `'CEO"`: a quote of another kind at the other end.
fn other_end(broken: &Broken<'_>, unclosed: usize) -> Vec<Change> {
    if !matches!(broken.kind(unclosed), Some(PieceKind::Text(false))) {
        return Vec::new();
    }
    let line_start = broken.text[broken.bytes.start..broken.range(unclosed).start]
        .rfind('\n')
        .map_or(broken.bytes.start, |at| broken.bytes.start + at + 1);
    let line = &broken.text[line_start..broken.range(unclosed).end];
    let other = line.char_indices().filter(|(_, c)| CURLY.contains(c) || matches!(c, '\'' | '‘' | '’' | '´' | '`'));
    let straight = |(offset, c): (usize, char)| {
        let at = line_start + offset..line_start + offset + c.len_utf8();
        let kind = if CURLY.contains(&c) { Kind::CurlyQuotes } else { Kind::SingleQuotes };
        broken.change(kind, at.clone()).edit(at, "\"")
    };
    other.map(straight).collect()
}

/// Where a quote can be missing: at the edges of words, first in the text that never ends, from left to right, then
/// before it, from right to left.
fn places(broken: &Broken<'_>, unclosed: usize) -> Vec<usize> {
    let piece = broken.pieces[unclosed];
    let before = &broken.text[broken.bytes.start..piece.start];
    let line_start = before.rfind('\n').map_or(broken.bytes.start, |at| broken.bytes.start + at + 1);
    let line = &broken.text[line_start..piece.end];
    let is_edge = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || "[](){},:".contains(c));
    let mut places = Vec::new();
    let mut previous = None;
    for (offset, c) in line.char_indices() {
        let opens = is_edge(previous) && !is_edge(Some(c)) && c != '"';
        let closes = !is_edge(previous) && is_edge(Some(c)) && previous != Some('"');
        if opens || closes {
            places.push(line_start + offset);
        }
        previous = Some(c);
    }
    places.push(piece.end);
    let (earlier, inside): (Vec<_>, Vec<_>) = places.into_iter().partition(|at| *at < piece.start);
    inside.into_iter().chain(earlier.into_iter().rev()).collect()
}
