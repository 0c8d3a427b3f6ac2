use super::class::{complement, fold_range, merged};
use super::*;
use crate::values::text::{fold, fold_char, folded};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Where a match of `node` that starts at `from` may end, from the meaning of each construct; slow and obvious.
fn ends(node: &PatternNode, text: &[char], from: usize) -> BTreeSet<usize> {
    let one = |holds: bool, to: usize| if holds { BTreeSet::from([to]) } else { BTreeSet::new() };
    let next = |holds: &dyn Fn(char) -> bool| one(text.get(from).is_some_and(|c| holds(*c)), from + 1);
    match node {
        PatternNode::Empty => one(true, from),
        PatternNode::Literal(c) => next(&|t| t == *c),
        PatternNode::Any => next(&|t| t != '\n'),
        PatternNode::Class { ranges, negated } => {
            next(&|t| ranges.iter().any(|(first, last)| *first <= t && t <= *last) != *negated)
        }
        PatternNode::Start => one(from == 0, from),
        PatternNode::End => one(from == text.len(), from),
        PatternNode::Sequence(nodes) => nodes.iter().fold(one(true, from), |at, node| step(node, text, &at)),
        PatternNode::Either(nodes) => nodes.iter().flat_map(|node| ends(node, text, from)).collect(),
        PatternNode::Repeat { node, min, max } => {
            let mut at = (0..*min).fold(one(true, from), |at, _| step(node, text, &at));
            let mut all = at.clone();
            // More rounds than the text has characters reach nothing new.
            for _ in 0..max.map_or(text.len() as u32, |max| max - min) {
                at = step(node, text, &at);
                all.extend(&at);
            }
            all
        }
    }
}

fn step(node: &PatternNode, text: &[char], at: &BTreeSet<usize>) -> BTreeSet<usize> {
    at.iter().flat_map(|from| ends(node, text, *from)).collect()
}

fn matches_slowly(node: &PatternNode, text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    (0..=text.len()).any(|from| !ends(node, &text, from).is_empty())
}

fn char_of_few() -> impl Strategy<Value = char> {
    prop::sample::select("abcA-\n é_09K]^".chars().collect::<Vec<_>>())
}

fn node() -> impl Strategy<Value = PatternNode> {
    let range = (char_of_few(), char_of_few()).prop_map(|(a, b)| (a.min(b), a.max(b)));
    let class = (prop::collection::vec(range, 1..4), any::<bool>());
    let leaf = prop_oneof![
        4 => char_of_few().prop_map(PatternNode::Literal),
        1 => Just(PatternNode::Any),
        1 => Just(PatternNode::Empty),
        1 => Just(PatternNode::Start),
        1 => Just(PatternNode::End),
        3 => class.prop_map(|(ranges, negated)| PatternNode::Class { ranges: merged(ranges), negated }),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let repeated =
            inner.clone().prop_filter("ends do not repeat", |n| !matches!(n, PatternNode::Start | PatternNode::End));
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(PatternNode::Sequence),
            prop::collection::vec(inner, 2..4).prop_map(PatternNode::Either),
            (repeated, 0u32..3, prop::option::of(0u32..3)).prop_map(|(node, min, more)| PatternNode::Repeat {
                node: Box::new(node),
                min,
                max: more.map(|more| min + more),
            }),
        ]
    })
}

fn text_of_few() -> impl Strategy<Value = String> {
    prop::collection::vec(char_of_few(), 0..8).prop_map(String::from_iter)
}

