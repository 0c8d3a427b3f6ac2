//! From what was typed as a path to the list of files that are meant.

use super::exit::Failure;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// How deep folders may nest; deeper is a loop of links or nobody's project.
const DEPTH_MAX: usize = 64;

/// One text to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    /// `-`
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Input {
    /// As messages name it.
    pub fn name(&self) -> String {
        match self {
            Input::Stdin => "-".to_owned(),
            Input::File(path) => shown(path),
        }
    }

    /// What one argument means where exactly one text is wanted.
    pub fn one(argument: &str) -> Input {
        if argument == "-" { Input::Stdin } else { Input::File(PathBuf::from(argument)) }
    }

    /// The whole text.
    pub fn read(&self) -> Result<String, Failure> {
        match self {
            Input::Stdin => std::io::read_to_string(std::io::stdin()).map_err(|error| Failure::reading("-", &error)),
            Input::File(path) => fs::read_to_string(path).map_err(|error| {
                if path.is_dir() {
                    return Failure::new(format!("cannot read `{}`: it is a folder", path.display()))
                        .help("name a file in it");
                }
                Failure::reading(path, &error)
            }),
        }
    }
}

/// A path as people type it: without a leading `./`.
fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    text.strip_prefix("./").map(str::to_owned).unwrap_or(text)
}

/// The rules files behind paths, folders (all `*.score` below) and patterns; each once, in the order of the arguments and
/// in byte order within one.
pub fn rules_files(arguments: &[String]) -> Result<Vec<Input>, Failure> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for argument in arguments {
        found.extend(behind(argument)?.into_iter().filter(|input| seen.insert(input.clone())));
    }
    Ok(found)
}

fn behind(argument: &str) -> Result<Vec<Input>, Failure> {
    if argument == "-" {
        return Ok(vec![Input::Stdin]);
    }
    let path = Path::new(argument);
    if path.is_dir() {
        let mut files = Vec::new();
        collect(path, 0, &is_rules, &mut files)?;
        files.sort_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
        return match files.is_empty() {
            true => Err(Failure::new(format!("there is no `.score` file in `{argument}`"))
                .help("name a rules file, or start a project with `scoreline init`")),
            false => Ok(files.into_iter().map(|file| Input::File(PathBuf::from(shown(&file)))).collect()),
        };
    }
    if path.exists() || !has_pattern(argument) {
        return Ok(vec![Input::File(path.to_owned())]);
    }
    Ok(matching(argument)?.into_iter().map(Input::File).collect())
}

/// Whether the shell would have expanded it.
pub fn has_pattern(argument: &str) -> bool {
    argument.contains(['*', '?', '['])
}

/// The files that fit a pattern, in byte order of their paths; none is a failure.
pub fn matching(pattern: &str) -> Result<Vec<PathBuf>, Failure> {
    let paths = glob::glob(pattern)
        .map_err(|error| Failure::new(format!("the pattern `{pattern}` cannot be read: {}", error.msg)))?;
    let mut files = Vec::new();
    for path in paths {
        let path = path.map_err(|error| Failure::reading(error.path(), error.error()))?;
        // A link to nowhere is a file that cannot be read, and not one that is left out.
        if !path.is_dir() {
            files.push(path);
        }
    }
    files.sort_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
    if files.is_empty() {
        return Err(Failure::new(format!("no file fits the pattern `{pattern}`"))
            .help("check the spelling, and the folder you are in"));
    }
    Ok(files)
}

/// The files of records below a folder in byte order of their paths; none is a failure.
pub fn record_files(folder: &Path, is_record: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    collect(folder, 0, &is_record, &mut files)?;
    files.sort_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
    if files.is_empty() {
        return Err(Failure::new(format!("there are no records in the folder `{}`", folder.display()))
            .help("records are files that end with .ndjson, .jsonl, .json, .csv or .tsv, also with .gz or .zst"));
    }
    Ok(files)
}

fn is_rules(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "score")
}

/// The wanted files below a folder; hidden folders are left out, links to folders are not followed.
fn collect(
    folder: &Path,
    depth: usize,
    is_wanted: &impl Fn(&Path) -> bool,
    files: &mut Vec<PathBuf>,
) -> Result<(), Failure> {
    if depth > DEPTH_MAX {
        return Err(Failure::new(format!("folders nest deeper than {DEPTH_MAX} at `{}`", folder.display())));
    }
    let entries = fs::read_dir(folder).map_err(|error| Failure::reading(folder, &error))?;
    for entry in entries {
        let entry = entry.map_err(|error| Failure::reading(folder, &error))?;
        let kind = entry.file_type().map_err(|error| Failure::reading(entry.path(), &error))?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let path = entry.path();
        if kind.is_dir() && !hidden {
            collect(&path, depth + 1, is_wanted, files)?;
        } else if !hidden && is_wanted(&path) && !path.is_dir() {
            files.push(path);
        }
    }
    Ok(())
}
