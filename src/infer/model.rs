//! The declarations that are proposed: blocks of fields, put together from all sources.

use super::activity::{Activity, TypeFrom};
use super::fields::{Field, printable};
use super::kinds::{Key, Link};
use super::profile::hash;
use super::source::Seen;
use super::words::{count, share, shown};
use crate::values::text::folded;
use crate::values::{Choices, Type};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Types of activity of one source that are declared.
const TYPES_MAX: usize = 200;

/// What a block declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Head {
    /// `contact`, `company`
    Kind(String),
    /// `activity page_view`
    Activity(String),
}

/// A block of declarations.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it declares.
    pub head: Head,
    /// Comments in front of it.
    pub intro: Vec<String>,
    /// Its fields.
    pub fields: Vec<Declared>,
    /// Links, ready to print, each with its comment.
    pub links: Vec<(String, String)>,
    /// Comments at its end.
    pub outro: Vec<String>,
}

/// A declared field.
#[derive(Clone, Debug)]
pub struct Declared {
    /// Split at the dots.
    pub name: Vec<String>,
    /// Its type.
    pub ty: Type,
    /// What stands behind it: how often it is filled, examples.
    pub behind: String,
    /// Comments in front of it.
    pub notes: Vec<String>,
    /// Questions in front of it.
    pub asks: Vec<String>,
}

/// All blocks, each head once.
#[derive(Debug, Default)]
pub struct Blocks {
    /// In the order in which they were met.
    pub all: Vec<Block>,
}

/// A type of activity that a source has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedType {
    /// As the records spell it; none for a type that all records have.
    pub spelled: Option<String>,
    /// As rules call it.
    pub name: String,
    /// How many records have it, where that is counted.
    pub n: u64,
}

impl Blocks {
    fn block(&mut self, head: &Head) -> &mut Block {
        let at = self.all.iter().position(|block| block.head == *head).unwrap_or_else(|| {
            let (intro, fields, links, outro) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
            self.all.push(Block { head: head.clone(), intro, fields, links, outro });
            self.all.len() - 1
        });
        &mut self.all[at]
    }

    /// The fields of a source of records.
    pub fn add_kind(&mut self, seen: &Seen<'_>, key: &Key, links: &[Link], notes: Vec<String>) {
        let Some(kind) = seen.kind() else { return };
        let block = self.block(&Head::Kind(kind.to_owned()));
        block.intro.extend(notes);
        for (index, field) in seen.fields.all.iter().enumerate() {
            let is_key = key.fields == [index] && !links.iter().any(|link| link.field == index);
            if is_key || seen.is_beside(index) {
                continue;
            }
            let mut declared = declared(field, field.filled);
            if let Some(link) = links.iter().find(|link| link.field == index) {
                declared.ty = if link.many { Type::List(Box::new(Type::ExactText)) } else { Type::ExactText };
            }
            block.take(declared);
        }
        for link in links {
            let taken: BTreeSet<String> = block.fields.iter().map(|field| field.name.join(".")).collect();
            let plain = if link.many { format!("{}s", link.target) } else { link.target.clone() };
            let name = if taken.contains(&plain) { format!("{plain}_record") } else { plain.clone() };
            let to = if link.many { plain } else { link.target.clone() };
            let by = super::schema::path(&seen.fields.all[link.field].name);
            let line = format!("{}: {} by {by}", super::schema::name(&name), super::schema::name(&to));
            if !block.links.iter().any(|(other, _)| *other == line) {
                block.links.push((line, link.note.clone()));
            }
        }
        block.outro.extend(never(seen));
    }

    /// The types of activity of a source and their fields, and the facts of contacts that it carries.
    pub fn add_activities(&mut self, seen: &Seen<'_>, activity: &Activity, types: &[NamedType], notes: &[String]) {
        let mut shown_before = BTreeSet::new();
        for (index, ty) in types.iter().enumerate() {
            let counts = counts(seen, activity, ty);
            let block = self.block(&Head::Activity(ty.name.clone()));
            if index == 0 {
                block.intro.extend(notes.iter().cloned());
            }
            if ty.spelled.is_some() {
                block.intro.push(count(ty.n, "record", "records"));
            }
            for (at, field) in seen.fields.all.iter().enumerate() {
                let is_fact = activity.facts.contains(&at) && !activity.changing.contains(&at);
                let n = counts
                    .as_ref()
                    .map_or(field.filled.0, |(by_leaf, _)| by_leaf.get(&field.leaf).copied().unwrap_or(0));
                if activity.uses(at) || is_fact || seen.is_beside(at) || n == 0 {
                    continue;
                }
                let filled = counts.as_ref().map_or(field.filled, |(_, of)| (n, *of));
                let mut declared = declared(field, filled);
                // Examples and questions stand once, with the first type that has the field.
                if !shown_before.insert(at) {
                    declared.behind = share(filled.0, filled.1);
                    declared.notes.clear();
                    declared.asks.clear();
                }
                block.take(declared);
            }
            if index + 1 == types.len() {
                block.outro.extend(never(seen));
            }
        }
    }

