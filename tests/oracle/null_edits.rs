//! Edits that change nothing in meaning give an empty diff; edits that change a score never do.

use super::agreement::{cases, try_cases};
use crate::support::check;
use proptest::prelude::*;
use scoreline::compare::{self, Change};
use scoreline::plan;
use scoreline::reference;
use scoreline::source::Span;
use scoreline::typed::check::{Checked, LoadError, Loaded, Loader};
use scoreline::typed::{Block, Cond, CondKind, Head, Item, TypedRules};
use std::path::{Path, PathBuf};

/// A piece of the text and what is put in its place.
type Edit = (std::ops::Range<usize>, String);

/// Rules beside the examples.
struct Beside(PathBuf);

impl Loader for Beside {
    fn load(&self, from: &str, path: &str) -> Result<Loaded, LoadError> {
        let folder = Path::new(from).parent().unwrap_or_else(|| Path::new(""));
        let name = folder.join(path);
        let text = std::fs::read_to_string(self.0.join(&name)).map_err(|_| LoadError::NotFound)?;
        Ok(Loaded { name: name.display().to_string(), text })
    }
}

/// Applies edits that do not overlap; of those that do the first stays.
fn edited(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let (mut out, mut at) = (String::new(), 0);
    for (range, with) in edits {
        if range.start >= at {
            out.push_str(&text[at..range.start]);
            out.push_str(&with);
            at = range.end;
        }
    }
    out + &text[at..]
}

/// Every condition that is written in the file itself, with its parts.
fn conditions<'a>(rules: &'a TypedRules, found: &mut Vec<&'a Cond>) {
    for score in &rules.scores {
        block(&score.body, found);
        score.overrides.iter().for_each(|one| cond(&one.when, found));
        score.tier_overrides.iter().for_each(|one| cond(&one.when, found));
    }
    rules.excludes.iter().for_each(|one| cond(&one.when, found));
    rules.segments.iter().for_each(|one| cond(&one.when, found));
}

fn block<'a>(block: &'a Block, found: &mut Vec<&'a Cond>) {
    block.when.iter().for_each(|when| cond(when, found));
    for item in &block.items {
        match item {
            Item::Group(group) => self::block(group, found),
            Item::Rule(rule) => match &rule.head {
                Head::When(when) => cond(when, found),
                Head::Each(phrase) => phrase.filter.iter().for_each(|filter| cond(filter, found)),
            },
        }
    }
}

fn cond<'a>(of: &'a Cond, found: &mut Vec<&'a Cond>) {
    found.push(of);
    match &of.kind {
        CondKind::And(all) | CondKind::Or(all) => all.iter().for_each(|one| cond(one, found)),
        CondKind::Not(inner) => cond(inner, found),
        _ => {}
    }
}

/// The texts of the parts of an `and` or `or`, where it is written as these parts with nothing else between.
fn parts<'t>(text: &'t str, whole: Span, all: &[Cond], word: &str) -> Option<Vec<&'t str>> {
    let is_written = |span: Span| span.source.0 == 0 && span.end as usize <= text.len();
    let (first, last) = (all.first()?, all.last()?);
    // Brackets around may lie inside or outside of the whole.
    if !is_written(whole) || first.span.start < whole.start || last.span.end > whole.end {
        return None;
    }
    let is_joined = |two: &[Cond]| {
        let (a, b) = (two[0].span, two[1].span);
        a.end <= b.start && text[a.end as usize..b.start as usize].trim() == word
    };
    let is_whole = all.iter().all(|one| is_written(one.span)) && all.windows(2).all(is_joined);
    is_whole.then(|| all.iter().map(|one| &text[one.span.range()]).collect())
}

/// `a and b` as `b and a`, or, with `not` inside, as `not (not (b) or not (a))`; the same with `or`.
fn turned(text: &str, rules: &TypedRules, by_not: bool) -> (String, usize) {
    let mut found = Vec::new();
    conditions(rules, &mut found);
    let mut edits = Vec::new();
    for cond in found {
        let (all, word, other) = match &cond.kind {
            CondKind::And(all) => (all, "and", "or"),
            CondKind::Or(all) => (all, "or", "and"),
            _ => continue,
        };
        let Some(mut parts) = parts(text, cond.span, all, word) else { continue };
        parts.reverse();
        let written = if by_not {
            let parts: Vec<String> = parts.iter().map(|part| format!("not ({part})")).collect();
            format!("not ({})", parts.join(&format!(" {other} ")))
        } else {
            let parts: Vec<String> = parts.iter().map(|part| format!("({part})")).collect();
            format!("({})", parts.join(&format!(" {word} ")))
        };
        let (first, last) = (all[0].span, all[all.len() - 1].span);
        edits.push((first.start as usize..last.end as usize, written));
    }
    let n = edits.len();
    (edited(text, edits), n)
}

