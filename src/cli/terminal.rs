//! What we are talking to: whether it shows colours, how wide it is, and the one way to say something on stderr.

use super::args::ColorWhen;
use super::exit::Failure;
use crate::diag::one_line;
use anstream::ColorChoice;
use std::io::{self, IsTerminal, Write};

/// Width of text that goes to no terminal, in columns: the same on every machine.
const WIDTH_PIPED: usize = 100;
/// No layout is narrower: below this, lines wrap as the terminal likes.
const WIDTH_LEAST: usize = 40;

/// The two output streams as the user and the environment want them.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Whether stdout shows colours.
    pub stdout_color: bool,
    /// Whether stderr shows colours.
    pub stderr_color: bool,
    /// Columns of text on stdout.
    pub width: usize,
}

impl Terminal {
    /// Looks at the streams once, at the start.
    pub fn detect(when: ColorWhen) -> Terminal {
        let width = if io::stdout().is_terminal() { columns() } else { WIDTH_PIPED };
        Terminal {
            stdout_color: shows_color(when, anstream::AutoStream::choice(&io::stdout())),
            stderr_color: shows_color(when, anstream::AutoStream::choice(&io::stderr())),
            width: width.max(WIDTH_LEAST),
        }
    }

    /// Says something on stderr: a note, a summary, a report. A closed stderr is nobody's failure.
    pub fn say(&self, text: &str) {
        let mut stderr = io::stderr().lock();
        let _ = stderr.write_all(text.as_bytes());
        if !text.ends_with('\n') {
            let _ = stderr.write_all(b"\n");
        }
    }

    /// Says on stderr why the run failed and what to do about it.
    pub fn say_failure(&self, failure: &Failure) {
        let Failure::Told { message, help } = failure else { return };
        self.say(&format!("{} {}", self.marked("error:", "\x1b[1;31m"), one_line(message)));
        if let Some(help) = help {
            self.say(&format!("{} {}", self.marked("help:", "\x1b[1;36m"), one_line(help)));
        }
    }

    /// Says a note on stderr.
    pub fn note(&self, text: &str) {
        self.say(&format!("{} {}", self.marked("note:", "\x1b[1;36m"), one_line(text)));
    }

    fn marked(&self, word: &str, style: &str) -> String {
        if self.stderr_color { format!("{style}{word}\x1b[0m") } else { word.to_owned() }
    }
}

fn shows_color(when: ColorWhen, auto: ColorChoice) -> bool {
    match when {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => auto != ColorChoice::Never,
    }
}

/// Columns of the terminal that stdout is.
fn columns() -> usize {
    terminal_size::terminal_size().map_or(WIDTH_PIPED, |(width, _)| usize::from(width.0))
}
