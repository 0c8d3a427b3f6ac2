//! Coverage: which outcomes of which parts of the rules the tests reach.
//!
//! In: checked programs. Out: [`Part`]s, each with its outcomes and whether a test reached them. The unit is a part of a
//! condition in one rule, and each of its outcomes: it holds, it does not, it is asked of something missing. Besides:
//! windows from both sides, limits, caps, decays, factors and ranges that take or add something, tiers, arms of labels,
//! overrides, exclusions and what is ignored. What scores and tells is asked of the engine by labels appended to the
//! rules, as the questions of tests are (`probe`); what moves points is read off the ledgers.

mod atoms;
mod entries;
mod report;
mod rules;
#[cfg(test)]
mod tests;
mod walk;

pub use report::{Coverage, counts, finding, section};

use crate::engine;
use crate::ledger::Results;
use crate::plan::lower;
use crate::source::Span;
use crate::testing::probe::{YES, yes_or_no};
use crate::typed::check::Checked;
use crate::typed::{Cond, KindId, Label, Test, TypedRules};
use std::collections::BTreeMap;

/// So many questions are put to the rules at most; parts beyond them are left out and counted.
const QUESTIONS_MAX: usize = 20_000;

/// A part of the rules and what the tests made of it.
#[derive(Clone, Debug)]
pub struct Part {
    /// The program it is in, by its index.
    pub program: usize,
    /// Where it stands.
    pub place: Span,
    /// The rule or block it belongs to, by its id; for what stands outside of scores, its own name.
    pub of: String,
    /// What can become of it.
    pub outcomes: Vec<Outcome>,
}

/// Something that can become of a part.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// `holds`, `does not hold`, `is missing`, `inside`, `outside`, `takes something`, `is reached`.
    pub name: &'static str,
    /// Whether a test reached it.
    pub reached: bool,
    /// Why not, where it was not.
    pub reason: String,
}

/// What has to be true of some record of some test.
#[derive(Clone, Debug)]
enum Question {
    /// A condition on a record of a kind.
    Holds(KindId, Cond),
    /// The same where nothing is ignored.
    HoldsUnignored(KindId, Cond),
    /// Something that the results themselves say.
    Results(entries::Sign),
}

/// A part before it was asked.
#[derive(Clone, Debug)]
struct Asked {
    place: Span,
    of: String,
    outcomes: Vec<(&'static str, Question)>,
    /// Asked for the reasons of holes: what must hold for the part to be looked at at all, with the reason if it never did.
    first: Vec<(Question, String)>,
}

/// Asks the tests that are `wanted`; a file that several programs use has its outcomes from all of them.
pub fn run(programs: &[&Checked], wanted: &dyn Fn(&Checked, &Test) -> bool) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut known: BTreeMap<(String, u32, u32, String), usize> = BTreeMap::new();
    for (program, checked) in programs.iter().enumerate() {
        for part in of_program(program, checked, wanted) {
            let place = part.place;
            let key = (
                checked.sources.name(place.source).to_owned(),
                place.start,
                place.end,
                part.of.clone() + part.outcomes[0].name,
            );
            match known.get(&key) {
                Some(at) => parts[*at].merge(&part),
                None => {
                    known.insert(key, parts.len());
                    parts.push(part);
                }
            }
        }
    }
    parts
}

impl Part {
    /// What another program reached of the same part.
    fn merge(&mut self, other: &Part) {
        for (mine, other) in self.outcomes.iter_mut().zip(&other.outcomes) {
            mine.reached |= other.reached;
        }
    }
}

fn of_program(program: usize, checked: &Checked, wanted: &dyn Fn(&Checked, &Test) -> bool) -> Vec<Part> {
    let Some(rules) = &checked.rules else { return Vec::new() };
    let mut asked = rules::parts(rules);
    let mut left = QUESTIONS_MAX;
    asked.retain(|asked| {
        let n = asked.outcomes.len() + asked.first.len();
        let fits = n <= left;
        left -= if fits { n } else { 0 };
        fits
    });
    let questions: Vec<&Question> = asked.iter().flat_map(Asked::questions).collect();
    let mut reached = vec![false; questions.len()];
    for (index, test) in rules.tests.iter().enumerate().filter(|(_, test)| wanted(checked, test)) {
        if test.sets.is_empty() {
            continue;
        }
        let again = checked.with_params(&test.sets);
        let Some((rules, test)) = again.rules.as_ref().and_then(|rules| Some((rules, rules.tests.get(index)?))) else {
            continue;
        };
        // Ids and the order of parts do not depend on the values of params.
        let again = rules::parts(rules);
        let questions: Vec<&Question> = again.iter().flat_map(Asked::questions).take(reached.len()).collect();
        answer(rules, &[test], &questions, &mut reached);
    }
    let plain: Vec<&Test> = rules.tests.iter().filter(|test| wanted(checked, test) && test.sets.is_empty()).collect();
    answer(rules, &plain, &questions, &mut reached);
    let mut reached = reached.into_iter();
    asked.into_iter().map(|asked| asked.told(program, &mut reached)).collect()
}

