//! The engine against the reference evaluator, on programs and records at random.
//!
//! `SCORELINE_CASES` sets how many cases a test tries, `SCORELINE_SEED` where they start; a failing case is printed
//! with its seed after shrinking.

use crate::support::check;
use crate::support::data::{World, world};
use crate::support::ledger_text::ledger_text;
use crate::support::program::program;
use crate::support::tape::tapes;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use scoreline::engine::{Detail, Engine, Folder, Table};
use scoreline::ledger::Results;
use scoreline::plan::Plan;
use scoreline::records::{Activity, ActivityRef};
use scoreline::typed::TypedRules;
use scoreline::values::Decimal;
use scoreline::{engine, plan, reference};
use std::cell::Cell;

/// How many choices a program and a world may take.
const PROGRAM_CHOICES: usize = 500;
const WORLD_CHOICES: usize = 1_500;

pub fn cases(usual: u32) -> u32 {
    std::env::var("SCORELINE_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// The same cases in every run, unless a seed is given.
fn runner(n_cases: u32) -> TestRunner {
    let seed: u64 = std::env::var("SCORELINE_SEED").ok().and_then(|n| n.parse().ok()).unwrap_or(0);
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let config = Config { cases: n_cases, failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() };
    TestRunner::new_with_rng(config, rng)
}

/// Runs `holds` on generated programs that the checker accepts, with three worlds for each.
pub fn try_cases(n_cases: u32, holds: impl Fn(&str, &TypedRules, &World, &[u16]) -> Result<(), TestCaseError>) {
    let n_refused = Cell::new(0);
    let strategy = (tapes(PROGRAM_CHOICES), prop::array::uniform3(tapes(WORLD_CHOICES)));
    let outcome = runner(n_cases).run(&strategy, |(program_choices, worlds)| {
        let text = program(program_choices);
        let Some(rules) = check(&text).rules else {
            n_refused.set(n_refused.get() + 1);
            return Ok(());
        };
        for choices in worlds {
            let world = world(&rules, choices.clone());
            holds(&text, &rules, &world, &choices)?;
        }
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    // The generator is right by construction but for a few combinations; it must not become a generator of errors.
    assert!(n_refused.get() * 10 < n_cases, "{} of {n_cases} programs were refused", n_refused.get());
}

#[test]
fn engine_and_reference_agree() {
    try_cases(cases(100), |text, rules, world, _| {
        let expected = reference::run(rules, &world.records, world.as_of);
        let got = engine_results(rules, world);
        prop_assert!(got == expected, "{text}\n{world:?}\n{}", difference(rules, &got, &expected));
        Ok(())
    });
}

#[test]
fn entries_add_up_to_the_score_and_none_is_zero() {
    try_cases(cases(100), |text, rules, world, _| {
        let results = reference::run(rules, &world.records, world.as_of);
        for score in results.records.iter().flatten().flat_map(|record| record.scores.iter().flatten()) {
            let total: i128 = score.entries.iter().map(|entry| i128::from(entry.points.micro())).sum();
            prop_assert_eq!(total, i128::from(score.value.micro()), "{}", text);
            prop_assert!(score.entries.iter().all(|entry| entry.points != Decimal::ZERO));
            let keys: Vec<_> = score.entries.iter().map(|entry| (entry.owner, entry.kind)).collect();
            prop_assert!(keys.windows(2).all(|two| two[0] < two[1]), "{}", text);
        }
        Ok(())
    });
}

#[test]
fn the_order_of_activities_does_not_matter() {
    try_cases(cases(60), |text, rules, world, choices| {
        let mut shuffled = world.clone();
        for (i, choice) in (1..shuffled.records.activities.len()).zip(choices) {
            shuffled.records.activities.swap(i, usize::from(*choice) % (i + 1));
        }
        let expected = reference::run(rules, &world.records, world.as_of);
        let got = reference::run(rules, &shuffled.records, world.as_of);
        prop_assert!(got == expected, "reference: {text}\n{}", difference(rules, &got, &expected));
        let got = engine_results(rules, &shuffled);
        prop_assert!(got == expected, "engine: {text}\n{}", difference(rules, &got, &expected));
        Ok(())
    });
}

/// Threads that fold what they are dealt, in chunks and turns that the choices set, into one table.
#[test]
fn threads_that_share_a_table_come_to_the_same_results() {
    try_cases(cases(60), |text, rules, world, choices| {
        let plan = plan::lower(rules);
        let expected = engine::run(&plan, &world.records, world.as_of);
        let got = shared(&plan, world, choices, Detail::Entries);
        prop_assert!(got == expected, "{text}\n{}", difference(rules, &got, &expected));
        let values = without_entries(expected);
        let got = shared(&plan, world, choices, Detail::Values);
        prop_assert!(got == values, "values only: {text}\n{}", difference(rules, &got, &values));
        Ok(())
    });
}

/// The results of one to four threads.
fn shared(plan: &Plan, world: &World, choices: &[u16], detail: Detail) -> Results {
    let n_threads = 1 + usize::from(choices[0]) % 4;
    let engine = Engine::with_detail(plan, &world.records.rows, world.as_of, detail);
    let table = engine.table();
    let mut dealt: Vec<Vec<&Activity>> = vec![Vec::new(); n_threads];
    for (i, activity) in world.records.activities.iter().enumerate() {
        dealt[usize::from(choices[i % choices.len()]) % n_threads].push(activity);
    }
    std::thread::scope(|scope| {
        for mut activities in dealt {
            let (engine, table) = (&engine, &table);
            activities.reverse();
            scope.spawn(move || fold_in_chunks(engine, table, &activities, 1 + usize::from(choices[1]) % 5));
        }
    });
    engine.finish(table, n_threads).results()
}

fn without_entries(mut results: Results) -> Results {
    for score in results.records.iter_mut().flatten().flat_map(|record| record.scores.iter_mut().flatten()) {
        score.entries.clear();
        score.notes.clear();
    }
    results
}

/// Folds activities, bringing them into the table after every so many.
fn fold_in_chunks(engine: &Engine<'_>, table: &Table, activities: &[&Activity], chunk: usize) {
    let mut folder = engine.folder();
    for activities in activities.chunks(chunk) {
        activities.iter().for_each(|activity| fold(engine, &mut folder, table, activity));
        folder.flush(table);
    }
}

fn fold(engine: &Engine<'_>, folder: &mut Folder<'_, '_>, table: &Table, activity: &Activity) {
    let Some(contact) = engine.contact(&activity.contact) else { return };
    let mut values = Vec::new();
    activity.borrow_values(&mut values);
    let ty = engine.activity_type(&activity.ty);
    let id = activity.id.as_deref();
    folder.fold(table, &ActivityRef { contact, ty, type_name: &activity.ty, at: activity.at, id, values: &values });
}

fn engine_results(rules: &TypedRules, world: &World) -> Results {
    engine::run(&plan::lower(rules), &world.records, world.as_of)
}

/// The lines in which two results differ.
fn difference(rules: &TypedRules, got: &Results, expected: &Results) -> String {
    let (got, expected) = (ledger_text(rules, got), ledger_text(rules, expected));
    let mut lines = Vec::new();
    let mut record = "";
    for (a, b) in got.lines().zip(expected.lines()) {
        if !a.starts_with(' ') {
            record = a;
        }
        if a != b {
            lines.push(format!("{record}: engine `{}`, reference `{}`", a.trim(), b.trim()));
        }
    }
    lines.truncate(12);
    format!("{}\nengine\n{got}\nreference\n{expected}", lines.join("\n"))
}
