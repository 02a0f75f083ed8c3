//! What the engine reports of a page: loading, crashes, the title, the context menu.
//!
//! Not here: what the program makes of it, and what pages reach for (`reach`).

use std::rc::Rc;
use std::time::{Duration, Instant};

use dormer_runtime::{PageLoad, WebviewEvent};
use webkit6::prelude::*;
use webkit6::{ContextMenu, ContextMenuAction, LoadEvent, NavigationAction, WebProcessTerminationReason};

use super::Webview;

/// A page that dies again so soon after it was loaded anew stays dead.
const RELOAD_PAUSE: Duration = Duration::from_secs(10);

impl Webview {
    pub(super) fn connect(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let alive = move || weak.upgrade().filter(|webview| !webview.closed.get());
        let view = &self.native;
        let on = alive.clone();
        view.connect_load_changed(move |_, event| {
            on().into_iter().for_each(|webview| webview.load_changed(event));
        });
        let on = alive.clone();
        view.connect_web_process_terminated(move |_, reason| {
            on().into_iter().for_each(|webview| webview.web_process_terminated(reason));
        });
        let on = alive.clone();
        view.connect_decide_policy(move |_, decision, kind| match on() {
            Some(webview) => webview.decide_policy(decision, kind),
            None => {
                decision.ignore();
                true
            }
        });
        let on = alive.clone();
        // The bindings' own method for this signal cannot answer that there is no new view.
        view.connect_local("create", false, move |arguments| {
            let action = arguments.get(1).and_then(|action| action.get::<NavigationAction>().ok());
            let url = action.and_then(|mut action| action.request()?.uri()).unwrap_or_default();
            on().into_iter().for_each(|webview| webview.wants_window(&url));
            Some(None::<gtk4::Widget>.to_value())
        });
        let on = alive.clone();
        view.connect_permission_request(move |_, request| {
            match on() {
                Some(webview) => webview.decide_permission(request),
                None => request.deny(),
            }
            true
        });
        let on = alive.clone();
        view.connect_title_notify(move |view| {
            if let (Some(webview), Some(title)) = (on(), view.title()) {
                webview.emit(WebviewEvent::TitleChanged(title.into()));
            }
        });
        let on = alive.clone();
        view.connect_uri_notify(move |_| on().into_iter().for_each(|webview| webview.publish()));
        let on = alive.clone();
        view.connect_zoom_level_notify(move |_| on().into_iter().for_each(|webview| webview.publish()));
        if self.devtools {
            self.connect_inspector(alive);
        } else {
            view.connect_context_menu(|_, menu, _| {
                remove_inspector(menu);
                // An empty menu is none.
                menu.n_items() == 0
            });
        }
    }

    fn connect_inspector(&self, alive: impl Fn() -> Option<Rc<Self>> + Clone + 'static) {
        let Some(inspector) = self.native.inspector() else { return };
        let note = |open: bool| {
            let on = alive.clone();
            move || on().into_iter().for_each(|webview| webview.note_devtools(open))
        };
        let (attached, detached, closed) = (note(true), note(true), note(false));
        inspector.connect_attach(move |_| {
            attached();
            false
        });
        inspector.connect_open_window(move |_| {
            detached();
            false
        });
        inspector.connect_closed(move |_| closed());
    }

    fn load_changed(&self, event: LoadEvent) {
        let url: String = self.native.uri().map(Into::into).unwrap_or_default();
        let stage = match event {
            LoadEvent::Committed => {
                self.committed.set(true);
                self.link.committed(&url);
                PageLoad::Started
            }
            LoadEvent::Finished => PageLoad::Finished,
            LoadEvent::Started | LoadEvent::Redirected => return self.check_main_frame(&url),
            _ => return,
        };
        self.publish();
        self.emit(WebviewEvent::PageLoad { url, stage });
    }

    fn web_process_terminated(&self, reason: WebProcessTerminationReason) {
        self.link.ended();
        let text = match reason {
            WebProcessTerminationReason::Crashed => "the web process crashed",
            WebProcessTerminationReason::ExceededMemoryLimit => "the web process used too much memory",
            WebProcessTerminationReason::TerminatedByApi => "the web process was ended by the program",
            _ => "the web process ended",
        };
        let reloads = self.last_reload.get().is_none_or(|last| last.elapsed() > RELOAD_PAUSE);
        log::error!("web view {}: {text}", self.id.0);
        self.emit(WebviewEvent::Crashed { reason: text.to_owned(), reloads });
        if reloads && !self.closed.get() {
            self.last_reload.set(Some(Instant::now()));
            if self.committed.get() {
                self.native.reload();
            } else {
                self.native.load_uri(&self.address.borrow());
            }
        }
    }
}

/// Takes the way to the developer tools out of a menu, and the line above it.
fn remove_inspector(menu: &ContextMenu) {
    for item in menu.items() {
        if item.stock_action() == ContextMenuAction::InspectElement {
            menu.remove(&item);
        }
    }
    if let Some(last) = menu.last().filter(|last| last.is_separator()) {
        menu.remove(&last);
    }
}
