//! What pages may reach for outside of themselves: other addresses, new windows, downloads, devices.
//!
//! Closed unless somebody named it: the program by opening a window there or going there, a capability, the policy of
//! the page for frames in it, or a handler that says yes. Not here: what pages may load (the policy itself, which the
//! engine holds them to) and which commands they may call.

mod download;
mod frames;
mod navigation;
mod new_window;
mod permission;
mod site;

pub(crate) use download::destination;
pub use download::{DownloadEvent, OnDownload};
pub(crate) use navigation::allows_navigation;
pub(crate) use new_window::wants_window;
pub use new_window::{NewWindowFeatures, NewWindowResponse, OnNewWindow};
pub(crate) use permission::allows;
pub use permission::{OnPermissionRequest, PermissionResponse};
pub(crate) use site::Site;
