//! `scoreline plan RULES`

use super::args::{PlanArgs, PlanFormat};
use super::exit::{Exit, Outcome};
use super::output::Output;
use super::paths::Input;
use super::rules::{Disk, params};
use super::score::of_project;
use super::terminal::Terminal;
use crate::plan;

/// Shows the plan, or only its hash.
pub fn run(args: &PlanArgs, terminal: &Terminal) -> Outcome {
    let rules = args.rules.clone().map_or_else(of_project, Ok)?;
    let checked = Disk::default().check(&Input::one(&rules), &params(&args.params)?)?;
    let Some(rules) = super::rules::sound(&checked, terminal) else { return Ok(Exit::Findings) };
    let plan = plan::lower(rules);
    let text = match args.format {
        _ if args.hash => format!("{}\n", plan.hash()),
        PlanFormat::Text => plan::show::text(&plan),
        PlanFormat::Json => format!("{:#}\n", plan::show::json(&plan)),
        PlanFormat::Dot => plan::show::dot(&plan),
    };
    Output::write_whole(args.output.output.as_deref(), &text)?;
    Ok(Exit::Clean)
}
