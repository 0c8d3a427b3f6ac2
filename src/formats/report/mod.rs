//! The data report: what was made of the records.

mod build;
mod json;
mod tally;
mod text;
mod why;

pub(super) use build::{ActivityCounts, Counted, OfSource, TypeCount, make_report};
pub(super) use tally::{FieldTallies, SourceTally};

pub use super::repeats::{Conflict, Conflicts};
pub use super::spelling::OddTime;
pub use json::write_report_json;
pub use tally::{MisfitNote, OddTimes};
pub use text::write_report_text;

use super::BadRecord;
use crate::values::Instant;
use std::sync::Arc;

/// Everything that was not taken as it came, and what the rules look for in vain.
///
/// For every source `n_read` is `n_kept + n_rejected + n_repeats`. Activities of unknown contacts, of unknown types and
/// in the future are kept records: they are in no score, or in those of other instants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataReport {
    /// The instant of the run.
    pub as_of: Instant,
    /// In the order in which they were added.
    pub sources: Vec<SourceReport>,
    /// Records by kind id.
    pub kinds: Vec<KindReport>,
    /// Activities that were kept.
    pub n_activities: u64,
    /// Of those, the ones after as-of.
    pub n_future: u64,
    /// Of those, the ones whose contact is not among the contacts.
    pub unknown_contacts: UnknownContacts,
    /// Types of activity that occur and are not declared; none where no activity is declared.
    pub unknown_types: UnknownTypes,
    /// Types of activity that the rules name and that never occur. Empty where there are no activities at all.
    pub absent_types: Vec<Absent>,
    /// What becomes of the activities of each type that the rules name, in the order of the rules.
    pub types: Vec<TypeReport>,
    /// Activities with one declared id whose copies differ.
    pub conflicts: Conflicts,
    /// The fields that the rules use: of each kind, then of activities.
    pub fields: Vec<FieldReport>,
}

/// One source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceReport {
    /// `contacts`, `activities`, `account`.
    pub name: String,
    /// Files that were read.
    pub n_files: u64,
    /// Records found in them.
    pub n_read: u64,
    /// Records the run works on.
    pub n_kept: u64,
    /// Bad records.
    pub n_rejected: u64,
    /// Records that repeat an id and were dropped: identical ones, and copies of activities with a declared id.
    pub n_repeats: u64,
    /// Activities without the declared id; none of them can be told to be a repeat.
    pub n_without_id: u64,
    /// Files of which the rest was lost after a bad record: no telling where the next one begins.
    pub n_cut_files: u64,
    /// Records that the source says are none of its own.
    pub n_passed_over: u64,
    /// Kept activities of contacts that are not in the data.
    pub n_unknown_contacts: u64,
    /// Kept activities of types that are not declared, where any is.
    pub n_unknown_types: u64,
    /// Kept activities after as-of.
    pub n_future: u64,
    /// Contacts that only activities of this source know.
    pub n_made_contacts: u64,
    /// Activities that are those of several contacts, because their key is.
    pub n_shared: u64,
    /// Activities of unknown contacts whose key is that of a contact but for capitals and blanks.
    pub n_other_case: u64,
    /// Where there are activities, and none of them belongs to a contact.
    pub strangers: Option<Strangers>,
    /// Times whose year is hardly meant.
    pub odd_times: OddTimes,
    /// The first bad records.
    pub rejected: Vec<BadRecord>,
}

/// Keys of a source that lead to nobody, beside one that would lead to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strangers {
    /// Where the key stands in the activities.
    pub field: String,
    /// The first key.
    pub key: Arc<str>,
    /// The table in which it is looked for first, where it is.
    pub through: Option<String>,
    /// The field of contacts that it has to match; none for their id.
    pub contact_field: Option<String>,
    /// What a contact has there, or the table; none where there is nothing.
    pub contact_key: Option<String>,
}

/// One type of activity that the rules name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeReport {
    /// As the rules name it.
    pub name: String,
    /// Activities of this type that were kept.
    pub n: u64,
    /// Of those, the ones whose contact is not in the data.
    pub n_unknown_contacts: u64,
    /// Of those, the ones after as-of.
    pub n_future: u64,
    /// Of those, the ones that can count: of a known contact, not after as-of.
    pub n_counted: u64,
}

/// One kind of record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindReport {
    /// `contact`.
    pub name: String,
    /// `contacts`.
    pub plural: String,
    /// How many the run works on.
    pub n: u64,
}

/// Activities of nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnknownContacts {
    /// How many activities.
    pub n_activities: u64,
    /// Of how many different contacts.
    pub n_contacts: u64,
    /// The first of those contacts.
    pub first: Vec<Arc<str>>,
}

/// Activities of types that are not declared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnknownTypes {
    /// How many activities.
    pub n_activities: u64,
    /// Of how many different types.
    pub n_types: u64,
    /// The most frequent of those types.
    pub first: Vec<UnknownType>,
}

/// A type of activity that is not declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownType {
    /// As the records spell it.
    pub name: Arc<str>,
    /// How many activities are of it.
    pub n: u64,
    /// The nearest declared one.
    pub nearest: Option<String>,
}

/// Something that rules use and the data never has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// As the rules name it.
    pub name: String,
    /// The nearest that the data has.
    pub nearest: Option<String>,
}

/// One field that the rules use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldReport {
    /// The kind it belongs to, or `activity`.
    pub of: String,
    /// As rules name it.
    pub name: String,
    /// Records that could have it, those among them that turn out to repeat an id. For a field that only some types of
    /// activity have, the activities of those types.
    pub n_records: u64,
    /// Of those, the ones where it is missing, values that did not fit included.
    pub n_missing: u64,
    /// Values that did not fit its type; several of one list each count.
    pub n_misfits: u64,
    /// The first of them.
    pub misfits: Vec<MisfitNote>,
    /// Whether none of these records, of which there is at least one, has a field of that name, not even an empty one.
    pub absent: bool,
    /// Where it is absent: the nearest name that the data has.
    pub nearest: Option<String>,
}

impl FieldReport {
    /// A field that fewer than one in twenty records has is filled for few, from so many records on.
    const N_RECORDS_FEW: u64 = 20;

    /// Whether the field is in the data, and none of its records has a value that can be used.
    pub fn is_empty(&self) -> bool {
        !self.absent && self.n_records > 0 && self.n_missing == self.n_records
    }

    /// Whether some records have a value, and so few that this is hardly meant.
    pub fn is_filled_for_few(&self) -> bool {
        let n_filled = u128::from(self.n_records - self.n_missing);
        n_filled > 0 && self.n_records >= FieldReport::N_RECORDS_FEW && n_filled * 20 < u128::from(self.n_records)
    }
}

impl DataReport {
    /// Bad records of all sources.
    pub fn n_rejected(&self) -> u64 {
        self.sources.iter().map(|source| source.n_rejected).sum()
    }
}
