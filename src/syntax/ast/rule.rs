//! Rules: `[name:] HEAD => AWARD [, LIMIT].. ["reason"]`, and `match` and `first` as statements.

use super::{Decay, Expr, First, Match, Name, NumberLit, Path, Phrase, PlainText};
use crate::source::Span;

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// `ceo` of `ceo: ..`.
    pub name: Option<Name>,
    /// What it asks.
    pub head: Head,
    /// What it gives.
    pub payout: Payout,
    /// All of it.
    pub span: Span,
}

/// What stands before `=>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Head {
    /// `always`
    Always(Span),
    /// `bounce`, `open or click`: names alone, which may be activities, phrases or conditions.
    Names {
        /// At least one.
        names: Vec<Name>,
        /// All of it.
        span: Span,
    },
    /// Surely a phrase: it has `where`, a window, an order, `latest 3 of`, or the word `activity`.
    Phrase(Phrase),
    /// Surely a condition (or a dotted path, which is neither and the checker's to refuse).
    Condition(Expr),
}

/// What stands after `=>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payout {
    /// The points.
    pub award: Award,
    /// Limits and decays after the award, in the order written.
    pub modifiers: Vec<Modifier>,
    /// Why, in the author's words.
    pub reason: Option<PlainText>,
    /// All of it.
    pub span: Span,
}

impl Payout {
    /// The limits, in the order written.
    pub fn limits(&self) -> impl Iterator<Item = &Limit> {
        self.modifiers.iter().filter_map(|modifier| match modifier {
            Modifier::Limit(limit) => Some(limit),
            Modifier::Decay(_) => None,
        })
    }

    /// The decays, in the order written; more than one is the checker's to refuse.
    pub fn decays(&self) -> impl Iterator<Item = &Decay> {
        self.modifiers.iter().filter_map(|modifier| match modifier {
            Modifier::Decay(decay) => Some(decay),
            Modifier::Limit(_) => None,
        })
    }
}

/// The points of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Award {
    /// `+20`, `0`, `40% of fit`, `+0.02 * amount`. A plain number other than 0 carries its sign.
    Points(Expr),
    /// `+5 for the first 3, +2 for the rest per document_id`.
    Stepped(SteppedAward),
}

/// `+5 for the first 3, +2 for the rest [per FIELD]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SteppedAward {
    /// Points of the first ones.
    pub first: Expr,
    /// How many they are.
    pub count: NumberLit,
    /// Points of the others; without it they get nothing.
    pub rest: Option<Expr>,
    /// Counted anew for each value of this field.
    pub per: Option<Path>,
    /// All of it.
    pub span: Span,
}

/// What may follow the award after a comma.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Modifier {
    /// `once`, `up to 45`.
    Limit(Limit),
    /// `decay 30d`, `no decay`.
    Decay(Decay),
}

/// One limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Which.
    pub kind: LimitKind,
    /// All of it.
    pub span: Span,
}

/// The limits. Points are a signed number, a name (of a param) or a value in round brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LimitKind {
    /// `once`
    Once,
    /// `once per day`
    OncePerDay,
    /// `once per FIELD`
    OncePer(Path),
    /// `at most 3 times`
    AtMost(Expr),
    /// `at most 3 per day`
    AtMostPerDay(Expr),
    /// `at most 3 per FIELD`
    AtMostPer(Expr, Path),
    /// `up to 45`
    UpTo(Expr),
    /// `up to 10 per day`
    UpToPerDay(Expr),
    /// `up to 25 per FIELD`
    UpToPer(Expr, Path),
    /// `down to -30`
    DownTo(Expr),
}

/// `[name:] match x { >= 500 => +20, else => 0 } ["reason"]`: one rule an arm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchRules {
    /// Name of the whole.
    pub name: Option<Name>,
    /// Subject and arms.
    pub body: Match<Payout>,
    /// Reason of the whole.
    pub reason: Option<PlainText>,
    /// All of it.
    pub span: Span,
}

/// `[name:] first { COND => +20, else => 0 } ["reason"]`: one rule an arm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstRules {
    /// Name of the whole.
    pub name: Option<Name>,
    /// The arms.
    pub body: First<Payout>,
    /// Reason of the whole.
    pub reason: Option<PlainText>,
    /// All of it.
    pub span: Span,
}
