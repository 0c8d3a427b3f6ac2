//! `scoreline check [PATH..]`

use super::args::{CheckArgs, Deny};
use super::exit::{Exit, Failure, Outcome};
use super::fixes;
use super::output::Output;
use super::paths::{Input, rules_files};
use super::project;
use super::rules::{Disk, Findings};
use super::terminal::Terminal;
use crate::diag::{RenderOptions, render};
use crate::lint;
use crate::typed::check::Checked;
use std::collections::BTreeSet;

/// Shows all findings of all files.
pub fn run(args: &CheckArgs, terminal: &Terminal) -> Outcome {
    let inputs = rules_files(&args.paths)?;
    let mut findings = check_all(&inputs)?;
    if args.fix {
        if inputs.contains(&Input::Stdin) {
            return Err(Failure::new("`--fix` cannot change stdin").help("name a file"));
        }
        let fixed = fixes::apply_all(&inputs, &mut findings)?;
        terminal.note(&fixed.words());
    }
    if args.deny.contains(&Deny::Warnings) {
        findings.diagnostics.deny_warnings();
    }
    let colored = terminal.stdout_color && args.output.output.is_none();
    let options = RenderOptions { color: colored, ..RenderOptions::default() };
    let text = render(args.format, &findings.diagnostics, &findings.sources, &options);
    Output::write_whole(args.output.output.as_deref(), &text)?;
    if args.format.is_for_people() && findings.diagnostics.is_empty() {
        let files = if inputs.len() == 1 { "1 file".to_owned() } else { format!("{} files", inputs.len()) };
        terminal.say(&format!("checked {files}: no findings"));
    }
    Ok(Exit::findings_if(findings.diagnostics.has_errors()))
}

/// Findings of all files. A file that others among them use is checked as a part of those: what only the whole can
/// show (a `let` that somebody else uses) is judged there, and nothing is told twice.
pub fn check_all(inputs: &[Input]) -> Result<Findings, Failure> {
    let disk = Disk::default();
    let programs = inputs.iter().map(|input| disk.check(input, &[])).collect::<Result<Vec<Checked>, Failure>>()?;
    let mut findings = Findings::default();
    for checked in roots(&programs) {
        let levels = project::find(main_name(checked))?.map(|found| found.project.levels).unwrap_or_default();
        findings.add(checked, &lint::findings(checked, &levels));
    }
    findings.diagnostics.sort();
    Ok(findings)
}

/// The programs whose main file no other one uses; of files that use each other in a circle, the first.
pub fn roots(programs: &[Checked]) -> Vec<&Checked> {
    let names: Vec<&str> = programs.iter().map(main_name).collect();
    let mut covered: BTreeSet<&str> = BTreeSet::new();
    let used: BTreeSet<&str> = programs.iter().flat_map(used_names).collect();
    let mut roots = Vec::new();
    for round in [false, true] {
        for (program, name) in programs.iter().zip(&names) {
            // First those that nobody uses; then, of what is still not covered, each first of its circle.
            if used.contains(name) == round && covered.insert(name) {
                covered.extend(used_names(program));
                roots.push(program);
            }
        }
    }
    roots
}

/// The main file is the first that was read.
fn main_name(program: &Checked) -> &str {
    program.sources.ids().next().map_or("", |id| program.sources.name(id))
}

fn used_names(program: &Checked) -> impl Iterator<Item = &str> {
    program.sources.ids().skip(1).map(|id| program.sources.name(id))
}
