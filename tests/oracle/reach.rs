//! The generators reach every construct, and every construct makes a difference somewhere.
//!
//! Over fixed seeds each construct has to occur in a program whose results show it at work: an entry of the rule it
//! stands in (of the kind it brings, for decays, limits and caps), a label that is there, a segment or an exclusion
//! that holds, a tier that is reached.

use crate::support::check;
use crate::support::data::{World, world};
use crate::support::program::program;
use crate::support::reach::constructs;
use crate::support::tape::tapes;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use scoreline::ledger::{EntryKind, NoteKind, Results};
use scoreline::reference;
use scoreline::typed::TypedRules;
use std::collections::BTreeMap;

const N_PROGRAMS: u32 = 700;
const N_WORLDS: u32 = 4;

/// Every construct there is, as [`constructs`] names them.
const ALL: &[&str] = &[
    // Scores and blocks.
    "score of kind 0",
    "score of kind 1",
    "score of kind 2",
    "range low",
    "range high",
    "round",
    "override",
    "tier at least",
    "tier above",
    "tier top percent",
    "tier top",
    "tier otherwise",
    "tier override",
    "group up to",
    "group down to",
    "group when",
    "times",
    "times when",
    "total decay",
    "exclude",
    "label of kind 0",
    "label of kind 1",
    "segment of kind 0",
    "segment of kind 1",
    // Rules.
    "rule on activities",
    "rule on a condition",
    "first/rest",
    "first/rest per",
    "at most per field",
    "at most per day",
    "at most times",
    "up to per field",
    "up to per day",
    "up to",
    "down to",
    // Decays.
    "decay half-life",
    "decay linear",
    "decay percent steps",
    "decay percent smooth",
    "decay percent compound",
    "decay points",
    "total decay half-life",
    "total decay linear",
    "total decay percent steps",
    "total decay percent smooth",
    "total decay percent compound",
    "total decay points",
    "decay after",
    "clock of the activity",
    "clock without",
    "clock of a condition",
    // Phrases.
    "a type",
    "activity",
    "several sources",
    "a phrase as source",
    "latest N of",
    "earliest N of",
    "latest N of per",
    "where",
    "in last",
    "in A..B ago",
    "since",
    "before",
    "within after",
    "followed by",
    "not followed by",
    "after without",
    "same",
    // Values.
    "constant",
    "field",
    "contact.field",
    "field over links",
    "id of a record",
    "activity field",
    "type",
    "at",
    "id",
    "score",
    "score at",
    "score over links",
    "score over",
    "tier name",
    "label",
    "highest",
    "highest over links",
    "lowest",
    "lowest over links",
    "arithmetic Add",
    "arithmetic Subtract",
    "arithmetic Multiply",
    "arithmetic Divide",
    "negate",
    "abs",
    "floor",
    "ceil",
    "round()",
    "shift of a date",
    "shift of a time",
    "min of values",
    "max of values",
    "if",
    "otherwise",
    "first with else",
    "first without else",
    "count of",
    "after",
    "after first",
    "table",
    "template",
    "template of number",
    "template of exact text",
    "template of level",
    "template of date",
    "template of time",
    "template of choice",
    "template of list",
    "template of yes/no",
    "template of text",
    "since last",
    "since first",
    "since a time",
    "since a date",
    "until a time",
    "until a date",
    "count of activities",
    "sum of activities",
    "avg of activities",
    "min of activities",
    "max of activities",
    "distinct of activities",
    "percentile of activities",
    "days of activities",
    "weeks of activities",
    "streak of activities",
    "streak with days off of activities",
    "latest of activities",
    "earliest of activities",
    "count in any span",
    "count in any field",
    "sum in any span",
    "sum in any field",
    "distinct in any span",
    "distinct in any field",
    "avg in any span",
    "avg in any field",
    "min in any span",
    "min in any field",
    "max in any span",
    "max in any field",
    "percentile in any span",
    "percentile in any field",
    "days in any span",
    "days in any field",
    "weeks in any span",
    "weeks in any field",
    "streak in any span",
    "streak in any field",
    "streak with days off in any span",
    "streak with days off in any field",
    "in any type",
    "in any at",
    "in any id",
    "in any week",
    "first/rest per type",
    "first/rest per at",
    "first/rest per id",
    "first/rest per week",
    "at most per type",
    "at most per at",
    "at most per id",
    "at most per week",
    "up to per type",
    "up to per at",
    "up to per id",
    "up to per week",
    "latest N of per type",
    "latest N of per at",
    "latest N of per id",
    "latest N of per week",
    "same type",
    "same at",
    "same id",
    "same week",
    "count of links",
    "sum of links",
    "avg of links",
    "min of links",
    "max of links",
    "distinct of links",
    "percentile of links",
    "of links at",
    "of links over",
    "min of tiers of links",
    "max of tiers of links",
    "a link",
    "several links",
    "link by key",
    "link back",
    "everyone",
    // Conditions.
    "always",
    "Equal as text",
    "NotEqual as text",
    "Equal as exact text",
    "NotEqual as exact text",
    "Equal as number",
    "NotEqual as number",
    "Less as number",
    "LessOrEqual as number",
    "Greater as number",
    "GreaterOrEqual as number",
    "Equal as time",
    "NotEqual as time",
    "Less as time",
    "LessOrEqual as time",
    "Greater as time",
    "GreaterOrEqual as time",
    "Equal as date",
    "NotEqual as date",
    "Less as date",
    "LessOrEqual as date",
    "Greater as date",
    "GreaterOrEqual as date",
    "Equal as level",
    "NotEqual as level",
    "Less as level",
    "LessOrEqual as level",
    "Greater as level",
    "GreaterOrEqual as level",
    "Equal as choice",
    "NotEqual as choice",
    "in list of text",
    "not in list of text",
    "in list of exact text",
    "not in list of exact text",
    "in list of choice",
    "not in list of choice",
    "in list of level",
    "in list of list",
    "not in list of list",
    "in list of number",
    "in range",
    "not in range",
    "in range open",
    "not in range open",
    "is missing",
    "is known",
    "is yes",
    "is no",
    "Contains",
    "StartsWith",
    "EndsWith",
    "HasWord",
    "Contains exactly",
    "StartsWith exactly",
    "EndsWith exactly",
    "HasWord exactly",
    "Contains of a value",
    "StartsWith of a value",
    "EndsWith of a value",
    "HasWord of a value",
    "matches",
    "matches exactly",
    "and",
    "or",
    "not",
    "at least of",
    "any",
    "no",
    "any of links",
    "not any of links",
    "tier",
    "tier at",
    "tier over links",
    "tier Equal",
    "tier NotEqual",
    "tier Less",
    "tier LessOrEqual",
    "tier Greater",
    "tier GreaterOrEqual",
    "segment",
];

