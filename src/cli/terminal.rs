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
    /// Columns of the terminal that stderr is; none where it is none.
    pub stderr_width: Option<usize>,
}

impl Terminal {
    /// Looks at the streams once, at the start.
    pub fn detect(when: ColorWhen) -> Terminal {
        let width = if io::stdout().is_terminal() { columns() } else { WIDTH_PIPED };
        Terminal {
            stdout_color: shows_color(when, anstream::AutoStream::choice(&io::stdout())),
            stderr_color: shows_color(when, anstream::AutoStream::choice(&io::stderr())),
            width: width.max(WIDTH_LEAST),
            stderr_width: terminal_size::terminal_size_of(io::stderr())
                .map(|(width, _)| usize::from(width.0).max(WIDTH_LEAST)),
        }
    }

    /// Says something on stderr: a note, a summary, a report. A closed stderr is nobody's failure.
    pub fn say(&self, text: &str) {
        super::progress::end();
        let mut stderr = io::stderr().lock();
        let _ = stderr.write_all(text.as_bytes());
        if !text.ends_with('\n') {
            let _ = stderr.write_all(b"\n");
        }
    }

    /// Says lines on stderr; on a terminal those that are too long go on below, further in.
    pub fn say_lines(&self, text: &str) {
        match self.stderr_width {
            None => self.say(text),
            Some(width) => self.say(&text.lines().map(|line| wrapped(line, width)).collect::<String>()),
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

/// A line, cut at blanks where it is longer than so many columns.
fn wrapped(line: &str, width: usize) -> String {
    let indent = line.len() - line.trim_start().len();
    let (mut out, mut column) = (line[..indent].to_owned(), indent);
    for (nth, word) in line[indent..].split(' ').enumerate() {
        let n = word.chars().count();
        if nth > 0 && column + 1 + n > width {
            out.push_str(&format!("\n{:indent$}    ", ""));
            column = indent + 4;
        } else if nth > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += n;
    }
    out.push('\n');
    out
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

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn long_lines_go_on_further_in() {
        assert_eq!(wrapped("a bc def", 8), "a bc def\n");
        assert_eq!(wrapped("a bc def", 7), "a bc\n    def\n");
        assert_eq!(wrapped("  ab abcdefghij k", 9), "  ab\n      abcdefghij\n      k\n");
        assert_eq!(wrapped("", 9), "\n");
    }
}
