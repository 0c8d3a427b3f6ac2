//! Whose an activity is, where that takes more than its own record: keys of other fields, several keys, merged ids,
//! contacts that only activities know.

use super::{ContactFrom, ReadError};
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
            let contacts = known.contacts_of(&claim.keys.found, leads.contact);
            let other_case = known.in_other_case(&claim.keys.found, leads.contact);
            let is_known = contacts.iter().any(|id| known.contacts.contains(&**id));
            if !is_known && leads.makes_contacts {
                let ids = contacts.iter().cloned();
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

    /// The contacts that keys lead to: those of the first key that leads to any; else what the first key says.
    fn contacts_of(&self, found: &[(usize, Arc<str>)], ways: &[ContactFrom]) -> Vec<Arc<str>> {
        for (way, key) in found {
            let contacts = match &ways[*way].matches {
                None => vec![self.aliases.current(key)],
                Some(matches) => self.joins.find(&matches.field, key, matches.ignore_case),
            };
            let known: Vec<Arc<str>> = contacts.into_iter().filter(|id| self.contacts.contains(&**id)).collect();
            if !known.is_empty() {
                return known;
            }
        }
        let (way, key) = found.first().expect("an activity without any key is a bad record");
        match &ways[*way].matches {
            // A key that is nobody's must not become somebody's by being spelled like an id.
            Some(matches) if self.contacts.contains(&**key) => vec![Arc::from(format!("{}={key}", matches.field))],
            Some(_) => vec![key.clone()],
            None => vec![self.aliases.current(key)],
        }
    }

    /// Whether a key that has to match exactly is that of a contact but for capitals and blanks.
    fn in_other_case(&self, found: &[(usize, Arc<str>)], ways: &[ContactFrom]) -> bool {
        found.iter().any(|(way, key)| {
            let matches = ways[*way].matches.as_ref().filter(|matches| !matches.ignore_case);
            matches.is_some_and(|matches| !self.joins.find(&matches.field, key, true).is_empty())
        })
    }
}

/// Fields of contacts by which activities find them.
#[derive(Debug, Default)]
pub(super) struct Joins {
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
