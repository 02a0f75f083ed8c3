//! Runs the cases of the page and prints what it reports. Not here: the cases (`page/src/cases`), their commands.

use std::process::ExitCode;

use dormer::utils::config::PatternKind;
use dormer::{AppHandle, Builder, State, WebviewUrl, WebviewWindowBuilder};
use serde_json::Value;

use crate::{commands, file_manager};

/// The names of the cases to run; all when it is empty.
pub(crate) struct Wanted(Vec<String>);

/// Opens the page and ends with it.
pub(crate) fn run(wanted: Vec<String>) -> ExitCode {
    let mut context = dormer::generate_context!();
    if carrier() != "isolated" {
        context.config_mut().app.security.pattern = PatternKind::Brownfield;
    }
    let ran = commands::add(Builder::default())
        .manage(Wanted(wanted))
        .plugin(dormer_plugin_fs::init())
        .plugin(dormer_plugin_opener::init())
        .setup(|app| {
            file_manager::serve();
            WebviewWindowBuilder::new(app, "main", WebviewUrl::default()).title("Cases").build()?;
            Ok(())
        })
        .run(context);
    match ran {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

#[dormer::command]
pub(crate) fn cases_wanted(wanted: State<'_, Wanted>) -> Option<Vec<String>> {
    (!wanted.0.is_empty()).then(|| wanted.0.clone())
}

#[dormer::command]
pub(crate) fn case_done(name: String, error: Option<String>, millis: u32) {
    let line: Value = serde_json::json!({ "name": name, "error": error, "millis": millis });
    println!("CASE {line}");
}

#[dormer::command]
pub(crate) fn cases_done(app: AppHandle) {
    println!("DONE");
    app.exit(0);
}

/// Which carrier the harness set up.
#[dormer::command]
pub(crate) fn carrier() -> String {
    std::env::var("SUBJECT_CARRIER").unwrap_or_else(|_| "direct".into())
}
