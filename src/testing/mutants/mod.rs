//! Mutants: the rules with one place changed by a little, to see whether any test notices.
//!
//! In: checked programs. Out: for each [`Change`] what became of it. A mutant is the text of the rules with one edit,
//! checked again as a whole, so it is always something its author could have written; what does not check, or gives the
//! very same plan, is counted apart. The others run against the tests until one fails. For a mutant that none notices, a
//! contact that tells it from the rules is looked for among contacts made from the rules' own constants, and shown only
//! after the engine has told the two apart on it.

mod edits;
mod judge;
mod report;
#[cfg(test)]
mod tests;

use crate::diag::Edit;
use crate::engine::parallel::in_pieces;
use crate::source::{SourceMap, Span};
use crate::testing::witness::Witness;
use crate::typed::Test;
use crate::typed::check::Checked;
use judge::{Judge, Verdict};
pub use report::{Counts, Mutants, Shown, Survivor, finding, section};
use std::collections::BTreeMap;

/// One place of the rules and what it is changed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What stood there, as people would call it.
    pub was: String,
    /// The edit; nothing in the place of something takes it out.
    pub edit: Edit,
    /// Where it stood.
    pub shown: Span,
}

/// What became of a mutant.
#[derive(Clone, Debug)]
pub enum Fate {
    /// The rules cannot be read that way: no mutant at all.
    Invalid,
    /// It means the same: the plan is the same.
    Same,
    /// A test noticed: this one, the first that did.
    Noticed(String),
    /// No test noticed; with records on which the two differ, if any were found.
    Unnoticed(Option<Box<Witness>>),
}

/// A mutant and what became of it.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// The program, by its index, that the place of the change is in.
    pub program: usize,
    /// The change; its place is one of that program.
    pub change: Change,
    /// What became of it.
    pub fate: Fate,
}

/// Changes every place of the rules in turn and runs the tests that are `wanted`, on so many threads at most.
///
/// A file that several programs use is changed once, and noticed if a test of any of them notices. What comes out is in
/// the order of the programs and places, whatever the number of threads.
pub fn run(programs: &[&Checked], wanted: &(dyn Fn(&Checked, &Test) -> bool + Sync), n_threads: usize) -> Vec<Mutant> {
    let judges: Vec<Option<Judge<'_>>> = programs.iter().map(|checked| Judge::new(checked, wanted)).collect();
    let changes = changes_of(programs, &judges);
    let fates = in_pieces(n_threads, changes.len(), || (), |(), at| fate(&changes[at], &judges));
    changes.into_iter().zip(fates).map(|(found, fate)| found.with(fate)).collect()
}

/// A change, and where it stands in each of the programs that use its file.
struct Found {
    change: Change,
    /// The program and the same edit in it.
    places: Vec<(usize, Edit)>,
}

impl Found {
    fn with(self, fate: Fate) -> Mutant {
        Mutant { program: self.places[0].0, change: self.change, fate }
    }
}

/// All changes of all programs, each file's once: a file is its name and its text.
fn changes_of(programs: &[&Checked], judges: &[Option<Judge<'_>>]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut known: BTreeMap<(String, u32, u32, String), usize> = BTreeMap::new();
    for (program, checked) in programs.iter().enumerate().filter(|(program, _)| judges[*program].is_some()) {
        for change in edits::changes(checked.program.files(), &checked.sources) {
            let key = key_of(&checked.sources, &change.edit);
            let place = (program, change.edit.clone());
            match known.get(&key) {
                Some(at) => found[*at].places.push(place),
                None => {
                    known.insert(key, found.len());
                    found.push(Found { change, places: vec![place] });
                }
            }
        }
    }
    found
}

fn key_of(sources: &SourceMap, edit: &Edit) -> (String, u32, u32, String) {
    (sources.name(edit.span.source).to_owned(), edit.span.start, edit.span.end, edit.replacement.clone())
}

/// What the programs say together: noticed by one is noticed, the same is only what is the same in all.
fn fate(found: &Found, judges: &[Option<Judge<'_>>]) -> Fate {
    let mut is_same = false;
    let mut unnoticed = None;
    for (program, edit) in &found.places {
        let Some(judge) = &judges[*program] else { continue };
        match judge.verdict(edit) {
            Verdict::Noticed(test) => return Fate::Noticed(test),
            Verdict::Unnoticed => unnoticed = unnoticed.or(Some((judge, edit))),
            Verdict::Same => is_same = true,
            Verdict::Invalid => {}
        }
    }
    match unnoticed {
        Some((judge, edit)) => Fate::Unnoticed(judge.witness(edit, found.change.shown).map(Box::new)),
        None if is_same => Fate::Same,
        None => Fate::Invalid,
    }
}