#[test]
fn generated_cases_reach_every_construct() {
    let mut counts: BTreeMap<String, (u32, u32)> = ALL.iter().map(|name| ((*name).to_owned(), (0, 0))).collect();
    let mut kinds: BTreeMap<String, u32> = BTreeMap::new();
    let mut n_ignores_at_work = 0;
    let mut n_accepted = 0;
    for (rules, world) in generated() {
        n_accepted += 1;
        let results = reference::run(&rules, &world.records, world.as_of);
        for (name, witness) in constructs(&rules) {
            let (n_seen, n_active) = counts.entry(name).or_default();
            *n_seen += 1;
            *n_active += u32::from(witness.is_seen(&results));
        }
        count_kinds(&results, &mut kinds);
        n_ignores_at_work += u32::from(ignore_is_at_work(&rules, &world, &results));
    }
    println!("{n_accepted} worlds; construct: where it stands in the rules, where it shows");
    for (name, (n_seen, n_active)) in &counts {
        println!("{name:40} {n_seen:6} {n_active:6}");
    }
    println!("{kinds:#?}, ignore at work {n_ignores_at_work}");

    let idle: Vec<&String> = counts.iter().filter(|(_, (_, n_active))| *n_active == 0).map(|(name, _)| name).collect();
    assert!(idle.is_empty(), "never at work: {idle:?}");
    let unlisted: Vec<&String> = counts.keys().filter(|name| !ALL.contains(&name.as_str())).collect();
    assert!(unlisted.is_empty(), "reached, but not in the list: {unlisted:?}");
    assert_eq!(kinds.len(), 8 + 3 + 1, "every kind of entry and note, and exclusion: {kinds:?}");
    assert!(n_ignores_at_work > 0);
}

/// The same programs and worlds in every run.
fn generated() -> impl Iterator<Item = (TypedRules, World)> {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[11; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut choices = move |n| tapes(n).new_tree(&mut runner).expect("a tape is always made").current();
    (0..N_PROGRAMS).flat_map(move |_| {
        let rules = check(&program(choices(500))).rules;
        let worlds: Vec<_> = (0..N_WORLDS).map(|_| choices(1_500)).collect();
        worlds.into_iter().filter_map(move |choices| {
            let rules = rules.clone()?;
            let world = world(&rules, choices);
            Some((rules, world))
        })
    })
}

fn count_kinds(results: &Results, kinds: &mut BTreeMap<String, u32>) {
    for record in results.records.iter().flatten() {
        if record.excluded.is_some() {
            *kinds.entry("excluded".to_owned()).or_default() += 1;
        }
        for score in record.scores.iter().flatten() {
            for entry in &score.entries {
                let kind: EntryKind = entry.kind;
                *kinds.entry(format!("entry {kind:?}")).or_default() += 1;
            }
            for note in &score.notes {
                let kind: NoteKind = note.kind;
                *kinds.entry(format!("note {kind:?}")).or_default() += 1;
            }
        }
    }
}

/// Whether results differ without the `ignore`s.
fn ignore_is_at_work(rules: &TypedRules, world: &World, results: &Results) -> bool {
    if rules.ignores.is_empty() {
        return false;
    }
    let rules = TypedRules { ignores: Vec::new(), ..rules.clone() };
    reference::run(&rules, &world.records, world.as_of) != *results
}
