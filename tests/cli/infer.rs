//! `infer`: what it writes checks, is laid out, and scores.

use super::run::Folder;
use std::path::Path;

const CONTACTS: &str =
    "id,Email,Job title,Size\nc-1,ada@x.com,CEO,900\nc-2,bob@y.com,Intern,\nc-3,eve@z.com,Select,12\n";
const MAIL: &str = "\
{\"recipient\":\"ADA@x.com\",\"event\":\"open\",\"ts\":1793520000}
{\"recipient\":\"ada@x.com\",\"event\":\"click\",\"ts\":1793520060,\"url\":\"/pricing\"}
{\"recipient\":\"bob@y.com\",\"event\":\"open\",\"ts\":1793520120}
";

fn folder() -> Folder {
    Folder::with(&[("crm/contacts.csv", CONTACTS), ("mail/a.ndjson", MAIL)])
}

#[test]
fn what_is_proposed_checks_and_scores() {
    let folder = folder();
    let ran = folder.run("infer --contacts crm/contacts.csv --activities mail --dir rules").code(0);
    assert_eq!(ran.stdout, "");
    insta::assert_snapshot!(ran.stderr);
    insta::assert_snapshot!(folder.read("rules/schema.score"));
    insta::assert_snapshot!(folder.read("rules/scoreline.toml"));
    let rules = "use \"schema.score\"\n`Job title` has word \"CEO\" => +20\n`Job title` is missing => -1\nSize >= 100 => +5\n\
                 open => +1\nclick where url == \"/pricing\" => +3\n";
    folder.write("rules/lead.score", rules);
    folder.run("check rules/lead.score").code(0);
    folder.run("fmt --check rules/schema.score").code(0);
    let scored = folder.run("score rules/lead.score --as-of 2027-01-01 --format csv").code(0);
    assert_eq!(scored.stdout, "id,score,excluded\nc-1,29,\nc-2,1,\nc-3,-1,\n");
}

#[test]
fn stdout_has_one_of_the_two() {
    let folder = folder();
    let schema = folder.run("infer --contacts crm/contacts.csv").code(0);
    assert!(schema.stdout.contains("\ncontact {\n"), "{}", schema.stdout);
    let project = folder.run("infer --contacts crm/contacts.csv --toml").code(0);
    assert!(project.stdout.contains("\n[[contacts]]\n"), "{}", project.stdout);
    let piped = folder.run_with(&["infer", "--contacts", "-"], CONTACTS).code(0);
    assert_eq!(piped.stdout.replace("-: 3 records", "contacts.csv: 3 records"), schema.stdout);
}

#[test]
fn files_of_one_shape_are_one_source() {
    let folder = folder();
    folder.write("mail/b.ndjson", MAIL);
    folder.write("web.csv", "contact_id,type,at\nc-1,visit,2026-11-01T09:00:00Z\n");
    let ran = folder.run("infer --activities mail/a.ndjson mail/b.ndjson web.csv --toml").code(0);
    assert_eq!(ran.stdout.matches("[[activities]]").count(), 2, "{}", ran.stdout);
    assert!(ran.stdout.contains("files = [\"mail/a.ndjson\", \"mail/b.ndjson\"]"), "{}", ran.stdout);
}

#[test]
fn a_sample_is_named() {
    let folder = folder();
    let ran = folder.run("infer --activities mail/a.ndjson --rows 2").code(0);
    assert!(ran.stdout.contains("# a.ndjson: 2 records read, the first 2 of each file"), "{}", ran.stdout);
    assert!(ran.stderr.contains("read only the first 2 records of a file: mail/a.ndjson"), "{}", ran.stderr);
    let all = folder.run("infer --activities mail/a.ndjson --rows all").code(0);
    assert!(all.stdout.contains("3 records, all of them read"), "{}", all.stdout);
}

#[test]
fn other_bytes_than_utf8_are_read_as_what_they_are() {
    let folder = folder();
    let text = [&b"id,name\n1,plain\n2,Jos"[..], &[0xe9], b"\n"].concat();
    std::fs::write(folder.path().join("old.csv"), text).expect("it is written");
    let ran = folder.run("infer --contacts old.csv --toml").code(0);
    assert!(ran.stdout.contains("encoding = \"windows-1252\""), "{}", ran.stdout);
}

#[test]
fn nothing_is_overwritten_and_mistakes_are_told() {
    let folder = folder();
    folder.write("mine/scoreline.toml", "mine");
    let said = |arguments: &str| folder.run(arguments).code(2).stderr;
    assert_eq!(
        said("infer --contacts crm/contacts.csv --dir mine"),
        "error: `mine/scoreline.toml` is there already; nothing was written\n\
         help: name a new folder, or print one of the two with `--toml` or without `--dir`\n"
    );
    assert!(!folder.has("mine/schema.score"));
    assert!(said("infer").starts_with("error: there are no records to look at\n"));
    assert!(
        said("infer --contacts crm/contacts.csv --rows 0").starts_with("error: `--rows 0` is no number of records\n")
    );
    assert!(
        said("infer --records crm/contacts.csv")
            .starts_with("error: `--records crm/contacts.csv` does not say what kind")
    );
    assert!(said("infer --records activity=crm/contacts.csv").contains("no kind of record can be called `activity`"));
    assert!(said("infer --contacts - --activities -").starts_with("error: stdin can be one source only\n"));
    assert!(said("infer --contacts none.csv").starts_with("error: cannot read `none.csv`: there is no such file\n"));
    folder.write("empty.csv", "");
    assert!(said("infer --contacts empty.csv").contains("empty"), "{}", said("infer --contacts empty.csv"));
}

/// Every block of the page that names a file is that file; every command gives what stands below it.
#[test]
fn the_page_tells_the_truth() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/infer.md"))
        .expect("the page is there");
    let folder = Folder::new();
    let mut n_commands = 0;
    let mut rest = page.as_str();
    while let Some((_, block)) = rest.split_once("\n```") {
        let (info, block) = block.split_once('\n').expect("a block has lines");
        let (body, after) = block.split_once("```\n").expect("a block ends");
        rest = after;
        match info.split_once(' ') {
            Some((_, name)) => folder.write(name, body),
            None if info == "console" => {
                for command in body.split("$ scoreline ").skip(1) {
                    let (arguments, expected) = command.split_once('\n').expect("a command is a line");
                    let ran = folder.run(arguments).code(0);
                    assert_eq!(ran.stdout, expected, "{arguments}\n{}", ran.stderr);
                    n_commands += 1;
                }
            }
            None => {}
        }
    }
    assert!(n_commands >= 3, "{n_commands} commands");
}
