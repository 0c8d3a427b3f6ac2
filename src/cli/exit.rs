//! How a run ends: its exit code, and the failures that are no findings.

use std::fmt;
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// The outcome of a command that did its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Exit code 0: nothing to complain about.
    Clean,
    /// Exit code 1: findings, failed tests or a failed gate.
    Findings,
}

impl Exit {
    /// `Findings` if there are any.
    pub fn findings_if(any: bool) -> Exit {
        if any { Exit::Findings } else { Exit::Clean }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        match exit {
            Exit::Clean => ExitCode::from(0),
            Exit::Findings => ExitCode::from(1),
        }
    }
}

/// Why a command could not do its work: usage, a file, bad data. Exit code 2, except for a closed pipe.
#[derive(Debug)]
pub enum Failure {
    /// Whoever read stdout has seen enough, as `head` does: not our failure, and so a success.
    BrokenPipe,
    /// What went wrong, and what to do about it.
    Told {
        /// Lower-case, without a final period: path and cause.
        message: String,
        /// One thing to do.
        help: Option<String>,
    },
}

/// What a command yields.
pub type Outcome = Result<Exit, Failure>;

impl Failure {
    /// A failure that needs no advice.
    pub fn new(message: impl Into<String>) -> Failure {
        Failure::Told { message: message.into(), help: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(self, text: impl Into<String>) -> Failure {
        match self {
            Failure::BrokenPipe => Failure::BrokenPipe,
            Failure::Told { message, .. } => Failure::Told { message, help: Some(text.into()) },
        }
    }

    /// A file that cannot be read.
    pub fn reading(path: impl AsRef<Path>, error: &io::Error) -> Failure {
        Failure::about_file("read", path.as_ref(), error)
    }

    /// A file that cannot be written.
    pub fn writing(path: impl AsRef<Path>, error: &io::Error) -> Failure {
        Failure::about_file("write", path.as_ref(), error)
    }

    fn about_file(verb: &str, path: &Path, error: &io::Error) -> Failure {
        let failure = Failure::new(format!("cannot {verb} `{}`: {}", path.display(), cause(error)));
        match advice(verb, error) {
            Some(help) => failure.help(help),
            None => failure,
        }
    }
}

/// The cause in plain words; the system's own words where ours are not better.
fn cause(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "you are not allowed to".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::NotADirectory => "a part of the path is a file, not a folder".to_owned(),
        io::ErrorKind::InvalidData => "it is not UTF-8 text".to_owned(),
        _ => error.to_string(),
    }
}

fn advice(verb: &str, error: &io::Error) -> Option<&'static str> {
    match (error.kind(), verb) {
        (io::ErrorKind::NotFound, "read") => Some("check the spelling, and the folder you are in"),
        (io::ErrorKind::NotFound, _) => Some("make the folder first"),
        (io::ErrorKind::PermissionDenied, _) => Some("check who owns the file and what its permissions are"),
        (io::ErrorKind::InvalidData, _) => Some("save it as UTF-8"),
        (io::ErrorKind::IsADirectory, _) => Some("name a file in it"),
        _ => None,
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::BrokenPipe => f.write_str("the reader of the output went away"),
            Failure::Told { message, .. } => f.write_str(message),
        }
    }
}
