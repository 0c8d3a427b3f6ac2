//! `scoreline fmt`

use super::run::Folder;

const LOOSE: &str = "job_title==\"CEO\"=>+20 # boss\nbounce => -10\n";
const LAID_OUT: &str = "job_title == \"CEO\" => +20   # boss\nbounce             => -10\n";

#[test]
fn files_are_laid_out_in_place() {
    let folder = Folder::with(&[("a.score", LOOSE), ("b/c.score", LAID_OUT), ("notes.txt", LOOSE)]);
    let ran = folder.run("fmt").code(0);
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", "laid out 1 file of 2 files\n"));
    assert_eq!(folder.read("a.score"), LAID_OUT);
    assert_eq!(folder.read("notes.txt"), LOOSE);
    assert_eq!(folder.run("fmt --check").code(0).stderr, "2 files laid out already\n");
}

#[test]
fn check_names_what_is_not_laid_out_and_changes_nothing() {
    let folder = Folder::with(&[("a.score", LOOSE), ("b.score", LAID_OUT)]);
    assert_eq!(folder.run("fmt --check").code(1).stdout, "a.score is not laid out\n");
    assert_eq!(folder.read("a.score"), LOOSE);
    folder.write("windows.score", &LAID_OUT.replace('\n', "\r\n"));
    assert!(folder.run("fmt --check windows.score").code(1).stdout.contains("windows.score"));
}

#[test]
fn diff_shows_and_changes_nothing() {
    let folder = Folder::with(&[("a.score", LOOSE)]);
    let shown = folder.run("fmt --diff").code(0).stdout;
    let wanted = format!(
        "--- a/a.score\n+++ b/a.score\n@@ -1,2 +1,2 @@\n{}{}",
        LOOSE.lines().map(|line| format!("-{line}\n")).collect::<String>(),
        LAID_OUT.lines().map(|line| format!("+{line}\n")).collect::<String>(),
    );
    assert_eq!(shown, wanted);
    assert_eq!(folder.run("fmt --check --diff").code(1).stdout, wanted);
    assert_eq!(folder.read("a.score"), LOOSE);
}

#[test]
fn stdin_goes_to_stdout() {
    let folder = Folder::new();
    let ran = folder.run_with(&["fmt", "-"], LOOSE).code(0);
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), (LAID_OUT, ""));
    assert_eq!(folder.run_with(&["fmt", "-", "--check"], LOOSE).code(1).stdout, "- is not laid out\n");
}

#[test]
fn files_with_mistakes_are_told_and_left_alone() {
    let wrong = "score s {\nbounce   => -10\n";
    let folder = Folder::with(&[("a.score", LOOSE), ("wrong.score", wrong)]);
    let ran = folder.run("fmt").code(1);
    assert!(ran.stderr.contains("wrong.score"), "{}", ran.stderr);
    assert_eq!(folder.read("wrong.score"), wrong);
    assert_eq!(folder.read("a.score"), LAID_OUT, "the others are laid out");
    folder.run("fmt no.score").code(2);
}
