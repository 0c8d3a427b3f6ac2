//! Findings that merely follow from an entry that could not be read, or from the guess at what it meant.

use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::Lost;

/// Says of findings whether they follow from what the syntax reported already.
pub(super) struct Followers<'l> {
    /// In order; none overlaps another.
    guessed: Vec<Span>,
    incomplete: &'l [Span],
}

impl<'l> Followers<'l> {
    pub fn of(lost: &'l Lost) -> Self {
        let mut guessed = lost.guessed.clone();
        guessed.sort_unstable();
        Followers { guessed, incomplete: &lost.incomplete }
    }

    /// Whether a finding lies in an entry that was read by a guess, or says that something is missing which may stand
    /// in an entry that could not be read.
    pub fn has(&self, finding: &Diagnostic) -> bool {
        let at = finding.primary.span;
        let before = self.guessed.partition_point(|span| *span <= Span { end: u32::MAX, ..at });
        let in_guess = before.checked_sub(1).is_some_and(|index| lies_in(at, self.guessed[index]));
        in_guess || (says_missing(finding.code) && self.incomplete.iter().any(|block| lies_in(at, *block)))
    }
}

fn lies_in(inner: Span, outer: Span) -> bool {
    inner.source == outer.source && outer.start <= inner.start && inner.end <= outer.end
}

/// Whether a code says that a block lacks something.
fn says_missing(code: Code) -> bool {
    matches!(code, Code::TestWithoutAsOf | Code::TestRecord | Code::LabelWithoutElse | Code::BandGap)
}
