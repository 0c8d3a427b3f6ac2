//! `scoreline test [PATH..]`

use super::args::TestArgs;
use super::check::roots;
use super::evaluate;
use super::exit::{Exit, Failure, Outcome};
use super::output::Output;
use super::paths::rules_files;
use super::rules::{Disk, Findings, TextMap};
use super::stream::all_cores;
use super::terminal::Terminal;
use crate::diag::{Case, RenderOptions, Report, Section, render};
use crate::engine::parallel::in_pieces;
use crate::testing::{self, coverage, mutants, share};
use crate::typed::Test;
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
    let maps: Vec<TextMap> = programs.iter().map(|checked| findings.texts_of(checked)).collect();
    let mut cases = Vec::new();
    let ran = in_pieces(all_cores(), programs.len(), || (), |(), at| cases_of(&programs[at], args.name.as_deref()));
    for (of_program, map) in ran.into_iter().zip(&maps) {
        cases.extend(of_program.into_iter().map(|case| mapped(case, map)));
    }
    let mut measured = Measured::default();
    if args.coverage || args.coverage_min.is_some() {
        measured.coverage(&programs, &maps, args, &mut findings);
    }
    if args.mutants || args.mutants_min.is_some() {
        measured.mutants(&programs, &maps, args, &mut findings);
    }
    findings.diagnostics.sort();
    let report = Report { findings: &findings.diagnostics, cases: &cases, sections: &measured.sections };
    let colored = terminal.stdout_color && args.output.output.is_none();
    let options = RenderOptions { color: colored, ..RenderOptions::default() };
    let text = render(args.format, report, &findings.sources, &options);
    Output::write_whole(args.output.output.as_deref(), &text)?;
    if cases.is_empty() && !findings.diagnostics.has_errors() {
        terminal.note(&none_found(args, inputs.len()));
    }
    measured.too_low.iter().for_each(|gate| terminal.note(gate));
    let is_failed = findings.diagnostics.has_errors() || cases.iter().any(|case| !case.passed());
    Ok(Exit::findings_if(is_failed || !measured.too_low.is_empty()))
}

/// What was measured besides the tests.
#[derive(Default)]
struct Measured {
    sections: Vec<Section>,
    /// Which shares are below their minimum.
    too_low: Vec<String>,
}

impl Measured {
    fn coverage(&mut self, programs: &[Checked], maps: &[TextMap], args: &TestArgs, findings: &mut Findings) {
        let programs: Vec<&Checked> = programs.iter().collect();
        let name = args.name.as_deref();
        let parts = coverage::run(&programs, &|checked, test| is_wanted(checked, test, name));
        let holes = parts.iter().filter_map(|part| Some((part.program, coverage::finding(part)?)));
        findings.diagnostics.extend(holes.map(|(program, finding)| maps[program].diagnostic(finding)));
        let (reached, outcomes) = coverage::counts(&parts);
        if let Some(min) = args.coverage_min.filter(|min| share::is_below(reached, outcomes, *min)) {
            let percent = share::percent(reached, outcomes);
            self.too_low.push(format!("tests reach {percent} % of the outcomes, less than {min} %"));
        }
        self.sections.push(coverage::section(&parts, |program| &programs[program].sources));
    }

    fn mutants(&mut self, programs: &[Checked], maps: &[TextMap], args: &TestArgs, findings: &mut Findings) {
        let programs: Vec<&Checked> = programs.iter().collect();
        let name = args.name.as_deref();
        let mutants = mutants::run(&programs, &|checked, test| is_wanted(checked, test, name), all_cores());
        let unnoticed = mutants.iter().filter_map(|mutant| Some((mutant.program, mutants::finding(mutant)?)));
        findings.diagnostics.extend(unnoticed.map(|(program, finding)| maps[program].diagnostic(finding)));
        let counts = mutants::Counts::of(&mutants);
        if let Some(min) = args.mutants_min.filter(|min| share::is_below(counts.noticed, counts.judged, *min)) {
            let percent = share::percent(counts.noticed, counts.judged);
            self.too_low.push(format!("tests notice {percent} % of the changes, less than {min} %"));
        }
        self.sections.push(mutants::section(&mutants, |program| &programs[program].sources));
    }
}

/// The tests that stand in the main file of a program: those of files it uses run with those files.
fn cases_of(checked: &Checked, name: Option<&str>) -> Vec<Case> {
    testing::run(checked, &evaluate::run, |test| is_wanted(checked, test, name))
}

fn is_wanted(checked: &Checked, test: &Test, name: Option<&str>) -> bool {
    Some(test.span.source) == checked.sources.ids().next() && name.is_none_or(|name| test.name.contains(name))
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
