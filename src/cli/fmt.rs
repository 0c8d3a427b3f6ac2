//! `scoreline fmt [PATH..]`

use super::args::FmtArgs;
use super::exit::{Exit, Failure, Outcome};
use super::output::Output;
use super::paths::{Input, rules_files};
use super::terminal::Terminal;
use crate::diag::{Diagnostics, Format, RenderOptions, render};
use crate::source::SourceMap;
use crate::syntax::parse;
use crate::syntax::print::{keeps_all, print};
use std::path::Path;

/// What the files came to.
#[derive(Default)]
struct Report {
    sources: SourceMap,
    /// Why some files could not be read as rules; these stay as they are.
    findings: Diagnostics,
    /// What goes to stdout.
    shown: String,
    n_files: usize,
    /// Files not in the one layout before this run.
    n_changed: usize,
}

/// Lays rules files out.
pub fn run(args: &FmtArgs, terminal: &Terminal) -> Outcome {
    let mut report = Report::default();
    for input in rules_files(&args.paths)? {
        one(&input, args, &mut report)?;
    }
    if !report.shown.is_empty() {
        Output::write_whole(None, &report.shown)?;
    }
    if !report.findings.is_empty() {
        report.findings.sort();
        let options = RenderOptions { color: terminal.stderr_color, ..RenderOptions::default() };
        terminal.say(&render(Format::Text, &report.findings, &report.sources, &options));
    }
    if !args.paths.iter().any(|path| path == "-") {
        terminal.say(&summary(args, &report));
    }
    Ok(Exit::findings_if(!report.findings.is_empty() || (args.check && report.n_changed > 0)))
}

fn one(input: &Input, args: &FmtArgs, report: &mut Report) -> Result<(), Failure> {
    let text = input.read()?;
    let name = input.name();
    report.n_files += 1;
    let source = report.sources.add(name.clone(), text.clone());
    let parsed = parse(source, &text);
    if !parsed.findings.is_empty() {
        report.findings.extend(parsed.findings.iter().cloned());
        return Ok(());
    }
    let printed = print(&parsed.file, &text);
    if !keeps_all(&text, &printed) {
        return Err(Failure::new(format!(
            "`{name}` cannot be laid out without changing what it says; it stays as it is"
        ))
        .help("this is a mistake of ours: please report it with the file"));
    }
    let is_changed = printed != text;
    report.n_changed += usize::from(is_changed);
    if args.diff && is_changed {
        report.shown.push_str(&difference(&name, &text, &printed));
    } else if args.check && is_changed {
        report.shown.push_str(&format!("{name} is not laid out\n"));
    }
    if args.check || args.diff {
        return Ok(());
    }
    match input {
        Input::Stdin => report.shown.push_str(&printed),
        Input::File(path) if is_changed => Output::write_whole(Some(Path::new(path)), &printed)?,
        Input::File(_) => {}
    }
    Ok(())
}

/// A unified difference, as `patch` reads it.
fn difference(name: &str, before: &str, after: &str) -> String {
    let lines = similar::TextDiff::from_lines(before, after);
    lines.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")).to_string()
}

fn summary(args: &FmtArgs, report: &Report) -> String {
    let files = |n: usize| if n == 1 { "1 file".to_owned() } else { format!("{n} files") };
    let (all, changed) = (files(report.n_files), files(report.n_changed));
    match (args.check || args.diff, report.n_changed) {
        (_, 0) if report.findings.is_empty() => format!("{all} laid out already"),
        (_, 0) => format!("{all} looked at, none changed"),
        (true, _) => format!("{changed} of {all} to lay out"),
        (false, _) => format!("laid out {changed} of {all}"),
    }
}
