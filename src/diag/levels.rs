//! How much each lint weighs in a project.

use super::{Code, Diagnostic, Severity};
use std::collections::BTreeMap;
use std::str::FromStr;

/// What a lint is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Nothing is said.
    Off,
    /// Worth knowing; fails nothing.
    Note,
    /// Fails under `--deny warnings`.
    Warning,
    /// Fails.
    Error,
}

impl Level {
    /// Every level by its word.
    pub const ALL: &[(&str, Level)] =
        &[("off", Level::Off), ("note", Level::Note), ("warning", Level::Warning), ("error", Level::Error)];
}

/// A word that is no level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownLevel;

impl FromStr for Level {
    type Err = UnknownLevel;

    fn from_str(word: &str) -> Result<Level, UnknownLevel> {
        Level::ALL.iter().find(|(name, _)| *name == word).map(|(_, level)| *level).ok_or(UnknownLevel)
    }
}

/// The levels of a project; what is not set keeps its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    set: BTreeMap<Code, Level>,
}

impl Levels {
    /// Sets the level of a lint; false for a code that is an error and stays one.
    pub fn set(&mut self, code: Code, level: Level) -> bool {
        if code.is_lint() {
            self.set.insert(code, level);
        }
        code.is_lint()
    }

    /// The finding with the weight it has here; none where it is turned off.
    pub fn applied(&self, mut finding: Diagnostic) -> Option<Diagnostic> {
        match self.set.get(&finding.code) {
            None => {}
            Some(Level::Off) => return None,
            Some(Level::Note) => finding.severity = Severity::Note,
            Some(Level::Warning) => finding.severity = Severity::Warning,
            Some(Level::Error) => finding.severity = Severity::Error,
        }
        Some(finding)
    }
}
