//! Arguments of the commands that score: `score` and `explain`.

use super::{OutputArgs, RecordArgs};
use clap::{Args, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// `scoreline score`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  scoreline score lead.score --contacts contacts.ndjson --activities 'events/*.ndjson' > scores.ndjson
  scoreline score lead.score --contacts contacts.csv --format table --top 20 --sort lead
  scoreline score lead.score --contacts contacts.csv --as-of 2026-11-01 --explain -o scores.ndjson

Exit codes: 0 scored, 1 the rules have errors, 2 usage, an unreadable file or a bad record.")]
pub struct ScoreArgs {
    /// The rules file; `-` is stdin; by default the one that `scoreline.toml` names
    #[arg(value_name = "RULES")]
    pub rules: Option<String>,
    /// Score another kind of record than contacts
    #[arg(long, value_name = "KIND")]
    pub of: Option<String>,
    /// Only these scores; all by default
    #[arg(long, value_name = "NAME", num_args = 1..)]
    pub score: Vec<String>,
    /// How to write the results: one JSON object a line by default
    #[arg(long, value_name = "FORMAT", default_value = "ndjson")]
    pub format: ResultsFormat,
    /// Add the ledger to each line: the entries that add up to each score
    #[arg(long)]
    pub explain: bool,
    /// Put the highest first by this score, or `id` for the order of ids; the order of the files by default
    #[arg(long, value_name = "NAME")]
    pub sort: Option<String>,
    /// Only the first N after sorting, by the last score of the rules unless --sort says otherwise
    #[arg(long, value_name = "N")]
    pub top: Option<usize>,
    /// How many threads read and score; as many as there are cores by default
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// How many bytes a thread reads at a time
    #[arg(long, value_name = "BYTES", default_value = "524288", hide = true)]
    pub chunk_bytes: NonZeroUsize,
    /// Say on stderr how long each stage took
    #[arg(long)]
    pub stats: bool,
    /// Write the data report to FILE as JSON
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs, reason = "a doc comment here would become help text")]
    pub output: OutputArgs,
    #[command(flatten)]
    #[allow(missing_docs, reason = "a doc comment here would become help text")]
    pub records: RecordArgs,
}

/// Formats of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ResultsFormat {
    /// One JSON object a line
    Ndjson,
    /// One JSON array
    Json,
    /// A header and one row a record
    Csv,
    /// For people
    Table,
}

/// `scoreline explain`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  scoreline explain lead.score --contacts contacts.ndjson --activities events.ndjson --contact c-1042
  scoreline explain lead.score --contacts contacts.csv --contact c-1042 --as-of 2026-11-01 --format json

The lines of a score add up to it, to the last digit.
Exit codes: 0 explained, 1 the rules have errors, 2 usage, no such contact, an unreadable file or a bad record.")]
pub struct ExplainArgs {
    /// The rules file; `-` is stdin; by default the one that `scoreline.toml` names
    #[arg(value_name = "RULES")]
    pub rules: Option<String>,
    /// The id of the contact (with --of, of the record) to explain
    #[arg(long, value_name = "ID")]
    pub contact: String,
    /// Explain another kind of record than a contact
    #[arg(long, value_name = "KIND")]
    pub of: Option<String>,
    /// Only these scores; all by default
    #[arg(long, value_name = "NAME", num_args = 1..)]
    pub score: Vec<String>,
    /// Also list the rules that gave nothing, and why not
    #[arg(long)]
    pub all: bool,
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: ExplainFormat,
    #[command(flatten)]
    #[allow(missing_docs, reason = "a doc comment here would become help text")]
    pub output: OutputArgs,
    #[command(flatten)]
    #[allow(missing_docs, reason = "a doc comment here would become help text")]
    pub records: RecordArgs,
}

/// Formats of an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    /// For people
    Text,
    /// For programs; docs/schemas/explanation.schema.json describes it
    Json,
}
