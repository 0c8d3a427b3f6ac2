//! Laying out generated programs: they mean what they meant, and laying them out again changes nothing.

use crate::support::check;
use crate::support::program::program;
use crate::support::tape::{Tape, tapes};
use proptest::prelude::*;
use scoreline::plan;
use scoreline::source::SourceId;
use scoreline::syntax::{parse, print};

/// How many choices a program may take.
const PROGRAM_CHOICES: usize = 300;

/// The text laid out; it has to be readable.
fn printed(text: &str) -> String {
    let parsed = parse(SourceId(0), text);
    let findings: Vec<&str> = parsed.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(findings.is_empty(), "{findings:?} in\n{text}");
    print::print(&parsed.file, text)
}

/// What a text means: nothing of its layout is part of a plan's hash.
fn meaning(text: &str) -> Option<String> {
    check(text).rules.map(|rules| plan::lower(&rules).hash())
}

/// Blanks, line ends and comments where they mean nothing.
fn shaken(text: &str, choices: Vec<u16>) -> String {
    let mut tape = Tape::new(choices);
    let mut shaken = String::new();
    for line in text.lines() {
        shaken.push_str(tape.pick(&["", "  ", "\t", "\n", "\n\n\n", "# above\n", "  #own\n\n"]));
        shaken.push_str(line.trim_start());
        shaken.push_str(tape.pick(&["", " ", "\t ", "   # beside", "#close"]));
        shaken.push_str(tape.pick(&["\n", "\r\n"]));
    }
    shaken
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_layout_keeps_words_and_meaning(choices in tapes(PROGRAM_CHOICES), shakes in tapes(PROGRAM_CHOICES)) {
        let text = program(choices);
        let shaken = shaken(&text, shakes);
        let once = printed(&shaken);
        prop_assert!(print::keeps_all(&shaken, &once), "words or comments are lost\n{}\n---\n{}", shaken, once);
        prop_assert_eq!(printed(&once), once.clone());
        let wanted = meaning(&text);
        prop_assert_eq!(meaning(&shaken), wanted.clone(), "{}", shaken);
        prop_assert_eq!(meaning(&once), wanted, "{}", once);
    }
}
