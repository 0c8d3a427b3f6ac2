//! What stands around the records: batches of them, and objects that hold nothing but the record.

use super::names;
use super::profile::{Node, Profile};
use crate::formats::Sampled;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// A list whose elements are the records, or an object of which the names are their keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The keys on the way to it.
    pub keys: Vec<String>,
    /// Whether it is an object: the name of each record stands in it under `@key`.
    pub is_object: bool,
}

/// What stands for the name of a record, as ways write it.
pub const KEY: &str = "@key";

impl Batch {
    /// As the project file writes it: `body.result[]`, `users.*`.
    pub fn way(&self) -> String {
        let keys = self.keys.join(".");
        match (self.is_object, keys.is_empty()) {
            (false, _) => format!("{keys}[]"),
            (true, true) => "*".to_owned(),
            (true, false) => format!("{keys}.*"),
        }
    }

    /// What stands around the records.
    pub fn around(&self, document: &Sampled) -> Sampled {
        without(document, &self.keys)
    }

    /// The records of a batch; one where a list is meant is a list of one.
    pub fn records<'a>(&self, document: &'a Sampled) -> Vec<Cow<'a, Sampled>> {
        let mut at = document;
        for key in &self.keys {
            match at.get(key) {
                Some(inner) => at = inner,
                None => return Vec::new(),
            }
        }
        match at {
            Sampled::Object(entries) if self.is_object => {
                entries.iter().filter(|(_, value)| *value != Sampled::Null).map(named).map(Cow::Owned).collect()
            }
            Sampled::List(elements) => elements.iter().map(Cow::Borrowed).collect(),
            Sampled::Null => Vec::new(),
            one => vec![Cow::Borrowed(one)],
        }
    }
}

/// A record with the name under which it stood.
fn named((key, value): &(String, Sampled)) -> Sampled {
    let name = (KEY.to_owned(), Sampled::Text(key.clone()));
    match value {
        Sampled::Object(entries) if !entries.iter().any(|(known, _)| known == KEY) => {
            Sampled::Object(std::iter::once(name).chain(entries.iter().cloned()).collect())
        }
        other => other.clone(),
    }
}

fn without(value: &Sampled, keys: &[String]) -> Sampled {
    let (Sampled::Object(entries), Some((first, rest))) = (value, keys.split_first()) else { return value.clone() };
    let kept = entries.iter().filter(|(key, _)| key != first || !rest.is_empty());
    let one = |(key, value): &(String, Sampled)| {
        (key.clone(), if key == first { without(value, rest) } else { value.clone() })
    };
    Sampled::Object(kept.map(one).collect())
}

/// The list that holds the records, if the documents are batches.
///
/// It holds most of what there is, and what stands around it names no contact; for activities its elements have times,
/// and the contact may stand around.
pub fn batch(documents: &Profile, are_activities: bool) -> Option<Batch> {
    if let Some(keys) = object_of_records(&documents.record, &mut Vec::new()) {
        return Some(Batch { keys, is_object: true });
    }
    let mut lists = Vec::new();
    lists_of(&documents.record, &mut Vec::new(), &mut lists);
    let (keys, element) =
        lists.into_iter().max_by_key(|(keys, element)| (element.n_leaves(), usize::MAX - keys.len()))?;
    let n_inside = element.n_leaves();
    let n_around = documents.record.n_leaves() - n_inside;
    let mut around = Vec::new();
    leaf_keys(&documents.record, &mut Vec::new(), &mut around);
    let is_person = |keys: &Vec<String>| {
        let texts: Vec<&str> = keys.iter().map(String::as_str).collect();
        names::contact(&texts) > 0 || (keys.len() <= 1 && names::key(texts.last().unwrap_or(&""), "contact") >= 8)
    };
    let has_person_around = around.iter().any(is_person);
    let mut inside = Vec::new();
    leaf_keys(element, &mut Vec::new(), &mut inside);
    let has_time =
        |leaves: &[Vec<String>]| leaves.iter().any(|keys| keys.last().is_some_and(|key| names::is_time(key)));
    let is_batch = if are_activities && has_time(&inside) {
        n_inside >= n_around || !has_time(&around)
    } else {
        n_inside >= n_around && !has_person_around
    };
    let is_plain = keys.iter().all(|key| !key.is_empty() && !key.contains(['.', '[', ']', '^']));
    (is_batch && is_plain).then_some(Batch { keys, is_object: false })
}

