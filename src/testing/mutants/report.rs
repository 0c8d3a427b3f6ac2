//! Mutants as findings and figures.

use super::{Fate, Mutant};
use crate::diag::{Code, Diagnostic, Section, one_line};
use crate::source::SourceMap;
use crate::testing::share::percent;
use serde::Serialize;

/// How many mutants met which fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Counts {
    /// Changes that were judged: noticed and unnoticed ones.
    pub judged: usize,
    /// A test failed.
    pub noticed: usize,
    /// No test failed.
    pub unnoticed: usize,
    /// Of the unnoticed, those for which no contact was found that tells them apart.
    pub no_contact_found: usize,
    /// Changes that mean the same: the plan is the same.
    pub same: usize,
    /// Changes after which the rules could not be read.
    pub invalid: usize,
}

impl Counts {
    /// Counts mutants.
    pub fn of(mutants: &[Mutant]) -> Counts {
        let mut counts = Counts::default();
        for mutant in mutants {
            match &mutant.fate {
                Fate::Invalid => counts.invalid += 1,
                Fate::Same => counts.same += 1,
                Fate::Noticed(_) => counts.noticed += 1,
                Fate::Unnoticed(witness) => {
                    counts.unnoticed += 1;
                    counts.no_contact_found += usize::from(witness.is_none());
                }
            }
        }
        counts.judged = counts.noticed + counts.unnoticed;
        counts
    }
}

/// The finding for a mutant that no test notices.
pub fn finding(mutant: &Mutant) -> Option<Diagnostic> {
    let Fate::Unnoticed(witness) = &mutant.fate else { return None };
    let (was, becomes) = (shown(&mutant.change.was), shown(&mutant.change.edit.replacement));
    let message = match becomes.as_str() {
        "" => format!("no test notices that `{was}` is gone"),
        _ => format!("no test notices `{becomes}` in the place of `{was}`"),
    };
    let finding = Diagnostic::new(Code::UnnoticedChange, mutant.change.shown, message);
    Some(match witness {
        Some(witness) => {
            let (what, (before, after)) = (&witness.what, &witness.values);
            let finding = finding.label(format!("{what} is {before}, and would be {after}"));
            finding.help(format!("expect {what} in a test with the records shown")).witness(witness.text.as_str())
        }
        None => finding.label("no contact found that tells them apart"),
    })
}

fn shown(text: &str) -> String {
    one_line(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A mutant that no test notices, for programs.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Survivor {
    /// The file it is in.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// What stands there.
    pub was: String,
    /// What it was changed to; empty where it was taken out.
    pub becomes: String,
    /// Records on which the two differ; null where none were found.
    pub contact: Option<Shown>,
}

/// Records on which a mutant differs from the rules, as the engine found.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Shown {
    /// The first thing that differs: `lead`, `lead.tier`, a label, a segment, a rule by its name, `excluded`.
    pub what: String,
    /// What it is.
    pub is: String,
    /// What it would be.
    pub would_be: String,
    /// `as_of`, `contacts`, `activities`, and other `records` by kind.
    pub records: serde_json::Value,
    /// The inside of a `test` block that has them.
    pub test: String,
}

/// What `--mutants` adds to the machine form.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Mutants {
    /// How many met which fate.
    pub counts: Counts,
    /// The share of those judged that a test noticed, in percent, one place, rounded down.
    pub noticed_percent: String,
    /// Those that no test noticed, in the order of the files.
    pub unnoticed: Vec<Survivor>,
}

/// Figures and survivors. `sources` gives the texts of a program by its index.
pub fn section<'a>(mutants: &[Mutant], sources: impl Fn(usize) -> &'a SourceMap) -> Section {
    let counts = Counts::of(mutants);
    let Counts { judged, noticed, unnoticed, no_contact_found, same, invalid } = counts;
    let share = percent(noticed, judged);
    let text = format!(
        "mutants: {noticed} of {judged} noticed ({share} %), {unnoticed} not, {no_contact_found} of them without a \
         contact found that tells them apart; besides, {same} mean the same and {invalid} cannot be read\n"
    );
    let survivor = |mutant: &Mutant| survivor(mutant, sources(mutant.program));
    let data = Mutants { counts, noticed_percent: share, unnoticed: mutants.iter().filter_map(survivor).collect() };
    let data = serde_json::to_value(data).expect("texts, numbers and lists always have a JSON form");
    Section { name: "mutants", data, text }
}

fn survivor(mutant: &Mutant, sources: &SourceMap) -> Option<Survivor> {
    let Fate::Unnoticed(witness) = &mutant.fate else { return None };
    let place = mutant.change.shown;
    let at = sources.position(place.source, place.start);
    let contact = witness.as_ref().map(|witness| Shown {
        what: witness.what.clone(),
        is: witness.values.0.clone(),
        would_be: witness.values.1.clone(),
        records: witness.json.clone(),
        test: witness.text.clone(),
    });
    Some(Survivor {
        file: sources.name(place.source).to_owned(),
        line: at.line,
        column: at.column,
        was: mutant.change.was.clone(),
        becomes: mutant.change.edit.replacement.clone(),
        contact,
    })
}
