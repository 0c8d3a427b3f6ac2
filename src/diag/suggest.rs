//! "Did you mean": the nearest of the names that exist, or none.
//!
//! A wrong suggestion costs more than none, so every way of being near has a limit, and the answer depends on the
//! set of candidates alone, never on their order.

/// Longer names get no suggestion and are none: the cost of comparing grows with the square of the length.
const LONGEST: usize = 100;

/// How a candidate is near to the name, the best first; ties go to the smaller name in code point order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    /// `JobTitle` for `job_title`: equal but for case and separators; the number of edits between the two.
    SameLetters(usize),
    /// `open_email` for `email_open`: the same words in another order.
    SameWords,
    /// `industy` for `industry`: so many letters wrong, missing, too many or swapped; then whether the first differs.
    Edits(usize, bool),
}

/// How many letters must be changed, added, left out or swapped with their neighbour to come from one word to the other.
pub fn slips_between(written: &str, meant: &str) -> usize {
    strsim::osa_distance(written, meant)
}

/// The candidate that `name` was most likely meant to be, if one is close enough.
///
/// Close is, in this order: equal but for case and separators (`JobTitle` for `job_title`); the same words in another
/// order (`open_email` for `email_open`); at most a third of the letters wrong (never more than 3, and at least one letter
/// right), swapped neighbours counting once; the only candidate that has `name` as some of its words, or the other
/// way round (`title` for `job_title`), where the common part has at least 4 letters. A candidate equal to `name` is
/// no suggestion. One call costs time in proportion to the letters of the candidates.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = Name::new(name)?;
    let mut best: Option<(Nearness, &'a str)> = None;
    let mut part = OnlyOne::None;
    for candidate in candidates {
        if candidate == name.text {
            continue;
        }
        let Some(other) = Name::new(candidate) else {
            continue;
        };
        if let Some(nearness) = name.nearness(&other) {
            best = Some(best.map_or((nearness, candidate), |best| best.min((nearness, candidate))));
        } else if best.is_none() && name.shares_words_with(&other) {
            part.add(candidate);
        }
    }
    best.map(|(_, candidate)| candidate).or(part.get())
}

/// A name in the forms it is compared in.
struct Name<'a> {
    text: &'a str,
    folded: Vec<char>,
    /// One bit for each letter that occurs, letters 64 apart sharing one.
    letters: u64,
}

impl<'a> Name<'a> {
    /// `None` for names that are too long to be compared.
    fn new(text: &'a str) -> Option<Self> {
        let folded: Vec<char> = text.chars().flat_map(char::to_lowercase).take(LONGEST + 1).collect();
        let letters = folded.iter().fold(0, |set, letter| set | 1 << (u32::from(*letter) % 64));
        (folded.len() <= LONGEST).then_some(Name { text, folded, letters })
    }

    fn nearness(&self, other: &Name<'_>) -> Option<Nearness> {
        let apart = self.folded.len().abs_diff(other.folded.len());
        if self.letters_only().eq(other.letters_only()) {
            return Some(Nearness::SameLetters(self.distance(other)));
        }
        if self.folded.len() == other.folded.len() && self.has_words_of(other) {
            return Some(Nearness::SameWords);
        }
        let limit = (self.folded.len() / 3).clamp(1, 3);
        // One edit changes at most two bits of the letter set, so most candidates are ruled out without a distance.
        let differing = (self.letters ^ other.letters).count_ones() as usize;
        if apart > limit || differing > 2 * limit {
            return None;
        }
        let edits = self.distance(other);
        let something_is_right = edits < self.folded.len().max(other.folded.len());
        (edits <= limit && something_is_right)
            .then(|| Nearness::Edits(edits, self.folded.first() != other.folded.first()))
    }

    /// Letters and digits; of names made of neither, everything.
    fn letters_only(&self) -> impl Iterator<Item = char> {
        let separators = !self.folded.iter().all(|c| is_separator(*c));
        self.folded.iter().copied().filter(move |c| !(separators && is_separator(*c)))
    }

    /// Edits between the folded forms; a swap of neighbours is one.
    fn distance(&self, other: &Name<'_>) -> usize {
        let folded = |name: &Name<'_>| name.folded.iter().collect::<String>();
        strsim::osa_distance(&folded(self), &folded(other))
    }

    fn words(&self) -> Vec<&[char]> {
        let mut words: Vec<_> = self.folded.split(|c| is_separator(*c)).filter(|word| !word.is_empty()).collect();
        words.sort_unstable();
        words
    }

