//! The type of a field, from the values that were met.

use super::names;
use super::profile::{NUMBER_SPELLINGS, Node, Scalars};
use super::words::{count, list_of, shown};
use crate::formats::{EpochUnit, TimeFormat};
use crate::values::text::folded;
use crate::values::{Choices, Type};
use std::collections::BTreeMap;
use std::sync::Arc;

/// More values than these are no list of choices.
const CHOICES_MAX: usize = 20;
/// Fewer values than these say nothing about what the others are.
const CHOICES_VALUES_MIN: u64 = 20;
/// So often every choice has to occur on average.
const CHOICE_TIMES: u64 = 5;

/// The units of numbers that are times.
const UNITS: [EpochUnit; 3] = [EpochUnit::Seconds, EpochUnit::Milliseconds, EpochUnit::Microseconds];

/// What was decided about a field.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Its type.
    pub ty: Type,
    /// What a source has to declare about its spelling.
    pub spelled: Spelled,
    /// What may interest the reader.
    pub notes: Vec<String>,
    /// Questions, each with the edit that answers it.
    pub asks: Vec<String>,
}

/// How the values of a field are spelled, beyond what its type says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spelled {
    /// What numbers count that are times.
    pub unit: Option<EpochUnit>,
    /// A pattern of times.
    pub format: Option<&'static str>,
    /// Patterns between which the reader has to choose.
    pub open_formats: Vec<&'static str>,
    /// Times without an offset.
    pub needs_zone: bool,
    /// What stands between the elements of a list.
    pub list_separator: Option<char>,
    /// Words that mean missing.
    pub missing: Vec<String>,
    /// The sign before the fraction.
    pub decimal: Option<char>,
    /// The sign between thousands.
    pub thousands: Option<char>,
}

/// The type of what stands at a place.
pub fn decide(name: &str, node: &Node) -> Decision {
    let Some(element) = &node.element else {
        return decide_scalars(name, &node.scalars);
    };
    let mut decision = decide_scalars(name, &element.scalars).in_list();
    if node.scalars.n > 0 {
        decision.notes.push(format!("{} a single value, read as a list of one", times(node.scalars.n)));
    }
    decision
}

fn decide_scalars(name: &str, of: &Scalars) -> Decision {
    let mut decision = first_fit(name, of);
    if decision.ty == Type::Text && !of.perhaps_words.is_empty() {
        let words: Vec<String> = of.perhaps_words.keys().cloned().collect();
        decision.asks.push(format!(
            "{} {}: if that means unknown, add it to `missing` of the source",
            list_of(&words),
            times(of.perhaps_words.values().sum())
        ));
    }
    decision
}

fn first_fit(name: &str, of: &Scalars) -> Decision {
    if of.n == 0 {
        return Decision::of(Type::Text);
    }
    let ways: [fn(&str, &Scalars) -> Option<Decision>; 8] =
        [yes_no, written_time, patterned_time, counted_time, number, list, choices, exact];
    ways.iter().find_map(|way| way(name, of)).unwrap_or_else(|| Decision::of(Type::Text))
}

impl Decision {
    /// The same for the elements of a list. Choices and days of single values are no help there.
    pub fn in_list(mut self) -> Decision {
        if !matches!(self.ty, Type::Number | Type::WholeNumber | Type::ExactText | Type::YesNo) {
            self.ty = Type::Text;
            self.spelled = Spelled { missing: self.spelled.missing, ..Spelled::default() };
            (self.notes, self.asks) = (Vec::new(), Vec::new());
        }
        self.ty = Type::List(Box::new(self.ty));
        self
    }

    fn of(ty: Type) -> Decision {
        Decision { ty, spelled: Spelled::default(), notes: Vec::new(), asks: Vec::new() }
    }

    /// A type that all values fit but words that may mean missing: for this field they do.
    fn but_words(ty: Type, of: &Scalars) -> Decision {
        let missing: Vec<String> = of.perhaps_words.keys().cloned().collect();
        let mut decision = Decision::of(ty);
        if !missing.is_empty() {
            decision.notes.push(format!(
                "{} {}, taken as unknown",
                list_of(&missing),
                times(of.perhaps_words.values().sum())
            ));
        }
        decision.spelled.missing = missing;
        decision
    }
}

fn yes_no(_: &str, of: &Scalars) -> Option<Decision> {
    let fits = of.n_sure() > 0 && of.n_yes_no + of.n_yes_no_words == of.n_sure();
    fits.then(|| Decision::but_words(Type::YesNo, of))
}

/// Whether nearly all: some odd values do not hide what the others are.
fn nearly(n: u64, of: u64) -> bool {
    of > 0 && n > 0 && n * 10 >= of * 9
}

