//! What can be wrong with the text of a rules file: one kind for each mistake, with the edit that mends it.

mod message;
mod words;

use super::apart::Apart;
use crate::diag::Edit;
use crate::source::Span;

pub(super) use words::words_of;

/// One mistake in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Which.
    pub kind: SyntaxErrorKind,
    /// Where.
    pub span: Span,
    /// What mends it, and whatever else is wrong with the same entry; may be empty.
    pub edits: Vec<Edit>,
    /// Other mistakes of the same entry, which the edits mend too.
    pub also: Vec<(SyntaxErrorKind, Span)>,
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

    /// Whether an entry was read that asks for what there is not.
    pub(super) fn makes_no_sense(&self) -> bool {
        matches!(self.kind, SyntaxErrorKind::UnknownFunction(..) | SyntaxErrorKind::WrongArguments(..))
    }

    pub(super) fn boxed(self) -> Box<Self> {
        Box::new(self)
    }

    /// One error for all mistakes of an entry: the first, which the others are added to. Edits that contradict earlier
    /// ones are left out; what they would mend shows when the file is read again.
    pub(super) fn joined(errors: Vec<SyntaxError>) -> SyntaxError {
        let mut errors = errors.into_iter();
        let mut joined = errors.next().expect("an entry that was changed had a mistake");
        let mut apart = Apart::default();
        apart.add(joined.edits.iter().map(|edit| edit.span.range()));
        for error in errors {
            if !apart.add(error.edits.iter().map(|edit| edit.span.range())) {
                continue;
            }
            joined.also.push((error.kind, error.span));
            joined.also.extend(error.also);
            joined.edits.extend(error.edits);
        }
        joined.edits.sort_by_key(|edit| edit.span);
        joined
    }
}

/// The mistakes, each with the least text that makes it.
///
/// Where two texts are carried, the first is what was written, the second what was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// `job_title == "CEO" => => => +20`: what could stand there instead, in the reader's words.
    Unreadable(Vec<String>),
    /// `job_title = "CEO" => +20`
    EqualsSign(&'static str, &'static str),
    /// `job_title == “CEO” => +20`
    CurlyQuotes,
    /// `job_title == 'CEO' => +20`
    SingleQuotes,
    /// `job_title == "CEO => +20`
    MissingQuote(char),
    /// `bounce => -10 points`
    PointsWord(String),
    /// `bounce => - 10`
    SignApart(String),
    /// `bounce => 10`
    UnsignedPoints(String),
    /// `bounce => +10%`
    PercentPoints(String),
    /// `a == 1 AND b == 2 => +5`, `a == 1 && b == 2 => +5`
    LogicWord(String, &'static str),
    /// `size =< 5 => +1`, `size => 5 => +1`
    ComparisonSign(String, &'static str),
    /// `bounce -> -10`
    ArrowSign(String),
    /// `bounce -10`
    MissingArrow,
    /// `size > 1,000 => +1`
    NumberCommas(String, String),
    /// `decay 3 months`
    TimeUnit(String, String),
    /// `size ≥ 5 => +1`
    LookAlike(char, String),
    /// `as of 3/4/2026`
    DateForm(String, String),
    /// `job_title is "CEO" => +20`, `phone == missing => -5`
    ComparisonWord(String, &'static str),
    /// `t does not contain "a"`: what was written, and the condition that `not` stands in front of.
    NegatedWord(String, String),
    /// `bounce => score = 0`: what was written, and the line that says it.
    OwnLine(String, String),
    /// `at most 1 per 7d`: the span of time, and the limit that there is.
    LimitPer(String, String),
    /// `call => +1; click => +2`
    SemicolonBetween,
    /// `bounce => -10, max 3 per day`: what was written, what was meant, and what else may have been.
    OtherWords {
        /// As written.
        written: String,
        /// As the language has it.
        meant: String,
        /// The other reading.
        other: Option<String>,
    },
    /// `[Lead Origin] == "API" => +1`
    NameDress(String),
    /// `score "How well they match" { .. }`
    NamelessScore,
    /// `["Berlin," "Paris"]`
    CommaInText,
    /// `"blocked by "hand""`
    QuotesInText,
    /// `size > 10 000 => +1`
    NumberForm(String, String),
    /// `days since last call <= 30 days => +1`
    CountWord(String, String),
    /// `decy 90d`
    MisspeltWord(String, String),
    /// `decay 90d;`
    Semicolon,
    /// `("a", "b" => +1`: the bracket that is missing.
    UnclosedBracket(&'static str),
    /// `"a", "b"] => +1`: the bracket that is missing.
    UnopenedBracket(&'static str),
    /// `bounce) => -10`
    StrayBracket(String),
    /// `else: 0`
    ElseColon,
    /// `a == 1 and page_view where url == "/" => +1`
    PhraseNeedsBrackets,
    /// `page_view in 30d => +1`
    MissingWord(String),
    /// `bounce => => -10`
    ExtraPart(String),
    /// `range 0.50`
    WrongPart(String, String),
    /// `page_view inlast 30d => +1`
    MissingBlank(String),
    /// `bounce = > -10`
    ExtraBlank(String),
    /// `expect lead == 5` outside a test: where it belongs.
    WrongPlace(&'static str),
    /// `contact { job_title: string }`
    UnknownType(String, String),
    /// `let in = 5`
    ReservedName(String),
    /// `Lead Origin == "API" => +1`: the words, and the name.
    NameWithBlank(String, String),
    /// `score "fit" { .. }`: the name as it should be written.
    NameInQuotes(String),
    /// `group Email { .. }`
    NeedsQuotes(String),
    /// `bounce => -10 // hard ones`
    CommentSign(String),
    /// `"{fit"`
    BraceInText,
    /// `"{fit.tier{engagement.tier}"`: what is meant.
    ValueInText(String),
    /// `"a\b"`
    UnknownEscape(char),
    /// `99999999999d`
    DurationTooLong,
    /// `1 < x < 5 => +1`
    ChainedComparison,
    /// `(fit + lead) at 30d ago`: what stands behind one score only.
    NotOfAScore(String),
    /// `conut(page_view) > 5 => +1`: as written, and the function that was meant, if one is near.
    UnknownFunction(String, Option<&'static str>),
    /// `count(a + b) > 5 => +1`: the function, and a sum or product inside it that has to be named first
    WrongArguments(String, Option<String>),
    /// `group "x" up to 1 up to 2 { .. }`
    Twice(String),
    /// `range ..`
    EmptyRange,
    /// `((((..))))` beyond this limit.
    TooDeep(usize),
    /// An entry beyond the limit.
    EntryTooLong,
    /// A file beyond the limit.
    SourceTooLong,
    /// More findings than are kept; the file is not read from here on.
    TooMany,
    /// `score fit {` and nothing that closes it.
    BlockNeverClosed,
    /// `score fit` and then `}`.
    BlockNeverOpened,
    /// `}` that closes nothing.
    BlockStrayClose,
    /// `tiers { }`: the word before the brace.
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
