//! A backend without a screen, for unit tests of programs and of the core.
//!
//! Lives here: the event loop and windows that exist as data ([`Headless`] looks and acts from any thread), and
//! [`TestPage`], the page's end of a link held by a test. Not here: any system's windows, JavaScript, HTML, and what
//! commands mean.
//!
//! # What it plays
//!
//! The loop runs on the thread that called [`Backend::run`](dormer_runtime::Backend::run) and takes tasks, changes and
//! events in the order given. Windows lie on a made-up desktop ([`Headless::set_monitors`]): they have a title bar,
//! obey their size limits, give the keyboard to one another and report what happened as a system does. A web view
//! loads its address by asking the host, telling of the load, and opening a page with a link in memory; scripts are
//! recorded, not run. Nothing sleeps: what waits for the loop or for a page is woken, or panics with a text after
//! [`Headless::set_wait_limit`].
//!
//! ```
//! use std::sync::Arc;
//! use bytes::Bytes;
//! use dormer_runtime::{
//!     DownloadRequest, Frame, Host, Link, Page, Permission, Responder, StartOptions, WebviewId, WindowFeatures, WindowId,
//!     WindowSpec, http,
//! };
//! use dormer_runtime_headless::Headless;
//!
//! struct Nothing;
//! impl Page for Nothing {
//!     fn call(&self, _: dormer_runtime::wire::Call) {}
//!     fn work(&self) {}
//!     fn closed(&self) {}
//! }
//! impl Host for Nothing {
//!     fn page_opened(&self, _: WebviewId, _: &str, _: Arc<dyn Link>) -> Arc<dyn Page> { Arc::new(Nothing) }
//!     fn scheme_request(&self, _: WebviewId, _: http::Request<Bytes>, _: Responder) {}
//!     fn allows_navigation(&self, _: WebviewId, _: &str, _: Frame) -> bool { true }
//!     fn wants_window(&self, _: WebviewId, _: &str, _: WindowFeatures) {}
//!     fn download(&self, _: WebviewId, _: &DownloadRequest) -> Option<std::path::PathBuf> { None }
//!     fn allows(&self, _: WebviewId, _: Permission) -> bool { false }
//! }
//!
//! let (control, start) = Headless::new();
//! let backend = start(Arc::new(Nothing), StartOptions::default()).unwrap();
//! let handle = backend.handle();
//! handle.open(WindowSpec::new(WindowId(1), "one"), None).unwrap();
//! let test = std::thread::spawn(move || {
//!     control.wait_ready();
//!     assert_eq!(control.opened()[0].window.title, "one");
//!     control.close_window(WindowId(1)); // as the user does
//!     control.wait_exit()
//! });
//! assert_eq!(backend.run(Box::new(|_event| {})), 0);
//! assert_eq!(test.join().unwrap(), 0);
//! ```

mod backend;
mod call_id;
mod desk;
mod handle;
mod headless;
mod inbox;
mod link;
mod log;
mod opening;
mod outbox;
mod page;
mod page_event;
mod page_message;
mod page_stats;
mod pages;
mod reader;
mod settings;
mod shared;
mod system;
mod turn;
mod waits;
mod webview;
mod window;
mod worker;
mod world;

pub use call_id::CallId;
pub use headless::Headless;
pub use opening::Opening;
pub use page::TestPage;
pub use page_event::PageEvent;
pub use page_message::PageMessage;
pub use page_stats::PageStats;
