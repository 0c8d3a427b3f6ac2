//! Heads of rules in other forms: `page_view with url == ..`, `a == 1, b == 2`, `ceo; job_title ..`, `[Lead Origin] == ..`.

use super::{Broken, Change, Kind};
use crate::syntax::scan::PieceKind;
use crate::syntax::words;

/// What is said differently before the `=>` of a rule, and names and texts in the dress of other tools anywhere.
pub(super) fn head_forms(broken: &Broken<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    changes.extend(colon_after_name(broken));
    let finders = [
        where_words,
        comma_for_and,
        merge_name,
        quoted_name,
        bare_way,
        bare_phrase,
        since_words,
        pattern_signs,
        else_words,
        lone_at,
        order_words,
        at_ago,
        comma_in_text,
        missing_where,
        since_window,
        bracketed_where,
        asked_of,
    ];
    for index in 0..broken.pieces.len() {
        changes.extend(finders.iter().find_map(|find| find(broken, index)));
    }
    changes
}

fn compares(broken: &Broken<'_>, index: usize) -> bool {
    matches!(broken.written(index), "==" | "!=" | ">=" | "<=" | ">" | "<" | "=")
        || matches!(broken.written(index), "in" | "is" | "contains" | "starts" | "ends" | "has" | "matches")
}

/// `ceo; job_title == "CEO"`, `ceo - job_title ..`: a colon follows the name of a rule.
fn colon_after_name(broken: &Broken<'_>) -> Option<Change> {
    let fits = broken.kind(0) == Some(PieceKind::Word) && matches!(broken.written(1), ";") && broken.is_name(2);
    (fits && broken.needs_arrow()).then(|| broken.replace(Kind::WrongPart(";".to_owned(), ":".to_owned()), 1, ":"))
}

/// `page_view with url == ..`, `page_view, where ..`: `where` leads to what is asked of an activity.
fn where_words(broken: &Broken<'_>, index: usize) -> Option<Change> {
    if index == 0 || !broken.is_name(index - 1) || words::is_reserved(broken.written(index - 1)) {
        return None;
    }
    if broken.is_sign(index, ",") && broken.is_word(index + 1, "where") {
        let gap = broken.range(index - 1).end..broken.range(index).end;
        return Some(broken.change(Kind::ExtraPart(",".to_owned()), broken.range(index)).edit(gap, ""));
    }
    let word =
        matches!(broken.written(index), "with" | "when" | "if" | "having" | "whose" | "filter" | "and_where" | "for");
    let fits = word && broken.is_name(index + 1) && compares(broken, index + 2) && !is_line(broken);
    fits.then(|| broken.replace(Kind::WrongPart(broken.written(index).to_owned(), "where".to_owned()), index, "where"))
}

/// Whether the entry begins with a word that asks for `when`.
fn is_line(broken: &Broken<'_>) -> bool {
    matches!(broken.written(0), "exclude" | "segment" | "override" | "tier" | "times" | "group")
}

/// `a in 1..5, b == 2 => ..`, `a == 1 plus b == 2`, `a == 1 & b`: conditions are joined by `and`.
fn comma_for_and(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let before_arrow = broken.needs_arrow() && (index..broken.pieces.len()).any(|at| broken.is_sign(at, "=>"));
    let joins = broken.is_sign(index, ",") || matches!(broken.written(index), "plus" | "also" | "as");
    let depth = (0..index).fold(0_i32, |depth, at| match broken.written(at) {
        "(" | "[" | "{" => depth + 1,
        ")" | "]" | "}" => depth - 1,
        _ => depth,
    });
    let condition_before = (0..index).any(|at| compares(broken, at));
    let condition_after =
        broken.is_name(index + 1) && (index + 2..(index + 5).min(broken.pieces.len())).any(|at| compares(broken, at));
    let fits = joins && before_arrow && depth == 0 && condition_before && condition_after;
    let window = matches!(broken.written(index + 1), "in" | "since" | "before" | "within");
    (fits && !window).then(|| {
        let written = broken.written(index).to_owned();
        if !broken.is_sign(index, ",") {
            return broken.replace(Kind::LogicWord(written, "and"), index, "and");
        }
        // A comma may stand for either.
        let kind = Kind::OtherWords { written, meant: "and".to_owned(), other: Some("or".to_owned()) };
        broken.replace(kind, index, " and")
    })
}

