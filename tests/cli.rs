//! The binary as people, scripts and CI run it: exit codes, streams, files, help.

#[path = "cli/bad_input.rs"]
mod bad_input;
#[path = "cli/diff.rs"]
mod diff;
#[path = "cli/equal.rs"]
mod equal;
#[path = "cli/explain.rs"]
mod explain;
#[path = "cli/fmt.rs"]
mod fmt;
#[path = "cli/frame.rs"]
mod frame;
#[path = "cli/impact.rs"]
mod impact;
#[path = "cli/infer.rs"]
mod infer;
#[path = "cli/lints.rs"]
mod lints;
#[path = "cli/project.rs"]
mod project;
#[path = "cli/rules.rs"]
mod rules;
#[path = "cli/run.rs"]
mod run;
#[path = "cli/schema.rs"]
mod schema;
#[path = "cli/score.rs"]
mod score;
#[path = "cli/sources.rs"]
mod sources;
