//! Plugins: commands, scripts and hooks under one name.
//!
//! ```
//! let plugin = dormer::plugin::Builder::<()>::new("notes").js_init_script("window.notes = []").build();
//! assert_eq!(dormer::plugin::Plugin::name(&plugin), "notes");
//! ```

mod builder;
#[expect(clippy::module_inception, reason = "the file is named after its item")]
mod plugin;
mod store;

pub use builder::{Builder, BuilderError, PluginApi, TauriPlugin};
pub use plugin::Plugin;
pub(crate) use store::PluginStore;
