//! What every part of a program can reach: the app's state, windows, paths.

use std::collections::HashMap;
use std::sync::{MutexGuard, PoisonError};

use crate::ipc::RuntimeCapability;
use crate::path::PathResolver;
use crate::{
    App, AppHandle, Config, Env, PackageInfo, ResourceTable, Result, State, Webview, WebviewWindow, Window,
};

/// Reaches the program from any of its parts: [`App`], [`AppHandle`], [`Window`], [`Webview`], [`WebviewWindow`].
pub trait Manager: sealed::Sealed {
    /// The program's handle.
    fn app_handle(&self) -> &AppHandle {
        self.handle_of()
    }

    /// The configuration.
    fn config(&self) -> &Config {
        self.handle_of().config()
    }

    /// Name, version and authors.
    fn package_info(&self) -> &PackageInfo {
        self.handle_of().package_info()
    }

    /// The window with this label, when it is open and has a web view.
    fn get_webview_window(&self, label: &str) -> Option<WebviewWindow> {
        self.handle_of().shared().windows.get(label)
    }

    /// All open windows with a web view, by label.
    fn webview_windows(&self) -> HashMap<String, WebviewWindow> {
        let windows = self.handle_of().shared().windows.all();
        windows.into_iter().map(|window| (window.label().to_owned(), window)).collect()
    }

    /// The window with this label, when it is open.
    fn get_window(&self, label: &str) -> Option<Window> {
        self.get_webview_window(label).map(|window| window.window)
    }

    /// All open windows, by label.
    fn windows(&self) -> HashMap<String, Window> {
        self.webview_windows().into_iter().map(|(label, window)| (label, window.window)).collect()
    }

    /// The window that has the keyboard.
    fn get_focused_window(&self) -> Option<Window> {
        self.windows().into_values().find(|window| window.is_focused().unwrap_or(false))
    }

    /// The web view with this label.
    fn get_webview(&self, label: &str) -> Option<Webview> {
        self.get_webview_window(label).map(|window| window.webview)
    }

    /// All web views, by label.
    fn webviews(&self) -> HashMap<String, Webview> {
        self.webview_windows().into_iter().map(|(label, window)| (label, window.webview)).collect()
    }

    /// Keeps a value for [`State`] parameters. False, and nothing changes, when one of this type is kept already.
    fn manage<T: Send + Sync + 'static>(&self, state: T) -> bool {
        self.handle_of().shared().state.set(state)
    }

    /// The value of this type that was given to `manage`.
    ///
    /// # Panics
    /// None was given.
    fn state<T: Send + Sync + 'static>(&self) -> State<'_, T> {
        self.try_state().unwrap_or_else(|| {
            panic!("state() called before manage() for {}", std::any::type_name::<T>());
        })
    }

    /// The value of this type that was given to `manage`, if any.
    fn try_state<T: Send + Sync + 'static>(&self) -> Option<State<'_, T>> {
        self.handle_of().shared().state.try_get()
    }

    /// The resources of this part: of the app, the window or the web view.
    fn resources_table(&self) -> MutexGuard<'_, ResourceTable> {
        self.table_of().lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Facts about the running process.
    fn env(&self) -> Env {
        self.handle_of().shared().env.clone()
    }

    /// Adds a capability: pages that it names may call more from now on, without being loaded again.
    ///
    /// # Errors
    /// It is none, its identifier was added before, or it names an unknown permission.
    fn add_capability(&self, capability: impl RuntimeCapability) -> Result<()> {
        let shared = self.handle_of().shared();
        Ok(shared.runtime_capabilities.add(&shared.authority, capability)?)
    }

    /// Takes back a capability that was added with [`Manager::add_capability`]. False when there is none of this
    /// identifier. Calls that run already are not stopped.
    fn remove_capability(&self, identifier: &str) -> bool {
        let shared = self.handle_of().shared();
        shared.runtime_capabilities.remove(&shared.authority, identifier)
    }

    /// What the scheme `asset` may serve. Grows while the program runs.
    #[cfg(feature = "protocol-asset")]
    fn asset_protocol_scope(&self) -> crate::scope::fs::Scope {
        self.handle_of().shared().asset_scope().clone()
    }

    /// Finds the system's and the app's folders.
    fn path(&self) -> &PathResolver {
        &self.handle_of().shared().path
    }
}

pub(crate) mod sealed {
    use std::sync::Mutex;

    use crate::{AppHandle, EventTarget, ResourceTable};

    /// What [`Manager`](super::Manager), [`Emitter`](crate::Emitter) and [`Listener`](crate::Listener) stand on.
    pub trait Sealed {
        /// The program's handle.
        fn handle_of(&self) -> &AppHandle;
        /// The resources of this part.
        fn table_of(&self) -> &Mutex<ResourceTable>;
        /// The target of `listen` on this part.
        fn target_of(&self) -> EventTarget;
    }
}

impl sealed::Sealed for AppHandle {
    fn handle_of(&self) -> &AppHandle {
        self
    }
    fn table_of(&self) -> &std::sync::Mutex<ResourceTable> {
        &self.shared().resources
    }
    fn target_of(&self) -> crate::EventTarget {
        crate::EventTarget::App
    }
}

impl Manager for AppHandle {}

impl sealed::Sealed for App {
    fn handle_of(&self) -> &AppHandle {
        self.handle()
    }
    fn table_of(&self) -> &std::sync::Mutex<ResourceTable> {
        &self.handle().shared().resources
    }
    fn target_of(&self) -> crate::EventTarget {
        crate::EventTarget::App
    }
}

impl Manager for App {}

impl sealed::Sealed for Window {
    fn handle_of(&self) -> &AppHandle {
        self.app()
    }
    fn table_of(&self) -> &std::sync::Mutex<ResourceTable> {
        self.resources()
    }
    fn target_of(&self) -> crate::EventTarget {
        crate::EventTarget::window(self.label())
    }
}

impl Manager for Window {}

impl sealed::Sealed for Webview {
    fn handle_of(&self) -> &AppHandle {
        self.app()
    }
    fn table_of(&self) -> &std::sync::Mutex<ResourceTable> {
        self.resources()
    }
    fn target_of(&self) -> crate::EventTarget {
        crate::EventTarget::webview(self.label())
    }
}

impl Manager for Webview {}

impl sealed::Sealed for WebviewWindow {
    fn handle_of(&self) -> &AppHandle {
        self.webview.app()
    }
    fn table_of(&self) -> &std::sync::Mutex<ResourceTable> {
        self.webview.resources()
    }
    fn target_of(&self) -> crate::EventTarget {
        crate::EventTarget::webview_window(self.label())
    }
}

impl Manager for WebviewWindow {}
