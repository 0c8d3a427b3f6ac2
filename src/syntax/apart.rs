//! Ranges that lie apart, so that asking whether one more fits takes no longer the more there are.

use std::collections::BTreeSet;
use std::ops::Range;

/// Ranges of bytes of which no two touch: none share a byte, and no two insertions stand at the same place.
#[derive(Default)]
pub(super) struct Apart {
    ranges: BTreeSet<(usize, usize)>,
}

impl Apart {
    /// Adds ranges that belong together, unless one of them touches what is there already.
    pub fn add(&mut self, ranges: impl Iterator<Item = Range<usize>> + Clone) -> bool {
        if ranges.clone().any(|range| self.touches(&range)) {
            return false;
        }
        self.ranges.extend(ranges.map(|range| (range.start, range.end)));
        true
    }

    /// Only the last range that begins before the end of another can share a byte with it.
    fn touches(&self, range: &Range<usize>) -> bool {
        let last = self.ranges.range(..(range.end, 0)).next_back();
        last.is_some_and(|(_, end)| *end > range.start) || self.ranges.contains(&(range.start, range.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_touch_by_a_byte_or_as_two_insertions_at_one_place() {
        let mut apart = Apart::default();
        let mut add = |start, end| apart.add(std::iter::once(start..end));
        assert!(add(3, 8));
        assert!(!add(5, 5), "inside");
        assert!(!add(7, 9));
        assert!(!add(1, 4));
        assert!(add(8, 8), "directly after it");
        assert!(!add(8, 8));
        assert!(add(8, 10), "directly after the insertion");
        assert!(add(3, 3), "directly before it");
        assert!(!add(2, 9), "around");
    }

    #[test]
    fn ranges_that_belong_together_are_added_together() {
        let mut apart = Apart::default();
        assert!(apart.add([0..1, 4..5].into_iter()));
        assert!(!apart.add([2..3, 4..6].into_iter()));
        assert!(apart.add(std::iter::once(2..3)), "nothing of those was added");
    }
}
