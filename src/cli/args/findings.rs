//! Arguments of the commands that yield findings: `check` and `test`.

use super::OutputArgs;
use crate::diag::Format;
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

/// The names that `--format` takes are those of the renderers.
impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Format] {
        Format::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            Format::Text => "For people, with the place in the file",
            Format::Concise => "One line a finding",
            Format::Json => "One JSON document",
            Format::Jsonl => "One JSON object a line",
            Format::Sarif => "SARIF 2.1.0, for code scanning",
            Format::Github => "Workflow commands of GitHub Actions",
            Format::Gitlab => "A GitLab code-quality report",
            Format::Junit => "JUnit XML",
        };
        Some(PossibleValue::new(self.name()).help(help))
    }
}

/// What `--deny` may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Warnings are findings that fail the run
    Warnings,
}

/// `scoreline check`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  scoreline check rules/
  scoreline check --deny warnings --format sarif -o findings.sarif
  scoreline check --fix lead.score

Exit codes: 0 no errors (and no warnings under --deny warnings), 1 findings, 2 a file cannot be read.")]
pub struct CheckArgs {
    /// Rules files, folders (all *.score files below), or patterns; `-` is stdin
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<String>,
    /// How to show the findings
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
    /// Findings that are no errors but shall fail the run
    #[arg(long, value_name = "WHAT")]
    pub deny: Vec<Deny>,
    /// Apply the edits that are certain to say what was meant, then check again
    #[arg(long)]
    pub fix: bool,
    #[command(flatten)]
    #[allow(missing_docs, reason = "a doc comment here would become help text")]
    pub output: OutputArgs,
}

/// `scoreline test`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  scoreline test
  scoreline test rules/ --format junit -o tests.xml
  scoreline test rules/ --coverage
  scoreline test rules/ --mutants --mutants-min 95

Exit codes: 0 all tests pass, 1 a test fails, the rules have errors, or a share is below its minimum,
2 a file cannot be read.")]
pub struct TestArgs {
    /// Rules files, folders (all *.score files below), or patterns; `-` is stdin
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<String>,
    /// Run only the tests whose name contains TEXT
    #[arg(long, value_name = "TEXT")]
    pub name: Option<String>,
    /// Show which parts of the rules no test reaches, and why
    #[arg(long)]
    pub coverage: bool,
    /// Fail below this share of outcomes reached; implies --coverage
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub coverage_min: Option<u8>,
    /// Change each place of the rules in turn, and show the changes that no test notices
    #[arg(long)]
    pub mutants: bool,
    /// Fail below this share of changes noticed; implies --mutants
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub mutants_min: Option<u8>,
    /// How to show the outcome
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
    #[command(flatten)]
    #[allow(missing_docs, reason = "a doc comment here would become help text")]
    pub output: OutputArgs,
}
