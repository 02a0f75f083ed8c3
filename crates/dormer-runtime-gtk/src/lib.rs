//! Dormer on Linux: GTK 4 and WebKitGTK 6.0, on X11 and Wayland.
//!
//! Lives here: the event loop, windows, web views, monitors, and the link to pages, as `dormer-runtime` asks for them.
//! Not here: what commands, permissions or plugins are. The one public item is [`start`]; elsewhere the crate is empty.
//!
//! # What Linux does not give
//!
//! GTK 4 knows no window position, stacking order, task bar hints or urgency. On X11 they go past it, to the window
//! manager (feature `x11`, on by default). Wayland has no such requests: these changes answer
//! [`Unsupported`](dormer_runtime::ChangeError::Unsupported) there, and the same wishes in a
//! [`WindowSpec`](dormer_runtime::WindowSpec) are logged and left out. The theme is one for the whole program.
#![cfg(target_os = "linux")]

mod backend;
mod environment;
mod events;
mod handle;
mod link;
mod monitors;
mod renderer;
mod sys;
mod tasks;
mod ui;
mod walls;
mod webview;
mod window;

pub use backend::start;
