//! The `scoreline` binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    scoreline::cli::main()
}
