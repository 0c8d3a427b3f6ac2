//! The parser that pest makes of `grammar/scoreline.pest`; nothing else.

#![allow(missing_docs, reason = "the rules are documented in the grammar")]

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/scoreline.pest"]
pub(super) struct Grammar;
