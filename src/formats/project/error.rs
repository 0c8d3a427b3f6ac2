//! What is wrong with a project file, and where.

use crate::diag::one_line;
use std::fmt;

/// One mistake: place, what is wrong, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectError {
    /// The file, as the caller names it.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// What is wrong, alone and complete.
    pub message: String,
    /// One concrete edit.
    pub help: Option<String>,
}

impl ProjectError {
    pub(super) fn help(self, help: impl Into<String>) -> ProjectError {
        ProjectError { help: Some(help.into()), ..self }
    }
}

impl fmt::Display for ProjectError {
    /// `scoreline.toml:3:1: there is no setting `file``; the help is the reader's to add.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", one_line(&self.file), self.line, self.column, self.message)
    }
}

impl std::error::Error for ProjectError {}
