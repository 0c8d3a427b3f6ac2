//! Mistakes known by their shape: habits of other languages, of spreadsheets and of prose.

use super::Said;
use crate::diag::Code;
use crate::syntax::error::SyntaxErrorKind as Kind;

pub(super) fn said(kind: &Kind) -> Option<Said> {
    signs(kind).or_else(|| texts(kind)).or_else(|| points(kind)).or_else(|| figures(kind))
}

fn signs(kind: &Kind) -> Option<Said> {
    Some(match kind {
        Kind::EqualsSign(written, meant) => Said::new(Code::EqualsSign, format!("`{written}` does not compare"))
            .label("two values are compared here")
            .help(format!("write `{meant}`")),
        Kind::LogicWord(written, meant) => Said::new(Code::LogicWord, format!("`{written}` does not join conditions"))
            .label(format!("this is written `{meant}`"))
            .help(format!("write `{meant}`")),
        Kind::ComparisonSign(written, meant) if written == "=>" => {
            Said::new(Code::ComparisonSign, "`=>` does not compare, it leads to the points")
                .label("two values are compared here")
                .help(format!("write `{meant}`"))
        }
        Kind::ComparisonSign(written, meant) => {
            Said::new(Code::ComparisonSign, format!("`{written}` does not compare"))
                .label("two values are compared here")
                .help(format!("write `{meant}`"))
        }
        Kind::ComparisonWord(written, meant) => {
            Said::new(Code::ComparisonWord, format!("`{written}` is no way to ask this"))
                .label(format!("this is written `{meant}`"))
                .help(format!("write `{meant}`"))
        }
        Kind::NegatedWord(written, meant) => {
            Said::new(Code::ComparisonWord, format!("`{written}` is no way to ask this"))
                .label("`not` stands before what is asked")
                .help(format!("write `{meant}`"))
        }
        Kind::LimitPer(written, meant) => Said::new(
            Code::OtherWords,
            format!("there is no limit per `{written}`, only `per day`, `per week` and per field"),
        )
        .label("a longer span is a window: `in last 30d` before `=>`")
        .help(format!("write `{meant}`"))
        .guessed(),
        Kind::OwnLine(written, meant) => {
            Said::new(Code::OtherWords, format!("`{written}` is no part of a rule, but a line of its own"))
                .help(format!("write `{meant}` on a line of its own"))
                .guessed()
        }
        Kind::OtherWords { written, meant, other } => {
            let help = match other {
                Some(other) => format!("write `{meant}`, or `{other}` if that is meant"),
                None => format!("write `{}`", meant.trim()),
            };
            Said::new(Code::OtherWords, format!("`{written}` is not how the rules say this")).help(help).guessed()
        }
        Kind::ArrowSign(written) => Said::new(Code::ArrowSign, format!("`{written}` does not lead to the points"))
            .label("between what is asked and what is given stands `=>`")
            .help("write `=>`"),
        Kind::MissingArrow => Said::new(Code::MissingArrow, "a rule without `=>`")
            .label("the points begin here")
            .help("write `=>` before the points")
            .guessed(),
        Kind::ElseColon => {
            Said::new(Code::ElseColon, "`else` is followed by `=>`, not by a colon").help("write `else =>`")
        }
        Kind::Semicolon => Said::new(Code::Semicolon, "no line needs a semicolon").help("leave out `;`"),
        Kind::SemicolonBetween => Said::new(Code::Semicolon, "a line ends a rule, and a semicolon does not")
            .label("the next rule begins here")
            .help("begin a new line"),
        Kind::StrayComma => Said::new(Code::ExtraPart, "a comma with nothing after it")
            .label("the next line is a rule of its own")
            .help("leave out `,`"),
        Kind::CommentSign(written) => {
            Said::new(Code::CommentSign, format!("`{written}` does not begin a comment")).help("write `#`")
        }
        Kind::LookAlike(written, meant) => look_alike(*written, meant),
        _ => return None,
    })
}

fn look_alike(written: char, meant: &str) -> Said {
    let name = match written {
        c if c.is_whitespace() => "a blank of another kind".to_owned(),
        c if meant.is_empty() => format!("an invisible character (U+{:04X})", u32::from(c)),
        c => format!("`{c}`"),
    };
    let help = match meant {
        "" => "leave it out".to_owned(),
        " " => "write a plain blank".to_owned(),
        meant => format!("write `{meant}`"),
    };
    Said::new(Code::LookAlike, format!("{name} looks like a sign of the rules and is none")).help(help)
}

