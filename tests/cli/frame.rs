//! What all commands share: help, usage, exit codes, colours, pipes, man pages, completions.

use super::run::Folder;
use super::score::smallest;
use std::io::Read;

const COMMANDS: &[&str] =
    &["init", "check", "error", "fmt", "plan", "score", "explain", "test", "diff", "completions", "man"];

#[test]
fn every_command_has_help_with_an_example() {
    let folder = Folder::new();
    for command in COMMANDS {
        let help = folder.run(&format!("{command} --help")).code(0).stdout;
        assert!(help.contains(&format!("  scoreline {command}")), "{command} --help has no example:\n{help}");
        let short = folder.run(&format!("{command} -h")).code(0).stdout;
        assert!(short.contains("Usage: scoreline"), "{short}");
    }
    let help = folder.run("--help").code(0).stdout;
    for command in COMMANDS {
        assert!(help.contains(&format!("\n  {command} ")), "--help does not name {command}");
    }
}

#[test]
fn wrong_usage_ends_with_2() {
    let folder = Folder::new();
    for arguments in
        ["", "scores", "score --top many a.score", "explain a.score", "check --format xml", "plan", "score"]
    {
        let ran = folder.run(arguments).code(2);
        assert!(ran.stdout.is_empty(), "{arguments}: {}", ran.stdout);
        assert!(!ran.stderr.is_empty(), "{arguments}");
    }
}

#[test]
fn an_unreadable_file_ends_with_2_and_says_path_and_cause() {
    let folder = Folder::with(&[("folder/notes.txt", "")]);
    for arguments in ["check no.score", "plan no.score", "test no.score", "score no.score --contacts c"] {
        let ran = folder.run(arguments).code(2);
        let told = "error: cannot read `no.score`: there is no such file\nhelp: check the spelling, and the folder you are in\n";
        assert_eq!(ran.stderr, told, "{arguments}");
    }
    let ran = folder.run("check folder").code(2);
    assert!(ran.stderr.starts_with("error: there is no `.score` file in `folder`"), "{}", ran.stderr);
    let ran = folder.run("check *.score").code(2);
    assert!(ran.stderr.starts_with("error: no file fits the pattern `*.score`"), "{}", ran.stderr);
    let ran = folder.run("plan folder").code(2);
    assert!(ran.stderr.starts_with("error: cannot read `folder`: it is a folder"), "{}", ran.stderr);
}

#[test]
fn completions_come_for_every_shell() {
    let folder = Folder::new();
    let signs = [
        ("bash", "complete -F"),
        ("zsh", "#compdef scoreline"),
        ("fish", "complete -c scoreline"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion"),
    ];
    for (shell, sign) in signs {
        let script = folder.run(&format!("completions {shell}")).code(0).stdout;
        assert!(script.contains(sign), "{shell}: {script}");
        assert!(script.contains("on-bad-record"), "{shell} knows the flags of score");
    }
    folder.run("completions tcsh").code(2);
}

#[test]
fn man_pages_are_printed_and_written() {
    let folder = Folder::new();
    assert!(folder.run("man").code(0).stdout.contains(".TH scoreline 1"));
    let page = folder.run("man score").code(0).stdout;
    assert!(page.contains("on\\-bad\\-record") && page.contains("scoreline score lead.score"), "{page}");
    assert!(folder.run("man sql").code(2).stderr.starts_with("error: there is no command `sql`\n"));
    folder.run("man --dir pages").code(0);
    for command in COMMANDS {
        let page = folder.read(&format!("pages/scoreline-{command}.1"));
        assert!(page.contains(&format!("scoreline\\-{command}")), "{page}");
    }
    assert!(folder.has("pages/scoreline.1"));
}

#[test]
fn codes_are_listed_and_explained() {
    let folder = Folder::new();
    let list = folder.run("error").code(0).stdout;
    assert!(list.starts_with("E01"), "{list}");
    let page = folder.run("error e0701").code(0).stdout;
    assert!(page.starts_with("# E0701: "), "{page}");
    assert_eq!(folder.run("error failed-expectation").code(0).stdout, page);
    let ran = folder.run("error E07011").code(2);
    assert!(ran.stderr.starts_with("error: there is no code `E07011`\nhelp: did you mean `E0701`?"), "{}", ran.stderr);
}

#[test]
fn a_closed_pipe_is_success() {
    let folder = smallest();
    let score = "score lead.score --contacts contacts.ndjson --as-of 2026-11-01";
    for arguments in ["error", "man", "completions bash", "check lead.score --format json", "plan lead.score", score] {
        let words: Vec<&str> = arguments.split(' ').collect();
        let mut child = folder.command(&words).spawn().expect("the binary starts");
        drop(child.stdout.take());
        let status = child.wait().expect("the binary ends");
        let mut stderr = String::new();
        child.stderr.take().expect("stderr is a pipe").read_to_string(&mut stderr).expect("stderr is UTF-8");
        assert_eq!(status.code(), Some(0), "{arguments}: {stderr}");
        assert!(!stderr.contains("panicked") && !stderr.contains("pipe"), "{arguments}: {stderr}");
    }
}

#[test]
fn colours_are_for_terminals_and_for_who_asks() {
    let folder = Folder::with(&[("lead.score", "job_titel = \"CEO\" => 20 points\n")]);
    let plain = folder.run("check lead.score").code(1).stdout;
    assert!(!plain.contains('\x1b'), "a pipe gets no colours: {plain}");
    assert!(folder.run("check lead.score --color always").code(1).stdout.contains('\x1b'));
    assert!(folder.run("--color=always check lead.score").code(1).stdout.contains('\x1b'));
    let no_color = |value: &str| {
        let mut command = folder.command(&["check", "lead.score", "--color", value]);
        let output = command.env("NO_COLOR", "1").output().expect("the binary runs");
        output.stdout.contains(&0x1b)
    };
    assert!(!no_color("auto"), "NO_COLOR counts");
    assert!(no_color("always"), "a flag outweighs NO_COLOR");
    assert!(!folder.run("check lead.score --color never").code(1).stdout.contains('\x1b'));
    assert!(folder.run("score --help --color always").code(0).stdout.contains('\x1b'));
    assert!(!folder.run("score --help --color never").code(0).stdout.contains('\x1b'));
}
