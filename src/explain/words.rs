//! Evidence in plain words: `job_title is "CEO"`, `45.00, faded 2.194098: today, 4 and 16 days ago`.

use super::{ActivityEvidence, Evidence, LedgerEntry, NoteWord};
use crate::diag::one_line as visible;
use crate::values::Decimal;
use serde_json::Value;

/// How many different ages a line names before it says how many more there are.
const AGES_MAX: usize = 4;
/// How many elements of a list a line names.
const ELEMENTS_MAX: usize = 3;
/// How many characters of a text value a line shows.
const TEXT_MAX: usize = 60;

/// What was seen, for a rule that held.
pub fn seen(evidence: &[Evidence]) -> String {
    // One field that two conditions ask about is said once.
    let mut said: Vec<String> = Vec::new();
    for one in evidence {
        let words = observed(one);
        if !said.contains(&words) {
            said.push(words);
        }
    }
    said.join(", ")
}

/// What stood in the way, for a rule that did not hold.
pub fn unmet(evidence: &[Evidence]) -> String {
    let said: Vec<String> = evidence.iter().map(|one| format!("{}{}", observed(one), asked(one))).collect();
    said.join("; ")
}

fn observed(evidence: &Evidence) -> String {
    let field = visible(&evidence.field);
    match &evidence.observed {
        Value::Null => format!("{field} is missing"),
        // Phrases are seen or not, and what they hold is a count of activities.
        Value::Number(n) if evidence.ty == "activities" || evidence.ty == "records" => match n.to_string().as_str() {
            "0" => format!("no {field}"),
            "1" => format!("1 {field}"),
            n => format!("{n} x {field}"),
        },
        Value::Bool(holds) if evidence.ty == "condition" => {
            format!("{field} {}", if *holds { "holds" } else { "does not hold" })
        }
        value => format!("{field} is {}", value_words(value, evidence.ty)),
    }
}

/// What the rules ask for and did not get: `, not >= 500`.
fn asked(evidence: &Evidence) -> String {
    let Some(operator) = &evidence.operator else { return String::new() };
    if ["activities", "records", "condition"].contains(&evidence.ty) || evidence.observed.is_null() {
        return String::new();
    }
    match (operator.strip_prefix("is "), &evidence.expected) {
        (Some("known"), _) => String::new(),
        (Some(what), _) => format!(", not {what}"),
        (None, _) if operator == "!=" || operator.starts_with("not ") => ", which is ruled out".to_owned(),
        (None, Some(expected)) => {
            let lacking = match operator.as_str() {
                "==" => "not",
                "has word" => "without the word",
                "contains" => "which does not contain",
                "starts with" => "which does not start with",
                "ends with" => "which does not end with",
                "matches" => "which does not match",
                other => return format!(", not {other} {}", expected_words(expected, evidence.ty)),
            };
            format!(", {lacking} {}", expected_words(expected, evidence.ty))
        }
        (None, None) => String::new(),
    }
}

fn expected_words(value: &Value, ty: &str) -> String {
    match value {
        Value::Array(elements) => {
            let mut shown: Vec<String> =
                elements.iter().take(ELEMENTS_MAX).map(|element| value_words(element, ty)).collect();
            if elements.len() > ELEMENTS_MAX {
                shown.push("..".to_owned());
            }
            format!("[{}]", shown.join(", "))
        }
        one => value_words(one, ty),
    }
}

/// A value as the language writes it.
fn value_words(value: &Value, ty: &str) -> String {
    match value {
        Value::Null => "missing".to_owned(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) if ty == "tier" || ty.ends_with("date") || ty.ends_with("time") => visible(text),
        Value::String(text) => quoted(text),
        Value::Array(elements) => {
            let mut shown: Vec<String> =
                elements.iter().take(ELEMENTS_MAX).map(|element| value_words(element, ty)).collect();
            if elements.len() > ELEMENTS_MAX {
                shown.push(format!("{} more", elements.len() - ELEMENTS_MAX));
            }
            shown.join(", ")
        }
        Value::Object(parts) => match (parts.get("list"), parts.get("from"), parts.get("to")) {
            (Some(Value::String(name)), ..) => visible(name),
            (_, Some(from), Some(to)) => {
                let open = parts.get("to_is_open") == Some(&Value::Bool(true));
                format!("{}{}{}", end(from, ty), if open { "..<" } else { ".." }, end(to, ty))
            }
            _ => visible(&value.to_string()),
        },
    }
}

