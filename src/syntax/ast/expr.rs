//! Conditions and values: one tree, because the text alone cannot tell them apart (`a or b` may join conditions or
//! activities). The checker separates them.

use super::{Block, DateLit, Duration, InstantLit, Name, NumberLit, Path, Phrase, PlainText, TextLit};
use crate::source::{Span, Spanned};

/// A condition or a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    /// What it is. Boxed once here, so that the kinds hold their parts without boxes of their own.
    pub kind: Box<ExprKind>,
    /// All of it, with its round brackets if it has them.
    pub span: Span,
    /// True if the author put round brackets around it. No meaning: the tree already has the shape.
    pub bracketed: bool,
}

impl Expr {
    /// An unbracketed node.
    pub fn new(kind: ExprKind, span: Span) -> Self {
        Self { kind: Box::new(kind), span, bracketed: false }
    }
}

/// The kinds of [`Expr`], each with the least text that gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind {
    /// `12.5`, `30%`.
    Number(NumberLit),
    /// `"CEO"`, `"{fit.tier}"`.
    Text(TextLit),
    /// `2026-11-01`.
    Date(DateLit),
    /// `2026-11-01T09:00:00Z`.
    Instant(InstantLit),
    /// `90d`.
    Duration(Duration),
    /// `2h ago`.
    Ago(Duration),
    /// `yes`, `no`.
    YesNo(bool),
    /// `missing` as a value: in records of tests and in cases.
    Missing,
    /// `/^vp/`: the pattern between the slashes, `\/` still escaped. Stands only after `matches`.
    Pattern(String),
    /// `["a", "b"]`; may be empty.
    List(Vec<Expr>),
    /// `100..499`, `0..<1`: stands after `in` and as an arm.
    Range(Range),
    /// A field, score, `let`, tier or whatever the name turns out to be.
    Path(Path),

    /// `-x`, `+20`.
    Sign(Spanned<Sign>, Expr),
    /// `a * b`.
    Arithmetic(Expr, Spanned<ArithmeticOp>, Expr),
    /// `40% of x`.
    PercentOf(NumberLit, Expr),
    /// `min(a, b)`, `round(x, 5)`. With one bare path `min(deals.amount)` is an [`ExprKind::Aggregate`].
    Math(Spanned<MathFunction>, Vec<Expr>),
    /// `if c then a else b`.
    If(If),
    /// `a otherwise b`.
    Otherwise(Expr, Expr),
    /// `match x { >= 500 => 20, else => 0 }`; arms give values.
    Match(Match<Expr>),
    /// `first { a > 1 => 20, else => 0 }`; arms give values.
    First(First<Expr>),
    /// `t[region, topic]`; at least one key.
    Table(Path, Vec<Expr>),
    /// `email after "@"`, `email after first "@"`.
    After(After),

    /// `a == b`, `x in [..]`, `x is missing`, `x contains "a"`: a subject and what is asked of it.
    Test(Expr, Test),
    /// `not a`.
    Not(Expr),
    /// `a and b and c`; at least two, none of them an unbracketed `And`.
    And(Vec<Expr>),
    /// `a or b or c`; at least two, none of them an unbracketed `Or`.
    Or(Vec<Expr>),
    /// `a implies b`, in asserts; groups to the right.
    Implies(Expr, Expr),
    /// `at least 2 of (a, b, c)`.
    AtLeastOf(NumberLit, Vec<Expr>),
    /// `count of (a, b, c)`.
    CountOf(Vec<Expr>),

    /// `any(page_view in last 7d)`.
    Any(Phrase),
    /// `no(activity in last 60d)`.
    No(Phrase),
    /// `count(page_view in last 7d)`, `percentile(75, deals.amount)`.
    Aggregate(Aggregate),
    /// `days since last call`, `weeks since created_at`, `days until renewal`.
    Elapsed(Elapsed),
    /// `lead at 30d ago`, `lead.tier at 30d ago`.
    At(Path, Duration),
    /// `lead over (email_open or email_click)`, `.. at 30d ago`.
    Over(Path, Phrase, Option<Duration>),
    /// `highest(lead in last 90d)`.
    Extreme(Extreme),
    /// `lead.tier of "a"`: the value of one record, in `expect`.
    Of(Path, PlainText),
}

