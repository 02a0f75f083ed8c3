//! What only the UI thread has: the windows and web views themselves, and the engine's context.
//!
//! Not here: the loop (`backend`), and what a window or a web view does with a change (`window`, `webview`).

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use dormer_runtime::{
    Event, Host, OpenError, Opened, StartOptions, Veto, WebviewEvent, WebviewId, WebviewSpec, WindowEvent,
    WindowId, WindowSpec,
};
use gtk4::glib;
use webkit6::WebContext;
use webkit6::prelude::*;

use crate::events::Events;
use crate::handle::Shared;
use crate::link::Links;
use crate::walls::{self, Walls};
use crate::webview::{Schemes, Sessions, Webview};
use crate::window::{Decor, Window};

thread_local! {
    static CURRENT: RefCell<Option<Rc<Ui>>> = const { RefCell::new(None) };
}

/// The state of the UI thread. There is one, from the start of the backend to the end of its loop.
pub(crate) struct Ui {
    pub(crate) host: Arc<dyn Host>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) events: Events,
    pub(crate) context: WebContext,
    pub(crate) links: Links,
    pub(crate) sessions: Sessions,
    pub(crate) schemes: Schemes,
    pub(crate) decor: Decor,
    windows: RefCell<BTreeMap<WindowId, Rc<Window>>>,
    webviews: RefCell<HashMap<WebviewId, Rc<Webview>>>,
    main_loop: glib::MainLoop,
    needs_sandbox: bool,
    walls: Cell<Option<Walls>>,
    exit_code: Cell<Option<i32>>,
}

impl Ui {
    /// Makes the state of the calling thread.
    pub(crate) fn create(host: Arc<dyn Host>, shared: Arc<Shared>, options: &StartOptions) -> Rc<Self> {
        let context = WebContext::new();
        let links = Links::prepare(&context, Arc::clone(&host), options.isolation.as_deref());
        let ui = Rc::new(Self {
            host,
            events: Events::default(),
            links,
            sessions: Sessions::new(&options.identifier),
            schemes: Schemes::default(),
            decor: Decor::new(&shared),
            windows: RefCell::default(),
            webviews: RefCell::default(),
            main_loop: glib::MainLoop::new(None, false),
            needs_sandbox: options.needs_sandbox,
            walls: Cell::new(None),
            exit_code: Cell::new(None),
            context,
            shared,
        });
        for scheme in &options.schemes {
            ui.register_scheme(scheme);
            if options.isolation.as_ref() == Some(scheme) {
                ui.schemes.trust(&ui.context, scheme);
            }
        }
        ui.decor.follow_theme();
        CURRENT.set(Some(Rc::clone(&ui)));
        ui
    }

    /// The state of the calling thread, when that is the UI thread and the loop has not ended.
    pub(crate) fn current() -> Option<Rc<Self>> {
        // A task may be dropped while thread-locals are torn down.
        CURRENT.try_with(|current| current.borrow().clone()).ok().flatten()
    }

    /// Runs the loop until [`Ui::ask_exit`] leads to the end.
    pub(crate) fn run(&self) -> i32 {
        if self.exit_code.get().is_none() {
            self.main_loop.run();
        }
        self.shared.tasks.end();
        self.events.finish();
        CURRENT.set(None);
        self.exit_code.get().unwrap_or(0)
    }

    pub(crate) fn window(&self, id: WindowId) -> Option<Rc<Window>> {
        self.windows.borrow().get(&id).cloned()
    }

    pub(crate) fn windows(&self) -> Vec<Rc<Window>> {
        self.windows.borrow().values().cloned().collect()
    }

    pub(crate) fn webview(&self, id: WebviewId) -> Option<Rc<Webview>> {
        self.webviews.borrow().get(&id).cloned()
    }

    /// Whether a document may have a link: not without walls around its process, when the program needs them. Looks once,
    /// when the first document is there.
    pub(crate) fn may_link(&self, webview: WebviewId) -> bool {
        let walls = self.walls.get().unwrap_or_else(|| {
            let walls = walls::look();
            self.walls.set(Some(walls));
            if walls == Walls::Missing && !self.needs_sandbox {
                log::warn!(
                    "the processes of web pages run without a sandbox: the system has none to give, or it was switched off"
                );
            }
            walls
        });
        if walls != Walls::Missing || !self.needs_sandbox {
            return true;
        }
        if let Some(webview) = self.webview(webview) {
            webview.native().stop_loading();
        }
        self.events.emit(Event::Webview(webview, WebviewEvent::NoSandbox));
        false
    }

