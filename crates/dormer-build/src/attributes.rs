//! [`Attributes`]: what a build script may change.

use std::path::PathBuf;

/// What a build script may change. The default suits most programs.
#[derive(Debug, Clone, Default)]
pub struct Attributes {
    pub(crate) config_path: Option<PathBuf>,
}

impl Attributes {
    /// Nothing changed.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads this configuration file instead of the one found beside `Cargo.toml`.
    ///
    /// A relative path counts from the folder of `Cargo.toml`. Paths inside the file count from the
    /// folder of the file.
    #[must_use]
    pub fn config_path(mut self, path: impl Into<PathBuf>) -> Self {
        self.config_path = Some(path.into());
        self
    }
}
