//! Versions that share a plan come to what each comes to alone: the two given ones, and those between them.

use super::agreement::{cases, try_cases};
use crate::support::check;
use proptest::prelude::*;
use scoreline::compare;
use scoreline::engine::{Detail, Engine, Run, in_rows};
use scoreline::impact::{Item, Merged, merge};
use scoreline::plan::{KindId, LabelId, Plan, ScoreId, SegmentId, lower_on_demand};
use scoreline::typed::TypedRules;
use scoreline::typed::check::Checked;
use scoreline::values::Instant;
use scoreline::{plan, records::Records};
use std::cell::Cell;

/// One digit of a text replaced by another.
fn edited(text: &str, choice: u16) -> String {
    let digits: Vec<usize> = text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
    let at = digits[usize::from(choice) % digits.len()];
    let digit = if &text[at..=at] == "1" { "2" } else { "1" };
    format!("{}{digit}{}", &text[..at], &text[at + 1..])
}

/// What every item of every record comes to, as text: of a version alone.
fn alone(rules: &TypedRules, records: &Records, as_of: Instant) -> Vec<String> {
    let plan = plan::lower(rules);
    let run = Engine::with_detail(&plan, &records.rows, as_of, Detail::Values).run(records);
    let places = |item: &Item| match item {
        Item::Score(name) => rules.scores.iter().position(|one| one.name == *name),
        Item::Label(name) => rules.labels.iter().position(|one| one.name == *name),
        Item::Segment(name) => rules.segments.iter().position(|one| one.name == *name),
    };
    let at = |item: &Item| places(item).map(|at| (0, u32::try_from(at).expect("few items")));
    said(&[&run], &[&plan], rules, at)
}

/// The same of a version among others.
fn among(merged: &Merged, runs: &[&Run<'_>], plans: &[&Plan], rules: &TypedRules, edits: u128) -> Vec<String> {
    said(runs, plans, rules, |item| merged.place(item, edits).map(|place| (place.world, place.id)))
}

fn said(
    runs: &[&Run<'_>],
    plans: &[&Plan],
    rules: &TypedRules,
    place: impl Fn(&Item) -> Option<(usize, u32)> + Sync,
) -> Vec<String> {
    let scores = rules.scores.iter().map(|one| (Item::Score(one.name.clone()), one.kind));
    let labels = rules.labels.iter().map(|one| (Item::Label(one.name.clone()), one.kind));
    let segments = rules.segments.iter().map(|one| (Item::Segment(one.name.clone()), one.kind));
    let mut all = Vec::new();
    for (item, kind) in scores.chain(labels).chain(segments) {
        let pieces = in_rows(runs, KindId(kind.0), 1, Vec::new, |said: &mut Vec<String>, looks, row| {
            let Some((world, id)) = place(&item) else { return said.push(format!("{item:?} {row}: not there")) };
            let look = &mut looks[world];
            let of = match &item {
                Item::Score(_) => {
                    let tiers = &plans[world].scores[id as usize].tiers;
                    let shown = |tier: u32| tiers[tier as usize].name.clone();
                    format!("{:?}", look.score(ScoreId(id)).map(|(value, tier)| (value, tier.map(shown))))
                }
                Item::Label(_) => format!("{:?}", look.label(LabelId(id))),
                Item::Segment(_) => format!("{:?}", look.segment(SegmentId(id))),
            };
            said.push(format!("{item:?} {row}: {:?} {of}", look.excluded().is_some()));
        });
        all.extend(pieces.into_iter().flatten());
    }
    all
}

/// Digits change; what a record holds does not, so that one set of records serves all versions.
fn same_fields(a: &Checked, b: &Checked) -> bool {
    let fields = |checked: &Checked| {
        checked.rules.as_ref().map(|rules| {
            let kinds: Vec<_> = rules.kinds.iter().map(|kind| (&kind.name, kind.fields.len())).collect();
            let types: Vec<_> = rules.activity_types.iter().map(|ty| &ty.name).collect();
            let fields: Vec<_> =
                rules.activity_fields.iter().map(|field| (&field.name, &field.ty, &field.of)).collect();
            format!("{kinds:?}{types:?}{fields:?}")
        })
    };
    fields(a) == fields(b)
}

#[test]
fn versions_that_share_a_plan_come_to_what_each_comes_to_alone() {
    let n_between = Cell::new(0);
    try_cases(cases(60), |text, _, world, choices| {
        let old = check(text);
        let (one, two) = (edited(text, choices[0]), edited(text, choices[1]));
        let new = check(&edited(&one, choices[1]));
        if new.rules.is_none() || !same_fields(&old, &new) {
            return Ok(());
        }
        let found = compare::compare(&old, &new).expect("both are sound");
        let Some(merged) = merge(&old, &new, &found) else { return Ok(()) };
        let plans: Vec<Plan> = merged.worlds.iter().map(|(rules, first)| lower_on_demand(rules, *first)).collect();
        let runs: Vec<Run<'_>> = plans
            .iter()
            .map(|plan| Engine::with_detail(plan, &world.records.rows, world.as_of, Detail::Values).run(&world.records))
            .collect();
        let (runs, plans): (Vec<&Run<'_>>, Vec<&Plan>) = (runs.iter().collect(), plans.iter().collect());
        let mut versions = vec![(&old, 0), (&new, merged.edits.all())];
        let between = [check(&one), check(&two)];
        // Where each of the two digits is an edit of its own, each alone is one of the versions between.
        let singles: Vec<compare::Comparison> =
            between.iter().filter_map(|checked| compare::compare(&old, checked)).collect();
        if let ([first, second], 2) = (singles.as_slice(), merged.edits.changes.len()) {
            let edit_of = |single: &compare::Comparison| {
                let details = |changes: &[compare::Change]| {
                    format!("{:?}", changes.iter().map(|c| (&c.id, &c.score, &c.details)).collect::<Vec<_>>())
                };
                let all: Vec<String> = merged
                    .edits
                    .changes
                    .iter()
                    .map(|edit| details(&edit.iter().map(|at| found.changes[*at].clone()).collect::<Vec<_>>()))
                    .collect();
                all.iter().position(|edit| *edit == details(&single.changes))
            };
            for (single, checked) in [first, second].into_iter().zip(&between) {
                if let Some(edit) = edit_of(single).filter(|_| same_fields(&old, checked)) {
                    versions.push((checked, 1 << edit));
                    n_between.set(n_between.get() + 1);
                }
            }
        }
        for (checked, edits) in versions {
            let rules = checked.rules.as_ref().expect("sound");
            let expected = alone(rules, &world.records, world.as_of);
            let got = among(&merged, &runs, &plans, rules, edits);
            let differ: Vec<_> = expected.iter().zip(&got).filter(|(a, b)| a != b).take(5).collect();
            prop_assert!(
                differ.is_empty(),
                "edits {edits:b}: {differ:#?}\n{:#?}\n{text}\n---\n{:?}",
                found.changes,
                choices.first()
            );
        }
        Ok(())
    });
    assert!(n_between.get() >= 10, "versions between were tried: {}", n_between.get());
}
