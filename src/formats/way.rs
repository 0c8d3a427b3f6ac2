//! The way to a field inside a record.

use std::fmt;

/// Where a field stands in a record: `id`, `properties.email`.
///
/// Dots go into nested objects. At each level a key that spells the rest of the way, dots and all, wins over going
/// further down: `address.city` is found in `{"address.city": ..}` before `{"address": {"city": ..}}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Way {
    steps: Vec<String>,
}

impl Way {
    /// The way as people write it.
    pub fn new(text: &str) -> Way {
        Way { steps: text.split('.').map(str::to_owned).collect() }
    }

    /// The way of a field that the rules name, already split.
    pub fn from_steps(steps: &[String]) -> Way {
        Way { steps: steps.to_vec() }
    }

    /// One key for each level; never empty.
    pub fn steps(&self) -> &[String] {
        &self.steps
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.steps.join("."))
    }
}
