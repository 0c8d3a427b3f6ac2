//! What lints are certain of, against generated records: no record ever contradicts it.

use crate::agreement::{cases, try_cases};
use crate::support::check;
use proptest::prelude::*;
use scoreline::engine::{self, Engine};
use scoreline::lint;
use scoreline::plan;
use scoreline::source::Span;
use scoreline::typed::{Block, Cond, CondKind, Head, Item, KindId, Phrase, Source, TypedRules};
use std::cell::Cell;

/// So many conditions of a program are joined with each other.
const JOINED_MAX: usize = 14;

/// Conditions of a program by their kind of record, with the parts of which they are made.
fn conditions(rules: &TypedRules) -> Vec<(KindId, Cond)> {
    let mut found = Vec::new();
    for score in &rules.scores {
        block(&score.body, score.kind, &mut found);
        let set = score.overrides.iter().map(|set| &set.when);
        let tiers = score.tier_overrides.iter().map(|set| &set.when);
        set.chain(tiers).for_each(|when| parts(score.kind, when, &mut found));
    }
    rules.segments.iter().for_each(|segment| parts(segment.kind, &segment.when, &mut found));
    found
}

fn block(of: &Block, kind: KindId, found: &mut Vec<(KindId, Cond)>) {
    of.when.iter().for_each(|when| parts(kind, when, found));
    for item in &of.items {
        match item {
            Item::Group(group) => block(group, kind, found),
            Item::Rule(rule) => match &rule.head {
                Head::When(when) => parts(kind, when, found),
                Head::Each(phrase) => found.extend(phrase.filter.iter().map(|filter| (kind, any(filter.clone())))),
            },
        }
    }
}

fn parts(kind: KindId, cond: &Cond, found: &mut Vec<(KindId, Cond)>) {
    found.push((kind, cond.clone()));
    match &cond.kind {
        CondKind::And(all) | CondKind::Or(all) | CondKind::AtLeast(_, all) => {
            all.iter().for_each(|part| parts(kind, part, found));
        }
        CondKind::Not(part) => parts(kind, part, found),
        CondKind::Any(phrase) | CondKind::None(phrase) => {
            found.extend(phrase.filter.iter().map(|filter| (kind, any(filter.clone()))));
        }
        _ => {}
    }
}

/// Whether any activity passes.
fn any(filter: Cond) -> Cond {
    let span = filter.span;
    let sources = vec![Source::Every];
    let phrase = Phrase { sources, filter: Some(filter), windows: Vec::new(), order: None, span };
    Cond { kind: CondKind::Any(Box::new(phrase)), span }
}

fn of(kind: CondKind) -> Cond {
    Cond { kind, span: Span::default() }
}

/// Two conditions joined in several ways; two filters become one.
fn joined(a: &Cond, b: &Cond) -> Vec<Cond> {
    let filter = |cond: &Cond| match &cond.kind {
        CondKind::Any(phrase) if matches!(phrase.sources[..], [Source::Every]) => phrase.filter.clone(),
        _ => None,
    };
    let wrap = |cond: Cond| match (filter(a), filter(b)) {
        (Some(_), Some(_)) => any(cond),
        _ => cond,
    };
    let (a, b) = match (filter(a), filter(b)) {
        (Some(a), Some(b)) => (a, b),
        _ => (a.clone(), b.clone()),
    };
    let not = |cond: &Cond| of(CondKind::Not(Box::new(cond.clone())));
    let and = |a: Cond, b: Cond| of(CondKind::And(vec![a, b]));
    vec![
        wrap(and(a.clone(), b.clone())),
        wrap(and(a.clone(), not(&b))),
        wrap(and(not(&a), b.clone())),
        wrap(of(CondKind::Or(vec![a, b]))),
    ]
}

fn asked(rules: &TypedRules, choices: &[u16]) -> Vec<(KindId, Cond)> {
    let mut all = conditions(rules);
    let n = all.len();
    let place = |i: usize| usize::from(choices.get(i).copied().unwrap_or(0)) % n.max(1);
    let chosen: Vec<_> = (0..JOINED_MAX.min(n)).map(|i| all[place(i)].clone()).collect();
    for (i, (kind, a)) in chosen.iter().enumerate() {
        for (_, b) in chosen[..i].iter().filter(|(other, _)| other == kind) {
            all.extend(joined(a, b).into_iter().map(|cond| (*kind, cond)));
        }
    }
    all
}

#[test]
fn no_record_contradicts_what_is_certain() {
    let n_decided = Cell::new(0_usize);
    let n_asked = Cell::new(0_usize);
    try_cases(cases(60), |text, rules, world, choices| {
        let asked = asked(rules, choices);
        let conds: Vec<(KindId, &Cond)> = asked.iter().map(|(kind, cond)| (*kind, cond)).collect();
        let decided = lint::decided(rules, &conds);
        n_asked.set(n_asked.get() + decided.len());
        let plan = plan::lower_with_probes(rules, &conds);
        let run = Engine::new(&plan, &world.records.rows, world.as_of).run(&world.records);
        for (place, certain) in decided.iter().enumerate() {
            let Some(certain) = certain else { continue };
            n_decided.set(n_decided.get() + 1);
            let seen = run.probe(u32::try_from(place).expect("few conditions"));
            let cond = &conds[place].1;
            prop_assert!(seen.iter().all(|holds| holds == certain), "{certain} of {cond:?}\n{text}\n{world:?}");
        }
        Ok(())
    });
    let (n_decided, n_asked) = (n_decided.get(), n_asked.get());
    // The test would say nothing if nothing were decided.
    assert!(n_decided * 20 > n_asked, "{n_decided} of {n_asked} conditions were decided");
}

#[test]
fn no_score_leaves_its_bounds() {
    let n_bounded = Cell::new(0_usize);
    try_cases(cases(60), |text, rules, world, _| {
        let bounds = lint::bounds(&check(text));
        let results = engine::run(&plan::lower(rules), &world.records, world.as_of);
        for (score, low, high) in bounds {
            // Most generated scores have a rule that may give any number.
            n_bounded.set(n_bounded.get() + usize::from(high < 1_000_000_000_000));
            for record in results.records.iter().flatten() {
                let Some(result) = record.scores.get(score.0 as usize).and_then(Option::as_ref) else { continue };
                let value = i128::from(result.value.micro());
                prop_assert!((low..=high).contains(&value), "{value} is not in {low}..={high}\n{text}");
            }
        }
        Ok(())
    });
    assert!(n_bounded.get() > 20, "{} scores have bounds", n_bounded.get());
}

/// Every finding of generated programs is made without a panic, in the words of people, and its witness is a contact.
#[test]
fn findings_of_any_program_can_be_shown() {
    try_cases(cases(40), |text, _, _, _| {
        let checked = check(text);
        for finding in &lint::findings(&checked, &scoreline::diag::Levels::default()) {
            prop_assert!(!finding.message.is_empty(), "{text}");
            let witness = finding.witness.as_deref().unwrap_or("contact {");
            let is_record = rules_kinds(&checked).iter().any(|kind| witness.starts_with(kind.as_str()));
            prop_assert!(is_record || witness.starts_with("contact"), "{witness}\n{text}");
        }
        Ok(())
    });
}

fn rules_kinds(checked: &scoreline::typed::check::Checked) -> Vec<String> {
    checked.rules.iter().flat_map(|rules| rules.kinds.iter().map(|kind| kind.name.clone())).collect()
}
