//! `scoreline error [CODE]`

use super::args::ErrorArgs;
use super::exit::{Exit, Failure, Outcome};
use super::output::Output;
use crate::diag::{Code, nearest};

/// Prints the page of one code, or the list of all.
pub fn run(args: &ErrorArgs) -> Outcome {
    let text = match &args.code {
        Some(asked) => page(asked)?,
        None => list(),
    };
    Output::write_whole(None, &text)?;
    Ok(Exit::Clean)
}

fn page(asked: &str) -> Result<String, Failure> {
    let code: Code = asked.parse().map_err(|_| unknown(asked))?;
    let page = code.page();
    Ok(if page.ends_with('\n') { page.to_owned() } else { format!("{page}\n") })
}

fn unknown(asked: &str) -> Failure {
    let upper = asked.to_ascii_uppercase();
    let lower = asked.to_ascii_lowercase();
    let close = nearest(&upper, Code::ALL.iter().map(|code| code.number()))
        .or_else(|| nearest(&lower, Code::ALL.iter().map(|code| code.slug())));
    let failure = Failure::new(format!("there is no code `{asked}`"));
    match close {
        Some(close) => failure.help(format!("did you mean `{close}`? `scoreline error` lists all codes")),
        None => failure.help("`scoreline error` lists all codes"),
    }
}

fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.slug().len()).max().unwrap_or(0);
    let lines = Code::ALL.iter().map(|code| format!("{code}  {:width$}  {}\n", code.slug(), code.title()));
    lines.collect()
}
