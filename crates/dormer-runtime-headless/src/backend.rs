//! The backend and its event loop.

use std::sync::Arc;

use dormer_runtime::{
    Backend, Event, Frame, Handle, PageLoad, Veto, WebviewEvent, WebviewId, WindowChange, WindowEvent,
};

use crate::handle::HeadlessHandle;
use crate::shared::Shared;
use crate::turn::{Load, Turn};
use crate::world::Phase;

/// A started backend. Dropping it ends everything, whether or not the loop ran.
pub(crate) struct HeadlessBackend(pub(crate) Arc<Shared>);

impl Backend for HeadlessBackend {
    fn handle(&self) -> Arc<dyn Handle> {
        Arc::new(HeadlessHandle(self.0.clone()))
    }

    fn run(self: Box<Self>, on_event: Box<dyn FnMut(Event)>) -> i32 {
        let mut event_loop = EventLoop { shared: &self.0, on_event };
        self.0.change(|world| world.busy = true);
        event_loop.deliver(Event::Ready);
        self.0.change(|world| world.phase = Phase::Running);
        let code = loop {
            let turn = self.0.next_turn();
            if let Some(code) = event_loop.take(turn) {
                break code;
            }
        };
        self.0.change(|world| world.phase = Phase::Ending);
        event_loop.deliver(Event::Exit);
        self.0.change(|world| world.log.exit_code = Some(code));
        code
    }
}

impl Drop for HeadlessBackend {
    fn drop(&mut self) {
        self.0.end();
    }
}

struct EventLoop<'a> {
    shared: &'a Arc<Shared>,
    on_event: Box<dyn FnMut(Event)>,
}

impl EventLoop<'_> {
    /// Lets the program handle an event; the record has it afterwards.
    fn deliver(&mut self, event: Event) {
        (self.on_event)(event.clone());
        self.shared.change(|world| world.log.events.push(event));
    }

    /// Works one turn; an exit code ends the loop.
    fn take(&mut self, turn: Turn) -> Option<i32> {
        match turn {
            Turn::Task(task) => task(),
            Turn::Event(event) => return self.event(event),
            Turn::Load(load) => {
                let allowed = self.load(&load);
                if let Some(done) = load.done {
                    // Nobody waits when the limit is over.
                    let _sent = done.send(allowed);
                }
            }
            Turn::LastWindowClosed if self.shared.look(|world| world.windows.is_empty()) => {
                return self.event(Event::ExitRequested { code: None, veto: Veto::default() });
            }
            Turn::LastWindowClosed => {}
        }
        None
    }

    /// Delivers an event and does what follows from it.
    fn event(&mut self, event: Event) -> Option<i32> {
        match &event {
            Event::Window(window, WindowEvent::CloseRequested(veto)) => {
                let (window, veto) = (*window, veto.clone());
                if self.shared.look(|world| world.windows.contains_key(&window)) {
                    self.deliver(event);
                    if !veto.is_prevented() {
                        self.shared.apply(window, WindowChange::Destroy);
                    }
                }
                None
            }
            Event::ExitRequested { code, veto } => {
                let (code, veto) = (*code, veto.clone());
                self.deliver(event);
                if veto.is_prevented() { None } else { Some(code.unwrap_or(0)) }
            }
            _ => {
                self.deliver(event);
                None
            }
        }
    }

    /// Plays the engine's part in going to an address; `false` when the host does not allow it.
    fn load(&mut self, load: &Load) -> bool {
        let webview = load.webview;
        let Some((url, host, manual)) = self.shared.look(|world| {
            let view = world.webviews.get(&webview)?;
            let url = load.url.clone().unwrap_or_else(|| view.state.url.clone());
            Some((url, world.host.clone()?, world.settings.manual_pages))
        }) else {
            return false;
        };
        if !host.allows_navigation(webview, &url, Frame::Any)
            || !host.allows_navigation(webview, &url, Frame::Main)
        {
            self.shared.change(|world| {
                // The very first load has no document to stay at.
                if !world.log.loaded.contains(&webview) {
                    world.edit_webview(webview, |state| state.url = "about:blank".into());
                }
                world.log.refused.entry(webview).or_default().push(url);
            });
            return false;
        }
        self.shared.close_pages(webview);
        self.shared.change(|world| {
            world.log.loaded.insert(webview);
            world.edit_webview(webview, |state| state.url.clone_from(&url));
        });
        self.tell_load(webview, &url, PageLoad::Started);
        if !manual && self.exists(webview) {
            self.shared.open_page(webview, &url);
        }
        self.tell_load(webview, &url, PageLoad::Finished);
        true
    }

    fn exists(&self, webview: WebviewId) -> bool {
        self.shared.look(|world| world.webviews.contains_key(&webview))
    }

    /// Tells of a stage, unless the program has closed the view in between.
    fn tell_load(&mut self, webview: WebviewId, url: &str, stage: PageLoad) {
        if self.exists(webview) {
            self.deliver(Event::Webview(webview, WebviewEvent::PageLoad { url: url.into(), stage }));
        }
    }
}
