//! What may stand at the top of a file, and in the body of a score or group.

use super::{
    Block, Expr, FirstArm, FirstRules, MatchRules, Name, Path, Phrase, PlainText, RecordDecl, Rule, Setting, TestBlock,
};
use crate::source::{SourceId, Span};

/// A whole file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The text it was read from.
    pub source: SourceId,
    /// Its items; `items.span` is the whole text.
    pub items: Block<Item>,
}

/// One item of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// `use "crm.score"`
    Use(Use),
    /// `timezone "Europe/Berlin"`
    Timezone(Timezone),
    /// `let x = ..`
    Let(Let),
    /// `param x = 10`
    Param(Param),
    /// `set x = 10`
    Set(Set),
    /// `ignore page_view where .. "why"`
    Ignore(Ignore),
    /// `exclude when .. "why"`
    Exclude(Exclude),
    /// `score fit { .. }`
    Score(Score),
    /// `label x = ..`
    Label(Label),
    /// `segment x when ..`
    Segment(Segment),
    /// `contact { .. }`, `activity x { .. }`
    Record(RecordDecl),
    /// `test "x" { .. }`
    Test(TestBlock),
    /// `assert ..`
    Assert(Assert),
    /// A rule, group or setting outside any score: part of the unnamed score `score`.
    Bare(BodyItem),
}

/// `use "crm.score"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// As written; relative to this file.
    pub file: PlainText,
    /// All of it.
    pub span: Span,
}

/// `timezone "Europe/Berlin"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timezone {
    /// As written.
    pub zone: PlainText,
    /// All of it.
    pub span: Span,
}

/// `let NAME = ..`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Let {
    /// What it is called.
    pub name: Name,
    /// What it stands for.
    pub value: LetValue,
    /// All of it.
    pub span: Span,
}

/// What a `let` stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetValue {
    /// `a`, `a or b`: names alone, which may be activities, phrases, conditions, fields or values.
    Names {
        /// At least one.
        names: Vec<Name>,
        /// All of it.
        span: Span,
    },
    /// Surely a phrase, as in [`Head::Phrase`](super::Head::Phrase).
    Phrase(Phrase),
    /// A value, list, condition or dotted path.
    Expr(Expr),
    /// `lines "competitors.txt"`
    Lines(PlainText),
    /// `csv "weights.csv"`
    Csv(PlainText),
}

/// `param NAME = VALUE`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Param {
    /// What it is called.
    pub name: Name,
    /// Unless set otherwise.
    pub value: Expr,
    /// All of it.
    pub span: Span,
}

/// `set NAME = VALUE`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    /// Which param.
    pub name: Name,
    /// What it becomes.
    pub value: Expr,
    /// All of it.
    pub span: Span,
}

/// `ignore PHRASE ["why"]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignore {
    /// Activities that exist for no rule.
    pub phrase: Phrase,
    /// Why, in the author's words.
    pub reason: Option<PlainText>,
    /// All of it.
    pub span: Span,
}

/// `exclude when COND ["why"]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclude {
    /// Who gets no scores.
    pub when: Expr,
    /// Why, in the author's words.
    pub reason: Option<PlainText>,
    /// All of it.
    pub span: Span,
}

/// `score NAME [of KIND] ["what it is for"] { .. }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// What it is called.
    pub name: Name,
    /// Kind of record; contacts without it.
    pub of: Option<Name>,
    /// What it is for.
    pub purpose: Option<PlainText>,
    /// Rules, groups and settings.
    pub body: Block<BodyItem>,
    /// All of it.
    pub span: Span,
}

/// One entry of a score or group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyItem {
    /// `HEAD => AWARD`
    Rule(Rule),
    /// `match x { .. }`
    Match(MatchRules),
    /// `first { .. }`
    First(FirstRules),
    /// `group "x" { .. }`
    Group(Group),
    /// `decay 90d`, `range 0..100`, ..
    Setting(Setting),
}

/// `group "x" [up to 40] [down to -10] [when COND] { .. }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What it is called.
    pub name: PlainText,
    /// Cap.
    pub up_to: Option<Expr>,
    /// Floor.
    pub down_to: Option<Expr>,
    /// Only where this holds.
    pub when: Option<Expr>,
    /// Rules, groups and settings.
    pub body: Block<BodyItem>,
    /// All of it.
    pub span: Span,
}

/// `label NAME = VALUE`, `label NAME { COND => VALUE, else => VALUE }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// What it is called.
    pub name: Name,
    /// Kind of record; contacts without it.
    pub of: Option<Name>,
    /// Its text.
    pub value: LabelValue,
    /// All of it.
    pub span: Span,
}

/// The text of a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LabelValue {
    /// `= "{fit.tier}{engagement.tier}"`
    Value(Expr),
    /// `{ COND => "a", else => "b" }`
    Arms(Block<FirstArm<Expr>>),
}

/// `segment NAME [of KIND] when COND`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// What it is called.
    pub name: Name,
    /// Kind of record; contacts without it.
    pub of: Option<Name>,
    /// Who is in it.
    pub when: Expr,
    /// All of it.
    pub span: Span,
}

/// `assert COND`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assert {
    /// What holds for every contact there could be.
    pub condition: Expr,
    /// All of it.
    pub span: Span,
}

/// A field and what a test gives it: `job_title: "CEO"`, `at: 2h ago`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldValue {
    /// The field; dotted for nested ones.
    pub field: Path,
    /// Its value; `missing` for none.
    pub value: Expr,
    /// All of it.
    pub span: Span,
}
