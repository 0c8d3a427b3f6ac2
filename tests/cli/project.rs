//! `init`, and that what it makes runs as it is.

use super::run::Folder;

const RECORDS: &str = "--contacts contacts.ndjson --activities activities.ndjson --as-of 2026-11-01";

#[test]
fn a_new_project_passes_its_own_ci() {
    let folder = Folder::new();
    let ran = folder.run("init").code(0);
    assert!(ran.stdout.is_empty() && ran.stderr.contains("next: scoreline score lead.score"), "{}", ran.stderr);
    let check = folder.run("check --deny warnings --format github").code(0);
    assert_eq!(check.stdout, "");
    let test = folder.run("test").code(0);
    assert!(test.stdout.ends_with("4 tests passed, 0 failed\n"), "{}", test.stdout);
    insta::assert_snapshot!(folder.run(&format!("score lead.score {RECORDS} --format table")).code(0).stdout);
    insta::assert_snapshot!(folder.run(&format!("explain lead.score {RECORDS} --contact c-1")).code(0).stdout);
}

#[test]
fn the_readme_of_a_new_project_tells_the_truth() {
    let folder = Folder::new();
    folder.run("init leads").code(0);
    let readme = folder.read("leads/README.md");
    let commands = readme.lines().filter_map(|line| line.strip_prefix("scoreline "));
    let mut n = 0;
    for command in commands {
        let words: Vec<&str> = command.split_whitespace().collect();
        let output = folder.command(&words).current_dir(folder.path().join("leads")).output().expect("the binary runs");
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        n += 1;
    }
    assert_eq!(n, 4);
}

#[test]
fn nothing_is_overwritten() {
    let folder = Folder::with(&[("leads/crm.score", "mine")]);
    let ran = folder.run("init leads").code(2);
    assert_eq!(
        ran.stderr,
        "error: `leads/crm.score` is there already; nothing was written\nhelp: name a new folder: `scoreline init lead-scoring`\n"
    );
    assert_eq!(folder.read("leads/crm.score"), "mine");
    assert!(!folder.has("leads/lead.score"));
}
