//! Arguments of `infer`.

use super::{FileArgs, OutputArgs};
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
    #[command(flatten)]
    #[allow(missing_docs, reason = "a doc comment here would become help text")]
    pub files: FileArgs,
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
