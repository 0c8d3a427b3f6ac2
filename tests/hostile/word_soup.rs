//! The rules of this repository with words and signs deleted, doubled, swapped, put in from elsewhere, and cut anywhere.
//!
//! Unlike slips in bytes, such texts still look like rules, so they reach what is said to mistakes: thousands of lines
//! that nobody wrote and that nearly mean something. `PROPTEST_RNG_SEED=7 SOUPS=10000 cargo test --test hostile soup`
//! cooks others, and as many as wanted.

use super::any_text::texts;
use super::attack::{Attack, attack, withstand_here};
use proptest::prelude::*;
use proptest::sample::Index;
use scoreline::diag::apply_safe_fixes;
use scoreline::typed::check::{NoFiles, check};

/// Soups where nobody asks for more.
const N_SOUPS: u32 = 120;

/// Words of other tools and of prose, and signs that the rules do not have.
const FOREIGN: &[&str] = &[
    "IF(",
    "AND(",
    "COUNTIF(",
    "TODAY()",
    "score",
    "=",
    "=>",
    "==",
    ";",
    ":",
    "-",
    "..",
    "'",
    "\u{201c}",
    "`",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ",",
    "+5",
    "-10",
    "1,000",
    "1e3",
    "3",
    "30d",
    "30 days",
    "last month",
    "2026-01-01",
    "2026-01-01T00:00",
    "10%",
    "is not",
    "isn't",
    "does not contain",
    "like",
    "between",
    "at least",
    "times",
    "per week",
    "expires after",
    "forever",
    "no",
    "each",
    "for",
    "then",
    "else",
    "or",
    "and",
    "not",
    "in",
    "is",
    "where",
    "since",
    "before",
    "within",
    "without",
    "decay",
    "once",
    "up to",
    "down to",
    "any(",
    "count(",
    "sum(",
    "match",
    "first",
    "tiers",
    "case",
    "default",
    "\"a\"",
    "'a'",
    "é",
    "🦀",
    "\n",
];

#[derive(Clone, Debug)]
enum Stir {
    Delete(Index),
    Double(Index),
    Swap(Index, Index),
    Foreign(Index, usize),
    /// A word from another place of the rules.
    Borrow(Index, Index),
    Join(Index),
}

fn stir() -> impl Strategy<Value = Stir> {
    prop_oneof![
        any::<Index>().prop_map(Stir::Delete),
        any::<Index>().prop_map(Stir::Double),
        (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Stir::Swap(a, b)),
        (any::<Index>(), 0..FOREIGN.len()).prop_map(|(at, word)| Stir::Foreign(at, word)),
        (any::<Index>(), any::<Index>()).prop_map(|(at, from)| Stir::Borrow(at, from)),
        any::<Index>().prop_map(Stir::Join),
    ]
}

/// Words, figures, texts, signs, and the blanks between them, each on its own.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let sort = |c: char| match c {
        c if c.is_alphanumeric() || c == '_' => 0,
        ' ' => 1,
        _ => 2,
    };
    for c in text.chars() {
        match words.last_mut() {
            Some(last) if last.chars().next_back().is_some_and(|end| sort(end) == sort(c) && sort(c) < 2) => {
                last.push(c)
            }
            _ => words.push(c.to_string()),
        }
    }
    words
}

fn stirred(mut words: Vec<String>, stir: &Stir) -> Vec<String> {
    let n_words = words.len();
    if n_words == 0 {
        return words;
    }
    match stir {
        Stir::Delete(at) => drop(words.remove(at.index(n_words))),
        Stir::Double(at) => {
            let word = words[at.index(n_words)].clone();
            words.insert(at.index(n_words), word);
        }
        Stir::Swap(a, b) => words.swap(a.index(n_words), b.index(n_words)),
        Stir::Foreign(at, word) => words.insert(at.index(n_words), format!(" {} ", FOREIGN[*word])),
        Stir::Borrow(at, from) => {
            let word = words[from.index(n_words)].clone();
            words.insert(at.index(n_words), word);
        }
        Stir::Join(at) => {
            let at = at.index(n_words);
            if at + 2 < n_words {
                words.remove(at + 1);
            }
        }
    }
    words
}

/// Some lines of a file, so that most of a soup is what was stirred.
fn part(text: &str, from: &Index, n_lines: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let start = if lines.is_empty() { 0 } else { from.index(lines.len()) };
    lines[start..].iter().take(n_lines).map(|line| format!("{line}\n")).collect()
}

/// What safe fixes leave has no more of what they mend: applied again and again, they come to an end.
fn fixes_end(soup: &Attack) {
    let mut text = soup.text().to_owned();
    for _ in 0..8 {
        let checked = check("rules.score", &text, &NoFiles, &[]);
        let fixed = apply_safe_fixes(&checked.diagnostics, &checked.sources);
        match fixed.texts.into_iter().next() {
            Some((_, after)) if after != text => text = after,
            _ => return,
        }
    }
    let checked = check("rules.score", &text, &NoFiles, &[]);
    let more = apply_safe_fixes(&checked.diagnostics, &checked.sources).texts;
    assert!(more.len() < 2 && text.len() < soup.text().len() * 4 + 10_000, "fixes go on and on:\n{text}");
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("SOUPS").ok().and_then(|soups| soups.parse().ok()).unwrap_or(N_SOUPS),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn soup(
        which in any::<Index>(),
        from in any::<Index>(),
        n_lines in 1_usize..12,
        stirs in prop::collection::vec(stir(), 1..8),
        cut in prop::option::weighted(0.2, any::<Index>()),
    ) {
        let texts = texts();
        let text = String::from_utf8_lossy(&texts[which.index(texts.len())]).into_owned();
        let stirred = stirs.iter().fold(words(&part(&text, &from, n_lines)), stirred);
        let n_words = cut.map_or(stirred.len(), |cut| cut.index(stirred.len().max(1)));
        let soup = attack("soup", stirred[..n_words.min(stirred.len())].concat());
        withstand_here(&soup);
        fixes_end(&soup);
    }
}
