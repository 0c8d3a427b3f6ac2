//! A change: edits of one entry that belong together, and the mistake they mend.

use std::ops::Range;

use super::Broken;
use crate::syntax::error::{SyntaxError, SyntaxErrorKind};
use crate::syntax::place::Place;

/// Edits that belong together.
#[derive(Clone, Debug)]
pub(in crate::syntax) struct Change {
    /// What was wrong.
    pub kind: SyntaxErrorKind,
    /// Where, in bytes of the source.
    pub at: Range<usize>,
    /// What to write instead, in order of place.
    pub edits: Vec<(Range<usize>, String)>,
    /// What is a comment after the edits, and so is not read.
    pub ignored: Option<Range<usize>>,
}

impl Change {
    /// Adds an edit.
    pub fn edit(mut self, at: Range<usize>, with: impl Into<String>) -> Self {
        self.edits.push((at, with.into()));
        self
    }

    /// Whether both change the same bytes.
    pub fn overlaps(&self, other: &Change) -> bool {
        self.edits.iter().any(|(mine, _)| other.edits.iter().any(|(theirs, _)| touch(mine, theirs)))
    }

    pub(super) fn error(&self, broken: &Broken<'_>) -> SyntaxError {
        let error = SyntaxError::new(self.kind.clone(), broken.span(self.at.clone()));
        self.edits.iter().fold(error, |error, (at, with)| error.edit(broken.span(at.clone()), with))
    }
}

/// Whether two edits cannot both be made: they share bytes, or insert at the same place.
fn touch(a: &Range<usize>, b: &Range<usize>) -> bool {
    (a.start < b.end && b.start < a.end) || a == b
}

impl Broken<'_> {
    /// The entry with some changes, and where its bytes come from; `None` if they contradict each other.
    pub(super) fn changed(&self, changes: &[&Change]) -> Option<(String, Place)> {
        let mut edits: Vec<(Range<usize>, &str)> = Vec::new();
        for change in changes {
            match &change.ignored {
                Some(ignored) => edits.push((ignored.clone(), "")),
                None => edits.extend(change.edits.iter().map(|(at, with)| (at.clone(), with.as_str()))),
            }
        }
        edits.sort_by_key(|(at, _)| (at.start, at.end));
        if edits.windows(2).any(|pair| touch(&pair[0].0, &pair[1].0)) {
            return None;
        }
        let base = self.bytes.start;
        let masked = self.layout.masked(self.bytes.clone());
        let mut place = Place::new(self.source, base);
        let mut changed = String::with_capacity(masked.len() + 8);
        let mut from = 0;
        for (at, with) in edits {
            let (start, end) = (at.start.checked_sub(base)?, at.end.checked_sub(base)?);
            changed.push_str(masked.get(from..start)?);
            changed.push_str(with);
            place.replace(start, end - start, with.len());
            from = end;
        }
        changed.push_str(masked.get(from..)?);
        Some((changed, place))
    }
}
