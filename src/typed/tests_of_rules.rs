//! `test` blocks: records small enough to read, and what is expected of them.

use super::{Cond, KindId, OwnerId};
use crate::records::Records;
use crate::source::Span;
use crate::values::{Decimal, Instant, Value};

/// A `test` block, or one row of its `cases`.
#[derive(Clone, Debug)]
pub struct Test {
    /// Its name; a case adds its row.
    pub name: String,
    /// Always given.
    pub as_of: Instant,
    /// Params it sets: the program is checked again with these before the test runs.
    pub sets: Vec<(String, Value)>,
    /// The records. The contact without an id has the id `contact`; ids of activities are missing unless given.
    pub records: Records,
    /// What is expected, in file order.
    pub expects: Vec<Expect>,
    /// The block.
    pub span: Span,
}

/// One `expect`.
#[derive(Clone, Debug)]
pub struct Expect {
    /// Which record: its kind and id.
    pub of: (KindId, String),
    /// What.
    pub what: Expected,
    /// As written.
    pub span: Span,
}

/// What is expected.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "read once each run; a box would only move the size")]
pub enum Expected {
    /// Any condition over scores, tiers, labels, segments, fields and aggregates, in the scope of the record.
    Holds(Cond),
    /// `expect pricing == +15`: all entries of these owners together (a rule, all arms of a named `match`, or a group:
    /// its own entries only).
    Points {
        /// Whose entries.
        owners: Vec<OwnerId>,
        /// The comparison.
        op: super::CompareOp,
        /// With this.
        points: Decimal,
    },
}
