//! Answers to the URL schemes of the program: its own pages, and the schemes that apps and plugins register.

mod app_scheme;
mod csp;
mod schemes;

pub(crate) use app_scheme::{OnWebResourceRequest, author_policy, engine_policy, find_asset};
pub(crate) use schemes::{SchemeHandler, Schemes, answer};
pub use schemes::{UriSchemeContext, UriSchemeResponder};
