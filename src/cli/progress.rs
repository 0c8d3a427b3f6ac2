//! How far a long run has come: one line on stderr that writes itself anew, where stderr is a terminal. Where it is none,
//! nothing is written.

use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

/// Milliseconds between two lines; the first comes after as many, so that short runs show none.
const EVERY_MS: u64 = 500;

static BEGUN: OnceLock<Option<Instant>> = OnceLock::new();
static N_BYTES: AtomicU64 = AtomicU64::new(0);
static N_RECORDS: AtomicU64 = AtomicU64::new(0);
static SHOWN_MS: AtomicU64 = AtomicU64::new(0);
static IS_SHOWN: AtomicBool = AtomicBool::new(false);

/// So many bytes more were read, on some thread.
pub fn bytes(n: u64) {
    N_BYTES.fetch_add(n, Ordering::Relaxed);
    show();
}

/// So many records more were read, on some thread.
pub fn records(n: u64) {
    N_RECORDS.fetch_add(n, Ordering::Relaxed);
    show();
}

/// Takes the line away, before anything else is said.
pub fn end() {
    if IS_SHOWN.swap(false, Ordering::Relaxed) {
        write("");
    }
}

fn show() {
    let Some(begun) = BEGUN.get_or_init(|| io::stderr().is_terminal().then(Instant::now)) else { return };
    let now = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let last = SHOWN_MS.load(Ordering::Relaxed);
    let is_due = now.saturating_sub(last) >= EVERY_MS;
    if is_due && SHOWN_MS.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
        IS_SHOWN.store(true, Ordering::Relaxed);
        write(&line(N_BYTES.load(Ordering::Relaxed), N_RECORDS.load(Ordering::Relaxed), now / 1000));
    }
}

/// `1234 MB read, 12 s`
fn line(n_bytes: u64, n_records: u64, seconds: u64) -> String {
    match n_bytes {
        0 => format!("{n_records} records read, {seconds} s"),
        n => format!("{} MB read, {seconds} s", n / 1_000_000),
    }
}

/// A stderr that is gone is nobody's failure.
fn write(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = write!(stderr, "\r\x1b[K{text}");
    let _ = stderr.flush();
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn a_line_says_what_was_read_so_far() {
        assert_eq!(line(0, 12_000, 3), "12000 records read, 3 s");
        assert_eq!(line(1_234_567_890, 0, 12), "1234 MB read, 12 s");
    }
}
