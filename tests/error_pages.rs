//! The pages of `docs/errors/`: each has its form, its example gives exactly its code, its fix is clean, and its words, like those
//! of the findings, are those of the people who read it.

#[path = "mistakes/style.rs"]
mod style;

use std::fs;
use std::path::Path;

use scoreline::diag::{Code, Levels, apply_safe_fixes};
use scoreline::lint;
use scoreline::typed::check::{self, Checked, LoadError, Loaded, Loader};
use style::{breaches, prose, strange};

/// Codes about size, whose example would fill a book: their pages describe it.
const TOO_LARGE: &[Code] = &[Code::TooManyFindings, Code::TooManyUnreadable];

/// A page cut into its parts.
struct Page {
    heading: String,
    what: String,
    why: String,
    example: Block,
    fix: Block,
}

/// The rules under a heading: the text in the fence `score`, and other files it uses, in fences `score NAME`.
#[derive(Default, Debug)]
struct Block {
    rules: Vec<String>,
    files: Vec<(String, String)>,
}

/// Cuts a page apart; everything it must have, it has.
fn page(code: Code) -> Page {
    let text = code.page();
    let (front, rest) = text.split_once("\n## Example\n").unwrap_or_else(|| panic!("{code}: no `## Example`"));
    let (example, fix) =
        rest.split_once("\n## Fix\n").unwrap_or_else(|| panic!("{code}: no `## Fix` after the example"));
    let paragraph = |mark: &str| {
        let found = front.split("\n\n").find_map(|paragraph| paragraph.trim().strip_prefix(mark));
        found.unwrap_or_else(|| panic!("{code}: no paragraph that begins with {mark}")).trim().to_owned()
    };
    Page {
        heading: front.lines().next().unwrap_or("").to_owned(),
        what: paragraph("**What.**"),
        why: paragraph("**Why.**"),
        example: blocks(code, example),
        fix: blocks(code, fix).with_files_of(&blocks(code, example)),
    }
}

fn blocks(code: Code, section: &str) -> Block {
    let mut block = Block::default();
    let mut fences = section.split("```");
    fences.next();
    while let Some(fence) = fences.next() {
        let (kind, body) = fence.split_once('\n').unwrap_or_else(|| panic!("{code}: an empty fence"));
        match kind.strip_prefix("score").or(kind.strip_prefix("text ")).or(kind.strip_prefix("csv ")).map(str::trim) {
            Some("") => block.rules.push(body.to_owned()),
            Some(name) => block.files.push((name.to_owned(), body.to_owned())),
            None => panic!("{code}: a fence of kind `{kind}`; rules stand in fences `score`"),
        }
        assert!(fences.next().is_some(), "{code}: a fence without an end");
    }
    block
}

impl Block {
    /// A fix may use the files that stand in the example.
    fn with_files_of(mut self, example: &Block) -> Block {
        self.files.extend(example.files.iter().cloned());
        self
    }
}

/// The files of a block, for its rules to use.
impl Loader for Block {
    fn load(&self, _from: &str, path: &str) -> Result<Loaded, LoadError> {
        let rules = self.rules.first().filter(|_| path == RULES);
        let text = rules.or(self.files.iter().find(|(name, _)| name == path).map(|(_, text)| text));
        let loaded = |text: &String| Loaded { name: path.to_owned(), text: text.clone() };
        text.map(loaded).ok_or(LoadError::NotFound)
    }
}

/// The name of a block's rules.
const RULES: &str = "rules.score";

fn check(block: &Block) -> Checked {
    check::check(RULES, &block.rules[0], block, &[])
}

/// Pages of lints are about rules of which nothing else is to be said; those of other codes show one thing in few lines.
fn check_for(code: Code, block: &Block) -> Checked {
    let checked = check(block);
    if !code.is_lint() {
        return checked;
    }
    Checked { diagnostics: lint::findings(&checked, &Levels::default()), ..checked }
}

