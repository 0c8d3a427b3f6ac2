//! Every code a finding may carry: its number, its slug, its one-line title and its page.
//!
//! To add one: a line in its range below, in order of numbers, and a page `docs/errors/NUMBER.md` in the form of those that
//! are there (`tests/error_pages.rs` holds it; another file that an example uses stands in a fence `score NAME`); without
//! the page the crate does not compile. A number that has appeared in a release is never given to anything else, and a range
//! belongs to a stage: `E01` syntax, `E02` names, `E03` types, `E04` time, caps, tiers and limits, `E05` what a SQL dialect
//! cannot say, `E06` records and files, `E07` tests, `W07` what tests leave open, `E08` and `W08` versions, `W09` lints.

use std::fmt;
use std::str::FromStr;

use super::Severity;

/// Makes [`Code`] out of lines `NUMBER Name "slug" "title";`.
macro_rules! codes {
    ($($number:ident $name:ident $slug:literal $title:literal;)*) => {
        /// The kind of a finding: stable across versions, and explained on a page of its own.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", stringify!($number), "`: ", $title, ".")] $name,)*
        }

        impl Code {
            /// Every code, in order of numbers.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// The number as people quote it: `E0201`.
            pub fn number(self) -> &'static str {
                match self { $(Code::$name => stringify!($number),)* }
            }

            /// The number in words, for places that want a name: `unknown-field`.
            pub fn slug(self) -> &'static str {
                match self { $(Code::$name => $slug,)* }
            }

            /// One line that says what is wrong whenever this code appears; lower-case, without a final period.
            pub fn title(self) -> &'static str {
                match self { $(Code::$name => $title,)* }
            }

            /// The page in Markdown: what, why, example, fix. It is the text of `scoreline error CODE`.
            pub fn page(self) -> &'static str {
                match self {
                    $(Code::$name => include_str!(concat!(
                        env!("CARGO_MANIFEST_DIR"), "/docs/errors/", stringify!($number), ".md"
                    )),)*
                }
            }
        }
    };
}

