//! Whose an activity is, where that takes more than its own record: keys of other fields, several keys, merged ids,
//! contacts that only activities know.

use super::{ContactFrom, Matches, ReadError, Through};
use crate::records::Row;
use crate::values::text::folded;
use crate::values::{Instant, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What an activity says about its contact: by index of the source's ways to it, what stood there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Keys {
    source: usize,
    found: Vec<(usize, Arc<str>)>,
}

/// The keys that activities bear, each kind of keys once, with what they tell.
#[derive(Debug, Default)]
pub(super) struct Claims {
    by_keys: HashMap<Keys, usize>,
    claims: Vec<Claim>,
    /// Index of an activity, and of its claim.
    of: Vec<(usize, usize)>,
}

#[derive(Debug)]
struct Claim {
    keys: Keys,
    /// When its first activity was.
    first_at: Instant,
    facts: Facts,
}

/// Fields of a contact with the latest value known and when it was.
pub(super) type Facts = BTreeMap<usize, (Instant, Value)>;

/// What a run knows about its contacts once all files are read.
pub(super) struct Known<'a> {
    contacts: BTreeSet<&'a str>,
    aliases: &'a Aliases,
    joins: &'a Joins,
}

/// Whose the claimed activities are.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// Index of an activity, and its contacts: more than one where several have its key.
    pub(super) contacts_of: Vec<(usize, Vec<Arc<str>>)>,
    /// Contacts that only activities know, by id, each with the first source that tells of it.
    pub(super) made: BTreeMap<Arc<str>, usize>,
    /// Ids of contacts that will be made by activities after as-of.
    pub(super) not_yet: BTreeSet<Arc<str>>,
    /// What activities tell about contacts.
    pub(super) facts: BTreeMap<Arc<str>, Facts>,
    /// By source: activities that are those of several contacts.
    pub(super) n_shared: BTreeMap<usize, u64>,
    /// By source: activities whose key is that of a contact but for capitals and blanks.
    pub(super) n_other_case: BTreeMap<usize, u64>,
}

/// How a source leads from its activities to contacts.
pub(super) struct Leads<'a> {
    pub(super) contact: &'a [ContactFrom],
    pub(super) makes_contacts: bool,
}

impl Claims {
    /// An activity by its index, with its keys, its time, and the facts that count.
    pub(super) fn add(
        &mut self,
        source: usize,
        found: Vec<(usize, Arc<str>)>,
        activity: (usize, Instant),
        facts: Vec<(usize, Value)>,
    ) {
        let (index, at) = activity;
        let claim = self.claim(Keys { source, found }, at, facts);
        self.of.push((index, claim));
    }

    /// Keys that an activity bears which is not kept, with its time and the facts that count.
    pub(super) fn note(&mut self, source: usize, found: &[(usize, &str)], at: Instant, facts: Vec<(usize, Value)>) {
        let found = found.iter().map(|(way, key)| (*way, Arc::from(*key))).collect();
        self.claim(Keys { source, found }, at, facts);
    }

    /// Adds what another thread was told.
    pub(super) fn append(&mut self, other: Claims) {
        for claim in other.claims {
            let facts = Vec::new();
            let mine = self.claim(claim.keys, claim.first_at, facts);
            for (field, fact) in claim.facts {
                keep_latest(&mut self.claims[mine].facts, field, fact);
            }
        }
    }

    fn claim(&mut self, keys: Keys, at: Instant, facts: Vec<(usize, Value)>) -> usize {
        let index = *self.by_keys.entry(keys).or_insert_with_key(|keys| {
            self.claims.push(Claim { keys: keys.clone(), first_at: at, facts: Facts::new() });
            self.claims.len() - 1
        });
        let claim = &mut self.claims[index];
        claim.first_at = claim.first_at.min(at);
        for (field, value) in facts {
            keep_latest(&mut claim.facts, field, (at, value));
        }
        index
    }

