//! The reference evaluator: what the rules mean, computed the slow and obvious way.
//!
//! In: typed rules, records, the as-of instant. Out: the same [`Results`] as the engine. It follows `docs/semantics.md`
//! clause by clause with whole lists, plain loops and big rational numbers, and shares no evaluation code with the
//! plan or the engine: where the two differ, one of them (or the page) is wrong. Nothing here is fast, and nothing here
//! should be made fast; a score is remembered per record, instant and log only so that scores of scores end.
//!
//! What it does share are definitions: how text folds, where words end, what a pattern matches, and the zone's calendar.

mod activity_order;
mod aggregate;
mod cond;
mod decay;
mod elapsed;
mod expr;
mod links;
mod log;
mod number;
mod phrase;
mod results;
mod rule;
mod same;
mod scope;
mod score;
mod show;

use crate::ledger::Results;
use crate::records::Records;
use crate::typed::TypedRules;
use crate::values::Instant;
use scope::Evaluator;

/// Scores every record of every kind that has a score, a label or a segment.
///
/// The records must have the slots of `rules`: values by field id, rows by kind id.
pub fn run(rules: &TypedRules, records: &Records, as_of: Instant) -> Results {
    Evaluator::new(rules, records, as_of).results()
}
