//! Shares in percent, exact and never rounded up: 94.99 is below 95.

/// A part of a whole, in tenths of a percent, rounded down; all of nothing is everything.
pub fn tenths(part: usize, whole: usize) -> u64 {
    if whole == 0 { 1000 } else { part as u64 * 1000 / whole as u64 }
}

/// `96.4`
pub fn percent(part: usize, whole: usize) -> String {
    let tenths = tenths(part, whole);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Whether the part is less than so many percent of the whole.
pub fn is_below(part: usize, whole: usize, percent: u8) -> bool {
    (part as u64) * 100 < u64::from(percent) * whole as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_down_and_compared_exactly() {
        assert_eq!(
            [percent(0, 0), percent(1, 3), percent(2999, 3000), percent(7, 7)],
            ["100.0", "33.3", "99.9", "100.0"]
        );
        assert!(is_below(94, 100, 95) && !is_below(95, 100, 95) && is_below(949, 1000, 95) && !is_below(0, 0, 95));
    }
}
