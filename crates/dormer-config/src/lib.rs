//! The configuration of a Dormer app.
//!
//! Lives here: the types that a configuration file is parsed into, the MIME table, the compact
//! binary file that a program includes ([`embedded`]), and, with the feature `build`, the reader of
//! configuration files (`read`).
//! Not here: windows, commands, permissions; nothing in this crate opens anything.
//!
//! ```
//! let config: dormer_config::Config = serde_json::from_str(
//!     r#"{ "identifier": "com.example.notes", "app": { "windows": [{ "title": "Notes" }] } }"#,
//! )?;
//! assert_eq!(config.app.windows[0].title, "Notes");
//! assert_eq!(config.app.windows[0].label, "main");
//! # Ok::<(), serde_json::Error>(())
//! ```

pub mod embedded;
pub mod mime;
#[cfg(feature = "build")]
pub mod read;

mod app_config;
mod build_config;
mod bundle_config;
mod color;
mod config;
mod csp;
mod header_config;
mod package_info;
mod permission_requests;
mod security_config;
mod skip;
mod theme;
mod tray_icon_config;
mod unexpected;
mod window_config;
mod window_effects;
mod window_url;

pub use app_config::{AppConfig, AppDirectories, AppDirectoriesOverride};
pub use build_config::{
    BeforeDevCommand, BuildConfig, FrontendDist, HookCommand, RunnerConfig, WindowsBuildConfig,
};
pub use bundle_config::BundleConfig;
pub use color::{Color, ColorError};
pub use config::{Config, PluginConfig};
pub use csp::{Csp, CspDirectiveSources, DisabledCspModificationKind};
pub use header_config::{HEADER_NAMES, HeaderConfig, HeaderSource};
pub use package_info::PackageInfo;
pub use permission_requests::{PagePermission, PermissionRequests};
pub use security_config::{
    AssetProtocolConfig, CapabilityEntry, FsScope, PatternKind, SandboxMode, SecurityConfig,
};
pub use theme::{Theme, TitleBarStyle};
pub use tray_icon_config::TrayIconConfig;
pub use window_config::{
    BackgroundThrottlingPolicy, LogicalPosition, PreventOverflowConfig, PreventOverflowMargin,
    ScrollBarStyle, WindowConfig,
};
pub use window_effects::{WindowEffect, WindowEffectState, WindowEffectsConfig};
pub use window_url::WindowUrl;
