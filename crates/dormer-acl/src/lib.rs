//! May this caller do this? Permissions, capabilities, and the one table that they are resolved into.
//!
//! Lives here: the model of permission and capability files, their resolution, the compact table that a
//! program includes, and the answer for one caller ([`Rights`]).
//! Not here: windows, commands, IPC. Nothing is read from disk without the feature `build`.

mod capability;
mod identifier;
mod manifest;
mod permission;
mod target;

pub use capability::{Capability, CapabilityFile, CapabilityRemote, PermissionEntry};
pub use identifier::{Identifier, IdentifierError};
pub use manifest::{APP_KEY, Manifest, Manifests};
pub use permission::{Commands, DefaultPermission, Permission, PermissionFile, PermissionSet, Scopes};
pub use target::Target;
