//! The program under test: `subject cases [NAME…]` runs the cases of its page, `subject scene NAME` plays one scene.

mod commands;
mod file_manager;
mod gates;
mod logger;
mod runner;
mod scenes;

use std::process::ExitCode;

fn main() -> ExitCode {
    logger::install();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        Some((mode, names)) if mode == "cases" => runner::run(names.to_vec()),
        Some((mode, [name])) if mode == "scene" => scenes::play(name),
        _ => {
            eprintln!("usage: subject cases [NAME…] | subject scene NAME");
            ExitCode::from(2)
        }
    }
}
