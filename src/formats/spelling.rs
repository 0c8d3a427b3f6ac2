//! How a source spells its values, beyond what their types say.

use super::time_format::TimeSpelling;
use crate::values::read::fit;
use crate::values::text::{folded, is_blank, trim};
use crate::values::{InstantError, Misfit, RawScalar, Type, Value, Zone};
use std::borrow::Cow;

/// How the values of a source, or of one field of it, are spelled. Nothing here is guessed: what is not declared reads as
/// the types say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spelling {
    /// Words that mean missing: `Select`, `NULL`. Compared after trimming, in any case.
    pub missing: Vec<String>,
    /// The sign before the fraction of numbers in texts; a point where none is declared.
    pub decimal: Option<char>,
    /// The sign between thousands of numbers in texts; groups have to be where they belong.
    pub thousands: Option<char>,
    /// What may stand before or after numbers in texts: `$`, `EUR`, `%`.
    pub around: Vec<String>,
    /// What stands between the elements of a list in one text.
    pub list_separator: Option<String>,
    /// Words that mean yes, beside the usual ones.
    pub yes: Vec<String>,
    /// Words that mean no, beside the usual ones.
    pub no: Vec<String>,
    /// Words that stand for others, on the way in.
    pub map: Vec<(String, String)>,
    /// Times and days.
    pub time: TimeSpelling,
}

/// The moments that pass for sensible times: from 1980-01-01 to 2100-01-01. What numbers count is wrong more
/// often than a record is older or newer.
pub(super) const SENSIBLE_US: std::ops::Range<i64> = 315_532_800_000_000..4_102_444_800_000_000;

/// A time of which the year is hardly meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OddTime {
    /// As it is spelled in the data.
    pub spelled: String,
    /// What it was read as.
    pub read: String,
    /// The unit of which it would be a sensible time: `ms`.
    pub likely_unit: Option<&'static str>,
}

impl Spelling {
    /// Whether a text is a number, written in this way.
    pub fn is_number(&self, text: &str) -> bool {
        self.fit(&Type::Number, RawScalar::Text(text), &Zone::utc()).is_ok_and(|value| !value.is_missing())
    }

    /// Whether a text is one moment, however it is written.
    pub fn is_moment(text: &str) -> bool {
        let usual = Spelling::default();
        usual.fit(&Type::Time, RawScalar::Text(text), &Zone::utc()).is_ok_and(|value| !value.is_missing())
    }

    /// Whether a text is a day and a clock without an offset, so that a zone has to be declared.
    pub fn is_local_time(text: &str) -> bool {
        TimeSpelling::local(trim(text)).is_some()
    }

    /// Whether a text is blank or one of the words for missing.
    pub(super) fn is_missing(&self, text: &str) -> bool {
        is_blank(text) || is_word_of(&self.missing, text)
    }

    /// What a mapped word stands for; other texts stand for themselves.
    pub(super) fn mapped<'a>(&'a self, text: &'a str) -> &'a str {
        let is = |word: &String| folded(word) == folded(text);
        self.map.iter().find(|(word, _)| is(word)).map_or(text, |(_, to)| to)
    }

    /// The value of a type that a raw one stands for.
    pub(super) fn fit(&self, ty: &Type, scalar: RawScalar<'_>, zone: &Zone) -> Result<Value, Misfit> {
        let scalar = match scalar {
            RawScalar::Text(text) | RawScalar::NumberText(text) if self.is_missing(text) => return Ok(Value::Missing),
            RawScalar::Text(text) | RawScalar::NumberText(text) if !self.map.is_empty() => {
                let to = self.mapped(text);
                if to == text { scalar } else { RawScalar::Text(to) }
            }
            other => other,
        };
        match (ty, scalar) {
            (Type::Number | Type::WholeNumber, RawScalar::Text(text)) => {
                fit(ty, RawScalar::Text(&self.plain_number(text).ok_or(Misfit::NotANumber)?), zone)
            }
            (Type::YesNo, RawScalar::Text(text)) if is_word_of(&self.yes, text) => Ok(Value::YesNo(true)),
            (Type::YesNo, RawScalar::Text(text)) if is_word_of(&self.no, text) => Ok(Value::YesNo(false)),
            (Type::Time | Type::Date | Type::TimeOrDate, RawScalar::Text(text) | RawScalar::NumberText(text)) => {
                self.time(ty, text, scalar, zone)
            }
            (Type::List(of), scalar) => self.list(of, scalar, zone),
            _ => fit(ty, scalar, zone),
        }
    }