    /// Which of ours the engine's view is.
    pub(crate) fn id_of(&self, view: &webkit6::WebView) -> Option<WebviewId> {
        self.webviews.borrow().values().find(|webview| webview.native() == view).map(|webview| webview.id())
    }

    pub(crate) fn register_scheme(&self, scheme: &str) {
        self.schemes.register(&self.context, scheme);
    }

    pub(crate) fn open(
        self: &Rc<Self>,
        spec: &WindowSpec,
        page: Option<&WebviewSpec>,
    ) -> Result<Opened, OpenError> {
        if self.exit_code.get().is_some() {
            return Err(OpenError::Ended);
        }
        let parent = match spec.parent {
            Some(id) => Some(self.window(id).ok_or(OpenError::NoParent)?),
            None => None,
        };
        // The view comes first: the engine starts its processes while the window is being made.
        let webview = page.map(|page| Webview::create(self, page, spec));
        let window = Window::create(self, spec, parent.as_deref(), webview.as_ref());
        self.windows.borrow_mut().insert(spec.id, Rc::clone(&window));
        if let Some(webview) = &webview {
            self.webviews.borrow_mut().insert(webview.id(), Rc::clone(webview));
            webview.publish();
        }
        window.publish();
        if spec.visible {
            window.show();
        }
        Ok(Opened { window: spec.id, webview: webview.map(|webview| webview.id()) })
    }

    /// Asks the program whether the window may close, and closes it.
    pub(crate) fn close_window(self: &Rc<Self>, id: WindowId) {
        let veto = Veto::default();
        let (ui, decision) = (Rc::downgrade(self), veto.clone());
        self.events.emit_then(Event::Window(id, WindowEvent::CloseRequested(veto)), move || {
            if let Some(ui) = ui.upgrade().filter(|_| !decision.is_prevented()) {
                ui.destroy_window(id);
            }
        });
    }

    /// Closes a window, its web view, and the windows that belong to it.
    pub(crate) fn destroy_window(self: &Rc<Self>, id: WindowId) {
        let children: Vec<_> = self
            .windows
            .borrow()
            .values()
            .filter(|window| window.parent() == Some(id))
            .map(|w| w.id())
            .collect();
        for child in children {
            self.destroy_window(child);
        }
        let Some(window) = self.windows.borrow_mut().remove(&id) else { return };
        if let Some(webview) = window.webview() {
            self.shared.webviews.remove(webview);
            let webview = self.webviews.borrow_mut().remove(&webview);
            if let Some(webview) = webview {
                webview.close();
            }
        }
        self.shared.windows.remove(id);
        window.close();
        let ui = Rc::downgrade(self);
        self.events.emit_then(Event::Window(id, WindowEvent::Destroyed), move || {
            if let Some(ui) = ui.upgrade().filter(|ui| ui.windows.borrow().is_empty()) {
                ui.ask_exit(None);
            }
        });
    }

    /// Asks the program whether it may end, and ends it. Without a code the reason is that no window is left.
    pub(crate) fn ask_exit(self: &Rc<Self>, code: Option<i32>) {
        if self.exit_code.get().is_some() {
            return;
        }
        let veto = Veto::default();
        let (ui, decision) = (Rc::downgrade(self), veto.clone());
        self.events.emit_then(Event::ExitRequested { code, veto }, move || {
            let Some(ui) = ui.upgrade() else { return };
            let reopened = code.is_none() && !ui.windows.borrow().is_empty();
            if !decision.is_prevented() && !reopened {
                ui.shut_down(code.unwrap_or(0));
            }
        });
    }

    fn shut_down(self: &Rc<Self>, code: i32) {
        if self.exit_code.replace(Some(code)).is_some() {
            return;
        }
        for window in self.windows() {
            self.destroy_window(window.id());
        }
        self.schemes.drop_requests();
        self.main_loop.quit();
    }
}
