//! `scoreline test [PATH..]`

use super::args::TestArgs;
use super::check::roots;
use super::evaluate;
use super::exit::{Exit, Failure, Outcome};
use super::output::Output;
use super::paths::rules_files;
use super::rules::{Disk, Findings, TextMap};
use super::terminal::Terminal;
use crate::diag::{Case, RenderOptions, Report, render};
use crate::testing;
use crate::typed::check::Checked;

/// Runs the `test` blocks of all files, each with its own file as the rules.
pub fn run(args: &TestArgs, terminal: &Terminal) -> Outcome {
    let inputs = rules_files(&args.paths)?;
    let disk = Disk::default();
    let programs = inputs.iter().map(|input| disk.check(input, &[])).collect::<Result<Vec<Checked>, Failure>>()?;
    let mut findings = Findings::default();
    for broken in roots(&programs).into_iter().filter(|checked| checked.rules.is_none()) {
        findings.add_errors(broken);
    }
    let mut cases = Vec::new();
    for checked in &programs {
        let map = findings.texts_of(checked);
        cases.extend(cases_of(checked, args.name.as_deref()).into_iter().map(|case| mapped(case, &map)));
    }
    findings.diagnostics.sort();
    let report = Report { findings: &findings.diagnostics, cases: &cases };
    let colored = terminal.stdout_color && args.output.output.is_none();
    let options = RenderOptions { color: colored, ..RenderOptions::default() };
    let text = render(args.format, report, &findings.sources, &options);
    Output::write_whole(args.output.output.as_deref(), &text)?;
    if cases.is_empty() && !findings.diagnostics.has_errors() {
        terminal.note(&none_found(args, inputs.len()));
    }
    Ok(Exit::findings_if(findings.diagnostics.has_errors() || cases.iter().any(|case| !case.passed())))
}

/// The tests that stand in the main file of a program: those of files it uses run with those files.
fn cases_of(checked: &Checked, name: Option<&str>) -> Vec<Case> {
    let main = checked.sources.ids().next();
    testing::run(checked, &evaluate::run, |test| {
        Some(test.span.source) == main && name.is_none_or(|name| test.name.contains(name))
    })
}

/// The case with its places among the texts of all files.
fn mapped(case: Case, map: &TextMap) -> Case {
    Case {
        name: case.name,
        span: map.span(case.span),
        failures: case.failures.into_iter().map(|failure| map.diagnostic(failure)).collect(),
    }
}

fn none_found(args: &TestArgs, n_files: usize) -> String {
    let files = if n_files == 1 { "1 file".to_owned() } else { format!("{n_files} files") };
    match &args.name {
        Some(name) => format!("no test in {files} has `{name}` in its name"),
        None => format!("no tests in {files}; write one: `test \"a CEO\" {{ .. }}`"),
    }
}
