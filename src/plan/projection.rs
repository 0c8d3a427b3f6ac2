//! What has to be read of the records: nothing else of them is parsed, kept or compared.

use crate::typed::{ActivityTypeId, FieldId, LinkId, Via};
use crate::values::Type;

/// A kind of record, as far as it is read.
#[derive(Clone, Debug)]
pub struct KindPlan {
    /// As declared: `contact`, `account`.
    pub name: String,
    /// Slots of a row, by field id. Those not used are missing in every row.
    pub fields: Vec<FieldPlan>,
    /// By link id.
    pub links: Vec<LinkPlan>,
    /// The link to the contacts whose activities are this record's; none for the contact itself.
    pub contacts_link: Option<LinkId>,
    /// Whether the rows must stay at hand while activities are read: a filter, an award or a window asks for their
    /// fields, or links lead from or to them.
    pub while_reading: bool,
}

/// A field of a kind of record.
#[derive(Clone, Debug)]
pub struct FieldPlan {
    /// As rules write it.
    pub name: String,
    /// The way into a nested object.
    pub path: Vec<String>,
    /// How it is read and compared.
    pub ty: Type,
    /// Whether anything reads it.
    pub used: bool,
}

/// A link of a kind of record.
#[derive(Clone, Debug)]
pub struct LinkPlan {
    /// As rules write it.
    pub name: String,
    /// The kind it leads to.
    pub target: crate::typed::KindId,
    /// Whether it leads to any number of records.
    pub many: bool,
    /// How the records are found.
    pub via: Via,
    /// Whether anything follows it; the others are never resolved.
    pub used: bool,
}

/// What has to be read of activities.
#[derive(Clone, Debug)]
pub struct ActivityPlan {
    /// By activity type id.
    pub types: Vec<ActivityTypePlan>,
    /// Slots of an activity, by activity field id.
    pub fields: Vec<ActivityFieldPlan>,
    /// Whether the file declares activities, so that other types are reported as unknown.
    pub declared: bool,
    /// Whether ids take part: in a filter, or in the order of activities.
    pub ids: bool,
    /// What every activity must be read for, of whatever type, also of those that no rule names.
    pub every: Wanted,
}

/// A type of activity.
#[derive(Clone, Debug)]
pub struct ActivityTypePlan {
    /// As the records spell it, byte for byte.
    pub name: String,
    /// What an activity of this type must be read for, besides what every activity is read for.
    pub wanted: Wanted,
}

/// What activities of one type are read for: the dispatch table of the one pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The accumulators that may take it, ascending.
    pub accumulators: Vec<super::AccumulatorId>,
    /// The stores of activities that may keep it, ascending.
    pub stores: Vec<super::StoreId>,
    /// The slots that their filters, values and keys read, ascending; of a type also those that every activity is read
    /// for. Where nothing wants an activity only its contact, type and time are looked at.
    pub fields: Vec<crate::typed::ActivityFieldId>,
}

/// A field of activities.
#[derive(Clone, Debug)]
pub struct ActivityFieldPlan {
    /// As rules write it.
    pub name: String,
    /// The way into a nested object.
    pub path: Vec<String>,
    /// How it is read and compared.
    pub ty: Type,
    /// The types that have it, ascending; `None` if all may. Elsewhere it is missing, whatever the record says.
    pub of: Option<Vec<ActivityTypeId>>,
    /// Whether anything reads it.
    pub used: bool,
}

impl KindPlan {
    /// The slots that are read.
    pub fn used_fields(&self) -> impl Iterator<Item = FieldId> + '_ {
        (0u32..).zip(&self.fields).filter(|(_, field)| field.used).map(|(slot, _)| FieldId(slot))
    }
}