codes! {
    // E01: the text of the rules cannot be read
    E0101 UnreadableLine "unreadable-line" "a line that cannot be read";
    E0102 EqualsSign "equals-sign" "a comparison with the wrong equals sign";
    E0103 CurlyQuotes "curly-quotes" "a text in curly quotes";
    E0104 SingleQuotes "single-quotes" "a text in single quotes";
    E0105 MissingQuote "missing-quote" "a text with one quote";
    E0106 PointsWord "points-word" "points with a word after them";
    E0107 SignApart "sign-apart" "a sign apart from its points";
    E0108 UnsignedPoints "unsigned-points" "points without a sign";
    E0109 PercentPoints "percent-points" "a percentage as points";
    E0110 LogicWord "logic-word" "`AND`, `&&` or the like between conditions";
    E0111 ComparisonSign "comparison-sign" "a sign that does not compare";
    E0112 ArrowSign "arrow-sign" "another sign in place of `=>`";
    E0113 MissingArrow "missing-arrow" "a rule without `=>`";
    E0114 NumberCommas "number-commas" "a number with a comma in it";
    E0115 TimeUnit "time-unit" "a length of time in other units";
    E0116 LookAlike "look-alike" "a character that only looks right";
    E0117 DateForm "date-form" "a date in another form";
    E0118 ComparisonWord "comparison-word" "a comparison in other words";
    E0119 MisspeltWord "misspelt-word" "a misspelt word of the language";
    E0120 Semicolon "semicolon" "a semicolon";
    E0121 MissingWord "missing-word" "a word or sign is missing";
    E0122 MissingComma "missing-comma" "a comma is missing";
    E0123 ExtraPart "extra-part" "a word or sign too many";
    E0124 WrongPart "wrong-part" "one sign in place of another";
    E0125 Blanks "blanks" "a blank too many or too few";
    E0126 UnclosedBracket "unclosed-bracket" "a bracket without its partner";
    E0127 StrayBracket "stray-bracket" "a bracket too many";
    E0128 UnclosedBlock "unclosed-block" "a block without one of its braces";
    E0129 ElseColon "else-colon" "a colon after `else`";
    E0130 PhraseNeedsBrackets "phrase-needs-brackets" "activities inside a condition without brackets";
    E0131 WrongPlace "wrong-place" "something that stands in the wrong place";
    E0132 UnknownType "unknown-type" "a type of field that does not exist";
    E0133 ReservedName "reserved-name" "a name that is a word of the language";
    E0134 NameWithBlank "name-with-blank" "a name with a blank in it";
    E0135 NameInQuotes "name-in-quotes" "a name in quotes";
    E0136 NeedsQuotes "needs-quotes" "a text without quotes";
    E0137 CommentSign "comment-sign" "a comment with another sign";
    E0138 BraceInText "brace-in-text" "a brace in a text that holds no value";
    E0139 UnknownEscape "unknown-escape" "a backslash that means nothing";
    E0140 ChainedComparison "chained-comparison" "two comparisons in a row";
    E0141 UnknownFunction "unknown-function" "a function that does not exist";
    E0142 WrongArguments "wrong-arguments" "a function around the wrong thing";
    E0143 Twice "twice" "a setting that stands twice";
    E0144 EmptyBlock "empty-block" "a block with nothing in it";
    E0145 OpenRange "open-range" "a range without ends";
    E0146 AfterBlock "after-block" "something behind a closing brace";
    E0147 CasesTable "cases-table" "a table of cases that does not fit together";
    E0148 TooDeep "too-deep" "too many levels inside each other";
    E0149 TooLong "too-long" "something beyond the limits of size";
    E0150 TooManyUnreadable "too-many-unreadable" "more unreadable lines than are listed";
    E0151 OtherWords "other-words" "a limit, window, decay or value in other words";
    E0152 NumberForm "number-form" "a number in another form";
    E0199 TooManyFindings "too-many-findings" "more findings than can be listed";

    // E02: names
    E0201 UnknownField "unknown-field" "a field that is not declared";
    E0202 UnknownActivity "unknown-activity" "an activity that is not declared";
    E0203 UnknownName "unknown-name" "a name that nothing has";
    E0204 NameTaken "name-taken" "a name that is already taken";
    E0205 UnknownKind "unknown-kind" "a kind of record that is not declared";
    E0206 OtherRecord "other-record" "a field or score of another record";
    E0207 UnknownTier "unknown-tier" "a tier that the score does not have";
    E0208 UnknownParam "unknown-param" "a param that does not exist";
    E0209 UnreadableFile "unreadable-file" "a file that cannot be read";
    E0210 FileCircle "file-circle" "files that use each other in a circle";
    E0211 LetCircle "let-circle" "lets that name each other in a circle";
    E0212 ScoreCircle "score-circle" "scores that depend on each other in a circle";
    E0213 TwoMeanings "two-meanings" "a name with two meanings";
    E0214 UnknownZone "unknown-zone" "a time zone that does not exist";
    E0215 LinkKey "link-key" "a field that cannot hold a link";

    // E03: types
    E0301 CannotCompare "cannot-compare" "two things that cannot be compared";
    E0302 UnknownChoice "unknown-choice" "a value that the field never has";
    E0303 UsedTwoWays "used-two-ways" "a field that is used in two ways";
    E0304 BareValue "bare-value" "a field that stands alone as a condition";
    E0305 BareActivity "bare-activity" "an activity inside a larger condition";
    E0306 NoOrder "no-order" "an order where there is none";
    E0307 NotANumber "not-a-number" "something that is no number where one is needed";
    E0308 NotAText "not-a-text" "something that is no text where one is needed";
    E0309 NotACondition "not-a-condition" "something that is no condition where one is needed";
    E0310 NotAValue "not-a-value" "something that is no value where one is needed";
    E0311 MixedTypes "mixed-types" "branches of different types";
    E0312 OneOrMany "one-or-many" "a link to many records used as if it led to one";
    E0313 NotInActivity "not-in-activity" "a question that one activity cannot answer";
    E0314 ScoreInExclude "score-in-exclude" "a score inside `exclude`";
    E0315 OutOfBounds "out-of-bounds" "a number beyond the bounds";
    E0316 NotConstant "not-constant" "a value that has to be fixed";
    E0317 BadPattern "bad-pattern" "a pattern that cannot be used";
    E0318 BlankText "blank-text" "a comparison with an empty text";
    E0319 EmptyRange "empty-range" "a range that holds nothing";
    E0320 NotATime "not-a-time" "something that is no time where one is needed";
    E0321 NoSuchDate "no-such-date" "a day or time that does not exist";
    E0322 TooLarge "too-large" "rules that grow beyond bounds";
    E0323 WrongInputs "wrong-inputs" "a function with the wrong inputs";
    E0324 BadTable "bad-table" "a table that cannot be used";
    E0325 NoActivities "no-activities" "a kind of record without activities";
    E0326 NotYesNo "not-yes-no" "a yes/no question about something else";
    E0327 NotActivities "not-activities" "something else where activities belong";
    E0328 BadList "bad-list" "a list that cannot be used";
    E0329 ParamValue "param-value" "a param that is set to something else";

    // E04: time, caps, tiers, limits
    E0401 DecayBounds "decay-bounds" "a decay that cannot be counted";
    E0402 PointsDecayOfBlock "points-decay-of-block" "points per time for a whole block";
    E0403 DecayForms "decay-forms" "two forms of decay at once";
    E0404 LimitNeedsActivities "limit-needs-activities" "a limit on a rule without activities";
    E0405 SetTwice "set-twice" "the same setting twice";
    E0406 TwoPointsLimits "two-points-limits" "points limited per day and per field";
    E0407 EmptyWindow "empty-window" "a window that holds nothing";
    E0408 DecayWithoutClock "decay-without-clock" "a decay that has nothing to count from";
    E0409 TierOrder "tier-order" "tiers that are out of order";
    E0410 TierOutOfReach "tier-out-of-reach" "a tier that is never reached";
    E0411 EdgeOffStep "edge-off-step" "an edge between two steps of rounding";
    E0412 RankTierElsewhere "rank-tier-elsewhere" "a tier by rank at another instant";
    E0413 TooManyInstants "too-many-instants" "scores at too many instants";
    E0414 Misplaced "misplaced" "a setting or window that does not belong here";
    E0415 BadCount "bad-count" "a count that is no whole number above zero";

    // E05: not expressible in a SQL dialect

    // E06: records and files

    // E07: tests
    E0701 FailedExpectation "failed-expectation" "a test expects something else";
    E0702 TestWithoutAsOf "test-without-as-of" "a test without an as-of";
    E0703 TestRecord "test-record" "a record of a test that cannot stand";
    E0704 TestValue "test-value" "a value in a test that does not fit the field";
    E0705 WhoIsMeant "who-is-meant" "an expectation about no single record";

    // E08: one version of the rules against another
    E0801 OutsideBudget "outside-budget" "a change beyond the change budget";

    // W07: what tests leave open
    W0701 UnnoticedChange "unnoticed-change" "a change of the rules that no test notices";
    W0702 UntestedPart "untested-part" "a part of the rules that no test reaches";

    // W08: one version of the rules against another
    W0801 MeansSomethingElse "means-something-else" "a part of the rules that means something else than before";
    W0802 RecordsMove "records-move" "records that move because the rules changed";

    // W09: lints
    W0901 ArmNeverWins "arm-never-wins" "an arm that never wins";
    W0902 BandGap "band-gap" "a gap between two bands";
    W0903 LabelWithoutElse "label-without-else" "a label without `else`";
    W0904 ThousandsPoint "thousands-point" "a number that ends in `.000`";
    W0905 NeverHolds "never-holds" "a condition that never holds";
    W0906 AlwaysHolds "always-holds" "a condition that always holds";
    W0907 SameRule "same-rule" "two rules that say the same";
    W0908 UnusedName "unused-name" "a name that nothing uses";
    W0909 EndlessRule "endless-rule" "activities that count for ever";
    W0910 WeightsSum "weights-sum" "weights that do not add up to 100 %";
    W0911 ShortWord "short-word" "a short word that stands inside longer ones";
    W0912 MissingPasses "missing-passes" "a negation that also holds where nothing is known";
    W0913 CapNeverBinds "cap-never-binds" "a cap that never takes anything";
    W0914 CapAlwaysBinds "cap-always-binds" "a cap that always takes something";
    W0915 TierBeyondPoints "tier-beyond-points" "a tier that no points lead to";
    W0917 AllowWithoutReason "allow-without-reason" "a comment that allows a finding without a reason";
    W0918 AllowUnused "allow-unused" "a comment that allows what is not there";
}

