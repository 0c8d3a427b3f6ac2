//! Mistakes found by trying: a word or sign misspelt, missing, wrong, or too many; entries in the wrong place.

use super::Said;
use crate::diag::Code;
use crate::syntax::error::SyntaxErrorKind as Kind;
use crate::syntax::words;

pub(super) fn said(kind: &Kind) -> Option<Said> {
    parts(kind).or_else(|| brackets(kind)).or_else(|| shapes(kind))
}

fn parts(kind: &Kind) -> Option<Said> {
    Some(match kind {
        Kind::Unreadable(expected) => unreadable(expected),
        // Two words of the language: the other one may be meant, or something else altogether.
        Kind::MisspeltWord(written, meant) if words::all().binary_search(&written.as_str()).is_ok() => {
            Said::new(Code::WrongPart, format!("`{written}` does not fit here"))
                .help(format!("write `{meant}`"))
                .guessed()
        }
        Kind::MisspeltWord(written, meant) => {
            let said = Said::new(Code::MisspeltWord, format!("`{written}` is no word of the language"))
                .help(format!("write `{meant}`"));
            // A word that means something elsewhere is no slip of the fingers.
            if crate::syntax::words::all().binary_search(&written.as_str()).is_ok() { said.guessed() } else { said }
        }
        Kind::MissingWord(text) if text == "," => Said::new(Code::MissingComma, "a comma is missing")
            .label("what comes next follows a comma")
            .help("write `,` here")
            .guessed(),
        Kind::MissingWord(text) => Said::new(Code::MissingWord, format!("`{text}` is missing"))
            .label("it belongs here")
            .help(format!("write `{text}` here"))
            .guessed(),
        Kind::ExtraPart(text) => Said::new(Code::ExtraPart, format!("{} does not belong here", quoted(text)))
            .help(format!("leave out {}", quoted(text)))
            .guessed(),
        Kind::WrongPart(written, meant) => Said::new(Code::WrongPart, format!("`{written}` does not fit here"))
            .help(format!("write `{meant}`"))
            .guessed(),
        Kind::MissingBlank(written) => Said::new(Code::Blanks, format!("a blank is missing in `{written}`"))
            .help("write the words apart")
            .guessed(),
        Kind::ExtraBlank(meant) => {
            Said::new(Code::Blanks, format!("a blank inside `{meant}`")).help(format!("write `{meant}`"))
        }
        Kind::WrongPlace(belongs) => Said::new(Code::WrongPlace, format!("this belongs into {belongs}"))
            .label("it means nothing here")
            .help(format!("move it into {belongs}")),
        _ => return None,
    })
}

/// A text in the backquotes of a message; one that holds backquotes goes without.
fn quoted(text: &str) -> String {
    if text.contains('`') { "the backquote".to_owned() } else { format!("`{text}`") }
}

fn unreadable(expected: &[String]) -> Said {
    let said = Said::new(Code::UnreadableLine, "this line cannot be read from here on");
    let listed = |words: &[String]| words.iter().map(|word| shown(word)).collect::<Vec<_>>().join(" or ");
    let has = |wanted: &str| expected.iter().any(|word| word.starts_with(wanted));
    match expected {
        [word] if word == "within" => {
            said.label("how long is waited for it?").help("write how long after, such as `within 7d`")
        }
        [word] if word == "per" => said.label("how often is that taken?").help("write how often, such as `per 30d`"),
        few @ ([_] | [_, _] | [_, _, _] | [_, _, _, _]) => {
            said.label(format!("{} would fit", listed(few))).help(format!("write {}", listed(few)))
        }
        _ if has("linear") || has("a length of time") => {
            said.label("a length of time would fit").help("write a length of time such as `30d`")
        }
        _ if has("=>") => said.label("a rule goes on with `=>` and its points").help("write `=>` and the points"),
        _ => said.help("`scoreline error E0101` shows the form of a line"),
    }
}

/// Signs and words of the language stand in backquotes, descriptions do not.
fn shown(word: &str) -> String {
    if word.contains(' ') || word.contains('`') { word.to_owned() } else { format!("`{word}`") }
}

