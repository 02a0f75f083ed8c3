//! Lens: search in files. This file reads the command line and opens the window; the rest is in the modules.

mod args;
mod batch;
mod commands;
mod preview;
mod query;
mod recent;
mod search;

use std::process::ExitCode;

use args::{Args, USAGE};
use commands::Lens;

fn main() -> ExitCode {
    let start = match Args::parse(std::env::args_os().skip(1)) {
        Ok(Args::Run(start)) => start,
        Ok(Args::Help) => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("lens: {error}");
            return ExitCode::from(2);
        }
    };
    let run = dormer::Builder::default()
        .manage(Lens::new(start))
        .invoke_handler(dormer::generate_handler![
            commands::initial,
            commands::start_search,
            commands::cancel_search,
            commands::preview,
            commands::recent_searches,
            commands::report,
        ])
        .run(dormer::generate_context!());
    match run {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lens: {error}");
            ExitCode::FAILURE
        }
    }
}
