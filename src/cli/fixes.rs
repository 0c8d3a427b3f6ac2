//! `check --fix`: the edits that are certain to say what was meant, applied to the files.

use super::check::check_all;
use super::exit::Failure;
use super::output::Output;
use super::paths::Input;
use super::rules::Findings;
use crate::diag::{Diagnostic, Diagnostics, apply_safe_fixes};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// A fix may lay open what it hid; after so many rounds the rest is left to people.
const ROUNDS_MAX: usize = 10;

/// What was changed.
#[derive(Default)]
pub struct Fixed {
    n_fixes: usize,
    /// Files that were written, as they were named.
    files: BTreeSet<String>,
}

impl Fixed {
    /// In words: `applied 3 fixes to lead.score`.
    pub fn words(&self) -> String {
        let files: Vec<&str> = self.files.iter().map(String::as_str).collect();
        match self.n_fixes {
            0 => "there is nothing that can be fixed with certainty".to_owned(),
            1 => format!("applied 1 fix to {}", files.join(", ")),
            n => format!("applied {n} fixes to {}", files.join(", ")),
        }
    }
}

/// Applies safe fixes to the named files until none is left; `findings` become those of the last check. Files that are
/// only used by the named ones are not touched.
pub fn apply_all(inputs: &[Input], findings: &mut Findings) -> Result<Fixed, Failure> {
    let named: BTreeMap<String, &PathBuf> = inputs
        .iter()
        .filter_map(|input| match input {
            Input::File(path) => Some((input.name(), path)),
            Input::Stdin => None,
        })
        .collect();
    let mut fixed = Fixed::default();
    for _ in 0..ROUNDS_MAX {
        let in_named = |finding: &&Diagnostic| {
            let edits = finding.fixes.iter().flat_map(|fix| &fix.edits);
            edits.map(|edit| findings.sources.name(edit.span.source)).all(|name| named.contains_key(name))
        };
        let fixable: Diagnostics = findings.diagnostics.iter().filter(in_named).cloned().collect();
        let applied = apply_safe_fixes(&fixable, &findings.sources);
        if applied.n_applied == 0 {
            break;
        }
        for (source, text) in &applied.texts {
            let name = findings.sources.name(*source);
            Output::write_whole(Some(named[name]), text)?;
            fixed.files.insert(name.to_owned());
        }
        fixed.n_fixes += applied.n_applied;
        *findings = check_all(inputs)?;
    }
    Ok(fixed)
}
