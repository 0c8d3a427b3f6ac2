//! What differs between two versions of the rules, in meaning and not in text.
//!
//! In: two checked versions. Out: [`Change`]s, in the order of the new version's parts. Each version is taken apart
//! (`apart`) into parts with facets (`part`), each facet as text in a normal form (`words`) that is equal where the
//! meaning is equal by the laws it knows; parts are then paired (`pairs`) and compared facet by facet. What is declared
//! once and read by many (`declared`: lists, tables, types; params) is told once.
//!
//! Left out on purpose: names of rules, groups, `let`s, lists and tables; places, layout, comments, reasons, purposes;
//! tests; declared fields that no rule reads; groups that do nothing to their rules; the order in which rules and
//! exclusions stand. Kept though points do not depend on them: names of scores, tiers, labels and segments, which
//! results show.
//!
//! An empty list means that no record can score differently. The converse does not hold: two conditions may mean the
//! same by a law that is not known here, and are told as a change.

mod apart;
mod declared;
mod names;
mod pairs;
mod part;
mod show;
mod words;

#[cfg(test)]
mod tests;

pub use part::{Aspect, What};
pub use show::{Versions, brief, json, markdown, markdown_table, text};

use crate::source::Span;
use crate::typed::check::Checked;
use crate::typed::{OwnerId, TypedRules};
use crate::values::Value;
use apart::Apart;
use names::Names;
use serde::Serialize;

/// What happened to a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Only the new version has it.
    Added,
    /// Only the old version has it.
    Removed,
    /// Both have it, and it means something else.
    Changed,
}

/// One difference in meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub kind: Kind,
    /// To what kind of thing.
    pub what: What,
    /// The score it belongs to.
    pub score: Option<String>,
    /// What people call it: the id of the rule, the name of the score.
    pub id: String,
    /// The head as written, in the new version where it is there.
    pub text: String,
    /// What differs; of an added or removed part all it has.
    pub details: Vec<Detail>,
    /// Where it stands in the old version.
    pub old: Option<Span>,
    /// Where it stands in the new version.
    pub new: Option<Span>,
    /// Whose ledger entries it makes in the old version and in the new one: of rules, groups and scores.
    pub owners: (Option<OwnerId>, Option<OwnerId>),
    /// Changes with one number here cannot be made one without the other: arms of one `match` or `first`.
    pub together: Option<u32>,
}

/// All differences, with what they leave in place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The differences, in the order of the new version's parts.
    pub changes: Vec<Change>,
    /// Scores and groups of the old version with those of the new one that they are, whether anything in them differs
    /// or not; those inside of groups that mean the same are left out.
    pub blocks: Vec<(OwnerId, OwnerId)>,
}

/// What of a part differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// Which aspect.
    pub aspect: Aspect,
    /// Which of several: the name of a tier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// As it was, in the words of the language; none where it was not there.
    pub before: Option<String>,
    /// As it is now; none where it is no longer there.
    pub after: Option<String>,
}

impl Detail {
    fn of(aspect: Aspect, name: Option<String>, before: Option<String>, after: Option<String>) -> Detail {
        Detail { aspect, name, before, after }
    }
}

/// The differences in meaning between two versions; none where either of them has errors.
///
/// A param with another value is one change, and all else is compared with the values of the old version.
pub fn compare(old: &Checked, new: &Checked) -> Option<Comparison> {
    let (old_rules, new_rules) = (old.rules.as_ref()?, new.rules.as_ref()?);
    let sets = changed_params(old_rules, new_rules);
    let mut params = Vec::new();
    let mut rebased = None;
    if !sets.is_empty() {
        rebased = new.with_params(&sets).rules;
    }
    if rebased.is_some() {
        params.extend(sets.iter().filter_map(|set| param(set, new, old_rules, new_rules)));
    }
    let mut found = rules(old_rules, rebased.as_ref().unwrap_or(new_rules));
    found.changes.splice(0..0, params);
    Some(found)
}

/// Params of both versions whose value is another now, with the old value.
pub fn changed_params(old: &TypedRules, new: &TypedRules) -> Vec<(String, Value)> {
    let value = |name: &str| new.params.iter().find(|param| param.name == name).map(|param| &param.value);
    let is_changed = |param: &&crate::typed::Param| value(&param.name).is_some_and(|now| *now != param.value);
    old.params.iter().filter(is_changed).map(|param| (param.name.clone(), param.value.clone())).collect()
}

/// The change of one param; none where nothing reads it.
fn param(set: &(String, Value), checked: &Checked, old: &TypedRules, new: &TypedRules) -> Option<Change> {
    let without = checked.with_params(std::slice::from_ref(set)).rules?;
    if rules(&without, new).changes.is_empty() {
        return None;
    }
    let find = |rules: &'_ TypedRules| rules.params.iter().find(|param| param.name == set.0).cloned();
    let (before, after) = (find(old)?, find(new)?);
    let names = Names::default();
    let words = words::Words { rules: new, names: &names, normal: false, kind: crate::typed::KindId(0) };
    let shown = |value: &Value| Some(words.constant(value, &crate::values::Type::Text));
    Some(Change {
        kind: Kind::Changed,
        what: What::Param,
        score: None,
        id: set.0.clone(),
        text: set.0.clone(),
        details: vec![Detail::of(Aspect::Value, None, shown(&before.value), shown(&after.value))],
        old: Some(before.span),
        new: Some(after.span),
        owners: (None, None),
        together: None,
    })
}

/// The differences between two programs with the values their params have.
///
/// What reads a field of another type now and is written as before changed because of the type, which is told.
pub fn rules(old: &TypedRules, new: &TypedRules) -> Comparison {
    let names = Names::of(old, new);
    let (before, after) = (Apart::new(old, &names[0]), Apart::new(new, &names[1]));
    let mut found = Comparison::default();
    declared::changes(old, new, &names[1], &mut found.changes);
    let mut others = Vec::new();
    pairs::parts(&before.others(), &after.others(), &mut others);
    let (results, facts): (Vec<Change>, Vec<Change>) =
        others.into_iter().partition(|change| change.what >= What::Label);
    found.changes.extend(facts);
    let is_retyped = found.changes.iter().any(|change| matches!(change.what, What::Record | What::Activity));
    pairs::scores(&before.scores(), &after.scores(), &mut found);
    found.changes.extend(results);
    if is_retyped {
        found.changes.iter_mut().for_each(|change| change.details.retain(|detail| detail.before != detail.after));
        found.changes.retain(|change| change.kind != Kind::Changed || !change.details.is_empty());
    }
    found
}
