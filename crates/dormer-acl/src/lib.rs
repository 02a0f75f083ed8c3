//! May this caller do this? Permissions, capabilities, and the one table that they are resolved into.
//!
//! Lives here: the model of permission and capability files, their resolution, the compact table that a
//! program includes, and the answer for one caller ([`Rights`]).
//! Not here: windows, commands, IPC. Nothing is read from disk without the feature `build`.

#[cfg(feature = "build")]
pub mod core_permissions;
#[cfg(feature = "build")]
pub mod files;
#[cfg(feature = "build")]
pub mod lint;
#[cfg(feature = "build")]
pub mod schema;

mod authority;
mod capability;
mod identifier;
mod label_glob;
mod manifest;
mod manifest_blob;
mod matcher;
mod permission;
mod resolve;
mod resolved;
mod scope;
mod table;
mod target;
#[cfg(all(test, feature = "build"))]
mod test_folder;
mod url_pattern;

pub use authority::{
    AddError, Authority, Caller, Explanation, Grant, Origin, Reason, Refusal, Rights, Ruling, RuntimeGrant,
    Verdict,
};
pub use capability::{Capability, CapabilityFile, CapabilityRemote, PermissionEntry};
pub use identifier::{Identifier, IdentifierError};
pub use label_glob::{GlobError, LabelGlob};
pub use manifest::{APP_KEY, Manifest, Manifests};
pub use manifest_blob::BlobError;
#[cfg(feature = "build")]
pub use manifest_blob::encode_manifests;
pub use permission::{Commands, DefaultPermission, Permission, PermissionFile, PermissionSet, Scopes};
pub use resolve::{ExpandError, Leaf, Options, ResolveError, expand, resolve};
pub use resolved::{AppCommands, Resolved};
pub use scope::{Scope, ScopeError, ScopeValue, Typed};
pub use table::TableError;
pub use target::Target;
pub use url_pattern::{PatternError, PatternFault, UrlPattern};
