//! Keeps what users gave to a program over its restarts: files dropped on its windows, folders picked in dialogs.
//!
//! Lives here: the file that remembers the grants of the file plugin's scopes, and [`PersistedScopeExt`] to look at them
//! and take them back. Not here: granting, which the file plugin and dialogs do.
//!
//! Add it after the file plugin:
//!
//! ```no_run
//! # fn context() -> dormer::Context { unimplemented!() }
//! dormer::Builder::default()
//!     .plugin(dormer_plugin_fs::init())
//!     .plugin(dormer_plugin_persisted_scope::init())
//!     .run(context())
//!     .expect("the program starts");
//! ```
//!
//! A window gets back what a window of the same label was given; what the program allowed for all windows holds for all
//! again. The file lies in the program's data directory, as one line of JSON for each grant, out of reach of pages. It is
//! written by a thread of its own, as a whole file in place of the old one, shortly after the last change of a series and
//! at the end of the program. A file of the plugin of the same name for Tauri 2 is read once.

mod format;
mod old_format;
mod persisted_scope;
mod platform;
mod plugin;
mod saver;

pub use persisted_scope::{PersistedScope, PersistedScopeExt, Remembered};
pub use plugin::init;
