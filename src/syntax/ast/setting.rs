//! Settings of scores and groups, and decays, which rules may carry too.

use super::{Block, Duration, Expr, Name, NumberLit, Phrase, PlainText, Window};
use crate::source::Span;

/// A setting inside a score or group, or of the unnamed score of a bare file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// `decay 90d`
    Decay(Decay),
    /// `in last 90d`, or any other window: narrows every phrase below.
    Window(Window),
    /// `range 0..100`
    Range(RangeSetting),
    /// `times 1.5 when vip is yes`
    Times(Times),
    /// `round 1`
    Round(Round),
    /// `tiers { hot >= 80, cold }`
    Tiers(Tiers),
    /// `tier red when COND`
    TierWhen(TierWhen),
    /// `override to 100 when COND "why"`
    Override(Override),
}

/// `range 0..100`; either end may be open, not both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RangeSetting {
    /// Least value.
    pub from: Option<Expr>,
    /// Greatest value.
    pub to: Option<Expr>,
    /// All of it.
    pub span: Span,
}

/// `times EXPR [when COND]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Times {
    /// The factor.
    pub factor: Expr,
    /// Only where this holds.
    pub when: Option<Expr>,
    /// All of it.
    pub span: Span,
}

/// `round 1`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// The step.
    pub step: Expr,
    /// All of it.
    pub span: Span,
}

/// `tiers { hot >= 80, warm > 50, cold }`, best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tiers {
    /// At least one.
    pub tiers: Block<Tier>,
    /// All of it.
    pub span: Span,
}

/// One tier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    /// Written as a word or, where it is none (`"1"`), as a text.
    pub name: Name,
    /// When it holds; without one, always.
    pub bound: Option<TierBound>,
    /// All of it.
    pub span: Span,
}

/// When a tier holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TierBound {
    /// `>= 80`
    AtLeast(Expr),
    /// `> 50`
    Above(Expr),
    /// `top 5%`: the literal is a percent.
    TopPercent(NumberLit),
    /// `top 50`
    TopCount(NumberLit),
}

/// `tier red when COND ["why"]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TierWhen {
    /// The tier.
    pub tier: Name,
    /// Holds instead of the bounds.
    pub when: Expr,
    /// Why, in the author's words.
    pub reason: Option<PlainText>,
    /// All of it.
    pub span: Span,
}

/// `override to EXPR [when COND] ["why"]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// The score instead.
    pub value: Expr,
    /// Only where this holds.
    pub when: Option<Expr>,
    /// Why, in the author's words.
    pub reason: Option<PlainText>,
    /// All of it.
    pub span: Span,
}

/// `decay 90d`, `decay linear over 90d after 30d`, `decay 5 per 7d without activity down to 10`, `no decay`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decay {
    /// How points fade.
    pub kind: DecayKind,
    /// `after 30d`: grace.
    pub after: Option<Duration>,
    /// `without E`: the clock is the time since the newest of these.
    pub without: Option<Phrase>,
    /// `down to 10`.
    pub down_to: Option<Expr>,
    /// All of it.
    pub span: Span,
}

/// How points fade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecayKind {
    /// `no decay`
    None,
    /// `decay 90d`
    HalfLife(Duration),
    /// `decay linear over 90d`
    Linear(Duration),
    /// `decay 20% per 30d`
    Percent(PercentDecay),
    /// `decay 5 per 7d`
    Points(Expr, Duration),
}

/// `decay 20% per 30d [compound] [smooth]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PercentDecay {
    /// The share; a percent literal.
    pub percent: NumberLit,
    /// Of how long.
    pub per: Duration,
    /// Of what is left instead of the original.
    pub compound: bool,
    /// Without steps.
    pub smooth: bool,
}