proptest! {
    #[test]
    fn what_is_shown_reads_back_and_matches_as_it_should(node in node(), texts in prop::collection::vec(text_of_few(), 8)) {
        let shown = node.to_string();
        let pattern = Pattern::parse(&shown, false);
        let pattern = pattern.map_err(|e| TestCaseError::fail(format!("{shown:?}: {e}")))?;
        prop_assert_eq!(pattern.node(), &node, "{}", shown);
        for text in texts {
            prop_assert_eq!(pattern.is_match(&text), matches_slowly(&node, &text), "{:?} on {:?}", shown, text);
        }
    }

    #[test]
    fn folding_both_sides_finds_whatever_the_case(node in node(), text in text_of_few()) {
        let pattern = Pattern::parse(&node.to_string(), true).unwrap();
        let text = fold(&text).into_owned();
        prop_assert_eq!(pattern.is_match(&text), matches_slowly(pattern.node(), &text));
        let again = Pattern::parse(&pattern.node().to_string(), true).unwrap();
        prop_assert_eq!(pattern.node(), again.node());
    }

    #[test]
    fn no_text_is_a_panic(text in ".{0,30}|[-a(|)*+?{}0-9,.^$\\[\\]\\\\dWs]{0,30}", on in ".{0,20}", folded: bool) {
        match Pattern::parse(&text, folded) {
            Ok(pattern) => { pattern.is_match(&on); }
            Err(error) => prop_assert!(error.at_byte as usize <= text.len() && text.is_char_boundary(error.at_byte as usize)),
        }
    }

    #[test]
    fn ranges_fold_as_their_characters_do(a: char, length in 0u32..2_000) {
        let last = (a as u32..=(a as u32).saturating_add(length)).filter_map(char::from_u32).next_back().unwrap();
        let by_char = merged((a..=last).map(|c| (fold_char(c), fold_char(c))).collect());
        prop_assert_eq!(fold_range((a, last)), by_char);
    }

    #[test]
    fn a_complement_is_every_other_character(ranges in prop::collection::vec((any::<char>(), any::<char>()), 0..5), probe: char) {
        let ranges = merged(ranges.into_iter().map(|(a, b)| (a.min(b), a.max(b))).collect());
        let rest = complement(&ranges);
        let has = |ranges: &[(char, char)], c: char| ranges.iter().any(|(first, last)| *first <= c && c <= *last);
        let edges = ranges.iter().flat_map(|(a, b)| [*a, *b]);
        for c in edges.chain(rest.iter().flat_map(|(a, b)| [*a, *b])).chain([probe, '\0', char::MAX, '\u{d7ff}', '\u{e000}']) {
            prop_assert_ne!(has(&ranges, c), has(&rest, c), "{:?}", c);
        }
        prop_assert_eq!(complement(&rest), ranges);
    }
}