    fn list(&self, of: &Type, scalar: RawScalar<'_>, zone: &Zone) -> Result<Value, Misfit> {
        let (RawScalar::Text(text), Some(separator)) = (scalar, &self.list_separator) else {
            return self.fit(of, scalar, zone).map(|value| Value::list(vec![value]));
        };
        let elements = elements(self.without_brackets(trim(text)), separator);
        let parts = elements.iter().map(|element| self.fit(of, RawScalar::Text(trim(element)), zone));
        Ok(Value::list(parts.collect::<Result<_, _>>()?))
    }

    /// A time or a day: a number of the declared unit, a declared pattern, or, where no pattern is declared, RFC 3339 or
    /// the same without an offset in the declared zone.
    fn time(&self, ty: &Type, text: &str, scalar: RawScalar<'_>, zone: &Zone) -> Result<Value, Misfit> {
        let trimmed = trim(text);
        let counted = match self.time.unit.filter(|unit| unit.is_number(trimmed)) {
            Some(unit) => Some(unit.read(trimmed)),
            None if self.time.formats.is_empty() => TimeSpelling::in_brackets(trimmed),
            None => None,
        };
        if let Some(at) = counted {
            let at = at.ok_or(Misfit::TimeOutOfRange)?;
            return Ok(if *ty == Type::Date { Value::Date(zone.local_day(at)) } else { Value::Time(at) });
        }
        let written = if !self.time.formats.is_empty() {
            self.time.written(trimmed)
        } else {
            match self.time.zone.as_ref().and(TimeSpelling::local(trimmed)) {
                Some(written) => Ok(written),
                None => {
                    let zone_of_days = self.time.zone.as_ref().filter(|_| *ty != Type::Date).unwrap_or(zone);
                    match fit(ty, scalar, zone_of_days) {
                        Err(why) => TimeSpelling::with_offset(trimmed).ok_or(why).map(Ok)?,
                        fits => return fits,
                    }
                }
            }
        };
        let value = written.and_then(|written| match ty {
            Type::Date => self.time.day(written, zone).map(Value::Date),
            Type::TimeOrDate if written.clock_us.is_none() => Ok(Value::Date(written.date)),
            _ => self.time.instant(written, zone).map(Value::Time),
        });
        value.map_err(|error| match error {
            InstantError::NotATime => Misfit::NotDeclaredTime,
            other => other.into(),
        })
    }

    /// Whether the year of a moment is one that is meant, whatever it was spelled like.
    pub(super) fn is_sensible(us: i64) -> bool {
        SENSIBLE_US.contains(&us)
    }

    /// Whether a time's year is hardly meant, and what its unit may be instead.
    pub(super) fn odd_time(&self, spelled: &str, value: &Value) -> Option<OddTime> {
        let us = match value {
            Value::Time(at) => at.us(),
            Value::Date(day) => i64::from(day.days()) * crate::values::time::DAY_US,
            _ => return None,
        };
        if SENSIBLE_US.contains(&us) {
            return None;
        }
        // Births and foundings are days before 1970, and no unit is wrong about them.
        let unit = self.time.unit.filter(|unit| unit.is_number(trim(spelled)));
        if unit.is_none() && us < SENSIBLE_US.start && matches!(value, Value::Date(_)) {
            return None;
        }
        let likely_unit = unit.and_then(|unit| super::EpochUnit::likely(trim(spelled), Some(unit), &SENSIBLE_US));
        let read = match value {
            Value::Time(at) => at.to_string(),
            Value::Date(day) => day.to_string(),
            _ => String::new(),
        };
        Some(OddTime { spelled: super::bad_record::shown(spelled), read, likely_unit })
    }

