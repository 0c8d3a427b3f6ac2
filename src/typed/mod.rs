//! The rules with every name resolved, every type known and every default explicit.
//!
//! In: [`crate::syntax::ast`] trees of a rules file and the files it uses, the values of `param`s that the caller sets,
//! and the texts of `lines`/`csv` files. Out: [`TypedRules`] and diagnostics.
//!
//! What is gone here: `let` (expanded where it was used), `param` (a constant by now), `use`, block-wide windows
//! (each phrase carries its own), inherited decay (each rule carries its own), `match` (a `first` whose conditions carry
//! the subject). What stays a tree is what the reference evaluator reads aloud; the plan is made from it.
//!
//! Invariants: ids index the tables of [`TypedRules`]; `score_order` lists every score after those it reads; an
//! expression in activity scope holds no aggregate and no score; all constants are within bounds.

pub mod check;
mod expr;
mod phrase;
mod record_kinds;
mod rules;
mod tests_of_rules;

pub use expr::*;
pub use phrase::*;
pub use record_kinds::*;
pub use rules::*;
pub use tests_of_rules::*;

use crate::source::Span;
use crate::values::{Value, Zone};

/// Index of a kind of record in [`TypedRules::kinds`]; `KindId(0)` is the contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindId(pub u32);
/// Index of a field among the fields of its own kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub u32);
/// Index of a link among the links of its own kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u32);
/// Index in [`TypedRules::activity_types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActivityTypeId(pub u32);
/// Index in [`TypedRules::activity_fields`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActivityFieldId(pub u32);
/// Index in [`TypedRules::scores`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScoreId(pub u32);
/// Index in the tiers of one score, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TierId(pub u32);
/// Index in [`TypedRules::labels`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelId(pub u32);
/// Index in [`TypedRules::segments`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SegmentId(pub u32);
/// Index in [`TypedRules::lists`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListId(pub u32);
/// Index in [`TypedRules::tables`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableId(pub u32);
/// Index in [`TypedRules::owners`]: whoever may own ledger entries (a rule, a group, a factor, a score).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnerId(pub u32);

/// A checked program. See the module for what is guaranteed.
#[derive(Clone, Debug)]
pub struct TypedRules {
    /// Calendar days and dates are those of this zone.
    pub zone: Zone,
    /// Kinds of records; the contact is always first.
    pub kinds: Vec<Kind>,
    /// Activity types that are declared or named by a rule, in order of first appearance.
    pub activity_types: Vec<ActivityType>,
    /// Fields of activities; one name with two types is two fields.
    pub activity_fields: Vec<ActivityField>,
    /// Whether any `activity` is declared: then other types in the data are reported as unknown.
    pub activities_declared: bool,
    /// Parameters with the value this program was checked with.
    pub params: Vec<Param>,
    /// Lists of constants behind `in [..]`, `in NAME`, `contains [..]`, each stored once.
    pub lists: Vec<List>,
    /// Look-up tables from `csv` files.
    pub tables: Vec<Table>,
    /// Activities that exist for no rule and no clock.
    pub ignores: Vec<Ignore>,
    /// Contacts that are not scored; the first that holds gives the reason.
    pub excludes: Vec<Exclude>,
    /// Owners of ledger entries, in file order: the order of entries in a ledger.
    pub owners: Vec<Owner>,
    /// Scores in file order.
    pub scores: Vec<Score>,
    /// Scores, labels' and segments' dependencies first.
    pub score_order: Vec<ScoreId>,
    /// Labels in file order.
    pub labels: Vec<Label>,
    /// Segments in file order.
    pub segments: Vec<Segment>,
    /// What holds for every record there could be.
    pub asserts: Vec<Assert>,
    /// `test` blocks in file order.
    pub tests: Vec<Test>,
}

/// A `param`, with the value in force.
#[derive(Clone, Debug)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// Its value: from `--param`, else from a `set`, else the declared one.
    pub value: Value,
    /// Where it is declared.
    pub span: Span,
}

/// Whoever owns ledger entries.
#[derive(Clone, Debug)]
pub struct Owner {
    /// The rule id people and programs see: the name, else the score's name, a dot and the 1-based position.
    pub id: String,
    /// The score whose ledger the entries stand in.
    pub score: ScoreId,
    /// Rule, group, factor or the score itself.
    pub what: OwnerKind,
    /// The name given in the file, if any.
    pub name: Option<String>,
    /// The head as the author wrote it, in canonical layout: `job_title has word "CEO"`.
    pub text: String,
    /// The reason the author gave.
    pub reason: Option<String>,
    /// The whole rule or block header.
    pub span: Span,
}

/// What kind of thing owns a ledger entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnerKind {
    /// A rule, or one arm of a `match` or `first` statement.
    Rule,
    /// A group: caps and decay of its total.
    Group,
    /// One `times` line.
    Factor,
    /// A score: its decay, range, rounding and override.
    Score,
}
