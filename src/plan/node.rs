//! Scalar operations: one flat table for values and conditions alike.
//!
//! Equal operations over equal parts are one node, whatever rules they stand in. The parts of a node come before it.
//! Conditions are nodes whose value is yes or no, never missing. Nothing is rewritten: the tree an author wrote is the
//! order in which results are rounded.

use super::{AccumulatorId, ExclusionId, InstanceId, NodeId, PatternId};
use crate::typed::{
    ActivityFieldId, ActivityTypeId, AggregateKind, ArithOp, CompareOp, FieldTarget, KindId, LinkId, ListId, TableId,
    TextOp, TierId,
};
use crate::values::{Decimal, Type, Value};

/// One operation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Node {
    /// What is computed.
    pub op: Op,
    /// The type of the value where it is not missing; conditions are yes/no.
    pub ty: Type,
    /// Where it can be evaluated.
    pub scope: Scope,
}

/// Where a node can be evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Anywhere: constants and what is made of them.
    Anywhere,
    /// For one record of a kind.
    Subject(KindId),
    /// For one activity of the log of a record of this kind. Nodes that do not ask for that record are of the contact.
    Activity(KindId),
}

/// How a value comes about. A missing part makes the whole missing unless it says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// A constant.
    Const(Value),

    // Leaves of one activity.
    /// A field of the activity; missing for types that do not have it.
    ActivityField(ActivityFieldId),
    /// Its type, as exact text.
    ActivityType,
    /// Its instant.
    ActivityAt,
    /// Its id, as exact text.
    ActivityId,
    /// Its calendar day in the zone.
    ActivityDay,
    /// Its ISO week in the zone, counted from that of 1970-01-01.
    ActivityWeek,
    /// A field of the contact who did it, or of a record that links lead to.
    ContactField(Vec<LinkId>, FieldTarget),
    /// Whether its type is one of these, ascending.
    TypeIn(Vec<ActivityTypeId>),
    /// `T - after < at <= T - upto` in microseconds; without `after` the past has no end.
    AgeIn {
        /// The older end, left out.
        after_us: Option<i64>,
        /// The newer end, kept.
        upto_us: i64,
    },
    /// `at >= x`; x is a time or date of a record. Missing does not hold.
    AtSince(Whose, NodeId),
    /// `at < x`, likewise.
    AtBefore(Whose, NodeId),

    // Leaves of one record.
    /// A field of the subject, or of a record that links lead to.
    Field(Vec<LinkId>, FieldTarget),
    /// What an accumulator comes to.
    Gathered(AccumulatorId, Read),
    /// The value of a score of the record that links lead to (the subject itself without any).
    Score(Vec<LinkId>, InstanceId),
    /// The name of its tier.
    TierName(Vec<LinkId>, InstanceId),
    /// Whether its tier compares so with this one; a missing tier satisfies `!=` only.
    TierIs {
        /// Links to the record.
        links: Vec<LinkId>,
        /// Whose tier.
        of: InstanceId,
        /// How.
        op: CompareOp,
        /// With this tier; tiers are best first, so `>=` means an index not above.
        tier: TierId,
    },
    /// Whether the subject is excluded.
    Excluded(ExclusionId),
    /// An aggregate over linked records.
    Linked(Box<LinkedOp>),

    // Numbers.
    /// Rounded half to even to six places at once; beyond 10^12 and `/ 0` missing.
    Arith(ArithOp, NodeId, NodeId),
    /// `-a`
    Negate(NodeId),
    /// `min(a, b, ..)`
    Least(Vec<NodeId>),
    /// `max(a, b, ..)`
    Greatest(Vec<NodeId>),
    /// `abs(a)`
    Abs(NodeId),
    /// `floor(a)`
    Floor(NodeId),
    /// `ceil(a)`
    Ceil(NodeId),
    /// `round(a, step)`
    Round(NodeId, Decimal),
    /// The least or greatest of those that are known; missing if none is.
    Extreme {
        /// The greatest.
        highest: bool,
        /// One score at several instants.
        of: Vec<NodeId>,
    },
    /// How many of the conditions hold.
    CountOf(Vec<NodeId>),

    // Times.
    /// A time moved by microseconds, or a date by calendar days.
    Shift(NodeId, i64),
    /// Whole units between a value and `T - ago`; missing on the wrong side.
    Elapsed {
        /// A time or a date.
        from: NodeId,
        /// To come instead of past.
        until: bool,
        /// Length of the unit.
        unit_us: i64,
        /// Added to the instant in force, before T.
        ago_us: i64,
    },

    // Choice.
    /// `if c then a else b`
    If(NodeId, NodeId, NodeId),
    /// `a`, or `b` where `a` is missing.
    Otherwise(NodeId, NodeId),
    /// The value of the first arm whose condition holds, else the last part, else missing.
    First(Vec<(NodeId, NodeId)>, Option<NodeId>),

    // Texts and look-ups.
    /// The value as another type: a choice by its name, a name by its place, a date as its first instant; element by
    /// element on lists. What has no counterpart is missing.
    Convert(NodeId, Type),
    /// The value by which texts compare: trimmed and folded unless exact; element by element on lists.
    Key(NodeId),
    /// The text with blanks for separators and at both ends, for `has word`.
    Words(NodeId),
    /// What follows the first or last place of a separator.
    After {
        /// A text.
        text: NodeId,
        /// The separator; folded unless the text is exact.
        separator: String,
        /// The first place.
        first: bool,
    },
    /// A text from parts; a missing part is written as nothing, a blank result is missing.
    Template(Vec<Part>),
    /// The value of the table's row with these keys.
    Lookup(TableId, Vec<NodeId>),

    // Conditions. On lists they hold if one element satisfies them; missing does not hold.
    /// Both sides are of one type, texts by their keys.
    Compare(CompareOp, NodeId, NodeId),
    /// One of the list's keys.
    InList(NodeId, ListId),
    /// Between the ends; an end that is missing does not hold, one that is not there is open.
    InRange {
        /// A value.
        subject: NodeId,
        /// Lower end, included.
        low: Option<NodeId>,
        /// Upper end.
        high: Option<NodeId>,
        /// Whether the upper end is left out.
        high_open: bool,
    },
    /// Is missing.
    Missing(NodeId),
    /// Is yes, or is no.
    YesNo(NodeId, bool),
    /// One of the list's parts stands in the text (its key, or its words for `has word`).
    Text {
        /// Which test.
        op: TextOp,
        /// The text.
        subject: NodeId,
        /// What is looked for.
        any_of: ListId,
        /// Whether case counts, in what is looked for.
        exact: bool,
    },
    /// The second text stands in the first; both are keys or words already.
    TextValue(TextOp, NodeId, NodeId),
    /// One of the patterns fits somewhere in the text.
    Matches(NodeId, Vec<PatternId>),
    /// All hold.
    And(Vec<NodeId>),
    /// One holds.
    Or(Vec<NodeId>),
    /// Does not hold.
    Not(NodeId),
    /// So many hold.
    AtLeast(u32, Vec<NodeId>),
}

/// Which record a window asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    /// The contact who did the activity.
    Contact,
    /// The record whose log it is, where that is not the contact.
    Owner,
}

/// How an accumulator is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Read {
    /// Its value: a count, a sum, the least, a time ..
    Value,
    /// Whether there is any activity.
    Any,
    /// A sum as the average of what was known.
    Average,
    /// A tally by nearest rank.
    Percentile(Decimal),
    /// How many days of a day set.
    Days,
    /// How many ISO weeks of a day set.
    Weeks,
    /// The longest run of a day set, with so many days off.
    Streak(u32),
}

/// An aggregate over the records that links lead to, each record once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LinkedOp {
    /// Count, Sum, Average, Least, Greatest, Distinct or Percentile.
    pub of: AggregateKind,
    /// From the subject; at least one leads to many.
    pub links: Vec<LinkId>,
    /// For the linked record; texts to be told apart come as keys.
    pub value: Option<NodeId>,
    /// For the linked record.
    pub filter: Option<NodeId>,
    /// Contacts excluded here are left out; `None` inside `exclude`, where nobody is.
    pub exclusion: Option<ExclusionId>,
}

/// A part of a [`Op::Template`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// As written.
    Text(String),
    /// A value, written by its type.
    Value(NodeId),
}
