//! Types of the configuration under the paths that apps name them by. Not here: anything of its own.

/// The configuration's types.
pub mod config {
    pub use dormer_config::*;
}

pub use dormer_config::{Theme, TitleBarStyle};

/// The theme and title bar types, where some apps look for them.
pub mod platform {
    pub use crate::process::current_binary;
}
