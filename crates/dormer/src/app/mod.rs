//! The program as a whole: how it is built, what its handle can do, what happens in its loop.

#[expect(clippy::module_inception, reason = "the file is named after its item")]
mod app;
mod builder;
mod close_api;
mod context;
mod handle;
mod hooks;
mod run_event;
mod shared;

pub use app::App;
pub use builder::Builder;
pub use close_api::{CloseRequestApi, ExitRequestApi};
pub use context::{AssetResolver, Context};
pub use handle::{AppHandle, RESTART_EXIT_CODE, VERSION, is_dev, webview_version};
pub(crate) use hooks::Hooks;
pub use run_event::{RunEvent, WebviewEvent, WindowEvent};
pub(crate) use shared::Shared;
