//! Commands on rules alone: `check`, `plan`, `test`.

use super::run::Folder;
use super::score::SMALLEST;
use serde_json::Value;

const WRONG: &str = "contact { job_title: text }\njob_titel == \"CEO\" => +20\n";

#[test]
fn all_findings_of_all_files_come_in_one_run() {
    let folder =
        Folder::with(&[("a.score", WRONG), ("b/c.score", WRONG), ("b/notes.txt", "no rules"), ("ok.score", SMALLEST)]);
    let ran = folder.run("check --format concise").code(1);
    let places: Vec<&str> = ran.stdout.lines().filter_map(|line| line.split(" error").next()).collect();
    assert_eq!(places, ["a.score:2:1:", "b/c.score:2:1:"], "{}", ran.stdout);
    folder.run("check ok.score").code(0);
    let from_stdin = folder.run_with(&["check", "-", "--format", "concise"], WRONG).code(1);
    assert!(from_stdin.stdout.starts_with("-:2:1: error[E02"), "{}", from_stdin.stdout);
}

#[test]
fn a_file_that_others_use_is_told_once() {
    let uses = "use \"shared/crm.score\"\njob_title == \"CEO\" => +20\n";
    let folder = Folder::with(&[
        ("a.score", uses),
        ("b.score", uses),
        ("shared/crm.score", "contact { job_title: text }\nlet unknown = nowhere.at_all\nactivity x {\n"),
    ]);
    let ran = folder.run("check --format concise").code(1);
    let told: Vec<&str> = ran.stdout.lines().filter(|line| line.contains("error[")).collect();
    let mut once = told.clone();
    once.dedup();
    assert_eq!(told, once);
    assert!(!told.is_empty() && told.iter().all(|line| line.starts_with("shared/crm.score:")), "{told:?}");
}

#[test]
fn findings_come_in_every_format() {
    let folder = Folder::with(&[("a.score", WRONG)]);
    for format in ["text", "concise", "github", "junit"] {
        let ran = folder.run(&format!("check a.score --format {format}")).code(1);
        assert!(ran.stdout.contains("job_titel"), "{format}: {}", ran.stdout);
    }
    for format in ["json", "sarif", "gitlab"] {
        let ran = folder.run(&format!("check a.score --format {format}")).code(1);
        let json: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{format}: {error}"));
        assert!(json.to_string().contains("job_titel"), "{format}: {json}");
        assert_eq!(ran.stderr, "", "{format}");
    }
    for line in folder.run("check a.score --format jsonl").code(1).stdout.lines() {
        serde_json::from_str::<Value>(line).expect("each line is JSON");
    }
    folder.run("check a.score --format sarif -o findings.sarif").code(1);
    assert!(folder.read("findings.sarif").contains("2.1.0"));
    assert_eq!(folder.names(), ["a.score", "findings.sarif"]);
}

#[test]
fn the_hash_of_a_plan_is_not_that_of_its_text() {
    let folder = Folder::with(&[
        ("a.score", SMALLEST),
        ("b.score", "# a comment\njob_title  ==  \"CEO\" => +20\nbounce => -10\n\ndecay 90d\n"),
        ("c.score", "job_title == \"CEO\" => +21\nbounce => -10\ndecay 90d\n"),
    ]);
    let hash = |name: &str| folder.run(&format!("plan {name} --hash")).code(0).stdout;
    assert_eq!(hash("a.score"), hash("b.score"));
    assert_ne!(hash("a.score"), hash("c.score"));
    assert!(folder.run("plan a.score").code(0).stdout.contains("bounce"));
    let json = folder.run("plan a.score --format json").code(0).stdout;
    serde_json::from_str::<Value>(&json).expect("the plan is JSON");
    assert!(folder.run("plan a.score --format dot").code(0).stdout.starts_with("digraph"));
    folder.run("plan a.score --hash --format dot").code(2);
}

#[test]
fn tests_pass_fail_and_say_why() {
    let rules = "ceo: job_title == \"CEO\" => +20\nbounce => -10\n";
    let test = |points: u32| {
        format!(
            "{rules}\ntest \"a CEO\" {{\n  as of 2026-11-01\n  contact {{ job_title: \"CEO\" }}\n  bounce {{ at: 1d ago }}\n  expect score == {points}\n}}\n"
        )
    };
    let folder = Folder::with(&[("good.score", &test(10)), ("bad.score", &test(12)), ("none.score", rules)]);
    let ran = folder.run("test good.score").code(0);
    assert!(ran.stdout.contains("passed  a CEO"), "{}", ran.stdout);
    let ran = folder.run("test bad.score").code(1);
    insta::assert_snapshot!(ran.stdout);
    let ran = folder.run("test").code(1);
    assert!(
        ran.stdout.ends_with("1 test passed, 1 failed\n") || ran.stdout.contains("1 test passed, 1 failed"),
        "{}",
        ran.stdout
    );
    let ran = folder.run("test none.score").code(0);
    assert!(ran.stderr.starts_with("note: no tests in 1 file"), "{}", ran.stderr);
    folder.run("test --name nobody").code(0);
    assert!(folder.run("test --format junit").code(1).stdout.contains("<failure"));
}
