//! `plugin:path|…`: folders, and paths as text.

use std::path::PathBuf;

use dormer_macros::command;

use crate::ipc::{Command, CommandFn};
use crate::path::{BaseDirectory, PathError, lexical};
use crate::{AppHandle, Manager, Result};

pub(super) fn commands() -> Vec<Command> {
    vec![
        <resolve_directory as CommandFn>::COMMAND,
        <resolve as CommandFn>::COMMAND,
        <normalize as CommandFn>::COMMAND,
        <join as CommandFn>::COMMAND,
        <dirname as CommandFn>::COMMAND,
        <extname as CommandFn>::COMMAND,
        <basename as CommandFn>::COMMAND,
        <is_absolute as CommandFn>::COMMAND,
    ]
}

#[command(root = "crate")]
fn resolve_directory(app: AppHandle, directory: BaseDirectory, path: Option<PathBuf>) -> Result<PathBuf> {
    app.path().resolve(path.unwrap_or_default(), directory)
}

#[command(root = "crate")]
fn resolve(paths: Vec<String>) -> Result<PathBuf> {
    Ok(lexical::resolve(&std::env::current_dir()?, &paths))
}

#[command(root = "crate")]
fn normalize(path: &str) -> String {
    lexical::normalize(path)
}

#[command(root = "crate")]
fn join(paths: Vec<String>) -> String {
    lexical::join(&paths)
}

#[command(root = "crate")]
fn dirname(path: String) -> Result<String, crate::Error> {
    lexical::dirname(&path).map_err(crate::Error::from)
}

#[command(root = "crate")]
fn extname(path: String) -> Result<String, crate::Error> {
    lexical::extname(&path).map_err(crate::Error::from)
}

#[command(root = "crate")]
fn basename(path: String, ext: Option<String>) -> Result<String, crate::Error> {
    lexical::basename(&path, ext.as_deref()).map_err(|error: PathError| error.into())
}

#[command(root = "crate")]
fn is_absolute(path: String) -> bool {
    lexical::is_absolute(&path)
}
