//! The key of a source of records, and the links between kinds.

use super::names;
use super::source::Seen;
use super::words::{count, grouped, shown};
use std::collections::HashSet;

/// The key that is proposed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// The fields that are it together; one, most of the time, none where nothing tells the records apart.
    pub fields: Vec<usize>,
    /// What may interest the reader.
    pub notes: Vec<String>,
    /// Questions.
    pub asks: Vec<String>,
}

/// A link that is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The field with the ids.
    pub field: usize,
    /// Where it leads.
    pub target: String,
    /// Whether the field holds several ids.
    pub many: bool,
    /// Why.
    pub note: String,
}

/// Looks for the key. `kinds` are the names of all kinds: a table that links two of them has no id of its own.
pub fn key(seen: &Seen<'_>, kinds: &[&str]) -> Key {
    let kind = seen.kind().unwrap_or("contact");
    let fields = &seen.fields.all;
    let may_be = |index: &usize| fields[*index].is_single() && !fields[*index].is_time() && !fields[*index].is_around;
    let is_about = |key: &String| matches!(key.as_str(), "meta" | "metadata" | "headers" | "previous");
    let score = |index: &usize| {
        let about = if fields[*index].keys.iter().any(is_about) { 10 } else { 0 };
        names::key(fields[*index].last_key(), kind) * 4 - seen.depth(*index) as i32 - about
    };
    let mut singles: Vec<usize> = (0..fields.len()).filter(may_be).collect();
    singles.sort_by_key(|index| (-score(index), *index));
    if let Some(pair) = linked_pair(seen, kind, kinds) {
        let notes = vec!["the records link two others, whose ids together are theirs".to_owned()];
        return Key { fields: pair, notes, ..Key::default() };
    }
    let unique: Vec<usize> = singles.iter().copied().filter(|index| fields[*index].is_unique()).collect();
    let is_named = |index: &usize| names::key(fields[*index].last_key(), kind) > 0;
    if let Some(best) = unique.iter().copied().find(is_named) {
        let others: Vec<String> = unique
            .iter()
            .filter(|index| **index != best && seen.source.profile.n_records > 2 && is_named(index))
            .map(|index| fields[*index].dotted())
            .collect();
        let mut key = Key { fields: vec![best], ..Key::default() };
        if !others.is_empty() {
            key.notes.push(format!("no value of {} is there twice either", super::words::list_of(&others)));
        }
        return key;
    }
    if let Some(pair) = pair(seen) {
        let notes = vec!["these fields together are in no record twice".to_owned()];
        return Key { fields: pair, notes, ..Key::default() };
    }
    match singles.into_iter().find(is_named) {
        Some(best) => {
            let field = &fields[best];
            let (filled, of) = field.filled;
            let n_distinct = field.node.scalars.distinct.len() as u64;
            let ask = format!(
                "{} is filled in {} of {}, with {}: records with an id that is there twice are bad, unless they are equal. \
                 Another key? write its field",
                shown(&field.way),
                grouped(filled),
                count(of, "record", "records"),
                count(n_distinct, "value", "values")
            );
            Key { fields: vec![best], notes: Vec::new(), asks: vec![ask] }
        }
        None => match unique.first() {
            Some(first) => {
                let ask =
                    "no field is called an id, but no value of this one is there twice: is it the key?".to_owned();
                Key { fields: vec![*first], notes: Vec::new(), asks: vec![ask] }
            }
            None => Key {
                asks: vec!["no field tells the records apart: write which one is the key".to_owned()],
                ..Key::default()
            },
        },
    }
}

