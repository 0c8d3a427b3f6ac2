//! Whose an activity is, settled before it is read: all contacts and their keys are known.

use super::ids::RowsById;
use crate::formats::identity::{Aliases, Joins, strangers_name, ways_of};
use crate::formats::{ActivitySource, ContactFrom};
use crate::records::Row;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What leads from keys to contacts.
pub(super) struct Whose {
    /// Merged ids too, each with the row of the contact they were merged into.
    ids: RowsById,
    /// Rows from here on are of contacts that only activities know.
    n_of_files: usize,
    aliases: Aliases,
    joins: Joins,
    /// Contacts that activities after as-of will make.
    not_yet: BTreeSet<Arc<str>>,
}

/// Whose an activity is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Owner<'k> {
    /// The contacts' whose rows were given.
    Known,
    /// A contact's that is none yet.
    NotYet,
    /// Nobody's: the id or key that it bears.
    Unknown(Cow<'k, str>),
}

impl Whose {
    /// `contacts` are those of files, by their ids where these are known to be different.
    pub(super) fn new(contacts: &[Row], by_id: Option<RowsById>, aliases: Aliases, joins: Joins) -> Whose {
        let ids = by_id.unwrap_or_else(|| {
            let mut ids = RowsById::with_capacity(contacts.len());
            ids.insert_rows(contacts, 0);
            ids
        });
        let mut whose = Whose { ids, n_of_files: contacts.len(), aliases, joins, not_yet: BTreeSet::new() };
        whose.add_aliases();
        whose
    }

    /// What the report shows of the keys of contacts.
    pub(super) fn into_joins(self) -> Joins {
        self.joins
    }

    /// What contacts are known by besides their ids.
    pub(super) fn keys(&self) -> (&Aliases, &Joins) {
        (&self.aliases, &self.joins)
    }

    /// Adds contacts that only activities know, whose rows come after the others.
    pub(super) fn add_made(&mut self, made: &[Row], not_yet: BTreeSet<Arc<str>>) {
        self.ids.insert_rows(made, self.n_of_files);
        self.add_aliases();
        self.not_yet = not_yet;
    }

    fn add_aliases(&mut self) {
        for (old, new) in self.aliases.all() {
            if let Some(row) = self.ids.get(new) {
                self.ids.insert(old, row);
            }
        }
    }

    /// The row of a contact by its id, or by one that it had before it was merged.
    #[inline]
    pub(super) fn row(&self, id: &str) -> Option<u32> {
        self.ids.get(id)
    }

    /// The rows of contacts of the files by their ids.
    pub(super) fn find_rows(&self, ids: &[Option<&str>], rows: &mut [Option<u32>]) {
        self.ids.get_all(ids, rows);
        rows.iter_mut().for_each(|row| *row = row.filter(|row| self.is_of_file(*row)));
    }

    /// Whose an activity with these keys is: theirs to whom the keys of the first way lead that leads to any contact of
    /// the files; else theirs whom the first way's keys name.
    pub(super) fn owner<'k>(&self, keys: &[(usize, &'k str)], of: &ActivitySource, rows: &mut Vec<u32>) -> Owner<'k> {
        rows.clear();
        for keys in ways_of(keys) {
            for (way, key) in keys {
                self.add_of_files(&of.contact[*way], key, rows);
            }
            if !rows.is_empty() {
                if let [_, _, ..] = keys {
                    self.complete(keys, of, rows);
                }
                return Owner::Known;
            }
        }
        let keys = ways_of(keys).next().expect("an activity without any key is a bad record");
        let n = if of.makes_contacts { keys.len() } else { 1 };
        let mut owner = None;
        for (way, key) in &keys[..n] {
            let (named, is_known) = (self.named(&of.contact[*way], key), !rows.is_empty());
            let next = self.made(named, rows);
            let is_better = owner.is_none() || next == Owner::Known || (next == Owner::NotYet && !is_known);
            owner = if is_better { Some(next) } else { owner };
        }
        distinct(rows);
        owner.expect("a way that found keys found one")
    }

    /// Adds the contacts of the files that a key leads to.
    fn add_of_files(&self, from: &ContactFrom, key: &str, rows: &mut Vec<u32>) {
        if from.is_id() {
            rows.extend(self.row(key).filter(|row| self.is_of_file(*row)));
        } else {
            let ids = self.joins.ids(from, key);
            rows.extend(ids.iter().filter_map(|id| self.row(id)).filter(|row| self.is_of_file(*row)));
        }
    }

    /// Adds the contacts that only activities know to those of the files, where a list has keys of both; each once.
    fn complete(&self, keys: &[(usize, &str)], of: &ActivitySource, rows: &mut Vec<u32>) {
        for (way, key) in keys.iter().filter(|_| of.makes_contacts) {
            let mut own = Vec::new();
            self.add_of_files(&of.contact[*way], key, &mut own);
            if own.is_empty() {
                self.made(self.named(&of.contact[*way], key), rows);
            }
        }
        distinct(rows);
    }

    /// What somebody is called whose key leads to no contact of the files.
    fn named<'k>(&self, from: &ContactFrom, key: &'k str) -> Cow<'k, str> {
        let merged = || self.aliases.merged_into(key).filter(|_| from.is_id());
        match strangers_name(from, key, || self.is_id(key)) {
            Some(name) => Cow::Owned(name),
            None => merged().map_or(Cow::Borrowed(key), |now| Cow::Owned(now.to_string())),
        }
    }

    /// Whether a row is that of a contact of the files.
    pub(super) fn is_of_file(&self, row: u32) -> bool {
        (row as usize) < self.n_of_files
    }

    /// Whether a key that has to match exactly is that of a contact but for capitals and blanks.
    pub(super) fn in_other_case(&self, keys: &[(usize, &str)], ways: &[ContactFrom]) -> bool {
        keys.iter().any(|(way, key)| self.joins.has_in_other_case(&ways[*way], key))
    }

    /// Whether a key is spelled like the id of a contact of the files; one that was merged is no contact's any more.
    fn is_id(&self, key: &str) -> bool {
        self.aliases.merged_into(key).is_none() && self.row(key).is_some_and(|row| self.is_of_file(row))
    }

    fn made<'k>(&self, id: Cow<'k, str>, rows: &mut Vec<u32>) -> Owner<'k> {
        match self.row(&id) {
            Some(row) if !self.is_of_file(row) => {
                rows.push(row);
                Owner::Known
            }
            _ if self.not_yet.contains(&*id) => Owner::NotYet,
            _ => Owner::Unknown(id),
        }
    }
}

/// Each once, in the order of their first; there are few.
fn distinct(rows: &mut Vec<u32>) {
    let mut n = 0;
    for at in 0..rows.len() {
        if !rows[..n].contains(&rows[at]) {
            rows[n] = rows[at];
            n += 1;
        }
    }
    rows.truncate(n);
}
