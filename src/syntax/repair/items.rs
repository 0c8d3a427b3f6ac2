//! Lines and headers in other words: `exclude if`, `segment x: when`, `timezone = ..`, `as_of ..`, `event x { }`.

use super::{Broken, Change, Kind};
use crate::syntax::grammar::Rule;
use crate::syntax::scan::PieceKind;

/// What is said differently in a line or header that begins with a word of its own.
pub(super) fn item_words(broken: &Broken<'_>) -> Vec<Change> {
    let finders = [
        sign_after_word,
        sign_before_block,
        when_words,
        let_left_out,
        implied,
        to_left_out,
        zone,
        as_of,
        expected,
        kinds,
        of_words,
        doubled,
    ];
    finders.iter().filter_map(|find| find(broken)).collect()
}

fn taken_out(broken: &Broken<'_>, index: usize) -> Change {
    let at = broken.range(index);
    let gap = index.checked_sub(1).map_or(at.start, |before| broken.range(before).end)..at.end;
    broken.change(Kind::ExtraPart(broken.written(index).to_owned()), at).edit(gap, "")
}

/// `timezone = "Europe/Berlin"`, `round: 0.1`, `use = "x"`.
fn sign_after_word(broken: &Broken<'_>) -> Option<Change> {
    let word = matches!(
        broken.written(0),
        "timezone" | "round" | "use" | "times" | "tiers" | "group" | "range" | "expect" | "assert"
    );
    let has_arrow = (0..broken.pieces.len()).any(|index| broken.is_sign(index, "=>"));
    let sign = broken.is_sign(1, "=") || broken.is_sign(1, ":");
    (word && sign && !has_arrow).then(|| taken_out(broken, 1))
}

/// `tiers = {`, `label action = {`, `contact: {`: the sign before a block.
fn sign_before_block(broken: &Broken<'_>) -> Option<Change> {
    let last = broken.pieces.len().checked_sub(1)?;
    let sign = broken.is_sign(last, "=") || broken.is_sign(last, ":") || broken.is_sign(last, "=>");
    (broken.is_header() && last > 0 && sign).then(|| taken_out(broken, last))
}

/// `if`, `where`, `is` or a sign in place of `when`.
fn when_words(broken: &Broken<'_>) -> Option<Change> {
    let word = broken.written(0);
    let from = match word {
        "exclude" => 1,
        "segment" => 2,
        "override" | "tier" | "times" | "group" => 2,
        _ => return None,
    };
    if (0..broken.pieces.len()).any(|index| broken.is_word(index, "when")) {
        // `segment ready: when`
        let extra =
            (from..broken.pieces.len().min(from + 1)).find(|index| matches!(broken.written(*index), ":" | "=" | ","));
        return extra.filter(|index| broken.is_word(index + 1, "when")).map(|index| taken_out(broken, index));
    }
    let stands_for = |index: &usize| {
        matches!(broken.written(*index).to_lowercase().as_str(), "if" | "where" | "whenever" | "is" | "for")
            || (matches!(broken.written(*index), "=" | ":") && *index == from)
    };
    let near = if matches!(word, "exclude" | "segment") { from..from + 1 } else { from..broken.pieces.len() };
    let index = near.into_iter().find(stands_for)?;
    let written = broken.written(index).to_owned();
    let blank = if broken.touches_next(index - 1) { " " } else { "" };
    Some(broken.replace(Kind::WrongPart(written, "when".to_owned()), index, format!("{blank}when")))
}

/// `email_domain = email after "@"`: `let` is left out.
fn let_left_out(broken: &Broken<'_>) -> Option<Change> {
    let has_arrow = (0..broken.pieces.len()).any(|index| broken.is_sign(index, "=>"));
    let fits = broken.wanted == Rule::item_line
        && broken.kind(0) == Some(PieceKind::Word)
        && broken.is_sign(1, "=")
        && broken.pieces.len() > 2
        && !has_arrow
        && !crate::syntax::words::all().contains(&broken.written(0));
    let at = broken.range(0).start;
    fits.then(|| {
        let name = broken.range(0).start..broken.range(1).end;
        let change = broken.change(Kind::MissingWord("let".to_owned()), at..at);
        change.edit(name.clone(), format!("let {}", &broken.text[name]))
    })
}

/// `assert a => b`, `assert if a then b`.
fn implied(broken: &Broken<'_>) -> Option<Change> {
    if !broken.is_word(0, "assert") {
        return None;
    }
    let joint =
        (2..broken.pieces.len()).find(|index| broken.is_sign(*index, "=>") || broken.is_word(*index, "then"))?;
    let written = broken.written(joint).to_owned();
    let change = broken.replace(Kind::WrongPart(written, "implies".to_owned()), joint, "implies");
    Some(match broken.written(1) {
        "if" | "when" => change.edit(broken.range(1).start..broken.range(2).start, ""),
        _ => change,
    })
}

/// `round to 0.1`, `range from 0..60`.
fn to_left_out(broken: &Broken<'_>) -> Option<Change> {
    let fits = broken.is_word(0, "round") && matches!(broken.written(1), "to" | "by" | "at");
    fits.then(|| taken_out(broken, 1))
}

