//! What a change of the rules does to records: who moves, where to, and because of which edit.

pub mod budget;
mod choices;
mod count;
mod declare;
mod edits;
pub mod findings;
mod items;
mod judge;
mod merge;
mod mixed;
mod report;
mod resolve;
pub mod show;
mod walk;

pub use count::{DESCRIBED_MIN, Runs, count};
pub use edits::{EDITS_MAX, Edits, Set};
pub use items::Item;
pub use judge::{Band, Cause};
pub use merge::{Merged, Place, Tried, apart, merge};
pub use report::*;
