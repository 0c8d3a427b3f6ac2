//! Finds what an author meant by an entry that cannot be read: the edit after which it can.
//!
//! In: the pieces of one entry and where the grammar stopped. Out: changes, of which the first names the mistake, and
//! the node that the changed entry makes, so that nothing follows from the mistake. Every change is tried before it is
//! offered. First come the habits (`=` for `==`, `20 points`, curly quotes), known by their shape; then small edits
//! around the place where the grammar stopped: a word misspelt, a sign or word too few, too many or wrong. Work is
//! bounded by the bytes that may be read for each file.

mod arrow;
mod awards;
mod brackets;
mod change;
mod clauses;
mod cursor;
mod dates;
mod decays;
mod declared;
mod formulas;
mod habits;
mod heads;
mod items;
mod limits;
mod lists;
mod misplaced;
mod near;
mod numbers;
mod phrases;
mod quotes;
mod ranges;
mod reasons;
mod sentences;
mod settings;
mod tiers;
mod types;
mod units;
mod values;
mod whole;
mod windows;

use std::mem::discriminant;
use std::ops::Range;

pub(super) use change::Change;
pub(super) use dates::iso;
pub(super) use declared::Declared;

use super::error::{SyntaxError, SyntaxErrorKind, SyntaxErrorKind as Kind};
use super::file::lines::{Failure, Reading, read};
use super::from_pairs::FromPairs;
use super::grammar::Rule;
use super::layout::Layout;
use super::scan::{Piece, PieceKind};
use crate::source::{SourceId, Span};

/// How many bytes of changed entries are read for one file, to see whether they can be.
pub(super) const TRIED_BYTES_MAX: usize = 1_000_000;

/// What one try costs besides its bytes.
const TRY_BYTES: usize = 50;

/// How many looks from one piece to another cost as much as reading a byte.
const PIECES_PER_BYTE: usize = 20;

/// Where more habits show in one entry, those of one kind are needed together or not at all.
const ONE_BY_ONE_MAX: usize = 16;

/// Longer entries are only looked through for habits.
const SEARCHED_BYTES_MAX: usize = 4_000;

/// Says at a piece what is meant there, and how many pieces that took.
type Finder = fn(&Broken<'_>, usize) -> Option<(usize, Change)>;

/// One entry that cannot be read.
pub(super) struct Broken<'t> {
    pub source: SourceId,
    pub text: &'t str,
    pub layout: &'t Layout<'t>,
    pub declared: &'t Declared<'t>,
    /// What it should be.
    pub wanted: Rule,
    /// Its pieces, without comments and line ends.
    pub pieces: Vec<Piece>,
    /// Its bytes.
    pub bytes: Range<usize>,
}

/// What an entry becomes by its changes.
pub(super) struct Mended<T> {
    /// The node; `None` if the changes leave nothing to read.
    pub node: Option<T>,
    /// What to report.
    pub error: SyntaxError,
}

/// Looks for changes after which an entry can be read; `stop` is the byte where the grammar stopped.
pub(super) fn mend<T: FromPairs>(
    broken: &Broken<'_>,
    stop: usize,
    expected: &[Rule],
    bytes_left: &mut usize,
) -> Option<Mended<T>> {
    // Some habits are looked for from each piece to all others.
    let looked_through = broken.pieces.len() * broken.pieces.len() / PIECES_PER_BYTE;
    let left = bytes_left.checked_sub(looked_through);
    *bytes_left = left.unwrap_or(0);
    left?;
    let mut search = Search { broken, bytes_left, is_strict: false };
    search.misplaced().or_else(|| search.habits()).or_else(|| search.whole()).or_else(|| search.near(stop, expected))
}

/// As [`mend`], for an entry that the grammar reads and that makes no sense: only what is known by its shape.
pub(super) fn mend_shape<T: FromPairs>(broken: &Broken<'_>, bytes_left: &mut usize) -> Option<Mended<T>> {
    let looked_through = broken.pieces.len() * broken.pieces.len() / PIECES_PER_BYTE;
    let left = bytes_left.checked_sub(looked_through);
    *bytes_left = left.unwrap_or(0);
    left?;
    Search { broken, bytes_left, is_strict: true }.habits()
}

/// Tries changes, as long as there are bytes left to read.
struct Search<'b, 't> {
    broken: &'b Broken<'t>,
    bytes_left: &'b mut usize,
    /// Whether an entry that reads and makes no sense is none.
    is_strict: bool,
}

/// Where a changed entry stops being readable, as a byte of the source.
struct Stop {
    at: usize,
    expected: Vec<Rule>,
}