/// `timezone Europe/Berlin`.
fn zone(broken: &Broken<'_>) -> Option<Change> {
    let last = broken.pieces.len().checked_sub(1)?;
    let fits = broken.is_word(0, "timezone") && last > 1 && broken.kind(1) == Some(PieceKind::Word);
    let at = broken.range(1).start..broken.range(last).end;
    let text = broken.text[at.clone()].to_owned();
    fits.then(|| broken.change(Kind::NeedsQuotes(text.clone()), at.clone()).edit(at, format!("\"{text}\"")))
}

/// `as_of 2026-11-01`, `as of: ..`, `as of "2026-11-01"`, `as of 2026-11-01T00:00`.
fn as_of(broken: &Broken<'_>) -> Option<Change> {
    if broken.wanted != Rule::test_line {
        return None;
    }
    let words = match (broken.written(0), broken.written(1), broken.written(2)) {
        ("as_of" | "asof" | "as-of" | "date" | "today" | "now", ..) => 1,
        ("as", "-", "of") => 3,
        ("as", "of", _) => 2,
        _ => return None,
    };
    let signs = usize::from(matches!(broken.written(words), ":" | "="));
    let date = words + signs;
    let written = broken.written(date).trim_matches(['"', '\'', '“', '”']);
    let is_date = written.len() >= 10 && written.as_bytes()[..4].iter().all(u8::is_ascii_digit) && written.is_ascii();
    if !is_date || date + 1 != broken.pieces.len() {
        return None;
    }
    let offset =
        if written.len() > 10 && !written.ends_with('Z') && !written[10..].contains(['+', '-']) { "Z" } else { "" };
    broken.in_other_words(0..date + 1, format!("as of {written}{offset}"), None)
}

/// `assert lead == 40` in a test, `expect lead to be 40`, `at 2h ago`.
fn expected(broken: &Broken<'_>) -> Option<Change> {
    if broken.wanted == Rule::test_line {
        if matches!(broken.written(0), "assert" | "check" | "should" | "then") {
            return Some(broken.replace(
                Kind::WrongPart(broken.written(0).to_owned(), "expect".to_owned()),
                0,
                "expect",
            ));
        }
        const FORMS: [&[&str]; 6] =
            [&["to", "be"], &["to", "equal"], &["should", "be"], &["to", "eq"], &["be"], &["of"]];
        let form = |index: usize| {
            FORMS[..5].iter().find(|form| form.iter().enumerate().all(|(at, word)| broken.is_word(index + at, word)))
        };
        let (index, form) = (2..broken.pieces.len()).find_map(|index| Some((index, form(index)?)))?;
        let at = broken.range(index).start..broken.range(index + form.len() - 1).end;
        let written = broken.text[at.clone()].to_owned();
        return Some(broken.change(Kind::ComparisonWord(written, "=="), at.clone()).edit(at, "=="));
    }
    let ago_first =
        broken.wanted == Rule::given_line && broken.is_word(2, "ago") && broken.kind(3) == Some(PieceKind::Number);
    if ago_first {
        return broken.in_other_words(2..4, format!("{} ago", broken.written(3)), None);
    }
    None
}

/// `event email_open { }`: an activity by another word.
fn kinds(broken: &Broken<'_>) -> Option<Change> {
    let fits = broken.wanted == Rule::item_header
        && broken.pieces.len() == 2
        && broken.kind(1) == Some(PieceKind::Word)
        && matches!(
            broken.written(0).to_lowercase().as_str(),
            "event" | "events" | "activities" | "action" | "behaviour" | "behavior"
        );
    fits.then(|| broken.replace(Kind::WrongPart(broken.written(0).to_owned(), "activity".to_owned()), 0, "activity"))
}

/// `score heat for account`, `score heat account`.
fn of_words(broken: &Broken<'_>) -> Option<Change> {
    let word = matches!(broken.written(0), "score" | "label" | "segment");
    if !word || broken.kind(1) != Some(PieceKind::Word) || broken.kind(2) != Some(PieceKind::Word) {
        return None;
    }
    if matches!(broken.written(2), "for" | "on" | "in" | "by") && broken.kind(3) == Some(PieceKind::Word) {
        return Some(broken.replace(Kind::WrongPart(broken.written(2).to_owned(), "of".to_owned()), 2, "of"));
    }
    let ends = matches!(broken.kind(3), None | Some(PieceKind::Text(_)));
    let at = broken.range(2).start;
    // Only a word that is declared as a kind of record can be meant.
    let name = broken.written(2);
    let declared = broken.text.starts_with(&format!("{name} {{")) || broken.text.contains(&format!("\n{name} {{"));
    let missing = declared && broken.is_header() && ends && !matches!(broken.written(2), "of" | "when");
    missing.then(|| broken.change(Kind::MissingWord("of".to_owned()), at..at).edit(at..at, "of "))
}

/// `score score lead {`: the word of a header twice.
fn doubled(broken: &Broken<'_>) -> Option<Change> {
    let fits = broken.is_header() && broken.kind(0) == Some(PieceKind::Word) && broken.written(0) == broken.written(1);
    (fits && broken.pieces.len() > 2).then(|| taken_out(broken, 1))
}
