//! The commands that pages call.

use std::path::{Path, PathBuf};

use dormer::command;
use dormer::ipc::{Command, CommandFn, CommandScope, GlobalScope};
use url::Url;

use crate::entry::{Entries, Entry};
use crate::{Error, Result};

/// The table of commands.
pub(crate) fn all() -> Vec<Command> {
    vec![
        <open_path as CommandFn>::COMMAND,
        <open_url as CommandFn>::COMMAND,
        <reveal_item_in_dir as CommandFn>::COMMAND,
    ]
}

/// Where a path really leads: that is judged, and that is opened.
fn real(path: &Path) -> Result<PathBuf> {
    path.canonicalize().map_err(|source| Error::Path { path: path.into(), source })
}

#[command(async)]
fn open_url(
    scope: CommandScope<Entry>,
    global: GlobalScope<Entry>,
    url: String,
    with: Option<String>,
) -> Result<()> {
    let parsed =
        Url::parse(&url).map_err(|error| Error::Url { text: url.clone(), reason: error.to_string() })?;
    if !Entries::new(&scope, &global).allow_url(&parsed, with.as_deref()) {
        return Err(Error::ForbiddenUrl { url, with });
    }
    // As it was parsed, so that nobody reads it another way.
    crate::opener::launch(parsed.as_str(), with.as_deref())
}

#[command(async)]
fn open_path(
    scope: CommandScope<Entry>,
    global: GlobalScope<Entry>,
    path: PathBuf,
    with: Option<String>,
) -> Result<()> {
    let entries = Entries::new(&scope, &global);
    let allowed = !entries.deny_path(&path) && entries.allow_path(&path, with.as_deref());
    if !allowed {
        return Err(Error::ForbiddenPath { path, with });
    }
    let real = real(&path)?;
    if !entries.allow_path(&real, with.as_deref()) {
        return Err(Error::ForbiddenPath { path, with });
    }
    crate::opener::launch_path(&real, with.as_deref())
}

#[command(async)]
fn reveal_item_in_dir(
    scope: CommandScope<Entry>,
    global: GlobalScope<Entry>,
    paths: Vec<PathBuf>,
) -> Result<()> {
    let entries = Entries::new(&scope, &global);
    for path in &paths {
        if !entries.allow_reveal(path) {
            return Err(Error::ForbiddenPath { path: path.clone(), with: None });
        }
    }
    let real = paths.iter().map(|path| real(path)).collect::<Result<Vec<_>>>()?;
    if let Some(at) = real.iter().position(|path| !entries.allow_reveal(path)) {
        return Err(Error::ForbiddenPath { path: paths[at].clone(), with: None });
    }
    crate::opener::reveal(&real)
}
