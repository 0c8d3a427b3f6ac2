//! Lints in `check`: levels, comments, exit codes, every format.

use super::run::Folder;

const NEVER: &str = "size >= 500 and size < 100 => +20\n";

#[test]
fn a_lint_is_a_warning_until_the_project_says_otherwise() {
    let folder = Folder::with(&[("a.score", NEVER)]);
    let ran = folder.run("check a.score --format concise").code(0);
    assert!(ran.stdout.starts_with("a.score:1:17: warning[W0905] `size >= 500` and `size < 100` never hold together"));
    folder.run("check a.score --deny warnings").code(1);
    folder.write("scoreline.toml", "[lints]\nnever-holds = \"error\"\n");
    assert!(folder.run("check a.score --format concise").code(1).stdout.contains("error[W0905]"));
    folder.write("scoreline.toml", "[lints]\nW0905 = \"note\"\n");
    assert!(folder.run("check a.score --format concise --deny warnings").code(0).stdout.contains("note[W0905]"));
    folder.write("scoreline.toml", "[lints]\nnever-holds = \"off\"\n");
    assert_eq!(folder.run("check a.score --format concise --deny warnings").code(0).stdout, "");
}

#[test]
fn levels_that_mean_nothing_are_told() {
    let folder = Folder::with(&[("a.score", NEVER), ("scoreline.toml", "[lints]\nnever-hold = \"off\"\n")]);
    let ran = folder.run("check a.score").code(2);
    assert!(ran.stderr.contains("no finding is called `never-hold`"), "{}", ran.stderr);
    assert!(ran.stderr.contains("did you mean `never-holds`?"), "{}", ran.stderr);
    folder.write("scoreline.toml", "[lints]\nnever-holds = \"loud\"\n");
    assert!(folder.run("check a.score").code(2).stderr.contains("`loud` is no level"));
    folder.write("scoreline.toml", "[lints]\nunknown-field = \"off\"\n");
    assert!(folder.run("check a.score").code(2).stderr.contains("`unknown-field` is always an error"));
}

#[test]
fn a_comment_with_a_reason_allows_what_stands_beside_it() {
    let beside = NEVER.replace('\n', "   # allow never-holds: to come\n");
    let above = format!("# allow W0905: to come\n\n# sizes\n{NEVER}");
    for text in [beside, above] {
        let folder = Folder::with(&[("a.score", &text)]);
        assert_eq!(folder.run("check a.score --format concise").code(0).stdout, "", "{text}");
    }
    let elsewhere = format!("{NEVER}\nsize > 3 => +1  # allow never-holds: to come\n");
    let folder = Folder::with(&[("a.score", &elsewhere)]);
    let stdout = folder.run("check a.score --format concise").code(0).stdout;
    assert!(stdout.contains("W0905") && stdout.contains("W0918"), "{stdout}");
    let folder = Folder::with(&[("a.score", &NEVER.replace('\n', " # allow never-holds\n"))]);
    let stdout = folder.run("check a.score --format concise").code(0).stdout;
    assert!(stdout.contains("W0917") && !stdout.contains("W0905"), "{stdout}");
}

#[test]
fn every_format_carries_the_finding_its_level_and_its_witness() {
    let folder = Folder::with(&[("a.score", NEVER)]);
    for (format, parts) in [
        ("text", ["warning[W0905]", "contact { size: 500 }"]),
        ("json", ["\"severity\": \"warning\"", "contact { size: 500 }"]),
        ("jsonl", ["\"severity\":\"warning\"", "contact { size: 500 }"]),
        ("sarif", ["\"level\": \"warning\"", "W0905"]),
        ("github", ["::warning ", "W0905"]),
        ("gitlab", ["\"severity\": \"minor\"", "W0905"]),
        ("junit", ["<testcase", "W0905"]),
    ] {
        let stdout = folder.run(&format!("check a.score --format {format}")).code(0).stdout;
        assert!(parts.iter().all(|part| stdout.contains(part)), "{format}: {stdout}");
    }
}
