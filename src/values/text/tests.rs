use super::fold_table::FOLD_ROWS;
use super::*;
use proptest::prelude::*;

fn every_char() -> impl Iterator<Item = char> {
    '\0'..=char::MAX
}

#[test]
fn folds_one_character_to_one() {
    assert_eq!(fold("ΟΔΟΣ ς STRASSE ẞ İI ı K Å ſ µ"), "οδοσ σ strasse ß İi ı k å s μ");
    assert!(matches!(fold("ceo straße 漢字"), Cow::Borrowed(_)));
    assert_eq!(fold("Ünïcode"), "ünïcode");
}

#[test]
fn the_table_is_ascending_and_complete() {
    assert!(FOLD_ROWS.is_sorted_by(|a, b| a.last < b.first));
    assert!(FOLD_ROWS.iter().all(|row| row.first <= row.last && (row.last - row.first) % row.stride == 0));
    let pairs: Vec<(char, char)> = fold_pairs().collect();
    assert_eq!(pairs.len(), 1_484, "1,453 common and 31 simple mappings");
    assert!(pairs.is_sorted());
    assert!(pairs.iter().all(|(c, folded)| c != folded && fold_char(*folded) == *folded), "folding twice adds nothing");
    let by_looking: Vec<(char, char)> = every_char().map(|c| (c, fold_char(c))).filter(|(c, to)| c != to).collect();
    assert_eq!(pairs, by_looking);
}

/// Where upper and lower case are one character to one in the standard library, folding agrees with it, but for the
/// few characters that fold away from their own lower case, and those newer than the pinned version.
#[test]
fn folding_agrees_with_upper_and_lower_case() {
    let one = |mut cased: Box<dyn Iterator<Item = char>>| cased.next().filter(|_| cased.next().is_none());
    let lower = |c: char| one(Box::new(c.to_lowercase()));
    let upper = |c: char| one(Box::new(c.to_uppercase()));
    for (c, folded) in fold_pairs() {
        let same_letter = [lower(c), upper(c)].contains(&Some(folded))
            || upper(c).and_then(lower) == Some(folded)
            || upper(folded) == Some(c)
            || upper(c).is_none();
        assert!(same_letter, "{c} folds to {folded}");
    }
    let letters = every_char().take_while(|c| *c < '\u{a7c0}');
    for c in letters.filter(|c| lower(*c).is_some_and(|to| to != *c && upper(to) == Some(*c))) {
        // Cherokee folds to its capitals, which were there first.
        if !('\u{13a0}'..='\u{13f5}').contains(&c) {
            assert_eq!(Some(fold_char(c)), lower(c), "{c}");
        }
    }
}

/// The standard library knows the same property; should it ever change, ours stays pinned and this test says so.
#[test]
fn white_space_is_the_pinned_list() {
    let by_looking: Vec<char> = every_char().filter(|c| is_white_space(*c)).collect();
    assert_eq!(by_looking, WHITE_SPACE);
    let of_std: Vec<char> = every_char().filter(|c| c.is_whitespace()).collect();
    assert_eq!(of_std, WHITE_SPACE);
}

#[test]
fn trims_every_white_space_and_nothing_else() {
    let around: String = WHITE_SPACE.iter().collect();
    assert_eq!(trim(&format!("{around}a{around}b{around}")), format!("a{around}b"));
    assert!(is_blank(&around) && is_blank(""));
    assert!(!is_blank("\u{200b}") && !is_blank("\u{feff}"), "zero width is not blank");
    assert_eq!(folded("\u{a0}CEO\t"), "ceo");
}

#[test]
fn separators_are_the_written_list() {
    assert!(SEPARATOR_RANGES.is_sorted_by(|a, b| a.1 < b.0) && SEPARATOR_RANGES.iter().all(|(a, b)| a <= b));
    let listed = |c: char| SEPARATOR_RANGES.iter().any(|(first, last)| (*first..=*last).contains(&c));
    for c in every_char() {
        assert_eq!(is_separator(c), listed(c), "{c:?}");
    }
    for c in (0..128u8).map(char::from) {
        assert_eq!(is_separator(c), !(c.is_ascii_alphanumeric() || c == '_'), "{c:?}");
    }
    assert!(WHITE_SPACE.iter().all(|c| is_separator(*c)));
    // No letter and no digit of any script stands between words.
    assert!(every_char().filter(|c| is_separator(*c)).all(|c| !c.is_alphanumeric()));
    for c in "/-–—…’“”«»·¿¡§®™₁_‿ªº²½々〆〇、。「」・！／：［＿｝｡".chars()
    {
        let inside = "™₁_‿ªº²½々〆〇＿".contains(c);
        assert_eq!(is_separator(c), !inside, "{c:?}");
    }
    assert!(!is_separator('\u{200c}') && !is_separator('\u{200d}') && is_separator('\u{200b}'));
}

#[test]
fn finds_whole_words() {
    let has = |text: &str, phrase: &str| has_word(&word_form(&folded(text)), &word_form(&folded(phrase)));
    for text in ["CEO", "CEO/Founder", "the CEO's", "CEO—Founder", "(ceo)", "Co-CEO", "CEO\u{a0}", "创始人、CEO"]
    {
        assert!(has(text, "CEO"), "{text}");
    }
    for text in ["CEO_2", "ceos", "director", "éceo", "CEO2", ""] {
        assert!(!has(text, "CEO"), "{text}");
    }
    assert!(!has("director", "cto") && "director".contains("cto"));
    assert!(has("Senior Vice President", "vice president"));
    assert!(has("Vice-President", "vice president"), "every separator is one blank");
    assert!(!has("Vice  President", "vice president"), "runs are not merged");
    assert!(!has("CEO - Founder", "CEO Founder") && has("CEO - Founder", "CEO - Founder"));
    assert!(has("C++ developer", "C++") && !has("I know C", "C++"));
}

proptest! {
    #[test]
    fn a_text_has_each_of_its_words(words in prop::collection::vec("[a-zéß_0-9]{1,4}", 1..6), which: prop::sample::Index) {
        let word = which.get(&words).clone();
        let text = words.join("/");
        prop_assert!(has_word(&word_form(&text), &word_form(&word)));
        // Taken letter for letter, no longer word is found.
        let longer = format!("{word}x");
        prop_assert_eq!(has_word(&word_form(&text), &word_form(&longer)), words.contains(&longer));
    }

    #[test]
    fn word_forms_are_as_long_as_their_texts(text in ".{0,20}") {
        let form = word_form(&text);
        prop_assert_eq!(form.chars().count(), text.chars().count() + 2);
        prop_assert_eq!(word_form(&form), format!(" {form} "));
    }

    #[test]
    fn folding_keeps_the_count_of_characters(text in ".{0,20}") {
        prop_assert_eq!(fold(&text).chars().count(), text.chars().count());
        let folded = fold(&text);
        prop_assert_eq!(fold(&folded), folded.clone());
    }
}
