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
