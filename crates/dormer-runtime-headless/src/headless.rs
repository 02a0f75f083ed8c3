//! The control handle of a test: making a backend, setting it up, reading its record.

use std::sync::Arc;
use std::time::Duration;

use dormer_runtime::{
    Event, Handle, Start, StartError, WebviewId, WebviewState, WindowChange, WindowId, WindowState,
};

use crate::Opening;
use crate::backend::HeadlessBackend;
use crate::handle::HeadlessHandle;
use crate::shared::Shared;
use crate::world::Phase;

/// Looks into a headless backend and acts on it, from any thread. Clones share the backend.
///
/// Methods that play a part (the user, the system, a page) act on the UI thread: called there they act at once, called
/// elsewhere they wait for the loop. What the program then gets to hear is queued: [`Headless::settle`] waits for it.
#[derive(Clone)]
pub struct Headless {
    pub(crate) shared: Arc<Shared>,
}

impl Headless {
    /// A backend and what starts it. The thread that calls the closure becomes the UI thread.
    pub fn new() -> (Self, Start) {
        let control = Self { shared: Arc::default() };
        let start = control.start();
        (control, start)
    }

    /// One more closure that starts this backend, for a UI thread other than the one that called [`Headless::new`]:
    /// a [`Start`] cannot be sent there. Only the first start succeeds.
    pub fn start(&self) -> Start {
        let shared = self.shared.clone();
        Box::new(move |host, options| {
            if !shared.claim_ui_thread() {
                return Err(StartError::System("this headless backend was started before".into()));
            }
            shared.change(|world| {
                world.phase = Phase::Started;
                world.host = Some(host);
                world.schemes.extend(options.schemes);
            });
            Ok(Box::new(HeadlessBackend(shared)))
        })
    }

    /// The handle that the core holds too.
    pub fn handle(&self) -> Arc<dyn Handle> {
        Arc::new(HeadlessHandle(self.shared.clone()))
    }

    /// From now on loading an address opens no page: the test opens them with [`Headless::open_page`].
    pub fn manual_pages(&self) {
        self.shared.change(|world| world.settings.manual_pages = true);
    }

    /// Bytes that may wait for a page that stopped reading before `send` blocks; 8 MiB unless set.
    pub fn set_queue_bound(&self, bytes: usize) {
        self.shared.change(|world| world.settings.queue_bound = bytes);
    }

    /// How long a full queue may stand still before `send` fails; 5 s unless set.
    pub fn set_stall_after(&self, time: Duration) {
        self.shared.change(|world| world.settings.stall_after = time);
    }

    /// How long a call may keep the next one of its page waiting before that starts beside it; 100 ms unless set. With
    /// less, a busy machine may swap two starts; with more, slow calls delay others and the end of their page.
    pub fn set_call_patience(&self, time: Duration) {
        self.shared.change(|world| world.settings.call_patience = time);
    }

    /// How long the helpers for tests wait before they panic; 10 s unless set.
    pub fn set_wait_limit(&self, time: Duration) {
        self.shared.change(|world| world.settings.wait_limit = time);
    }

    /// The next opening of a window fails with this text of the system.
    pub fn fail_next_open(&self, text: &str) {
        self.shared.change(|world| world.settings.fail_next_open = Some(text.into()));
    }

    /// From now on changes of windows for which `refuse` gives a text are not supported. Refused ones are not recorded.
    pub fn refuse_changes(
        &self,
        refuse: impl Fn(&WindowChange) -> Option<&'static str> + Send + Sync + 'static,
    ) {
        self.shared.change(|world| world.settings.refusal = Some(Arc::new(refuse)));
    }

    /// What scripts evaluate to, as JSON text; `null` unless set. Called on the UI thread.
    pub fn on_eval(&self, eval: impl Fn(WebviewId, &str) -> String + Send + Sync + 'static) {
        self.shared.change(|world| world.settings.eval = Some(Arc::new(eval)));
    }

    /// What was opened, in order, closed windows included.
    pub fn opened(&self) -> Vec<Opening> {
        self.shared.look(|world| world.log.opened.clone())
    }

    /// The windows that are open, by id.
    pub fn windows(&self) -> Vec<WindowId> {
        self.shared.look(|world| world.windows.keys().copied().collect())
    }

    /// The changes that were ordered for a window, in order. Still there after it closed.
    pub fn changes(&self, window: WindowId) -> Vec<WindowChange> {
        self.shared.look(|world| world.log.changes.get(&window).cloned().unwrap_or_default())
    }

    /// The changes that were ordered for a web view, in order, as their debug text: `Navigate("dormer://localhost/")`.
    pub fn webview_changes(&self, webview: WebviewId) -> Vec<String> {
        self.shared.look(|world| world.log.webview_changes.get(&webview).cloned().unwrap_or_default())
    }

    /// The scripts that were to run in a web view, in order; those of its specification are not among them.
    pub fn scripts(&self, webview: WebviewId) -> Vec<String> {
        self.shared.look(|world| world.log.scripts.get(&webview).cloned().unwrap_or_default())
    }

    /// The addresses that the host did not let a web view go to, in order.
    pub fn refused_navigations(&self, webview: WebviewId) -> Vec<String> {
        self.shared.look(|world| world.log.refused.get(&webview).cloned().unwrap_or_default())
    }

    /// The events that the program has handled, in order. A veto in them tells what was decided.
    pub fn events(&self) -> Vec<Event> {
        self.shared.look(|world| world.log.events.clone())
    }

    /// The schemes that the host answers.
    pub fn schemes(&self) -> Vec<String> {
        self.shared.look(|world| world.schemes.clone())
    }

    /// The state of a window; `None` when it is closed.
    pub fn window_state(&self, window: WindowId) -> Option<Arc<WindowState>> {
        self.handle().window_state(window)
    }

    /// The state of a web view; `None` when it is closed.
    pub fn webview_state(&self, webview: WebviewId) -> Option<Arc<WebviewState>> {
        self.handle().webview_state(webview)
    }
}