/// The two fields with ids of other kinds, where the name of this kind has both of theirs: `deal_contact`.
fn linked_pair(seen: &Seen<'_>, kind: &str, kinds: &[&str]) -> Option<Vec<usize>> {
    let fields = &seen.fields.all;
    let own = names::words(kind);
    let is_part = |index: &usize| {
        let is_of = |other: &&&str| **other != kind && names_kind(fields[*index].last_key(), other);
        let other = kinds.iter().find(is_of);
        other.is_some_and(|other| names::words(other).iter().all(|word| own.contains(word)))
            && fields[*index].is_single()
    };
    let parts: Vec<usize> = (0..fields.len()).filter(is_part).collect();
    (parts.len() == 2 && parts.iter().all(|index| fields[*index].is_always_filled())).then_some(parts)
}

/// Two fields with ids that are in no record twice together, as in tables that link others.
fn pair(seen: &Seen<'_>) -> Option<Vec<usize>> {
    let fields = &seen.fields.all;
    let is_part =
        |index: &usize| fields[*index].is_single() && fields[*index].is_id() && fields[*index].is_always_filled();
    let ids: Vec<usize> = (0..fields.len()).filter(is_part).take(2).collect();
    let [first, second] = ids[..] else { return None };
    let value =
        |row: &[(u32, u64)], index: usize| row.iter().find(|(leaf, _)| *leaf == fields[index].leaf).map(|cell| cell.1);
    let rows = &seen.source.profile.rows;
    let both: HashSet<_> = rows.iter().map(|row| (value(row, first), value(row, second))).collect();
    (both.len() == rows.len() && rows.len() > 1).then_some(ids)
}

/// Looks for links from one source's records to other kinds. `targets` are the kinds with the sources and keys that they
/// have.
pub fn links(seen: &Seen<'_>, key: &Key, targets: &[(&Seen<'_>, &Key)]) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for (index, field) in seen.fields.all.iter().enumerate() {
        let is_own_key = key.fields == [index];
        if is_own_key || field.is_around || !field.node.scalars.is_used() && field.node.element.is_none() {
            continue;
        }
        let Some(link) = targets.iter().filter_map(|target| link(seen, index, target)).next() else { continue };
        // One link to a kind, by the first field that leads there.
        if links.iter().all(|other| other.target != link.target) {
            links.push(link);
        }
    }
    links
}

fn link(seen: &Seen<'_>, index: usize, (target, key): &(&Seen<'_>, &Key)) -> Option<Link> {
    let field = &seen.fields.all[index];
    let kind = target.kind()?;
    let [key] = key.fields[..] else { return None };
    if !field.is_id() && !names_kind(field.last_key(), kind) {
        return None;
    }
    let scalars = field.node.element.as_ref().map_or(&field.node.scalars, |element| &element.scalars);
    let ids = &target.fields.all[key].node.scalars.distinct;
    let n = scalars.distinct.intersection(ids).count() as u64;
    let is_same_source = std::ptr::eq(seen.source, target.source);
    let is_named = names_kind(field.last_key(), kind) && !is_same_source;
    let of = scalars.distinct.len() as u64;
    // Small numbers are in every list of ids.
    let is_shared = n * 2 >= of && n > 1 && scalars.longest >= 4 && seen.kind() != Some(kind);
    if !is_named && !is_shared {
        return None;
    }
    let note = match n {
        0 => "by its name: none of its values is an id in this sample".to_owned(),
        n => format!("{} of {} are ids of that kind", grouped(n), count(of, "value", "values")),
    };
    let many = field.node.element.is_some() || field.spelled.list_separator.is_some();
    Some(Link { field: index, target: kind.to_owned(), many, note })
}

/// Whether a name is that of a kind's id: `company_id`, `associatedcompanyid`.
fn names_kind(name: &str, kind: &str) -> bool {
    let words = names::words(name);
    let joined = names::words(kind).concat();
    match words.split_last() {
        Some((id, of)) if matches!(id.as_str(), "id" | "ids") => of.concat() == joined || of.last() == Some(&joined),
        Some((one, [])) => one.strip_suffix("id").is_some_and(|of| of.ends_with(&joined)),
        _ => false,
    }
}
