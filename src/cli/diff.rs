//! `scoreline diff OLD NEW`

use super::args::{DiffArgs, DiffFormat};
use super::exit::{Exit, Failure, Outcome};
use super::git::Commit;
use super::output::Output;
use super::paths::Input;
use super::rules::{Disk, params, sound};
use super::score::of_project;
use super::terminal::Terminal;
use crate::compare::{self, Versions};
use crate::typed::check::{Checked, check};
use std::path::Path;

/// Compares two versions of the rules in meaning.
pub fn run(args: &DiffArgs, terminal: &Terminal) -> Outcome {
    let new = args.new.clone().map_or_else(of_project, Ok)?;
    let params = params(&args.params)?;
    let new_checked = version(&new, path_of(&args.old), &params)?;
    let old_checked = version(&args.old, path_of(&new), &params)?;
    let is_sound = [&old_checked, &new_checked].map(|checked| sound(checked, terminal).is_some());
    if is_sound.contains(&false) {
        return Ok(Exit::Findings);
    }
    let changes = compare::compare(&old_checked, &new_checked).expect("rules that are sound can be compared");
    let versions =
        Versions { old: &args.old, new: &new, old_sources: &old_checked.sources, new_sources: &new_checked.sources };
    let text = match args.format {
        DiffFormat::Text => compare::text(&changes, &versions),
        DiffFormat::Md => compare::markdown(&changes, &versions),
        DiffFormat::Json => format!("{:#}\n", compare::json(&changes, &versions)),
    };
    Output::write_whole(args.output.output.as_deref(), &text)?;
    Ok(Exit::findings_if(!changes.is_empty()))
}

/// The file that a version names, if it names one.
fn path_of(version: &str) -> Option<&str> {
    match version.strip_prefix("git:") {
        Some(rest) => rest.split_once(':').map(|(_, path)| path),
        None => Some(version).filter(|path| *path != "-"),
    }
}

/// Checks a version: a file, or a file as git knows it; one without a path takes that of the other version.
fn version(given: &str, other: Option<&str>, params: &[(String, String)]) -> Result<Checked, Failure> {
    let Some(rest) = given.strip_prefix("git:") else {
        return Disk::default().check(&Input::one(given), params);
    };
    let (name, path) = match rest.split_once(':') {
        Some((name, path)) => (name, Some(path)),
        None => (rest, other),
    };
    let Some(path) = path.filter(|path| !path.is_empty()) else {
        return Err(
            Failure::new(format!("`{given}` names no file")).help(format!("write `git:{name}:rules/lead.score`"))
        );
    };
    let commit = Commit::find(name, Path::new(path))?;
    let text = commit.text(Path::new(path))?;
    Ok(check(&commit.name_of(Path::new(path)), &text, &commit, params))
}
