//! Printing keeps the tree and every comment, and printing twice changes nothing.

use super::{keeps_all, print};
use crate::source::SourceId;
use crate::syntax::parse;
use std::path::{Path, PathBuf};

/// Lays a text out that can be read.
fn printed(text: &str) -> String {
    let parsed = parse(SourceId(0), text);
    let findings: Vec<&str> = parsed.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(findings.is_empty(), "{findings:?} in\n{text}");
    print(&parsed.file, text)
}

/// The tree as text, without places and without what stands around entries.
fn tree(text: &str) -> String {
    let shown = format!("{:?}", parse(SourceId(0), text).file);
    without_trivia(&without_spans(&shown))
}

/// Leaves out every `Span { .. }`.
fn without_spans(shown: &str) -> String {
    without(shown, "Span {", '{', '}')
}

/// Leaves out every `Trivia { .. }` and every list of blank lines and comments after a block.
fn without_trivia(shown: &str) -> String {
    let shown = without(shown, "Trivia {", '{', '}');
    without(&shown, "end: [", '[', ']')
}

fn without(shown: &str, start: &str, open: char, close: char) -> String {
    let mut kept = String::new();
    let mut rest = shown;
    while let Some(at) = rest.find(start) {
        kept.push_str(&rest[..at]);
        let after = &rest[at + start.len()..];
        let mut depth = 1;
        let mut quoted = false;
        let mut escaped = false;
        let mut end = after.len();
        for (offset, c) in after.char_indices() {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = quoted,
                '"' => quoted = !quoted,
                c if !quoted && c == open => depth += 1,
                c if !quoted && c == close => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                end = offset + close.len_utf8();
                break;
            }
        }
        rest = &after[end..];
    }
    kept.push_str(rest);
    kept
}

/// Printing `text` holds what it promises; `name` is for the message.
fn holds(name: &str, text: &str) {
    let once = printed(text);
    assert!(keeps_all(text, &once), "{name}: words or comments are lost\n{text}\n---\n{once}");
    assert_eq!(tree(text), tree(&once), "{name}: the tree changes\n{once}");
    assert_eq!(printed(&once), once, "{name}: printing twice changes more");
    assert!(once.lines().all(|line| line == line.trim_end()), "{name}: blanks at a line's end\n{once}");
    assert!(!once.contains("\n\n\n") && !once.starts_with('\n') && !once.ends_with("\n\n"), "{name}:\n{once}");
}

/// Every rules text of the repository that can be read, by name.
fn texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for folder in ["examples", "tests/clauses", "tests/rules", "src/cli/starter", "docs"] {
        collect(&root.join(folder), &mut texts);
    }
    texts.retain(|(_, text)| parse(SourceId(0), text).findings.is_empty());
    texts
}

fn collect(folder: &Path, texts: &mut Vec<(String, String)>) {
    let entries = std::fs::read_dir(folder).expect("a folder of the repository");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    for path in paths {
        let name = path.display().to_string();
        let read = || std::fs::read_to_string(&path).expect("a text of the repository");
        match path.extension().and_then(|extension| extension.to_str()) {
            _ if path.is_dir() => collect(&path, texts),
            Some("score") => texts.push((name, read())),
            Some("md") => {
                let page = read();
                let blocks = page.split("```score").skip(1).filter_map(|rest| rest.split("```").next());
                texts.extend(
                    blocks.map(|block| (name.clone(), block.split_once('\n').map_or("", |(_, rest)| rest).to_owned())),
                );
            }
            _ => {}
        }
    }
}

#[test]
fn every_text_of_the_repository_holds() {
    let texts = texts();
    assert!(texts.len() > 100, "only {} texts are found", texts.len());
    for (name, text) in texts {
        holds(&name, &text);
    }
}

#[test]
fn line_ends_of_other_systems_and_a_mark_at_the_start_go() {
    assert_eq!(printed("\u{feff}a   =>  +1 # x\r\n\r\n\r\nb=>+1\r\n"), "a => +1   # x\n\nb => +1\n");
    assert_eq!(printed(""), "");
    assert_eq!(printed("\n\n# only this\n\n\n"), "# only this\n");
}

#[test]
fn what_lines_up_and_what_does_not() {
    let text =
        "a => +1 \"one\"\nlonger_name => +10, once \"two\"\n# between\nb => +1\n\nlong_name => +1\ndecay 9d\nc=>-1\n";
    let wanted = "a           => +1          \"one\"\nlonger_name => +10, once   \"two\"\n# between\nb => +1\n\nlong_name => +1\ndecay 9d\nc => -1\n";
    assert_eq!(printed(text), wanted);
}