/// The way to an object that holds most of what there is, and whose names are keys of records: there are many of them,
/// hardly any in two documents, and what stands below them is alike.
fn object_of_records(node: &Node, keys: &mut Vec<String>) -> Option<Vec<String>> {
    if is_object_of_records(node) {
        return Some(keys.clone());
    }
    let (key, child) = node.children.iter().max_by_key(|(_, child)| child.n_leaves())?;
    let is_plain = !key.is_empty() && !key.contains(['.', '[', ']', '^', '*', '@']);
    if !is_plain || keys.len() >= 3 || child.element.is_some() || child.n_leaves() * 2 <= node.n_leaves() {
        return None;
    }
    keys.push(key.clone());
    object_of_records(child, keys)
}

fn is_object_of_records(node: &Node) -> bool {
    let n = node.children.len() as u64;
    // Names of fields are words; keys have digits or signs in them.
    let is_key = |key: &str| key.contains(|c: char| c.is_ascii_digit() || c == '@');
    let n_keys = node.children.iter().filter(|(key, _)| is_key(key)).count() as u64;
    let is_record = |child: &Node| child.n_objects > 0 && child.scalars.n == 0 && child.element.is_none();
    let are_keys = node.children.iter().all(|(_, child)| is_record(child) && child.n_objects * 3 <= n);
    if n < 3 || !are_keys || n_keys * 5 < n * 4 || is_valued(node) {
        return false;
    }
    let names = |child: &Node| child.children.iter().map(|(key, _)| key.clone()).collect::<BTreeSet<String>>();
    let all: Vec<BTreeSet<String>> = node.children.iter().map(|(_, child)| names(child)).collect();
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    all.iter().flatten().for_each(|name| *counts.entry(name).or_default() += 1);
    let common = counts.values().filter(|n| **n * 2 > all.len()).count();
    let alike =
        all.iter().filter(|names| names.iter().filter(|name| counts[name] * 2 > all.len()).count() * 2 >= common);
    common > 0 && alike.count() * 5 >= all.len() * 4
}

/// Lists of objects that no other list is around.
fn lists_of<'a>(node: &'a Node, keys: &mut Vec<String>, out: &mut Vec<(Vec<String>, &'a Node)>) {
    if let Some(element) = node.element.as_ref().filter(|element| element.n_objects > 0 && !keys.is_empty()) {
        out.push((keys.clone(), element));
    }
    for (key, child) in &node.children {
        keys.push(key.clone());
        lists_of(child, keys, out);
        keys.pop();
    }
}

fn leaf_keys(node: &Node, keys: &mut Vec<String>, out: &mut Vec<Vec<String>>) {
    if node.scalars.n > 0 {
        out.push(keys.clone());
    }
    for (key, child) in &node.children {
        keys.push(key.clone());
        leaf_keys(child, keys, out);
        keys.pop();
    }
}

/// What wraps the fields of every record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wrapping {
    /// Objects around all fields that matter: `body`, `event-data`.
    pub base: Vec<String>,
    /// The object whose entries are `{ value, versions[] }`, from the record.
    pub valued: Option<Vec<String>>,
    /// What stands beside the base, by its first keys.
    pub beside: Vec<String>,
}

