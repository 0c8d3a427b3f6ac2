//! Every ```` ```score ```` block of the documentation is a whole file that is clean, and whose tests pass.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A block of a page.
struct Block {
    /// `language-3.score`: page and position.
    name: String,
    rules: String,
}

fn page(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("the page is there")
}

fn blocks(page_name: &str) -> Vec<Block> {
    let stem = Path::new(page_name).file_stem().expect("a page has a name").to_string_lossy().to_lowercase();
    let page = page(page_name);
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    for line in page.lines() {
        match (&mut open, line) {
            (None, "```score") => open = Some(String::new()),
            (Some(rules), "```") => {
                found.push(Block { name: format!("{stem}-{}.score", found.len() + 1), rules: std::mem::take(rules) });
                open = None;
            }
            (Some(rules), _) => {
                rules.push_str(line);
                rules.push('\n');
            }
            (None, _) => {}
        }
    }
    assert!(open.is_none(), "{page_name}: a block is not closed");
    found
}

/// Writes the blocks of a page into a folder of their own.
fn written(page_name: &str) -> (PathBuf, usize) {
    let blocks = blocks(page_name);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("docs-{}", page_name.replace('/', "-")));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder below target");
    for block in &blocks {
        std::fs::write(folder.join(&block.name), &block.rules).expect("a block is written");
    }
    (folder, blocks.len())
}

fn succeeds(folder: &Path, args: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_scoreline"))
        .args(args)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .expect("the binary that cargo built starts");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{} {args:?}\n{said}", folder.display());
}

/// The reference shows one construct at a time: such rules need not be whole.
const FRAGMENTS: &str = "[lints]\nendless-rule = \"off\"\ntier-beyond-points = \"off\"\n";

fn holds(page_name: &str, n_blocks_min: usize) {
    let (folder, n_blocks) = written(page_name);
    if page_name == "docs/language.md" {
        std::fs::write(folder.join("scoreline.toml"), FRAGMENTS).expect("the folder is there");
    }
    assert!(n_blocks >= n_blocks_min, "{page_name} has {n_blocks} blocks");
    succeeds(&folder, &["check", "--deny", "warnings", "."]);
    succeeds(&folder, &["test", "."]);
}

#[test]
fn the_language_page_holds() {
    holds("docs/language.md", 18);
}

#[test]
fn the_readme_holds() {
    holds("README.md", 1);
}

/// The explanation that the README shows is the one that the shipped example prints.
#[test]
fn the_readme_shows_a_real_explanation() {
    let expected = page("examples/b2b-lead/expected.out");
    let readme = page("README.md");
    let shown = readme.split("```console\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a console block");
    let body: String = shown.lines().skip(1).map(|line| format!("{line}\n")).collect();
    assert!(expected.starts_with(&body) && body.lines().count() > 10, "README.md shows\n{body}\nnot\n{expected}");
}

/// The differences that the page on `diff` shows are those of its two blocks.
#[test]
fn the_diff_page_shows_real_differences() {
    holds("docs/diff.md", 2);
    let (folder, _) = written("docs/diff.md");
    let output = Command::new(env!("CARGO_BIN_EXE_scoreline"))
        .args(["diff", "diff-1.score", "diff-2.score"])
        .current_dir(&folder)
        .output()
        .expect("the binary that cargo built starts");
    let shown = page("docs/diff.md");
    let shown = shown.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a text block");
    assert_eq!(String::from_utf8_lossy(&output.stdout), shown);
    assert_eq!(output.status.code(), Some(1));
}
