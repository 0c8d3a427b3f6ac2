//! What may be typed on the command line: names, flags, defaults and their help, and nothing else.
//!
//! `--help`, the man pages and the shell completions all derive from these definitions. Reading the values (a date, a
//! file pattern, `NAME=VALUE`) is the commands' work; only choices from a fixed list are settled here.

mod diff;
mod findings;
mod infer;
mod record_flags;
mod results;
mod rules;

pub use diff::*;
pub use findings::*;
pub use infer::*;
pub use record_flags::*;
pub use results::*;
pub use rules::*;

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Scores contacts by rules that people can read, and explains every score to the last digit.
#[derive(Debug, Parser)]
#[command(
    name = "scoreline",
    version,
    disable_help_subcommand = true,
    after_help = "\
Examples:
  scoreline init lead-scoring                             start a project
  scoreline check lead-scoring                            find mistakes
  scoreline score lead.score --contacts contacts.ndjson   score everybody
  scoreline explain lead.score --contacts contacts.ndjson --contact c-1

Exit codes: 0 clean, 1 findings or failed tests, 2 usage, unreadable files or bad data."
)]
pub struct Cli {
    /// When to use colours; `auto` uses them on a terminal, unless NO_COLOR is set
    #[arg(
        long,
        global = true,
        value_name = "auto|always|never",
        default_value = "auto",
        hide_possible_values = true,
        hide_default_value = true,
        display_order = 900
    )]
    pub color: ColorWhen,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Values of `--color`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Even when piped
    Always,
    /// Not at all
    Never,
}

/// The commands, in the order of a first day with the tool.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a project: rules, schema, sample records, tests and a CI file
    Init(InitArgs),
    /// Propose declarations and a project file from records
    Infer(InferArgs),
    /// Find mistakes in rules files
    Check(CheckArgs),
    /// Explain a finding by its code, or list all codes
    Error(ErrorArgs),
    /// Lay rules files out in the one layout
    Fmt(FmtArgs),
    /// Show what runs: the evaluation plan of a rules file
    Plan(PlanArgs),
    /// Score all contacts
    Score(ScoreArgs),
    /// Show how one contact's scores come about, line by line
    Explain(ExplainArgs),
    /// Run the `test` blocks of rules files
    Test(TestArgs),
    /// Compare two versions of the rules: what differs in meaning
    Diff(DiffArgs),
    /// Print the completions for a shell
    Completions(CompletionsArgs),
    /// Print or write the man pages
    Man(ManArgs),
}

/// Where the result goes.
#[derive(Debug, Args)]
pub struct OutputArgs {
    /// Write the result to FILE, whole or not at all, instead of stdout
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `scoreline init`
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  scoreline init lead-scoring
  scoreline test lead-scoring")]
pub struct InitArgs {
    /// The folder to start in; it is made if need be, and no file in it is overwritten
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
}

/// `scoreline error`
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  scoreline error E0201")]
pub struct ErrorArgs {
    /// The code of a finding, such as E0201, or its name, such as unknown-field; without it, all codes are listed
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// `scoreline completions`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  scoreline completions bash > ~/.local/share/bash-completion/completions/scoreline
  scoreline completions fish > ~/.config/fish/completions/scoreline.fish")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// `scoreline man`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  scoreline man score | man -l -
  scoreline man --dir /usr/local/share/man/man1")]
pub struct ManArgs {
    /// The command whose page to print; without it, the page of scoreline itself
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
    /// Write the pages of all commands into DIR
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub dir: Option<PathBuf>,
}
