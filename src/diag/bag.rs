//! The bag that stages put their findings into.

use super::{Code, Diagnostic, Severity};

/// So many findings are kept, and one more to say that there are others: a text of megabytes may be wrong in every line.
const FINDINGS_MAX: usize = 100_000;

/// An ordered bag of findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    is_full: bool,
}

impl Diagnostics {
    /// An empty bag.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one finding. A full bag takes no more, and holds one finding that says so.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.list.len() < FINDINGS_MAX {
            self.list.push(diagnostic);
        } else if !self.is_full {
            self.is_full = true;
            let message = format!("there are more than {FINDINGS_MAX} findings; from here on they are left out");
            let full = Diagnostic::new(Code::TooManyFindings, diagnostic.primary.span, message);
            self.list.push(full.help("correct what is listed, then check again"));
        }
    }

    /// Adds all findings of another bag, or of any list.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Diagnostic>) {
        others.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Puts the findings in their final order, by file, place and code, and drops exact repetitions.
    ///
    /// Two findings repeat each other if code, place and message agree; the first one pushed stays.
    pub fn sort(&mut self) {
        self.list.sort_by(|a, b| a.order().cmp(&b.order()));
        self.list.dedup_by(|later, first| later.order().cmp(&first.order()).is_eq());
    }

    /// Turns warnings into errors, as `--deny warnings` asks for.
    pub fn deny_warnings(&mut self) {
        for diagnostic in self.list.iter_mut().filter(|d| d.severity == Severity::Warning) {
            diagnostic.severity = Severity::Error;
        }
    }

    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|d| d.severity == Severity::Error)
    }

    /// How many findings weigh `severity`.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|d| d.severity == severity).count()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The findings in their present order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<T: IntoIterator<Item = Diagnostic>>(iter: T) -> Self {
        let mut bag = Diagnostics::new();
        bag.extend(iter);
        bag
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceId, Span};

    fn finding(code: Code, start: u32, message: &str) -> Diagnostic {
        Diagnostic::new(code, Span::new(SourceId(0), start, start + 1), message)
    }

    #[test]
    fn sorting_is_by_place_then_code_and_drops_repetitions() {
        let first = finding(Code::UnknownField, 1, "a").label("the first one stays");
        let list = [
            finding(Code::UnknownField, 5, "a"),
            first.clone(),
            finding(Code::UnknownField, 1, "a"),
            finding(Code::UnreadableLine, 1, "z"),
            finding(Code::UnknownField, 1, "b"),
        ];
        let mut bag: Diagnostics = list.iter().cloned().collect();
        bag.sort();
        let sorted: Vec<_> = bag.into_iter().collect();
        assert_eq!(sorted, [list[3].clone(), first, list[4].clone(), list[0].clone()]);
    }

    #[test]
    fn a_full_bag_says_so_once() {
        let n = FINDINGS_MAX as u32 + 10;
        let mut bag: Diagnostics = (0..n).map(|start| finding(Code::UnknownField, start, "m")).collect();
        bag.sort();
        assert_eq!(bag.len(), FINDINGS_MAX + 1);
        assert_eq!(bag.iter().last().map(|last| last.code), Some(Code::TooManyFindings));
    }

    #[test]
    fn warnings_alone_are_no_errors_until_denied() {
        let mut warning = finding(Code::UnknownField, 0, "m");
        warning.severity = Severity::Warning;
        let mut bag: Diagnostics = [warning].into_iter().collect();
        assert!(!bag.has_errors());
        bag.deny_warnings();
        assert!(bag.has_errors());
    }
}