fn brackets(kind: &Kind) -> Option<Said> {
    Some(match kind {
        Kind::UnclosedBracket(bracket) => {
            Said::new(Code::UnclosedBracket, format!("a bracket that is never closed: `{bracket}` is missing"))
                .label("opened here")
                .help(format!("write `{bracket}`"))
                .guessed()
        }
        Kind::UnopenedBracket(bracket) => {
            Said::new(Code::UnclosedBracket, format!("a bracket that was never opened: `{bracket}` is missing"))
                .label("closed here")
                .help(format!("write `{bracket}`"))
                .guessed()
        }
        Kind::StrayBracket(bracket) => Said::new(Code::StrayBracket, format!("`{bracket}` has no partner"))
            .help(format!("leave out `{bracket}`"))
            .guessed(),
        Kind::BlockStrayClose => {
            Said::new(Code::StrayBracket, "a brace that belongs to no block").help("leave it out").guessed()
        }
        Kind::BlockNeverClosed => Said::new(Code::UnclosedBlock, "a block that is never closed: `}` is missing")
            .label("opened here")
            .help("write `}` after its last line")
            .guessed(),
        Kind::BlockNeverOpened => Said::new(Code::UnclosedBlock, "a block that is never opened: `{` is missing")
            .label("it belongs here")
            .help("write `{` here")
            .guessed(),
        _ => return None,
    })
}

fn shapes(kind: &Kind) -> Option<Said> {
    Some(match kind {
        Kind::PhraseNeedsBrackets => Said::new(Code::PhraseNeedsBrackets, "activities inside a condition stand in brackets")
            .label("`any(..)` asks whether there was one, `count(..)` how many")
            .help("write `any(..)` around it, or begin the rule with the activity and put the other conditions after `where`")
            .guessed(),
        Kind::NotOfAScore(written) => {
            Said::new(Code::ExtraPart, format!("`{written}` belongs to one score, and this is none"))
                .help("write it behind each score: `lead at 30d ago`")
        }
        Kind::ChainedComparison => Said::new(Code::ChainedComparison, "two comparisons in a row")
            .label("one comparison has one sign")
            .help("ask for a range with `in`, or join two comparisons with `and`")
            .guessed(),
        Kind::UnknownFunction(name, near) => unknown_function(name, *near),
        Kind::WrongArguments(name, Some(value)) => named_first(name, value),
        Kind::WrongArguments(name, None) => wrong_inputs(name),
        Kind::UnknownType(written, meant) => Said::new(Code::UnknownType, format!("`{written}` is no type of field"))
            .label("types are `text`, `exact text`, `number`, `whole number`, `yes/no`, `time`, `date`, `list of ..` and `one of ..`")
            .help(format!("write `{meant}`"))
            .guessed(),
        Kind::Twice(word) => Said::new(Code::Twice, format!("`{word}` stands twice")).help("keep one of the two"),
        _ => return None,
    })
}

/// A function that there is not, with the one that is near, or with what does its work.
fn unknown_function(name: &str, near: Option<&str>) -> Said {
    let said = Said::new(Code::UnknownFunction, format!("nothing is called `{name}(..)`"))
        .label("there are `count`, `sum`, `avg`, `min`, `max`, `distinct`, `percentile` and others");
    let help = match (name.to_lowercase().as_str(), near) {
        ("vlookup" | "xlookup" | "hlookup" | "lookup" | "index", _) => {
            "write `let t = csv \"file.csv\"` on a line of its own, and `t[country]` here".to_owned()
        }
        ("today" | "now" | "datedif" | "datediff", _) => "ask how long ago it was: `days since signed_up`".to_owned(),
        ("iferror" | "ifna" | "coalesce" | "ifnull", _) => "write `a otherwise b`".to_owned(),
        ("lower" | "upper" | "trim" | "proper", _) => {
            format!("leave out `{name}`: case and outer blanks make no difference")
        }
        (_, Some(near)) => format!("write `{near}`"),
        _ => "write a name that exists".to_owned(),
    };
    said.help(help).guessed()
}

/// `sum(deals.amount * deals.share)`: what is worked out for each one has a name.
fn named_first(name: &str, value: &str) -> Said {
    let (path, _) = value.split_once('.').unwrap_or((value, ""));
    let each = value.replace(&format!("{path}."), "");
    Said::new(Code::WrongArguments, format!("`{name}(..)` takes one field, and no arithmetic"))
        .label("what is worked out for each one needs a name")
        .help(format!("write `let worth = {each}` on a line of its own, and `{name}({path}.worth)` here"))
}

/// What each function takes.
fn wrong_inputs(name: &str) -> Said {
    let form = match name {
        "any" | "no" | "count" | "days" | "weeks" => format!("{name}(page_view in last 7d)"),
        "streak" => "streak(login, 1d off)".to_owned(),
        "percentile" => "percentile(75, deals.amount)".to_owned(),
        "highest" | "lowest" => format!("{name}(lead in last 90d)"),
        "min" | "max" => format!("{name}(a, b)` or `{name}(deals.amount)"),
        "round" => "round(x, 5)".to_owned(),
        "abs" | "floor" | "ceil" => format!("{name}(x)"),
        _ => format!("{name}(page_view.seconds)"),
    };
    Said::new(Code::WrongArguments, format!("`{name}(..)` takes something else"))
        .label(format!("as in `{form}`"))
        .help(format!("write it like `{form}`"))
}
