//! The command line: the only place that touches files, the clock, the environment and the terminal.
//!
//! One file per command; `args` says what may be typed, `exit` how a run ends. Results go to stdout or `-o FILE`,
//! everything else to stderr.

mod args;
mod check;
mod clock;
mod completions;
mod diff;
mod error;
mod evaluate;
mod exit;
mod explain;
mod fixes;
mod fmt;
mod git;
mod impact;
mod infer;
mod init;
mod man;
mod names;
mod output;
mod paths;
mod plan;
mod progress;
mod project;
mod read_records;
mod rules;
mod score;
mod sources;
mod steady;
mod stream;
mod terminal;
mod test;

use args::{Cli, Command};
use clap::{CommandFactory, FromArgMatches};
use exit::{Failure, Outcome};
use std::ffi::OsString;
use std::process::ExitCode;
use terminal::Terminal;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let parsed = command_with_colors(&arguments)
        .try_get_matches_from(&arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    match parsed {
        Ok(cli) => run(cli),
        Err(told) => {
            // Help and version come this way too, with exit code 0; a closed pipe is fine for them.
            let _ = told.print();
            ExitCode::from(u8::try_from(told.exit_code()).unwrap_or(2))
        }
    }
}

/// The definition of the whole command line, from which help, man pages and completions derive.
fn command() -> clap::Command {
    Cli::command()
}

/// Help and usage errors are shown before `--color` has been read, so it is looked for by hand.
fn command_with_colors(arguments: &[OsString]) -> clap::Command {
    let words: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let given = |value: &str| {
        words.windows(2).any(|pair| pair == ["--color", value])
            || words.iter().any(|word| word.strip_prefix("--color=") == Some(value))
    };
    let choice = match (given("always"), given("never")) {
        (true, _) => clap::ColorChoice::Always,
        (_, true) => clap::ColorChoice::Never,
        _ => clap::ColorChoice::Auto,
    };
    command().color(choice)
}

fn run(cli: Cli) -> ExitCode {
    let terminal = Terminal::detect(cli.color);
    match dispatch(&cli.command, &terminal) {
        Ok(exit) => exit.into(),
        Err(Failure::BrokenPipe) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal.say_failure(&failure);
            ExitCode::from(2)
        }
    }
}

fn dispatch(command: &Command, terminal: &Terminal) -> Outcome {
    match command {
        Command::Init(args) => init::run(args, terminal),
        Command::Infer(args) => infer::run(args, terminal),
        Command::Check(args) => check::run(args, terminal),
        Command::Error(args) => error::run(args),
        Command::Fmt(args) => fmt::run(args, terminal),
        Command::Plan(args) => plan::run(args, terminal),
        Command::Score(args) => score::run(args, terminal),
        Command::Explain(args) => explain::run(args, terminal),
        Command::Test(args) => test::run(args, terminal),
        Command::Diff(args) => diff::run(args, terminal),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
    }
}
