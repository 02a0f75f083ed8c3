//! The part of the backend that every thread may use: posts changes, answers questions from snapshots.
//!
//! Not here: what a change does (`window`, `webview`). Invariant: nothing here but [`GtkHandle::open`] waits for the UI
//! thread.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, PoisonError, RwLock};

use dormer_runtime::dpi::PhysicalPosition;
use dormer_runtime::{
    BackendInfo, ChangeError, Handle, Monitor, OpenError, Opened, WebviewChange, WebviewId, WebviewSpec,
    WebviewState, WindowChange, WindowId, WindowSpec, WindowState,
};

use crate::monitors::Monitors;
use crate::tasks::{Task, Tasks};
use crate::ui::Ui;
use crate::window::{Pointer, System};

/// What the UI thread and all others have in common.
pub(crate) struct Shared {
    /// Work for the UI thread.
    pub(crate) tasks: Arc<Tasks>,
    /// The window system, known since the start.
    pub(crate) system: System,
    /// Windows as last seen.
    pub(crate) windows: Snapshots<WindowId, WindowState>,
    /// Web views as last seen.
    pub(crate) webviews: Snapshots<WebviewId, WebviewState>,
    /// Monitors as last seen.
    pub(crate) monitors: Monitors,
    /// Where the pointer is.
    pub(crate) pointer: Pointer,
}

/// What the UI thread last saw of each thing of one kind.
pub(crate) struct Snapshots<K, V>(RwLock<HashMap<K, Arc<V>>>);

impl<K, V> Default for Snapshots<K, V> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<K: Eq + Hash + Copy, V: PartialEq> Snapshots<K, V> {
    /// The thing as last seen, unless it is gone.
    pub(crate) fn get(&self, id: K) -> Option<Arc<V>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    /// Notes how the thing is now and returns how it was.
    pub(crate) fn put(&self, id: K, value: V) -> Option<Arc<V>> {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::new(value))
    }

    /// Notes that the thing is gone.
    pub(crate) fn remove(&self, id: K) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }
}

/// Gives orders to this backend.
pub(crate) struct GtkHandle {
    shared: Arc<Shared>,
}

impl GtkHandle {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Runs `act` on the UI thread, with the UI: now when already there.
    fn on_ui(&self, act: impl FnOnce(&std::rc::Rc<Ui>) + Send + 'static) {
        self.run_on_ui(Box::new(move || {
            if let Some(ui) = Ui::current() {
                act(&ui);
            }
        }));
    }
}

impl Handle for GtkHandle {
    fn info(&self) -> BackendInfo {
        let (major, minor, micro) = (
            webkit6::functions::major_version(),
            webkit6::functions::minor_version(),
            webkit6::functions::micro_version(),
        );
        BackendInfo { name: "gtk", webview_version: format!("{major}.{minor}.{micro}") }
    }

    fn is_ui_thread(&self) -> bool {
        self.shared.tasks.is_ui_thread()
    }

    fn run_on_ui(&self, task: Task) {
        if self.is_ui_thread() {
            task();
        } else {
            self.shared.tasks.post(task);
        }
    }

    fn open(&self, window: WindowSpec, webview: Option<WebviewSpec>) -> Result<Opened, OpenError> {
        let open = move || Ui::current().ok_or(OpenError::Ended)?.open(&window, webview.as_ref());
        if self.is_ui_thread() {
            return open();
        }
        // Dropped unsent when the loop ends first, which ends the wait.
        let (sender, receiver) = sync_channel(1);
        self.shared.tasks.post(Box::new(move || drop(sender.send(open()))));
        receiver.recv().unwrap_or(Err(OpenError::Ended))
    }

    fn change_window(&self, window: WindowId, change: WindowChange) -> Result<(), ChangeError> {
        self.shared.windows.get(window).ok_or(ChangeError::Gone)?;
        self.shared.system.supports(&change)?;
        // Closing frees what the caller may stand in the middle of.
        let ends = matches!(change, WindowChange::Close | WindowChange::Destroy);
        let apply = move || match Ui::current().and_then(|ui| ui.window(window)) {
            Some(window) => window.apply(change),
            None => Err(ChangeError::Gone),
        };
        if self.is_ui_thread() && !ends {
            return apply();
        }
        self.shared.tasks.post(Box::new(move || {
            if let Err(error) = apply() {
                log::debug!("window {}: {error}", window.0);
            }
        }));
        Ok(())
    }

    fn window_state(&self, window: WindowId) -> Option<Arc<WindowState>> {
        self.shared.windows.get(window)
    }

    fn change_webview(&self, webview: WebviewId, change: WebviewChange) -> Result<(), ChangeError> {
        self.shared.webviews.get(webview).ok_or(ChangeError::Gone)?;
        let apply = move || match Ui::current().and_then(|ui| ui.webview(webview)) {
            Some(webview) => webview.apply(change),
            None => Err(ChangeError::Gone),
        };
        if self.is_ui_thread() {
            return apply();
        }
        self.shared.tasks.post(Box::new(move || {
            if let Err(error) = apply() {
                log::warn!("web view {}: {error}", webview.0);
            }
        }));
        Ok(())
    }

    fn webview_state(&self, webview: WebviewId) -> Option<Arc<WebviewState>> {
        self.shared.webviews.get(webview)
    }

    fn monitors(&self) -> Vec<Monitor> {
        self.shared.monitors.list()
    }

    fn cursor_position(&self) -> Result<PhysicalPosition<f64>, ChangeError> {
        self.shared.pointer.position(self.shared.system)
    }

    fn register_scheme(&self, scheme: &str) {
        let scheme = scheme.to_owned();
        self.on_ui(move |ui| ui.register_scheme(&scheme));
    }

    fn request_exit(&self, code: i32) {
        self.on_ui(move |ui| ui.ask_exit(Some(code)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_is_replaced_not_changed() {
        let snapshots = Snapshots::default();
        assert!(snapshots.put(WindowId(1), "first").is_none());
        let before = snapshots.get(WindowId(1)).unwrap();
        assert_eq!(snapshots.put(WindowId(1), "second").as_deref(), Some(&"first"));
        assert_eq!(*before, "first");
        snapshots.remove(WindowId(1));
        assert!(snapshots.get(WindowId(1)).is_none());
    }

    #[test]
    fn the_handle_crosses_threads() {
        fn crosses<T: Send + Sync>() {}
        crosses::<GtkHandle>();
    }
}
