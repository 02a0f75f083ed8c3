//! What the backend was told and what it told, in order. Stays when windows close.

use std::collections::{BTreeMap, BTreeSet};

use dormer_runtime::{Event, WebviewId, WindowChange, WindowId};

use crate::Opening;

/// The record of a run.
#[derive(Default)]
pub(crate) struct Log {
    /// Windows and web views in the order opened.
    pub(crate) opened: Vec<Opening>,
    /// Changes ordered for each window.
    pub(crate) changes: BTreeMap<WindowId, Vec<WindowChange>>,
    /// Changes ordered for each web view, as debug text.
    pub(crate) webview_changes: BTreeMap<WebviewId, Vec<String>>,
    /// Scripts for each web view.
    pub(crate) scripts: BTreeMap<WebviewId, Vec<String>>,
    /// Addresses that the host did not allow.
    pub(crate) refused: BTreeMap<WebviewId, Vec<String>>,
    /// Views that have loaded something.
    pub(crate) loaded: BTreeSet<WebviewId>,
    /// Events that the program has handled.
    pub(crate) events: Vec<Event>,
    /// What `run` returned.
    pub(crate) exit_code: Option<i32>,
}
