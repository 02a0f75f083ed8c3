//! Puts a program together.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::sync::Arc;

use dormer_config::SandboxMode;
use dormer_runtime::{Start, StartOptions};

use super::app::Setup;
use super::{App, AppHandle, Context, Hooks, RunEvent, Shared};
use crate::host::CoreHost;
use crate::ipc::Invoke;
use crate::path::{AppDirectories, PathResolver};
use crate::plugin::Plugin;
use crate::protocol::{Isolation, Schemes, UriSchemeContext, UriSchemeResponder};
use crate::state::StateManager;
use crate::webview::PageLoadPayload;
use crate::{Env, Error, Result, Webview, WebviewEvent, Window, WindowEvent};

/// Puts a program together; [`Builder::run`] starts it.
#[must_use]
#[derive(Default)]
pub struct Builder {
    backend: Option<Start>,
    hooks: Hooks,
    schemes: Schemes,
    state: StateManager,
    plugins: Vec<Box<dyn Plugin>>,
    setup: Option<Setup>,
}

impl Builder {
    /// The same as [`Builder::default`].
    pub fn new() -> Self {
        Self::default()
    }

    /// Stands the program on another backend than the system's.
    pub fn with_backend(mut self, start: Start) -> Self {
        self.backend = Some(start);
        self
    }

    /// Answers the calls of pages; see `generate_handler!`.
    pub fn invoke_handler<F>(mut self, handler: F) -> Self
    where
        F: Fn(Invoke) -> bool + Send + Sync + 'static,
    {
        self.hooks.invoke = Box::new(handler);
        self
    }

    /// Adds JavaScript that runs at the start of each document, right after the link to the core is there.
    pub fn append_invoke_initialization_script(mut self, script: impl AsRef<str>) -> Self {
        self.hooks.page_scripts.push_str(script.as_ref());
        self.hooks.page_scripts.push('\n');
        self
    }

    /// Runs once, on the UI thread, when the configured windows exist and before any page can call a command.
    pub fn setup<F>(mut self, setup: F) -> Self
    where
        F: FnOnce(&mut App) -> Result<(), Box<dyn StdError>> + Send + 'static,
    {
        self.setup = Some(Box::new(setup));
        self
    }

    /// Called when a page starts and finishes loading.
    pub fn on_page_load<F>(mut self, on_page_load: F) -> Self
    where
        F: Fn(&Webview, &PageLoadPayload<'_>) + Send + Sync + 'static,
    {
        self.hooks.page_load.push(Arc::new(on_page_load));
        self
    }

    /// Adds a plugin.
    pub fn plugin(self, plugin: impl Plugin + 'static) -> Self {
        self.plugin_boxed(Box::new(plugin))
    }

    /// Adds a plugin.
    pub fn plugin_boxed(mut self, plugin: Box<dyn Plugin>) -> Self {
        self.plugins.push(plugin);
        self
    }

    /// Keeps a value for [`State`](crate::State) parameters.
    ///
    /// # Panics
    /// A value of the same type is kept already.
    pub fn manage<T: Send + Sync + 'static>(self, state: T) -> Self {
        let name = std::any::type_name::<T>();
        assert!(self.state.set(state), "state for type `{name}` is already being managed");
        self
    }

    /// Called for each event of each window.
    pub fn on_window_event<F>(mut self, handler: F) -> Self
    where
        F: Fn(&Window, &WindowEvent) + Send + Sync + 'static,
    {
        self.hooks.window_event.push(Arc::new(handler));
        self
    }

    /// Called for each event of each web view.
    pub fn on_webview_event<F>(mut self, handler: F) -> Self
    where
        F: Fn(&Webview, &WebviewEvent) + Send + Sync + 'static,
    {
        self.hooks.webview_event.push(Arc::new(handler));
        self
    }

