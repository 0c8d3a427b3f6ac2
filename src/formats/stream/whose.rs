//! Whose an activity is, settled before it is read: all contacts and their keys are known.

use super::ids::RowsById;
use crate::formats::ContactFrom;
use crate::formats::identity::{Aliases, Joins};
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
    /// `contacts` are those of files.
    pub(super) fn new(contacts: &[Row], aliases: Aliases, joins: Joins) -> Whose {
        let mut whose = Whose {
            ids: RowsById::with_capacity(contacts.len()),
            n_of_files: contacts.len(),
            aliases,
            joins,
            not_yet: BTreeSet::new(),
        };
        whose.add(contacts, 0);
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
        self.add(made, self.n_of_files);
        self.not_yet = not_yet;
    }

    fn add(&mut self, contacts: &[Row], first: usize) {
        for (row, contact) in (first..).zip(contacts) {
            self.ids.insert(&contact.id, u32::try_from(row).expect("rows are numbered by `u32`"));
        }
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

    /// Whose an activity with these keys is: theirs to whom the first of them leads that leads to any contact of the
    /// files; else theirs whom the first key names.
    pub(super) fn owner<'k>(&self, keys: &[(usize, &'k str)], ways: &[ContactFrom], rows: &mut Vec<u32>) -> Owner<'k> {
        rows.clear();
        for (way, key) in keys {
            match &ways[*way].matches {
                None => rows.extend(self.row(key).filter(|row| self.is_of_file(*row))),
                Some(matches) => {
                    let found = self.joins.find(&matches.field, key, matches.ignore_case);
                    rows.extend(found.iter().filter_map(|id| self.row(id)));
                }
            }
            if !rows.is_empty() {
                return Owner::Known;
            }
        }
        let (way, key) = keys.first().expect("an activity without any key is a bad record");
        let named = match &ways[*way].matches {
            None => self.aliases.merged_into(key).map_or(Cow::Borrowed(*key), |now| Cow::Owned(now.to_string())),
            // A key that is nobody's must not become somebody's by being spelled like an id.
            Some(matches) if self.is_id(key) => Cow::Owned(format!("{}={key}", matches.field)),
            Some(_) => Cow::Borrowed(*key),
        };
        self.made(named, rows)
    }

    /// Whether a row is that of a contact of the files.
    pub(super) fn is_of_file(&self, row: u32) -> bool {
        (row as usize) < self.n_of_files
    }

    /// Whether a key that has to match exactly is that of a contact but for capitals and blanks.
    pub(super) fn in_other_case(&self, keys: &[(usize, &str)], ways: &[ContactFrom]) -> bool {
        keys.iter().any(|(way, key)| {
            let matches = ways[*way].matches.as_ref().filter(|matches| !matches.ignore_case);
            matches.is_some_and(|matches| !self.joins.find(&matches.field, key, true).is_empty())
        })
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