impl Search<'_, '_> {
    /// Takes the bytes of one try; false if there are not enough left.
    fn may_read(&mut self) -> bool {
        let left = self.bytes_left.checked_sub(self.broken.bytes.len() + TRY_BYTES);
        *self.bytes_left = left.unwrap_or(0);
        left.is_some()
    }

    /// Reads the entry with some changes.
    fn attempt<T: FromPairs>(&mut self, changes: &[&Change]) -> Result<Mended<T>, Stop> {
        let nowhere = Stop { at: self.broken.bytes.start, expected: Vec::new() };
        if !self.may_read() {
            return Err(nowhere);
        }
        let Some((changed, place)) = self.broken.changed(changes) else {
            return Err(nowhere);
        };
        if changed.trim().is_empty() {
            return Ok(Mended { node: None, error: self.broken.error(changes, Vec::new()) });
        }
        match read::<T>(self.broken.wanted, &changed, self.broken.text, &place, Vec::new()) {
            Ok(Reading { findings, .. }) if self.is_strict && findings.iter().any(SyntaxError::makes_no_sense) => {
                Err(nowhere)
            }
            Ok(Reading { node, findings }) => {
                Ok(Mended { node: Some(node), error: self.broken.error(changes, findings) })
            }
            Err(Failure::Grammar(at, expected)) => Err(Stop { at: place.span(at, at).start as usize, expected }),
            Err(Failure::Tree(_)) => Err(nowhere),
        }
    }

    /// The habits of shape that this entry shows, all at once; then without those that it did not need.
    fn habits<T: FromPairs>(&mut self) -> Option<Mended<T>> {
        let changes = habits::all(self.broken);
        let quote = self.missing_quote::<T>(&changes);
        if quote.is_some() || changes.is_empty() {
            return quote;
        }
        let mut mended = self.attempt(&changes.iter().collect::<Vec<_>>()).ok()?;
        let mut groups = grouped(changes);
        let mut index = 0;
        while index < groups.len() && groups.len() > 1 {
            let kept = groups.iter().enumerate().filter(|(at, _)| *at != index);
            let mut kept: Vec<&Change> = kept.flat_map(|(_, group)| group).collect();
            kept.sort_by_key(|change| change.at.start);
            match self.attempt(&kept) {
                Ok(without) => {
                    mended = without;
                    groups.remove(index);
                }
                Err(_) => index += 1,
            }
        }
        Some(mended)
    }

    /// The first of some changes after which, together with others, the entry can be read.
    fn first_of<T: FromPairs>(&mut self, candidates: Vec<Change>, others: &[Change]) -> Option<Mended<T>> {
        let mut bases: Vec<&[Change]> = vec![&[]];
        if !others.is_empty() {
            bases.push(others);
        }
        for base in bases {
            for candidate in &candidates {
                if *self.bytes_left == 0 {
                    return None;
                }
                let mut changes = vec![candidate];
                changes.extend(base.iter().filter(|change| !change.overlaps(candidate)));
                if let Ok(mended) = self.attempt(&changes) {
                    return Some(mended);
                }
            }
        }
        None
    }
}

/// Changes that are left out together to see whether they are needed.
fn grouped(changes: Vec<Change>) -> Vec<Vec<Change>> {
    if changes.len() <= ONE_BY_ONE_MAX {
        return changes.into_iter().map(|change| vec![change]).collect();
    }
    let mut groups: Vec<Vec<Change>> = Vec::new();
    for change in changes {
        let same = |group: &Vec<Change>| discriminant(&group[0].kind) == discriminant(&change.kind);
        match groups.iter().position(same) {
            Some(index) => groups[index].push(change),
            None => groups.push(vec![change]),
        }
    }
    groups
}

