//! Which part of the new version is which part of the old one, and what differs between the two.
//!
//! Parts that mean the same are one, wherever they stand in their block and whatever they are called. Of the others,
//! those of one name are one; then those with an equal condition or an equal award, the likest first. What is left was
//! added or removed; a rule that left one block and means the same in another of its score was moved.

use super::part::{Aspect, Facet, Part, Tree};
use super::{Change, Comparison, Detail, Kind};
use std::collections::BTreeSet;

/// Two parts of which fewer words than this are shared, in a hundred of all words, are two things.
const LIKE_MIN_PERCENT: usize = 50;

/// What has no partner in its own block yet.
#[derive(Default)]
struct Alone<'p> {
    old: Vec<(&'p Part, String)>,
    new: Vec<(&'p Part, String)>,
}

/// All changes between parts of which there may be any number.
pub(super) fn parts(old: &[Part], new: &[Part], changes: &mut Vec<Change>) {
    let (old, new): (Vec<&Part>, Vec<&Part>) = (old.iter().collect(), new.iter().collect());
    let paired = pair(&old, &new);
    changes.extend(paired.pairs.iter().filter_map(|(old, new)| changed(old, new, &[])));
    changes.extend(paired.old.into_iter().map(|part| whole(Kind::Removed, part)));
    changes.extend(paired.new.into_iter().map(|part| whole(Kind::Added, part)));
}

/// All changes between the scores of two versions; a score is known by its name, which results show.
pub(super) fn scores(old: &[Tree], new: &[Tree], found: &mut Comparison) {
    for score in old {
        match new.iter().find(|other| other.part.id == score.part.id) {
            None => found.changes.push(whole(Kind::Removed, &score.part)),
            Some(other) => {
                let mut alone = Alone::default();
                tree(score, other, found, &mut alone);
                moved(alone, &mut found.changes);
            }
        }
    }
    let added = new.iter().filter(|score| old.iter().all(|other| other.part.id != score.part.id));
    found.changes.extend(added.map(|score| whole(Kind::Added, &score.part)));
}

fn tree<'p>(old: &'p Tree, new: &'p Tree, found: &mut Comparison, alone: &mut Alone<'p>) {
    found.blocks.extend(old.part.owner.zip(new.part.owner));
    let changes = &mut found.changes;
    changes.extend(changed(&old.part, &new.part, &[]));
    let paired = pair(&refs(&old.rules), &refs(&new.rules));
    changes.extend(paired.pairs.iter().filter_map(|(old, new)| changed(old, new, &[])));
    alone.old.extend(paired.old.into_iter().map(|part| (part, place(&old.part))));
    alone.new.extend(paired.new.into_iter().map(|part| (part, place(&new.part))));
    groups(&old.groups, &new.groups, found, alone);
}

fn refs(parts: &[Part]) -> Vec<&Part> {
    parts.iter().collect()
}

fn place(part: &Part) -> String {
    format!("{} {}", part.what.word(), part.id)
}

/// Groups that mean the same, then those of one name, then those with most rules in common.
fn groups<'p>(old: &'p [Tree], new: &'p [Tree], found: &mut Comparison, alone: &mut Alone<'p>) {
    let (mut old, mut new): (Vec<&Tree>, Vec<&Tree>) = (old.iter().collect(), new.iter().collect());
    take_pairs(&mut old, &mut new, |a, b| a.key() == b.key());
    let mut pairs = take_pairs(&mut old, &mut new, |a, b| a.part.name.is_some() && a.part.name == b.part.name);
    pairs.extend(take_pairs(&mut old, &mut new, |a, b| {
        let (a, b) = (a.rule_keys(), b.rule_keys());
        a.iter().filter(|key| b.contains(key)).count() * 2 >= a.len().max(b.len()).max(1)
    }));
    for (old, new) in pairs {
        tree(old, new, found, alone);
    }
    let changes = &mut found.changes;
    for group in old {
        changes.push(whole(Kind::Removed, &group.part));
        gather(group, &mut alone.old, &mut |part| changes.push(whole(Kind::Removed, part)));
    }
    for group in new {
        changes.push(whole(Kind::Added, &group.part));
        gather(group, &mut alone.new, &mut |part| changes.push(whole(Kind::Added, part)));
    }
}

/// The rules of a group without a partner, and of the groups in it.
fn gather<'p>(group: &'p Tree, into: &mut Vec<(&'p Part, String)>, inner: &mut impl FnMut(&'p Part)) {
    into.extend(group.rules.iter().map(|rule| (rule, place(&group.part))));
    for group in &group.groups {
        inner(&group.part);
        gather(group, into, inner);
    }
}

