//! Files as a commit has them, by the `git` command.

use super::exit::Failure;
use super::rules::tidy;
use crate::typed::check::{LoadError, Loaded, Loader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A rules file, a list or a table may have so many bytes.
const BYTES_MAX: usize = 64 << 20;

/// A commit of the repository that a file lies in.
pub struct Commit {
    /// As it was asked for: `main`, `HEAD~1`.
    name: String,
    /// A folder of the repository.
    folder: PathBuf,
}

impl Commit {
    /// The commit of this name in the repository around `path`.
    pub fn find(name: &str, path: &Path) -> Result<Commit, Failure> {
        let commit = Commit { name: name.to_owned(), folder: standing_folder(path) };
        let is_word = !name.is_empty() && !name.starts_with('-');
        if is_word && commit.git(&["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")])?.status.success()
        {
            return Ok(commit);
        }
        if !commit.git(&["rev-parse", "--git-dir"])?.status.success() {
            let folder = commit.folder.display();
            return Err(Failure::new(format!("`{folder}` is in no git repository"))
                .help("name a file as the old version, or run this inside the repository"));
        }
        Err(Failure::new(format!("git knows no commit `{name}`"))
            .help("name a branch, a tag or a commit; in CI, fetch it first: `git fetch origin main`"))
    }

    /// The text of a file, whose path starts where the command runs.
    pub fn text(&self, path: &Path) -> Result<String, Failure> {
        let name = self.name_of(path);
        match self.read(path) {
            Ok(text) => Ok(text),
            Err(LoadError::NotFound) => Err(Failure::new(format!("cannot read `{name}`: the commit has no such file"))
                .help(format!("if it was renamed, write `git:{}:OLD-PATH`", self.name))),
            Err(LoadError::NotText) => Err(Failure::new(format!("cannot read `{name}`: it is not UTF-8 text"))),
            Err(LoadError::Other(cause)) => Err(Failure::new(format!("cannot read `{name}`: {cause}"))),
        }
    }

    /// What findings call a file of this commit.
    pub fn name_of(&self, path: &Path) -> String {
        format!("git:{}:{}", self.name, path.display())
    }

    fn read(&self, path: &Path) -> Result<String, LoadError> {
        let folder = standing_folder(path);
        let rest = path.strip_prefix(&folder).unwrap_or(path);
        let object = format!("{}:./{}", self.name, rest.display());
        let told = |failure: Failure| LoadError::Other(failure.to_string());
        let output = git(&folder, &["cat-file", "blob", &object]).map_err(told)?;
        if !output.status.success() {
            return Err(LoadError::NotFound);
        }
        if output.stdout.len() > BYTES_MAX {
            return Err(LoadError::Other(format!("it has more than {} MB", BYTES_MAX >> 20)));
        }
        String::from_utf8(output.stdout).map_err(|_| LoadError::NotText)
    }

    fn git(&self, args: &[&str]) -> Result<Output, Failure> {
        git(&self.folder, args)
    }
}

impl Loader for Commit {
    fn load(&self, from: &str, path: &str) -> Result<Loaded, LoadError> {
        let prefix = format!("git:{}:", self.name);
        let from = Path::new(from.strip_prefix(&prefix).unwrap_or(from));
        let folder = from.parent().unwrap_or_else(|| Path::new(""));
        let path = tidy(&folder.join(path));
        Ok(Loaded { text: self.read(&path)?, name: self.name_of(&path) })
    }
}

/// The innermost folder of a path that is there: the commit may have folders that are gone.
fn standing_folder(path: &Path) -> PathBuf {
    let folders = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    folders.into_iter().find(|folder| folder.is_dir()).map_or_else(|| PathBuf::from("."), Path::to_owned)
}

fn git(folder: &Path, args: &[&str]) -> Result<Output, Failure> {
    let output = Command::new("git").arg("-C").arg(folder).args(args).output();
    output.map_err(|error| {
        Failure::new(format!("cannot run `git`: {error}")).help("install git, or name a file as the old version")
    })
}
