//! Scoring models with unusual but legal combinations of what the language has, worked out by hand in their own tests:
//! `tests/models/*.score` are clean, laid out, and hold.

use std::path::Path;
use std::process::Command;

/// How many models there are at least.
const N_MODELS: usize = 20;

fn succeeds(args: &[&str]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models");
    let output = Command::new(env!("CARGO_BIN_EXE_scoreline"))
        .args(args)
        .current_dir(&folder)
        .env("NO_COLOR", "1")
        .output()
        .expect("the binary that cargo built starts");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{args:?}\n{said}");
}

#[test]
fn all_models_are_there() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models");
    let files = std::fs::read_dir(folder).expect("the models are there").map(|entry| entry.expect("a file").path());
    let n = files.filter(|path| path.extension().is_some_and(|end| end == "score")).count();
    assert!(n >= N_MODELS, "only {n} models");
}

#[test]
fn models_are_clean() {
    succeeds(&["check", "."]);
}

#[test]
fn models_are_laid_out() {
    succeeds(&["fmt", "--check", "."]);
}

#[test]
fn models_hold() {
    succeeds(&["test", "."]);
}