    /// Whose the activities are. `leads` says it by source.
    pub(super) fn settle<'a>(self, known: &Known<'_>, leads: impl Fn(usize) -> Leads<'a>, as_of: Instant) -> Settled {
        let mut settled = Settled::default();
        let mut contacts_of_claim = Vec::with_capacity(self.claims.len());
        for claim in self.claims {
            let leads = leads(claim.keys.source);
            let contacts = known.contacts_of(&claim.keys.found, &leads);
            let other_case = known.in_other_case(&claim.keys.found, leads.contact);
            let is_known = contacts.iter().any(|id| known.contacts.contains(&**id));
            if leads.makes_contacts {
                let ids = contacts.iter().filter(|id| !known.contacts.contains(&***id)).cloned();
                if claim.first_at <= as_of {
                    for id in ids {
                        let source = settled.made.entry(id).or_insert(claim.keys.source);
                        *source = claim.keys.source.min(*source);
                    }
                } else {
                    settled.not_yet.extend(ids);
                }
            }
            for contact in contacts.iter().filter(|_| !claim.facts.is_empty()) {
                let facts = settled.facts.entry(contact.clone()).or_default();
                claim.facts.iter().for_each(|(field, fact)| keep_latest(facts, *field, fact.clone()));
            }
            contacts_of_claim.push((claim.keys.source, contacts, !is_known && other_case));
        }
        for (index, claim) in self.of {
            let (source, contacts, other_case) = &contacts_of_claim[claim];
            if *other_case {
                *settled.n_other_case.entry(*source).or_default() += 1;
            }
            if contacts.len() > 1 {
                *settled.n_shared.entry(*source).or_default() += 1;
            }
            settled.contacts_of.push((index, contacts.clone()));
        }
        settled.not_yet.retain(|id| !settled.made.contains_key(id));
        settled
    }
}

/// The later value counts; of one instant the greater, so that the order of the files does not matter.
fn keep_latest(facts: &mut Facts, field: usize, fact: (Instant, Value)) {
    match facts.get(&field) {
        Some(known) if *known >= fact => {}
        _ => drop(facts.insert(field, fact)),
    }
}

impl<'a> Known<'a> {
    pub(super) fn new(rows: &'a [Row], aliases: &'a Aliases, joins: &'a Joins) -> Known<'a> {
        Known { contacts: rows.iter().map(|row| &*row.id).collect(), aliases, joins }
    }

    /// The contacts that keys lead to: those of the first way whose keys lead to any; else what its first key says. Where
    /// activities make contacts, every key of a list is somebody's.
    fn contacts_of(&self, found: &[(usize, Arc<str>)], leads: &Leads<'_>) -> Vec<Arc<str>> {
        let from = |keys: &[(usize, Arc<str>)]| &leads.contact[keys[0].0];
        for keys in ways_of(found) {
            let known: Vec<Vec<Arc<str>>> = keys.iter().map(|(_, key)| self.of_key(from(keys), key)).collect();
            if known.iter().all(Vec::is_empty) {
                continue;
            }
            let ids = keys.iter().zip(known).flat_map(|((_, key), known)| match known.is_empty() {
                true if leads.makes_contacts => vec![self.named(from(keys), key)],
                _ => known,
            });
            return distinct(ids);
        }
        let keys = ways_of(found).next().expect("an activity without any key is a bad record");
        let n = if leads.makes_contacts { keys.len() } else { 1 };
        distinct(keys.iter().take(n).map(|(_, key)| self.named(from(keys), key)))
    }

    /// The contacts that a key leads to.
    fn of_key(&self, from: &ContactFrom, key: &Arc<str>) -> Vec<Arc<str>> {
        let ids = self.joins.ids(from, key).into_iter().map(|id| self.aliases.current(&id));
        ids.filter(|id| self.contacts.contains(&**id)).collect()
    }

    /// What somebody is called whose key leads to no contact.
    fn named(&self, from: &ContactFrom, key: &Arc<str>) -> Arc<str> {
        match strangers_name(from, key, || self.contacts.contains(&**key)) {
            Some(name) => Arc::from(name),
            None if from.is_id() => self.aliases.current(key),
            None => key.clone(),
        }
    }

    /// Whether a key that has to match exactly is that of a contact but for capitals and blanks.
    fn in_other_case(&self, found: &[(usize, Arc<str>)], ways: &[ContactFrom]) -> bool {
        found.iter().any(|(way, key)| self.joins.has_in_other_case(&ways[*way], key))
    }
}

/// Keys by the ways that found them.
pub(super) fn ways_of<K>(found: &[(usize, K)]) -> impl Iterator<Item = &[(usize, K)]> {
    found.chunk_by(|one, other| one.0 == other.0)
}

/// A key that is nobody's must not become somebody's by being spelled like an id: the name it has instead.
pub(super) fn strangers_name(from: &ContactFrom, key: &str, is_id: impl Fn() -> bool) -> Option<String> {
    let field = from.through.first().map(|through| &through.table).or(from.matches.as_ref().map(|of| &of.field))?;
    is_id().then(|| format!("{field}={key}"))
}

/// Each once, in the order of their first.
fn distinct(ids: impl Iterator<Item = Arc<str>>) -> Vec<Arc<str>> {
    let mut seen = BTreeSet::new();
    ids.filter(|id| seen.insert(id.clone())).collect()
}

/// Fields of contacts by which activities find them, and tables on the way to contacts.
#[derive(Debug, Default)]
pub(super) struct Joins {
    links: BTreeMap<String, Links>,
    exact: BTreeMap<String, HashMap<String, Vec<Arc<str>>>>,
    folded: BTreeMap<String, HashMap<String, Vec<Arc<str>>>>,
    /// By field, its first value.
    first: BTreeMap<String, String>,
}

impl Joins {
    /// A contact has this value in this field.
    pub(super) fn add(&mut self, field: &str, value: &str, contact: &Arc<str>) {
        let add = |maps: &mut BTreeMap<String, HashMap<String, Vec<Arc<str>>>>, value: String| {
            let contacts = maps.entry(field.to_owned()).or_default().entry(value).or_default();
            if contacts.last() != Some(contact) {
                contacts.push(contact.clone());
            }
        };
        add(&mut self.exact, value.to_owned());
        add(&mut self.folded, folded(value).into_owned());
        if !self.first.contains_key(field) {
            self.first.insert(field.to_owned(), value.to_owned());
        }
    }

