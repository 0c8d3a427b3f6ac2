//! How values are spelled, as the project file says it for a source or a field.

use super::ProjectError;
use super::keys::{Keys, one_text};
use crate::diag::nearest;
use crate::formats::{EpochUnit, Spelling, TimeFormat, TimeSpelling};
use crate::values::Zone;

/// The spelling of a source or a field; what it does not say is as in `outer`.
pub(super) fn spelling(keys: &mut Keys<'_>, outer: &Spelling) -> Result<Spelling, ProjectError> {
    let mut spelling = outer.clone();
    if let Some(words) = keys.texts("missing")? {
        spelling.missing = words;
    }
    if let Some(sign) = sign(keys, "decimal")? {
        spelling.decimal = Some(sign);
    }
    if let Some(sign) = sign(keys, "thousands")? {
        spelling.thousands = Some(sign);
    }
    if spelling.thousands.is_some_and(|sign| sign == spelling.decimal.unwrap_or('.')) {
        let wrong = keys.wrong("the signs of `decimal` and `thousands` are the same");
        return Err(wrong.help("declare both: `decimal = \",\"` and `thousands = \".\"`"));
    }
    if let Some(separator) = keys.text("list_separator")? {
        if separator.is_empty() {
            return Err(keys.wrong("`list_separator` is empty"));
        }
        spelling.list_separator = Some(separator.to_owned());
    }
    if let Some(words) = keys.texts("around")? {
        if words.iter().any(|word| word.trim().is_empty()) {
            return Err(keys.wrong("`around` has an empty word"));
        }
        spelling.around = words;
    }
    if let Some(words) = keys.texts("yes")? {
        spelling.yes = words;
    }
    if let Some(words) = keys.texts("no")? {
        spelling.no = words;
    }
    Ok(spelling)
}

/// A sign of one character that is no digit.
fn sign(keys: &mut Keys<'_>, name: &'static str) -> Result<Option<char>, ProjectError> {
    let Some(text) = keys.text(name)? else {
        return Ok(None);
    };
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(sign), None) if !sign.is_ascii_digit() && sign != '-' => Ok(Some(sign)),
        _ => Err(keys.wrong(format!("`{name}` has to be one sign, such as `,`"))),
    }
}

/// How times are spelled: `unit`, `format`, `zone`; what is not said is as in `outer`.
pub(super) fn times(keys: &mut Keys<'_>, outer: &TimeSpelling) -> Result<TimeSpelling, ProjectError> {
    let mut times = outer.clone();
    if let Some(sign) = keys.text("unit")? {
        let unit = EpochUnit::from_sign(sign);
        times.unit =
            Some(unit.ok_or_else(|| {
                keys.wrong(format!("there is no unit `{sign}`")).help("write `s`, `ms`, `us` or `ns`")
            })?);
    }
    if let Some(patterns) = keys.texts("format")? {
        let format = |text: &String| {
            let wrong = |why| keys.wrong(format!("the pattern `{text}` cannot be read: {why}"));
            TimeFormat::new(text).map_err(|why| wrong(why).help("write it like `%d.%m.%Y %H:%M`"))
        };
        times.formats = patterns.iter().map(format).collect::<Result<_, _>>()?;
    }
    if let Some(name) = keys.text("zone")? {
        let zone = Zone::load(name).ok_or_else(|| {
            let wrong = keys.wrong(format!("there is no time zone `{name}`"));
            match nearest(name, Zone::names()) {
                Some(near) => wrong.help(format!("did you mean `{near}`?")),
                None => wrong.help("name it like `Europe/Berlin`"),
            }
        })?;
        times.zone = Some(zone);
    }
    Ok(times)
}

/// `map = { open = "email_open" }`: words of the source and what they stand for.
pub(super) fn map(keys: &mut Keys<'_>) -> Result<Vec<(String, String)>, ProjectError> {
    let text = keys.text;
    let Some(value) = keys.get("map") else {
        return Ok(Vec::new());
    };
    let words = Keys::of(text, value, "`map`")?;
    let word = |(from, _, to)| Ok((String::from(from), one_text(text, from, to)?.to_owned()));
    words.all().into_iter().map(word).collect()
}
