//! The build-script half of Dormer.
//!
//! Lives here: reading the configuration, collecting the front end and the icon, and writing the one file
//! that `generate_context!` includes.
//! Not here: the formats themselves (`dormer-config`) and anything that runs in the program.
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
mod output;
mod page;

pub use attributes::Attributes;
pub use build::{build, try_build};
pub use environment::{Environment, Package};
pub use error::BuildError;
pub use output::Output;