/// What left one block of a score and stands in another.
fn moved(alone: Alone<'_>, changes: &mut Vec<Change>) {
    let (old, new): (Vec<&Part>, Vec<&Part>) =
        (alone.old.iter().map(|(part, _)| *part).collect(), alone.new.iter().map(|(part, _)| *part).collect());
    let stands = |these: &[(&Part, String)], part: &Part| {
        these.iter().find(|(other, _)| std::ptr::eq(*other, part)).map(|(_, place)| place.clone())
    };
    let paired = pair(&old, &new);
    for (old, new) in paired.same.iter().chain(&paired.pairs) {
        let (from, to) = (stands(&alone.old, old), stands(&alone.new, new));
        let place = (from != to).then(|| Detail::of(Aspect::Place, None, from, to));
        changes.extend(changed(old, new, place.as_slice()));
    }
    changes.extend(paired.old.into_iter().map(|part| whole(Kind::Removed, part)));
    changes.extend(paired.new.into_iter().map(|part| whole(Kind::Added, part)));
}

/// Takes out the pairs for which `is_one` holds, each with the first that fits.
fn take_pairs<T>(old: &mut Vec<T>, new: &mut Vec<T>, is_one: impl Fn(&T, &T) -> bool) -> Vec<(T, T)> {
    let mut pairs = Vec::new();
    let mut at = 0;
    while at < old.len() {
        match new.iter().position(|other| is_one(&old[at], other)) {
            Some(found) => pairs.push((old.remove(at), new.remove(found))),
            None => at += 1,
        }
    }
    pairs
}

struct Paired<'p> {
    /// Those that mean the same.
    same: Vec<(&'p Part, &'p Part)>,
    /// Those that are one and differ.
    pairs: Vec<(&'p Part, &'p Part)>,
    old: Vec<&'p Part>,
    new: Vec<&'p Part>,
}

