//! Answers to the URL schemes of the program: its own pages, and the schemes that apps and plugins register.

mod app_scheme;
#[cfg(feature = "protocol-asset")]
pub(crate) mod asset;
mod csp;
mod isolation;
mod schemes;
#[cfg(feature = "protocol-asset")]
mod sniff;

pub(crate) use app_scheme::{OnWebResourceRequest, author_policy, engine_policy, find_asset};
pub(crate) use isolation::Isolation;
pub(crate) use schemes::{SchemeHandler, Schemes, answer};
pub use schemes::{UriSchemeContext, UriSchemeResponder};
