//! Begins a window with one web view: the configuration's keys as methods, and hooks.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use dormer_config::{WindowConfig, WindowUrl};
use dormer_runtime::{UserScript, WebviewId, WebviewSpec, WindowId, WindowSpec};
use dpi::{LogicalPosition, LogicalSize};
use url::Url;

use super::{DownloadEvent, NewWindowFeatures, NewWindowResponse, PermissionKind, PermissionResponse};
use super::{Hooks, PageLoadPayload, Webview, WebviewUrl, WebviewWindow, color_to, theme_to};
use crate::page::{ScriptConfig, internals_script};
use crate::window::Color;
use crate::{AppHandle, Error, EventTarget, Manager, Result, Theme, TitleBarStyle, Window};

/// Begins a window that one web view fills. [`WebviewWindowBuilder::build`] opens it.
#[must_use]
pub struct WebviewWindowBuilder {
    app: AppHandle,
    config: WindowConfig,
    url: WebviewUrl,
    parent: Option<WindowId>,
    scripts: Vec<UserScript>,
    hooks: Hooks,
    clipboard: bool,
}

impl WebviewWindowBuilder {
    /// Begins a window with the usual properties.
    pub fn new<M: Manager>(manager: &M, label: impl Into<String>, url: WebviewUrl) -> Self {
        let config = WindowConfig { label: label.into(), ..WindowConfig::default() };
        Self::from_parts(manager.app_handle(), config, url)
    }

    /// Begins a window as the configuration describes it.
    ///
    /// # Errors
    /// The parent that it names is not open.
    pub fn from_config<M: Manager>(manager: &M, config: &WindowConfig) -> Result<Self> {
        let url = WebviewUrl::from(&config.url);
        let mut builder = Self::from_parts(manager.app_handle(), config.clone(), url);
        if let Some(parent) = &config.parent {
            let open = manager.get_webview_window(parent).ok_or_else(|| {
                Error::Window(format!("window {}: its parent {parent} is not open", config.label))
            })?;
            builder = builder.parent(&open)?;
        }
        Ok(builder)
    }

    fn from_parts(app: &AppHandle, config: WindowConfig, url: WebviewUrl) -> Self {
        Self {
            app: app.clone(),
            config,
            url,
            parent: None,
            scripts: Vec::new(),
            hooks: Hooks::default(),
            clipboard: false,
        }
    }

    /// Opens the window. Waits for the UI thread when called elsewhere.
    ///
    /// # Errors
    /// The label is invalid or taken, the address is bad, the system refuses.
    pub fn build(self) -> Result<WebviewWindow> {
        let label = self.config.label.clone();
        if label.is_empty() || !label.chars().all(|c| c.is_alphanumeric() || "-/:_".contains(c)) {
            return Err(Error::Window(format!(
                "window labels must only include alphanumeric characters, `-`, `/`, `:` and `_`: `{label}`"
            )));
        }
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let address = self.url.resolve(self.app.shared())?;
        let window_spec = self.window_spec(WindowId(number));
        let webview_spec = self.webview_spec(WebviewId(number), &address);

        let window = Window::new(self.app.clone(), WindowId(number), label.clone());
        let webview = Webview::new(window.clone(), WebviewId(number), label.clone(), self.hooks);
        webview.name(&address);
        let opened = WebviewWindow { window, webview };
        let shared = self.app.shared();
        shared
            .windows
            .add(&opened)
            .map_err(|_taken| Error::Window(format!("a webview with label `{label}` already exists")))?;
        if let Err(error) = self.app.runtime().open(window_spec, Some(webview_spec)) {
            shared.windows.remove(WindowId(number));
            return Err(Error::Window(format!("window {label} did not open: {error}")));
        }
        for plugin in shared.plugins.all().iter() {
            plugin.window_created(opened.window.clone());
            plugin.webview_created(opened.webview.clone());
        }
        let about = serde_json::json!({ "label": label }).to_string();
        for event in ["tauri://window-created", "tauri://webview-created"] {
            crate::emitter::emit(shared, event, about.clone(), &|_: &EventTarget| true)?;
        }
        Ok(opened)
    }

