//! What is declared beside the rules: types of fields, links, lists, tables.
//!
//! A field that only one version reads is no change of its own: the rule that reads it is. What lists, tables and types
//! are called in the same way in both versions and mean something else, changes every rule that reads it, and is told
//! once.

use super::names::{Content, Names, lists, tables};
use super::part::{Aspect, What};
use super::{Change, Detail, Kind};
use crate::source::Span;
use crate::typed::{ActivityField, Field, Kind as RecordKind, TypedRules, Via};
use std::collections::{BTreeMap, BTreeSet};

/// All changes of declarations.
pub(super) fn changes(old: &TypedRules, new: &TypedRules, names: &Names, changes: &mut Vec<Change>) {
    let (old_lists, new_lists) = (lists(old), lists(new));
    changes.extend(names.changed_lists().map(|name| content(What::List, name, &old_lists, &new_lists)));
    let (old_tables, new_tables) = (tables(old), tables(new));
    changes.extend(names.changed_tables().map(|name| content(What::Table, name, &old_tables, &new_tables)));
    for kind in &old.kinds {
        if let Some(other) = new.kinds.iter().find(|other| other.name == kind.name) {
            fields(kind, other, changes);
            links(old, kind, new, other, changes);
        }
    }
    activity_fields(old, new, changes);
}

fn content(what: What, name: &str, old: &BTreeMap<String, Content>, new: &BTreeMap<String, Content>) -> Change {
    let (old, new) = (&old[name], &new[name]);
    let removed = old.difference(new).map(|one| Detail::of(Aspect::Content, None, Some(one.clone()), None));
    let added = new.difference(old).map(|one| Detail::of(Aspect::Content, None, None, Some(one.clone())));
    let details = removed.chain(added).collect();
    declared(what, name.to_owned(), details, None, None)
}

fn declared(what: What, id: String, details: Vec<Detail>, old: Option<Span>, new: Option<Span>) -> Change {
    Change {
        kind: Kind::Changed,
        what,
        score: None,
        text: id.clone(),
        id,
        details,
        old,
        new,
        owners: (None, None),
        together: None,
    }
}

fn fields(old: &RecordKind, new: &RecordKind, changes: &mut Vec<Change>) {
    let ty = |field: &Field| match field.path.join(".") == field.name {
        true => field.ty.to_string(),
        false => format!("{} at {}", field.ty, field.path.join(" / ")),
    };
    for field in old.fields.iter().filter(|field| field.used) {
        let Some(other) = new.fields.iter().find(|other| other.used && other.name == field.name) else { continue };
        let (before, after) = (ty(field), ty(other));
        if before != after {
            let detail = Detail::of(Aspect::Value, None, Some(before), Some(after));
            let id = format!("{}.{}", new.name, field.name);
            changes.push(declared(What::Record, id, vec![detail], Some(field.span), Some(other.span)));
        }
    }
}

fn links(
    old_rules: &TypedRules,
    old: &RecordKind,
    new_rules: &TypedRules,
    new: &RecordKind,
    changes: &mut Vec<Change>,
) {
    let way = |rules: &TypedRules, kind: &RecordKind, at: usize| {
        let link = &kind.links[at];
        let target = &rules.kinds[link.target.0 as usize];
        let by = match link.via {
            Via::Key(field) => format!("by {}", kind.fields[field.0 as usize].name),
            Via::Back(link) => format!("back from {}", target.links[link.0 as usize].name),
            Via::Everyone => "everyone".to_owned(),
        };
        format!("{}{} {by}", if link.many { "many " } else { "" }, target.name)
    };
    for (at, link) in old.links.iter().enumerate() {
        let Some(other) = new.links.iter().position(|other| other.name == link.name) else { continue };
        let (before, after) = (way(old_rules, old, at), way(new_rules, new, other));
        if before != after {
            let detail = Detail::of(Aspect::Value, None, Some(before), Some(after));
            changes.push(declared(What::Record, format!("{}.{}", new.name, link.name), vec![detail], None, None));
        }
    }
}

fn activity_fields(old: &TypedRules, new: &TypedRules, changes: &mut Vec<Change>) {
    let all = |rules: &TypedRules| {
        let mut found: BTreeMap<String, (BTreeSet<String>, Span)> = BTreeMap::new();
        for field in rules.activity_fields.iter().filter(|field| field.used) {
            let entry = found.entry(field.name.clone()).or_insert_with(|| (BTreeSet::new(), field.span));
            entry.0.insert(activity_field(rules, field));
        }
        found
    };
    let (old, new) = (all(old), all(new));
    for (name, (before, old_span)) in old {
        let Some((after, new_span)) = new.get(&name).filter(|(after, _)| *after != before) else { continue };
        let text = |set: &BTreeSet<String>| Some(set.iter().cloned().collect::<Vec<_>>().join(", "));
        let detail = Detail::of(Aspect::Value, None, text(&before), text(after));
        changes.push(declared(What::Activity, name, vec![detail], Some(old_span), Some(*new_span)));
    }
}

fn activity_field(rules: &TypedRules, field: &ActivityField) -> String {
    let Some(of) = &field.of else { return field.ty.to_string() };
    let mut types: Vec<&str> = of.iter().map(|ty| rules.activity_types[ty.0 as usize].name.as_str()).collect();
    types.sort_unstable();
    format!("{} of {}", field.ty, types.join(", "))
}
