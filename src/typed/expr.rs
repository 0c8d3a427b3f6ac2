//! Values and conditions. Conditions are two-valued: they always hold or do not.
//!
//! Scopes: an expression stands either in *subject scope* (the record being scored, of a known kind, or the linked
//! record inside a link's brackets) or in *activity scope* (one activity, inside `where` and in the points of an
//! activity rule). [`FieldPath::root`] says from where a field is reached.

use super::{ActivityFieldId, FieldId, LabelId, LinkId, ListId, Phrase, ScoreId, SegmentId, Stretch, TableId, TierId};
use crate::source::Span;
use crate::values::{Decimal, Pattern, Type, Value};

/// A value: a tree with its type and place.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// The type of its value where it is not missing.
    pub ty: Type,
    /// As written.
    pub span: Span,
}

/// How a value comes about. Unless it says otherwise, a missing part makes the whole missing.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// A constant (also a param's value); `Value::Missing` cannot be written.
    Const(Value),
    /// A stored field.
    Field(FieldPath),
    /// The activity's own field (activity scope).
    ActivityField(ActivityFieldId),
    /// `type`, as text that compares exactly (activity scope).
    ActivityType,
    /// `at` (activity scope).
    ActivityAt,
    /// `id`, as text that compares exactly (activity scope).
    ActivityId,
    /// The rounded value of a score; missing where the record is excluded or the link leads nowhere.
    Score(ScoreRef),
    /// The tier of a score by its name, as text; missing where the score is, or where no tier holds.
    TierName(ScoreRef),
    /// A label of the subject.
    Label(LabelId),
    /// `a + b`, `a - b`, `a * b`, `a / b`: rounded half to even to six places at once; beyond 10^12 or `/ 0` missing.
    Arith(ArithOp, Box<Expr>, Box<Expr>),
    /// `-a`.
    Negate(Box<Expr>),
    /// `min(a, b, ..)` of values; missing if any is.
    Least(Vec<Expr>),
    /// `max(a, b, ..)` of values; missing if any is.
    Greatest(Vec<Expr>),
    /// `abs(x)`.
    Abs(Box<Expr>),
    /// `floor(x)`.
    Floor(Box<Expr>),
    /// `ceil(x)`.
    Ceil(Box<Expr>),
    /// `round(x, step)`, half to even; `step` is a constant above zero.
    Round(Box<Expr>, Decimal),
    /// `time + 30d`, `time - 30d`: microseconds, signed. A date shifts by calendar days (the amount is whole days).
    Shift(Box<Expr>, i64),
    /// `if c then a else b`.
    If(Box<Cond>, Box<Expr>, Box<Expr>),
    /// `a otherwise b`.
    Otherwise(Box<Expr>, Box<Expr>),
    /// `first { .. }` and `match x { .. }`: the value of the first arm that holds, else the last, else missing.
    First(Vec<(Cond, Expr)>, Option<Box<Expr>>),
    /// An aggregate over activities.
    Aggregate(Box<Aggregate>),
    /// An aggregate over linked records.
    Linked(Box<Linked>),
    /// `count of (a, b, c)`: how many of the positions hold.
    CountOf(Vec<Cond>),
    /// `days since ..` and `days until ..`.
    Elapsed(Box<Elapsed>),
    /// `email after "@"`: what follows the last (or first) place of the separator; missing where it does not occur.
    /// The separator compares as the text's type does; the result is trimmed, blank is missing.
    After {
        /// The text.
        text: Box<Expr>,
        /// What to look for; not blank.
        separator: String,
        /// `after first` instead of the last.
        first: bool,
    },
    /// `"{fit.tier}{engagement.tier}"`. A missing part is written as nothing; a result that is blank is missing.
    /// Numbers print as the shortest decimal, dates as `2026-11-01`, times as RFC 3339 in UTC, lists joined by `, `.
    Template(Vec<TemplatePart>),
    /// `t[region, topic]`: the row whose keys all equal; missing where there is none.
    Lookup(TableId, Vec<Expr>),
    /// `highest(S in last 90d)`, `lowest(..)`: over the instants T, T-1d, .. later than T minus the window; instants
    /// where the score is missing are skipped.
    Extreme {
        /// Highest or lowest.
        highest: bool,
        /// The score; its own `ago_us` counts from each instant.
        score: ScoreRef,
        /// How many instants: one a day, at least 1.
        n_days: u32,
    },
}