    fn window_spec(&self, id: WindowId) -> WindowSpec {
        let config = &self.config;
        let size = |width: Option<f64>, height: Option<f64>, other: f64| {
            (width.is_some() || height.is_some())
                .then(|| LogicalSize::new(width.unwrap_or(other), height.unwrap_or(other)))
        };
        WindowSpec {
            id,
            title: config.title.clone(),
            size: LogicalSize::new(config.width, config.height),
            min_size: size(config.min_width, config.min_height, 0.0),
            max_size: size(config.max_width, config.max_height, f64::from(u16::MAX)),
            position: config.x.zip(config.y).map(|(x, y)| LogicalPosition::new(x, y)),
            center: config.center,
            visible: config.visible,
            focused: config.focus,
            focusable: config.focusable,
            resizable: config.resizable,
            maximizable: config.maximizable,
            minimizable: config.minimizable,
            closable: config.closable,
            maximized: config.maximized,
            fullscreen: config.fullscreen,
            decorations: config.decorations,
            transparent: config.transparent,
            always_on_top: config.always_on_top,
            always_on_bottom: config.always_on_bottom,
            skip_taskbar: config.skip_taskbar,
            visible_on_all_workspaces: config.visible_on_all_workspaces,
            background: config.background_color.map(color_to),
            theme: config.theme.map(theme_to),
            parent: self.parent,
        }
    }

    fn webview_spec(&self, id: WebviewId, address: &Url) -> WebviewSpec {
        let config = &self.config;
        let release = !cfg!(any(debug_assertions, feature = "devtools"));
        WebviewSpec {
            scripts: self.all_scripts(),
            user_agent: config.user_agent.clone(),
            devtools: config.devtools.unwrap_or(true) && !release,
            javascript: !config.javascript_disabled,
            background: config.background_color.map(color_to),
            transparent: config.transparent,
            incognito: config.incognito,
            data_directory: config.data_directory.as_ref().map(|folder| self.data_folder(folder)),
            proxy_url: config.proxy_url.as_ref().map(Url::to_string),
            zoom_hotkeys: config.zoom_hotkeys_enabled,
            clipboard: self.clipboard,
            policy: crate::protocol::engine_policy(self.app.shared(), address),
            ..WebviewSpec::new(id, address.as_str())
        }
    }

    /// Relative folders lie in the app's own folder for this window.
    fn data_folder(&self, folder: &std::path::Path) -> PathBuf {
        match self.app.path().app_local_data_dir() {
            Ok(base) => base.join(&self.config.label).join(folder),
            Err(_) => folder.to_path_buf(),
        }
    }

    fn all_scripts(&self) -> Vec<UserScript> {
        let label = &self.config.label;
        let config = ScriptConfig {
            window: label,
            webview: label,
            sep: crate::platform::SEPARATOR,
            delimiter: crate::platform::DELIMITER,
            scheme_host: crate::platform::SCHEMES_ARE_HOSTS.then_some(if self.config.use_https_scheme {
                "https"
            } else {
                "http"
            }),
        };
        let shared = self.app.shared();
        let freeze = self.app.config().app.security.freeze_prototype;
        let frame = shared.isolation.as_ref().map(|isolation| isolation.frame_config());
        let source = internals_script(&config, frame.as_ref(), freeze);
        let mut scripts = vec![UserScript { source, all_frames: false }];
        if !shared.hooks.page_scripts.is_empty() {
            scripts.push(UserScript { source: shared.hooks.page_scripts.clone(), all_frames: false });
        }
        for plugin in shared.plugins.all().iter() {
            scripts.extend(plugin.initialization_scripts().into_iter().map(|mut script| {
                script.source = format!("(function () {{ {}\n}})();", script.source);
                script
            }));
        }
        scripts.extend(self.scripts.iter().cloned());
        scripts
    }

    /// Adds JavaScript that runs at the start of each document of the main frame.
    pub fn initialization_script(mut self, script: impl Into<String>) -> Self {
        self.scripts.push(UserScript { source: script.into(), all_frames: false });
        self
    }

    /// Adds JavaScript that runs at the start of each document of every frame.
    pub fn initialization_script_for_all_frames(mut self, script: impl Into<String>) -> Self {
        self.scripts.push(UserScript { source: script.into(), all_frames: true });
        self
    }

