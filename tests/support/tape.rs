//! A row of random choices, read one after another.
//!
//! Programs and records are made by asking the tape which way to go. Past its end every answer is 0, the plainest way,
//! so cutting the tape or lowering its numbers, which is how proptest shrinks, makes plainer cases that still hold together.

use proptest::prelude::*;

/// Choices still to be made.
#[derive(Clone, Debug)]
pub struct Tape {
    choices: Vec<u16>,
    at: usize,
}

impl Tape {
    /// A tape of these choices.
    pub fn new(choices: Vec<u16>) -> Tape {
        Tape { choices, at: 0 }
    }

    /// A number below `n`, which is above 0.
    pub fn below(&mut self, n: usize) -> usize {
        let choice = self.choices.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(choice) * n / (usize::from(u16::MAX) + 1)
    }

    /// Yes, `percent` times in a hundred; past the end no.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    /// One of several; past the end the first.
    pub fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

/// Tapes of a length up to `n`.
pub fn tapes(n: usize) -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(any::<u16>(), n / 2..n)
}