/// A stored field, reached over links that lead to at most one record each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FieldPath {
    /// Where the way starts.
    pub root: Root,
    /// The links in order, each of the kind reached so far.
    pub links: Vec<LinkId>,
    /// The field of the kind reached in the end.
    pub field: FieldTarget,
}

/// What stands at the end of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldTarget {
    /// A field.
    Field(FieldId),
    /// The `id` of the record itself (text that compares exactly), where the kind declares no field `id`.
    Id,
}

/// Where a path starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Root {
    /// The record being scored, or the linked record inside a link's brackets.
    Subject,
    /// `contact.x` in activity scope: the contact who did it.
    Contact,
}

/// A score of a record, perhaps at another instant or of another log.
#[derive(Clone, Debug)]
pub struct ScoreRef {
    /// Links to the record whose score it is, each to at most one; empty for the subject itself.
    pub links: Vec<LinkId>,
    /// Which score.
    pub score: ScoreId,
    /// `at D ago`: microseconds before the instant in force, 0 for now.
    pub ago_us: i64,
    /// `over (PHRASE)`: everything the score reads sees only these activities. Exclusion looks at the whole log.
    pub over: Option<Box<Phrase>>,
}

/// The four operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArithOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`; also `40% of x` (0.4 * x)
    Multiply,
    /// `/`
    Divide,
}

/// A piece of a text with `{..}` inside.
#[derive(Clone, Debug)]
pub enum TemplatePart {
    /// As written.
    Text(String),
    /// A value.
    Value(Expr),
}

/// An aggregate over the activities of a phrase.
#[derive(Clone, Debug)]
pub struct Aggregate {
    /// What is computed.
    pub of: AggregateKind,
    /// Over these.
    pub phrase: Phrase,
    /// The value of each activity (activity scope); none for `count`, `days`, `weeks`, `streak`. Missing ones are
    /// skipped.
    pub value: Option<Expr>,
    /// `in any ..`: the greatest value of the aggregate over all stretches; with no activity as without it.
    pub stretch: Option<Stretch>,
}

/// What an aggregate computes. `count`, `sum`, `distinct`, `days`, `weeks`, `streak` of nothing are 0, others missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AggregateKind {
    /// How many.
    Count,
    /// Exact; beyond 10^12 missing.
    Sum,
    /// Exact sum / count of known ones, half to even to six places.
    Average,
    /// Numbers, dates, times, ordered levels.
    Least,
    /// Numbers, dates, times, ordered levels.
    Greatest,
    /// Different known values: text as its type compares, numbers by value.
    Distinct,
    /// The least value that at least so many percent of the values do not exceed (nearest rank); percent 0..=100.
    Percentile(Decimal),
    /// Days of the zone with an activity.
    ActiveDays,
    /// ISO weeks of the zone with an activity.
    ActiveWeeks,
    /// Longest run of active days; up to `days_off` empty days in a row inside a run do not break it and do not count.
    Streak {
        /// 0 for a run without gaps.
        days_off: u32,
    },
    /// The known value of the latest activity that has one; ties by greater id, then greater value.
    Latest,
    /// The known value of the earliest activity that has one; ties by smaller id, then smaller value.
    Earliest,
}

/// An aggregate over the records a path leads to; each record once; excluded contacts are left out.
#[derive(Clone, Debug)]
pub struct Linked {
    /// Count, Sum, Average, Least, Greatest, Distinct or Percentile.
    pub of: AggregateKind,
    /// From the subject; at least one link leads to many.
    pub links: Vec<LinkId>,
    /// In the scope of the linked record.
    pub filter: Option<Cond>,
    /// In the scope of the linked record; none for `count`.
    pub value: Option<Expr>,
}

/// Whole units between an instant and the one in force; missing on the wrong side.
#[derive(Clone, Debug)]
pub struct Elapsed {
    /// From what.
    pub from: ElapsedFrom,
    /// `since` (the instant is past) or `until` (it is to come).
    pub until: bool,
    /// Length of the unit in microseconds: hours, days or weeks. Days (and weeks, as 7 days) between dates are
    /// calendar days of the zone.
    pub unit_us: i64,
}

