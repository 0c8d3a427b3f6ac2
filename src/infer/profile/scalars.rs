//! The values of one place, counted by what they look like.

use super::hash;
use super::looks::{NUMBER_SPELLINGS, TimeLook, likely_units, number_spelling};
use crate::values::Decimal;
use crate::values::text::{folded, is_blank, trim};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Different values that are kept with their counts.
const VALUES_MAX: usize = 300;
/// Values longer than this are not.
const VALUE_BYTES_MAX: usize = 200;
/// Different values that are counted.
const DISTINCT_MAX: usize = 500_000;
/// Values shown as examples, and how long one may be.
const EXAMPLES: usize = 3;
const EXAMPLE_CHARS: usize = 40;

/// Words that no system writes but for what is not there.
const NOTHING: &[&str] =
    &["select", "null", "(null)", "n/a", "#n/a", "nan", "undefined", "\\n", "(not set)", "(blank)"];
/// What the last line of a sheet is called.
const TOTALS: &[&str] = &[
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sum",
    "summe",
    "gesamt",
    "gesamtsumme",
    "insgesamt",
    "somme",
    "totale",
    "suma",
    "totaal",
];
/// Words that mean it here and there.
const PERHAPS_NOTHING: &[&str] =
    &["none", "unknown", "-", "--", "?", "na", "nil", "not specified", "not provided", "not available", "not set"];

/// The counts.
#[derive(Clone, Debug, Default)]
pub struct Scalars {
    /// Values that are there.
    pub n: u64,
    /// `null`
    pub n_null: u64,
    /// Blank texts and empty lists.
    pub n_blank: u64,
    /// Words that mean missing, as they are spelled.
    pub words: BTreeMap<String, u64>,
    /// Words that may mean it; they are values too.
    pub perhaps_words: BTreeMap<String, u64>,
    /// Words for sums, as they are spelled: in the key of a table, its last line is none of the records.
    pub totals: BTreeSet<String>,
    /// `true` and `false` of JSON.
    pub n_yes_no: u64,
    /// Numbers of JSON.
    pub n_json_numbers: u64,
    /// Texts that hold JSON.
    pub n_json: u64,
    /// By spelling of numbers.
    pub n_numbers: [u64; 5],
    /// Numbers in the plain spelling without a fraction.
    pub n_whole: u64,
    /// Digits with a zero in front, or more of them than a number has.
    pub n_codes: u64,
    /// Numbers with exactly three digits after the point.
    pub n_three_places: u64,
    /// `yes`, `no`, `true`, `false`.
    pub n_yes_no_words: u64,
    /// `0` and `1`.
    pub n_bits: u64,
    /// By unit (s, ms, us): numbers that are likely moments.
    pub n_moments: [u64; 3],
    /// Texts as times.
    pub times: TimeLook,
    /// Texts with `@` and a point after it.
    pub n_emails: u64,
    /// Addresses and paths of pages, codes of many signs.
    pub n_exact: u64,
    /// By sign (`;`, `|`): texts with it, and whether what stands between is always short.
    pub n_lists: [u64; 2],
    /// Parts between those signs that are no elements of a list.
    pub n_bad_parts: [u64; 2],
    /// Each value with its count, up to a limit.
    pub values: BTreeMap<String, u64>,
    /// Whether there are more.
    pub has_more_values: bool,
    /// Hashes of the different values.
    pub distinct: HashSet<u64>,
    /// The same without regard to case.
    pub folded: HashSet<u64>,
    /// Different values, in the order in which they were met.
    pub examples: Vec<String>,
    /// Characters of the longest.
    pub longest: usize,
}

impl Scalars {
    /// Whether anything stood here.
    pub fn is_used(&self) -> bool {
        self.n + self.n_null + self.n_blank > 0 || !self.words.is_empty()
    }

    /// Values that are there and are no word that may mean missing.
    pub fn n_sure(&self) -> u64 {
        self.n - self.perhaps_words.values().sum::<u64>()
    }

    /// Whether all values are different.
    pub fn is_unique(&self) -> bool {
        self.n > 0 && self.distinct.len() as u64 == self.n.min(DISTINCT_MAX as u64)
    }

    /// `true` or `false`.
    pub(super) fn add_yes_no(&mut self, yes: bool) {
        self.n_yes_no += 1;
        self.keep(if yes { "true" } else { "false" });
    }

