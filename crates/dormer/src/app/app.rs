//! The program before and while it runs.

use std::error::Error as StdError;
use std::ops::Deref;

use dormer_runtime::{Backend, Event};

use super::{AppHandle, ExitRequestApi, RESTART_EXIT_CODE, RunEvent};
use crate::host::{deliver_webview_event, deliver_window_event};
use crate::webview::WebviewWindowBuilder;
use crate::{Error, Manager, Result};

pub(super) type Setup = Box<dyn FnOnce(&mut App) -> Result<(), Box<dyn StdError>> + Send>;

/// A built program. Lives on the UI thread; everything else uses its [`AppHandle`]. What the handle can do, it can do.
pub struct App {
    handle: AppHandle,
    backend: Option<Box<dyn Backend>>,
    setup: Option<Setup>,
}

impl App {
    pub(super) fn new(handle: AppHandle, backend: Box<dyn Backend>, setup: Option<Setup>) -> Self {
        Self { handle, backend: Some(backend), setup }
    }

    /// The handle.
    pub fn handle(&self) -> &AppHandle {
        &self.handle
    }

    /// Runs the program. `callback` hears of everything that happens, on the UI thread. Returns when the program ends
    /// with exit code 0, ends the process otherwise.
    pub fn run<F>(self, callback: F)
    where
        F: FnMut(&AppHandle, RunEvent) + 'static,
    {
        let code = self.run_to_end(callback).unwrap_or_else(|error| {
            log::error!("{error}");
            eprintln!("error: {error}");
            1
        });
        if code != 0 {
            std::process::exit(code);
        }
    }

    /// As [`App::run`], but returns the exit code.
    pub fn run_return<F>(self, callback: F) -> i32
    where
        F: FnMut(&AppHandle, RunEvent) + 'static,
    {
        self.run_to_end(callback).unwrap_or_else(|error| {
            log::error!("{error}");
            1
        })
    }

    pub(super) fn run_to_end<F>(mut self, mut callback: F) -> Result<i32>
    where
        F: FnMut(&AppHandle, RunEvent) + 'static,
    {
        let handle = self.handle.clone();
        let backend = self.backend.take().expect("an App is run once: running takes it");
        let failed = std::rc::Rc::new(std::cell::RefCell::new(None));
        let failure = std::rc::Rc::clone(&failed);
        let code = backend.run(Box::new(move |event| match event {
            Event::Ready => match self.get_ready() {
                Ok(()) => tell(&self.handle, RunEvent::Ready, &mut callback),
                Err(error) => {
                    failure.replace(Some(error));
                    self.handle.runtime().request_exit(1);
                }
            },
            Event::Window(id, event) => {
                deliver_window_event(&self.handle, id, event, &mut |handle, event| {
                    tell(handle, event, &mut callback);
                });
            }
            Event::Webview(id, event) => {
                deliver_webview_event(&self.handle, id, event, &mut |handle, event| {
                    tell(handle, event, &mut callback);
                });
            }
            Event::ExitRequested { code, veto } => {
                if failure.borrow().is_none() {
                    let restart = code == Some(RESTART_EXIT_CODE);
                    let api = ExitRequestApi { veto, restart };
                    tell(&self.handle, RunEvent::ExitRequested { code, api }, &mut callback);
                }
            }
            Event::Exit => {
                tell(&self.handle, RunEvent::Exit, &mut callback);
                self.handle.cleanup_before_exit();
                self.handle.shared().plugins.clear();
            }
            other => log::debug!("the backend reports {other:?}, which this version does not know"),
        }));
        if let Some(error) = failed.take() {
            return Err(error);
        }
        if code == RESTART_EXIT_CODE {
            crate::process::restart(&handle.env());
        }
        Ok(code)
    }

    /// Opens the configured windows and runs the setup hook.
    fn get_ready(&mut self) -> Result<()> {
        let windows = self.handle.config().app.windows.clone();
        for window in windows.iter().filter(|window| window.create) {
            WebviewWindowBuilder::from_config(&self.handle, window)?.build()?;
        }
        if let Some(setup) = self.setup.take() {
            setup(self).map_err(|error| Error::Setup {
                what: "the setup hook".into(),
                source: error.to_string().into(),
            })?;
        }
        Ok(())
    }
}

/// Plugins hear of an event before the app does.
fn tell(handle: &AppHandle, event: RunEvent, callback: &mut dyn FnMut(&AppHandle, RunEvent)) {
    for plugin in handle.shared().plugins.all().iter() {
        plugin.on_event(handle, &event);
    }
    callback(handle, event);
}

impl Deref for App {
    type Target = AppHandle;

    fn deref(&self) -> &AppHandle {
        &self.handle
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("handle", &self.handle).finish_non_exhaustive()
    }
}
