//! Desktop programs with a web page as their face and Rust as their core.
//!
//! Lives here: what apps import: [`Builder`], [`App`], windows, commands, events, state, plugins.
//! Not here: windows of a real system (the backends), the configuration's files (`dormer-config`), the encoding of
//! messages (`dormer-wire`). Nothing here carries a backend parameter.
//!
//! ```no_run
//! # fn context() -> dormer::Context { unimplemented!() }
//! dormer::Builder::default()
//!     .setup(|app| {
//!         println!("{} starts", dormer::Manager::package_info(app).name);
//!         Ok(())
//!     })
//!     .run(context()) // generate_context!() in a program
//!     .expect("the program starts");
//! ```

mod app;
pub mod async_runtime;
mod core_commands;
mod diagnostics;
mod emitter;
mod env;
mod error;
mod event;
mod host;
pub mod image;
pub mod ipc;
mod listener;
mod manager;
mod page;
pub mod path;
mod platform;
pub mod plugin;
pub mod process;
mod protocol;
mod range;
mod reach;
mod resources;
mod runtime;
pub mod scope;
mod state;
pub mod utils;
pub mod webview;
pub mod window;

pub use app::{
    App, AppHandle, AssetResolver, Builder, CloseRequestApi, Context, ExitRequestApi, RESTART_EXIT_CODE,
    RunEvent, VERSION, WebviewEvent, WindowEvent, is_dev, webview_version,
};
pub use diagnostics::Diagnostics;
pub use dormer_config::{Config, PackageInfo, Theme, TitleBarStyle};
pub use dormer_macros::{command, generate_context, generate_handler, mobile_entry_point};
pub use dormer_runtime::{DragDropEvent, Monitor};
pub use dpi::{
    LogicalPosition, LogicalSize, LogicalUnit, PhysicalPosition, PhysicalSize, PhysicalUnit, Pixel,
    PixelUnit, Position, Size,
};
pub use emitter::Emitter;
pub use env::Env;
pub use error::{Error, Result};
pub use event::{Event, EventId, EventName, EventNameError, EventTarget};
pub use http;
pub use ipc::{Invoke, InvokeError};
pub use listener::Listener;
pub use manager::Manager;
pub use protocol::{UriSchemeContext, UriSchemeResponder};
pub use resources::{Resource, ResourceError, ResourceId, ResourceTable};
pub use runtime::{ActivationPolicy, Runtime, UserAttentionType, Wry};
pub use scope::fs;
pub use state::State;
pub use url::Url;
pub use webview::{Webview, WebviewUrl, WebviewWindow, WebviewWindowBuilder};
pub use window::{CursorIcon, Window};
