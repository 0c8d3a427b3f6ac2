//! Pages about records are followed as a reader follows them: files are written as they stand there, commands are run,
//! and what they print has to be what the page shows.
//!
//! A block ```` ```csv crm/contacts.csv ```` is that file, a `console` block holds commands after `$ ` with what they
//! print, first what goes to stdout, then what goes to stderr. `SCORELINE_UPDATE=1 cargo test --test walkthroughs`
//! writes the outputs anew; read their diff. `toml` blocks without a name are parts of a `scoreline.toml`, and `json`
//! blocks without a name are records.

use scoreline::formats::Project;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A part of a page: text, or a block with what stands after its fence.
enum Part {
    Text(String),
    Block { info: String, body: String },
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

fn parts(page: &str) -> Vec<Part> {
    let (mut parts, mut open) = (Vec::new(), None::<(String, String)>);
    for line in page.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => open = Some((info.to_owned(), String::new())),
            (Some(_), Some("")) => {
                let (info, body) = open.take().expect("a block is open");
                parts.push(Part::Block { info, body });
            }
            (Some((_, body)), _) => *body += &format!("{line}\n"),
            (None, None) => parts.push(Part::Text(format!("{line}\n"))),
        }
    }
    assert!(open.is_none(), "a block is not closed");
    parts
}

fn fresh_folder(page: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("walk-{}", page.replace(['/', '.'], "-")));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder below target");
    folder
}

/// What a command prints: stdout, then stderr. Only `scoreline` is a command of these pages.
fn printed(folder: &Path, command: &str) -> String {
    let words: Vec<&str> = command.split_whitespace().collect();
    assert_eq!(words[0], "scoreline", "{command}");
    let output = Command::new(env!("CARGO_BIN_EXE_scoreline"))
        .args(&words[1..])
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "120")
        .output()
        .expect("the binary that cargo built starts");
    [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("output is UTF-8")).concat()
}

/// A console block as it is when its commands are run.
fn run_again(folder: &Path, body: &str) -> String {
    let commands = body.lines().filter_map(|line| line.strip_prefix("$ "));
    commands.map(|command| format!("$ {command}\n{}", printed(folder, command))).collect()
}

/// Follows a page; what it shows, and what it would have to show.
fn followed(name: &str) -> (String, String) {
    let page = std::fs::read_to_string(docs().join(name)).expect("the page is there");
    let folder = fresh_folder(name);
    let mut out = String::new();
    let (mut n_files, mut n_commands) = (0, 0);
    for part in parts(&page) {
        let (info, body) = match part {
            Part::Text(text) => {
                out += &text;
                continue;
            }
            Part::Block { info, body } => (info, body),
        };
        let shown = match info.split_once(' ') {
            Some((_, file)) => {
                let path = folder.join(file);
                std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("folders can be made");
                std::fs::write(&path, &body).expect("files can be written");
                n_files += 1;
                body
            }
            None if info == "console" => {
                n_commands += body.lines().filter(|line| line.starts_with("$ ")).count();
                run_again(&folder, &body)
            }
            None => {
                check(name, &info, &body);
                body
            }
        };
        out += &format!("```{info}\n{shown}```\n");
    }
    assert!(n_files >= 3 && n_commands >= 1, "{name}: {n_files} files, {n_commands} commands");
    (page, out)
}

/// A block that is neither a file nor commands is a whole of its kind all the same.
fn check(name: &str, info: &str, body: &str) {
    match info {
        "toml" => {
            if let Err(error) = Project::from_toml(name, body) {
                panic!("{name}: {error}\n{body}");
            }
        }
        "json" => {
            let values = serde_json::Deserializer::from_str(body).into_iter::<serde_json::Value>();
            let values: Result<Vec<_>, _> = values.collect();
            assert!(values.is_ok_and(|values| !values.is_empty()), "{name}: {body}");
        }
        _ => panic!("{name}: nothing runs a block of `{info}`"),
    }
}

fn holds(name: &str) {
    let (page, followed) = followed(name);
    if std::env::var_os("SCORELINE_UPDATE").is_some() {
        std::fs::write(docs().join(name), followed).expect("the page can be written");
        return;
    }
    let differs = page.lines().zip(followed.lines()).find(|(shown, printed)| shown != printed);
    assert!(page == followed, "{name} shows, and running it gives:\n{differs:#?}");
}

/// The pages below `docs/records`, each followed from its first line to its last.
#[test]
fn every_page_leads_to_a_scored_file() {
    let mut pages: Vec<String> = std::fs::read_dir(docs().join("records"))
        .expect("docs/records is there")
        .map(|entry| format!("records/{}", entry.expect("a readable entry").file_name().to_string_lossy()))
        .collect();
    pages.sort();
    assert!(pages.len() >= 5, "{pages:?}");
    pages.iter().for_each(|page| holds(page));
}

#[test]
fn the_reference_holds() {
    holds("records.md");
}
