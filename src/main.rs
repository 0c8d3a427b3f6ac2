//! The `scoreline` binary.

fn main() {}
