//! What a run yields: per record its scores, each with the entries that add up to it.
//!
//! The engine, the reference evaluator and generated SQL have to agree on every value here.

use crate::values::Decimal;
use std::sync::Arc;

/// All results of a run, in the order of the records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Results {
    /// By kind (`KindId` order), then in the order of the rows; kinds without scores, labels and segments are empty.
    pub records: Vec<Vec<RecordResult>>,
}

/// The outcome for one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordResult {
    /// The record's id.
    pub id: Arc<str>,
    /// Index of the first `exclude` that holds; then there is nothing else.
    pub excluded: Option<u32>,
    /// By `ScoreId`; `None` for scores of other kinds and for an excluded record.
    pub scores: Vec<Option<ScoreResult>>,
    /// By `LabelId`; `None` where missing, of another kind, or excluded.
    pub labels: Vec<Option<Arc<str>>>,
    /// By `SegmentId`.
    pub segments: Vec<bool>,
}

/// One score of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreResult {
    /// The sum of the entries, to the last digit.
    pub value: Decimal,
    /// Index of the tier that holds, best is 0.
    pub tier: Option<u32>,
    /// In the order of the owners in the file, then by kind; no entry is zero.
    pub entries: Vec<Entry>,
    /// What the points cannot say, in the order of the owners.
    pub notes: Vec<Note>,
}

/// One line of a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `OwnerId` of the rule, group, factor or score.
    pub owner: u32,
    /// Why the points move.
    pub kind: EntryKind,
    /// Never zero.
    pub points: Decimal,
    /// `award`, `decay`: activities awarded or faded; `limit`: activities dropped; 0 for all others and for
    /// condition rules.
    pub n_activities: u64,
}

/// Why points move, in the order of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// What the rule gives, all activities of the phrase together.
    Award,
    /// What age took.
    Decay,
    /// What a count limit took back.
    Limit,
    /// What a points limit (`up to`, `down to`, per day, per field, of a group) took or added.
    Cap,
    /// What a `times` line took or added.
    Factor,
    /// What the range (or the bound of 10^9) took or added.
    Range,
    /// What the last rounding took or added.
    Rounding,
    /// From the computed score to the hand-set one.
    Override,
}

impl EntryKind {
    /// Its word, the same in every output.
    pub fn word(self) -> &'static str {
        match self {
            EntryKind::Award => "award",
            EntryKind::Decay => "decay",
            EntryKind::Limit => "limit",
            EntryKind::Cap => "cap",
            EntryKind::Factor => "factor",
            EntryKind::Range => "range",
            EntryKind::Rounding => "rounding",
            EntryKind::Override => "override",
        }
    }
}

/// Something a reader of the ledger has to know that carries no points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// `OwnerId`.
    pub owner: u32,
    /// What.
    pub kind: NoteKind,
    /// How many activities; 1 for conditions and factors.
    pub n: u64,
}

/// Kinds of notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteKind {
    /// The rule held, and its award is 0 as the author wrote it: a remark. Not for expressions that come out as 0.
    Remark,
    /// The rule held, but its award is missing (or out of bounds) and counted as 0.
    AwardMissing,
    /// The factor is missing (or out of bounds) and counted as 1.
    FactorMissing,
}
