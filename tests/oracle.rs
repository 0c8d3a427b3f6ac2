//! The oracle: the engine against the reference evaluator, and both against ledgers worked out by hand.

#[path = "oracle/agreement.rs"]
mod agreement;
#[path = "oracle/clauses.rs"]
mod clauses;
#[path = "oracle/edges.rs"]
mod edges;
#[path = "oracle/evidence.rs"]
mod evidence;
#[path = "oracle/layout.rs"]
mod layout;
#[path = "oracle/lints.rs"]
mod lints;
#[path = "oracle/merged.rs"]
mod merged;
#[path = "oracle/null_edits.rs"]
mod null_edits;
#[path = "oracle/reach.rs"]
mod reach;
mod support;
