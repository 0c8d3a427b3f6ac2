//! `scoreline completions SHELL`

use super::args::CompletionsArgs;
use super::exit::{Exit, Outcome};
use super::output::Output;

/// Prints the completion script of a shell.
pub fn run(args: &CompletionsArgs) -> Outcome {
    // Into memory first: the generator panics on a closed pipe.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "scoreline", &mut script);
    Output::write_whole(None, &String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}
