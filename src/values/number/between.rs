//! Numbers that people read easily, where any of several would do.

use super::Decimal;

/// Sizes in micros, the roundest first.
const SHORT: [i64; 8] = [1_000_000, 500_000, 100_000, 10_000, 1_000, 100, 10, 1];

/// A multiple of `step` from `from` up to `to`, which is left out, as short as there is one: 10.5 rather than 10.000001.
/// All three count micros.
pub fn simplest_between(from: i64, to: i64, step: i64) -> Option<Decimal> {
    let inside = |size: i64| first_multiple(from, size).filter(|number| *number < to);
    let short = SHORT.iter().filter(|size| *size % step.max(1) == 0).find_map(|size| inside(*size));
    short.or_else(|| inside(step)).map(Decimal::from_micro)
}

fn first_multiple(from: i64, step: i64) -> Option<i64> {
    let step = step.max(1);
    match from.rem_euclid(step) {
        0 => Some(from),
        over => from.checked_add(step - over),
    }
}
