//! All that exists in one headless run, and how orders change it. No locks and no calls of the host here.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use dormer_runtime::{
    Event, Host, OpenError, Opened, Veto, WebviewId, WebviewSpec, WebviewState, WindowChange, WindowEvent,
    WindowId, WindowSpec, WindowState,
};

use crate::Opening;
use crate::desk::Desk;
use crate::link::MemoryLink;
use crate::log::Log;
use crate::settings::Settings;
use crate::turn::{Load, Turn};
use crate::webview::Webview;
use crate::window::Window;

/// How far the backend has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// Not started.
    #[default]
    New,
    /// Started, the loop does not run yet.
    Started,
    /// The program has handled `Ready`.
    Running,
    /// `Exit` is being delivered: nothing new opens.
    Ending,
    /// The loop has returned or was dropped.
    Ended,
}

/// A page whose link is open.
pub(crate) struct OpenPage {
    /// The link.
    pub(crate) link: Arc<MemoryLink>,
    /// Whether the host has taken it.
    pub(crate) taken: bool,
}

/// All that exists.
#[derive(Default)]
pub(crate) struct World {
    /// Grows with each change, so that waiting threads notice.
    pub(crate) version: u64,
    pub(crate) phase: Phase,
    /// A turn is being worked on.
    pub(crate) busy: bool,
    pub(crate) queue: VecDeque<Turn>,
    pub(crate) settings: Settings,
    pub(crate) desk: Desk,
    pub(crate) host: Option<Arc<dyn Host>>,
    pub(crate) schemes: Vec<String>,
    pub(crate) windows: BTreeMap<WindowId, Window>,
    pub(crate) webviews: BTreeMap<WebviewId, Webview>,
    /// In the order opened.
    pub(crate) pages: Vec<OpenPage>,
    /// Links that are closed while the core has not handled it yet.
    pub(crate) closing: usize,
    pub(crate) log: Log,
}

impl World {
    /// Opens a window, and the first load of its view follows.
    pub(crate) fn open(
        &mut self,
        window: WindowSpec,
        webview: Option<WebviewSpec>,
    ) -> Result<Opened, OpenError> {
        if self.phase >= Phase::Ending {
            return Err(OpenError::Ended);
        }
        if let Some(text) = self.settings.fail_next_open.take() {
            return Err(OpenError::System(text));
        }
        if window.parent.is_some_and(|parent| !self.windows.contains_key(&parent)) {
            return Err(OpenError::NoParent);
        }
        let view = webview.as_ref().map(|webview| webview.id);
        if self.log.opened.iter().any(|opening| opening.window.id == window.id) {
            return Err(OpenError::System(format!("the id of {:?} was used before", window.id)));
        }
        let used = |view: WebviewId| {
            self.log.opened.iter().any(|old| old.webview.as_ref().is_some_and(|o| o.id == view))
        };
        if let Some(view) = view.filter(|view| used(*view)) {
            return Err(OpenError::System(format!("the id of {view:?} was used before")));
        }
        let id = window.id;
        self.windows.insert(id, Window::new(&window, view, &self.desk));
        if window.visible && window.focused {
            self.focus(id);
        }
        if let Some(webview) = &webview {
            self.webviews.insert(webview.id, Webview::new(webview.clone(), id));
            self.queue.push_back(Turn::Load(Load {
                webview: webview.id,
                url: Some(webview.url.clone()),
                done: None,
            }));
        }
        self.log.opened.push(Opening { window, webview });
        Ok(Opened { window: id, webview: view })
    }

    /// Applies a change and returns the links that must be closed, outside the lock. A closed window is left alone.
    pub(crate) fn apply(&mut self, id: WindowId, change: WindowChange) -> Vec<Arc<MemoryLink>> {
        match change {
            WindowChange::Close => self.ask_to_close(id),
            WindowChange::Destroy => return self.destroy(id),
            WindowChange::Focus => self.focus(id),
            WindowChange::Visible(true) | WindowChange::Minimized(false) => {
                self.edit_with(id, change);
                self.focus(id);
            }
            change => self.edit_with(id, change),
        }
        Vec::new()
    }

    fn edit_with(&mut self, id: WindowId, change: WindowChange) {
        if let Some(window) = self.windows.get_mut(&id) {
            let desk = &self.desk;
            let events = window.edit(desk, |window, state| window.apply(desk, state, change));
            self.report(id, events);
        }
    }

    /// Alters a window; the events that follow are queued.
    pub(crate) fn edit(&mut self, id: WindowId, alter: impl FnOnce(&mut Window, &mut WindowState)) {
        if let Some(window) = self.windows.get_mut(&id) {
            let events = window.edit(&self.desk, alter);
            self.report(id, events);
        }
    }

    fn report(&mut self, id: WindowId, events: Vec<WindowEvent>) {
        self.queue.extend(events.into_iter().map(|event| Turn::Event(Event::Window(id, event))));
    }

    /// Gives a window the keyboard, if it is shown and may have it, and takes it from the one that had it.
    pub(crate) fn focus(&mut self, id: WindowId) {
        let Some(window) = self.windows.get(&id) else { return };
        if !window.focusable || !window.state.visible || (window.state.focused && !window.state.minimized) {
            return;
        }
        let others: Vec<_> =
            self.windows.iter().filter(|(_, other)| other.state.focused).map(|(id, _)| *id).collect();
        for other in others {
            self.edit(other, |_, state| state.focused = false);
        }
        self.edit(id, |_, state| (state.minimized, state.focused) = (false, true));
    }

    /// Queues the question whether a window may close.
    pub(crate) fn ask_to_close(&mut self, id: WindowId) {
        if self.windows.contains_key(&id) {
            self.report(id, vec![WindowEvent::CloseRequested(Veto::default())]);
        }
    }

    /// Removes a window and its view, and returns the links that must be closed.
    pub(crate) fn destroy(&mut self, id: WindowId) -> Vec<Arc<MemoryLink>> {
        let Some(window) = self.windows.remove(&id) else { return Vec::new() };
        let links = window.webview.map(|view| {
            self.webviews.remove(&view);
            self.links(view)
        });
        self.report(id, vec![WindowEvent::Destroyed]);
        if self.windows.is_empty() {
            self.queue.push_back(Turn::LastWindowClosed);
        }
        links.unwrap_or_default()
    }

    /// The open links of a view.
    pub(crate) fn links(&self, webview: WebviewId) -> Vec<Arc<MemoryLink>> {
        let of_view = self.pages.iter().filter(|page| page.link.webview == webview);
        of_view.map(|page| page.link.clone()).collect()
    }

    /// Alters what is told about a view.
    pub(crate) fn edit_webview(&mut self, id: WebviewId, alter: impl FnOnce(&mut WebviewState)) {
        if let Some(webview) = self.webviews.get_mut(&id) {
            alter(Arc::make_mut(&mut webview.state));
        }
    }

    /// What is going on, for the texts of panics.
    pub(crate) fn summary(&self) -> String {
        let windows: Vec<_> = self.windows.iter().map(|(id, window)| (id.0, &window.state.title)).collect();
        let pages: Vec<_> = self.pages.iter().map(|page| (page.link.webview.0, &page.link.url)).collect();
        let events = &self.log.events[self.log.events.len().saturating_sub(5)..];
        let (phase, turns) = (self.phase, self.queue.len());
        format!(
            "phase {phase:?}, {turns} turns queued, windows {windows:?}, pages {pages:?}, last events {events:?}"
        )
    }
}
