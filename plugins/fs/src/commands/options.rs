//! Options of several commands, as pages send them.

use dormer::path::BaseDirectory;
use serde::Deserialize;

/// Where a path begins.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BaseOptions {
    pub(super) base_dir: Option<BaseDirectory>,
}

impl BaseOptions {
    /// The base of options that may be missing.
    pub(super) fn of(options: Option<Self>) -> Option<BaseDirectory> {
        options.and_then(|options| options.base_dir)
    }
}
