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
        Value::Number(n) if evidence.ty == "activities" => match n.to_string().as_str() {
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

fn asked(evidence: &Evidence) -> String {
    let Some(operator) = &evidence.operator else { return String::new() };
    match &evidence.expected {
        None if evidence.ty == "activities" || evidence.ty == "condition" => String::new(),
        None => format!(", the rule asks for `{operator}`"),
        Some(expected) => format!(", the rule asks for `{operator} {}`", expected_words(expected, evidence.ty)),
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
        Value::String(text) if ty == "date" || ty == "time" || ty == "range" || ty == "tier" => visible(text),
        Value::String(text) => quoted(text),
        Value::Array(elements) => {
            let mut shown: Vec<String> =
                elements.iter().take(ELEMENTS_MAX).map(|element| value_words(element, ty)).collect();
            if elements.len() > ELEMENTS_MAX {
                shown.push(format!("{} more", elements.len() - ELEMENTS_MAX));
            }
            shown.join(", ")
        }
        Value::Object(_) => visible(&value.to_string()),
    }
}

fn quoted(text: &str) -> String {
    let shown = visible(text);
    if shown.chars().count() <= TEXT_MAX {
        return format!("\"{shown}\"");
    }
    let start: String = shown.chars().take(TEXT_MAX).collect();
    format!("\"{start}..\"")
}

/// Award and decay of a rule that stands on activities, with their ages.
pub fn awarded(award: &LedgerEntry, decay: Option<&LedgerEntry>) -> String {
    let faded = decay.map(|entry| {
        format!(
            "{}, faded {}",
            award.points.shown(),
            entry.points.0.checked_neg().unwrap_or(Decimal::ZERO).display_points()
        )
    });
    let ages = ages(&award.activities);
    match (faded, ages.is_empty()) {
        (Some(faded), true) => faded,
        (Some(faded), false) => format!("{faded}: {ages}"),
        (None, _) => ages,
    }
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