    /// Facts of contacts that activities carry.
    pub fn add_facts(&mut self, seen: &Seen<'_>, facts: &[(Vec<String>, usize)]) {
        if facts.is_empty() {
            return;
        }
        let block = self.block(&Head::Kind("contact".to_owned()));
        if block.intro.is_empty() {
            block.intro.push("what activities tell about their contacts".to_owned());
        }
        for (name, index) in facts {
            let field = &seen.fields.all[*index];
            block.take(Declared { name: name.clone(), ..declared(field, field.filled) });
        }
    }
}

impl Block {
    /// Adds a field, or joins it with the one of that name.
    fn take(&mut self, field: Declared) {
        let Some(known) = self.fields.iter_mut().find(|known| known.name == field.name) else {
            self.fields.push(field);
            return;
        };
        if known.ty != field.ty {
            let both = format!("{} in one source and {} in another", known.ty, field.ty);
            known.ty = joined(&known.ty, &field.ty);
            if !matches!((&known.ty, &field.ty), (Type::OneOf(_), Type::OneOf(_))) {
                known.notes.push(super::words::shortened(&both));
            }
        }
        let new = |text: &String| !known.behind.contains(text.as_str());
        if Some(&field.behind).filter(|text| new(text)).is_some() {
            known.behind = format!("{} | {}", known.behind, field.behind);
        }
        for (ours, theirs) in [(&mut known.notes, field.notes), (&mut known.asks, field.asks)] {
            for text in theirs {
                if !ours.contains(&text) {
                    ours.push(text);
                }
            }
        }
    }
}

/// A type that holds the values of both.
fn joined(one: &Type, other: &Type) -> Type {
    use Type::{Date, ExactText, List, Number, OneOf, Text, Time, WholeNumber};
    match (one, other) {
        (one, other) if one == other => one.clone(),
        (Number, WholeNumber) | (WholeNumber, Number) => Number,
        (Time, Date) | (Date, Time) => Time,
        (List(one), List(other)) => List(Box::new(joined(one, other))),
        (List(one), other) | (other, List(one)) => List(Box::new(joined(one, other))),
        (OneOf(one), OneOf(other)) => {
            let mut names: Vec<&str> = one.names().iter().map(|name| &**name).collect();
            for name in other.names() {
                if !names.iter().any(|known| folded(known) == folded(name)) {
                    names.push(name);
                }
            }
            OneOf(Arc::new(Choices::new(names, false)))
        }
        (ExactText, _) | (_, ExactText) if one.is_text() && other.is_text() => ExactText,
        _ => Text,
    }
}

fn declared(field: &Field<'_>, filled: (u64, u64)) -> Declared {
    let scalars = field.node.element.as_ref().map_or(&field.node.scalars, |element| &element.scalars);
    let is_listed = matches!(field.ty, Type::OneOf(_) | Type::YesNo);
    let examples: Vec<String> = scalars.examples.iter().map(|text| super::words::shortened(text)).collect();
    let mut behind = share(filled.0, filled.1);
    if let ([only], true) = (&examples[..], scalars.distinct.len() == 1 && scalars.n > 1) {
        behind = format!("{behind}, always {only}");
    } else if !is_listed && !examples.is_empty() {
        behind = format!("{behind}: {}", examples.join(", "));
    }
    Declared {
        name: field.name.clone(),
        ty: field.ty.clone(),
        behind,
        notes: field.notes.clone(),
        asks: field.asks.clone(),
    }
}

fn never(seen: &Seen<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    let fields = &seen.fields;
    if !fields.never.is_empty() {
        let names: Vec<String> = fields.never.iter().map(|name| super::words::shortened(name)).collect();
        lines
            .push(format!("never filled; declare them, such as `NAME: text`, if rules use them: {}", names.join(", ")));
    }
    if !fields.out_of_reach.is_empty() {
        let names: Vec<String> = fields.out_of_reach.iter().map(|name| shown(name)).collect();
        lines.push(format!("out of reach (no way of scoreline.toml leads there, or too many): {}", names.join(", ")));
    }
    if seen.source.profile.n_left_out() > 0 {
        let n = count(seen.source.profile.n_left_out(), "value", "values");
        lines.push(format!("{n} under names beyond the first 20,000 were not looked at"));
    }
    lines
}

