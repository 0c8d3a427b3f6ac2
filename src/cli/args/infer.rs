//! Arguments of `infer`.

use super::OutputArgs;
use clap::Args;
use std::path::PathBuf;

/// `scoreline infer`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  scoreline infer --contacts leads.csv > schema.score
  scoreline infer --contacts crm/ --activities mail/*.json --records account=companies.csv --dir lead-scoring
  scoreline infer --activities visits.ndjson.gz --toml

The declarations go to stdout; comments say how often each field is filled, and `ask:` marks what the records leave open.
Files that hold the same fields are one source.")]
pub struct InferArgs {
    /// Contacts: .ndjson, .jsonl, .json, .csv or .tsv files, each also .gz or .zst, folders or patterns; `-` is stdin
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub contacts: Vec<String>,
    /// Activities: files, folders or patterns
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub activities: Vec<String>,
    /// Records of another kind: `account=accounts.csv`
    #[arg(long, value_name = "KIND=FILE", num_args = 1..)]
    pub records: Vec<String>,
    /// How many records of each file are read, or `all`; where that is not all of a file, the result says so
    #[arg(long, value_name = "N", default_value = "100000")]
    pub rows: String,
    /// Print the project file, scoreline.toml, instead of the declarations
    #[arg(long = "toml", conflicts_with = "dir")]
    pub project: bool,
    /// Write both, schema.score and scoreline.toml, into DIR; no file is overwritten
    #[arg(long, value_name = "DIR", conflicts_with = "output")]
    pub dir: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs, reason = "a doc comment here would become help text")]
    pub output: OutputArgs,
}
