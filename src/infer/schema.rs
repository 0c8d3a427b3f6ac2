//! The declarations as a rules file.

use super::model::{Block, Blocks, Declared, Head};
use crate::diag::one_line;
use crate::source::SourceId;
use crate::syntax::print::print;
use crate::syntax::words::is_plain_name;

/// Columns that a comment line may have.
const WIDTH: usize = 116;

/// The text of the file, laid out as `fmt` does it.
pub fn schema(blocks: &Blocks, intro: &[String]) -> String {
    let mut text = String::new();
    intro.iter().for_each(|line| comment(&mut text, "", line));
    for block in &blocks.all {
        text.push('\n');
        one(&mut text, block);
    }
    let parsed = crate::syntax::parse(SourceId(0), &text);
    debug_assert!(parsed.findings.is_empty(), "{text}\n{:?}", parsed.findings);
    if parsed.findings.is_empty() { print(&parsed.file, &text) } else { text }
}

fn one(text: &mut String, block: &Block) {
    block.intro.iter().for_each(|line| comment(text, "", line));
    let head = match &block.head {
        Head::Kind(kind) if kind == "contact" => kind.clone(),
        Head::Kind(kind) => format!("record {}", name(kind)),
        Head::Activity(ty) => format!("activity {}", name(ty)),
    };
    if block.fields.is_empty() && block.links.is_empty() && block.outro.is_empty() {
        text.push_str(&format!("{head} {{}}\n"));
        return;
    }
    text.push_str(&format!("{head} {{\n"));
    block.fields.iter().for_each(|field| declared(text, field));
    for (link, note) in &block.links {
        text.push_str(&format!("  {link}  # {}\n", one_line(note)));
    }
    block.outro.iter().for_each(|line| comment(text, "  ", line));
    text.push_str("}\n");
}

fn declared(text: &mut String, field: &Declared) {
    field.notes.iter().for_each(|note| comment(text, "  ", note));
    field.asks.iter().for_each(|ask| comment(text, "  ", &format!("ask: {ask}")));
    text.push_str(&format!("  {}: {}  # {}\n", path(&field.name), field.ty, one_line(&field.behind)));
}

/// A comment over as many lines as it takes.
fn comment(text: &mut String, indent: &str, line: &str) {
    let mut width = usize::MAX;
    for word in one_line(line).split(' ').filter(|word| !word.is_empty()) {
        let n = word.chars().count() + 1;
        if width == usize::MAX || width + n > WIDTH {
            if width != usize::MAX {
                text.push('\n');
            }
            text.push_str(indent);
            text.push('#');
            width = indent.len() + 1;
        }
        text.push(' ');
        text.push_str(word);
        width += n;
    }
    if width != usize::MAX {
        text.push('\n');
    }
}

/// A path of names as the language writes it.
pub fn path(names: &[String]) -> String {
    names.iter().map(|part| name(part)).collect::<Vec<_>>().join(".")
}

/// A name, in backquotes where the language wants them.
pub fn name(name: &str) -> String {
    if is_plain_name(name) { name.to_owned() } else { format!("`{name}`") }
}