fn texts(kind: &Kind) -> Option<Said> {
    Some(match kind {
        Kind::CurlyQuotes => {
            Said::new(Code::CurlyQuotes, "curly quotes do not hold a text").help("write straight quotes: `\"`")
        }
        Kind::SingleQuotes => {
            Said::new(Code::SingleQuotes, "single quotes do not hold a text").help("write straight double quotes: `\"`")
        }
        Kind::MissingQuote('`') => Said::new(Code::MissingQuote, "a name begins with a backquote and never ends")
            .help("write the second backquote")
            .guessed(),
        Kind::MissingQuote(_) => Said::new(Code::MissingQuote, "a text has only one of its two quotes")
            .label("the other belongs here")
            .help("write `\"` here")
            .guessed(),
        Kind::BraceInText => Said::new(Code::BraceInText, "a brace in a text holds a value, and this one does not")
            .help("write `{{` and `}}` for braces that are only characters")
            .guessed(),
        Kind::ValueInText(meant) => {
            Said::new(Code::BraceInText, "a brace in a text holds a value, and this one cannot be read")
                .help(format!("write `{meant}`"))
                .guessed()
        }
        Kind::UnknownEscape(c) => Said::new(Code::UnknownEscape, format!("`\\{c}` means nothing in a text"))
            .label("known are `\\\"`, `\\\\`, `\\n`, `\\r` and `\\t`")
            .help(format!("write `\\\\{c}`")),
        Kind::NameInQuotes(name) => Said::new(Code::NameInQuotes, "a name stands here, and names have no quotes")
            .help(format!("write {}", shown(name))),
        Kind::NameDress(written) => Said::new(Code::NameWithBlank, format!("`{written}` is no name"))
            .label("names with blanks stand in backquotes")
            .help("write the name in backquotes")
            .guessed(),
        Kind::NamelessScore => Said::new(Code::NameInQuotes, "a score without a name: this says what it is for")
            .label("the name belongs before it")
            .help("give it a name of one word, as in `score fit \"..\"`"),
        Kind::CommaInText => Said::new(Code::MissingComma, "the comma stands inside the quotes")
            .label("what comes next follows a comma")
            .help("write the comma after the quote")
            .guessed(),
        Kind::QuotesInText => Said::new(Code::MissingQuote, "a text ends at the first quote inside it")
            .label("quotes inside a text have a backslash")
            .help("write `\\\"` for the quotes inside")
            .guessed(),
        Kind::NeedsQuotes(text) => Said::new(Code::NeedsQuotes, "a text stands here, and texts have quotes")
            .help(format!("write `\"{text}\"`"))
            .guessed(),
        Kind::NameWithBlank(written, name) => {
            Said::new(Code::NameWithBlank, format!("`{written}` is several words, and a name is one"))
                .label("a name with blanks stands in backquotes")
                .help(format!("write {}", shown(name)))
                .guessed()
        }
        Kind::ReservedName(word) => Said::new(Code::ReservedName, format!("`{word}` is a word of the language"))
            .label("a name stands here")
            .help("put the name in backquotes"),
        _ => return None,
    })
}

/// A name in backquotes of the message, which its own backquotes would end.
fn shown(name: &str) -> String {
    if name.starts_with('`') { format!("{} in backquotes", name.trim_matches('`')) } else { format!("`{name}`") }
}

fn points(kind: &Kind) -> Option<Said> {
    Some(match kind {
        Kind::PointsWord(word) => Said::new(Code::PointsWord, format!("points are a number alone, without `{word}`"))
            .help(format!("leave out `{word}`")),
        Kind::SignApart(meant) => {
            Said::new(Code::SignApart, "the sign of points stands close to the number").help(format!("write `{meant}`"))
        }
        Kind::UnsignedPoints(number) => Said::new(Code::UnsignedPoints, format!("points without a sign: `{number}`"))
            .label("points given have `+`, points taken `-`")
            .help(format!("write `+{number}`")),
        Kind::PercentPoints(number) => {
            Said::new(Code::PercentPoints, format!("`{number}%` is no number of points: a percentage is of something"))
                .label("percent of what?")
                .help(format!("write `+{number}`, or say of what: `{number}% of fit`"))
                .guessed()
        }
        _ => return None,
    })
}

fn figures(kind: &Kind) -> Option<Said> {
    Some(match kind {
        Kind::NumberCommas(written, meant) => Said::new(Code::NumberCommas, format!("`{written}` is two numbers"))
            .label("a comma separates; digits are grouped with `_`, decimals follow a point")
            .help(format!("write `{meant}`")),
        Kind::NumberForm(written, meant) => Said::new(Code::NumberForm, format!("`{written}` is no number"))
            .label("figures alone: digits grouped with `_`, decimals after a point")
            .help(format!("write `{meant}`"))
            .guessed(),
        Kind::CountWord(written, meant) => {
            Said::new(Code::NumberForm, format!("`{written}` is compared, and has more than a number"))
                .label("what is asked says the unit")
                .help(format!("write `{meant}`"))
                .guessed()
        }
        Kind::TimeUnit(written, meant) => {
            let said = Said::new(Code::TimeUnit, format!("`{written}` is no length of time"))
                .label("the units are `s`, `m`, `h`, `d` and `w`, close to the number")
                .help(format!("write `{meant}`"));
            let lower = written.to_lowercase();
            let varies = ["mo", "q", "y"]
                .iter()
                .any(|unit| lower.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').starts_with(unit));
            if varies { said.label("months and years differ in length").changes_meaning() } else { said }
        }
        Kind::DateForm(written, meant) => Said::new(Code::DateForm, format!("`{written}` is no date"))
            .label("dates are year, month, day")
            .help(format!("write `{meant}`"))
            .guessed(),
        Kind::DurationTooLong => Said::new(Code::TooLong, "a length of time beyond every calendar")
            .help("write at most 1000000000 of any unit"),
        _ => return None,
    })
}