impl Broken<'_> {
    fn span(&self, bytes: Range<usize>) -> Span {
        let byte = |at: usize| u32::try_from(at).expect("a text within the limit");
        Span::new(self.source, byte(bytes.start), byte(bytes.end))
    }

    /// A piece as written.
    fn written(&self, index: usize) -> &str {
        self.pieces.get(index).map_or("", |piece| piece.text(self.text))
    }

    fn is_word(&self, index: usize, word: &str) -> bool {
        self.pieces.get(index).is_some_and(|piece| piece.kind == PieceKind::Word) && self.written(index) == word
    }

    fn is_sign(&self, index: usize, sign: &str) -> bool {
        self.pieces.get(index).is_some_and(|piece| piece.kind == PieceKind::Sign) && self.written(index) == sign
    }

    /// What the first of some finders that fits says at each piece; each says how many pieces it took.
    fn scan(&self, finders: &[Finder]) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut index = 0;
        while index < self.pieces.len() {
            match finders.iter().find_map(|find| find(self, index)) {
                Some((length, change)) => {
                    changes.push(change);
                    index += length;
                }
                None => index += 1,
            }
        }
        changes
    }

    /// Whether a piece can be a name.
    fn is_name(&self, index: usize) -> bool {
        matches!(self.kind(index), Some(PieceKind::Word | PieceKind::Quoted(true)))
    }

    /// The piece that closes a bracket.
    fn closing(&self, open: usize) -> Option<usize> {
        let mut depth = 0_usize;
        (open..self.pieces.len()).find(|index| {
            match self.written(*index) {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0
        })
    }

    /// Commas and semicolons between two brackets, and not between others inside them.
    fn separators(&self, open: usize, close: usize) -> Vec<usize> {
        self.separators_in(open + 1..close)
    }

    /// As [`Self::separators`], of some pieces.
    fn separators_in(&self, pieces: Range<usize>) -> Vec<usize> {
        let mut separators = Vec::new();
        let mut index = pieces.start;
        while index < pieces.end {
            match self.written(index) {
                "(" | "[" | "{" => index = self.closing(index).unwrap_or(pieces.end),
                "," | ";" => separators.push(index),
                _ => {}
            }
            index += 1;
        }
        separators
    }

    /// The first piece of the name, with its dots, that ends before a piece.
    fn path_before(&self, index: usize) -> Option<usize> {
        let mut first = index.checked_sub(1).filter(|at| self.is_name(*at))?;
        while first >= 2 && self.is_sign(first - 1, ".") && self.is_name(first - 2) {
            first -= 2;
        }
        Some(first)
    }

    /// Whether the file declares something by this name, such as `activity page_view`.
    fn declares(&self, word: &str, name: &str) -> bool {
        self.declared.has(word, name)
    }

    fn kind(&self, index: usize) -> Option<PieceKind> {
        self.pieces.get(index).map(|piece| piece.kind)
    }

    /// Whether nothing stands between a piece and the next.
    fn touches_next(&self, index: usize) -> bool {
        match (self.pieces.get(index), self.pieces.get(index + 1)) {
            (Some(piece), Some(next)) => piece.end == next.start,
            _ => false,
        }
    }

    fn range(&self, index: usize) -> Range<usize> {
        self.pieces.get(index).map_or(self.bytes.end..self.bytes.end, |piece| piece.start..piece.end)
    }

    /// The one error that changes and the findings after them make.
    fn error(&self, changes: &[&Change], findings: Vec<SyntaxError>) -> SyntaxError {
        let mut errors: Vec<SyntaxError> = changes.iter().map(|change| change.error(self)).collect();
        errors.extend(findings);
        SyntaxError::joined(errors)
    }

    /// Whether the entry is a rule or an arm, and so needs a `=>`.
    fn needs_arrow(&self) -> bool {
        matches!(
            self.wanted,
            Rule::item_line
                | Rule::body_line
                | Rule::match_line
                | Rule::first_line
                | Rule::label_line
                | Rule::cases_line
        )
    }

    /// Whether the entry is an arm of `match`, `first` or a label.
    fn is_arm(&self) -> bool {
        matches!(self.wanted, Rule::match_line | Rule::first_line | Rule::label_line)
    }

    /// Whether a block follows.
    fn is_header(&self) -> bool {
        matches!(self.wanted, Rule::item_header | Rule::body_header | Rule::given_or_cases_header)
    }

    fn change(&self, kind: SyntaxErrorKind, at: Range<usize>) -> Change {
        Change { kind, at, edits: Vec::new(), ignored: None }
    }

    /// A change of some pieces that say something in other words; none if they are what is meant.
    fn in_other_words(&self, pieces: Range<usize>, meant: String, other: Option<String>) -> Option<Change> {
        let at = self.range(pieces.start).start..self.range(pieces.end - 1).end;
        let written = self.text[at.clone()].to_owned();
        let visible = |text: &str| text.split_whitespace().collect::<String>();
        if visible(&written) == visible(&meant) {
            return None;
        }
        let kind = Kind::OtherWords { written, meant: meant.clone(), other };
        Some(self.change(kind, at.clone()).edit(at, meant))
    }

    /// A change that replaces one piece.
    fn replace(&self, kind: SyntaxErrorKind, index: usize, with: impl Into<String>) -> Change {
        let at = self.range(index);
        self.change(kind, at.clone()).edit(at, with)
    }
}