/// A sign written before a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `+20`
    Plus,
    /// `-20`
    Minus,
}

/// An operator between two values; `*` and `/` bind tighter; all group to the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArithmeticOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

impl ArithmeticOp {
    /// As written.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
        }
    }
}

/// Functions of values, as opposed to those over activities and links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MathFunction {
    /// `min(a, b)`
    Min,
    /// `max(a, b)`
    Max,
    /// `abs(x)`
    Abs,
    /// `floor(x)`
    Floor,
    /// `ceil(x)`
    Ceil,
    /// `round(x)`, `round(x, step)`
    Round,
}

impl MathFunction {
    /// All, in the order of the reference.
    pub const ALL: [Self; 6] = [Self::Min, Self::Max, Self::Abs, Self::Floor, Self::Ceil, Self::Round];

    /// As written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Min => "min",
            Self::Max => "max",
            Self::Abs => "abs",
            Self::Floor => "floor",
            Self::Ceil => "ceil",
            Self::Round => "round",
        }
    }
}

/// `from..to` with `to` inside, `from..<to` with `to` outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// Least value inside; open where it is not written. One of the two ends is.
    pub from: Option<Expr>,
    /// Greatest value inside, or the first one outside.
    pub to: Option<Expr>,
    /// True for `..<`.
    pub to_excluded: bool,
}

/// `if c then a else b`; there is no `if` without `else`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct If {
    /// What decides.
    pub condition: Expr,
    /// Value where it holds.
    pub then: Expr,
    /// Value where it does not.
    pub otherwise: Expr,
}

/// `email after "@"`: what follows the last (or the first) separator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    /// The text to cut.
    pub text: Expr,
    /// True for `after first`.
    pub first: bool,
    /// What to cut at.
    pub separator: PlainText,
}

/// What is asked of a subject: the right side of a comparison, or a `match` arm with an operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// `== 5`, `>= 500`.
    Compare(Spanned<CompareOp>, Expr),
    /// `in [..]`, `in 100..499`, `in competitors`: the set is a list, a range or a path.
    In(Expr),
    /// `not in [..]`.
    NotIn(Expr),
    /// `is missing`, `is yes`.
    Is(Spanned<IsState>),
    /// `has word "CEO"`, `contains ["a", "b"]`: a value, a list (any of it), or a path to either.
    Text(Spanned<TextOp>, Expr),
    /// `matches /^vp/`, `matches [/a/, /b/]`.
    Matches(Expr),
}

/// Comparison operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareOp {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl CompareOp {
    /// As written.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }
}

/// What `is` asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IsState {
    /// `is missing`
    Missing,
    /// `is known`
    Known,
    /// `is yes`
    Yes,
    /// `is no`
    No,
}

impl IsState {
    /// The word after `is`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Known => "known",
            Self::Yes => "yes",
            Self::No => "no",
        }
    }
}

/// Operators on text (and, for `contains`, on lists).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

impl TextOp {
    /// As written.
    pub fn words(self) -> &'static str {
        match self {
            Self::Contains => "contains",
            Self::StartsWith => "starts with",
            Self::EndsWith => "ends with",
            Self::HasWord => "has word",
        }
    }
}

/// `match SUBJECT { TEST => RESULT, .. }`: the first arm that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match<R> {
    /// What the arms ask about.
    pub subject: Expr,
    /// At least one.
    pub arms: Block<MatchArm<R>>,
}

/// One arm of a `match`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchArm<R> {
    /// When it fits.
    pub test: MatchTest,
    /// What it gives: a value, or in a statement an award with its limits.
    pub result: R,
    /// All of it.
    pub span: Span,
}

/// When a `match` arm fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MatchTest {
    /// `"CEO" =>`, `100..499 =>`: equal to the value, or inside the range.
    Value(Expr),
    /// `>= 500 =>`, `in ["a", "b"] =>`, `has word "VP" =>`.
    Test(Test),
    /// `missing =>`
    Missing(Span),
    /// `else =>`: whatever is left, missing too.
    Else(Span),
}

