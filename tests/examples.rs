//! Every folder of `examples/` is a specimen: its `cmd` prints `expected.out`, its rules are clean, laid out and tested.
//!
//! `SCORELINE_UPDATE=1 cargo test --test examples` writes the expected files anew; read their diff.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

fn scoreline(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_scoreline"))
        .args(args)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .expect("the binary that cargo built starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("output is UTF-8")
}

/// Folders below `examples/` that hold a `cmd`, by name.
fn folders_with_cmd() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(examples())
        .expect("examples/ is there")
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.join("cmd").is_file())
        .collect();
    folders.sort();
    folders
}

#[test]
fn each_cmd_prints_what_is_expected() {
    let folders = folders_with_cmd();
    assert!(folders.len() >= 4, "the four examples are found, not {folders:?}");
    for folder in folders {
        let cmd = std::fs::read_to_string(folder.join("cmd")).expect("cmd is readable");
        let words: Vec<&str> = cmd.split_whitespace().collect();
        assert_eq!(words[0], "scoreline", "{}", folder.display());
        let output = scoreline(&folder, &words[1..]);
        assert!(output.status.success(), "{}: {}", folder.display(), text(&output.stderr));
        let printed = text(&output.stdout);
        let expected = folder.join("expected.out");
        if std::env::var_os("SCORELINE_UPDATE").is_some() {
            std::fs::write(&expected, &printed).expect("expected.out can be written");
        }
        let wanted = std::fs::read_to_string(&expected).expect("expected.out is there");
        assert_eq!(printed, wanted, "{}", folder.display());
    }
}

/// Passes if the command succeeds on all of `examples/`; shows what it said if not.
fn succeeds_on_all_examples(args: &[&str]) {
    let output = scoreline(&examples(), args);
    assert!(output.status.success(), "{args:?}\n{}\n{}", text(&output.stdout), text(&output.stderr));
}

#[test]
fn all_rules_are_free_of_errors() {
    succeeds_on_all_examples(&["check", "."]);
}

#[test]
fn all_rules_are_laid_out() {
    succeeds_on_all_examples(&["fmt", "--check", "."]);
}

#[test]
fn all_tests_pass() {
    succeeds_on_all_examples(&["test", "."]);
}

#[test]
fn each_model_has_two_tests_and_numbers_its_rules() {
    let mut n_models = 0;
    for entry in std::fs::read_dir(examples().join("models")).expect("examples/models is there") {
        let path = entry.expect("a readable entry").path();
        if path.extension().is_none_or(|extension| extension != "score") {
            continue;
        }
        n_models += 1;
        let rules = std::fs::read_to_string(&path).expect("a model is readable");
        let n_tests = rules.lines().filter(|line| line.starts_with("test \"")).count();
        assert!(n_tests >= 2, "{} has {n_tests} tests", path.display());
        assert!(
            rules.contains("\"rule 1") || rules.contains("\"rules 1"),
            "{} numbers its rules in the reasons",
            path.display()
        );
    }
    assert_eq!(n_models, 25);
}