fn exact(text: &str) -> Pattern {
    Pattern::parse(text, false).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn means_what_the_page_says() {
    for (pattern, yes, no) in [
        ("ceo|cto", &["ceo", "xctox"][..], &["coo", ""][..]),
        ("^a.c$", &["abc", "aéc", "a c"], &["a\nc", "abcd", "ac"]),
        // The end is the end of the text, not before a last line feed; a dollar is no line end.
        ("c$", &["abc"], &["abc\n", "c\nd"]),
        ("^b", &["b"], &["a\nb"]),
        (r"^\d{2,3}$", &["12", "123"], &["1", "1234", "١٢"]),
        (r"^\w+$", &["a_9", "AZ"], &["é", "a b", ""]),
        (r"^\s$", &[" ", "\t", "\u{b}", "\u{c}", "\r", "\n"], &["\u{a0}", "\u{85}"]),
        (r"^\D\W\S$", &["é-é"], &["1-a", "aaa", "a- "]),
        ("^[^a]$", &["\n", "é", "b"], &["a", ""]),
        ("^[-a]+$", &["-a"], &["b"]),
        ("^[a-]+$", &["-a"], &["b"]),
        (r"^[a\-z]+$", &["-az"], &["b"]),
        (r"^[\]\\^]+$", &["]\\^"], &["b"]),
        (r"^[\d.]+$", &["1.5"], &["1,5"]),
        (r"^[^\W_]+$", &["aZ9"], &["_", "é"]),
        ("^(ab){2}$", &["abab"], &["ab", "ababab"]),
        ("^(?:ab)+$", &["abab"], &["aba"]),
        ("^(a|)b$", &["ab", "b"], &["aab"]),
        ("^a{0}b{0,0}$", &[""], &["a"]),
        (r"\/blog\/", &["/blog/x"], &["blog"]),
        (r"\.pdf$", &["x.pdf"], &["xpdf"]),
    ] {
        let pattern = exact(pattern);
        assert!(yes.iter().all(|text| pattern.is_match(text)), "{} {yes:?}", pattern.text());
        assert!(!no.iter().any(|text| pattern.is_match(text)), "{} {no:?}", pattern.text());
    }
}

#[test]
fn folds_literals_and_ranges_but_not_what_negation_leaves() {
    let on = |pattern: &str, text: &str| Pattern::parse(pattern, true).unwrap().is_match(&folded(text));
    assert!(on("^CEO$", " ceo ") && on("^ceo$", "CEO") && on("ΣΑΣ", "σας"));
    assert!(on("^[A-Z]+$", "ceo") && on("^[a-z]+$", "CEO") && on("^[Z-a]$", "A"));
    assert!(!on("^[^A-Z]$", "a") && !on("^[^a-z]$", "A"));
    // The Kelvin sign folds to k, which is a word character; everything else but words does not become one.
    assert!(on(r"^\w$", "\u{212a}") && !on(r"^\W$", "k") && !on(r"^[\W]$", "K"));
    assert!(!exact("^[A-Z]+$").is_match("ceo"));
}

#[test]
fn says_what_is_wrong_and_where() {
    let deep = "(".repeat(51) + "a" + &")".repeat(51);
    for (pattern, at_byte, what) in [
        ("", 0, "empty"),
        ("é(a", 2, "`(` is not closed"),
        ("a)b", 1, "`)` closes nothing"),
        ("[a", 0, "`[` is not closed"),
        ("a[]b]", 2, "at least one character"),
        ("[^]", 2, "at least one character"),
        ("[[:alpha:]]", 1, r"`\[`"),
        ("[z-a]", 1, "write `a-z`"),
        (r"[a-\d]", 1, "from one character to another"),
        (r"[^\d\D]", 0, "no character is left"),
        ("*a", 0, "nothing stands before this `*`"),
        ("a|+", 2, "nothing stands before this `+`"),
        ("a**", 2, "repeat of a repeat"),
        ("a+?", 2, "repeat of a repeat"),
        ("^*", 0, "cannot be repeated"),
        ("(^){2}", 0, "cannot be repeated"),
        ("a{", 1, "how often"),
        ("a{x}", 1, "how often"),
        ("a{,3}", 1, "how often"),
        ("a{256}", 1, "at most 255"),
        ("a{2,256}", 1, "at most 255"),
        ("a{99999999999999999999}", 1, "at most 255"),
        ("a{3,2}", 1, "smaller one"),
        ("a]", 1, r"write `\]`"),
        ("a}", 1, r"write `\}`"),
        (r"a\", 1, "has to follow"),
        (r"[\", 1, "has to follow"),
        (r"\bceo\b", 0, "`has word`"),
        (r"\1", 0, r"`\1` is not known"),
        (r"\p{L}", 0, r"`\p` is not known"),
        ("(?=a)", 0, "`(?` is not known"),
        ("(?i)a", 0, "`(?` is not known"),
        ("(a{255}){255}", 8, "too large"),
        ("((a{99}){99}|b)", 8, "too large"),
        (&deep, 50, "at most 50 deep"),
    ] {
        let error = Pattern::parse(pattern, true).expect_err(pattern);
        assert!(error.what.contains(what), "{pattern}: {}", error.what);
        assert_eq!(error.at_byte, at_byte, "{pattern}: {}", error.what);
    }
}

/// Patterns that bring backtracking to its knees, and the largest that are let in, on long texts.
#[test]
fn stays_linear_on_hostile_patterns() {
    let many = "a".repeat(6_000);
    for (pattern, found) in [
        ("^(a+)+$", true),
        ("^(a|a)*$", true),
        ("^(a*)*b$", false),
        ("(a?){99}a{99}$", true),
        ("((((a*)*)*)*)*c", false),
        ("(.*,){11}P", false),
        ("[^b]{0,99}b", false),
        ("(()|a)+x", false),
    ] {
        assert_eq!(exact(pattern).is_match(&many), found, "{pattern}");
    }
    assert!(Pattern::parse(&"(".repeat(100_000), true).is_err());
    for repeated in ["a", "|", "()", "[a-z]"] {
        assert!(Pattern::parse(&repeated.repeat(100_000), true).is_err(), "{repeated}");
    }
    assert!(Pattern::parse(&format!("{}{}", "(a{1,255}".repeat(50), "){1,255}".repeat(50)), true).is_err());
    assert!(exact(&"a".repeat(PATTERN_SIZE_MAX as usize)).is_match(&many));
    let classes = "[^b-y]{255}".repeat(4);
    assert!(exact(&classes).is_match(&many));
}

#[test]
fn patterns_are_equal_by_text_and_folding() {
    assert_eq!(exact("a"), exact("a"));
    assert_ne!(exact("a"), Pattern::parse("a", true).unwrap());
    assert_ne!(exact("a"), exact("b"));
    assert!(exact("a").clone().is_match("cab"));
}
