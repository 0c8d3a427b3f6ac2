//! Tests of the checker: what a text gives, construct by construct.

mod pages;
mod sound;
mod whole_files;

use super::{Checked, LoadError, Loaded, Loader, check};
use std::collections::BTreeMap;

/// Files of a test by their names.
pub(super) struct Files(BTreeMap<String, String>);

impl Files {
    pub fn of<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Files {
        Files(files.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect())
    }
}

impl Loader for Files {
    fn load(&self, _from: &str, path: &str) -> Result<Loaded, LoadError> {
        let text = self.0.get(path).ok_or(LoadError::NotFound)?;
        Ok(Loaded { name: path.to_owned(), text: text.clone() })
    }
}

/// The findings of a text, one a line: code, place, message, help.
pub(super) fn findings(checked: &Checked) -> String {
    let line = |finding: &crate::diag::Diagnostic| {
        let at = finding.primary.span;
        let position = checked.sources.position(at.source, at.start);
        let help = finding.help.as_deref().map(|help| format!("\n    {help}")).unwrap_or_default();
        format!("{} {}:{} {}{help}", finding.code, position.line, position.column, finding.message)
    };
    checked.diagnostics.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Checks a text with these files beside it.
pub(super) fn check_with<'t>(text: &str, files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Checked {
    let mut files = Files::of(files);
    files.0.insert("rules.score".to_owned(), text.to_owned());
    check("rules.score", text, &files, &[])
}

/// Checks a text and compares its findings; an empty expectation means that there are none and that rules came out.
#[track_caller]
pub(super) fn expect(text: &str, wanted: &str) {
    let checked = check_with(text, []);
    assert_eq!(findings(&checked), wanted, "findings of:\n{text}");
    assert_eq!(checked.rules.is_some(), !checked.diagnostics.has_errors());
}
