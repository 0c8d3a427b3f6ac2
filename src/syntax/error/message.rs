//! Each mistake as a finding: code, message, label, help, and how far its fix may be trusted.

mod blocks;
mod guesses;
mod habits;

use super::{SyntaxError, SyntaxErrorKind};
use crate::diag::{Applicability, Code, Diagnostic, Fix};

/// What is said about a mistake.
struct Said {
    code: Code,
    message: String,
    /// The local fact, where the message does not say it all.
    label: String,
    /// The edit in words.
    help: Option<String>,
    trust: Applicability,
}

impl Said {
    fn new(code: Code, message: impl Into<String>) -> Self {
        Said { code, message: message.into(), label: String::new(), help: None, trust: Applicability::Safe }
    }

    fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The fix gives rules that read well and may score differently.
    fn changes_meaning(mut self) -> Self {
        self.trust = Applicability::Unsafe;
        self
    }

    /// The fix is one of several readings.
    fn guessed(mut self) -> Self {
        self.trust = Applicability::Suggestion;
        self
    }
}

impl SyntaxError {
    /// Whether what was meant had to be guessed.
    pub(in crate::syntax) fn is_guess(&self) -> bool {
        let kinds = std::iter::once(&self.kind).chain(self.also.iter().map(|(kind, _)| kind));
        kinds.map(|kind| said(kind).trust).any(|trust| trust == Applicability::Suggestion)
    }
}

/// How many other mistakes of one entry are told one by one; the fix mends them all.
const ALSO_MAX: usize = 12;

fn said(kind: &SyntaxErrorKind) -> Said {
    habits::said(kind).or_else(|| guesses::said(kind)).unwrap_or_else(|| blocks::said(kind))
}

/// A message on one line: what is quoted may have several.
fn on_one_line(text: String) -> String {
    if !text.contains('\n') {
        return text;
    }
    text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

impl From<SyntaxError> for Diagnostic {
    fn from(error: SyntaxError) -> Self {
        let mut first = said(&error.kind);
        first.message = on_one_line(first.message);
        first.help = first.help.map(on_one_line);
        let mut diagnostic = Diagnostic::new(first.code, error.span, first.message).label(first.label);
        let mut help = first.help;
        for (n, (kind, span)) in error.also.iter().enumerate() {
            let other = said(kind);
            first.trust = first.trust.max(other.trust);
            if n < ALSO_MAX {
                let text = match other.help {
                    Some(help) => format!("{}: {help}", other.message),
                    None => other.message,
                };
                diagnostic = diagnostic.also(*span, on_one_line(text));
            } else if n == ALSO_MAX {
                diagnostic = diagnostic.also(*span, format!("and {} more from here on", error.also.len() - n));
            }
        }
        if !error.edits.is_empty() {
            let title = help.get_or_insert_with(|| "write it as the fix shows".to_owned()).clone();
            diagnostic = diagnostic.fix(Fix { title, edits: error.edits, applicability: first.trust });
        }
        match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}
