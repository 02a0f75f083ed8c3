//! Which document of which web view a link belongs to. Everything here runs on the UI thread.
//!
//! The address of a document is what the engine reports at the moment of commit, never what a message says. One link
//! is bound per committed document; a second hello without a commit is refused.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::{Rc, Weak};
use std::sync::{Arc, Once, OnceLock};
use std::thread::{self, ThreadId};

use dormer_runtime::{Host, Link, WebviewId, wire};
use gtk4::gio::prelude::*;
use webkit6::prelude::*;
use webkit6::{
    ScriptMessageReply, UserContentInjectedFrames, UserMessage, UserScript, UserScriptInjectionTime,
};

use super::direct::DirectLink;
use super::fallback::{self, FallbackDocument};
use super::{extension, pump::Pump};
use crate::sys;
use crate::ui::Ui;

/// Name of the script message handler of the fallback.
const HANDLER: &str = "dormer";

static UI_THREAD: OnceLock<ThreadId> = OnceLock::new();

thread_local! {
    /// The views of the UI thread, for tasks that come from other threads.
    static VIEWS: RefCell<HashMap<WebviewId, Weak<Inner>>> = RefCell::default();
}

/// Whether the calling thread is the one that views live on.
pub(super) fn is_ui_thread() -> bool {
    UI_THREAD.get() == Some(&thread::current().id())
}

/// The links of a program.
pub(crate) struct Links {
    host: Arc<dyn Host>,
    /// Address of the isolation frame, which then has the links instead of main frames.
    isolation: Option<String>,
    /// Hex digits that only frames with a link learn; without randomness there is no fallback.
    key: Option<String>,
}

impl Links {
    /// Makes `context` load the extension. `isolation` is the scheme of the isolation frame, if there is one. Must come
    /// before the first view.
    pub(crate) fn prepare(
        context: &webkit6::WebContext,
        host: Arc<dyn Host>,
        isolation: Option<&str>,
    ) -> Self {
        let isolation = isolation.map(|scheme| format!("{scheme}://localhost/"));
        UI_THREAD.get_or_init(|| thread::current().id());
        match extension::folder() {
            Ok(folder) => {
                context.set_web_process_extensions_directory(&folder.to_string_lossy());
                let known = (wire::VERSION, isolation.as_deref().unwrap_or_default());
                context.set_web_process_extensions_initialization_user_data(&known.to_variant());
            }
            Err(error) => log::warn!("the link's library cannot be written anywhere: {error}"),
        }
        let key = sys::random_hex()
            .inspect_err(|error| log::error!("no randomness for the link's key: {error}"))
            .ok();
        Self { host, isolation, key }
    }

    /// Connects a view that was just built, before its other scripts and before it loads anything.
    pub(crate) fn attach(&self, view: &webkit6::WebView, id: WebviewId) -> ViewLink {
        let inner = Rc::new(Inner {
            id,
            host: Arc::clone(&self.host),
            key: self.key.clone().unwrap_or_default(),
            awaiting: RefCell::default(),
            current: RefCell::default(),
            fallback: RefCell::default(),
        });
        VIEWS.with_borrow_mut(|views| views.insert(id, Rc::downgrade(&inner)));
        let weak = Rc::downgrade(&inner);
        view.connect_user_message_received(move |_, message| {
            message.name().as_deref() == Some("dormer-link")
                && weak.upgrade().is_some_and(|inner| inner.hello(message))
        });
        if let (Some(key), Some(content)) = (&self.key, view.user_content_manager()) {
            let weak = Rc::downgrade(&inner);
            content.connect_script_message_with_reply_received(Some(HANDLER), move |_, value, reply| {
                if let Some(inner) = weak.upgrade() {
                    Inner::script_message(&inner, value, reply);
                }
                true
            });
            content.register_script_message_handler_with_reply(HANDLER, None);
            content.add_script(&self.fallback_script(key));
        }
        ViewLink(inner)
    }

    /// The script of the fallback, for the frame that has the link: no other one learns the key.
    fn fallback_script(&self, key: &str) -> UserScript {
        let (script, start) = (fallback::script(key), UserScriptInjectionTime::Start);
        match &self.isolation {
            None => UserScript::new(&script, UserContentInjectedFrames::TopFrame, start, &[], &[]),
            Some(address) => {
                let script =
                    format!("if (window.parent === window.top && window.top !== window) {{ {script}\n}}");
                let only = format!("{address}*");
                UserScript::new(&script, UserContentInjectedFrames::AllFrames, start, &[only.as_str()], &[])
            }
        }
    }
}

