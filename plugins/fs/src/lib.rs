//! Files for pages: reading, writing, directories, watching, all within scopes.
//!
//! Lives here: the commands that the npm package `@tauri-apps/plugin-fs` calls, and [`FsExt`] for Rust code. Not here:
//! the scope's rules and race-free opening (`dormer::scope::fs`), dialogs.
//!
//! Every command runs on a thread that may block. A path is judged by what is opened, not by its name beforehand; see
//! [`dormer::scope::fs`]. What counts for a call: the values of the permissions that allowed it, those of the plugin's
//! permissions without commands, the program's own scope ([`FsExt::fs_scope`]) and the scope of the calling window,
//! which holds what the user dropped there. Denial by any of them wins.
//!
//! ```no_run
//! # fn context() -> dormer::Context { unimplemented!() }
//! use dormer_plugin_fs::FsExt;
//! dormer::Builder::default()
//!     .plugin(dormer_plugin_fs::init())
//!     .setup(|app| {
//!         app.fs_scope().allow_directory("/srv/shared", true)?;
//!         Ok(())
//!     })
//!     .run(context())
//!     .expect("the program starts");
//! ```

mod atomic;
mod call_scopes;
mod commands;
mod config;
mod entry;
mod error;
mod ext;
mod file_info;
mod file_path;
mod line_reader;
mod platform;
mod plugin;

pub use config::Config;
pub use dormer::scope::fs::OpenOptions;
pub use entry::Entry;
pub use error::{Error, Result};
pub use ext::{Fs, FsExt};
pub use file_path::{FilePath, SafeFilePath};
pub use plugin::init;
