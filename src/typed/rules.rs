//! Scores, their blocks and rules, and what is made of scores.

use super::{ActivityKey, Cond, Expr, KindId, OwnerId, Phrase};
use crate::source::Span;
use crate::values::{Decimal, Unit};

/// One score of one kind of record.
#[derive(Clone, Debug)]
pub struct Score {
    /// `lead`; `score` for the unnamed one.
    pub name: String,
    /// Whose score.
    pub kind: KindId,
    /// What it is for, as the author says.
    pub purpose: Option<String>,
    /// Its rules and groups; the owner is the score itself.
    pub body: Block,
    /// `range low..high`, either end may be open.
    pub range: (Option<Decimal>, Option<Decimal>),
    /// `round`: the step of the last rounding; 0.01 unless set.
    pub round: Decimal,
    /// `override to EXPR when COND "why"`; the first whose condition holds and whose value is not missing.
    pub overrides: Vec<Override>,
    /// Best first.
    pub tiers: Vec<Tier>,
    /// `tier red when COND`: the first that holds, before the thresholds.
    pub tier_overrides: Vec<TierOverride>,
    /// The header.
    pub span: Span,
}

/// The rules of a score or group with what is done to their sum.
///
/// Order of the steps: sum of the items, `factors` as written, caps (`up_to`, then `down_to`), `decay` of the total.
#[derive(Clone, Debug)]
pub struct Block {
    /// Owner of the entries of caps and decay.
    pub owner: OwnerId,
    /// In file order.
    pub items: Vec<Item>,
    /// Group only: without it holding, the group has no entries at all.
    pub when: Option<Cond>,
    /// `times EXPR [when COND]`, in the order written.
    pub factors: Vec<Factor>,
    /// `up to`.
    pub up_to: Option<Decimal>,
    /// `down to`.
    pub down_to: Option<Decimal>,
    /// A decay with `without E`, taken once from the total.
    pub decay: Option<TotalDecay>,
}

/// A rule or a nested group.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "read once each run; a box would only move the size")]
pub enum Item {
    /// A rule.
    Rule(Rule),
    /// A group.
    Group(Block),
}

/// `[name:] HEAD => AWARD, LIMIT.. "reason"`.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Owner of its entries.
    pub owner: OwnerId,
    /// When it awards, and how often.
    pub head: Head,
    /// What it awards.
    pub award: Award,
    /// What is kept of it.
    pub limits: Limits,
    /// Its own or the inherited decay; inherited only by activity rules.
    pub decay: Option<Decay>,
}

/// What a rule stands on.
#[derive(Clone, Debug)]
pub enum Head {
    /// Each activity of the phrase awards; the award is in activity scope.
    Each(Phrase),
    /// Awards once if it holds; the award is in subject scope.
    When(Cond),
}

/// What is awarded.
#[derive(Clone, Debug)]
pub enum Award {
    /// The same expression each time. Beyond +-10^9 it is missing; missing is 0 with a note.
    Same(Expr),
    /// `+5 for the first 3, +2 for the rest [per FIELD]`: the earliest of those that the limits kept get `first`;
    /// dropped ones stand in `award` and `limit` with `rest`.
    FirstRest {
        /// For the first ones.
        first: Expr,
        /// How many, at least 1.
        n: u32,
        /// For the others; 0 where not written.
        rest: Expr,
        /// So many per value of this field.
        per: Option<ActivityKey>,
    },
}

/// Limits of a rule, applied in the order of the fields of this struct, each to what the one before kept.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// `once per FIELD`, `at most N per FIELD`: the latest N of each value; missing is a value.
    pub per_field: Option<(ActivityKey, u32)>,
    /// `at most N per day`: the latest N of each calendar day.
    pub per_day: Option<u32>,
    /// `once`, `at most N times`: the latest N.
    pub times: Option<u32>,
    /// `up to P per FIELD`: the points of each value are at most P.
    pub points_per_field: Option<(ActivityKey, Decimal)>,
    /// `up to P per day`: the points of each calendar day are at most P. Not together with `points_per_field`.
    pub points_per_day: Option<Decimal>,
    /// `up to P`.
    pub up_to: Option<Decimal>,
    /// `down to P`.
    pub down_to: Option<Decimal>,
}

/// How points fade with age.
#[derive(Clone, Debug)]
pub struct Decay {
    /// The curve over whole elapsed units.
    pub curve: Curve,
    /// `after 30d`: units taken off the age first, never below 0.
    pub grace: u32,
    /// The finest unit written in the decay; weeks count as days.
    pub unit: Unit,
    /// What the age is the age of.
    pub clock: Clock,
}