/// `[Lead Origin]`, `{Lead Origin}`, `´Lead Origin´`: names in the dress of other tools.
fn merge_name(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let close = match broken.written(index) {
        "[" => "]",
        "´" => "´",
        "‘" => "’",
        _ => return None,
    };
    let mut end = index + 1;
    while broken.kind(end) == Some(PieceKind::Word) && end < index + 6 {
        end += 1;
    }
    let starts = index == 0 || matches!(broken.written(index - 1), "and" | "or" | "not" | "(" | ":");
    if !starts || end == index + 1 || broken.written(end) != close || !compares(broken, end + 1) {
        return None;
    }
    let name = &broken.text[broken.range(index + 1).start..broken.range(end - 1).end];
    let name = if words::is_plain_name(name) { name.to_owned() } else { format!("`{name}`") };
    let at = broken.range(index).start..broken.range(end).end;
    Some(broken.change(Kind::NameDress(broken.text[at.clone()].to_owned()), at.clone()).edit(at, name))
}

/// `'Lead Origin' == "API"`: a name in quotes before a comparison.
fn quoted_name(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let starts = index == 0 || matches!(broken.written(index - 1), "and" | "or" | "not" | "(" | ":" | "where" | "when");
    let quoted = matches!(broken.kind(index), Some(PieceKind::SingleText | PieceKind::CurlyText(true)));
    if !starts || !quoted || !compares(broken, index + 1) {
        return None;
    }
    let name = broken.written(index).trim_matches(['\'', '‘', '’', '“', '”', '„', '"']);
    let name = if words::is_plain_name(name) { name.to_owned() } else { format!("`{name}`") };
    Some(broken.replace(Kind::NameInQuotes(name.clone()), index, name))
}

/// `url == /pricing`: a way on a site without quotes.
fn bare_way(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let before = matches!(broken.written(index.checked_sub(1)?), "==" | "!=" | "=" | "contains" | "with" | "is");
    if !before || !broken.is_sign(index, "/") || broken.kind(index + 1) != Some(PieceKind::Word) {
        return None;
    }
    let mut last = index;
    while broken.touches_next(last) && !matches!(broken.written(last + 1), ")" | "]" | "," | "=>") {
        last += 1;
    }
    let at = broken.range(index).start..broken.range(last).end;
    let text = broken.text[at.clone()].to_owned();
    Some(broken.change(Kind::NeedsQuotes(text.clone()), at.clone()).edit(at, format!("\"{text}\"")))
}

/// `email after @`.
fn lone_at(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let fits = broken.is_sign(index, "@")
        && index > 0
        && matches!(broken.written(index - 1), "after" | "contains" | "with" | "==" | "first");
    fits.then(|| broken.replace(Kind::NeedsQuotes("@".to_owned()), index, "\"@\""))
}

/// `times 2 when call in last 7d`, `.. and call in last 7d`: a window asks activities, which stand in brackets there.
fn bare_phrase(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let before = broken.written(index.checked_sub(1)?);
    let fits = matches!(before, "when" | "and" | "or" | "not" | "if" | "implies")
        && broken.is_name(index)
        && broken.is_word(index + 1, "in")
        && broken.is_word(index + 2, "last")
        && broken.kind(index + 3) == Some(PieceKind::Number);
    fits.then(|| {
        let at = broken.range(index).start..broken.range(index + 3).end;
        let change = broken.change(Kind::PhraseNeedsBrackets, at.clone());
        change.edit(at.start..at.start, "any(").edit(at.end..at.end, ")")
    })
}

/// `days from last purchase`, `days til birthday`, `days before birthday`.
fn since_words(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let after_number = index > 0 && broken.kind(index - 1) == Some(PieceKind::Number);
    if after_number || !matches!(broken.written(index), "hours" | "days" | "weeks") {
        return None;
    }
    let written = broken.written(index + 1).to_lowercase();
    let meant = match written.as_str() {
        "from" | "after" | "past" => "since",
        "til" | "till" | "before" | "to" => "until",
        _ => return None,
    };
    broken.is_name(index + 2).then(|| {
        broken.replace(Kind::WrongPart(broken.written(index + 1).to_owned(), meant.to_owned()), index + 1, meant)
    })
}

