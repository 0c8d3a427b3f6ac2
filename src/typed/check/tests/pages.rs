//! Every page of this stage shows an example with exactly its code, and a fix without findings.

use super::{check_with, findings};
use crate::diag::Code;

/// A block of a page: what stands after the fence, and the text.
type Block<'t> = (&'t str, String);

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut open: Option<Block<'_>> = None;
    for line in text.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => open = Some((info, String::new())),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some((_, text)), None) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

#[test]
fn examples_give_their_code_and_fixes_are_clean() {
    let mut wrong = Vec::new();
    for code in Code::ALL.iter().filter(|code| {
        let number = code.number();
        let of_the_checker = ["E02", "E03", "E04", "E07"].contains(&&number[..3]) && number != "E0701";
        // The other lints are claims of `lint`; `tests/error_pages.rs` holds their pages.
        of_the_checker || ("W0901"..="W0904").contains(&number)
    }) {
        let blocks = blocks(code.page());
        let files: Vec<(&str, &str)> =
            blocks.iter().filter_map(|(info, text)| Some((info.split_once(' ')?.1, text.as_str()))).collect();
        let rules: Vec<&String> = blocks.iter().filter(|(info, _)| *info == "score").map(|(_, text)| text).collect();
        let [example, fix] = rules.as_slice() else {
            wrong.push(format!("{code}: a page has an example and a fix"));
            continue;
        };
        let checked = check_with(example, files.iter().copied());
        let codes: Vec<Code> = checked.diagnostics.iter().map(|finding| finding.code).collect();
        if codes != [*code] {
            wrong.push(format!("{code}: its example gives\n{}", findings(&checked)));
        }
        let fixed = check_with(fix, files.iter().copied());
        if !fixed.diagnostics.is_empty() || fixed.rules.is_none() {
            wrong.push(format!("{code}: its fix gives\n{}", findings(&fixed)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
