//! The plugin: finding the file, restoring grants, hearing of new ones.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dormer::plugin::{Builder, TauriPlugin};
use dormer::{AppHandle, Manager};
use dormer_plugin_fs::{Fs, FsExt};

use crate::persisted_scope::PersistedScope;
use crate::saver::Saver;
use crate::{PersistedScopeExt, Remembered, format, old_format};

/// The file, in the program's data directory.
const FILE: &str = ".persisted-scope.jsonl";

/// The file of the plugin for Tauri 2.
const OLD_FILE: &str = ".persisted-scope";

/// Makes the plugin. Add it after the file plugin.
pub fn init() -> TauriPlugin {
    Builder::new("persisted-scope")
        .setup(|app, _| setup(app))
        .on_window_ready(|window| window.persisted_scope().restore(Some(window.label())))
        .on_drop(|app| {
            if let Some(persisted) = app.try_state::<Arc<PersistedScope>>() {
                persisted.finish();
            }
        })
        .build()
}

fn setup(app: &AppHandle) -> Result<(), Box<dyn Error>> {
    if app.try_state::<Fs>().is_none() {
        return Err("the file plugin is not there: add it before this one".into());
    }
    let folder = app.path().app_data_dir()?;
    let own: Vec<PathBuf> = [FILE, OLD_FILE].iter().map(|name| folder.join(name)).collect();
    let scopes = app.fs().scopes().clone();
    // Pages that may reach the whole directory must not give themselves more.
    for file in &own {
        scopes.shared().forbid_file(file)?;
    }
    let (all, old) = load(&own[0], &own[1]);
    let saver = Saver::start(own[0].clone())?;
    let persisted = Arc::new(PersistedScope::new(scopes.clone(), own, all, saver));
    app.manage(Arc::clone(&persisted));
    persisted.restore(None);
    if old {
        persisted.save();
    }
    // Weak: the scopes would keep what keeps them.
    let persisted = Arc::downgrade(&persisted);
    scopes.on_change(move |window, scope, event| {
        if let Some(persisted) = persisted.upgrade() {
            persisted.changed(window, scope, event);
        }
    });
    Ok(())
}

/// What the file remembers, or else the old one, and whether it was the old one.
fn load(file: &Path, old: &Path) -> (Vec<Remembered>, bool) {
    match fs::read_to_string(file) {
        Ok(text) => return (format::read(&text), false),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => {
            log::warn!("{}: {error}; nothing is remembered", file.display());
            return (Vec::new(), false);
        }
    }
    let Ok(bytes) = fs::read(old) else { return (Vec::new(), false) };
    match old_format::read(&bytes) {
        Some(grants) => {
            let all = grants.into_iter().map(|grant| Remembered { window: None, grant }).collect();
            (all, true)
        }
        None => {
            log::warn!("{} is no file of grants; nothing is remembered", old.display());
            (Vec::new(), false)
        }
    }
}