/// `matches ^landing`, `match /^landing/`: a pattern stands between slashes, after `matches`.
fn pattern_signs(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let word = matches!(broken.written(index), "match" | "matching" | "regex" | "regexp" | "matches");
    if !word || index == 0 {
        return None;
    }
    let slash = broken.is_sign(index + 1, "/");
    if broken.written(index) != "matches" {
        let pattern = slash || matches!(broken.kind(index + 1), Some(PieceKind::Pattern(_)));
        return pattern.then(|| {
            broken.replace(Kind::MisspeltWord(broken.written(index).to_owned(), "matches".to_owned()), index, "matches")
        });
    }
    if matches!(broken.kind(index + 1)?, PieceKind::Pattern(_) | PieceKind::Text(_)) || broken.is_sign(index + 1, "[") {
        return None;
    }
    let mut last = index + 1;
    while broken.touches_next(last) {
        last += 1;
    }
    let at = broken.range(index + 1).start..broken.range(last).end;
    let written = broken.text[at.clone()].to_owned();
    let odd = written.contains(['^', '$', '*', '.', '\\', '|', '?']);
    let meant = format!("/{written}/");
    odd.then(|| {
        let kind = Kind::OtherWords { written, meant: meant.clone(), other: None };
        broken.change(kind, at.clone()).edit(at, meant)
    })
}

/// `if a then 10, else 5`, `if a then 10 otherwise 5`.
fn else_words(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let then = (0..index).any(|at| broken.is_word(at, "then")) && (0..index).any(|at| broken.is_word(at, "if"));
    if !then {
        return None;
    }
    if broken.is_sign(index, ",") && broken.is_word(index + 1, "else") {
        let gap = broken.range(index - 1).end..broken.range(index).end;
        return Some(broken.change(Kind::ExtraPart(",".to_owned()), broken.range(index)).edit(gap, ""));
    }
    let has_else = (0..broken.pieces.len()).any(|at| broken.is_word(at, "else"));
    (!has_else && broken.is_word(index, "otherwise"))
        .then(|| broken.replace(Kind::WrongPart("otherwise".to_owned(), "else".to_owned()), index, "else"))
}

/// `same as campaign`, `without followed by call`: words of order.
fn order_words(broken: &Broken<'_>, index: usize) -> Option<Change> {
    if broken.is_word(index, "same") && matches!(broken.written(index + 1), "as" | "the") && broken.is_name(index + 2) {
        let at = broken.range(index + 1);
        let gap = broken.range(index).end..at.end;
        return Some(broken.change(Kind::ExtraPart(broken.written(index + 1).to_owned()), at).edit(gap, ""));
    }
    let followed = broken.is_word(index + 1, "followed")
        || (broken.is_word(index + 1, "not") && broken.is_word(index + 2, "followed"));
    let last = broken.is_word(index + 1, "in") && matches!(broken.written(index + 2), "last" | "the" | "past");
    let extra = matches!(broken.written(index), "is" | "was" | "are" | "and" | "but" | "then" | "happened");
    if index > 0 && extra && (followed || last) {
        let at = broken.range(index);
        let gap = broken.range(index - 1).end..at.end;
        return Some(broken.change(Kind::ExtraPart(broken.written(index).to_owned()), at).edit(gap, ""));
    }
    let negated = matches!(broken.written(index), "without" | "never" | "no") && broken.is_word(index + 1, "followed");
    negated.then(|| broken.replace(Kind::WrongPart(broken.written(index).to_owned(), "not".to_owned()), index, "not"))
}

/// `health 30d ago`: a score at another instant.
fn at_ago(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let fits = broken.is_name(index)
        && !words::all().contains(&broken.written(index))
        && broken.kind(index + 1) == Some(PieceKind::Number)
        && broken.is_word(index + 2, "ago")
        && broken.wanted != crate::syntax::grammar::Rule::given_line;
    let at = broken.range(index + 1).start;
    fits.then(|| broken.change(Kind::MissingWord("at".to_owned()), at..at).edit(at..at, "at "))
}

/// `["Berlin," "Paris"]`: the comma on the wrong side of the quote.
fn comma_in_text(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let is_text = |at: usize| broken.kind(at) == Some(PieceKind::Text(true));
    let written = broken.written(index);
    let fits = is_text(index) && is_text(index + 1) && written.ends_with(",\"") && written.len() > 3;
    let end = broken.range(index).end;
    fits.then(|| broken.change(Kind::CommaInText, broken.range(index)).edit(end - 2..end, "\","))
}

