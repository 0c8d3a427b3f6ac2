//! The project file: `scoreline.toml`, in the folder of the rules or above it.

use super::exit::Failure;
use super::rules::bounded;
use super::sources::told;
use crate::formats::Project;
use std::path::{Component, Path, PathBuf};

const NAME: &str = "scoreline.toml";

/// Folders above the rules that are looked into.
const FOLDERS_MAX: usize = 64;

/// A project file and where it was found.
pub struct Found {
    /// What it says.
    pub project: Project,
    /// Its folder, to which its paths are relative.
    pub folder: PathBuf,
}

/// The rules file that the project of this folder names, for commands that were given none.
pub fn rules() -> Result<Option<String>, Failure> {
    let Some(found) = find("-")? else { return Ok(None) };
    match &*found.project.rules {
        [] => Ok(None),
        [one] => Ok(Some(found.folder.join(one).display().to_string())),
        several => Err(Failure::new(format!(
            "no rules file was named, and `{}` names several: {}",
            found.folder.join(NAME).display(),
            several.join(", ")
        ))
        .help("name one of them")),
    }
}

/// Looks upwards from the rules file; rules from stdin start where the command does.
pub fn find(rules: &str) -> Result<Option<Found>, Failure> {
    let mut folder = match rules {
        "-" => PathBuf::new(),
        path => Path::new(path).parent().map(Path::to_owned).unwrap_or_default(),
    };
    for _ in 0..FOLDERS_MAX {
        let path = folder.join(NAME);
        if path.is_file() {
            let text = bounded(&path).map_err(|error| Failure::reading(&path, &error))?;
            let project = Project::from_toml(&path.display().to_string(), &text).map_err(|error| told(&error))?;
            return Ok(Some(Found { project, folder }));
        }
        let is_root = std::fs::canonicalize(here_or(&folder)).map_or(true, |path| path.parent().is_none());
        if is_root {
            return Ok(None);
        }
        folder = above(&folder);
    }
    Ok(None)
}

/// The folder above, as people would write it: paths in messages stay relative where they were.
fn above(folder: &Path) -> PathBuf {
    match folder.components().next_back() {
        Some(Component::Normal(_)) => folder.parent().map(Path::to_owned).unwrap_or_default(),
        None | Some(Component::CurDir) => PathBuf::from(".."),
        _ => folder.join(".."),
    }
}

fn here_or(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}
