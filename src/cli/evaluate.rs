//! Rules on records: the plan and the engine, put together.

use crate::engine;
use crate::ledger::Results;
use crate::plan;
use crate::records::Records;
use crate::typed::TypedRules;
use crate::values::Instant;

/// Evaluates rules that have no plan yet: those of tests, with their questions.
pub fn run(rules: &TypedRules, records: &[(&Records, Instant)]) -> Vec<Results> {
    let plan = plan::lower(rules);
    records.iter().map(|(records, as_of)| engine::run(&plan, records, *as_of)).collect()
}
