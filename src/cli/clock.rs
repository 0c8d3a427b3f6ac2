//! The instant of a run: the one given, or now. Nothing else in the program reads a clock.

use super::exit::Failure;
use crate::values::zone::parse_instant;
use crate::values::{Instant, Zone};
use std::time::{SystemTime, UNIX_EPOCH};

/// The instant of `--as-of`: a time, or a date, which is 00:00 in the rules' zone; now where none is given.
pub fn as_of(given: Option<&str>, zone: &Zone) -> Result<Instant, Failure> {
    match given {
        None => Ok(now()),
        Some(text) => parse_instant(text, zone).map_err(|error| {
            Failure::new(format!("`--as-of {text}` cannot be read: {error}"))
                .help("write a date, `2026-11-01`, or a time, `2026-11-01T09:00:00Z`")
        }),
    }
}

/// Cut to the second: it is printed, and meant to be typed again.
fn now() -> Instant {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since_1970.as_secs()).unwrap_or(0);
    Instant::from_us(seconds.saturating_mul(1_000_000))
}

/// An instant as runs print it: on the clocks of the rules' zone, with the zone.
pub fn shown(at: Instant, zone: &Zone) -> String {
    format!("{} {}", zone.display(at), zone.name())
}