/// An end of a range; nothing where it is open.
fn end(value: &Value, ty: &str) -> String {
    if value.is_null() { String::new() } else { value_words(value, ty) }
}

fn quoted(text: &str) -> String {
    let shown = visible(text);
    if shown.chars().count() <= TEXT_MAX {
        return format!("\"{shown}\"");
    }
    let start: String = shown.chars().take(TEXT_MAX).collect();
    format!("\"{start}..\"")
}

/// Award and decay of one rule, with the ages behind them.
pub fn awarded(award: &LedgerEntry, decay: Option<&LedgerEntry>) -> String {
    let ages = ages(&award.activities);
    let Some(decay) = decay else { return ages };
    // Decay moves toward zero, whatever the sign of the award: how far is what people want to know.
    let taken = decay.points.0.max(decay.points.0.checked_neg().unwrap_or(Decimal::ZERO)).display_points();
    let faded = format!("{}, faded {taken}", award.points.shown());
    match (clock_words(award, decay), ages.is_empty()) {
        (Some(clock), true) => format!("{faded}: {clock}"),
        (Some(clock), false) => format!("{faded} ({clock}): {ages}"),
        (None, true) => faded,
        (None, false) => format!("{faded}: {ages}"),
    }
}

/// The age that counts, where it is not that of each activity.
fn clock_words(award: &LedgerEntry, decay: &LedgerEntry) -> Option<String> {
    if let Some(clock) = &decay.clock {
        return Some(format!("the newest is {} old", counted_unit(clock.age, clock.unit)));
    }
    let activity = award.activities.first()?;
    Some(format!("by {}", counted_unit(activity.clock_age?, activity.unit)))
}

fn counted_unit(n: u64, unit: &str) -> String {
    format!("{n} {}", unit_word(unit, n))
}

/// `today, 4 and 16 days ago`; ages that occur several times once, with their number.
fn ages(activities: &[ActivityEvidence]) -> String {
    let mut counted: Vec<(u64, &str, usize)> = Vec::new();
    for activity in activities {
        match counted.last_mut() {
            Some((age, _, n)) if *age == activity.age => *n += 1,
            _ => counted.push((activity.age, activity.unit, 1)),
        }
    }
    let Some(&(oldest, unit, _)) = counted.last() else { return String::new() };
    if let [(_, _, n)] = counted.as_mut_slice() {
        // The row says already how many there are.
        *n = 1;
    }
    let rest: usize = counted.iter().skip(AGES_MAX).map(|(_, _, n)| n).sum();
    counted.truncate(AGES_MAX);
    let mut parts: Vec<String> = counted.iter().map(|&(age, unit, n)| age_words(age, unit, n)).collect();
    if rest > 0 {
        parts.push(format!("{rest} more up to {oldest}"));
    }
    let joined = match parts.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => parts.concat(),
    };
    match (rest == 0 && oldest == 0, unit) {
        (true, _) => joined,
        (false, unit) => format!("{joined} {} ago", unit_word(unit, oldest)),
    }
}

fn age_words(age: u64, unit: &str, n: usize) -> String {
    let age = match (age, unit) {
        (0, "d") => "today".to_owned(),
        (0, _) => "just now".to_owned(),
        (age, _) => age.to_string(),
    };
    if n == 1 { age } else { format!("{age} (x{n})") }
}

fn unit_word(unit: &str, n: u64) -> &'static str {
    match (unit, n == 1) {
        ("s", true) => "second",
        ("s", false) => "seconds",
        ("m", true) => "minute",
        ("m", false) => "minutes",
        ("h", true) => "hour",
        ("h", false) => "hours",
        (_, true) => "day",
        (_, false) => "days",
    }
}

/// What a note says.
pub fn note(kind: NoteWord, n: u64) -> String {
    let several = if n > 1 { format!(" ({n} times)") } else { String::new() };
    match kind {
        NoteWord::Remark => format!("a remark, no points{several}"),
        NoteWord::AwardMissing => format!("the award is missing and counts as 0{several}"),
        NoteWord::FactorMissing => "the factor is missing and counts as 1".to_owned(),
    }
}