impl Wrapping {
    /// Looks for it.
    pub fn of(record: &Node) -> Wrapping {
        let mut wrapping = Wrapping::default();
        let mut node = record;
        while let Some((key, inner)) = only_object(node).filter(|(_, inner)| !is_valued(inner)) {
            let objects = node.children.iter().filter(|(_, child)| child.n_objects > 0 || child.element.is_some());
            for (other, _) in objects.filter(|(other, _)| other != key) {
                wrapping.beside.push([&wrapping.base[..], std::slice::from_ref(other)].concat().join("."));
            }
            wrapping.base.push(key.clone());
            node = inner;
        }
        let valued = |(key, child): &(String, Node)| is_valued(child).then(|| key.clone());
        if is_valued(node) {
            wrapping.valued = Some(wrapping.base.clone());
        } else if let Some(key) = node.children.iter().find_map(valued) {
            wrapping.valued = Some([&wrapping.base[..], &[key]].concat());
        }
        wrapping
    }

    /// The place of all other fields, as the project file writes it.
    pub fn star(&self) -> Option<String> {
        match &self.valued {
            Some(valued) => Some([&valued[..], &["*".to_owned(), "value".to_owned()]].concat().join(".")),
            None if !self.base.is_empty() => Some([&self.base[..], &["*".to_owned()]].concat().join(".")),
            None => None,
        }
    }

    /// The key that says what a field is: that of the property, where its value stands below.
    pub fn telling_key<'k>(&self, keys: &'k [String]) -> &'k str {
        let is_value =
            self.valued.as_ref().is_some_and(|valued| keys.starts_with(valued) && keys.len() == valued.len() + 2);
        let at = if is_value { keys.len().checked_sub(2) } else { keys.len().checked_sub(1) };
        at.and_then(|at| keys.get(at)).map_or("", String::as_str)
    }

    /// What rules call a field.
    pub fn name_of(&self, keys: &[String]) -> Vec<String> {
        if let Some(valued) = &self.valued
            && keys.starts_with(valued)
            && keys.len() == valued.len() + 2
        {
            return vec![keys[valued.len()].clone()];
        }
        match keys.strip_prefix(&self.base[..]) {
            Some(inner) => inner.to_vec(),
            // A single value beside the base.
            None => keys.last().cloned().into_iter().collect(),
        }
    }

    /// Whether these keys lead to what is no field: what is beside the value of `{ value, versions[] }`.
    pub fn passes_over(&self, keys: &[String]) -> bool {
        let is_beside_value = |valued: &Vec<String>| {
            keys.starts_with(valued) && keys.len() == valued.len() + 2 && keys.last().is_some_and(|key| key != "value")
        };
        self.valued.as_ref().is_some_and(is_beside_value)
    }

    /// Whether these keys lead past the base, into an object that stands beside it.
    pub fn is_beside(&self, keys: &[String]) -> bool {
        let is_single = keys.split_last().is_some_and(|(_, parents)| self.base.starts_with(parents));
        !keys.starts_with(&self.base) && (!is_single || self.beside.contains(&keys.join(".")))
    }
}

/// What senders call the object with the record in it.
const WRAPPERS: &[&str] = &["body", "data", "payload", "properties", "attributes", "fields", "record"];

/// The one object that holds nearly everything, where nothing but objects is at hand, or its name says that it wraps.
fn only_object(node: &Node) -> Option<(&String, &Node)> {
    let is_object = |child: &Node| child.n_objects > 0 && child.element.is_none() && child.scalars.n == 0;
    let all_objects = node.children.iter().all(|(_, child)| is_object(child) || child.n_leaves() == 0);
    let (key, inner) = node.children.iter().max_by_key(|(_, child)| child.n_leaves())?;
    let is_most = inner.n_leaves() * 5 >= node.n_leaves() * 4;
    let is_always = inner.n_objects * 10 >= node.n_objects * 9;
    let is_plain = !key.is_empty() && !key.contains(['.', '[', ']', '^', '*']);
    let may_wrap = all_objects || WRAPPERS.contains(&key.as_str());
    (may_wrap && is_object(inner) && is_most && is_always && is_plain).then_some((key, inner))
}

/// Whether the entries of an object are objects with a `value` and something about it.
fn is_valued(node: &Node) -> bool {
    let is_one = |child: &Node| child.n_objects > 0 && child.get("value").is_some() && child.children.len() > 1;
    let n = node.children.iter().filter(|(_, child)| is_one(child)).count();
    n >= 3 && n * 10 >= node.children.len() * 9
}
