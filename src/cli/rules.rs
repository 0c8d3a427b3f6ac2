//! Rules files from the disk: reading, checking, and the findings of several in one list.

use super::exit::Failure;
use super::paths::Input;
use super::terminal::Terminal;
use crate::diag::{Diagnostic, Diagnostics, Format, RenderOptions, Severity, render};
use crate::source::{SourceId, SourceMap, Span};
use crate::typed::TypedRules;
use crate::typed::check::{Checked, LoadError, Loaded, Loader, check};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// A rules file, a list or a table may have so many bytes.
const BYTES_MAX: u64 = 64 << 20;

/// The disk, as seen from rules files: paths in a file start at its own folder.
///
/// One file has one name however it is reached, so that its findings are told once.
#[derive(Default)]
pub struct Disk {
    /// The name by which each file was first reached.
    names: RefCell<BTreeMap<PathBuf, String>>,
}

impl Disk {
    /// Checks the rules an argument names, with all they use.
    pub fn check(&self, input: &Input, params: &[(String, String)]) -> Result<Checked, Failure> {
        let text = match input {
            Input::Stdin => input.read()?,
            Input::File(path) => bounded(path).map_err(|error| Failure::reading(path, &error))?,
        };
        let name = match input {
            Input::Stdin => input.name(),
            Input::File(path) => self.name(path, input.name()),
        };
        Ok(check(&name, &text, self, params))
    }

    /// The one name of a file; `wanted` where it has none yet.
    fn name(&self, path: &Path, wanted: String) -> String {
        let known = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        self.names.borrow_mut().entry(known).or_insert(wanted).clone()
    }
}

impl Loader for Disk {
    fn load(&self, from: &str, path: &str) -> Result<Loaded, LoadError> {
        let folder = Path::new(from).parent().unwrap_or_else(|| Path::new(""));
        let path = tidy(&folder.join(path));
        let text = bounded(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => LoadError::NotFound,
            io::ErrorKind::InvalidData => LoadError::NotText,
            io::ErrorKind::IsADirectory => LoadError::Other("it is a folder".to_owned()),
            io::ErrorKind::PermissionDenied => LoadError::Other("you are not allowed to".to_owned()),
            _ => LoadError::Other(error.to_string()),
        })?;
        let name = self.name(&path, path.display().to_string());
        Ok(Loaded { name, text })
    }
}

/// The text of a file that is not larger than anybody's rules.
pub fn bounded(path: &Path) -> io::Result<String> {
    let known = fs::metadata(path)?;
    if known.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if known.len() > BYTES_MAX {
        return Err(io::Error::other(format!("it has more than {} MB", BYTES_MAX >> 20)));
    }
    fs::read_to_string(path)
}

/// The path without `.` and without `folder/..`.
pub fn tidy(path: &Path) -> PathBuf {
    let mut kept = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(kept.components().next_back(), Some(Component::Normal(_))) => {
                kept.pop();
            }
            part => kept.push(part),
        }
    }
    kept
}

/// `NAME=VALUE` settings, split.
pub fn params(given: &[String]) -> Result<Vec<(String, String)>, Failure> {
    given.iter().map(|setting| pair("--param", "NAME=VALUE", setting)).collect()
}

/// The two sides of `NAME=VALUE`.
pub fn pair(flag: &str, form: &str, setting: &str) -> Result<(String, String), Failure> {
    match setting.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err(Failure::new(format!("`{flag} {setting}` is not of the form {form}"))
            .help(format!("write `{flag} {form}`"))),
    }
}

/// The rules, if they can be run; else their findings go to stderr. What is only doubtful is counted there.
pub fn sound<'a>(checked: &'a Checked, terminal: &Terminal) -> Option<&'a TypedRules> {
    let options = RenderOptions { color: terminal.stderr_color, ..RenderOptions::default() };
    if checked.rules.is_none() {
        terminal.say(&render(Format::Text, &checked.diagnostics, &checked.sources, &options));
    } else {
        match checked.diagnostics.count(Severity::Warning) {
            0 => {}
            1 => terminal.note("the rules have 1 warning; `scoreline check` shows it"),
            n => terminal.note(&format!("the rules have {n} warnings; `scoreline check` shows them")),
        }
    }
    checked.rules.as_ref()
}

/// Findings of several programs, with the texts they point into; a file that several use is there once.
#[derive(Default)]
pub struct Findings {
    /// All texts.
    pub sources: SourceMap,
    /// All findings; in order after [`Diagnostics::sort`].
    pub diagnostics: Diagnostics,
}

impl Findings {
    /// Takes in what was found in one program.
    pub fn add(&mut self, checked: &Checked, found: &Diagnostics) {
        let map = self.texts_of(checked);
        self.diagnostics.extend(found.iter().map(|diagnostic| map.diagnostic(diagnostic.clone())));
    }

    /// Takes in the errors of one program and leaves out what is doubtful but runs.
    pub fn add_errors(&mut self, checked: &Checked) {
        let map = self.texts_of(checked);
        let errors = checked.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        self.diagnostics.extend(errors.map(|diagnostic| map.diagnostic(diagnostic.clone())));
    }

    /// Takes in the texts of one program; the result maps them to those of the whole.
    pub fn texts_of(&mut self, checked: &Checked) -> TextMap {
        TextMap { ids: checked.sources.ids().map(|id| self.take(&checked.sources, id)).collect() }
    }

    fn take(&mut self, sources: &SourceMap, id: SourceId) -> SourceId {
        let (name, text) = (sources.name(id), sources.text(id));
        let known =
            self.sources.ids().find(|known| self.sources.name(*known) == name && self.sources.text(*known) == text);
        known.unwrap_or_else(|| self.sources.add(name, text))
    }
}

/// Where the texts of one program stand among all.
pub struct TextMap {
    ids: Vec<SourceId>,
}

impl TextMap {
    /// The place among all texts.
    pub fn span(&self, span: Span) -> Span {
        Span { source: self.ids[span.source.0 as usize], ..span }
    }

    /// The finding with all its places among all texts.
    pub fn diagnostic(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        diagnostic.primary.span = self.span(diagnostic.primary.span);
        for label in &mut diagnostic.secondary {
            label.span = self.span(label.span);
        }
        for edit in diagnostic.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.span = self.span(edit.span);
        }
        diagnostic
    }
}