/// Records of a type by field, and how many of them there are; none where all records have one type.
fn counts(seen: &Seen<'_>, activity: &Activity, ty: &NamedType) -> Option<(BTreeMap<u32, u64>, u64)> {
    let (TypeFrom::Field(indexes), Some(spelled)) = (&activity.ty, &ty.spelled) else { return None };
    let wanted = hash(spelled);
    let contacts: Vec<u32> = activity.contact.iter().map(|index| seen.fields.all[*index].leaf).collect();
    let (mut by_leaf, mut n) = (BTreeMap::new(), 0);
    for row in &seen.source.profile.rows {
        let is_of_type = type_of(seen, indexes, row) == Some(wanted);
        let has_contact = !activity.only_with_contact || row.iter().any(|(leaf, _)| contacts.contains(leaf));
        if is_of_type && has_contact {
            n += 1;
            let leaves: BTreeSet<u32> = row.iter().map(|(leaf, _)| *leaf).collect();
            leaves.into_iter().for_each(|leaf| *by_leaf.entry(leaf).or_default() += 1);
        }
    }
    // A type that is only in records beyond those that are remembered may have all fields.
    (n > 0).then_some((by_leaf, n))
}

/// What a record says about its type: the hash of the first of some fields that is there.
fn type_of(seen: &Seen<'_>, indexes: &[usize], row: &[(u32, u64)]) -> Option<u64> {
    let found = |index: &usize| row.iter().find(|(leaf, _)| *leaf == seen.fields.all[*index].leaf);
    indexes.iter().find_map(found).map(|(_, value)| *value)
}

/// The types of a source's activities, the commonest first, and what to say about them.
pub fn types(seen: &Seen<'_>, activity: &Activity) -> (Vec<NamedType>, Vec<String>) {
    match &activity.ty {
        TypeFrom::Constant(name) => {
            (vec![NamedType { spelled: None, name: type_name(name), n: seen.source.profile.n_records }], Vec::new())
        }
        TypeFrom::FileName(before, after) => {
            let names = &seen.source.file_names;
            let inner =
                |name: &String| name.strip_prefix(before.as_str())?.strip_suffix(after.as_str()).map(str::to_owned);
            let named = |spelled: String| NamedType { name: type_name(&spelled), spelled: Some(spelled), n: 0 };
            let types: BTreeSet<String> = names.iter().filter_map(inner).collect();
            (types.into_iter().map(named).collect(), Vec::new())
        }
        TypeFrom::Field(indexes) => {
            let values = values(seen, indexes);
            let named = |(spelled, n): (&String, &u64)| NamedType {
                name: type_name(spelled),
                spelled: Some(spelled.clone()),
                n: *n,
            };
            let mut types: Vec<NamedType> = values.iter().map(named).collect();
            types.sort_by(|a, b| b.n.cmp(&a.n).then(a.name.cmp(&b.name)));
            let mut notes = Vec::new();
            if types.len() > TYPES_MAX {
                let rest: u64 = types[TYPES_MAX..].iter().map(|ty| ty.n).sum();
                notes.push(format!(
                    "{} with {} in all are not declared here",
                    count((types.len() - TYPES_MAX) as u64, "rarer type", "rarer types"),
                    count(rest, "record", "records")
                ));
                types.truncate(TYPES_MAX);
            }
            (types, notes)
        }
    }
}

/// The values of the fields with the type, each with how many records it is the type of.
fn values(seen: &Seen<'_>, indexes: &[usize]) -> BTreeMap<String, u64> {
    if let [only] = indexes {
        return seen.fields.all[*only].node.scalars.values.clone();
    }
    let mut n_of: BTreeMap<u64, u64> = BTreeMap::new();
    for row in &seen.source.profile.rows {
        type_of(seen, indexes, row).into_iter().for_each(|value| *n_of.entry(value).or_default() += 1);
    }
    let spelled = indexes.iter().flat_map(|index| seen.fields.all[*index].node.scalars.values.keys());
    spelled.filter_map(|text| Some((text.clone(), *n_of.get(&hash(text))?))).collect()
}

/// A name that can be declared.
fn type_name(spelled: &str) -> String {
    match printable(spelled).as_str() {
        "activity" => "activity_of_source".to_owned(),
        name => name.to_owned(),
    }
}
