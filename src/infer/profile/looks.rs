//! What values look like that have more than one spelling: numbers and times.

use crate::formats::{EpochUnit, Spelling, TimeFormat};
use crate::values::Date;
use crate::values::text::trim;
use std::sync::OnceLock;

/// Signs of a number in a text: before the fraction, between thousands.
pub type NumberSpelling = (Option<char>, Option<char>);

/// The ways in which numbers are written, the plain one first.
pub const NUMBER_SPELLINGS: [NumberSpelling; 5] =
    [(None, None), (None, Some(',')), (Some(','), Some('.')), (Some(','), Some(' ')), (None, Some('\''))];

/// How the signs of a spelling are declared.
pub fn number_spelling((decimal, thousands): NumberSpelling) -> Spelling {
    Spelling { decimal, thousands, ..Spelling::default() }
}

/// Moments that a number is taken for: from 2000-01-01 to 2040-01-01.
const LIKELY_US: std::ops::Range<i64> = 946_684_800_000_000..2_208_988_800_000_000;

/// The units in which a number is a likely moment.
pub fn likely_units(text: &str) -> [bool; 3] {
    [EpochUnit::Seconds, EpochUnit::Milliseconds, EpochUnit::Microseconds]
        .map(|unit| unit.read(text).is_some_and(|at| LIKELY_US.contains(&at.us())))
}

/// Texts as times.
#[derive(Clone, Debug, Default)]
pub struct TimeLook {
    /// With an offset.
    pub n_instants: u64,
    /// `2026-11-01`
    pub n_dates: u64,
    /// A day and a clock without an offset.
    pub n_local: u64,
    /// Texts that one of the patterns below fits.
    pub n_patterned: u64,
    /// Indexes of the patterns that fit every text so far that any of them fits.
    fitting: Vec<usize>,
    /// Texts that are no times.
    n_others: u64,
}

/// After so many texts that are none and not one that is, nobody looks any more.
const OTHERS_MAX: u64 = 200;

impl TimeLook {
    /// Looks at one text.
    pub fn add(&mut self, text: &str) {
        let text = trim(text);
        let is_any = self.n_instants + self.n_dates + self.n_local + self.n_patterned > 0;
        let n_digits = text.bytes().filter(u8::is_ascii_digit).count();
        if text.len() > 48 || n_digits < 3 || (self.n_others > OTHERS_MAX && !is_any) {
            self.n_others += 1;
        } else if Date::parse(text).is_some() {
            self.n_dates += 1;
        } else if Spelling::is_moment(text) {
            self.n_instants += 1;
        } else if Spelling::is_local_time(text) {
            self.n_local += 1;
        } else {
            self.add_patterned(text);
        }
    }

    fn add_patterned(&mut self, text: &str) {
        let fits = |index: &usize| patterns()[*index].fits(text) && !is_odd_day(text);
        let fitting: Vec<usize> = if self.fitting.is_empty() {
            (0..patterns().len()).filter(fits).collect()
        } else {
            self.fitting.iter().copied().filter(fits).collect()
        };
        if fitting.is_empty() {
            self.n_others += 1;
        } else {
            self.fitting = fitting;
            self.n_patterned += 1;
        }
    }

    /// The patterns that fit all of the texts that any fits: more than one where day and month cannot be told apart.
    pub fn patterns(&self) -> Vec<&'static TimeFormat> {
        let fitting: Vec<&TimeFormat> = self.fitting.iter().map(|index| &patterns()[*index]).collect();
        // A year of two digits reads the first two of four as well; the longer one is meant.
        let has_long_year = fitting.iter().any(|format| format.text().contains("%Y"));
        fitting.into_iter().filter(|format| !has_long_year || format.text().contains("%Y")).collect()
    }
}

/// Eight digits are a day only in years in which people do business: `20261101`, not `48213377`.
fn is_odd_day(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && !(text.starts_with("19") || text.starts_with("20"))
}

/// Patterns that are tried, days first and months first.
fn patterns() -> &'static [TimeFormat] {
    static PATTERNS: OnceLock<Vec<TimeFormat>> = OnceLock::new();
    PATTERNS.get_or_init(|| {
        let mut days = vec!["%Y%m%d".to_owned(), "%Y/%m/%d".to_owned(), "%Y.%m.%d".to_owned()];
        for sign in ["/", ".", "-", " "] {
            for year in ["%Y", "%y"] {
                days.push(format!("%d{sign}%m{sign}{year}"));
                days.push(format!("%m{sign}%d{sign}{year}"));
                days.push(format!("%d{sign}%b{sign}{year}"));
            }
        }
        days.extend(["%b %d, %Y", "%b %d %Y", "%a, %d %b %Y"].map(str::to_owned));
        let clocks = [
            "",
            " %H:%M",
            " %H:%M:%S",
            " %H:%M:%S.%f",
            " %I:%M %p",
            " %I:%M:%S %p",
            " %H:%M:%S %z",
            " %H:%M %z",
            ", %H:%M",
            ", %I:%M %p",
            ", %I:%M:%S %p",
            "T%H:%M:%S",
        ];
        let all = days.iter().flat_map(|day| clocks.iter().map(move |clock| format!("{day}{clock}")));
        all.map(|text| TimeFormat::new(&text).expect("the patterns above are patterns")).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(texts: &[&str]) -> (TimeLook, Vec<&'static str>) {
        let mut look = TimeLook::default();
        texts.iter().for_each(|text| look.add(text));
        let patterns = look.patterns().into_iter().map(TimeFormat::text).collect();
        (look, patterns)
    }

    #[test]
    fn patterns_are_those_that_fit_every_text() {
        assert_eq!(of(&["19970101", "19970118"]).1, ["%Y%m%d"]);
        assert_eq!(of(&["01/02/2026", "13/02/2026"]).1, ["%d/%m/%Y"]);
        assert_eq!(of(&["01/02/2026", "02/13/2026"]).1, ["%m/%d/%Y"]);
        assert_eq!(of(&["01/02/2026", "3/4/2026"]).1, ["%d/%m/%Y", "%m/%d/%Y"]);
        assert_eq!(of(&["01.02.26 9:30", "28.02.26 10:30"]).1, ["%d.%m.%y %H:%M"]);
        assert_eq!(of(&["3 Apr 2026"]).1, ["%d %b %Y"]);
        assert_eq!(of(&["Nov 1, 2026 9:30 PM"]).1, ["%b %d, %Y %I:%M %p"]);
        assert_eq!(of(&["48213377", "phone", "1.2.3"]).1, [""; 0]);
    }

    #[test]
    fn times_that_are_written_out_need_no_pattern() {
        let texts = ["2026-11-01", "2026-11-01T09:00:00Z", "2022-04-14 4:30:42", "none", "2026-11-01 09:00:00 UTC"];
        let (look, patterns) = of(&texts);
        assert_eq!((look.n_dates, look.n_instants, look.n_local, look.n_others), (1, 2, 1, 1));
        assert!(patterns.is_empty());
    }

    #[test]
    fn units_are_told_by_the_years() {
        assert_eq!(likely_units("1793520000"), [true, false, false]);
        assert_eq!(likely_units("1540919166796.0"), [false, true, false]);
        assert_eq!(likely_units("1680840600882126"), [false, false, true]);
        assert_eq!(likely_units("12"), [false; 3]);
    }
}
