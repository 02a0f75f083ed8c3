//! May this caller do this? Permissions, capabilities, and the one table that they are resolved into.
//!
//! Lives here: the model of permission and capability files, their resolution, the compact table that a
//! program includes, and the answer for one caller ([`Rights`]).
//! Not here: windows, commands, IPC. Nothing is read from disk without the feature `build`.

mod capability;
mod identifier;
mod label_glob;
mod manifest;
mod matcher;
mod permission;
mod scope;
mod target;
mod url_pattern;

pub use capability::{Capability, CapabilityFile, CapabilityRemote, PermissionEntry};
pub use identifier::{Identifier, IdentifierError};
pub use label_glob::{GlobError, LabelGlob};
pub use manifest::{APP_KEY, Manifest, Manifests};
pub use permission::{Commands, DefaultPermission, Permission, PermissionFile, PermissionSet, Scopes};
pub use scope::{Scope, ScopeError, ScopeValue, Typed};
pub use target::Target;
pub use url_pattern::{PatternError, PatternFault, UrlPattern};
