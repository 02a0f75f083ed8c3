//! What the core holds: orders from any thread.

use std::sync::{Arc, mpsc};

use dormer_runtime::dpi::PhysicalPosition;
use dormer_runtime::{
    BackendInfo, ChangeError, Event, Handle, Monitor, OpenError, Opened, Veto, WebviewChange, WebviewId,
    WebviewSpec, WebviewState, WindowChange, WindowId, WindowSpec, WindowState,
};

use crate::shared::Shared;
use crate::turn::{Load, Turn};
use crate::world::Phase;

/// The handle of a headless backend.
pub(crate) struct HeadlessHandle(pub(crate) Arc<Shared>);

impl Handle for HeadlessHandle {
    fn info(&self) -> BackendInfo {
        BackendInfo { name: "headless", webview_version: env!("CARGO_PKG_VERSION").into() }
    }

    fn is_ui_thread(&self) -> bool {
        self.0.is_ui_thread()
    }

    fn run_on_ui(&self, task: Box<dyn FnOnce() + Send>) {
        if self.is_ui_thread() { task() } else { self.0.queue(task) }
    }

    fn open(&self, window: WindowSpec, webview: Option<WebviewSpec>) -> Result<Opened, OpenError> {
        if self.is_ui_thread() {
            return self.0.change(|world| world.open(window, webview));
        }
        let (done, opened) = mpsc::channel();
        let shared = self.0.clone();
        self.0.queue(Box::new(move || {
            // The caller waits until the task has run or was dropped.
            let _sent = done.send(shared.change(|world| world.open(window, webview)));
        }));
        opened.recv().unwrap_or(Err(OpenError::Ended))
    }

    fn change_window(&self, window: WindowId, change: WindowChange) -> Result<(), ChangeError> {
        // The test's own code runs without the lock.
        let refusal = self.0.look(|world| world.settings.refusal.clone()).and_then(|refuse| refuse(&change));
        let here = self.is_ui_thread();
        let shared = self.0.clone();
        let now = self.0.change(|world| {
            if !world.windows.contains_key(&window) {
                return Err(ChangeError::Gone);
            }
            if let Some(text) = refusal {
                return Err(ChangeError::Unsupported(text));
            }
            world.log.changes.entry(window).or_default().push(change.clone());
            if here {
                return Ok(Some(change));
            }
            world.queue.push_back(Turn::Task(Box::new(move || shared.apply(window, change))));
            Ok(None)
        })?;
        if let Some(change) = now {
            self.0.apply(window, change);
        }
        Ok(())
    }

    fn window_state(&self, window: WindowId) -> Option<Arc<WindowState>> {
        self.0.look(|world| world.windows.get(&window).map(|window| window.state.clone()))
    }

    fn change_webview(&self, webview: WebviewId, change: WebviewChange) -> Result<(), ChangeError> {
        let here = self.is_ui_thread();
        let shared = self.0.clone();
        // Stays outside the closure: dropping a callback may call back, which the lock would not survive.
        let mut change = Some(change);
        self.0.change(|world| {
            if !world.webviews.contains_key(&webview) {
                return Err(ChangeError::Gone);
            }
            let log = &mut world.log;
            log.webview_changes
                .entry(webview)
                .or_default()
                .extend(change.iter().map(|change| format!("{change:?}")));
            if let Some(WebviewChange::Eval(script) | WebviewChange::EvalWithResult(script, _)) = &change {
                log.scripts.entry(webview).or_default().push(script.clone());
            }
            if let Some(change) = change.take_if(|_| !here) {
                world.queue.push_back(Turn::Task(Box::new(move || apply(&shared, webview, change))));
            }
            Ok(())
        })?;
        if let Some(change) = change {
            apply(&self.0, webview, change);
        }
        Ok(())
    }

    fn webview_state(&self, webview: WebviewId) -> Option<Arc<WebviewState>> {
        self.0.look(|world| world.webviews.get(&webview).map(|webview| webview.state.clone()))
    }

    fn monitors(&self) -> Vec<Monitor> {
        self.0.look(|world| world.desk.monitors.clone())
    }

    fn cursor_position(&self) -> Result<PhysicalPosition<f64>, ChangeError> {
        let position = self.0.look(|world| world.desk.cursor);
        position.ok_or(ChangeError::Unsupported("this desktop does not tell where the pointer is"))
    }

    fn register_scheme(&self, scheme: &str) {
        self.0.change(|world| {
            if !world.schemes.iter().any(|known| known == scheme) {
                world.schemes.push(scheme.into());
            }
        });
    }

    fn request_exit(&self, code: i32) {
        self.0.change(|world| {
            if world.phase < Phase::Ending {
                let event = Event::ExitRequested { code: Some(code), veto: Veto::default() };
                world.queue.push_back(Turn::Event(event));
            }
        });
    }
}

/// Applies a change of a web view. On the UI thread; a view that closed meanwhile is left alone.
fn apply(shared: &Shared, webview: WebviewId, change: WebviewChange) {
    let load = |url| {
        shared.change(|world| world.queue.push_back(Turn::Load(Load { webview, url, done: None })));
    };
    let edit = |alter: &dyn Fn(&mut WebviewState)| shared.change(|world| world.edit_webview(webview, alter));
    let Some((window, devtools)) =
        shared.look(|world| world.webviews.get(&webview).map(|view| (view.window, view.spec.devtools)))
    else {
        return;
    };
    match change {
        WebviewChange::Navigate(url) => load(Some(url)),
        WebviewChange::Reload => load(None),
        WebviewChange::EvalWithResult(script, done) => {
            let eval = shared.look(|world| world.settings.eval.clone());
            done(eval.map_or_else(|| "null".into(), |eval| eval(webview, &script)));
        }
        WebviewChange::Zoom(factor) => edit(&|state| state.zoom = factor),
        WebviewChange::Devtools(open) => edit(&|state| state.devtools_open = open && devtools),
        WebviewChange::Focus => shared.change(|world| world.focus(window)),
        WebviewChange::WithNative(task) => task(&webview),
        // The rest shows on a screen or on a disk only: it is in the record of changes.
        _ => {}
    }
}
