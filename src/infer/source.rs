//! What is known about one source before anything is proposed.

use super::fields::{Field, Fields};
use super::profile::Profile;
use super::unfold::{Batch, Wrapping};
use crate::formats::{FileLook, Header};

/// What the records of a source are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// Contacts.
    Contacts,
    /// Another kind of record, by its name.
    Kind(String),
    /// Activities.
    Activities,
}

/// The files of a source and what they held.
#[derive(Debug)]
pub struct Source {
    /// What its records are.
    pub role: Role,
    /// Files, folders and patterns, as the project file is to name them.
    pub files: Vec<String>,
    /// The names of the files behind them, without folders.
    pub file_names: Vec<String>,
    /// How they are written.
    pub look: FileLook,
    /// Whether the ends of their names say how.
    pub name_says_format: bool,
    /// The list that holds the records.
    pub batch: Option<Batch>,
    /// Their records.
    pub profile: Profile,
    /// Whether all of every file was read; else the first so many records of each.
    pub whole: Result<(), u64>,
    /// Records that cannot be read, and the first of them in words.
    pub bad: Option<(u64, String)>,
    /// Whether the first of them is a line with fewer cells than the header.
    pub has_short_lines: bool,
}

/// A source, its fields named.
pub struct Seen<'a> {
    /// The source.
    pub source: &'a Source,
    /// What wraps its records.
    pub wrapping: Wrapping,
    /// Its fields.
    pub fields: Fields<'a>,
}

impl<'a> Seen<'a> {
    /// Names the fields of a source.
    pub fn new(source: &'a Source) -> Seen<'a> {
        let wrapping = match source.look.table {
            Some(_) => Wrapping::default(),
            None => Wrapping::of(&source.profile.record),
        };
        let mut fields = Fields::of(&source.profile, &wrapping);
        if source.role == Role::Activities {
            fields.all.iter_mut().for_each(Field::leave_to_activities);
        }
        Seen { source, wrapping, fields }
    }

    /// The kind of its records; none for activities.
    pub fn kind(&self) -> Option<&'a str> {
        self.source.kind()
    }

    /// How deep a field stands below what wraps the record.
    pub fn depth(&self, index: usize) -> usize {
        let field = &self.fields.all[index];
        field.keys.strip_prefix(&self.wrapping.base[..]).unwrap_or(&field.keys).len()
    }

    /// Whether a field stands outside of what wraps the record: it is no field, and may be a key.
    pub fn is_beside(&self, index: usize) -> bool {
        let field = &self.fields.all[index];
        field.is_around || self.wrapping.is_beside(&field.keys)
    }

    /// How many of the first records have any of some fields, and how many records these are.
    pub fn covered(&self, indexes: &[usize]) -> (u64, u64) {
        let leaves: Vec<u32> = indexes.iter().map(|index| self.fields.all[*index].leaf).collect();
        let rows = &self.source.profile.rows;
        let n = rows.iter().filter(|row| row.iter().any(|(leaf, _)| leaves.contains(leaf))).count();
        (n as u64, rows.len() as u64)
    }
}

impl Source {
    /// The kind of its records; none for activities.
    pub fn kind(&self) -> Option<&str> {
        match &self.role {
            Role::Contacts => Some("contact"),
            Role::Kind(name) => Some(name),
            Role::Activities => None,
        }
    }

    /// The columns of its tables.
    pub fn header(&self) -> Option<&Header> {
        self.look.table.as_ref()
    }

    /// The first name of a file without its ends.
    pub fn stem(&self) -> &str {
        let name = self.file_names.first().map_or("", String::as_str);
        name.split('.').next().unwrap_or(name)
    }
}