/// `page_view url == "/pricing"`: what is asked of an activity follows `where`.
fn missing_where(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let known = words::all();
    let is_own = |at: usize| broken.is_name(at) && known.binary_search(&broken.written(at)).is_err();
    let starts = index == 0 || matches!(broken.written(index - 1), "(" | ":" | "and" | "or" | "when");
    if !starts
        || !is_own(index)
        || !is_own(index + 1)
        || !compares(broken, index + 2)
        || broken.is_word(index + 2, "in")
    {
        return None;
    }
    let name = broken.written(index);
    let is_activity = broken.declares("activity", name) || name.contains('_') && !broken.declared.has_activities();
    is_activity.then(|| {
        let at = broken.range(index + 1).start;
        broken.change(Kind::MissingWord("where".to_owned()), at..at).edit(at..at, "where ")
    })
}

/// `page_view(url == "/pricing")`, `page_view [url == "/pricing"]`: brackets in place of `where`.
fn bracketed_where(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let known = words::all();
    let name = broken.written(index);
    // Functions of spreadsheets are in capitals.
    if !broken.is_name(index) || known.binary_search(&name).is_ok() || name.chars().all(char::is_uppercase) {
        return None;
    }
    let open = index + 1;
    let close = matches!(broken.written(open), "(" | "[").then(|| broken.closing(open)).flatten()?;
    let asks =
        broken.is_name(open + 1) && (open + 2..close).any(|at| compares(broken, at) && !broken.is_word(at, "in"));
    let ends = matches!(broken.written(close + 1), "=>" | "in" | "and" | "or" | ")");
    let starts = index == 0 || matches!(broken.written(index - 1), "(" | ":" | "and" | "or" | "when" | "not");
    (asks && ends && starts && broken.separators(open, close).is_empty()).then(|| {
        let at = broken.range(index).start..broken.range(close).end;
        let (inner, end) = (broken.range(open + 1).start, broken.range(close - 1).end);
        let meant = format!("{} where {}", broken.written(index), &broken.text[inner..end]);
        let kind = Kind::OtherWords { written: broken.text[at.clone()].to_owned(), meant, other: None };
        let change = broken.change(kind, at.clone()).edit(broken.range(index).end..inner, " where ");
        change.edit(end..at.end, "")
    })
}

/// `visit on page "/pricing"`, `form_submit "demo"`: a field and its value without their signs.
fn asked_of(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let known = words::all();
    let is_own = |at: usize| broken.is_name(at) && known.binary_search(&broken.written(at)).is_err();
    let starts = index == 0 || matches!(broken.written(index - 1), "(" | ":" | "and" | "or" | "when");
    let is_value = |at: usize| matches!(broken.kind(at), Some(PieceKind::Text(true)));
    let ends = |at: usize| matches!(broken.written(at), "=>" | "in" | ")" | "and" | "or");
    if !starts || !is_own(index) {
        return None;
    }
    let joined = matches!(broken.written(index + 1), "on" | "with" | "for" | "of" | "where" | "by" | "having" | "in");
    let field = index + 1 + usize::from(joined);
    let (name, value) = if joined && is_own(field) && is_value(field + 1) && ends(field + 2) {
        (broken.written(field).to_owned(), field + 1)
    } else if is_value(index + 1) && ends(index + 2) {
        (broken.declared.first_field(broken.written(index))?.to_owned(), index + 1)
    } else {
        return None;
    };
    let at = broken.range(index).end..broken.range(value).end;
    let meant = format!("where {name} == {}", broken.written(value));
    let kind =
        Kind::OtherWords { written: broken.text[at.clone()].trim().to_owned(), meant: meant.clone(), other: None };
    Some(broken.change(kind, at.clone()).edit(at, format!(" {meant}")))
}

/// `days since first visit in last 15d > 3`: a phrase behind `since last` stands in brackets.
fn since_window(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let since = broken.is_word(index, "since") && matches!(broken.written(index + 1), "last" | "first");
    let first = index + 2;
    let window = broken.is_word(first + 1, "in")
        && broken.is_word(first + 2, "last")
        && broken.kind(first + 3) == Some(PieceKind::Number);
    (since && broken.is_name(first) && window).then(|| {
        let at = broken.range(first).start..broken.range(first + 3).end;
        let meant = format!("({})", &broken.text[at.clone()]);
        let kind = Kind::OtherWords { written: broken.text[at.clone()].to_owned(), meant, other: None };
        broken.change(kind, at.clone()).edit(at.start..at.start, "(").edit(at.end..at.end, ")")
    })
}
