//! Coverage as findings and figures.

use super::Part;
use crate::diag::{Code, Diagnostic, Section, Severity};
use crate::source::SourceMap;
use crate::testing::share::percent;
use serde::Serialize;
use std::collections::BTreeMap;

/// What `--coverage` adds to the machine form.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Coverage {
    /// Outcomes of all parts.
    pub outcomes: usize,
    /// Those that a test reached.
    pub reached: usize,
    /// The share of those reached, in percent, one place, rounded down.
    pub reached_percent: String,
    /// All parts, in the order of the rules.
    pub parts: Vec<Shown>,
}

/// A part of the rules.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Shown {
    /// The rule or block it belongs to.
    pub of: String,
    /// The file it stands in.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// As written.
    pub text: String,
    /// What can become of it.
    pub outcomes: Vec<ShownOutcome>,
}

/// Something that can become of a part.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ShownOutcome {
    /// `holds`, `does not hold`, `is missing`, `inside`, `outside`, `takes something`, `adds something`, `is reached`.
    pub outcome: &'static str,
    /// Whether a test reached it.
    pub reached: bool,
    /// Why not; null where it was reached.
    pub reason: Option<String>,
}

/// How many outcomes there are, and how many were reached.
pub fn counts(parts: &[Part]) -> (usize, usize) {
    let outcomes = || parts.iter().flat_map(|part| &part.outcomes);
    (outcomes().filter(|outcome| outcome.reached).count(), outcomes().count())
}

/// A finding for a part with an outcome that no test reaches.
pub fn finding(part: &Part) -> Option<Diagnostic> {
    let holes: Vec<_> = part.outcomes.iter().filter(|outcome| !outcome.reached).collect();
    let reason = &holes.first()?.reason;
    let names: Vec<&str> = holes.iter().map(|hole| hole.name).collect();
    let message = format!("`{}`: no test reaches `{}`", part.of, names.join("` or `"));
    let mut finding = Diagnostic::new(Code::UntestedPart, part.place, message).label(reason.as_str());
    finding.severity = Severity::Note;
    Some(finding)
}

/// Figures: a line for each rule with holes, and all parts for programs. `sources` gives the texts of a program.
pub fn section<'a>(parts: &[Part], sources: impl Fn(usize) -> &'a SourceMap) -> Section {
    let (reached, outcomes) = counts(parts);
    let share = percent(reached, outcomes);
    let mut by_owner: BTreeMap<(usize, &str), (usize, usize)> = BTreeMap::new();
    for part in parts {
        let (reached, all) = by_owner.entry((part.program, owner(&part.of))).or_default();
        *reached += part.outcomes.iter().filter(|outcome| outcome.reached).count();
        *all += part.outcomes.len();
    }
    let line =
        |((_, of), (reached, all)): (&(usize, &str), &(usize, usize))| format!("  {reached:>3} of {all:<3} {of}\n");
    let mut text: String = by_owner.iter().filter(|(_, (reached, all))| reached < all).map(line).collect();
    text += &format!("coverage: {reached} of {outcomes} outcomes reached ({share} %)\n");
    let parts = parts.iter().map(|part| shown(part, sources(part.program))).collect();
    let data = Coverage { outcomes, reached, reached_percent: share, parts };
    let data = serde_json::to_value(data).expect("texts, numbers and lists always have a JSON form");
    Section { name: "coverage", data, text }
}

/// The rule of `pricing cap`.
fn owner(of: &str) -> &str {
    of.split(' ').next().unwrap_or(of)
}

fn shown(part: &Part, sources: &SourceMap) -> Shown {
    let at = sources.position(part.place.source, part.place.start);
    let outcome = |outcome: &super::Outcome| ShownOutcome {
        outcome: outcome.name,
        reached: outcome.reached,
        reason: (!outcome.reached).then(|| outcome.reason.clone()),
    };
    Shown {
        of: part.of.clone(),
        file: sources.name(part.place.source).to_owned(),
        line: at.line,
        column: at.column,
        text: sources.slice(part.place).to_owned(),
        outcomes: part.outcomes.iter().map(outcome).collect(),
    }
}
