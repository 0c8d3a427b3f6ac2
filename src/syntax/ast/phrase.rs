//! Activity phrases: `E [or E].. [where COND] [WINDOW].. [ORDER]`. Over links they have sources and `where` only.

use super::{Duration, Expr, NumberLit, Path};
use crate::source::{Span, Spanned};

/// Which activities (or linked records) are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// `latest 3 of .. per FIELD`, taken before `filter` looks.
    pub selection: Option<Box<Selection>>,
    /// The sources joined by `or`; at least one. A path `activity` is any type; inside aggregates a source may carry
    /// a field (`page_view.seconds`) or be a link (`account.contacts.lead`).
    pub sources: Vec<Path>,
    /// `where COND`, over every source.
    pub filter: Option<Expr>,
    /// All must hold; in the order written.
    pub windows: Vec<Window>,
    /// `within 7d after F` and its like.
    pub order: Option<Box<Order>>,
    /// All of it, without brackets around it.
    pub span: Span,
}

/// `latest 3 of E`, `earliest 1 of E per campaign`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Which end of time.
    pub end: Spanned<SelectionEnd>,
    /// How many.
    pub count: NumberLit,
    /// So many for each value of this field.
    pub per: Option<Path>,
    /// From `latest` to `of`; the sources follow.
    pub span: Span,
}

/// Which end of time a selection takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectionEnd {
    /// `latest`
    Latest,
    /// `earliest`
    Earliest,
}

impl SelectionEnd {
    /// As written.
    pub fn word(self) -> &'static str {
        match self {
            Self::Latest => "latest",
            Self::Earliest => "earliest",
        }
    }
}

/// One window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// What it keeps.
    pub kind: WindowKind,
    /// All of it.
    pub span: Span,
}

/// What a window keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WindowKind {
    /// `in last 30d`
    Last(Duration),
    /// `in 60d..30d ago`: the older edge first.
    Ago(Duration, Duration),
    /// `since FIELD`: a path, a date or an instant.
    Since(Expr),
    /// `before FIELD`: a path, a date or an instant.
    Before(Expr),
    /// `in any 2h`: the busiest stretch; inside aggregates.
    AnyStretch(Duration),
    /// `in any session_id`: the busiest value of a field; inside aggregates.
    AnyValue(Path),
}

/// How the phrase's activities stand to another activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The relation.
    pub kind: OrderKind,
    /// The other activity, or a `let`; `activity` is any type.
    pub other: Path,
    /// `7d` of `within 7d`, `30d` of `after 30d`.
    pub duration: Duration,
    /// `same FIELD`: both agree in it.
    pub same: Option<Path>,
    /// All of it.
    pub span: Span,
}

/// Relations of [`Order`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderKind {
    /// `E within 7d after F`
    WithinAfter,
    /// `E followed by F within 7d`
    FollowedBy,
    /// `E not followed by F within 7d`
    NotFollowedBy,
    /// `E after 30d without F`
    AfterWithout,
}