impl Code {
    /// How much it weighs: codes that begin with `E` are errors, with `W` warnings or notes.
    pub fn severity(self) -> Severity {
        match self {
            Code::MissingPasses => Severity::Note,
            _ if self.number().starts_with('E') => Severity::Error,
            _ => Severity::Warning,
        }
    }

    /// Whether it is about rules that can be run: such findings may be set to another level, and be allowed beside a rule.
    pub fn is_lint(self) -> bool {
        self.number().starts_with("W09")
    }
}

/// The number, `E0201`.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.number())
    }
}

/// What was asked for is neither a number nor a slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownCode;

/// Reads a number or a slug, whatever the case: `E0201`, `e0201`, `unknown-field`.
impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let asked = |known: &str| known.eq_ignore_ascii_case(text.trim());
        Code::ALL.iter().copied().find(|code| asked(code.number()) || asked(code.slug())).ok_or(UnknownCode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_and_slugs_are_unique_and_in_order() {
        let numbers: Vec<_> = Code::ALL.iter().map(|code| code.number()).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b), "numbers ascend, none twice: {numbers:?}");
        let slugs: BTreeSet<_> = Code::ALL.iter().map(|code| code.slug()).collect();
        assert_eq!(slugs.len(), Code::ALL.len(), "two codes share a slug");
    }

    #[test]
    fn every_number_lies_in_a_range() {
        let ranges = ["E01", "E02", "E03", "E04", "E05", "E06", "E07", "E08", "W07", "W08", "W09"];
        for code in Code::ALL {
            let number = code.number();
            assert!(number.len() == 5 && ranges.contains(&&number[..3]), "{number} is outside every range");
            assert!(number[1..].bytes().all(|b| b.is_ascii_digit()), "{number}");
        }
    }

    #[test]
    fn slugs_and_titles_keep_the_style() {
        for code in Code::ALL {
            let slug = code.slug();
            assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{slug}");
            let title = code.title();
            assert!(!title.ends_with('.') && !title.contains('\n') && title.len() <= 72, "{title}");
            assert!(!title.starts_with(|c: char| c.is_uppercase()), "{title}");
        }
    }

    #[test]
    fn a_code_is_found_by_number_or_slug() {
        assert_eq!("e0201".parse(), Ok(Code::UnknownField));
        assert_eq!(" unknown-field ".parse(), Ok(Code::UnknownField));
        assert_eq!("E9999".parse::<Code>(), Err(UnknownCode));
    }
}