fn pair<'p>(old: &[&'p Part], new: &[&'p Part]) -> Paired<'p> {
    let keyed = |parts: &[&'p Part]| parts.iter().map(|part| (*part, part.key())).collect::<Vec<_>>();
    let (mut old, mut new) = (keyed(old), keyed(new));
    let same = take_pairs(&mut old, &mut new, |a, b| a.0.what == b.0.what && a.1 == b.1);
    let same = same.into_iter().map(|((a, _), (b, _))| (a, b)).collect();
    let mut pairs = take_pairs(&mut old, &mut new, |(a, _), (b, _)| {
        a.what == b.what && a.name.is_some() && a.name == b.name && a.id == b.id
    });
    let (mut old, mut new) = (unkeyed(old), unkeyed(new));
    let mut likest: Vec<(usize, usize, usize)> = Vec::new();
    for (i, a) in old.iter().enumerate() {
        likest.extend(new.iter().enumerate().filter_map(|(j, b)| Some((like(a, b)?, i, j))));
    }
    likest.sort_by_key(|(like, i, j)| (usize::MAX - like, *i, *j));
    let (mut taken_old, mut taken_new) = (BTreeSet::new(), BTreeSet::new());
    let mut paired: Vec<_> = pairs.drain(..).map(|((a, _), (b, _))| (a, b)).collect();
    for (_, i, j) in likest {
        if !taken_old.contains(&i) && !taken_new.contains(&j) {
            taken_old.insert(i);
            taken_new.insert(j);
            paired.push((old[i], new[j]));
        }
    }
    let left = |parts: &mut Vec<&'p Part>, taken: &BTreeSet<usize>| {
        parts.iter().enumerate().filter(|(at, _)| !taken.contains(at)).map(|(_, part)| *part).collect()
    };
    Paired { same, pairs: paired, old: left(&mut old, &taken_old), new: left(&mut new, &taken_new) }
}

fn unkeyed(parts: Vec<(&Part, String)>) -> Vec<&Part> {
    parts.into_iter().map(|(part, _)| part).collect()
}

/// How like two parts are, in parts of a thousand; none where they are two things.
fn like(a: &Part, b: &Part) -> Option<usize> {
    if a.what != b.what || (a.name.is_some() && b.name.is_some() && a.what != super::What::Rule) {
        return None;
    }
    let says = |part: &Part, aspects: &[Aspect]| -> Vec<String> {
        let facets = part.facets.iter().filter(|facet| aspects.contains(&facet.aspect));
        facets.map(|facet| facet.normal.clone()).collect()
    };
    let head = [Aspect::Condition, Aspect::Activities];
    let (head_a, head_b) = (says(a, &head), says(b, &head));
    if !head_a.is_empty() && head_a == head_b {
        return Some(2_000);
    }
    let words = |part: &Part| -> BTreeSet<String> {
        let text = says(part, &head).join(" ");
        text.split(|c: char| c.is_whitespace() || "()[],".contains(c))
            .filter(|word| word.len() > 1)
            .map(str::to_owned)
            .collect()
    };
    let (words_a, words_b) = (words(a), words(b));
    let shared = words_a.intersection(&words_b).count();
    let per_thousand = shared * 2_000 / (words_a.len() + words_b.len()).max(1);
    let award = [Aspect::Award];
    let bonus = if says(a, &award) == says(b, &award) { 300 } else { 0 };
    (per_thousand + bonus >= LIKE_MIN_PERCENT * 10 + 300).then_some(per_thousand + bonus)
}

/// A part that only one version has.
fn whole(kind: Kind, part: &Part) -> Change {
    let is_old = kind == Kind::Removed;
    let detail = |facet: &Facet| {
        let shown = Some(facet.shown.clone());
        let (before, after) = if is_old { (shown, None) } else { (None, shown) };
        Detail::of(facet.aspect, facet.name.clone(), before, after)
    };
    Change {
        kind,
        what: part.what,
        score: part.score.clone(),
        id: part.id.clone(),
        text: part.text.clone(),
        details: part.facets.iter().map(detail).collect(),
        old: is_old.then_some(part.span),
        new: (!is_old).then_some(part.span),
        owners: if is_old { (part.owner, None) } else { (None, part.owner) },
        together: None,
    }
}

/// What differs between two that are one, if anything does.
fn changed(old: &Part, new: &Part, more: &[Detail]) -> Option<Change> {
    let mut details = more.to_vec();
    let mut aspects: Vec<Aspect> = old.facets.iter().chain(&new.facets).map(|facet| facet.aspect).collect();
    aspects.sort();
    aspects.dedup();
    for aspect in aspects {
        facets(old, new, aspect, &mut details);
    }
    (!details.is_empty()).then(|| Change {
        kind: Kind::Changed,
        what: new.what,
        score: new.score.clone(),
        id: new.id.clone(),
        text: new.text.clone(),
        details,
        old: Some(old.span),
        new: Some(new.span),
        owners: (old.owner, new.owner),
        together: None,
    })
}

/// The facets of one aspect: those of one name belong together, others that differ in the order they stand in.
fn facets(old: &Part, new: &Part, aspect: Aspect, details: &mut Vec<Detail>) {
    let (all_old, all_new): (Vec<&Facet>, Vec<&Facet>) =
        (old.facets_of(aspect).collect(), new.facets_of(aspect).collect());
    let (mut left, mut right) = (all_old.clone(), all_new.clone());
    let same = take_pairs(&mut left, &mut right, |a, b| a.name == b.name && a.normal == b.normal);
    let named = take_pairs(&mut left, &mut right, |a, b| a.name.is_some() && a.name == b.name);
    let n_unnamed = left.iter().filter(|one| one.name.is_none()).count();
    let unnamed = take_pairs(&mut left, &mut right, |a, b| n_unnamed > 0 && a.name.is_none() && b.name.is_none());
    for (a, b) in named.iter().chain(&unnamed) {
        details.push(Detail::of(aspect, b.name.clone(), Some(a.shown.clone()), Some(b.shown.clone())));
    }
    details.extend(left.iter().map(|one| Detail::of(aspect, one.name.clone(), Some(one.shown.clone()), None)));
    details.extend(right.iter().map(|one| Detail::of(aspect, one.name.clone(), None, Some(one.shown.clone()))));
    if aspect.is_ordered() {
        order(&all_old, &all_new, same.len() + named.len(), details, aspect);
    }
}

/// Whether those that both versions have stand in another order.
fn order(old: &[&Facet], new: &[&Facet], n_common: usize, details: &mut Vec<Detail>, aspect: Aspect) {
    let label = |facet: &Facet| facet.name.clone().unwrap_or_else(|| facet.normal.clone());
    let common = |these: &[&Facet], those: &[&Facet]| -> Vec<String> {
        let those: BTreeSet<String> = those.iter().map(|facet| label(facet)).collect();
        these.iter().filter(|facet| those.contains(&label(facet))).map(|facet| label(facet)).collect()
    };
    if n_common > 1 && common(old, new) != common(new, old) {
        let shown = |facets: &[&Facet]| {
            let all: Vec<&str> =
                facets.iter().map(|facet| facet.name.as_deref().unwrap_or(facet.shown.as_str())).collect();
            all.join(", ")
        };
        let name = Some(aspect.word().to_owned());
        details.push(Detail::of(Aspect::Order, name, Some(shown(old)), Some(shown(new))));
    }
}
