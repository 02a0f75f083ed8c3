//! What only build scripts and packagers read of the section `bundle`, one type per object of the format.
//!
//! Lives here: types and defaults. There with the feature `build` alone, so that programs do not carry them.
//! Not here: making packages; [`crate::BundleConfig`], which holds all of these.
//! Unknown keys are ignored by these types; the reader (`read`) judges them.

mod android;
mod apple;
mod deb;
mod file_association;
mod linux;
mod nsis;
mod resources;
mod rpm;
mod target;
mod updater;
mod windows;
mod wix;

pub use android::AndroidConfig;
pub use apple::{DmgConfig, IosConfig, MacConfig, Position, Size};
pub use deb::DebConfig;
pub use file_association::{
    AndroidIntentAction, AssociationExt, ExportedType, FileAssociation, FileAssociationRank,
    FileAssociationRole,
};
pub use linux::{AppImageConfig, LinuxConfig};
pub use nsis::{NsisCompression, NsisConfig, NsisInstallMode};
pub use resources::BundleResources;
pub use rpm::{RpmCompression, RpmConfig};
pub use target::{BundleTarget, BundleType};
pub use updater::UpdaterArtifacts;
pub use windows::{SignCommand, WebviewInstallMode, WindowsConfig};
pub use wix::{WixConfig, WixLanguage, WixLanguageConfig};