fn with_misfits(mut decision: Decision, n: u64, of: &Scalars) -> Decision {
    if n < of.n_sure() {
        decision.notes.push(format!("{} no {}", count(of.n_sure() - n, "value is", "values are"), decision.ty));
    }
    decision
}

fn written_time(_: &str, of: &Scalars) -> Option<Decision> {
    let n = of.times.n_dates + of.times.n_instants + of.times.n_local;
    if !nearly(n, of.n_sure()) {
        return None;
    }
    let ty = if of.times.n_dates == n { Type::Date } else { Type::Time };
    // Some senders write the same field as a number now and then.
    let unit = (0..3).find(|unit| n < of.n_sure() && n + of.n_moments[*unit] == of.n_sure());
    let mut decision = with_misfits(Decision::but_words(ty, of), unit.map_or(n, |_| of.n_sure()), of);
    decision.spelled.unit = unit.map(|unit| UNITS[unit]);
    decision.spelled.needs_zone = of.times.n_local > 0;
    Some(decision)
}

fn patterned_time(name: &str, of: &Scalars) -> Option<Decision> {
    let n = of.times.n_patterned;
    if !nearly(n, of.n_sure()) {
        return None;
    }
    let patterns: Vec<&'static str> = of.times.patterns().into_iter().map(TimeFormat::text).collect();
    let first = *patterns.first()?;
    if first == "%Y%m%d" && !names::is_time(name) && of.n < CHOICES_VALUES_MIN {
        return None;
    }
    let has_clock = |pattern: &str| pattern.contains("%H") || pattern.contains("%I");
    let ty = if has_clock(first) { Type::Time } else { Type::Date };
    // A day that is named, or that comes after the year, is no question.
    let day_first = |pattern: &&str| pattern.find("%d") < pattern.find("%m");
    let is_open = patterns.iter().any(day_first) && !patterns.iter().all(day_first);
    if !is_open {
        let mut decision = with_misfits(Decision::but_words(ty, of), n, of);
        decision.spelled.format = Some(first);
        decision.spelled.needs_zone = has_clock(first) && !first.contains("%z");
        return Some(decision);
    }
    let example = of.examples.first().map_or("", String::as_str);
    let mut decision = Decision::of(Type::Text);
    decision.asks.push(format!(
        "day or month first in {}? nothing here tells. Choose the line in scoreline.toml, and write `{ty}` here",
        shown(example)
    ));
    decision.spelled.open_formats = patterns;
    Some(decision)
}

fn counted_time(name: &str, of: &Scalars) -> Option<Decision> {
    let index = (0..3).find(|unit| nearly(of.n_moments[*unit], of.n_sure()))?;
    let is_named = names::is_time(name);
    // Ids and phone numbers have ten digits, too; thirteen that all fall into these years are hardly chance.
    let is_long = index > 0 && of.n >= 5 && !names::is_code(name);
    if !is_named && !is_long {
        return None;
    }
    let mut decision = with_misfits(Decision::but_words(Type::Time, of), of.n_moments[index], of);
    decision.spelled.unit = Some(UNITS[index]);
    decision.notes.push(format!("numbers since 1970 in `{}`", UNITS[index].sign()));
    Some(decision)
}

fn number(name: &str, of: &Scalars) -> Option<Decision> {
    let sure = of.n_sure();
    let fitting: Vec<usize> = (0..NUMBER_SPELLINGS.len()).filter(|index| of.n_numbers[*index] == sure).collect();
    if sure == 0 || (fitting.is_empty() && of.n_codes == 0) {
        return mostly_number(of);
    }
    let is_plain = fitting.contains(&0);
    if of.n_codes > 0 || (is_plain && of.n_whole == sure && names::is_code(name)) {
        return exact(name, of).or_else(|| Some(Decision::of(Type::ExactText)).filter(|_| of.n_whole > 0));
    }
    if is_plain {
        return Some(plain_number(of));
    }
    if fitting.contains(&1) && fitting.contains(&2) {
        let mut decision = Decision::of(Type::Text);
        let example = of.examples.iter().find(|text| text.contains([',', '.'])).map_or("", String::as_str);
        decision.asks.push(format!(
            "is {} a number with thousands or with a fraction? declare `thousands = \",\"` or `decimal = \",\"` for it in \
             scoreline.toml, and write `number` here",
            shown(example)
        ));
        return Some(decision);
    }
    let mut decision = Decision::but_words(Type::Number, of);
    (decision.spelled.decimal, decision.spelled.thousands) = NUMBER_SPELLINGS[*fitting.first()?];
    Some(decision)
}

