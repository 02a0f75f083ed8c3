//! What a backend gives to the core, and what the core gives to a backend.
//!
//! Lives here: the traits [`Backend`], [`Handle`], [`Link`] (fulfilled by a backend) and [`Host`], [`Page`]
//! (fulfilled by the core), and plain data for windows, web views and events.
//! Not here: any system's types, and what commands, permissions or plugins are.
//!
//! # Threads
//!
//! A [`Backend`] lives on the thread that started it, the UI thread. A [`Handle`] works from every thread and never
//! blocks, except [`Handle::open`]. [`Host`] is called on the UI thread and must answer at once; [`Page`] is called on
//! threads of the link and may take its time.
//!
//! ```
//! use dormer_runtime::{Veto, WindowChange};
//! let veto = Veto::default();
//! veto.prevent();
//! assert!(veto.is_prevented());
//! assert_eq!(WindowChange::Visible(true), WindowChange::Visible(true));
//! ```

mod backend;
mod body;
mod error;
mod event;
mod link;
mod monitor;
mod reach;
mod theme;
mod webview;
mod window;

pub use backend::{Backend, BackendInfo, Handle, Host, Responder, Start, StartOptions};
pub use body::{BodyPart, ResponseBody};
pub use dormer_wire as wire;
pub use dpi;
pub use error::{ChangeError, OpenError, SendError, StartError};
pub use event::{DragDropEvent, Event, PageLoad, Veto, WebviewEvent, WindowEvent};
pub use http;
pub use link::{Carrier, Link, Page};
pub use monitor::Monitor;
pub use reach::{DownloadRequest, Frame, Permission, WindowFeatures};
pub use theme::{Color, Theme};
pub use webview::{NativeTask, UserScript, WebviewChange, WebviewId, WebviewSpec, WebviewState};
pub use window::{
    AttentionKind, CursorIcon, Opened, ResizeDirection, WindowChange, WindowId, WindowSpec, WindowState,
};
