//! What the oracle's tests share: programs and worlds at random, and ledgers as text.

pub mod data;
pub mod ledger_text;
pub mod program;
pub mod reach;
pub mod schema;
pub mod tape;

use schema::FILES;
use scoreline::typed::check::{Checked, LoadError, Loaded, Loader};

/// The files that generated programs name.
pub struct Files;

impl Loader for Files {
    fn load(&self, _from: &str, path: &str) -> Result<Loaded, LoadError> {
        let file = FILES.iter().find(|(name, _)| *name == path).ok_or(LoadError::NotFound)?;
        Ok(Loaded { name: path.to_owned(), text: file.1.to_owned() })
    }
}

/// Checks a program.
pub fn check(text: &str) -> Checked {
    scoreline::typed::check::check("rules.score", text, &Files, &[])
}

/// What the checker found, in a line.
pub fn findings(diagnostics: &scoreline::diag::Diagnostics) -> String {
    diagnostics.iter().map(|finding| format!("{:?}: {}", finding.code, finding.message)).collect::<Vec<_>>().join("; ")
}
