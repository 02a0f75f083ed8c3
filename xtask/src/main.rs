//! `cargo xtask`: finds the command and runs it. Not here: what the commands do, one file each.

mod bench;
mod ci;
mod cli;
mod cross;
mod npm;
mod run;
mod setup;
mod steps;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use cli::Command;

/// Every command, in the order of the help text.
const COMMANDS: [&Command; 7] = [
    &setup::COMMAND,
    &run::COMMAND,
    &test::COMMAND,
    &ci::COMMAND,
    &tidy::COMMAND,
    &cross::COMMAND,
    &bench::COMMAND,
];

fn main() -> ExitCode {
    match cli::dispatch(&COMMANDS, std::env::args_os().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