/// A curve. All numbers of time count [`Decay::unit`]s and are above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Curve {
    /// `2^(-k/h)`, correctly rounded to twelve places, 0 past 41 half-lives.
    HalfLife(u32),
    /// `max(0, n - k) / n`.
    Linear(u32),
    /// `max(0, 100 - percent * floor(k / per)) / 100`.
    PercentSteps {
        /// Above 0, at most 100.
        percent: Decimal,
        /// Length of a step.
        per: u32,
    },
    /// `max(0, 100 * per - percent * k) / (100 * per)`.
    PercentSmooth {
        /// Above 0, at most 100.
        percent: Decimal,
        /// Length of a step.
        per: u32,
    },
    /// `((100 - percent) / 100) ^ floor(k / per)`, exact.
    PercentCompound {
        /// Above 0, at most 100.
        percent: Decimal,
        /// Length of a step.
        per: u32,
    },
    /// `points * floor(k / per)` off, toward zero, stopping there.
    Points {
        /// Above zero.
        points: Decimal,
        /// Length of a step.
        per: u32,
    },
}

/// What the age in a decay is the age of.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "read once each run; a box would only move the size")]
pub enum Clock {
    /// The activity itself.
    Activity,
    /// `without E`: the newest E; with none, the first activity of the log; with neither nothing fades.
    Without(Phrase),
    /// A decay written on a condition rule: the newest activity of these phrases; with none nothing fades.
    Newest(Vec<Phrase>),
}

/// A decay of a block's total: `decay 5 per 7d without activity down to 10`.
#[derive(Clone, Debug)]
pub struct TotalDecay {
    /// The curve, with [`Clock::Without`].
    pub decay: Decay,
    /// Not below this (0 unless written); a total at or below it stays.
    pub down_to: Decimal,
}

/// `times EXPR [when COND]`.
#[derive(Clone, Debug)]
pub struct Factor {
    /// Owner of its entry.
    pub owner: OwnerId,
    /// A missing factor is 1, with a note.
    pub by: Expr,
    /// Without it holding, nothing happens.
    pub when: Option<Cond>,
}

/// `override to EXPR when COND "why"`.
#[derive(Clone, Debug)]
pub struct Override {
    /// Clamped to the range and rounded; missing: the override does not hold.
    pub to: Expr,
    /// When.
    pub when: Cond,
    /// Why, as the author says.
    pub reason: Option<String>,
    /// As written.
    pub span: Span,
}

/// A named band of scores.
#[derive(Clone, Debug)]
pub struct Tier {
    /// As written: `hot`, `A`, `1`.
    pub name: String,
    /// What the score must reach.
    pub test: TierTest,
    /// As written.
    pub span: Span,
}

/// What puts a score in a tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TierTest {
    /// `>= x`
    AtLeast(Decimal),
    /// `> x`
    Above(Decimal),
    /// `top 5%`: 100 * (records strictly higher) < percent * n, over the records of the run that are not excluded.
    TopPercent(Decimal),
    /// `top 50`: fewer than 50 records are strictly higher.
    Top(u32),
    /// Without a test and not the last: given by `tier X when` only.
    OnlyWhen,
    /// The last, without a test.
    Otherwise,
}

/// `tier red when COND`.
#[derive(Clone, Debug)]
pub struct TierOverride {
    /// Which tier.
    pub tier: super::TierId,
    /// When.
    pub when: Cond,
    /// Why, as the author says.
    pub reason: Option<String>,
    /// As written.
    pub span: Span,
}

/// A text made of scores, tiers and fields.
#[derive(Clone, Debug)]
pub struct Label {
    /// Its name.
    pub name: String,
    /// Whose label.
    pub kind: KindId,
    /// A text.
    pub value: Expr,
    /// As written.
    pub span: Span,
}

/// A named set of records.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Its name.
    pub name: String,
    /// Of which kind of record.
    pub kind: KindId,
    /// Who is in it.
    pub when: Cond,
    /// As written.
    pub span: Span,
}

/// `exclude when COND "why"`: reads fields and the log, no scores.
#[derive(Clone, Debug)]
pub struct Exclude {
    /// Who.
    pub when: Cond,
    /// Why; the condition as written where no reason is given.
    pub reason: String,
    /// As written.
    pub span: Span,
}

/// `ignore PHRASE "why"`: types, filter and windows only.
#[derive(Clone, Debug)]
pub struct Ignore {
    /// Which activities.
    pub phrase: Phrase,
    /// Why.
    pub reason: Option<String>,
    /// As written.
    pub span: Span,
}

/// `assert COND`, or `assert COND implies COND`, of every record of a kind.
#[derive(Clone, Debug)]
pub struct Assert {
    /// Of which kind.
    pub kind: KindId,
    /// Only where this holds.
    pub given: Option<Cond>,
    /// What must hold.
    pub holds: Cond,
    /// As written.
    pub span: Span,
}
