//! What a plugin can do.

use std::error::Error as StdError;

use dormer_runtime::UserScript;
use serde_json::Value;
use url::Url;

use crate::ipc::Invoke;
use crate::webview::PageLoadPayload;
use crate::{AppHandle, RunEvent, Webview, Window};

/// A plugin. Methods take `&self`: no lock is held while one runs, so a plugin may call whatever it likes.
pub trait Plugin: Send + Sync {
    /// Its name: the part of a command's name between `plugin:` and `|`.
    fn name(&self) -> &str;

    /// Called once, before any window opens (or when it is added later). `config` is `plugins.<name>` of the
    /// configuration, `null` when absent.
    ///
    /// # Errors
    /// Whatever keeps the plugin from working; the program does not start then.
    fn initialize(&self, app: &AppHandle, config: Value) -> Result<(), Box<dyn StdError>> {
        let (_, _) = (app, config);
        Ok(())
    }

    /// Scripts for the start of each document.
    fn initialization_scripts(&self) -> Vec<UserScript> {
        Vec::new()
    }

    /// A window was opened.
    fn window_created(&self, window: Window) {
        drop(window);
    }

    /// A web view was opened.
    fn webview_created(&self, webview: Webview) {
        drop(webview);
    }

    /// Whether a view may go to an address.
    fn on_navigation(&self, webview: &Webview, url: &Url) -> bool {
        let (_, _) = (webview, url);
        true
    }

    /// A page started or finished loading.
    fn on_page_load(&self, webview: &Webview, payload: &PageLoadPayload<'_>) {
        let (_, _) = (webview, payload);
    }

    /// Something happened; the app hears of it after the plugins.
    fn on_event(&self, app: &AppHandle, event: &RunEvent) {
        let (_, _) = (app, event);
    }

    /// Answers a call of one of its commands.
    fn extend_api(&self, invoke: Invoke) -> bool {
        invoke.resolver.reject_unknown();
        false
    }
}
