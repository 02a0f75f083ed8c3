//! The handle that every part of a program may hold.

use std::fmt;
use std::sync::Arc;

use dormer_runtime::Monitor;
use dpi::PhysicalPosition;

use super::{AssetResolver, Shared};
use crate::image::Image;
use crate::plugin::Plugin;
use crate::{Config, Manager, PackageInfo, Result, Theme};

/// The exit code that stands for a restart.
pub const RESTART_EXIT_CODE: i32 = i32::MAX;

/// Version of this crate.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Whether the program was built to load `build.devUrl` instead of the embedded pages.
pub const fn is_dev() -> bool {
    !cfg!(feature = "custom-protocol")
}

/// Version of the system's web engine, as the running program found it.
///
/// # Errors
/// No program was built yet.
pub fn webview_version() -> Result<String> {
    super::shared::WEBVIEW_VERSION
        .get()
        .cloned()
        .ok_or_else(|| crate::Error::Other("the web engine's version is known once the app is built".into()))
}

/// Reaches the running program from everywhere. Cheap to clone.
#[derive(Clone)]
pub struct AppHandle(pub(super) Arc<Shared>);

impl AppHandle {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self(shared)
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.0
    }

    pub(crate) fn runtime(&self) -> &Arc<dyn dormer_runtime::Handle> {
        self.0.runtime()
    }

    /// Adds a plugin to the running program.
    ///
    /// # Errors
    /// Its setup failed.
    pub fn plugin(&self, plugin: impl Plugin + 'static) -> Result<()> {
        self.plugin_boxed(Box::new(plugin))
    }

    /// As [`AppHandle::plugin`].
    ///
    /// # Errors
    /// Its setup failed.
    pub fn plugin_boxed(&self, plugin: Box<dyn Plugin>) -> Result<()> {
        self.0.plugins.add(self, plugin)
    }

    /// Removes a plugin; false when there is none of that name.
    pub fn remove_plugin(&self, name: &str) -> bool {
        self.0.plugins.remove(name)
    }

    /// Asks for the end of the program; `ExitRequested` may prevent it.
    pub fn exit(&self, code: i32) {
        self.runtime().request_exit(code);
    }

    /// Ends this program and starts it again. Does not return; the calling thread waits for the end.
    pub fn restart(&self) -> ! {
        if self.runtime().is_ui_thread() {
            self.cleanup_before_exit();
            crate::process::restart(&self.env());
        }
        self.request_restart();
        loop {
            std::thread::park();
        }
    }

    /// Asks for the end of the program and starts it again after that. Cannot be prevented.
    pub fn request_restart(&self) {
        self.runtime().request_exit(RESTART_EXIT_CODE);
    }

    /// Closes what the program holds: resources of windows and of the app. Called by itself before the end.
    pub fn cleanup_before_exit(&self) {
        self.0.cleanup();
    }

    /// Runs a function on the UI thread: at once when already there.
    ///
    /// # Errors
    /// Never now; kept for the shape that apps know.
    pub fn run_on_main_thread<F: FnOnce() + Send + 'static>(&self, function: F) -> Result<()> {
        self.runtime().run_on_ui(Box::new(function));
        Ok(())
    }

    /// Whether the system allows several windows.
    pub fn supports_multiple_windows(&self) -> bool {
        true
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.0.context.config
    }

    /// Name, version and authors.
    pub fn package_info(&self) -> &PackageInfo {
        &self.0.context.package
    }

    /// Finds embedded pages.
    pub fn asset_resolver(&self) -> AssetResolver {
        AssetResolver(self.clone())
    }

    /// The icon of windows that have none of their own.
    pub fn default_window_icon(&self) -> Option<&Image<'static>> {
        self.0.context.icon.as_ref()
    }

    /// The primary monitor.
    ///
    /// # Errors
    /// Never now; kept for the shape that apps know.
    pub fn primary_monitor(&self) -> Result<Option<Monitor>> {
        Ok(self.runtime().monitors().into_iter().next())
    }

    /// All monitors, the primary one first.
    ///
    /// # Errors
    /// Never now; kept for the shape that apps know.
    pub fn available_monitors(&self) -> Result<Vec<Monitor>> {
        Ok(self.runtime().monitors())
    }

    /// The monitor that shows a point of the desktop, in physical pixels.
    ///
    /// # Errors
    /// Never now; kept for the shape that apps know.
    pub fn monitor_from_point(&self, x: f64, y: f64) -> Result<Option<Monitor>> {
        Ok(self.runtime().monitors().into_iter().find(|monitor| {
            let (left, top) = (f64::from(monitor.position.x), f64::from(monitor.position.y));
            (left..left + f64::from(monitor.size.width)).contains(&x)
                && (top..top + f64::from(monitor.size.height)).contains(&y)
        }))
    }

    /// Where the pointer is on the desktop, in physical pixels.
    ///
    /// # Errors
    /// The system does not tell (Wayland).
    pub fn cursor_position(&self) -> Result<PhysicalPosition<f64>> {
        self.runtime().cursor_position().map_err(|error| crate::Error::Window(error.to_string()))
    }

    /// Sets the theme of all windows; `None` is the system's.
    pub fn set_theme(&self, theme: Option<Theme>) {
        for window in self.webview_windows().into_values() {
            if let Err(error) = window.set_theme(theme) {
                log::warn!("window {}: {error}", window.label());
            }
        }
    }

    /// What the core holds right now, to find leaks.
    pub fn diagnostics(&self) -> crate::Diagnostics {
        crate::Diagnostics::of(&self.0)
    }
}

impl fmt::Debug for AppHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppHandle")
            .field("identifier", &self.0.context.config.identifier)
            .finish_non_exhaustive()
    }
}
