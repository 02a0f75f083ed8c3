//! Puts a plugin together from functions.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use dormer_runtime::UserScript;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use super::Plugin;
use crate::ipc::Invoke;
use crate::protocol::SchemeHandler;
use crate::webview::PageLoadPayload;
use crate::{AppHandle, RunEvent, UriSchemeContext, UriSchemeResponder, Webview, Window};

type Navigation = Box<dyn Fn(&Webview, &Url) -> bool + Send + Sync>;
type PageLoad = Hook<dyn FnMut(&Webview, &PageLoadPayload<'_>) + Send>;
type OnEvent = Hook<dyn FnMut(&AppHandle, &RunEvent) + Send>;
type OnDrop = Box<dyn FnOnce(AppHandle) + Send>;
type Setup<C> = Box<dyn FnOnce(&AppHandle, PluginApi<C>) -> Result<(), Box<dyn StdError>> + Send>;

/// A name that plugins may not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("plugin uses reserved name: {0}")]
pub struct BuilderError(String);

/// What a plugin's setup gets.
#[derive(Debug)]
pub struct PluginApi<C> {
    handle: AppHandle,
    config: C,
}

impl<C> PluginApi<C> {
    /// The plugin's part of the configuration.
    pub fn config(&self) -> &C {
        &self.config
    }

    /// The program's handle.
    pub fn app(&self) -> &AppHandle {
        &self.handle
    }
}

/// A hook that may change its captures. Events and page loads come on the UI thread, one after another.
struct Hook<F: ?Sized>(Mutex<Box<F>>);

impl<F: ?Sized> Hook<F> {
    fn call<R>(&self, run: impl FnOnce(&mut F) -> R) -> R {
        run(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A hook for things that come one by one. What comes while it runs, from another thread or from the hook itself, waits
/// for its turn; nobody is kept waiting.
struct Queue<T> {
    hook: Hook<dyn FnMut(T) + Send>,
    waiting: Mutex<Waiting<T>>,
}

struct Waiting<T> {
    things: VecDeque<T>,
    running: bool,
}

impl<T> Queue<T> {
    fn new(hook: impl FnMut(T) + Send + 'static) -> Self {
        let waiting = Waiting { things: VecDeque::new(), running: false };
        Self { hook: Hook(Mutex::new(Box::new(hook))), waiting: Mutex::new(waiting) }
    }

    fn call(&self, thing: T) {
        let lock = || self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let mut waiting = lock();
        waiting.things.push_back(thing);
        if std::mem::replace(&mut waiting.running, true) {
            return;
        }
        while let Some(thing) = waiting.things.pop_front() {
            drop(waiting);
            self.hook.call(|hook| hook(thing));
            waiting = lock();
        }
        waiting.running = false;
    }
}

/// Puts a plugin together. `C` is the type of its configuration.
#[must_use]
pub struct Builder<C: DeserializeOwned = ()> {
    parts: Parts,
    setup: Option<Setup<C>>,
}

/// All of a plugin but its setup.
#[derive(Default)]
struct Parts {
    name: &'static str,
    invoke: Option<Box<dyn Fn(Invoke) -> bool + Send + Sync>>,
    scripts: Vec<UserScript>,
    navigation: Option<Navigation>,
    page_load: Option<PageLoad>,
    window_ready: Option<Queue<Window>>,
    webview_ready: Option<Queue<Webview>>,
    event: Option<OnEvent>,
    on_drop: Mutex<Option<OnDrop>>,
    schemes: Vec<(String, SchemeHandler)>,
}

impl<C: DeserializeOwned> Builder<C> {
    /// Begins a plugin of this name.
    pub fn new(name: &'static str) -> Self {
        Self { parts: Parts { name, ..Parts::default() }, setup: None }
    }

    /// Answers the calls of its commands; see `generate_handler!`.
    pub fn invoke_handler<F: Fn(Invoke) -> bool + Send + Sync + 'static>(mut self, handler: F) -> Self {
        self.parts.invoke = Some(Box::new(handler));
        self
    }

    /// Adds JavaScript for the start of each document of the main frame. Runs in a function of its own.
    pub fn js_init_script(mut self, script: impl Into<String>) -> Self {
        self.parts.scripts.push(UserScript { source: script.into(), all_frames: false });
        self
    }

    /// Adds JavaScript for the start of each document of every frame.
    pub fn js_init_script_on_all_frames(mut self, script: impl Into<String>) -> Self {
        self.parts.scripts.push(UserScript { source: script.into(), all_frames: true });
        self
    }

    /// Called once, before any window opens.
    pub fn setup<F>(mut self, setup: F) -> Self
    where
        F: FnOnce(&AppHandle, PluginApi<C>) -> Result<(), Box<dyn StdError>> + Send + 'static,
    {
        self.setup = Some(Box::new(setup));
        self
    }

    /// Decides whether a view may go to an address.
    pub fn on_navigation<F: Fn(&Webview, &Url) -> bool + Send + Sync + 'static>(mut self, decide: F) -> Self {
        self.parts.navigation = Some(Box::new(decide));
        self
    }

    /// Called when a page starts and finishes loading.
    pub fn on_page_load<F: FnMut(&Webview, &PageLoadPayload<'_>) + Send + 'static>(
        mut self,
        handler: F,
    ) -> Self {
        self.parts.page_load = Some(Hook(Mutex::new(Box::new(handler))));
        self
    }

    /// Called when a window was opened.
    pub fn on_window_ready<F: FnMut(Window) + Send + 'static>(mut self, handler: F) -> Self {
        self.parts.window_ready = Some(Queue::new(handler));
        self
    }

    /// Called when a web view was opened.
    pub fn on_webview_ready<F: FnMut(Webview) + Send + 'static>(mut self, handler: F) -> Self {
        self.parts.webview_ready = Some(Queue::new(handler));
        self
    }

    /// Called for everything that happens.
    pub fn on_event<F: FnMut(&AppHandle, &RunEvent) + Send + 'static>(mut self, handler: F) -> Self {
        self.parts.event = Some(Hook(Mutex::new(Box::new(handler))));
        self
    }

    /// Called when the plugin is removed or the program ends.
    pub fn on_drop<F: FnOnce(AppHandle) + Send + 'static>(mut self, handler: F) -> Self {
        self.parts.on_drop = Mutex::new(Some(Box::new(handler)));
        self
    }

    /// Answers requests for `<scheme>://…`. The handler runs off the UI thread.
    pub fn register_uri_scheme_protocol<N, T, H>(mut self, scheme: N, handler: H) -> Self
    where
        N: Into<String>,
        T: Into<Cow<'static, [u8]>>,
        H: Fn(UriSchemeContext<'_>, http::Request<Vec<u8>>) -> http::Response<T> + Send + Sync + 'static,
    {
        let handler: SchemeHandler =
            Arc::new(move |context, request, responder| responder.respond(handler(context, request)));
        self.parts.schemes.push((scheme.into(), handler));
        self
    }

    /// As [`Builder::register_uri_scheme_protocol`]; the handler may answer later, from any thread.
    pub fn register_asynchronous_uri_scheme_protocol<N, H>(mut self, scheme: N, handler: H) -> Self
    where
        N: Into<String>,
        H: Fn(UriSchemeContext<'_>, http::Request<Vec<u8>>, UriSchemeResponder) + Send + Sync + 'static,
    {
        self.parts.schemes.push((scheme.into(), Arc::new(handler)));
        self
    }

    /// Makes the plugin.
    ///
    /// # Errors
    /// The name is reserved: `core` and names that start with `core:`, `tauri`, `dormer`.
    pub fn try_build(self) -> Result<TauriPlugin<C>, BuilderError> {
        let name = self.parts.name;
        if ["core", "tauri", "dormer"].contains(&name) || name.starts_with("core:") {
            return Err(BuilderError(name.to_owned()));
        }
        Ok(TauriPlugin { parts: self.parts, setup: Mutex::new(self.setup), app: Mutex::default() })
    }

    /// Makes the plugin.
    ///
    /// # Panics
    /// The name is reserved.
    pub fn build(self) -> TauriPlugin<C> {
        self.try_build().unwrap_or_else(|error| panic!("{error}"))
    }
}

/// A plugin made from functions. The name is the one that moved code writes.
pub struct TauriPlugin<C: DeserializeOwned = ()> {
    parts: Parts,
    setup: Mutex<Option<Setup<C>>>,
    app: Mutex<Option<AppHandle>>,
}

impl<C: DeserializeOwned> Plugin for TauriPlugin<C> {
    fn name(&self) -> &str {
        self.parts.name
    }

    fn initialize(&self, app: &AppHandle, config: Value) -> Result<(), Box<dyn StdError>> {
        *self.app.lock().unwrap_or_else(PoisonError::into_inner) = Some(app.clone());
        for (scheme, handler) in &self.parts.schemes {
            app.shared().schemes.add(scheme.clone(), Arc::clone(handler));
            app.runtime().register_scheme(scheme);
        }
        let setup = self.setup.lock().unwrap_or_else(PoisonError::into_inner).take();
        let config = serde_json::from_value(config)
            .map_err(|error| format!("its configuration plugins.{} is wrong: {error}", self.name()))?;
        setup.map_or(Ok(()), |setup| setup(app, PluginApi { handle: app.clone(), config }))
    }

    fn initialization_scripts(&self) -> Vec<UserScript> {
        self.parts.scripts.clone()
    }

    fn window_created(&self, window: Window) {
        if let Some(hook) = &self.parts.window_ready {
            hook.call(window);
        }
    }

    fn webview_created(&self, webview: Webview) {
        if let Some(hook) = &self.parts.webview_ready {
            hook.call(webview);
        }
    }

    fn on_navigation(&self, webview: &Webview, url: &Url) -> bool {
        self.parts.navigation.as_ref().is_none_or(|decide| decide(webview, url))
    }

    fn on_page_load(&self, webview: &Webview, payload: &PageLoadPayload<'_>) {
        if let Some(hook) = &self.parts.page_load {
            hook.call(|loaded| loaded(webview, payload));
        }
    }

    fn on_event(&self, app: &AppHandle, event: &RunEvent) {
        if let Some(hook) = &self.parts.event {
            hook.call(|happened| happened(app, event));
        }
    }

    fn extend_api(&self, invoke: Invoke) -> bool {
        match &self.parts.invoke {
            Some(handler) => handler(invoke),
            None => {
                invoke.resolver.reject_unknown();
                false
            }
        }
    }
}

impl<C: DeserializeOwned> Drop for TauriPlugin<C> {
    fn drop(&mut self) {
        let app = self.app.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        let on_drop = self.parts.on_drop.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let (Some(on_drop), Some(app)) = (on_drop, app) {
            on_drop(app);
        }
    }
}

impl<C: DeserializeOwned> fmt::Debug for TauriPlugin<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TauriPlugin").field("name", &self.parts.name).finish_non_exhaustive()
    }
}

impl<C: DeserializeOwned> fmt::Debug for Builder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").field("name", &self.parts.name).finish_non_exhaustive()
    }
}
