//! Scoreline: contact-scoring rules whose every score is a ledger that adds up.

pub mod compare;
pub mod diag;
pub mod engine;
pub mod explain;
pub mod formats;
pub mod impact;
pub mod infer;
pub mod ledger;
pub mod lint;
pub mod plan;
pub mod records;
pub mod reference;
pub mod source;
pub mod syntax;
pub mod testing;
pub mod typed;
pub mod values;

#[cfg(feature = "cli")]
pub mod cli;
