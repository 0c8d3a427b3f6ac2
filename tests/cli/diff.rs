//! `scoreline diff`.

use super::run::Folder;
use super::schema::assert_fits;
use serde_json::Value;
use std::process::Command;

const OLD: &str = "use \"free.score\"\nscore lead {\n  job_title has word \"CEO\" => +20\n  domain in free => -5\n  tiers { hot >= 20, cold }\n}\n";
const NEW: &str = "use \"free.score\"\nscore lead {\n  domain in free => -5\n  job_title has word \"ceo\" => +25\n  tiers { hot >= 20, cold }\n}\n";
const FREE: &str = "let free = [\"gmail.com\"]\n";

fn git(folder: &Folder, args: &str) {
    let words = args.split(' ').filter(|word| !word.is_empty());
    let settings = ["-c", "user.name=a", "-c", "user.email=a@b.test", "-c", "commit.gpgsign=false"];
    let output = Command::new("git").args(settings).args(words).current_dir(folder.path()).output();
    assert!(output.expect("git is there").status.success(), "git {args}");
}

#[test]
fn a_changed_award_is_told_in_each_format() {
    let folder = Folder::with(&[("old.score", OLD), ("new.score", NEW), ("free.score", FREE)]);
    let text = folder.run("diff old.score new.score").code(1).stdout;
    assert!(text.starts_with("1 difference in meaning from `old.score` to `new.score`: 1 changed\n"), "{text}");
    assert!(text.contains("~ rule lead.2 of lead: job_title has word \"ceo\"   (new.score:4)\n"), "{text}");
    assert!(text.ends_with("    award: +20 -> +25\n"), "{text}");
    let markdown = folder.run("diff old.score new.score --format md").code(1).stdout;
    assert!(markdown.contains("| `+20` | `+25` |\n"), "{markdown}");
    let json: Value =
        serde_json::from_str(&folder.run("diff old.score new.score --format json").code(1).stdout).expect("JSON");
    assert_fits(&json, "diff");
    assert_eq!(json["changes"][0]["details"][0]["after"], "+25", "{json:#}");
    assert_eq!(json["changes"][0]["old"]["line"], 3, "{json:#}");
    assert_eq!(json["summary"]["changed"], 1);
}

#[test]
fn what_means_the_same_is_clean() {
    let renamed = OLD.replace("job_title has", "boss: job_title has").replace("-5", "-5.0");
    let folder = Folder::with(&[("old.score", OLD), ("new.score", &renamed), ("free.score", FREE)]);
    let ran = folder.run("diff old.score new.score").code(0);
    assert_eq!(ran.stdout, "`new.score` means the same as `old.score`: no score can differ\n");
    let json: Value =
        serde_json::from_str(&folder.run("diff old.score new.score --format json").code(0).stdout).expect("JSON");
    assert_fits(&json, "diff");
    assert_eq!(json["same"], true);
}

#[test]
fn a_commit_is_read_with_all_it_uses() {
    let folder = Folder::with(&[("rules/lead.score", OLD), ("rules/free.score", FREE)]);
    git(&folder, "init -q");
    git(&folder, "add .");
    git(&folder, "commit -qm one");
    folder.write("rules/free.score", "let free = [\"gmail.com\", \"web.de\"]\n");
    let ran = folder.run("diff git:HEAD rules/lead.score").code(1);
    assert!(ran.stdout.contains("~ list free\n    content: \"web.de\" (added)\n"), "{}", ran.stdout);
    git(&folder, "mv rules/lead.score rules/leads.score");
    folder.run("diff git:HEAD:rules/lead.score git:HEAD:rules/lead.score").code(0);
    let missing = folder.run("diff git:HEAD rules/leads.score").code(2);
    assert!(missing.stderr.contains("the commit has no such file"), "{}", missing.stderr);
    let unknown = folder.run("diff git:nowhere rules/leads.score").code(2);
    assert!(unknown.stderr.contains("git knows no commit `nowhere`"), "{}", unknown.stderr);
    folder.run("diff git:--help rules/leads.score").code(2);
    folder.run("diff git:HEAD -").code(2);
}

#[test]
fn rules_with_mistakes_are_told() {
    let folder = Folder::with(&[("old.score", OLD), ("new.score", "score {\n"), ("free.score", FREE)]);
    let ran = folder.run("diff old.score new.score").code(1);
    assert!(ran.stdout.is_empty() && ran.stderr.contains("new.score:"), "{}{}", ran.stdout, ran.stderr);
    folder.run("diff gone.score old.score").code(2);
}
