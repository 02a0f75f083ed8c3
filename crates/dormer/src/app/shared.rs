//! What all handles of a program share.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use dormer_acl::Authority;
use dormer_runtime::Handle;
use url::Url;

use super::{Context, Hooks};
use crate::event::Listeners;
use crate::ipc::{Invoke, Origin, RuntimeCapabilities};
use crate::page::{PageRef, PageSession};
use crate::path::PathResolver;
use crate::plugin::PluginStore;
use crate::protocol::{Isolation, Schemes};
use crate::state::StateManager;
use crate::window::Windows;
use crate::{Env, ResourceTable};

pub(crate) static WEBVIEW_VERSION: OnceLock<String> = OnceLock::new();

type CommandGroup = Box<dyn Fn(Invoke) -> bool + Send + Sync>;

/// The program.
pub(crate) struct Shared {
    runtime: OnceLock<Arc<dyn Handle>>,
    pub(crate) context: Context,
    /// Which page may call what.
    pub(crate) authority: Authority,
    /// What the program added to it.
    pub(crate) runtime_capabilities: RuntimeCapabilities,
    pub(crate) env: Env,
    pub(crate) path: PathResolver,
    pub(crate) state: StateManager,
    pub(crate) listeners: Listeners<PageRef>,
    pub(crate) windows: Windows,
    pub(crate) plugins: PluginStore,
    pub(crate) schemes: Schemes,
    /// The frame between pages and core, when the program has one.
    pub(crate) isolation: Option<Isolation>,
    pub(crate) hooks: Hooks,
    pub(crate) resources: Mutex<ResourceTable>,
    core_commands: HashMap<&'static str, CommandGroup>,
    pages: Mutex<Vec<Weak<PageSession>>>,
    #[cfg(feature = "protocol-asset")]
    asset_scope: OnceLock<crate::scope::fs::Scope>,
}

impl Shared {
    pub(super) fn new(
        context: Context,
        env: Env,
        path: PathResolver,
        state: StateManager,
        schemes: Schemes,
        hooks: Hooks,
        isolation: Option<Isolation>,
    ) -> Arc<Self> {
        let authority = Authority::new(context.permissions.clone()).with_manifests(context.manifests);
        Arc::new(Self {
            runtime: OnceLock::new(),
            context,
            authority,
            runtime_capabilities: RuntimeCapabilities::default(),
            env,
            path,
            state,
            listeners: Listeners::default(),
            windows: Windows::default(),
            plugins: PluginStore::default(),
            schemes,
            isolation,
            hooks,
            resources: Mutex::default(),
            core_commands: crate::core_commands::groups(),
            pages: Mutex::default(),
            #[cfg(feature = "protocol-asset")]
            asset_scope: OnceLock::new(),
        })
    }

    pub(super) fn set_runtime(&self, handle: Arc<dyn Handle>) {
        WEBVIEW_VERSION.get_or_init(|| handle.info().webview_version);
        // A second backend for one program cannot happen: only `Builder::build` comes here, with a fresh `Shared`.
        self.runtime.get_or_init(|| handle);
    }

    pub(crate) fn runtime(&self) -> &Arc<dyn Handle> {
        self.runtime.get().expect("the backend starts before anything can hold an AppHandle")
    }

    /// The scheme of the app's own pages.
    pub(crate) fn app_scheme(&self) -> &str {
        &self.context.config.app.scheme
    }

    /// The address that paths of the app's pages are relative to.
    pub(crate) fn app_url(&self) -> Result<Url, url::ParseError> {
        let build = &self.context.config.build;
        if super::is_dev()
            && let Some(url) = &build.dev_url
        {
            return Ok(url.clone());
        }
        if let Some(dormer_config::FrontendDist::Url(url)) = &build.frontend_dist {
            return Ok(url.clone());
        }
        self.scheme_url()
    }

    /// The root of the app's scheme.
    fn scheme_url(&self) -> Result<Url, url::ParseError> {
        let scheme = self.app_scheme();
        if crate::platform::SCHEMES_ARE_HOSTS {
            Url::parse(&format!("http://{scheme}.localhost/"))
        } else {
            Url::parse(&format!("{scheme}://localhost/"))
        }
    }

    /// Whether a document is one of the app's own pages: at the app's scheme, or at the address that the app's pages are
    /// loaded from. Other schemes of the program are not: what they serve may come from anywhere.
    pub(crate) fn origin_of(&self, url: &str) -> Option<Origin> {
        let url = Url::parse(url).ok()?;
        let same = |own: &Url| {
            own.scheme() == url.scheme()
                && own.host_str() == url.host_str()
                && own.port_or_known_default() == url.port_or_known_default()
        };
        let own = [self.scheme_url(), self.app_url()].iter().flatten().any(same);
        Some(if own { Origin::Local } else { Origin::Remote { url } })
    }

    /// Whether a capability names an address under `remote.urls`.
    pub(crate) fn allows_origin(&self, url: &Url) -> bool {
        self.authority.names_address(url)
    }

    /// What the asset protocol may serve.
    #[cfg(feature = "protocol-asset")]
    pub(crate) fn asset_scope(&self) -> &crate::scope::fs::Scope {
        self.asset_scope.get_or_init(crate::scope::fs::Scope::default)
    }

    /// Sets what the asset protocol may serve, once.
    #[cfg(feature = "protocol-asset")]
    pub(super) fn set_asset_scope(&self, scope: crate::scope::fs::Scope) {
        self.asset_scope.get_or_init(|| scope);
    }

    /// Whether the app or a plugin registered this scheme, which is lower case.
    pub(crate) fn has_scheme(&self, scheme: &str) -> bool {
        self.schemes.has(scheme)
    }

    /// Hands a call to the command that it names. `plugin` is the part of the name before `|`.
    pub(crate) fn dispatch(&self, plugin: Option<&str>, invoke: Invoke) {
        let Some(name) = plugin else {
            (self.hooks.invoke)(invoke);
            return;
        };
        if let Some(group) = self.core_commands.get(name) {
            group(invoke);
        } else if let Some(plugin) = self.plugins.get(name) {
            plugin.extend_api(invoke);
        } else {
            invoke.resolver.reject(format!("plugin {name} not found"));
        }
    }

    pub(crate) fn add_page(&self, page: &Arc<PageSession>) {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.retain(|page| page.strong_count() > 0);
        pages.push(Arc::downgrade(page));
    }

    /// Sessions that somebody still holds, closed ones included.
    pub(crate) fn live_pages(&self) -> Vec<Arc<PageSession>> {
        let pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.iter().filter_map(Weak::upgrade).collect()
    }

    /// Closes the resources of windows and of the app.
    pub(super) fn cleanup(&self) {
        for window in self.windows.all() {
            ResourceTable::clear(window.webview.resources());
            ResourceTable::clear(window.window.resources());
        }
        ResourceTable::clear(&self.resources);
    }
}
