//! The plugin: its setup and what it hears of windows.

use dormer::plugin::{Builder, TauriPlugin};
use dormer::{AppHandle, DragDropEvent, Manager, RunEvent, WindowEvent};

use crate::{Config, Fs, commands};

/// Makes the plugin.
pub fn init() -> TauriPlugin<Option<Config>> {
    Builder::<Option<Config>>::new("fs")
        .invoke_handler(dormer::ipc::handler(commands::all()))
        .setup(|app, api| {
            app.manage(Fs::new(api.config().clone().unwrap_or_default()));
            Ok(())
        })
        .on_event(on_event)
        .build()
}

fn on_event(app: &AppHandle, event: &RunEvent) {
    let RunEvent::WindowEvent { label, event } = event else { return };
    let Some(fs) = app.try_state::<Fs>() else { return };
    match event {
        WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) if fs.config().scope_dropped_paths => {
            let scope = match fs.config().share_dropped_paths {
                true => fs.scopes().shared().clone(),
                false => fs.scopes().window(label),
            };
            for path in paths {
                let granted =
                    if path.is_dir() { scope.allow_directory(path, true) } else { scope.allow_file(path) };
                if let Err(error) = granted {
                    log::warn!("{} was dropped on window {label}: {error}", path.display());
                }
            }
        }
        WindowEvent::Destroyed => fs.scopes().forget(label),
        _ => {}
    }
}