    /// The unit that a number would be a sensible time in, other than the declared one.
    pub(super) fn likely_unit(&self, spelled: &str) -> Option<&'static str> {
        super::EpochUnit::likely(trim(spelled), self.time.unit, &SENSIBLE_US)
    }

    /// A number of a text with a point before its fraction and nothing between thousands; none where the signs stand in
    /// wrong places.
    fn plain_number<'a>(&self, text: &'a str) -> Option<Cow<'a, str>> {
        let bare = self.without_around(trim(text));
        if self.decimal.is_none() && self.thousands.is_none() {
            return Some(bare);
        }
        let decimal = self.decimal.unwrap_or('.');
        let text = &*bare;
        let (whole, fraction) = text.split_once(decimal).map_or((text, None), |(whole, rest)| (whole, Some(rest)));
        let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |whole| ("-", whole));
        let whole = match self.thousands {
            Some(thousands) => ungrouped(whole, thousands)?,
            None => whole.to_owned(),
        };
        let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match fraction {
            None if all_digits(&whole) => Some(Cow::Owned(format!("{sign}{whole}"))),
            Some(fraction) if all_digits(&whole) && all_digits(fraction) => {
                Some(Cow::Owned(format!("{sign}{whole}.{fraction}")))
            }
            _ => None,
        }
    }
}

impl Spelling {
    /// A list in a text without what stands before and after it: `{a,b}` is `a,b`. What stands on one side only belongs
    /// to an element.
    fn without_brackets<'a>(&self, text: &'a str) -> &'a str {
        let starts = self.around.iter().find_map(|word| text.strip_prefix(word.as_str()));
        starts.and_then(|rest| self.around.iter().find_map(|word| rest.strip_suffix(word.as_str()))).unwrap_or(text)
    }

    /// A number of a text without what stands around it: `-$5` and `$-5` are `-5`, `12 %` is `12`.
    fn without_around<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let (sign, unsigned) = text.strip_prefix('-').map_or(("", text), |rest| ("-", trim(rest)));
        let starts = self.around.iter().find_map(|word| unsigned.strip_prefix(word.as_str()));
        let ends = || self.around.iter().find_map(|word| unsigned.strip_suffix(word.as_str()));
        match starts.or_else(ends).map(trim) {
            None => Cow::Borrowed(text),
            Some(rest) if sign.is_empty() => Cow::Borrowed(rest),
            Some(rest) => Cow::Owned(format!("-{rest}")),
        }
    }
}

/// The elements of a list in one text. One in quotation marks, doubled inside it, is what stands between them, be there
/// separators in it or not; marks that do not close before a separator or the end are part of the element.
fn elements<'t>(text: &'t str, separator: &str) -> Vec<Cow<'t, str>> {
    let (mut elements, mut rest) = (Vec::new(), text);
    loop {
        if let Some((element, after)) = quoted(rest, separator) {
            elements.push(Cow::Owned(element));
            match after.strip_prefix(separator) {
                Some(next) => rest = next,
                None => return elements,
            }
            continue;
        }
        let Some((element, next)) = rest.split_once(separator) else {
            elements.push(Cow::Borrowed(rest));
            return elements;
        };
        elements.push(Cow::Borrowed(element));
        rest = next;
    }
}

/// The element in quotation marks that a text begins with, and what follows it: a separator or nothing.
fn quoted<'t>(text: &'t str, separator: &str) -> Option<(String, &'t str)> {
    let mut rest = text.trim_start().strip_prefix('"')?;
    let mut element = String::new();
    loop {
        let (inner, after) = rest.split_once('"')?;
        element.push_str(inner);
        if let Some(more) = after.strip_prefix('"') {
            element.push('"');
            rest = more;
            continue;
        }
        let after = if after.starts_with(separator) { after } else { after.trim_start() };
        return (after.is_empty() || after.starts_with(separator)).then_some((element, after));
    }
}

fn is_word_of(words: &[String], text: &str) -> bool {
    !words.is_empty() && {
        let text = folded(text);
        words.iter().any(|word| folded(word) == text)
    }
}