    /// Decides whether the view, or a frame in its page, may go to an address. Without it, pages may go to the app's own
    /// pages, to the program's schemes, and to sites that the program or a capability named; frames to what the policy of
    /// the app's pages admits.
    pub fn on_navigation<F: Fn(&Url) -> bool + Send + Sync + 'static>(mut self, decide: F) -> Self {
        self.hooks.navigation = Some(Box::new(decide));
        self
    }

    /// Called when a page starts and finishes loading.
    pub fn on_page_load<F>(mut self, handler: F) -> Self
    where
        F: Fn(WebviewWindow, PageLoadPayload<'_>) + Send + Sync + 'static,
    {
        self.hooks.page_load = Some(Box::new(handler));
        self
    }

    /// Decides about windows that the page wants. Without it there are none.
    pub fn on_new_window<F>(mut self, decide: F) -> Self
    where
        F: Fn(Url, NewWindowFeatures) -> NewWindowResponse + Send + Sync + 'static,
    {
        self.hooks.new_window = Some(Box::new(decide));
        self
    }

    /// Decides about downloads and hears of their end. Without it, what the app's own pages, the program's schemes and named
    /// sites offer is kept in the user's download folder.
    pub fn on_download<F>(mut self, decide: F) -> Self
    where
        F: Fn(Webview, DownloadEvent<'_>) -> bool + Send + Sync + 'static,
    {
        self.hooks.download = Some(Box::new(decide));
        self
    }

    /// Decides about what pages ask the user for, such as the camera. Without it, the configuration does.
    pub fn on_permission_request<F>(mut self, decide: F) -> Self
    where
        F: Fn(Webview, PermissionKind) -> PermissionResponse + Send + Sync + 'static,
    {
        self.hooks.permission = Some(Box::new(decide));
        self
    }

    /// Called when the page's title changes.
    pub fn on_document_title_changed<F>(mut self, handler: F) -> Self
    where
        F: Fn(WebviewWindow, String) + Send + Sync + 'static,
    {
        self.hooks.title = Some(Box::new(handler));
        self
    }

    /// Sees each answer of the app's scheme to this view and may change it. Runs off the UI thread.
    pub fn on_web_resource_request<F>(mut self, handler: F) -> Self
    where
        F: Fn(http::Request<Vec<u8>>, &mut http::Response<Cow<'static, [u8]>>) + Send + Sync + 'static,
    {
        self.hooks.request = Some(Arc::new(handler));
        self
    }

    /// Makes the window belong to another one: above it, closed with it.
    ///
    /// # Errors
    /// Never now; kept for the shape that apps know.
    pub fn parent(mut self, parent: &WebviewWindow) -> Result<Self> {
        self.parent = Some(parent.window.id());
        Ok(self)
    }

    /// Sets the inner size in logical pixels.
    pub fn inner_size(mut self, width: f64, height: f64) -> Self {
        (self.config.width, self.config.height) = (width, height);
        self
    }

    /// Sets the smallest inner size in logical pixels.
    pub fn min_inner_size(mut self, width: f64, height: f64) -> Self {
        (self.config.min_width, self.config.min_height) = (Some(width), Some(height));
        self
    }

    /// Sets the largest inner size in logical pixels.
    pub fn max_inner_size(mut self, width: f64, height: f64) -> Self {
        (self.config.max_width, self.config.max_height) = (Some(width), Some(height));
        self
    }

    /// Sets the outer position in logical pixels.
    pub fn position(mut self, x: f64, y: f64) -> Self {
        (self.config.x, self.config.y) = (Some(x), Some(y));
        self
    }

    /// Centers the window on its monitor.
    pub fn center(mut self) -> Self {
        self.config.center = true;
        self
    }

    /// Gives the window the keyboard when it appears.
    pub fn focused(mut self, focused: bool) -> Self {
        self.config.focus = focused;
        self
    }

    /// Lets pages use the clipboard without asking.
    pub fn enable_clipboard_access(mut self) -> Self {
        self.clipboard = true;
        self
    }

    /// Leaves dropped files to the page.
    pub fn disable_drag_drop_handler(mut self) -> Self {
        self.config.drag_drop_enabled = false;
        self
    }

    /// Turns JavaScript off.
    pub fn disable_javascript(mut self) -> Self {
        self.config.javascript_disabled = true;
        self
    }

    /// Sets the text by which the view names itself to servers.
    pub fn user_agent(mut self, user_agent: &str) -> Self {
        self.config.user_agent = Some(user_agent.to_owned());
        self
    }

    /// Sets the web view's folder for cookies and storage.
    pub fn data_directory(mut self, folder: PathBuf) -> Self {
        self.config.data_directory = Some(folder);
        self
    }

    /// Sends the view's traffic through a proxy, `http://…` or `socks5://…`.
    pub fn proxy_url(mut self, url: Url) -> Self {
        self.config.proxy_url = Some(url);
        self
    }

    /// Sets the ground of window and view before the page paints.
    pub fn background_color(mut self, color: Color) -> Self {
        self.config.background_color = Some(color);
        self
    }

    /// Sets the theme; `None` is the system's.
    pub fn theme(mut self, theme: Option<Theme>) -> Self {
        self.config.theme = theme;
        self
    }

    /// Allows or forbids the developer tools.
    pub fn devtools(mut self, enabled: bool) -> Self {
        self.config.devtools = Some(enabled);
        self
    }

    /// Sets the look of the title bar.
    ///
    /// # Platform-specific
    /// macOS only; elsewhere it has no effect.
    pub fn title_bar_style(mut self, style: TitleBarStyle) -> Self {
        self.config.title_bar_style = style;
        self
    }

    /// Sets the title.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.config.title = title.into();
        self
    }

    /// Replaces the address that was given at the start.
    pub fn url(mut self, url: WebviewUrl) -> Self {
        self.config.url = match &url {
            WebviewUrl::External(url) => WindowUrl::External(url.clone()),
            WebviewUrl::App(path) => WindowUrl::App(path.clone()),
            WebviewUrl::CustomProtocol(url) => WindowUrl::CustomProtocol(url.clone()),
        };
        self.url = url;
        self
    }

    /// Sets whether the user can resize it.
    pub fn resizable(mut self, resizable: bool) -> Self {
        self.config.resizable = resizable;
        self
    }

    /// Sets whether the user can maximize it.
    pub fn maximizable(mut self, maximizable: bool) -> Self {
        self.config.maximizable = maximizable;
        self
    }

    /// Sets whether the user can minimize it.
    pub fn minimizable(mut self, minimizable: bool) -> Self {
        self.config.minimizable = minimizable;
        self
    }

    /// Sets whether the user can close it.
    pub fn closable(mut self, closable: bool) -> Self {
        self.config.closable = closable;
        self
    }

    /// Shows the window once its page has painted, or keeps it hidden.
    pub fn visible(mut self, visible: bool) -> Self {
        self.config.visible = visible;
        self
    }

    /// Sets whether it can get the keyboard.
    pub fn focusable(mut self, focusable: bool) -> Self {
        self.config.focusable = focusable;
        self
    }

    /// Starts on the whole screen.
    pub fn fullscreen(mut self, fullscreen: bool) -> Self {
        self.config.fullscreen = fullscreen;
        self
    }

    /// Starts maximized.
    pub fn maximized(mut self, maximized: bool) -> Self {
        self.config.maximized = maximized;
        self
    }

    /// Sets whether it has a frame.
    pub fn decorations(mut self, decorations: bool) -> Self {
        self.config.decorations = decorations;
        self
    }

    /// Lets the desktop shine through.
    pub fn transparent(mut self, transparent: bool) -> Self {
        self.config.transparent = transparent;
        self
    }

    /// Keeps it above others.
    pub fn always_on_top(mut self, always_on_top: bool) -> Self {
        self.config.always_on_top = always_on_top;
        self
    }

    /// Keeps it below others.
    pub fn always_on_bottom(mut self, always_on_bottom: bool) -> Self {
        self.config.always_on_bottom = always_on_bottom;
        self
    }

    /// Shows it on every workspace.
    pub fn visible_on_all_workspaces(mut self, visible_on_all_workspaces: bool) -> Self {
        self.config.visible_on_all_workspaces = visible_on_all_workspaces;
        self
    }

    /// Leaves it out of the task bar.
    pub fn skip_taskbar(mut self, skip_taskbar: bool) -> Self {
        self.config.skip_taskbar = skip_taskbar;
        self
    }

    /// Keeps nothing on disk.
    pub fn incognito(mut self, incognito: bool) -> Self {
        self.config.incognito = incognito;
        self
    }

    /// Lets Ctrl with `+`, `-`, `0` or the wheel zoom.
    pub fn zoom_hotkeys_enabled(mut self, zoom_hotkeys_enabled: bool) -> Self {
        self.config.zoom_hotkeys_enabled = zoom_hotkeys_enabled;
        self
    }

    /// Sets whether the window casts a shadow.
    ///
    /// # Platform-specific
    /// Windows and macOS only; elsewhere it has no effect.
    pub fn shadow(mut self, shadow: bool) -> Self {
        self.config.shadow = shadow;
        self
    }

    /// Keeps the window out of screen captures.
    ///
    /// # Platform-specific
    /// Windows and macOS only; elsewhere it has no effect.
    pub fn content_protected(mut self, content_protected: bool) -> Self {
        self.config.content_protected = content_protected;
        self
    }

    /// Hides the title text.
    ///
    /// # Platform-specific
    /// macOS only; elsewhere it has no effect.
    pub fn hidden_title(mut self, hidden_title: bool) -> Self {
        self.config.hidden_title = hidden_title;
        self
    }

    /// Lets the click that activates the window reach the page.
    ///
    /// # Platform-specific
    /// macOS only; elsewhere it has no effect.
    pub fn accept_first_mouse(mut self, accept_first_mouse: bool) -> Self {
        self.config.accept_first_mouse = accept_first_mouse;
        self
    }

    /// Serves custom schemes as hosts of `https` instead of `http`.
    ///
    /// # Platform-specific
    /// Windows only; elsewhere it has no effect.
    pub fn use_https_scheme(mut self, use_https_scheme: bool) -> Self {
        self.config.use_https_scheme = use_https_scheme;
        self
    }
}

impl std::fmt::Debug for WebviewWindowBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebviewWindowBuilder").field("config", &self.config).finish_non_exhaustive()
    }
}
