//! What to declare about a value that does not fit, where that can be told from its looks.

use super::EpochUnit;
use super::spelling::SENSIBLE_US;
use crate::values::Misfit;
use crate::values::text::trim;

/// What to do about a value, to follow it in a sentence: ``declare its `format` ``. None where nothing is likely.
///
/// It only says which setting is missing, never what it has to be where two things may be meant: `01/02/2026` is in
/// January for some and in February for others.
pub(super) fn remedy(value: Option<&str>, why: &Misfit) -> Option<String> {
    let text = trim(value.unwrap_or_default());
    let told = match why {
        Misfit::NotANumber => return of_number(text).map(str::to_owned),
        Misfit::NotADate | Misfit::NotATime => return of_time(text),
        Misfit::NoOffset => "declare its `zone`",
        Misfit::NotYesNo => "declare its words with `yes` and `no`",
        Misfit::Record => "say which part of it is meant, such as `name.value`",
        Misfit::List => "say which element is meant, such as `name[0]`, or declare a list",
        _ => return None,
    };
    Some(told.to_owned())
}

/// `1,200`, `1.200,50`, `12,5`.
fn of_number(text: &str) -> Option<&'static str> {
    let text = text.strip_prefix('-').unwrap_or(text);
    let is_sign = |c: char| matches!(c, ',' | '.' | ' ' | '\'' | '\u{a0}' | '\u{202f}');
    let parts: Vec<&str> = text.split(is_sign).collect();
    let all_digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let signs: Vec<char> = text.chars().filter(|c| is_sign(*c)).collect();
    if parts.len() < 2 || !parts.iter().all(all_digits) {
        let is_around = |c: char| matches!(c, '$' | '€' | '£' | '¥' | '%' | '₹');
        return text.contains(is_around).then_some("declare what stands `around` it");
    }
    let (first, last) = (signs.first()?, signs.last()?);
    let in_thousands = parts[1..parts.len() - 1].iter().all(|part| part.len() == 3 || part.len() == 2);
    match (first == last, parts.last()?.len()) {
        _ if !in_thousands => None,
        (true, 3) if signs.len() == 1 && *first == ',' => {
            Some("declare whether `,` is its `thousands` or its `decimal` sign")
        }
        (true, 3) => Some("declare its `thousands` sign"),
        (true, _) if signs.len() == 1 => Some("declare its `decimal` sign"),
        (false, _) => Some("declare its `thousands` and `decimal` signs"),
        _ => None,
    }
}

/// `01/02/2026`, `20260201`, `1700000000`, `5 Mar 2026`.
fn of_time(text: &str) -> Option<String> {
    let n_digits = text.bytes().filter(u8::is_ascii_digit).count();
    if let Some(unit) = EpochUnit::likely(text, None, &SENSIBLE_US).filter(|_| n_digits > 8) {
        return Some(format!("declare its `unit`, which is probably `{unit}`"));
    }
    if n_digits == 8 && text.len() == 8 {
        return Some("declare its `format`, such as `%Y%m%d`".to_owned());
    }
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let is_open = |part: &&&str| part.parse::<u32>().is_ok_and(|number| (1..=12).contains(&number));
    match numbers.len() {
        0 | 1 => None,
        2 => Some("declare its `format`".to_owned()),
        _ if numbers[..2].iter().filter(is_open).count() == 2 && numbers[0] != numbers[1] => {
            Some("declare its `format`: whether the day or the month comes first is not guessed".to_owned())
        }
        _ => Some("declare its `format`".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_and_nothing_is_guessed() {
        let of = |text: &str, why: Misfit| remedy(Some(text), &why).unwrap_or_default();
        for (text, told) in [
            ("1,200", "declare whether `,` is its `thousands` or its `decimal` sign"),
            ("1,200,000", "declare its `thousands` sign"),
            ("12,5", "declare its `decimal` sign"),
            ("-1.200,50", "declare its `thousands` and `decimal` signs"),
            ("many", ""),
            ("$5", "declare what stands `around` it"),
            ("12 %", "declare what stands `around` it"),
            ("1,,2", ""),
        ] {
            assert_eq!(of(text, Misfit::NotANumber), told, "{text}");
        }
        for (text, told) in [
            ("01/02/2026", "declare its `format`: whether the day or the month comes first is not guessed"),
            ("13.02.2026", "declare its `format`"),
            ("5 Mar 2026", "declare its `format`"),
            ("20260201", "declare its `format`, such as `%Y%m%d`"),
            ("1700000000", "declare its `unit`, which is probably `s`"),
            ("1700000000000.0", "declare its `unit`, which is probably `ms`"),
            ("soon", ""),
        ] {
            assert_eq!(of(text, Misfit::NotATime), told, "{text}");
        }
        assert_eq!(of("2026-11-01T09:00:00", Misfit::NoOffset), "declare its `zone`");
        assert!(remedy(None, &Misfit::Record).is_some());
    }
}