/// Marks the questions that some record of some test answers with yes.
fn answer(rules: &TypedRules, tests: &[&Test], questions: &[&Question], reached: &mut [bool]) {
    if tests.is_empty() {
        return;
    }
    for ignoring in [true, false] {
        let mut probed = rules.clone();
        if !ignoring {
            probed.ignores.clear();
        }
        let first = probed.labels.len();
        let mut places = Vec::new();
        for (at, question) in questions.iter().enumerate() {
            let (Question::Holds(kind, cond) | Question::HoldsUnignored(kind, cond)) = question else { continue };
            if matches!(question, Question::Holds(..)) == ignoring {
                probed.labels.push(Label { name: String::new(), kind: *kind, value: yes_or_no(cond), span: cond.span });
                places.push(at);
            }
        }
        if places.is_empty() && !ignoring {
            return;
        }
        let plan = lower(&probed);
        for test in tests {
            let results = engine::run(&plan, &test.records, test.as_of);
            for record in results.records.iter().flatten() {
                for (place, label) in places.iter().zip(record.labels.iter().skip(first)) {
                    reached[*place] |= label.as_deref() == Some(YES);
                }
            }
            if ignoring {
                of_results(questions, &results, reached);
            }
        }
    }
}

fn of_results(questions: &[&Question], results: &Results, reached: &mut [bool]) {
    for (question, reached) in questions.iter().zip(reached) {
        if let Question::Results(sign) = question {
            *reached = *reached || sign.shows(results);
        }
    }
}

impl Asked {
    fn questions(&self) -> impl Iterator<Item = &Question> {
        self.outcomes.iter().map(|(_, question)| question).chain(self.first.iter().map(|(question, _)| question))
    }

    /// The part with its answers, taken from those of all parts in their order.
    fn told(self, program: usize, answers: &mut impl Iterator<Item = bool>) -> Part {
        let reached: Vec<bool> = answers.by_ref().take(self.outcomes.len()).collect();
        let looked: Vec<bool> = answers.by_ref().take(self.first.len()).collect();
        let blocked = self.first.iter().zip(&looked).find(|(_, looked)| !**looked).map(|((_, why), _)| why.clone());
        let mut with_missing = self.outcomes.iter().zip(&reached);
        let has_missing = self.outcomes.iter().any(|(name, _)| *name == MISSING);
        let only_missing = has_missing && with_missing.all(|((name, _), reached)| *reached == (*name == MISSING));
        let reason = |name: &str| match &blocked {
            Some(why) => why.clone(),
            None if only_missing && name != MISSING => "it is missing in every test".to_owned(),
            None => match name {
                HOLDS => "it never holds in a test",
                HOLDS_NOT => "it holds in every test",
                MISSING => "it is known in every test",
                INSIDE => "no test has such an activity inside it",
                OUTSIDE => "no test has such an activity outside of it",
                _ => "in no test",
            }
            .to_owned(),
        };
        let outcome = |((name, _), reached): (&(&'static str, Question), &bool)| Outcome {
            name,
            reached: *reached,
            reason: if *reached { String::new() } else { reason(name) },
        };
        let outcomes = self.outcomes.iter().zip(&reached).map(outcome).collect();
        Part { program, place: self.place, of: self.of, outcomes }
    }
}

const HOLDS: &str = "holds";
const HOLDS_NOT: &str = "does not hold";
const MISSING: &str = "is missing";
const INSIDE: &str = "inside";
const OUTSIDE: &str = "outside";
const TAKES: &str = "takes something";
const ADDS: &str = "adds something";
const REACHED: &str = "is reached";