    /// Whether a key that has to match a field of contacts exactly is there but for capitals and blanks.
    pub(super) fn has_in_other_case(&self, from: &ContactFrom, key: &str) -> bool {
        let matches = from.matches.as_ref().filter(|matches| from.through.is_empty() && !matches.ignore_case);
        matches.is_some_and(|matches| !self.find(&matches.field, key, true).is_empty())
    }

    /// A table leads from one key to another.
    pub(super) fn add_link(&mut self, table: &str, from: &str, to: &Arc<str>) {
        if !self.links.contains_key(table) {
            self.links.insert(table.to_owned(), Links { first: from.to_owned(), ..Links::default() });
        }
        let links = self.links.get_mut(table).expect("it was put there");
        for (keys, key) in [(&mut links.exact, from.to_owned()), (&mut links.folded, folded(from).into_owned())] {
            let all = keys.entry(key).or_default();
            if !all.contains(to) {
                all.push(to.clone());
            }
        }
    }

    /// A key that a table leads on from.
    pub(super) fn sample_link(&self, table: &str) -> Option<&str> {
        self.links.get(table).map(|links| links.first.as_str())
    }

    /// The ids that a key leads to, be they those of contacts or not: itself, those of contacts that have it, and all of
    /// that for the keys that tables lead to.
    pub(super) fn ids(&self, from: &ContactFrom, key: &str) -> Vec<Arc<str>> {
        let mut keys = vec![Arc::from(key)];
        for Through { table, ignore_case } in &from.through {
            let links = self.links.get(table);
            let next = |key: &Arc<str>| links.map_or(&[][..], |links| links.of(key, *ignore_case));
            keys = distinct(keys.iter().flat_map(|key| next(key).iter().cloned()));
        }
        match &from.matches {
            None => keys,
            Some(Matches { field, ignore_case }) => {
                distinct(keys.iter().flat_map(|key| self.find(field, key, *ignore_case)))
            }
        }
    }

    /// A value of the field that a contact has, to show what such values look like.
    pub(super) fn sample(&self, field: &str) -> Option<&str> {
        self.first.get(field).map(String::as_str)
    }