    /// A number of JSON, as it is spelled.
    pub(super) fn add_number(&mut self, spelled: &str) {
        self.n_json_numbers += 1;
        self.look_at_number(spelled);
        self.keep(spelled);
    }

    /// A text; false where it means missing.
    pub(super) fn add_text(&mut self, text: &str) -> bool {
        if is_blank(text) {
            self.n_blank += 1;
            return false;
        }
        let text = trim(text);
        if text.len() <= 16 {
            let word = folded(text);
            if TOTALS.contains(&word.trim_end_matches(':')) {
                self.totals.insert(text.to_owned());
            }
            if NOTHING.contains(&&*word) {
                *self.words.entry(text.to_owned()).or_default() += 1;
                return false;
            }
            if PERHAPS_NOTHING.contains(&&*word) {
                *self.perhaps_words.entry(text.to_owned()).or_default() += 1;
                self.keep(text);
                return true;
            }
            self.n_yes_no_words += u64::from(matches!(&*word, "yes" | "no" | "true" | "false"));
        }
        self.look_at_number(text);
        self.times.add(text);
        self.look_at_text(text);
        self.keep(text);
        true
    }

    fn look_at_number(&mut self, text: &str) {
        let plain = Decimal::parse(text).ok();
        let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(number) = plain {
            self.n_whole += u64::from(number.is_whole());
            let fraction = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
            self.n_three_places += u64::from(fraction == 3);
            self.n_bits += u64::from(matches!(text, "0" | "1"));
        }
        // Thousandths since 1970 are more than a number of the rules may be.
        if text.len() >= 9 && text.len() <= 24 {
            let units = likely_units(text);
            (0..3).for_each(|unit| self.n_moments[unit] += u64::from(units[unit]));
        }
        self.n_codes += u64::from(is_digits && (text.len() > 1 && text.starts_with('0') || plain.is_none()));
        let starts = text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit()) && !is_ip(text);
        for (index, signs) in NUMBER_SPELLINGS.into_iter().enumerate().filter(|_| starts && text.len() <= 40) {
            let fits = if index == 0 { plain.is_some() } else { number_spelling(signs).is_number(text) };
            self.n_numbers[index] += u64::from(fits);
        }
    }

    fn look_at_text(&mut self, text: &str) {
        let has_domain = |(name, domain): (&str, &str)| !name.is_empty() && domain.contains('.');
        self.n_emails += u64::from(!text.contains(' ') && text.rsplit_once('@').is_some_and(has_domain));
        let is_address = text.starts_with('/') || text.contains("://");
        self.n_exact += u64::from(is_address || is_code(text));
        for (index, sign) in [';', '|'].into_iter().enumerate() {
            if text.contains(sign) {
                let is_bad = |part: &str| trim(part).is_empty() || part.chars().count() > EXAMPLE_CHARS;
                self.n_lists[index] += 1;
                self.n_bad_parts[index] += text.split(sign).filter(|part| is_bad(part)).count() as u64;
            }
        }
    }

    fn keep(&mut self, text: &str) {
        self.n += 1;
        let text = trim(text);
        self.longest = self.longest.max(text.chars().count());
        if self.distinct.len() < DISTINCT_MAX {
            self.distinct.insert(hash(text));
            self.folded.insert(hash(&folded(text)));
        }
        if let Some(count) = self.values.get_mut(text) {
            *count += 1;
            return;
        }
        if self.examples.len() < EXAMPLES {
            self.examples.push(text.chars().take(EXAMPLE_CHARS + 1).collect());
        }
        if self.values.len() < VALUES_MAX && text.len() <= VALUE_BYTES_MAX {
            self.values.insert(text.to_owned(), 1);
        } else {
            self.has_more_values = true;
        }
    }
}

/// Whether a text is the address of a machine: `50.56.129.169`.
fn is_ip(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() == 4 && parts.iter().all(|part| part.parse::<u8>().is_ok())
}

/// Whether a text is one of those that machines make: `7927b2df-8bba-4d29-b9a2-b6e0beafe620`, `o2wjpPyUfzBfq9OSt9I2NQ==`.
fn is_code(text: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || "-_+/=.:".contains(c);
    let n_digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.len() >= 16 && n_digits >= 2 && text.chars().all(is_sign)
}
