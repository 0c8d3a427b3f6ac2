//! Numbers with commas, points with a word, durations in words.

use super::cursor::Cursor;
use super::{Broken, Change};
use crate::syntax::error::SyntaxErrorKind as Kind;
use crate::syntax::scan::PieceKind;

/// `1,000`, `12,5`.
pub(super) fn number_commas(broken: &Broken<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut index = 0;
    while index < broken.pieces.len() {
        let length = comma_parts(broken, index);
        if length > 1 {
            changes.push(joined_number(broken, index, length));
        }
        index += length.max(1);
    }
    changes
}

/// How many pieces from here make one number with commas.
fn comma_parts(broken: &Broken<'_>, first: usize) -> usize {
    let digits = |index: usize| broken.kind(index) == Some(PieceKind::Number) && is_digits(broken.written(index));
    if !digits(first)
        || broken.written(first).len() > 3
        || (first > 0 && broken.is_sign(first - 1, ",") && broken.touches_next(first - 1))
    {
        return 0;
    }
    let mut length = 1;
    while broken.is_sign(first + length, ",")
        && broken.touches_next(first + length - 1)
        && broken.touches_next(first + length)
        && broken.kind(first + length + 1) == Some(PieceKind::Number)
        && (digits(first + length + 1) || length > 1 || decimal_tail(broken.written(first + length + 1)))
    {
        length += 2;
    }
    length
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// `000.50`, the last part of `1,000.50`.
fn decimal_tail(text: &str) -> bool {
    text.split_once('.').is_some_and(|(whole, part)| whole.len() == 3 && is_digits(whole) && is_digits(part))
}

fn joined_number(broken: &Broken<'_>, first: usize, length: usize) -> Change {
    let at = broken.range(first).start..broken.range(first + length - 1).end;
    let written = &broken.text[at.clone()];
    let groups = written.split(['.', ',']).skip(1).take(length / 2).all(|group| group.len() == 3);
    let meant = if groups { written.replace(',', "_") } else { written.replace(',', ".") };
    broken.change(Kind::NumberCommas(written.to_owned(), meant.clone()), at.clone()).edit(at, meant)
}

/// `20 points`, `+20 pts`, `20pts`.
pub(super) fn points_words(broken: &Broken<'_>) -> Vec<Change> {
    let is_points = |word: &str| {
        matches!(word.to_ascii_lowercase().as_str(), "points" | "point" | "pts" | "pt" | "pnts" | "credits")
    };
    (0..broken.pieces.len())
        .filter(|index| broken.kind(*index) == Some(PieceKind::Number))
        .filter_map(|index| {
            let at = broken.range(index);
            let written = broken.written(index);
            let digits = written.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(written.len());
            if is_points(&written[digits..]) {
                let kind = Kind::PointsWord(written[digits..].to_owned());
                return Some(broken.change(kind, at.clone()).edit(at.start + digits..at.end, ""));
            }
            let word = broken.written(index + 1);
            let follows = broken.kind(index + 1) == Some(PieceKind::Word) && is_points(word);
            let end = broken.range(index + 1).end;
            follows.then(|| broken.change(Kind::PointsWord(word.to_owned()), at.start..end).edit(at.end..end, ""))
        })
        .collect()
}

/// `3 months`, `90 days`, `1mo`, `1y`.
pub(super) fn time_units(broken: &Broken<'_>) -> Vec<Change> {
    (0..broken.pieces.len())
        .filter(|index| broken.kind(*index) == Some(PieceKind::Number))
        .filter_map(|index| {
            let written = broken.written(index);
            let digits = written.find(|c: char| !c.is_ascii_digit()).unwrap_or(written.len());
            let (count, glued) = written.split_at(digits);
            let end = if glued.is_empty() { index + 1 } else { index };
            let unit = if glued.is_empty() { broken.written(index + 1) } else { glued };
            let is_word = !glued.is_empty() || broken.kind(index + 1) == Some(PieceKind::Word);
            let meant = in_units(count.parse().ok()?, unit).filter(|_| is_word)?;
            let at = broken.range(index).start..broken.range(end).end;
            let written = broken.text[at.clone()].to_owned();
            Some(broken.change(Kind::TimeUnit(written, meant.clone()), at.clone()).edit(at, meant))
        })
        .collect()
}

/// `days since last call <= 30 days`, `count(..) >= 5 times`: after a comparison stands a number alone.
pub(super) fn counted(broken: &Broken<'_>) -> Vec<Change> {
    let compares = |index: usize| {
        matches!(broken.written(index), ">=" | "<=" | ">" | "<" | "==" | "=" | "than" | "least" | "exceeds")
    };
    let after_compare = (1..broken.pieces.len()).filter(|index| compares(index - 1));
    after_compare.filter_map(|index| plain_count(broken, index)).collect()
}

/// A number with its unit, as the number of the unit that is asked for before it.
fn plain_count(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let mut cursor = Cursor::new(broken, index);
    if broken.written(index).ends_with('M') {
        // Millions rather than minutes.
        return None;
    }
    let plain = match cursor.length() {
        Some(length) => {
            let asked = (0..index).rev().find_map(|before| hours_of(broken.written(before)));
            match (asked, hours_of_length(&length)) {
                (Some(asked), Some(hours)) if hours % asked == 0 => (hours / asked).to_string(),
                (None, _) => in_unit_of_field(broken, index, &length)?,
                _ => length.trim_end_matches(|c: char| c.is_ascii_alphabetic()).to_owned(),
            }
        }
        None => cursor.count().filter(|_| cursor.word(&["times", "time"]))?,
    };
    let at = broken.range(index).start..broken.range(cursor.at - 1).end;
    let kind = Kind::CountWord(broken.text[at.clone()].to_owned(), plain.clone());
    Some(broken.change(kind, at.clone()).edit(at, plain))
}

/// A length in the unit that the field before the comparison is named after: `sum(visit.seconds) > 10 minutes`.
fn in_unit_of_field(broken: &Broken<'_>, index: usize, length: &str) -> Option<String> {
    let (count, unit) = length.split_at(length.len() - 1);
    let seconds = |unit: &str| match unit {
        "s" => Some(1_u64),
        "m" => Some(60),
        "h" => Some(3_600),
        "d" => Some(86_400),
        "w" => Some(7 * 86_400),
        _ => None,
    };
    let named = |at: usize| {
        let name = broken.written(at).to_lowercase();
        let units = [("seconds", 1), ("minutes", 60), ("hours", 3_600)];
        units.into_iter().find(|(unit, _)| name.ends_with(unit)).map(|(_, seconds)| seconds)
    };
    let all = count.parse::<u64>().ok()?.checked_mul(seconds(unit)?)?;
    match (0..index).rev().find_map(named) {
        Some(of) if all % of == 0 => Some((all / of).to_string()),
        _ => Some(count.to_owned()),
    }
}

/// Hours of the unit that `hours since`, `days since` or `weeks since` counts.
fn hours_of(word: &str) -> Option<u32> {
    match word {
        "hours" => Some(1),
        "days" => Some(24),
        "weeks" => Some(24 * 7),
        _ => None,
    }
}

fn hours_of_length(length: &str) -> Option<u32> {
    let (count, unit) = length.split_at(length.len() - 1);
    let hours = match unit {
        "h" => 1,
        "d" => 24,
        "w" => 24 * 7,
        _ => return None,
    };
    count.parse::<u32>().ok()?.checked_mul(hours)
}

/// A count of some unit in words, as a duration; `None` for units that are written right.
pub(super) fn in_units(count: u32, unit: &str) -> Option<String> {
    let (factor, letter) = match unit.to_ascii_lowercase().as_str() {
        "seconds" | "second" | "secs" | "sec" => (1, 's'),
        "minutes" | "minute" | "mins" | "min" => (1, 'm'),
        "hours" | "hour" | "hrs" | "hr" => (1, 'h'),
        "days" | "day" => (1, 'd'),
        "weeks" | "week" | "wks" | "wk" => (1, 'w'),
        "months" | "month" | "mo" | "mos" | "mth" => (30, 'd'),
        "quarters" | "quarter" => (90, 'd'),
        "years" | "year" | "yrs" | "yr" | "y" => (365, 'd'),
        lower @ ("s" | "m" | "h" | "d" | "w") if lower != unit => (1, lower.chars().next()?),
        _ => return None,
    };
    Some(format!("{}{letter}", count.checked_mul(factor)?))
}

/// `page_view last 30d`, `in past 30d`, `in the last 30d`.
pub(super) fn last_without_in(broken: &Broken<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for index in 1..broken.pieces.len() {
        if broken.kind(index + 1) != Some(PieceKind::Number) {
            continue;
        }
        let at = broken.range(index);
        let before = broken.written(index - 1);
        match broken.written(index) {
            "last" if before == "the" => {
                let the = broken.range(index - 1);
                let kind = Kind::ExtraPart("the".to_owned());
                changes.push(broken.change(kind, the.clone()).edit(the.start..at.start, ""));
            }
            "last" if matches!(before, "within" | "during" | "over") => {
                changes.push(broken.replace(Kind::MisspeltWord(before.to_owned(), "in".to_owned()), index - 1, "in"));
            }
            "last" if before != "in" && before != "since" => {
                let kind = Kind::MissingWord("in".to_owned());
                changes.push(broken.change(kind, at.clone()).edit(at.start..at.start, "in "));
            }
            word @ ("past" | "previous") => {
                changes.push(broken.replace(Kind::MisspeltWord(word.to_owned(), "last".to_owned()), index, "last"));
            }
            _ => {}
        }
    }
    changes
}