fn plain_number(of: &Scalars) -> Decision {
    let is_whole = of.n_whole == of.n_sure();
    let mut decision = Decision::but_words(if is_whole { Type::WholeNumber } else { Type::Number }, of);
    if of.n_bits == of.n_sure() && of.distinct.len() == 2 && of.n >= CHOICES_VALUES_MIN {
        decision.asks.push("only 0 and 1: write `yes/no` if that is what they mean".to_owned());
    }
    if of.n_three_places == of.n_sure() && of.n_json_numbers == 0 && of.n_sure() >= 2 {
        decision.asks.push(
            "three digits after every point: if it stands between thousands, declare `thousands = \".\"` and `decimal = \",\"`"
                .to_owned(),
        );
    }
    decision
}

/// A text of which most values are numbers is said to be one.
fn mostly_number(of: &Scalars) -> Option<Decision> {
    let n = of.n_numbers[0];
    if n * 10 < of.n_sure() * 9 || n == 0 {
        return None;
    }
    let number = |text: &str| crate::values::Decimal::parse(text).is_ok();
    let other = of.values.keys().find(|text| !number(text)).map_or("", String::as_str);
    let mut decision = Decision::of(Type::Text);
    decision.asks.push(format!(
        "{} of {} are numbers, others are like {}: write `number` to have those unknown and reported",
        super::words::grouped(n),
        super::words::grouped(of.n_sure()),
        shown(other)
    ));
    Some(decision)
}

fn list(name: &str, of: &Scalars) -> Option<Decision> {
    let index =
        (0..2).find(|sign| of.n_lists[*sign] * 10 >= of.n && of.n_lists[*sign] > 0 && of.n_bad_parts[*sign] == 0)?;
    let element = if names::is_id(name) { Type::ExactText } else { Type::Text };
    let mut decision = Decision::of(Type::List(Box::new(element)));
    decision.spelled.list_separator = Some([';', '|'][index]);
    decision.notes.push(format!("{} with `{}` between", count(of.n_lists[index], "list", "lists"), [';', '|'][index]));
    Some(decision)
}

fn choices(name: &str, of: &Scalars) -> Option<Decision> {
    if of.has_more_values || of.n < CHOICES_VALUES_MIN || names::is_id(name) || of.longest > 60 {
        return None;
    }
    // Spellings that differ in case only are one choice, the commonest its name.
    let mut by_fold: BTreeMap<String, Vec<(u64, &str)>> = BTreeMap::new();
    for (text, n) in &of.values {
        by_fold.entry(folded(text).into_owned()).or_default().push((*n, text));
    }
    let n_choices = by_fold.len() as u64;
    let is_printable = |text: &str| !text.chars().any(char::is_control);
    let fits = (2..=CHOICES_MAX as u64).contains(&n_choices) && of.n >= n_choices * CHOICE_TIMES;
    if !fits || !of.values.keys().all(|text| is_printable(text)) || of.n_exact > 0 {
        return None;
    }
    let mut notes = Vec::new();
    let mut choices: Vec<(u64, &str)> = Vec::new();
    for spellings in by_fold.values_mut() {
        spellings.sort_by(|a, b| b.cmp(a));
        let sum = spellings.iter().map(|(n, _)| n).sum();
        if let [(_, first), others @ ..] = &spellings[..] {
            choices.push((sum, first));
            let others: Vec<String> = others.iter().map(|(_, text)| (*text).to_owned()).collect();
            if !others.is_empty() {
                notes.push(format!("{} is the same as {}", list_of(&others), shown(first)));
            }
        }
    }
    choices.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let mut names: Vec<&str> = choices.into_iter().map(|(_, name)| name).collect();
    let mut asks = Vec::new();
    if names.iter().all(|name| name.starts_with(|c: char| c.is_ascii_digit())) {
        names.sort_unstable();
        if folded(names[0]).contains("high") {
            names.reverse();
        }
        asks.push(format!(
            "levels? then write them from the lowest to the highest with `<` between: {}",
            levels(&names)
        ));
    }
    let ty = Type::OneOf(Arc::new(Choices::new(names, false)));
    Some(Decision { ty, spelled: Spelled::default(), notes, asks })
}

fn levels(names: &[&str]) -> String {
    Type::OneOf(Arc::new(Choices::new(names, true))).to_string()
}

fn exact(name: &str, of: &Scalars) -> Option<Decision> {
    let is_exact = names::is_code(name) || of.n_exact * 10 >= of.n * 9;
    is_exact.then(|| Decision::of(Type::ExactText))
}

fn times(n: u64) -> String {
    if n == 1 { "once".to_owned() } else { format!("{} times", super::words::grouped(n)) }
}