    /// Answers requests for `<scheme>://…`. The handler runs off the UI thread.
    pub fn register_uri_scheme_protocol<N, T, H>(self, scheme: N, handler: H) -> Self
    where
        N: Into<String>,
        T: Into<Cow<'static, [u8]>>,
        H: Fn(UriSchemeContext<'_>, http::Request<Vec<u8>>) -> http::Response<T> + Send + Sync + 'static,
    {
        self.schemes.add(
            scheme.into(),
            Arc::new(move |context, request, responder| responder.respond(handler(context, request))),
        );
        self
    }

    /// As [`Builder::register_uri_scheme_protocol`]; the handler may answer later, from any thread.
    pub fn register_asynchronous_uri_scheme_protocol<N, H>(self, scheme: N, handler: H) -> Self
    where
        N: Into<String>,
        H: Fn(UriSchemeContext<'_>, http::Request<Vec<u8>>, UriSchemeResponder) + Send + Sync + 'static,
    {
        self.schemes.add(scheme.into(), Arc::new(handler));
        self
    }

    /// Starts the backend and initializes the plugins. No window is open yet.
    ///
    /// # Errors
    /// The embedded context is damaged, a window is misconfigured, the backend does not start, a plugin fails.
    pub fn build(self, context: Context) -> Result<App> {
        if let Some(damage) = &context.damage {
            return Err(Error::Other(format!("the context built into the program is unusable: {damage}")));
        }
        let env = Env::default();
        let path = path_resolver(&context, &env)?;
        let isolation = Isolation::of(&context).map_err(Error::Other)?;
        let shared = Shared::new(context, env, path, self.state, self.schemes, self.hooks, isolation);
        let mut schemes = shared.schemes.names(shared.app_scheme());
        #[cfg(feature = "protocol-asset")]
        if shared.context.config.app.security.asset_protocol.enable {
            let name = crate::protocol::asset::SCHEME;
            if !schemes.iter().any(|known| known == name) {
                schemes.push(name.to_owned());
            }
        }
        let isolation = shared.isolation.as_ref().map(|isolation| isolation.scheme().to_owned());
        schemes.extend(isolation.clone());
        let options = StartOptions {
            identifier: shared.context.config.identifier.clone(),
            use_application_id: shared.context.config.app.enable_gtk_app_id,
            schemes,
            isolation,
            needs_sandbox: shared.context.config.app.security.sandbox_mode(!cfg!(debug_assertions))
                == SandboxMode::Required,
        };
        let start = self.backend.unwrap_or_else(crate::platform::backend);
        let backend = start(Arc::new(CoreHost::new(Arc::clone(&shared))), options)?;
        shared.set_runtime(backend.handle());
        let handle = AppHandle::new(shared);
        #[cfg(feature = "protocol-asset")]
        {
            let configured = &handle.config().app.security.asset_protocol.scope;
            handle.shared().set_asset_scope(crate::scope::fs::Scope::new(&handle, configured)?);
        }
        for plugin in self.plugins {
            handle.plugin_boxed(plugin)?;
        }
        Ok(App::new(handle, backend, self.setup))
    }

    /// Builds and runs the program. Returns when it ends with exit code 0, ends the process otherwise.
    ///
    /// # Errors
    /// As [`Builder::build`], and what the setup hook returns.
    pub fn run(self, context: Context) -> Result<()> {
        let code = self.build(context)?.run_to_end(|_: &AppHandle, _: RunEvent| {})?;
        if code != 0 {
            std::process::exit(code);
        }
        Ok(())
    }
}

fn path_resolver(context: &Context, env: &Env) -> Result<PathResolver> {
    let config = &context.config;
    let directories = match &config.app.app_directories_override {
        None => AppDirectories::default(),
        Some(dormer_config::AppDirectoriesOverride::Root(root)) => AppDirectories::at_root(root),
        Some(dormer_config::AppDirectoriesOverride::Each(each)) => AppDirectories {
            config: each.config.clone(),
            data: each.data.clone(),
            local_data: each.local_data.clone(),
            cache: each.cache.clone(),
            log: each.log.clone(),
        },
    };
    Ok(PathResolver::new(config.identifier.clone(), &context.package.name, env, directories)?)
}

impl std::fmt::Debug for Builder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Builder").field("plugins", &self.plugins.len()).finish_non_exhaustive()
    }
}
