//! Arguments of `diff`.

use super::{OutputArgs, RecordArgs};
use crate::diag::Format;
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use std::num::NonZeroUsize;

/// `scoreline diff`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  scoreline diff old.score lead.score
  scoreline diff git:main rules/lead.score
  scoreline diff git:HEAD~1 --format md > comment.md
  scoreline diff git:main --contacts contacts.ndjson --activities log.ndjson --as-of 2026-11-01

Names of rules, order, layout, comments, and conditions that say the same in other words are no difference.

With records it says who changes score, tier, label or segment, and because of which edit.

Exit codes: 0 no difference in meaning, 1 differences or rules with mistakes, 2 a version cannot be read.
With records: 0 nobody moves, or within the [budget] of scoreline.toml; 1 somebody moves, or outside the budget.")]
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
    /// Show the ids of the records that move, too
    #[arg(long)]
    pub show_contacts: bool,
    /// Say also what decay and windows do until then, if nothing new happens: `90d`
    #[arg(long, value_name = "DURATION")]
    pub horizon: Option<String>,
    /// How many threads read and score; as many as there are cores by default
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// Say on stderr how long each stage took
    #[arg(long)]
    pub stats: bool,
    #[command(flatten)]
    #[allow(missing_docs, reason = "a doc comment here would become help text")]
    pub records: RecordArgs,
    #[command(flatten)]
    #[allow(missing_docs, reason = "a doc comment here would become help text")]
    pub output: OutputArgs,
}

/// Formats of `scoreline diff`: those of findings, and Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffFormat {
    /// Markdown, for a pull request.
    Md,
    /// One that findings have.
    Finding(Format),
}

impl ValueEnum for DiffFormat {
    fn value_variants<'a>() -> &'a [DiffFormat] {
        const ALL: &[DiffFormat] = &[
            DiffFormat::Finding(Format::Text),
            DiffFormat::Md,
            DiffFormat::Finding(Format::Concise),
            DiffFormat::Finding(Format::Json),
            DiffFormat::Finding(Format::Jsonl),
            DiffFormat::Finding(Format::Sarif),
            DiffFormat::Finding(Format::Github),
            DiffFormat::Finding(Format::Gitlab),
            DiffFormat::Finding(Format::Junit),
        ];
        ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            DiffFormat::Md => Some(PossibleValue::new("md").alias("markdown").help("Markdown, for a pull request")),
            DiffFormat::Finding(format) => format.to_possible_value(),
        }
    }
}
