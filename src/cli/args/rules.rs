//! Arguments of the commands that show or rewrite rules: `fmt` and `plan`.

use super::OutputArgs;
use clap::{Args, ValueEnum};

/// `scoreline fmt`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  scoreline fmt
  scoreline fmt --check --diff rules/
  scoreline fmt - < draft.score

Numbers, texts and comments stay as they are written; lines end with a line feed. Files with mistakes are left alone.

Exit codes: 0 done, 1 a file has mistakes, or under --check is not laid out, 2 a file cannot be read or written.")]
pub struct FmtArgs {
    /// Rules files, folders (all *.score files below), or patterns; `-` is stdin and goes to stdout
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<String>,
    /// Change nothing; name the files that are not laid out, and fail if there are any
    #[arg(long)]
    pub check: bool,
    /// Change nothing; show what would change
    #[arg(long)]
    pub diff: bool,
}

/// `scoreline plan`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  scoreline plan lead.score
  scoreline plan lead.score --hash
  scoreline plan lead.score --format dot | dot -Tsvg > plan.svg")]
pub struct PlanArgs {
    /// The rules file; `-` is stdin; by default the one that `scoreline.toml` names
    #[arg(value_name = "RULES")]
    pub rules: Option<String>,
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: PlanFormat,
    /// Print only the content hash, which layout and comments do not change
    #[arg(long, conflicts_with = "format")]
    pub hash: bool,
    /// Set a `param` of the rules
    #[arg(long = "param", value_name = "NAME=VALUE")]
    pub params: Vec<String>,
    #[command(flatten)]
    #[allow(missing_docs, reason = "a doc comment here would become help text")]
    pub output: OutputArgs,
}

/// Formats of `scoreline plan`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PlanFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// A graph for Graphviz
    Dot,
}
