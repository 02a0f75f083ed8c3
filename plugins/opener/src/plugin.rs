//! The plugin: its builder and setup.

use dormer::Manager;
use dormer::plugin::TauriPlugin;

use crate::{Config, Opener, commands};

/// Opens links that ask for a window of their own.
const LINKS: &str = include_str!("links.js");

/// Makes the plugin.
pub fn init() -> TauriPlugin<Option<Config>> {
    Builder::default().build()
}

/// Puts the plugin together.
#[derive(Debug, Clone)]
#[must_use]
pub struct Builder {
    links: bool,
}

impl Default for Builder {
    fn default() -> Self {
        Self { links: true }
    }
}

impl Builder {
    /// With everything on.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether a click on a link with `target="_blank"`, or with Ctrl or Shift held, opens it outside. On unless
    /// switched off.
    pub fn open_js_links_on_click(mut self, open: bool) -> Self {
        self.links = open;
        self
    }

    /// Makes the plugin.
    pub fn build(self) -> TauriPlugin<Option<Config>> {
        let mut builder = dormer::plugin::Builder::<Option<Config>>::new("opener")
            .invoke_handler(dormer::ipc::handler(commands::all()))
            .setup(|app, api| {
                app.manage(Opener::new(api.config().clone().unwrap_or_default()));
                Ok(())
            });
        if self.links {
            builder = builder.js_init_script(LINKS);
        }
        builder.build()
    }
}
