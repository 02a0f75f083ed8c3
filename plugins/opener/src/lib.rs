//! Opening addresses and files in the user's own programs, and showing files in the file manager.
//!
//! Lives here: the commands that the npm package `@tauri-apps/plugin-opener` calls, the page script that opens links,
//! and [`OpenerExt`] for Rust code. Not here: starting programs whose output matters (the shell plugin).
//!
//! Pages are held by scopes: an address or a path and the program that is to open it must be allowed by *one* entry
//! together. Patterns of addresses are matched part by part after parsing, so a host in the pattern is a host in the
//! address; see [`UrlPattern`].
//!
//! Programs are started with the environment that this one was started with: what an AppImage added for itself is left
//! out.

mod commands;
mod config;
mod entry;
mod environment;
mod error;
mod opener;
mod platform;
mod plugin;
mod url_pattern;

pub use config::Config;
pub use entry::{Application, Entry};
pub use error::{Error, Result};
pub use opener::{Opener, OpenerExt, open_path, open_url, reveal_item_in_dir, reveal_items_in_dir};
pub use plugin::{Builder, init};
pub use url_pattern::UrlPattern;
