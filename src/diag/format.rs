//! The formats findings come in, by the names of `--format`.

use std::fmt;
use std::str::FromStr;

use super::{Report, concise, github, gitlab, json, junit, sarif, text};
use crate::source::SourceMap;

/// A way to show findings and test outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// For people: the rules text with carets.
    #[default]
    Text,
    /// One line a finding: `file:line:column: error[E0201] message`.
    Concise,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands of GitHub Actions, which become annotations.
    Github,
    /// A Code Quality report of GitLab.
    Gitlab,
    /// JUnit XML, for test reports.
    Junit,
}

impl Format {
    /// Every format, in the order of the manual.
    pub const ALL: &[Format] = &[
        Format::Text,
        Format::Concise,
        Format::Json,
        Format::Jsonl,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
        Format::Junit,
    ];

    /// The name that `--format` takes.
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Concise => "concise",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Sarif => "sarif",
            Format::Github => "github",
            Format::Gitlab => "gitlab",
            Format::Junit => "junit",
        }
    }

    /// Whether the output is for people and goes to the terminal, rather than data for a program.
    pub fn is_for_people(self) -> bool {
        matches!(self, Format::Text | Format::Concise)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// There is no format of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownFormat;

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        Format::ALL.iter().copied().find(|format| format.name() == name).ok_or(UnknownFormat)
    }
}

/// Choices that some formats have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenderOptions {
    /// Colours in [`Format::Text`]; the other formats have none.
    pub color: bool,
    /// [`Format::Text`] shows so many findings and then says how many more there are; the other formats show all.
    pub text_limit: usize,
}

impl Default for RenderOptions {
    /// No colours, a hundred findings.
    fn default() -> Self {
        RenderOptions { color: false, text_limit: 100 }
    }
}

/// Shows findings and test outcomes in a format.
///
/// The text ends with a line feed unless it is empty. It depends on the arguments alone, and is in their order, except
/// that [`Format::Github`] puts errors first. `sources` holds every text that a span of the report lies in.
pub fn render<'a>(
    format: Format,
    report: impl Into<Report<'a>>,
    sources: &SourceMap,
    options: &RenderOptions,
) -> String {
    let report = report.into();
    match format {
        Format::Text => text::render(report, sources, options),
        Format::Concise => concise::render(report, sources),
        Format::Json => json::render(report, sources),
        Format::Jsonl => json::render_lines(report, sources),
        Format::Sarif => sarif::render(report, sources),
        Format::Github => github::render(report, sources),
        Format::Gitlab => gitlab::render(report, sources),
        Format::Junit => junit::render(report, sources),
    }
}
