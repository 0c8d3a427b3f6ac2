//! Activity phrases: which activities of the log are meant.
//!
//! The log of a contact is its activities at or before the instant, after `ignore`. The log of another kind of record
//! is that of its contacts (excluded contacts left out).

use super::{ActivityField, ActivityFieldId, ActivityTypeId, Cond, Expr};
use crate::source::Span;

/// A set of activities: those of any source that pass the filter, every window and the order.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// A union; an activity in two of them counts once.
    pub sources: Vec<Source>,
    /// `where`, in activity scope.
    pub filter: Option<Cond>,
    /// They intersect; those of the blocks around are among them.
    pub windows: Vec<Window>,
    /// Relation in time to other activities.
    pub order: Option<Box<Order>>,
    /// As written.
    pub span: Span,
}

/// One `E` of a phrase.
#[derive(Clone, Debug)]
pub enum Source {
    /// A type by name.
    Type(ActivityTypeId),
    /// `activity`: every type, known or not.
    Every,
    /// A `let` that names a phrase with more to it than types.
    Phrase(Box<Phrase>),
    /// `latest 3 of ..`, `earliest 2 of .. per FIELD`: selected before `where` and windows of the phrase around.
    Pick(Box<Pick>),
}

/// What activities are told apart by: `once per FIELD`, `same FIELD`, `in any FIELD`.
///
/// What every activity has comes after the fields, which is the order in which the parts of a key break ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActivityKey {
    /// A field; missing on activities of a type that does not have it.
    Field(ActivityFieldId),
    /// `type`, byte by byte; never missing.
    Type,
    /// `at`, to the microsecond; never missing.
    At,
    /// `id`, byte by byte; missing where the source gives none.
    Id,
    /// `day`: the calendar day in the zone; never missing.
    Day,
    /// `week`: the ISO week in the zone; never missing.
    Week,
}

impl ActivityKey {
    /// As the rules write it.
    pub fn name(self, fields: &[ActivityField]) -> &str {
        match self {
            ActivityKey::Field(field) => &fields[field.0 as usize].name,
            ActivityKey::Type => "type",
            ActivityKey::At => "at",
            ActivityKey::Id => "id",
            ActivityKey::Day => "day",
            ActivityKey::Week => "week",
        }
    }
}

/// `latest N of E or E.. [per FIELD]`.
#[derive(Clone, Debug)]
pub struct Pick {
    /// Latest or earliest.
    pub end: End,
    /// How many, at least 1.
    pub n: u32,
    /// Of these.
    pub of: Vec<Source>,
    /// So many per value of this field; a missing value is one key of its own.
    pub per: Option<ActivityKey>,
}

/// One end of the order of activities (time, then id, then award, then used values).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// The smallest.
    Earliest,
    /// The greatest.
    Latest,
}

/// What part of the past counts. `T` is the instant of the evaluation.
#[derive(Clone, Debug)]
pub enum Window {
    /// `T - from < at <= T - to`, microseconds, `from > to >= 0`. `in last 30d` has `to` 0.
    Ago {
        /// The older end, left out.
        from_us: i64,
        /// The newer end, kept.
        to_us: i64,
    },
    /// `at >= value`; the value is a date, a time or a field of the record being scored. Missing keeps nothing.
    Since(Expr),
    /// `at < value`. Missing keeps nothing.
    Before(Expr),
}

/// A relation in time between an activity `e` of the phrase and another activity `f`.
#[derive(Clone, Debug)]
pub enum Order {
    /// `E within D after F`: some other `f` with `0 <= e - f < D`.
    WithinAfter(Relation),
    /// `E followed by F within D`: some other `f` with `0 <= f - e < D`.
    FollowedBy(Relation),
    /// `E not followed by F within D`: `e + D <= T`, and no other `f` with `0 <= f - e < D`.
    NotFollowedBy(Relation),
    /// `E after D without F`: there is an `f` strictly before `e`, and the newest such is at least `D` before it.
    AfterWithout(Relation),
}

/// The other side of an [`Order`].
#[derive(Clone, Debug)]
pub struct Relation {
    /// `F`; windows of blocks around do not narrow it.
    pub other: Phrase,
    /// `D` in microseconds, above zero.
    pub within_us: i64,
    /// `same FIELD`: both have a known value there, and the values are equal.
    pub same: Option<ActivityKey>,
}

/// `in any 2h`, `in any session_id`: only inside aggregates; the greatest value over all such stretches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stretch {
    /// Every window `(t - us, t]` that ends at an activity of the phrase.
    Sliding {
        /// Its length in microseconds.
        length_us: i64,
    },
    /// Every group of activities with one known value of the field; a missing value belongs to none.
    Same(ActivityKey),
}