/// Neighbouring activity rules in each other's place.
fn reordered(text: &str, rules: &TypedRules) -> (String, usize) {
    let mut edits = Vec::new();
    let mut blocks: Vec<&Block> = rules.scores.iter().map(|score| &score.body).collect();
    while let Some(block) = blocks.pop() {
        let mut spans = Vec::new();
        for item in &block.items {
            match item {
                Item::Group(group) => blocks.push(group),
                Item::Rule(rule) if matches!(rule.head, Head::Each(_)) => {
                    spans.push(rules.owners[rule.owner.0 as usize].span);
                }
                Item::Rule(_) => {}
            }
        }
        for two in spans.chunks_exact(2).filter(|two| two.iter().all(|span| span.source.0 == 0)) {
            edits.push((two[0].range(), text[two[1].range()].to_owned()));
            edits.push((two[1].range(), text[two[0].range()].to_owned()));
        }
    }
    let n = edits.len();
    (edited(text, edits), n)
}

/// In another layout: deeper lines, blanks at their ends, empty lines and comments after what closes a block.
fn laid_out(text: &str) -> String {
    let mut out = String::from("# Nobody reads this.\n\n");
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        out.push_str(&format!("{}{}  \n", " ".repeat(2 * indent), line.trim_start()));
        if line.trim_end() == "}" {
            out.push_str("\n# Nor this.\n\n");
        }
    }
    out
}

/// All null edits of a text by name, and how many places each touched.
fn null_edits(text: &str, rules: &TypedRules) -> Vec<(&'static str, String, usize)> {
    let (turned_round, n_turned) = turned(text, rules, false);
    let (negated, n_negated) = turned(text, rules, true);
    let (moved, n_moved) = reordered(text, rules);
    vec![
        ("laid out", laid_out(text), 1),
        ("turned round", turned_round, n_turned),
        ("negated inside", negated, n_negated),
        ("reordered", moved, n_moved),
    ]
}

fn difference(old: &Checked, new: &Checked) -> Option<Vec<Change>> {
    compare::compare(old, new).map(|found| found.changes)
}

#[test]
fn null_edits_of_generated_programs_are_no_difference() {
    let touched = std::cell::Cell::new([0; 4]);
    let last = std::cell::RefCell::new(String::new());
    try_cases(cases(30), |text, rules, _, _| {
        // Each program comes with three worlds, which do not matter here.
        if last.replace(text.to_owned()) == text {
            return Ok(());
        }
        let old = check(text);
        for (at, (edit, new_text, n)) in null_edits(text, rules).into_iter().enumerate() {
            let new = check(&new_text);
            let changes = difference(&old, &new);
            prop_assert!(changes.is_some(), "{edit} no longer checks:\n{new_text}\n{:?}", new.diagnostics);
            prop_assert!(changes.as_ref().is_some_and(Vec::is_empty), "{edit}: {changes:#?}\n{text}\n{new_text}");
            let mut all = touched.get();
            all[at] += n;
            touched.set(all);
        }
        Ok(())
    });
    assert!(touched.get().iter().all(|n| *n >= 5), "each edit found places: {:?}", touched.get());
}

#[test]
fn null_edits_of_the_examples_are_no_difference() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut folders = vec![root];
    let (mut n_files, mut n_places) = (0, [0; 4]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of examples") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|extension| extension != "score") {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("an example");
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let beside = Beside(folder.clone());
            let checked = |text: &str| scoreline::typed::check::check(&name, text, &beside, &[]);
            let old = checked(&text);
            let rules = old.rules.as_ref().expect("examples are clean");
            for (at, (edit, new_text, n)) in null_edits(&text, rules).into_iter().enumerate() {
                n_places[at] += n;
                let changes = difference(&old, &checked(&new_text));
                assert!(changes.as_ref().is_some_and(Vec::is_empty), "{name}, {edit}: {changes:#?}\n{new_text}");
            }
            n_files += 1;
        }
    }
    assert!(n_files >= 25, "the examples are found: {n_files}");
    assert!(n_places.iter().all(|n| *n >= 20), "each edit found places: {n_places:?}");
}

/// Another digit somewhere: where no difference is told, every record scores as before.
#[test]
fn what_is_told_as_no_difference_scores_the_same() {
    let told = std::cell::Cell::new([0_u32; 2]);
    try_cases(cases(80), |text, rules, world, choices| {
        let digits: Vec<usize> = text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
        let at = digits[usize::from(choices[0]) % digits.len()];
        let digit = if &text[at..=at] == "1" { "2" } else { "1" };
        let new_text = edited(text, vec![(at..at + 1, digit.to_owned())]);
        let new = check(&new_text);
        let Some(new_rules) = &new.rules else { return Ok(()) };
        let changes = difference(&check(text), &new).unwrap_or_default();
        let mut all = told.get();
        all[usize::from(!changes.is_empty())] += 1;
        told.set(all);
        if changes.is_empty() && plan::lower(rules).hash() != plan::lower(new_rules).hash() {
            let before = reference::run(rules, &world.records, world.as_of);
            let after = reference::run(new_rules, &world.records, world.as_of);
            prop_assert!(before == after, "no difference is told between\n{text}\nand\n{new_text}");
        }
        Ok(())
    });
    assert!(told.get()[1] > 20, "digits that matter were changed: {:?}", told.get());
}
