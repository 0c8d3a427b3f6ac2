//! Which field stands in which slot: the handshake between readers and whoever runs the rules.

use crate::values::{Type, Zone};

/// What a run needs of its records. Readers fill the slots in this order and no others.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Dates written where a time is expected begin at midnight here.
    pub zone: Zone,
    /// By kind id; the contact is first.
    pub kinds: Vec<KindLayout>,
    /// Types of activity that the rules declare or name, as records spell them.
    pub activity_types: Vec<String>,
    /// Whether the rules declare activities: then other types in the data are reported as unknown.
    pub activities_declared: bool,
    /// By activity field id.
    pub activity_fields: Vec<ActivityFieldLayout>,
}

/// One kind of record.
#[derive(Clone, Debug)]
pub struct KindLayout {
    /// `contact`, `account`, `deal`.
    pub name: String,
    /// `contacts`, `accounts`, `deals`.
    pub plural: String,
    /// By field id.
    pub fields: Vec<FieldLayout>,
}

/// One field.
#[derive(Clone, Debug)]
pub struct FieldLayout {
    /// As rules write it: `address.city`.
    pub name: String,
    /// The same, split at the dots: the way into nested objects.
    pub path: Vec<String>,
    /// What its values have to be.
    pub ty: Type,
    /// Whether anything reads it; the slot of an unused field stays missing.
    pub used: bool,
}

/// One field of activities.
#[derive(Clone, Debug)]
pub struct ActivityFieldLayout {
    /// Name, way and type.
    pub field: FieldLayout,
    /// Indexes in [`Layout::activity_types`] of the types that have it; `None` where all may. An activity of another
    /// type has it missing, whatever its record says.
    pub of: Option<Vec<u32>>,
}
