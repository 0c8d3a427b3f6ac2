//! All sets of so many edits.

use super::edits::Set;

/// All choices of so many numbers, in order.
pub(super) struct Choices {
    numbers: Vec<usize>,
    at: Option<Vec<usize>>,
}

impl Choices {
    pub fn new(numbers: Vec<usize>, size: usize) -> Choices {
        let at = (size <= numbers.len()).then(|| (0..size).collect());
        Choices { numbers, at }
    }
}

impl Iterator for Choices {
    type Item = Set;

    fn next(&mut self) -> Option<Set> {
        let at = self.at.as_mut()?;
        let set = at.iter().fold(0, |set, place| set | 1 << self.numbers[*place]);
        let (n, size) = (self.numbers.len(), at.len());
        match (0..size).rev().find(|place| at[*place] < n - size + place) {
            Some(place) => {
                at[place] += 1;
                for later in place + 1..size {
                    at[later] = at[later - 1] + 1;
                }
            }
            None => self.at = None,
        }
        Some(set)
    }
}