/// What `days since` counts from.
#[derive(Clone, Debug)]
pub enum ElapsedFrom {
    /// The newest activity of a phrase.
    Last(Phrase),
    /// The oldest activity of a phrase.
    First(Phrase),
    /// A time or a date.
    Value(Expr),
}

/// A condition with its place.
#[derive(Clone, Debug)]
pub struct Cond {
    /// What must hold.
    pub kind: CondKind,
    /// As written.
    pub span: Span,
}

/// What must hold. On lists a comparison holds if one element satisfies it; a comparison with missing does not hold;
/// the negated forms are exact negations.
#[derive(Clone, Debug)]
pub enum CondKind {
    /// `always`.
    Always,
    /// `a == b` and the like. Both sides compare as `compare_as`.
    Compare {
        /// The operator; `NotEqual` is the exact negation of `Equal`.
        op: CompareOp,
        /// Left side.
        left: Expr,
        /// Right side.
        right: Expr,
        /// Text (folded), exact text, number, date, time, yes/no or the levels in common.
        compare_as: Type,
    },
    /// `x in [..]`, `x not in free_mail`.
    InList {
        /// Left side.
        subject: Expr,
        /// The constants.
        list: ListId,
        /// `not in`.
        negated: bool,
    },
    /// `x in 100..499`, `x in 0..<1`; an end may be open. A missing end makes it not hold.
    InRange {
        /// Left side.
        subject: Expr,
        /// Lower end, included.
        low: Option<Expr>,
        /// Upper end.
        high: Option<Expr>,
        /// Whether the upper end is left out (`..<`).
        high_open: bool,
        /// `not in`.
        negated: bool,
    },
    /// `x is missing`, or with `negated` `x is known`.
    Missing {
        /// Of what.
        subject: Expr,
        /// `is known`.
        negated: bool,
    },
    /// `x is yes` / `x is no`: a missing value is neither.
    YesNo {
        /// A yes/no value.
        subject: Expr,
        /// Which.
        yes: bool,
    },
    /// `contains`, `starts with`, `ends with`, `has word` with one text or several: any of them.
    /// `contains` on a list is a [`CondKind::InList`].
    Text {
        /// Which.
        op: TextOp,
        /// A text.
        subject: Expr,
        /// The texts looked for: constants of a list, none blank.
        any_of: ListId,
        /// Whether case counts (`exact text`).
        exact: bool,
    },
    /// `x contains y`, `x starts with y` where `y` is not a constant.
    TextValue {
        /// Which.
        op: TextOp,
        /// A text.
        subject: Expr,
        /// The text looked for; missing does not hold.
        other: Expr,
        /// Whether case counts.
        exact: bool,
    },
    /// `x matches /re/`, any of several.
    Matches {
        /// A text.
        subject: Expr,
        /// The patterns.
        any_of: Vec<Pattern>,
        /// Whether case counts.
        exact: bool,
    },
    /// All hold.
    And(Vec<Cond>),
    /// One holds.
    Or(Vec<Cond>),
    /// Does not hold.
    Not(Box<Cond>),
    /// `at least 2 of (a, b, c)`: so many of the positions hold.
    AtLeast(u32, Vec<Cond>),
    /// `any(PHRASE)`: there is such an activity.
    Any(Box<Phrase>),
    /// `no(PHRASE)`.
    None(Box<Phrase>),
    /// `any(account.contacts where ..)`, or with `negated` `no(..)`.
    AnyLinked {
        /// From the subject.
        links: Vec<LinkId>,
        /// In the scope of the linked record.
        filter: Option<Box<Cond>>,
        /// `no(..)`.
        negated: bool,
    },
    /// `S.tier == hot`, `S.tier >= warm` (at least as good: tiers are best first).
    Tier {
        /// Whose tier.
        score: ScoreRef,
        /// The operator; a missing tier satisfies none but `NotEqual`.
        op: CompareOp,
        /// Which tier of that score.
        tier: TierId,
    },
    /// A segment of the subject by its name.
    Segment(SegmentId),
    /// `excluded`, in `expect` and `assert` only.
    Excluded,
}

/// Comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CompareOp {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// Tests of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextOp {
    /// `contains`
    Contains,
    /// `starts with`
    StartsWith,
    /// `ends with`
    EndsWith,
    /// `has word`
    HasWord,
}
