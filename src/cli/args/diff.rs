//! Arguments of `diff`.

use super::OutputArgs;
use clap::{Args, ValueEnum};

/// `scoreline diff`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  scoreline diff old.score lead.score
  scoreline diff git:main rules/lead.score
  scoreline diff git:HEAD~1 --format md > comment.md

Names of rules, order, layout, comments, and conditions that say the same in other words are no difference.

Exit codes: 0 no difference in meaning, 1 differences or rules with mistakes, 2 a version cannot be read.")]
pub struct DiffArgs {
    /// The old version: a rules file, `git:REF` for the new version's file as git knows it there, or `git:REF:PATH`
    #[arg(value_name = "OLD")]
    pub old: String,
    /// The new version; by default the rules file that `scoreline.toml` names
    #[arg(value_name = "NEW")]
    pub new: Option<String>,
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: DiffFormat,
    /// Set a `param` of both versions
    #[arg(long = "param", value_name = "NAME=VALUE")]
    pub params: Vec<String>,
    #[command(flatten)]
    #[allow(missing_docs, reason = "a doc comment here would become help text")]
    pub output: OutputArgs,
}

/// Formats of `scoreline diff`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people
    Text,
    /// Markdown, for a pull request
    #[value(alias = "markdown")]
    Md,
    /// For programs
    Json,
}