/// `first { COND => RESULT, .. }`: the first condition that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct First<R> {
    /// At least one.
    pub arms: Block<FirstArm<R>>,
}

/// One arm of `first` or of a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstArm<R> {
    /// `None` for `else`.
    pub condition: Option<Expr>,
    /// What it gives.
    pub result: R,
    /// All of it.
    pub span: Span,
}

/// An aggregate over activities or linked records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aggregate {
    /// Which.
    pub function: Spanned<AggregateFunction>,
    /// `75` of `percentile(75, ..)`; `None` for every other function.
    pub percentile: Option<NumberLit>,
    /// `1d` of `streak(E, 1d off)`; `None` for every other function.
    pub off: Option<Duration>,
    /// Over what. For `sum` and its like the paths end in a field: `page_view.seconds`, `deals.amount`.
    pub over: Phrase,
    /// `max(contacts.lead at 30d ago)`: the path ends in a score, which is asked elsewhere.
    pub elsewhere: Option<Box<Elsewhere>>,
}

/// Where a score is asked besides here and now; one of the two at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// `over (P)`.
    pub over: Option<Phrase>,
    /// `at D ago`.
    pub ago: Option<Duration>,
}

/// Functions over a phrase or a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AggregateFunction {
    /// `count(E)`
    Count,
    /// `sum(E.field)`
    Sum,
    /// `avg(E.field)`
    Avg,
    /// `min(E.field)`
    Min,
    /// `max(E.field)`
    Max,
    /// `distinct(E.field)`: how many different values
    Distinct,
    /// `percentile(75, E.field)`
    Percentile,
    /// `days(E)`: calendar days with at least one
    Days,
    /// `weeks(E)`
    Weeks,
    /// `streak(E)`, `streak(E, 1d off)`: longest run of days
    Streak,
    /// `latest(E.field)`
    Latest,
    /// `earliest(E.field)`
    Earliest,
}

impl AggregateFunction {
    /// All, in the order of the reference.
    pub const ALL: [Self; 12] = [
        Self::Count,
        Self::Sum,
        Self::Avg,
        Self::Min,
        Self::Max,
        Self::Distinct,
        Self::Percentile,
        Self::Days,
        Self::Weeks,
        Self::Streak,
        Self::Latest,
        Self::Earliest,
    ];

    /// As written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Sum => "sum",
            Self::Avg => "avg",
            Self::Min => "min",
            Self::Max => "max",
            Self::Distinct => "distinct",
            Self::Percentile => "percentile",
            Self::Days => "days",
            Self::Weeks => "weeks",
            Self::Streak => "streak",
            Self::Latest => "latest",
            Self::Earliest => "earliest",
        }
    }
}

/// `days since last E`, `hours until FIELD`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elapsed {
    /// What is counted.
    pub unit: Spanned<ElapsedUnit>,
    /// Between as-of and what.
    pub anchor: ElapsedAnchor,
}

/// Units of [`Elapsed`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElapsedUnit {
    /// `hours since`
    Hours,
    /// `days since`
    Days,
    /// `weeks since`
    Weeks,
}

impl ElapsedUnit {
    /// As written.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Days => "days",
            Self::Weeks => "weeks",
        }
    }
}

/// The other end of [`Elapsed`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ElapsedAnchor {
    /// `since last call`, `since last (call where connected is yes)`.
    SinceLast(Phrase),
    /// `since first call`.
    SinceFirst(Phrase),
    /// `since created_at`, `since (renewal - 30d)`, `since latest(call.at)`.
    Since(Expr),
    /// `until renewal`.
    Until(Expr),
}

/// `highest(S in last 90d)`, `lowest(S in last 90d)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extreme {
    /// True for `highest`.
    pub highest: bool,
    /// The score.
    pub score: Path,
    /// How far back.
    pub last: Duration,
    /// The word `highest` or `lowest`.
    pub word_span: Span,
}

impl ExprKind {
    /// The name, if this is a path of one name.
    pub fn as_name(&self) -> Option<&Name> {
        match self {
            Self::Path(path) => path.single(),
            _ => None,
        }
    }
}
