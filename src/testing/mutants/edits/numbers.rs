//! Numbers one step up or down, in the place of their last digit.

/// Which way a number goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// `500` becomes `501`, `0.6` becomes `0.7`.
    Up,
    /// `500` becomes `499`; 0 goes up, as there is no number without sign below it.
    Down,
}

impl Direction {
    /// The other way, as under a minus sign.
    pub(super) fn turned(self) -> Direction {
        match self {
            Direction::Up => Direction::Down,
            Direction::Down => Direction::Up,
        }
    }
}

/// The next number, written without underscores; `None` where it has more digits than any number of the rules.
pub(super) fn stepped(text: &str, direction: Direction) -> Option<String> {
    let digits = text.replace('_', "");
    let (whole, places) = digits.split_once('.').unwrap_or((&digits, ""));
    let value: u128 = format!("{whole}{places}").parse().ok()?;
    let next = match direction {
        Direction::Down if value > 0 => value - 1,
        _ => value.checked_add(1)?,
    };
    let shown = format!("{next:0width$}", width = places.len() + 1);
    let (whole, rest) = shown.split_at(shown.len() - places.len());
    Some(if places.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_digit_steps() {
        let up = |text| stepped(text, Direction::Up).expect("a number");
        let down = |text| stepped(text, Direction::Down).expect("a number");
        assert_eq!([up("20"), up("0.6"), up("0.9"), up("9.99"), up("10_000")], ["21", "0.7", "1.0", "10.00", "10001"]);
        assert_eq!([down("500"), down("1.0"), down("0"), down("0.0"), down("10")], ["499", "0.9", "1", "0.1", "9"]);
    }
}