    /// The contacts that have it, in the order of their files.
    pub(super) fn find(&self, field: &str, key: &str, ignore_case: bool) -> Vec<Arc<str>> {
        let (maps, key) = if ignore_case { (&self.folded, folded(key)) } else { (&self.exact, key.into()) };
        let mut found = maps.get(field).and_then(|map| map.get(&*key)).cloned().unwrap_or_default();
        let mut seen = BTreeSet::new();
        found.retain(|id| seen.insert(id.clone()));
        found
    }

    /// Contacts that were merged have other ids now.
    pub(super) fn rename(&mut self, aliases: &Aliases) {
        if aliases.is_empty() {
            return;
        }
        for contacts in self.exact.values_mut().chain(self.folded.values_mut()).flat_map(HashMap::values_mut) {
            contacts.iter_mut().for_each(|id| *id = aliases.current(id));
        }
    }
}

/// One table that leads from keys to others.
#[derive(Debug, Default)]
struct Links {
    exact: HashMap<String, Vec<Arc<str>>>,
    folded: HashMap<String, Vec<Arc<str>>>,
    first: String,
}

impl Links {
    fn of(&self, key: &str, ignore_case: bool) -> &[Arc<str>] {
        let found = if ignore_case { self.folded.get(&*folded(key)) } else { self.exact.get(key) };
        found.map_or(&[], Vec::as_slice)
    }
}

/// Ids that contacts had, and those they have now.
#[derive(Debug, Default)]
pub(super) struct Aliases {
    /// With file and line.
    now: BTreeMap<Arc<str>, (Arc<str>, Arc<str>, u64)>,
}

impl Aliases {
    pub(super) fn is_empty(&self) -> bool {
        self.now.is_empty()
    }

    /// Adds one. An id that is said to be two others is told as the other one.
    pub(super) fn add(&mut self, old: Arc<str>, new: Arc<str>, at: (Arc<str>, u64)) -> Result<(), Arc<str>> {
        if old == new {
            return Ok(());
        }
        match self.now.get(&old) {
            Some((known, ..)) if *known != new => Err(known.clone()),
            _ => {
                self.now.insert(old, (new, at.0, at.1));
                Ok(())
            }
        }
    }

    /// Follows every id to its end, once for all.
    pub(super) fn settle(&mut self) -> Result<(), ReadError> {
        let mut ends: BTreeMap<Arc<str>, Arc<str>> = BTreeMap::new();
        for start in self.now.keys() {
            let (mut trail, mut at) = (vec![start.clone()], start.clone());
            let mut seen = BTreeSet::from([start.clone()]);
            while let Some((next, file, line)) = self.now.get(&at) {
                if let Some(end) = ends.get(&at) {
                    at = end.clone();
                    break;
                }
                if !seen.insert(next.clone()) {
                    let ids: Vec<String> =
                        trail.iter().map(|id| format!("`{}`", super::bad_record::shown(id))).collect();
                    let reason = format!("merged ids go in a circle: {}", ids.join(", "));
                    return Err(ReadError::File { file: file.clone(), line: Some(*line), reason });
                }
                trail.push(next.clone());
                at = next.clone();
            }
            for id in trail.into_iter().filter(|id| *id != at) {
                ends.insert(id, at.clone());
            }
        }
        for (old, (new, ..)) in &mut self.now {
            *new = ends[old].clone();
        }
        Ok(())
    }

    /// Ids that are no more, each with the one that stands for it.
    pub(super) fn all(&self) -> impl Iterator<Item = (&Arc<str>, &Arc<str>)> {
        self.now.iter().map(|(old, (new, ..))| (old, new))
    }

    /// The id that a contact has now, if it was merged.
    pub(super) fn merged_into(&self, id: &str) -> Option<&Arc<str>> {
        self.now.get(id).map(|(new, ..)| new)
    }

    /// The id that a contact has now.
    pub(super) fn current(&self, id: &Arc<str>) -> Arc<str> {
        self.now.get(id).map_or_else(|| id.clone(), |(new, ..)| new.clone())
    }
}
