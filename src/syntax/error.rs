//! What can be wrong with the text of a rules file: one kind for each mistake, with the edit that mends it.

use crate::diag::{Applicability, Code, Diagnostic, Edit, Fix};
use crate::source::Span;

/// One mistake in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Which.
    pub kind: SyntaxErrorKind,
    /// Where.
    pub span: Span,
    /// What mends it, in order of place; may be empty.
    pub edits: Vec<Edit>,
    /// Other mistakes of the same entry that the edits mend too: where, and what to write.
    pub also: Vec<(Span, String)>,
}

impl SyntaxError {
    pub(super) fn new(kind: SyntaxErrorKind, span: Span) -> Self {
        SyntaxError { kind, span, edits: Vec::new(), also: Vec::new() }
    }

    /// Adds a replacement that mends it.
    pub(super) fn edit(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.edits.push(Edit { span, replacement: replacement.into() });
        self
    }

    pub(super) fn boxed(self) -> Box<Self> {
        Box::new(self)
    }
}

/// The mistakes, each with the least text that makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// `job_title == "CEO" => => +20`: what could stand there instead, in the reader's words.
    Unreadable(Vec<String>),
    /// `"{fit"`
    BraceInText,
    /// `"a\b"`
    UnknownEscape(char),
    /// `99999999999d`
    DurationTooLong,
    /// `1 < x < 5`
    ChainedComparison,
    /// `a == 1 and page_view where url == "/"`
    PhraseNeedsBrackets,
    /// `conut(page_view)`
    UnknownFunction(String),
    /// `count(a + b)`
    WrongArguments(String),
    /// `industry ["a"]`
    MissingWord(String),
    /// `x => 20`
    UnsignedPoints(String),
    /// `x => + 20`
    SignApart(String),
    /// `x => +10%`
    PercentPoints(String),
    /// `group "x" up to 1 up to 2 { }`
    Twice(String),
    /// `range ..`
    EmptyRange,
    /// `((((..))))` beyond the limit.
    TooDeep,
    /// An entry beyond the limit.
    EntryTooLong,
    /// A file beyond the limit.
    SourceTooLong,
    /// More findings than are shown: how many more.
    TooMany(usize),
    /// `score fit {` and nothing that closes it.
    BlockNeverClosed,
    /// `score fit` and then `}`.
    BlockNeverOpened,
    /// `}` that closes nothing.
    BlockStrayClose,
    /// `tiers { }`
    EmptyBlock(String),
    /// `tiers { a } decay 90d`
    AfterBlock,
    /// `x => +1,` and no limit.
    StrayComma,
    /// A row of `cases` that is longer or shorter than the header: wanted and found.
    CaseCells(usize, usize),
    /// A column of `cases` before `=>` that is no field.
    CaseColumn,
}

impl From<SyntaxError> for Diagnostic {
    fn from(error: SyntaxError) -> Self {
        let mut diagnostic = Diagnostic::new(Code::UnreadableLine, error.span, format!("{:?}", error.kind));
        if !error.edits.is_empty() {
            let title = "write it so";
            diagnostic =
                diagnostic.fix(Fix { title: title.into(), edits: error.edits, applicability: Applicability::Safe });
        }
        diagnostic
    }
}
