//! Applies the safe fixes of findings to the texts they are about.

use std::collections::BTreeMap;

use super::{Applicability, Diagnostics, Edit, Fix};
use crate::source::{SourceId, SourceMap};

/// The texts that safe fixes change, and how many fixes went in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fixed {
    /// The new text of each file that changes.
    pub texts: BTreeMap<SourceId, String>,
    /// Findings whose fix was applied.
    pub n_applied: usize,
    /// Findings whose fix overlaps one that was applied; after another check they may be applied too.
    pub n_waiting: usize,
}

/// Applies the first safe fix of each finding, in the order of the findings.
///
/// A fix goes in whole or not at all: one of which any edit touches a text that an earlier fix has changed waits. Insertions
/// at the same place wait for one another too, as their order would be a guess.
pub fn apply_safe_fixes(findings: &Diagnostics, sources: &SourceMap) -> Fixed {
    let mut fixed = Fixed::default();
    let mut accepted: BTreeMap<SourceId, BTreeMap<(u32, u32), &Edit>> = BTreeMap::new();
    let is_safe = |fix: &&Fix| fix.applicability == Applicability::Safe && !fix.edits.is_empty();
    for fix in findings.iter().filter_map(|finding| finding.fixes.iter().find(is_safe)) {
        let is_free = |edit: &Edit| accepted.get(&edit.span.source).is_none_or(|edits| !touches(edits, edit));
        if !fix.edits.iter().all(is_free) {
            fixed.n_waiting += 1;
            continue;
        }
        fixed.n_applied += 1;
        for edit in &fix.edits {
            accepted.entry(edit.span.source).or_default().insert((edit.span.start, edit.span.end), edit);
        }
    }
    fixed.texts = accepted.into_iter().map(|(file, edits)| (file, edited(sources.text(file), &edits))).collect();
    fixed
}

/// Whether an edit overlaps one of `edits`, or begins or ends where one does: the edits next to it decide, as none of
/// `edits` overlap.
fn touches(edits: &BTreeMap<(u32, u32), &Edit>, edit: &Edit) -> bool {
    let (start, end) = (edit.span.start, edit.span.end);
    let before = edits.range(..=(end, u32::MAX)).next_back();
    before.is_some_and(|((_, other_end), _)| *other_end >= start)
}

/// The text after edits that do not overlap, given in order.
fn edited(text: &str, edits: &BTreeMap<(u32, u32), &Edit>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits.values() {
        out += &text[done..edit.span.range().start];
        out += &edit.replacement;
        done = edit.span.range().end;
    }
    out + &text[done..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Diagnostic};
    use crate::source::Span;

    /// Applies fixes given as lists of `(start, end, replacement)` to `text`.
    #[allow(clippy::type_complexity)] // edits written out in the tests below
    fn apply(text: &str, fixes: &[(&[(u32, u32, &str)], Applicability)]) -> (String, usize, usize) {
        let mut sources = SourceMap::new();
        let file = sources.add("a.score", text);
        let findings: Diagnostics = fixes
            .iter()
            .map(|(edits, applicability)| {
                let edit = |(start, end, replacement): &(u32, u32, &str)| Edit {
                    span: Span::new(file, *start, *end),
                    replacement: (*replacement).to_owned(),
                };
                let edits = edits.iter().map(edit).collect();
                let fix = Fix { title: "fix it".to_owned(), edits, applicability: *applicability };
                Diagnostic::new(Code::UnreadableLine, Span::new(file, 0, 1), "m").fix(fix)
            })
            .collect();
        let fixed = apply_safe_fixes(&findings, &sources);
        (fixed.texts.get(&file).cloned().unwrap_or_default(), fixed.n_applied, fixed.n_waiting)
    }

    const SAFE: Applicability = Applicability::Safe;

    #[test]
    fn edits_of_all_kinds_go_in_together() {
        let fixes: &[(&[_], _)] = &[(&[(0, 3, "“"), (9, 9, "!")], SAFE), (&[(6, 8, "")], SAFE)];
        assert_eq!(apply("üx = y z", &[]), (String::new(), 0, 0));
        assert_eq!(apply("üx = y z!", fixes), ("“ = z!!".to_owned(), 2, 0));
    }

    #[test]
    fn overlapping_fixes_wait_whole() {
        let fixes: &[(&[_], _)] = &[(&[(2, 4, "X")], SAFE), (&[(0, 1, "Y"), (3, 5, "Z")], SAFE)];
        assert_eq!(apply("abcdef", fixes), ("abXef".to_owned(), 1, 1));
        let same_place: &[(&[_], _)] = &[(&[(2, 2, "X")], SAFE), (&[(2, 2, "Y")], SAFE)];
        assert_eq!(apply("abcdef", same_place), ("abXcdef".to_owned(), 1, 1));
    }

    #[test]
    fn only_safe_fixes_go_in() {
        let fixes: &[(&[_], _)] =
            &[(&[(0, 1, "X")], Applicability::Unsafe), (&[(1, 2, "Y")], Applicability::Suggestion)];
        assert_eq!(apply("abc", fixes), (String::new(), 0, 0));
    }
}