/// The pages whose example can be checked.
fn checked_pages() -> impl Iterator<Item = (Code, Page)> {
    Code::ALL.iter().filter(|code| !TOO_LARGE.contains(code)).map(|code| (*code, page(*code)))
}

/// Findings as people read them, for the messages of failed tests.
fn listed(checked: &Checked) -> String {
    checked.diagnostics.iter().map(|finding| format!("\n  {} {}", finding.code, finding.message)).collect()
}

#[test]
fn every_example_gives_its_code_and_no_other() {
    let mut wrong = Vec::new();
    for (code, page) in checked_pages() {
        let checked = check_for(code, &page.example);
        // SQL, records, tests and comparisons come after the check, which then finds nothing.
        let later = ["E05", "E06", "E0701", "E08", "W07", "W08"];
        let expected = (!later.iter().any(|later| code.number().starts_with(later))).then_some(code);
        if !checked.diagnostics.iter().map(|finding| finding.code).eq(expected) {
            wrong.push(format!("{code}: its example gives{}", listed(&checked)));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_fix_is_clean() {
    let mut wrong = Vec::new();
    for (code, page) in checked_pages() {
        let checked = check_for(code, &page.fix);
        if !checked.diagnostics.is_empty() {
            wrong.push(format!("{code}: its fix gives{}", listed(&checked)));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn safe_fixes_of_the_examples_leave_nothing_to_find() {
    let mut wrong = Vec::new();
    for (code, page) in checked_pages() {
        let checked = check_for(code, &page.example);
        for (file, text) in apply_safe_fixes(&checked.diagnostics, &checked.sources).texts {
            if checked.sources.name(file) == RULES {
                let after = check_for(code, &Block { rules: vec![text.clone()], files: page.example.files.clone() });
                if !after.diagnostics.is_empty() {
                    wrong.push(format!("{code}: after its safe fix, {text:?} gives{}", listed(&after)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn findings_keep_the_style_of_messages() {
    let mut wrong = Vec::new();
    for (code, page) in checked_pages() {
        for finding in &check_for(code, &page.example).diagnostics {
            wrong.extend(breaches(finding).into_iter().map(|breach| format!("{code}: {breach}")));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_page_has_its_parts() {
    for code in Code::ALL.iter().copied() {
        let page = page(code);
        assert_eq!(page.heading, format!("# {code}: {}", code.title()));
        for (part, text) in [("what", &page.what), ("why", &page.why)] {
            assert!(text.ends_with('.') && text.len() > 40, "{code}: {part} is no full sentence: {text}");
        }
        for (part, block) in [("example", &page.example), ("fix", &page.fix)] {
            let n_rules = if TOO_LARGE.contains(&code) { 0 } else { 1 };
            assert_eq!(
                block.rules.len(),
                n_rules,
                "{code}: {part} has one fence `score`; other files are `score NAME`"
            );
        }
        if TOO_LARGE.contains(&code) {
            continue;
        }
        assert_ne!(page.example.rules, page.fix.rules, "{code}: the fix changes nothing");
    }
}

#[test]
fn every_page_belongs_to_a_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/errors");
    for entry in fs::read_dir(folder).expect("the folder of pages can be read") {
        let name = entry.expect("entries can be read").file_name().into_string().expect("plain names");
        let number = name.strip_suffix(".md").unwrap_or_else(|| panic!("{name} is no page"));
        assert!(Code::ALL.iter().any(|code| code.number() == number), "{name} has no code");
    }
}

#[test]
fn pages_speak_the_readers_language() {
    for code in Code::ALL.iter().copied() {
        // User text in backquotes and rules may say what they like.
        let text: String = code.page().split("```").step_by(2).collect();
        assert_eq!(strange(&prose(&text)), None, "{code}: a compiler's word");
    }
}

#[test]
fn strange_words_are_found() {
    assert_eq!(strange("an unexpected Token."), Some("token"));
    assert_eq!(strange("two strings, one text"), Some("string"));
    assert_eq!(strange("the tokenised stringency of a text"), None);
}
