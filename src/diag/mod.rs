//! Findings about rules: plain data that every stage makes and every renderer shows.
//!
//! A *diagnostic* is one thing that is wrong in a place of the rules text. Stages push them into a [`Diagnostics`] bag and go
//! on; nothing here prints, reads files or knows a terminal. The renderers, one file each, turn a bag into text or into
//! a machine's format; [`render`] picks one by [`Format`].
//!
//! Style of all texts: lower-case start, no final period, no line breaks, user text in backquotes, the words of the
//! language reference. One mistake gives one diagnostic: a stage that meets a name already reported stays silent.

mod apply;
mod bag;
mod code;
mod concise;
mod excerpt;
mod fingerprint;
mod format;
mod github;
mod gitlab;
mod json;
mod junit;
mod levels;
mod report;
mod sarif;
mod suggest;
mod text;
mod visible;

pub use apply::{Fixed, apply_safe_fixes};
pub use bag::Diagnostics;
pub use code::{Code, UnknownCode};
pub use format::{Format, RenderOptions, UnknownFormat, render};
pub use levels::{Level, Levels, UnknownLevel};
pub use report::{Case, Report, Section};
pub use suggest::{nearest, slips_between};
pub use visible::{one_line, quoted};

use crate::source::Span;
use visible::said;

/// Characters of a text of a finding: a name of a megabyte must not be printed in every line about it.
const TEXT_MAX: usize = 1000;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The rules cannot be run.
    Error,
    /// The rules can be run, and probably do not mean what was meant.
    Warning,
    /// Something worth knowing that asks for nothing.
    Note,
}

impl Severity {
    /// The word people see: `error`, `warning`, `note`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A place and what is to be said about it; the text may be empty where the message says it all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// The local fact, shown under the caret: `declared as text here`.
    pub text: String,
}

/// One replacement of source text; an empty span inserts, an empty replacement deletes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is taken out.
    pub span: Span,
    /// What is put in.
    pub replacement: String,
}

/// How far a fix may be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// Says what the author meant; `check --fix` applies it.
    Safe,
    /// Gives rules that read well and may score differently; applied only on request.
    Unsafe,
    /// One of several possible readings, for a person to choose.
    Suggestion,
}

impl Applicability {
    /// The word in machine formats: `safe`, `unsafe`, `suggestion`.
    pub fn word(self) -> &'static str {
        match self {
            Applicability::Safe => "safe",
            Applicability::Unsafe => "unsafe",
            Applicability::Suggestion => "suggestion",
        }
    }
}

/// Edits that belong together and remove the finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What applying it does, as an order: "write `==`".
    pub title: String,
    /// The edits; their spans do not overlap.
    pub edits: Vec<Edit>,
    /// How far it may be trusted.
    pub applicability: Applicability,
}

impl Fix {
    /// A fix of one edit: what stands at `span` becomes `replacement`.
    pub fn replace(
        title: impl Into<String>,
        span: Span,
        replacement: impl Into<String>,
        applicability: Applicability,
    ) -> Self {
        let edits = vec![Edit { span, replacement: replacement.into() }];
        Fix { title: title.into(), edits, applicability }
    }
}

/// One thing that is wrong, or doubtful, in the rules.
///
/// If only one part of it can be shown, it is the message, with the primary place in front.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its kind; `scoreline error CODE` explains it.
    pub code: Code,
    /// How much it weighs; by default what its code says.
    pub severity: Severity,
    /// What is wrong, alone and complete: "there is no field `industy`".
    pub message: String,
    /// Where it is wrong, and the local fact under the caret.
    pub primary: Label,
    /// Other places involved.
    pub secondary: Vec<Label>,
    /// One concrete edit, in words: "write `industry`".
    pub help: Option<String>,
    /// The same as edits that a program can apply; the best first.
    pub fixes: Vec<Fix>,
    /// Where the finding claims that something can or cannot happen: a contact that shows it, as a `test` block would
    /// write it (`contact { company_size: 99.5 }`).
    pub witness: Option<String>,
}

impl Diagnostic {
    /// A finding of `code` at `span`, without label, help or fix.
    ///
    /// This message, and the texts that the other methods add, end in `…` after a thousand characters, and controls in
    /// them are shown as pictures; [`quoted`] keeps user text in them far shorter.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: code.severity(),
            message: said(message.into(), TEXT_MAX),
            primary: Label { span, text: String::new() },
            secondary: Vec::new(),
            help: None,
            fixes: Vec::new(),
            witness: None,
        }
    }

    /// Says the local fact under the primary caret.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = said(text.into(), TEXT_MAX);
        self
    }

    /// Points at another place involved.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: said(text.into(), TEXT_MAX) });
        self
    }

    /// Gives the one concrete edit in words.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(said(text.into(), TEXT_MAX));
        self
    }

    /// Adds edits that a program can apply.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(Fix { title: said(fix.title, TEXT_MAX), ..fix });
        self
    }

    /// Adds a contact that shows what the message claims.
    #[must_use]
    pub fn witness(mut self, contact: impl Into<String>) -> Self {
        self.witness = Some(said(contact.into(), TEXT_MAX));
        self
    }

    /// The help, or where none was written what the first fix does.
    fn help_text(&self) -> Option<&str> {
        self.help.as_deref().or(self.fixes.first().map(|fix| fix.title.as_str()))
    }

    /// Message and help in one text, for formats that have one place for both.
    fn message_and_help(&self) -> String {
        match self.help_text() {
            Some(help) => format!("{}; {help}", self.message),
            None => self.message.clone(),
        }
    }

    /// What findings are ordered by: file, place, code, and the message where all three agree.
    fn order(&self) -> impl Ord + '_ {
        let span = self.primary.span;
        (span.source, span.start, span.end, self.code, self.message.as_str())
    }
}