    fn has_words_of(&self, other: &Name<'_>) -> bool {
        self.letters == other.letters && self.words() == other.words()
    }

    /// Whether one of the two has all words of the other, in a row, and they are long enough to mean something.
    fn shares_words_with(&self, other: &Name<'_>) -> bool {
        let (short, long) = if self.folded.len() < other.folded.len() { (self, other) } else { (other, self) };
        let n = short.folded.len();
        if n < 4 || short.letters & !long.letters != 0 {
            return false;
        }
        let edge = |c: Option<&char>| c.is_none_or(|c| is_separator(*c));
        (0..=long.folded.len() - n).any(|start| {
            long.folded[start..].starts_with(&short.folded)
                && edge(start.checked_sub(1).and_then(|before| long.folded.get(before)))
                && edge(long.folded.get(start + n))
        })
    }
}

fn is_separator(c: char) -> bool {
    matches!(c, '_' | '-' | '.' | '/') || c.is_whitespace()
}

/// The one thing added, as long as it was one.
enum OnlyOne<T> {
    None,
    One(T),
    Several,
}

impl<T> OnlyOne<T> {
    fn add(&mut self, value: T) {
        *self = match self {
            OnlyOne::None => OnlyOne::One(value),
            OnlyOne::One(_) | OnlyOne::Several => OnlyOne::Several,
        };
    }

    fn get(self) -> Option<T> {
        match self {
            OnlyOne::One(value) => Some(value),
            OnlyOne::None | OnlyOne::Several => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    const FIELDS: &[&str] = &["job_title", "industry", "company_size", "email", "email_domain", "phone", "größe"];

    fn near(name: &str) -> Option<&'static str> {
        nearest(name, FIELDS.iter().copied())
    }

    #[test]
    fn case_and_separators_do_not_matter() {
        assert_eq!(near("JobTitle"), Some("job_title"));
        assert_eq!(near("Job Title"), Some("job_title"));
        assert_eq!(near("GRÖßE"), Some("größe"));
    }

    #[test]
    fn slips_of_the_keyboard() {
        assert_eq!(near("industy"), Some("industry"));
        assert_eq!(near("job_tittle"), Some("job_title"));
        assert_eq!(near("emial"), Some("email"));
        assert_eq!(near("GRÖSSE"), Some("größe"), "two edits of six letters");
        assert_eq!(near("comapny_sizes"), Some("company_size"));
    }

    #[test]
    fn words_in_another_order() {
        assert_eq!(near("title_job"), Some("job_title"));
        assert_eq!(nearest("open_email", ["email_open", "email_opt"]), Some("email_open"));
    }

    #[test]
    fn a_part_only_where_it_is_one_candidate() {
        assert_eq!(near("title"), Some("job_title"));
        assert_eq!(near("work_phone"), Some("phone"));
        assert_eq!(near("size"), Some("company_size"));
        assert_eq!(near("comp"), None, "half a word is no word");
        assert_eq!(nearest("contact", ["contact_id", "contact_name"]), None);
    }

    #[test]
    fn far_names_get_nothing() {
        assert_eq!(near("favourite_colour"), None);
        assert_eq!(near("x"), None);
        assert_eq!(nearest("a", ["b"]), None);
        assert_eq!(near(""), None);
        assert_eq!(nearest("email", []), None);
        assert_eq!(nearest("email", ["email"]), None);
    }

    #[test]
    fn ties_do_not_depend_on_the_order() {
        assert_eq!(nearest("cat", ["car", "cap"]), Some("cap"));
        assert_eq!(nearest("cat", ["cap", "car"]), Some("cap"));
        assert_eq!(nearest("cat", ["bat", "cab"]), Some("cab"), "the first letter is rarely the wrong one");
        assert_eq!(nearest("JobTitle", ["job_title", "jobtitle"]), Some("jobtitle"));
    }

    #[test]
    fn names_without_letters_are_compared_as_they_are() {
        assert_eq!(nearest("__", ["--"]), None);
        assert_eq!(nearest("___", ["__"]), Some("__"));
        assert_eq!(nearest("日本", ["日本語"]), Some("日本語"));
    }

    #[test]
    fn very_long_names_and_many_candidates_are_bounded() {
        let long = "x".repeat(1_000_000);
        let longer = format!("{long}y");
        assert_eq!(nearest(&long, [longer.as_str()]), None);
        let many: Vec<String> = (0..100_000).map(|i| format!("field_number_{i}")).collect();
        assert_eq!(nearest("feild_number_777", many.iter().map(String::as_str)), Some("field_number_777"));
    }
}