/// `1,200,000` without its signs: the last group has three digits, those between two or three (as in India), the first at
/// most three. A number without any sign is fine.
fn ungrouped(text: &str, thousands: char) -> Option<String> {
    // A blank is a blank, be it a plain one, one that does not break lines, or a narrow one.
    let is_sign = |c: char| c == thousands || (thousands == ' ' && matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}'));
    let groups: Vec<&str> = text.split(is_sign).collect();
    let n = groups.len();
    let fits = |(index, group): (usize, &&str)| match (index, n) {
        (_, 1) => true,
        (0, _) => (1..=3).contains(&group.len()),
        (index, n) if index == n - 1 => group.len() == 3,
        _ => (2..=3).contains(&group.len()),
    };
    groups.iter().enumerate().all(fits).then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::EpochUnit;
    use crate::values::Decimal;

    fn number(decimal: Option<char>, thousands: Option<char>, text: &str) -> Option<String> {
        let spelling = Spelling { decimal, thousands, ..Spelling::default() };
        let value = spelling.fit(&Type::Number, RawScalar::Text(text), &Zone::utc()).ok()?;
        value.as_number().map(|number: Decimal| number.to_string())
    }

    #[test]
    fn signs_of_numbers_stand_where_they_are_declared() {
        let german = |text| number(Some(','), Some('.'), text);
        assert_eq!(german(" 1.234.567,5 ").as_deref(), Some("1234567.5"));
        assert_eq!(german("-1.234").as_deref(), Some("-1234"));
        assert_eq!(german("1234,5").as_deref(), Some("1234.5"));
        for text in ["1,234.5", "1.23", "12.34,5", "1..234", "1.234.", ",5", "5,", "1,2,3", "1.2345", "", "-", "1e3"] {
            assert_eq!(german(text), None, "{text}");
        }
        assert_eq!(number(None, Some(','), "1,200").as_deref(), Some("1200"));
        assert_eq!(number(None, Some(','), "12,00,000.25").as_deref(), Some("1200000.25"));
        assert_eq!(number(None, Some(' '), "1\u{202f}200 000").as_deref(), Some("1200000"));
        assert_eq!(number(None, None, "1,200"), None);
        assert_eq!(number(None, None, "1e3").as_deref(), Some("1000"));
    }

    #[test]
    fn currencies_and_percents_stand_around_numbers() {
        let around = ["$", "EUR", "%"].map(str::to_owned).to_vec();
        let spelling = Spelling { around, thousands: Some(','), ..Spelling::default() };
        let number = |text| {
            let value = spelling.fit(&Type::Number, RawScalar::Text(text), &Zone::utc()).ok()?;
            value.as_number().map(|number: Decimal| number.to_string())
        };
        for (text, expected) in
            [("$1,200.50", "1200.5"), (" 12 %", "12"), ("-$5", "-5"), ("$-5", "-5"), ("EUR 3", "3"), ("7", "7")]
        {
            assert_eq!(number(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["$", "$5%", "$$5", "--5", "-$-5", "£5", "5 EUR EUR"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn times_that_can_be_one_moment_only_are_read_without_a_pattern() {
        let fit = |ty: &Type, text| Spelling::default().fit(ty, RawScalar::Text(text), &Zone::utc());
        let time = |text| {
            fit(&Type::Time, text).map(|value| match value {
                Value::Time(at) => at.to_string(),
                other => format!("{other:?}"),
            })
        };
        for text in [
            "2026-11-01T10:00:00.000+0100",
            "2026-11-01 10:00:00+01",
            "2026-11-01 10:00:00 +01:00",
            "2026-11-01 09:00:00 UTC",
            "2026-11-01T09:00Z",
            "2026-11-01 9:00 GMT",
        ] {
            assert_eq!(time(text).as_deref(), Ok("2026-11-01T09:00:00Z"), "{text}");
        }
        assert_eq!(
            fit(&Type::Date, "2026-10-31T23:30:00-0100").map(|value| format!("{value:?}")),
            fit(&Type::Date, "2026-11-01").map(|value| format!("{value:?}"))
        );
        for text in [
            "2026-11-01 10:00",
            "2026-11-01 10:00:00 CET",
            "2026-11-01 25:00:00Z",
            "2026-11-01 10:00:00+1",
            "2026-11-01+01",
        ] {
            assert!(time(text).is_err(), "{text}");
        }
    }

    #[test]
    fn words_mean_missing_yes_and_others() {
        let words = |text: &str| vec![text.to_owned()];
        let map = vec![("C-level".to_owned(), "CEO".to_owned())];
        let spelling =
            Spelling { missing: words("Select"), yes: words("ja"), no: words("nein"), map, ..Spelling::default() };
        let fit = |ty: &Type, raw| spelling.fit(ty, raw, &Zone::utc()).expect("it fits");
        assert_eq!(fit(&Type::Text, RawScalar::Text(" SELECT ")), Value::Missing);
        assert_eq!(fit(&Type::Text, RawScalar::Text("Selected")), Value::text("Selected"));
        assert_eq!(fit(&Type::YesNo, RawScalar::Text("Ja ")), Value::YesNo(true));
        assert_eq!(fit(&Type::YesNo, RawScalar::Text("nein")), Value::YesNo(false));
        assert_eq!(fit(&Type::YesNo, RawScalar::Text("yes")), Value::YesNo(true));
        assert_eq!(fit(&Type::Text, RawScalar::Text("c-level")), Value::text("CEO"));
    }

    #[test]
    fn lists_in_one_text() {
        let spelling = Spelling { list_separator: Some(";".to_owned()), ..Spelling::default() };
        let of = |ty| Type::List(Box::new(ty));
        let fit = |ty: &Type, text| spelling.fit(ty, RawScalar::Text(text), &Zone::utc());
        assert_eq!(fit(&of(Type::Text), "a; b;;c"), Ok(Value::list(["a", "b", "c"].map(Value::text).to_vec())));
        assert_eq!(fit(&of(Type::Text), " ; "), Ok(Value::Missing));
        assert_eq!(fit(&of(Type::Number), "1;x"), Err(Misfit::NotANumber));
        assert_eq!(fit(&Type::Text, "a;b"), Ok(Value::text("a;b")));
        for (text, expected) in [
            (r#""a; b"; c"#, vec!["a; b", "c"]),
            (r#""say ""hi""";"""#, vec![r#"say "hi""#]),
            (r#"5" ; "b"#, vec![r#"5""#, r#""b"#]),
            (r#""a" b;c"#, vec![r#""a" b"#, "c"]),
            (r#""a";"#, vec!["a"]),
        ] {
            let expected = Value::list(expected.into_iter().map(Value::text).collect());
            assert_eq!(fit(&of(Type::Text), text), Ok(expected), "{text}");
        }
        let around = ["{", "}"].map(str::to_owned).to_vec();
        let in_braces = Spelling { around, ..spelling.clone() };
        let fit = |text| in_braces.fit(&of(Type::Text), RawScalar::Text(text), &Zone::utc());
        assert_eq!(fit("{a;b}"), Ok(Value::list(["a", "b"].map(Value::text).to_vec())));
        assert_eq!(fit("{a;b"), Ok(Value::list(["{a", "b"].map(Value::text).to_vec())));
        assert_eq!(fit("{}"), Ok(Value::Missing));
    }

    #[test]
    fn odd_years_are_told_with_the_likely_unit() {
        let time = TimeSpelling { unit: Some(EpochUnit::Milliseconds), ..TimeSpelling::default() };
        let spelling = Spelling { time, ..Spelling::default() };
        let read = |text| spelling.fit(&Type::Time, RawScalar::NumberText(text), &Zone::utc()).expect("a time");
        let odd = spelling.odd_time("1793520000", &read("1793520000")).expect("January 1970");
        assert_eq!((&*odd.read, odd.likely_unit), ("1970-01-21T18:12:00Z", Some("s")));
        assert_eq!(spelling.odd_time("1793520000000", &read("1793520000000")), None);
        let zero = spelling.odd_time("0", &read("0")).expect("the year 1970");
        assert_eq!(zero.likely_unit, None);
    }
}
