//! The build-script half of Dormer.
//!
//! Lives here: reading the configuration, collecting front end, icon and permissions, and writing the one file
//! that `generate_context!` includes; and, in [`plugin`], what a plugin's build script does.
//! Not here: the formats themselves (`dormer-config`, `dormer-acl`) and anything that runs in the program.
//!
//! ```no_run
//! // All that `main` of build.rs needs:
//! dormer_build::build();
//! ```

mod attributes;
mod build;
mod environment;
mod error;
mod front_end;
mod icon;
mod isolation;
mod output;
mod page;
mod permissions;
pub mod plugin;

pub use attributes::Attributes;
pub use build::{build, try_build};
pub use environment::{Environment, Package};
pub use error::BuildError;
pub use output::Output;
pub use permissions::{AppManifest, DefaultPermissionRule, InlinedPlugin};
pub use plugin::Builder;
