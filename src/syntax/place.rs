//! Where a stretch of text that the grammar read stands in its source, also after edits.

use crate::source::{SourceId, Span};

/// Maps bytes of a text that was read to bytes of the source it came from.
///
/// The text is a stretch of the source that begins at `base`, with some stretches replaced. A byte inside a
/// replacement maps to the start or end of what it replaced, so that spans never leave the source.
#[derive(Clone, Debug)]
pub(super) struct Place {
    source: SourceId,
    base: usize,
    replaced: Vec<Replaced>,
}

/// One stretch that differs: bytes `new..new + new_len` of the text stand for `old..old + old_len` after `base`.
#[derive(Clone, Copy, Debug)]
struct Replaced {
    new: usize,
    new_len: usize,
    old: usize,
    old_len: usize,
}

impl Place {
    /// A stretch as it is.
    pub fn new(source: SourceId, base: usize) -> Self {
        Place { source, base, replaced: Vec::new() }
    }

    /// Notes that `old_len` bytes at `old` (after `base`) were replaced by `new_len` bytes; in order of `old`.
    pub fn replace(&mut self, old: usize, old_len: usize, new_len: usize) {
        let new = self.replaced.last().map_or(old, |last| last.new + last.new_len + (old - last.old - last.old_len));
        self.replaced.push(Replaced { new, new_len, old, old_len });
    }

    /// The span of bytes `start..end` of the text.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let start = self.old(start, false);
        let end = self.old(end, true).max(start);
        let byte = |at: usize| u32::try_from(self.base + at).unwrap_or(u32::MAX);
        Span::new(self.source, byte(start), byte(end))
    }

    fn old(&self, new: usize, is_end: bool) -> usize {
        let n_before = self.replaced.partition_point(|replaced| replaced.new <= new);
        let Some(replaced) = n_before.checked_sub(1).map(|last| self.replaced[last]) else {
            return new;
        };
        let inside = new - replaced.new;
        if inside == 0 && !is_end {
            replaced.old
        } else if inside < replaced.new_len {
            if is_end && inside > 0 { replaced.old + replaced.old_len } else { replaced.old }
        } else {
            replaced.old + replaced.old_len + (inside - replaced.new_len)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_come_back_to_the_source() {
        // Source, from byte 100: `a = 5 AND b`; read: `a == 5 and b`.
        let mut place = Place::new(SourceId(3), 100);
        place.replace(2, 1, 2);
        place.replace(6, 3, 3);
        let bytes = |start, end| {
            let span = place.span(start, end);
            (span.start, span.end)
        };
        assert_eq!(bytes(0, 1), (100, 101));
        assert_eq!(bytes(2, 4), (102, 103), "the replaced sign");
        assert_eq!(bytes(5, 6), (104, 105), "after it");
        assert_eq!(bytes(7, 10), (106, 109));
        assert_eq!(bytes(0, 12), (100, 111));
    }

    #[test]
    fn insertions_have_no_width_in_the_source() {
        let mut place = Place::new(SourceId(0), 0);
        place.replace(4, 0, 3);
        let span = place.span(4, 7);
        assert_eq!((span.start, span.end), (4, 4));
        let span = place.span(7, 9);
        assert_eq!((span.start, span.end), (4, 6));
    }
}
