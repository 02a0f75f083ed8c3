//! Permission and capability files: from folders to manifests and capabilities that `resolve` can take.
//!
//! Lives here: reading, selection, generated permissions, the check of references, and the file through which a
//! plugin's build script hands its permissions to the build script of an app. Every complaint names file, line
//! and column.
//! Not here: resolution itself; what is merely doubtful (`lint`), except for unknown keys, which are seen while
//! reading.

mod capability_file;
mod error;
mod folder;
mod generated;
mod permission_file;
mod place;
mod plugin_manifest;
mod project;
mod references;
mod select;
mod shape;
#[cfg(test)]
mod tests;

pub use capability_file::{CapabilitySource, read_capabilities};
pub use error::{FileError, Finding};
pub use folder::{files_in, files_matching};
pub use generated::{ALLOW, DENY, add_generated, generated};
pub use permission_file::{PermissionSource, read_permissions};
pub use place::Place;
pub use plugin_manifest::{METADATA_KEY, PluginManifest, check_plugin_name, read_manifests, write_manifest};
pub use project::{Collection, InlineDefault, InlinePlugin, Project, collect, manifest_of};
pub use references::{check_members, check_references};
pub use select::{Selection, select};
pub(crate) use shape::{CAPABILITY, ENTRY_FIELDS, Field, PERMISSION_FILE, Presence, Shape};
