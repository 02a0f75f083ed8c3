//! A web view as an app sees it.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use dormer_runtime::{ChangeError, WebviewChange, WebviewId, WebviewState};
use url::Url;

use super::PageLoadPayload;
use crate::page::PageSession;
use crate::protocol::OnWebResourceRequest;
use crate::reach::{OnDownload, OnNewWindow, OnPermissionRequest, Site};
use crate::window::Color;
use crate::{AppHandle, Error, Manager, ResourceTable, Result, WebviewEvent, WebviewWindow, Window};

type OnWebviewEvent = Arc<dyn Fn(&WebviewEvent) + Send + Sync>;

type OnNavigation = Box<dyn Fn(&Url) -> bool + Send + Sync>;
type OnPageLoad = Box<dyn Fn(WebviewWindow, PageLoadPayload<'_>) + Send + Sync>;
type OnTitle = Box<dyn Fn(WebviewWindow, String) + Send + Sync>;

/// What the builder of a web view was given to call.
#[derive(Default)]
pub(crate) struct Hooks {
    pub(crate) navigation: Option<OnNavigation>,
    pub(crate) page_load: Option<OnPageLoad>,
    pub(crate) title: Option<OnTitle>,
    pub(crate) request: Option<OnWebResourceRequest>,
    pub(crate) new_window: Option<OnNewWindow>,
    pub(crate) download: Option<OnDownload>,
    pub(crate) permission: Option<OnPermissionRequest>,
}

/// A web view. Cheap to clone.
#[derive(Clone)]
pub struct Webview {
    window: Window,
    shared: Arc<Shared>,
    /// The document that this handle came from with a call; resources belong to it.
    caller: Option<Arc<PageSession>>,
}

struct Shared {
    id: WebviewId,
    label: String,
    hooks: Hooks,
    resources: Mutex<ResourceTable>,
    handlers: Mutex<Vec<OnWebviewEvent>>,
    /// The current document.
    page: Mutex<Weak<PageSession>>,
    /// Sites that the program went to; pages may go there, too.
    named: Mutex<Vec<Site>>,
}

impl Webview {
    pub(crate) fn new(window: Window, id: WebviewId, label: String, hooks: Hooks) -> Self {
        let shared = Shared {
            id,
            label,
            hooks,
            resources: Mutex::default(),
            handlers: Mutex::default(),
            page: Mutex::default(),
            named: Mutex::default(),
        };
        Self { window, shared: Arc::new(shared), caller: None }
    }

    pub(crate) fn id(&self) -> WebviewId {
        self.shared.id
    }

    pub(crate) fn app(&self) -> &AppHandle {
        self.window.app()
    }

    pub(crate) fn hooks(&self) -> &Hooks {
        &self.shared.hooks
    }

    /// The resources of the document that called, or of the view as a whole.
    pub(crate) fn resources(&self) -> &Mutex<ResourceTable> {
        self.caller.as_ref().map_or(&self.shared.resources, |page| page.resources())
    }

    /// The resources of the view as a whole.
    pub(crate) fn own_resources(&self) -> &Mutex<ResourceTable> {
        &self.shared.resources
    }

    /// The view as a command of this document sees it.
    pub(crate) fn called_by(&self, page: &Arc<PageSession>) -> Self {
        Self { caller: Some(Arc::clone(page)), ..self.clone() }
    }

    /// The document that called, or else the current one, when it has a link.
    pub(crate) fn page(&self) -> Option<Arc<PageSession>> {
        self.caller.clone().or_else(|| self.current().upgrade())
    }

    fn current(&self) -> std::sync::MutexGuard<'_, Weak<PageSession>> {
        self.shared.page.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new document: resources of the old one end.
    pub(crate) fn page_opened(&self, page: &Arc<PageSession>) {
        *self.current() = Arc::downgrade(page);
        ResourceTable::clear(&self.shared.resources);
    }

    /// A document ended. When a newer one is there, it keeps its resources.
    pub(crate) fn page_closed(&self, page: &Arc<PageSession>) {
        let was_current = {
            let mut current = self.current();
            let was_current = std::ptr::eq(current.as_ptr(), Arc::as_ptr(page));
            if was_current {
                *current = Weak::new();
            }
            was_current
        };
        if was_current {
            ResourceTable::clear(&self.shared.resources);
        }
    }

    /// The program goes to this address.
    pub(crate) fn name(&self, url: &Url) {
        let (site, mut named) =
            (Site::from(url), self.shared.named.lock().unwrap_or_else(PoisonError::into_inner));
        if !named.contains(&site) {
            named.push(site);
        }
    }

    /// Whether the program went to this site.
    pub(crate) fn names(&self, site: &Site) -> bool {
        self.shared.named.lock().unwrap_or_else(PoisonError::into_inner).contains(site)
    }

    /// The web view's name in the program.
    pub fn label(&self) -> &str {
        &self.shared.label
    }

    /// The window that holds it.
    pub fn window(&self) -> Window {
        self.window.clone()
    }

    /// The window that holds it, borrowed.
    pub fn window_ref(&self) -> &Window {
        &self.window
    }

    /// The window and this view as one, when the view fills its window.
    pub(crate) fn webview_window(&self) -> Option<WebviewWindow> {
        (self.label() == self.window.label())
            .then(|| WebviewWindow { window: self.window.clone(), webview: self.clone() })
    }

    /// Calls `handler` for each event of this view, on the UI thread.
    pub fn on_webview_event<F: Fn(&WebviewEvent) + Send + Sync + 'static>(&self, handler: F) {
        self.handlers().push(Arc::new(handler));
    }

    pub(crate) fn tell(&self, event: &WebviewEvent) {
        let handlers = self.handlers().clone();
        handlers.iter().for_each(|handler| handler(event));
    }

    fn handlers(&self) -> std::sync::MutexGuard<'_, Vec<OnWebviewEvent>> {
        self.shared.handlers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn state(&self) -> Result<Arc<WebviewState>> {
        self.app().runtime().webview_state(self.id()).ok_or_else(|| self.error(&ChangeError::Gone))
    }

    fn change(&self, change: WebviewChange) -> Result<()> {
        self.app().runtime().change_webview(self.id(), change).map_err(|error| self.error(&error))
    }

    fn error(&self, error: &ChangeError) -> Error {
        Error::Window(format!("web view {}: {error}", self.label()))
    }

    /// The address of the current document.
    ///
    /// # Errors
    /// The view is closed, or its address is no URL.
    pub fn url(&self) -> Result<Url> {
        Ok(Url::parse(&self.state()?.url)?)
    }

    /// Goes to an address. From then on the view's pages may go to its site, too.
    ///
    /// # Errors
    /// The view is closed.
    pub fn navigate(&self, url: Url) -> Result<()> {
        self.name(&url);
        self.change(WebviewChange::Navigate(url.into()))
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// The view is closed.
    pub fn reload(&self) -> Result<()> {
        self.change(WebviewChange::Reload)
    }

    /// Runs JavaScript that the program wrote. Data belongs into events and channels, not into source text.
    ///
    /// # Errors
    /// The view is closed.
    pub fn eval(&self, script: impl Into<String>) -> Result<()> {
        self.change(WebviewChange::Eval(script.into()))
    }

    /// Runs JavaScript and hands its result to `callback` as JSON text.
    ///
    /// # Errors
    /// The view is closed.
    pub fn eval_with_callback<F>(&self, script: impl Into<String>, callback: F) -> Result<()>
    where
        F: FnOnce(String) + Send + 'static,
    {
        self.change(WebviewChange::EvalWithResult(script.into(), Box::new(callback)))
    }

    /// Opens the developer tools, where they are enabled.
    pub fn open_devtools(&self) {
        self.report(self.change(WebviewChange::Devtools(true)));
    }

    /// Closes the developer tools.
    pub fn close_devtools(&self) {
        self.report(self.change(WebviewChange::Devtools(false)));
    }

    fn report(&self, outcome: Result<()>) {
        if let Err(error) = outcome {
            log::warn!("{error}");
        }
    }

    /// Whether the developer tools are open.
    pub fn is_devtools_open(&self) -> bool {
        self.state().is_ok_and(|state| state.devtools_open)
    }

    /// Sets the zoom factor, 1.0 is 100 %.
    ///
    /// # Errors
    /// The view is closed.
    pub fn set_zoom(&self, factor: f64) -> Result<()> {
        self.change(WebviewChange::Zoom(factor))
    }

    /// Sets the ground of the view; `None` is the engine's.
    ///
    /// # Errors
    /// The view is closed.
    pub fn set_background_color(&self, color: Option<Color>) -> Result<()> {
        self.change(WebviewChange::Background(color.map(super::color_to)))
    }

    /// Deletes cookies, caches and storage.
    ///
    /// # Errors
    /// The view is closed.
    pub fn clear_all_browsing_data(&self) -> Result<()> {
        self.change(WebviewChange::ClearBrowsingData)
    }

    /// Opens the print dialog.
    ///
    /// # Errors
    /// The view is closed.
    pub fn print(&self) -> Result<()> {
        self.change(WebviewChange::Print)
    }

    /// Gives the view the keyboard.
    ///
    /// # Errors
    /// The view is closed.
    pub fn set_focus(&self) -> Result<()> {
        self.change(WebviewChange::Focus)
    }

    /// Hands the backend's own view to the callback, on the UI thread.
    ///
    /// # Errors
    /// The view is closed.
    pub fn with_webview<F: FnOnce(PlatformWebview<'_>) + Send + 'static>(&self, callback: F) -> Result<()> {
        self.change(WebviewChange::WithNative(Box::new(|native| callback(PlatformWebview(native)))))
    }

    /// The address at which a page may load a file of this machine; see the asset protocol.
    ///
    /// # Errors
    /// The scheme is not part of a URL.
    pub fn convert_file_src(
        &self,
        path: impl AsRef<std::path::Path>,
        scheme: Option<&str>,
    ) -> Result<String> {
        let scheme = scheme.unwrap_or("asset");
        let host = if crate::platform::SCHEMES_ARE_HOSTS {
            format!("http://{scheme}.localhost/")
        } else {
            format!("{scheme}://localhost/")
        };
        let mut url = Url::parse(&host)?;
        let path = path.as_ref().to_string_lossy();
        url.path_segments_mut()
            .map_err(|()| Error::Other(format!("{scheme} has no paths")))?
            .clear()
            .push(&path);
        Ok(url.into())
    }

    /// The program's handle.
    pub fn app_handle(&self) -> &AppHandle {
        Manager::app_handle(self)
    }
}

/// The backend's own view, for what Dormer does not do itself. On Linux it is a `webkit6::WebView`.
#[derive(Clone, Copy)]
pub struct PlatformWebview<'a>(&'a dyn Any);

impl<'a> PlatformWebview<'a> {
    /// The view, when it is of this type.
    pub fn downcast<T: 'static>(&self) -> Option<&'a T> {
        self.0.downcast_ref()
    }
}

impl fmt::Debug for PlatformWebview<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PlatformWebview")
    }
}

impl PartialEq for Webview {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id() && self.window == other.window
    }
}

impl Eq for Webview {}

impl fmt::Debug for Webview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webview").field("label", &self.label()).finish_non_exhaustive()
    }
}
