//! `scoreline init [DIR]`

use super::args::InitArgs;
use super::exit::{Exit, Failure, Outcome};
use super::output::Output;
use super::terminal::Terminal;
use std::fs;
use std::path::Path;

/// The files of a new project and what each is for.
const STARTER: &[(&str, &str, &str)] = &[
    ("lead.score", include_str!("starter/lead.score"), "the rules"),
    ("crm.score", include_str!("starter/crm.score"), "what the records look like"),
    ("tests.score", include_str!("starter/tests.score"), "what the rules are meant to do"),
    ("contacts.ndjson", include_str!("starter/contacts.ndjson"), "sample contacts"),
    ("activities.ndjson", include_str!("starter/activities.ndjson"), "sample activities"),
    (".github/workflows/rules.yml", include_str!("starter/rules.yml"), "check and test on every push"),
    ("README.md", include_str!("starter/README.md"), "how to run it all"),
];

/// Writes a project that runs as it is; refuses to overwrite anything.
pub fn run(args: &InitArgs, terminal: &Terminal) -> Outcome {
    let dir = &args.dir;
    if let Some((name, _, _)) = STARTER.iter().find(|(name, _, _)| dir.join(name).symlink_metadata().is_ok()) {
        return Err(Failure::new(format!("`{}` is there already; nothing was written", dir.join(name).display()))
            .help("name a new folder: `scoreline init lead-scoring`"));
    }
    for (name, text, _) in STARTER {
        write(&dir.join(name), text)?;
    }
    let width = STARTER.iter().map(|(name, _, _)| name.len()).max().unwrap_or(0);
    for (name, _, what) in STARTER {
        terminal.say(&format!("  {name:width$}  {what}"));
    }
    terminal.say(&format!("next: {}", next_steps(dir)));
    Ok(Exit::Clean)
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|error| Failure::writing(folder, &error))?;
    }
    Output::write_whole(Some(path), text)
}

fn next_steps(dir: &Path) -> String {
    let records = "--contacts contacts.ndjson --activities activities.ndjson --as-of 2026-11-01";
    let score = format!("scoreline score lead.score {records} --format table");
    match dir == Path::new(".") {
        true => score,
        false => format!("cd {} && {score}", dir.display()),
    }
}