#[test]
fn one_long_head_does_not_push_the_others() {
    let long = format!("{} == \"x\"", "f".repeat(70));
    let text = format!("a => +1\n{long} => +1\nlonger => +1\n");
    assert_eq!(printed(&text), format!("a      => +1\n{long} => +1\nlonger => +1\n"));
}

#[test]
fn long_conditions_break_at_every_and_outside_brackets() {
    let part = |name: &str| format!("({name} == \"{0}\" or {name} == \"{0}{0}\")", "x".repeat(12));
    let text = format!("segment s when {} and {} and {}\n", part("first_field"), part("second_field"), part("third"));
    let once = printed(&text);
    assert_eq!(once.lines().count(), 3, "{once}");
    assert!(once.lines().skip(1).all(|line| line.starts_with("    and (")), "{once}");
    holds("a long condition", &text);
}

#[test]
fn what_comes_for_the_rest_stays_beside_its_comma() {
    let name = "f".repeat(50);
    let text = format!("{name} => {name} for the first 2, {name} for the rest, once, up to 5\n");
    assert_eq!(printed(&text), format!("{name} => {name} for the first 2, {name} for the rest,\n    once, up to 5\n"));
    holds("a long award", &text);
}

#[test]
fn short_blocks_stand_as_the_author_put_them() {
    let text =
        "score s {\n  match f { > 5 => +1, else => 0 }\n  match f {\n    > 5  => +1\n    else => 0\n  }   \"why\"\n}\n";
    assert_eq!(printed(text), text);
    let value = "y".repeat(105);
    let wide = format!("x => match f {{ \"{value}\" => 5, else => 0 }}\n");
    assert_eq!(printed(&wide), format!("x => match f {{\n  \"{value}\" => 5\n  else => 0\n}}\n"));
}

#[test]
fn signs_stand_by_their_values() {
    let text = "score s {\nrange -50..points\nrange ..100\na=>-1,down to -30\nalways=>1-2- -x*-(y)\nf in -5..-1 or t[a]<yes_no=>+1\n}\ncontact { x:yes / no }\n";
    let wanted = [
        "score s {",
        "  range -50..points",
        "  range ..100",
        "  a                            => -1, down to -30",
        "  always                       => 1 - 2 - -x * -(y)",
        "  f in -5..-1 or t[a] < yes_no => +1",
        "}",
        "contact { x: yes/no }",
        "",
    ];
    assert_eq!(printed(text), wanted.join("\n"));
    holds("signs", text);
}

mod perturbed {
    use super::*;
    use crate::syntax::scan::{PieceKind, scan};
    use proptest::prelude::*;

    /// Blanks, blank lines and comments put where they mean nothing; `choices` says where and which.
    fn shaken(text: &str, choices: &[u8]) -> String {
        let pieces = scan(text);
        let mut choices = choices.iter().copied().cycle();
        let mut shaken = String::new();
        let mut end = 0;
        let mut commented = false;
        for piece in &pieces {
            let choice = choices.next().unwrap_or(0);
            let between = &text[end..piece.start];
            shaken.push_str(if between.is_empty() { "" } else { [" ", "  ", "\t", "    "][usize::from(choice % 4)] });
            if piece.kind == PieceKind::LineEnd {
                if !commented && choice % 7 == 0 {
                    shaken.push_str(" # beside");
                }
                shaken.push_str(if choice % 5 == 0 { "\r\n" } else { "\n" });
                shaken.push_str(["", "", "", "\n", "\n\n\n", "# above\n", "  #own\n\n"][usize::from(choice % 7)]);
            } else {
                shaken.push_str(piece.text(text));
            }
            commented = piece.kind == PieceKind::Comment;
            end = piece.end;
        }
        shaken
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn texts_hold(which in any::<prop::sample::Index>(), choices in prop::collection::vec(any::<u8>(), 1..40)) {
            let texts = small_texts();
            let (name, text) = &texts[which.index(texts.len())];
            let shaken = shaken(text, &choices);
            holds(name, &shaken);
            assert_eq!(tree(text), tree(&shaken), "{name}: shaking is harmless\n{shaken}");
        }
    }

    fn small_texts() -> &'static [(String, String)] {
        static TEXTS: std::sync::OnceLock<Vec<(String, String)>> = std::sync::OnceLock::new();
        TEXTS.get_or_init(|| texts().into_iter().filter(|(_, text)| text.len() < 6_000).collect())
    }
}
