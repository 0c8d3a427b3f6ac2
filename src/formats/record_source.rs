//! What a set of files holds, and where in each record its parts stand.

use super::{EpochUnit, Way};

/// One source of records: files of one shape. The flags of the command line make one for each kind of record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordSource {
    /// What the report calls it: `contacts`, `activities`, `account`.
    pub name: String,
    /// What its records are.
    pub of: SourceOf,
    /// Fields that stand elsewhere than the rules' name for them says.
    pub fields: Vec<FieldFrom>,
    /// What numbers count that stand for times, be it the time of an activity or a field; without it they fit no time.
    pub time_unit: Option<EpochUnit>,
}

/// What the records of a source are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceOf {
    /// Records of one kind.
    Kind(KindSource),
    /// Activities.
    Activities(ActivitySource),
}

/// Records of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindSource {
    /// Index in [`crate::records::Layout::kinds`].
    pub kind: usize,
    /// The field with the id.
    pub key: Way,
}

/// Activities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivitySource {
    /// The field with the id of the contact.
    pub contact: Way,
    /// The field with the type.
    pub ty: Way,
    /// The field with the time.
    pub at: Way,
    /// The field with the activity's own id.
    pub id: ActivityIdFrom,
}

/// Where an activity's own id comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActivityIdFrom {
    /// Declared by the user: two activities of one source, one contact and one id are one activity.
    Declared(Way),
    /// The field `id` where a record happens to have one: it orders activities of one instant and shows in
    /// explanations, and nothing is dropped for it.
    IfAny(Way),
}

/// A field whose place in the records is not its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFrom {
    /// The field, as the rules name it.
    pub field: String,
    /// Where its value stands.
    pub from: Way,
}

impl RecordSource {
    /// Contacts under the default key `id`.
    pub fn contacts() -> RecordSource {
        RecordSource::kind("contacts", 0, "id")
    }

    /// Records of a kind by its index, with the field that holds their id.
    pub fn kind(name: &str, kind: usize, key: &str) -> RecordSource {
        let of = SourceOf::Kind(KindSource { kind, key: Way::new(key) });
        RecordSource { name: name.to_owned(), of, fields: Vec::new(), time_unit: None }
    }

    /// Activities under the default names `contact_id`, `type` and `at`, without a declared id.
    pub fn activities() -> RecordSource {
        RecordSource::activities_from(ActivitySource::default())
    }

    /// Activities under other names.
    pub fn activities_from(source: ActivitySource) -> RecordSource {
        RecordSource {
            name: "activities".to_owned(),
            of: SourceOf::Activities(source),
            fields: Vec::new(),
            time_unit: None,
        }
    }

    /// The same source with numbers for times.
    pub fn with_time_unit(self, unit: Option<EpochUnit>) -> RecordSource {
        RecordSource { time_unit: unit, ..self }
    }

    /// Where a field of the rules stands in the records of this source.
    pub(super) fn way_of(&self, name: &str, path: &[String]) -> Way {
        let mapped = self.fields.iter().find(|mapped| mapped.field == name);
        mapped.map_or_else(|| Way::from_steps(path), |mapped| mapped.from.clone())
    }
}

impl ActivityIdFrom {
    /// The field, declared or not.
    pub(super) fn way(&self) -> &Way {
        match self {
            ActivityIdFrom::Declared(way) | ActivityIdFrom::IfAny(way) => way,
        }
    }
}

impl Default for ActivitySource {
    fn default() -> ActivitySource {
        ActivitySource {
            contact: Way::new("contact_id"),
            ty: Way::new("type"),
            at: Way::new("at"),
            id: ActivityIdFrom::IfAny(Way::new("id")),
        }
    }
}
