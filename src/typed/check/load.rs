//! Reading a rules file and everything it names, through a [`Loader`] that somebody else provides.

use super::finding;
use crate::diag::{Code, Diagnostic, Diagnostics, Edit};
use crate::source::{SourceId, SourceMap, Span};
use crate::syntax::{Lost, ast};
use std::collections::BTreeMap;

/// How many rules files one program may be made of.
const FILES_MAX: usize = 1_000;
/// How long a chain of files that use each other may be.
const USES_DEEP_MAX: usize = 100;

/// Where files come from: the disk, an editor's buffers, a test's own texts.
pub trait Loader {
    /// The file that `path` means when the file called `from` names it.
    fn load(&self, from: &str, path: &str) -> Result<Loaded, LoadError>;
}

/// A file that was found.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The one name of this file, however it was asked for: two ways to the same file give the same name.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// Why a file could not be loaded; each reads on after "`crm.score` ..".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// There is none.
    NotFound,
    /// It is not UTF-8 text.
    NotText,
    /// Anything else, in words: `permission denied`.
    Other(String),
}

/// A loader that has no files: every `use` fails.
#[derive(Clone, Copy, Debug)]
pub struct NoFiles;

impl Loader for NoFiles {
    fn load(&self, from: &str, path: &str) -> Result<Loaded, LoadError> {
        if from == path {
            return Ok(Loaded { name: from.to_owned(), text: String::new() });
        }
        Err(LoadError::NotFound)
    }
}

/// Rules files as trees, and the texts of the lists and tables they name.
#[derive(Clone, Debug)]
pub struct Program {
    /// A used file stands before every file that uses it; the file that was asked for is the last.
    pub(super) files: Vec<ast::File>,
    /// All texts; those of lists and tables too.
    pub(super) sources: SourceMap,
    /// For each `lines` and `csv`, by the place of the file name, the text it names.
    pub(super) data: BTreeMap<Span, SourceId>,
    /// What the syntax and the files gave.
    pub(super) findings: Diagnostics,
    /// What entries that could not be read took with them.
    pub(super) lost: Lost,
}

impl Program {
    /// The rules files as trees; a used file stands before every file that uses it.
    pub fn files(&self) -> &[ast::File] {
        &self.files
    }

    /// The same files with one place of one rules file written otherwise. No `use`, `lines` or `csv` may lie in it.
    pub(super) fn with_edit(&self, edit: &Edit) -> Program {
        let source = edit.span.source;
        let text = self.sources.text(source);
        let (before, after) = (&text[..edit.span.range().start], &text[edit.span.range().end..]);
        let mut program = self.clone();
        program.sources.replace(source, format!("{before}{}{after}", edit.replacement));
        let parsed = crate::syntax::parse(source, program.sources.text(source));
        program.findings.extend(parsed.findings);
        program.lost.extend(parsed.lost);
        program.data = self.data.iter().map(|(span, data)| (moved(*span, edit), *data)).collect();
        if let Some(file) = program.files.iter_mut().find(|file| file.source == source) {
            *file = parsed.file;
        }
        program
    }
}

/// Where a place stands after an edit that lies wholly before or after it.
fn moved(span: Span, edit: &Edit) -> Span {
    if span.source != edit.span.source || span.start < edit.span.end {
        return span;
    }
    let at = |byte: u32| byte - edit.span.end + edit.span.start + edit.replacement.len() as u32;
    Span::new(span.source, at(span.start), at(span.end))
}

/// Reads the file `text` called `name` and all it uses; each file once, those used first.
pub(super) fn load(name: &str, text: &str, loader: &dyn Loader) -> Program {
    let program = Program {
        files: Vec::new(),
        sources: SourceMap::new(),
        data: BTreeMap::new(),
        findings: Diagnostics::new(),
        lost: Lost::default(),
    };
    let mut reader =
        Reader { program, loader, state: BTreeMap::new(), data_by_name: BTreeMap::new(), chain: Vec::new() };
    reader.file(name.to_owned(), text.to_owned());
    reader.program
}

/// Whether a file is being read or has been.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Done,
}

struct Reader<'l> {
    program: Program,
    loader: &'l dyn Loader,
    state: BTreeMap<String, State>,
    data_by_name: BTreeMap<String, SourceId>,
    /// The files that are open, outermost first.
    chain: Vec<String>,
}

impl Reader<'_> {
    fn file(&mut self, name: String, text: String) {
        self.state.insert(name.clone(), State::Open);
        let source = self.program.sources.add(name.clone(), text);
        let parsed = crate::syntax::parse(source, self.program.sources.text(source));
        self.program.lost.extend(parsed.lost);
        self.program.findings.extend(parsed.findings);
        let file = parsed.file;
        self.chain.push(name.clone());
        for item in file.items.nodes() {
            match item {
                ast::Item::Use(used) => self.used(&name, &used.file),
                ast::Item::Let(named) => self.data(&name, &named.value),
                _ => {}
            }
        }
        self.chain.pop();
        self.state.insert(name, State::Done);
        self.program.files.push(file);
    }

    fn used(&mut self, from: &str, file: &ast::PlainText) {
        let loaded = match self.loader.load(from, &file.node) {
            Ok(loaded) => loaded,
            Err(error) => return self.report(unreadable(file, &error)),
        };
        match self.state.get(&loaded.name) {
            Some(State::Done) => {}
            Some(State::Open) => self.report(circle(file, &self.chain, &loaded.name)),
            None if self.state.len() >= FILES_MAX || self.chain.len() >= USES_DEEP_MAX => self.report(too_many(file)),
            None => self.file(loaded.name, loaded.text),
        }
    }

    fn data(&mut self, from: &str, value: &ast::LetValue) {
        let (ast::LetValue::Lines(file) | ast::LetValue::Csv(file)) = value else {
            return;
        };
        match self.loader.load(from, &file.node) {
            Ok(loaded) => {
                let sources = &mut self.program.sources;
                let source = *self
                    .data_by_name
                    .entry(loaded.name.clone())
                    .or_insert_with(|| sources.add(loaded.name, loaded.text));
                self.program.data.insert(file.span, source);
            }
            Err(error) => self.report(unreadable(file, &error)),
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.program.findings.push(diagnostic);
    }
}

fn unreadable(file: &ast::PlainText, error: &LoadError) -> Diagnostic {
    let file_name = finding::quoted(&file.node);
    let (message, help) = match error {
        LoadError::NotFound => (format!("there is no file {file_name}"), "write its path as seen from this file"),
        LoadError::NotText => (format!("{file_name} is not UTF-8 text"), "save it as UTF-8"),
        LoadError::Other(why) => (format!("{file_name} cannot be read: {why}"), "see that it can be opened"),
    };
    Diagnostic::new(Code::UnreadableFile, file.span, message).help(help)
}

fn circle(file: &ast::PlainText, chain: &[String], again: &str) -> Diagnostic {
    let from = chain.iter().position(|name| name == again).unwrap_or(0);
    let way: Vec<&str> = chain[from..].iter().map(String::as_str).chain([again]).collect();
    let message = format!("files use each other in a circle: {}", finding::arrows(&way));
    Diagnostic::new(Code::FileCircle, file.span, message).help("move what both need into a third file")
}

fn too_many(file: &ast::PlainText) -> Diagnostic {
    let message = format!(
        "{} is one file too many: {FILES_MAX} files, and {USES_DEEP_MAX} that use one another in a row, are the most",
        finding::quoted(&file.node)
    );
    Diagnostic::new(Code::TooLarge, file.span, message).help("put several files into one")
}
