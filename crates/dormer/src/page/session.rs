//! A document's session: its calls, listeners and channels end with it.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use dormer_acl::{APP_KEY, Caller, Rights};
use dormer_runtime::wire::{Call, ToPage};
use dormer_runtime::{Link, Page, SendError};

use super::lane::Lane;
use crate::ipc::{Arguments, ChannelTable, Invoke, InvokeMessage, InvokeResolver, Origin, ResolvedCommand};
use crate::{ResourceTable, Webview};

/// What the core keeps for one document.
pub(crate) struct PageSession {
    this: Weak<Self>,
    webview: Webview,
    origin: Origin,
    /// What the document may call, as of the time when permissions last changed.
    rights: Mutex<Arc<Rights>>,
    link: Arc<dyn Link>,
    lane: Lane,
    channels: ChannelTable,
    resources: Mutex<ResourceTable>,
    closed: AtomicBool,
    calls: AtomicUsize,
}

impl PageSession {
    /// A session for the document that `link` leads to.
    pub(crate) fn new(webview: Webview, origin: Origin, link: Arc<dyn Link>) -> Arc<Self> {
        let rights = Mutex::new(rights_of(&webview, &origin));
        Arc::new_cyclic(|this| Self {
            this: this.clone(),
            webview,
            origin,
            rights,
            link,
            lane: Lane::default(),
            channels: ChannelTable::default(),
            resources: Mutex::default(),
            closed: AtomicBool::new(false),
            calls: AtomicUsize::new(0),
        })
    }

    pub(crate) fn webview(&self) -> &Webview {
        &self.webview
    }

    /// The order of its sync commands.
    pub(crate) fn lane(&self) -> &Lane {
        &self.lane
    }

    pub(crate) fn channels(&self) -> &ChannelTable {
        &self.channels
    }

    /// What commands keep for the document.
    pub(crate) fn resources(&self) -> &Mutex<ResourceTable> {
        &self.resources
    }

    /// Sends a message to the document.
    pub(crate) fn send(&self, message: ToPage) -> Result<(), SendError> {
        if self.is_closed() { Err(SendError::Closed) } else { self.link.send(message) }
    }

    /// Whether a message would be sent without waiting for the page.
    pub(crate) fn has_room(&self) -> bool {
        self.link.has_room()
    }

    /// What the document may call now.
    fn rights(&self) -> Arc<Rights> {
        let mut rights = self.rights.lock().unwrap_or_else(PoisonError::into_inner);
        if rights.generation() != self.webview.app().shared().authority.generation() {
            *rights = rights_of(&self.webview, &self.origin);
        }
        Arc::clone(&rights)
    }

    /// Ends the link; the page's promises reject.
    pub(crate) fn close(&self) {
        self.link.close();
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// Calls that run and are not answered yet.
    pub(crate) fn open_calls(&self) -> usize {
        self.calls.load(Ordering::Acquire)
    }

    pub(crate) fn call_started(&self) {
        self.calls.fetch_add(1, Ordering::AcqRel);
    }

    /// A command that outlived its document may have added resources after they were closed.
    pub(crate) fn call_ended(&self) {
        if self.is_closed() {
            ResourceTable::clear(&self.resources);
        }
        self.calls.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Page for PageSession {
    fn call(&self, call: Call) {
        // The session is reachable only through its `Arc`, so upgrading fails only during its drop.
        let Some(this) = self.this.upgrade() else { return };
        let resolver = InvokeResolver::new(Arc::clone(&this), call.id, &call.command);
        let (plugin, command) = match call.command.strip_prefix("plugin:").map(|rest| rest.split_once('|')) {
            None => (None, call.command.clone()),
            Some(Some((plugin, command))) => (Some(plugin.to_owned()), command.to_owned()),
            Some(None) => return resolver.reject(format!("invalid command name {}", call.command)),
        };
        let rights = self.rights();
        let grant = match rights.check(&call.command) {
            Ok(grant) => Arc::clone(grant),
            Err(refusal) => {
                log::warn!("{refusal}");
                let told = if cfg!(debug_assertions) { refusal.to_string() } else { refusal.release_text() };
                return resolver.reject(told);
            }
        };
        let global = rights.global_scope(plugin.as_deref().unwrap_or(APP_KEY));
        let acl = (!grant.scope().is_empty() || !global.is_empty())
            .then(|| ResolvedCommand::new(grant, Arc::clone(global)));
        let message = InvokeMessage::new(this, command, Arguments::new(call.body, call.blobs), call.headers);
        let invoke = Invoke { message, resolver, acl };
        // A handler written by hand may panic; its call is answered by the resolver's drop.
        let shared = self.webview.app().shared();
        let _panicked =
            catch_unwind(AssertUnwindSafe(|| shared.dispatch(plugin.as_deref(), invoke))).is_err();
    }

    fn work(&self) {
        self.lane.work();
    }

    fn closed(&self) {
        self.closed.store(true, Ordering::Release);
        if let Some(this) = self.this.upgrade() {
            self.webview.app().shared().listeners.drop_page(&PageRef(Arc::clone(&this)));
            self.webview.page_closed(&this);
        }
        ResourceTable::clear(&self.resources);
    }
}

fn rights_of(webview: &Webview, origin: &Origin) -> Arc<Rights> {
    let label = webview.label();
    let origin = match origin {
        Origin::Local => dormer_acl::Origin::Local,
        Origin::Remote { url } => dormer_acl::Origin::Remote(url),
    };
    webview.app().shared().authority.rights(&Caller { window: label, webview: label, origin })
}

impl Drop for PageSession {
    fn drop(&mut self) {
        ResourceTable::clear(&self.resources);
    }
}

impl fmt::Debug for PageSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageSession")
            .field("webview", &self.webview.label())
            .field("origin", &self.origin)
            .finish()
    }
}

/// A session as a listener's home: equal when it is the same document.
#[derive(Debug, Clone)]
pub(crate) struct PageRef(pub(crate) Arc<PageSession>);

impl PartialEq for PageRef {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