/// The link of one web view to its current document.
pub(crate) struct ViewLink(Rc<Inner>);

impl ViewLink {
    /// A document is committed: the old one's link ends, the next hello belongs to `url`.
    pub(crate) fn committed(&self, url: &str) {
        self.ended();
        self.0.awaiting.replace(Some(url.to_owned()));
    }

    /// The view is closed or its web process is gone.
    pub(crate) fn ended(&self) {
        self.0.awaiting.take();
        self.0.fallback.take();
        if let Some(link) = self.0.current.take() {
            link.close();
        }
    }
}

impl Drop for ViewLink {
    fn drop(&mut self) {
        self.ended();
        VIEWS.with_borrow_mut(|views| views.remove(&self.0.id));
    }
}

struct Inner {
    id: WebviewId,
    host: Arc<dyn Host>,
    key: String,
    /// Address of a committed document that has no link yet.
    awaiting: RefCell<Option<String>>,
    current: RefCell<Option<Arc<dyn Link>>>,
    fallback: RefCell<Option<Rc<FallbackDocument>>>,
}

impl Inner {
    fn bind(&self, url: &str, link: Arc<dyn Link>, pump: &Arc<Pump>) {
        if !Ui::current().is_none_or(|ui| ui.may_link(self.id)) {
            return link.close();
        }
        let page = self.host.page_opened(self.id, url, Arc::clone(&link));
        if let Some(old) = self.current.replace(Some(link)) {
            old.close();
        }
        pump.start(page);
    }

    fn hello(&self, message: &UserMessage) -> bool {
        let version = message.parameters().and_then(|version| version.get::<u32>());
        let socket = message.fd_list().and_then(|list| list.get(0).ok());
        let Some(socket) = socket.filter(|_| version == Some(wire::VERSION)) else {
            log::warn!("a page offers a link of version {version:?}, this program speaks {}", wire::VERSION);
            return true;
        };
        let Some(url) = self.awaiting.take() else {
            log::warn!("a page offers a second link for one document; refused");
            return true;
        };
        let (link, pump) = DirectLink::new(socket, self.id);
        self.bind(&url, link, &pump);
        true
    }

    fn script_message(this: &Rc<Self>, value: &javascriptcore6::Value, reply: &ScriptMessageReply) {
        let refuse = || reply.return_error_message("the link refuses this message");
        let item = |index| value.object_get_property_at_index(index);
        let (Some(key), Some(document), Some(operation)) = (item(0), item(1), item(2)) else {
            return refuse();
        };
        if key.to_str() != this.key.as_str() {
            return refuse();
        }
        let document = document.to_double();
        if operation.to_str() == "open" {
            let Some(url) = this.awaiting.take() else { return refuse() };
            this.open_fallback(document, &url);
            return reply.return_value(value);
        }
        let current = this.fallback.borrow().clone().filter(|current| current.is(document));
        let Some(current) = current else { return refuse() };
        match (operation.to_str().as_str(), value.context()) {
            ("part", _) if current.part(value).is_some() => reply.return_value(&operation),
            ("call", _) if current.call(value).is_some() => reply.return_value(&operation),
            ("poll", Some(context)) => current.poll(context, reply),
            _ => refuse(),
        }
    }

    fn open_fallback(&self, document: f64, url: &str) {
        static WARNED: Once = Once::new();
        WARNED.call_once(|| {
            log::warn!(
                "the direct channel to pages is not available; script messages are used, which are slower"
            );
        });
        let id = self.id;
        let answer = Box::new(move || {
            fallback::on_ui(move || {
                let inner = VIEWS.with_borrow(|views| views.get(&id).and_then(Weak::upgrade));
                if let Some(document) = inner.and_then(|inner| inner.fallback.borrow().clone()) {
                    document.answer_poll();
                }
            });
        });
        let (document, link, pump) = FallbackDocument::open(document, self.id, answer);
        self.fallback.replace(Some(Rc::new(document)));
        self.bind(url, link, &pump);
    }
}
