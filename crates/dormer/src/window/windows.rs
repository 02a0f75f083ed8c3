//! The table of open windows. A label is taken from the moment a window begins to open until it is destroyed.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use dormer_runtime::{WebviewId, WindowId};

use crate::WebviewWindow;

/// Open windows by label.
#[derive(Default)]
pub(crate) struct Windows(RwLock<HashMap<String, WebviewWindow>>);

/// The label belongs to a window that is still open.
#[derive(Debug)]
pub(crate) struct LabelTaken;

impl Windows {
    pub(crate) fn add(&self, window: &WebviewWindow) -> Result<(), LabelTaken> {
        match self.write().entry(window.label().to_owned()) {
            std::collections::hash_map::Entry::Occupied(_) => Err(LabelTaken),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(window.clone());
                Ok(())
            }
        }
    }

    pub(crate) fn remove(&self, id: WindowId) -> Option<WebviewWindow> {
        let mut windows = self.write();
        let label = windows.values().find(|window| window.window.id() == id)?.label().to_owned();
        windows.remove(&label)
    }

    pub(crate) fn get(&self, label: &str) -> Option<WebviewWindow> {
        self.read().get(label).cloned()
    }

    pub(crate) fn by_window(&self, id: WindowId) -> Option<WebviewWindow> {
        self.read().values().find(|window| window.window.id() == id).cloned()
    }

    pub(crate) fn by_webview(&self, id: WebviewId) -> Option<WebviewWindow> {
        self.read().values().find(|window| window.webview.id() == id).cloned()
    }

    pub(crate) fn all(&self) -> Vec<WebviewWindow> {
        self.read().values().cloned().collect()
    }

    fn read(&self) -> RwLockReadGuard<'_, HashMap<String, WebviewWindow>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, HashMap<String, WebviewWindow>> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}
